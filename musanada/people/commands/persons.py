"""One person at a time, as at the counter."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_reference
from musanada.kit.names import keys
from musanada.people import policies  # noqa: F401  declares the rights
from musanada.people.drafts import (
    BasisDraft,
    ContactDraft,
    IdentifierDraft,
    NameDraft,
    PersonDraft,
    birth_problems,
    insist,
)
from musanada.people.models import (
    Contact,
    Identifier,
    Language,
    LegalBasis,
    NameKey,
    Nationality,
    Person,
    PersonName,
    Presence,
)

TRIES = 5


@command("people.register")
def register(actor: User, unit: Unit, *, draft: PersonDraft, basis: BasisDraft) -> Person:
    """Keep a person. The same draft id sent twice answers with the person already kept.

    Raises: BadInput naming the fields; Refused when a document number already belongs to someone.
    """
    insist(draft, basis)
    known = Person.objects.filter(pk=draft.id).first()
    if known:
        return known
    person = save_with_reference(actor, unit, draft)
    for number, name in enumerate(n for n in draft.names if n.full):
        write_name(person, name, preferred=number == 0 or name.script != draft.names[0].script)
    write_nationalities(person, draft.nationalities, Nationality.Basis.DECLARED)
    write_nationalities(person, draft.documents, Nationality.Basis.DOCUMENT)
    for code in dict.fromkeys(draft.languages):
        Language.objects.create(person=person, code=code)
    for document in draft.identifiers:
        write_document(person, document)
    for contact in draft.contacts:
        write_contact(person, contact)
    LegalBasis.objects.create(
        person=person,
        basis=basis.basis,
        means=basis.means,
        notice_version=basis.notice_version,
        language=basis.language,
        unit=unit,
        given_on=draft.registered_on,
        recorded_by=actor,
    )
    Presence.objects.create(person=person, unit=unit, from_on=draft.registered_on)
    return person


def save_with_reference(actor: User, unit: Unit, draft: PersonDraft) -> Person:
    """Two clerks may draw the same reference in the same second: the constraint says so, and we draw again."""
    for _attempt in range(TRIES):
        person = Person(
            id=draft.id,
            reference=draft.reference or new_reference(),
            sex=draft.sex,
            birth_date=draft.birth.date,
            birth_precision=draft.birth.precision,
            nationality_answer=draft.nationality_state,
            preferred_language=draft.preferred_language,
            interpreter_needed=draft.interpreter_needed,
            unit=unit,
            place_id=draft.place or unit.town_id,
            registered_on=draft.registered_on,
            recorded_at=draft.recorded_at,
            recorded_by=actor,
        )
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            continue
        return person
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


def write_name(person: Person, draft: NameDraft, *, preferred: bool) -> PersonName:
    taken = PersonName.objects.filter(person=person, script=draft.script, preferred=True).exists()
    name = PersonName.objects.create(
        person=person,
        text=draft.full,
        script=draft.script,
        given=draft.given,
        father=draft.father,
        grandfather=draft.grandfather,
        family=draft.family,
        nickname=draft.nickname,
        source=draft.source,
        preferred=preferred and not taken,
    )
    found = dict.fromkeys(keys(f"{draft.full} {draft.nickname}" if draft.nickname else draft.full))
    NameKey.objects.bulk_create(NameKey(person=person, name=name, kind=k.kind, value=k.value) for k in found)
    return name


def write_nationalities(person: Person, codes: tuple[str, ...], basis: str) -> None:
    for code in dict.fromkeys(codes):
        Nationality.objects.create(person=person, country_id=code, basis=basis)


def plain(value: str) -> str:
    """A document or phone number as compared: letters and digits, upper case."""
    return "".join(c for c in value.upper() if c.isalnum())


def write_document(person: Person, draft: IdentifierDraft) -> Identifier:
    """Raises: Refused when the number already names another person."""
    if not plain(draft.value):
        raise BadInput(_("Le numéro du document est vide : écrivez-le tel qu'il figure sur le document."))
    try:
        with transaction.atomic():
            return Identifier.objects.create(
                person=person,
                kind=draft.kind,
                value=draft.value.strip(),
                normalised=plain(draft.value),
                issuer=draft.issuer,
                valid_to=draft.valid_to,
            )
    except IntegrityError:
        raise Refused(
            _(
                "Ce numéro de document est déjà enregistré pour une autre personne. "
                "Vérifiez le numéro, ou cherchez la personne par ce numéro avant d'en créer une nouvelle."
            ),
            code="document-taken",
        ) from None


def write_contact(person: Person, draft: ContactDraft) -> Contact:
    value = draft.value.strip()
    if not value:
        raise BadInput(_("La coordonnée est vide : écrivez un numéro, une adresse ou le nom du lieu."))
    normalised = value.lower() if draft.kind == Contact.Kind.EMAIL else plain(value)
    return Contact.objects.create(
        person=person, kind=draft.kind, value=value, normalised=normalised[:120], safety=draft.safety
    )


@command("people.correct")
def add_name(actor: User, person: Person, *, draft: NameDraft, preferred: bool = False) -> PersonName:
    """Another name of the person; ``preferred`` makes it the one shown in its script."""
    if not draft.full:
        raise BadInput(_("Écrivez le nom à ajouter."), fields={"text": _("Écrivez le nom à ajouter.")})
    if preferred:
        PersonName.objects.filter(person=person, script=draft.script, preferred=True).update(preferred=False)
    first = not PersonName.objects.filter(person=person, script=draft.script).exists()
    return write_name(person, draft, preferred=preferred or first)


@command("people.correct")
def add_document(actor: User, person: Person, *, draft: IdentifierDraft) -> Identifier:
    return write_document(person, draft)


@command("people.correct")
def add_contact(actor: User, person: Person, *, draft: ContactDraft) -> Contact:
    return write_contact(person, draft)


@command("people.correct")
def set_languages(actor: User, person: Person, *, codes: tuple[str, ...]) -> Person:
    Language.objects.filter(person=person).exclude(code__in=codes).delete()
    for code in dict.fromkeys(codes):
        Language.objects.get_or_create(person=person, code=code)
    return person


@command("people.correct")
def set_nationalities(actor: User, person: Person, *, declared: tuple[str, ...], answer: str = "") -> Person:
    """Replace the declared nationalities; ``answer`` says why there is none."""
    Nationality.objects.filter(person=person, basis=Nationality.Basis.DECLARED).delete()
    write_nationalities(person, declared, Nationality.Basis.DECLARED)
    state = "given" if Nationality.objects.filter(person=person).exists() else answer or "not_asked"
    Person.objects.filter(pk=person.pk).update(nationality_answer=state)
    person.nationality_answer = state
    return person


CORRECTABLE = ("sex", "preferred_language", "interpreter_needed", "vital_state", "place_id")


@command("people.correct")
def correct(actor: User, person: Person, *, birth: PartialDate | None = None, **values: Any) -> Person:
    """Change what was declared. The journal keeps which fields changed, not their values."""
    unknown = set(values) - set(CORRECTABLE)
    if unknown:
        raise BadInput(
            _("Ces champs ne se corrigent pas ici : %(fields)s.") % {"fields": ", ".join(sorted(unknown))}
        )
    if birth is not None:
        problem = next(birth_problems(birth), None)
        if problem:
            raise BadInput(problem[1], fields={"birth": problem[1]})
        values |= {"birth_date": birth.date, "birth_precision": birth.precision}
    for name, value in values.items():
        setattr(person, name, value)
    person.clean_fields(exclude=("unit", "recorded_by", "merged_into", "place"))
    person.save(update_fields=[n.removesuffix("_id") for n in values])
    return person


@command("people.find")
def meet(actor: User, unit: Unit, *, person: Person) -> Person:
    """The person is now known at ``unit`` too: they came to this counter and were recognised by someone who sees them."""
    Presence.objects.get_or_create(person=person, unit=unit, to_on=None)
    return person


@command("people.void")
def void(actor: User, person: Person, *, reason: str) -> Person:
    """A person entered by mistake: hidden from lists and figures from now on, never deleted."""
    if not reason.strip():
        raise BadInput(_("Dites pourquoi cette fiche est annulée."), fields={"reason": _("Dites pourquoi.")})
    if not Person.objects.filter(pk=person.pk, voided_at=None, merged_into=None).update(
        voided_at=timezone.now()
    ):
        raise Refused(_("Cette fiche est déjà annulée ou fusionnée."))
    Identifier.objects.filter(person=person).update(retired=True)
    person.refresh_from_db()
    return person


def existing_ids(ids: list[UUID]) -> set[UUID]:
    return set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))
