"""One person at a time, as at the counter: kept, met again, voided."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, named_keys, units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id, new_reference
from musanada.kit.names import keys
from musanada.people import policies  # noqa: F401  declares the rights
from musanada.people.commands.protecting import covered_again
from musanada.people.drafts import (
    BasisDraft,
    ContactDraft,
    IdentifierDraft,
    NameDraft,
    PersonDraft,
    insist,
)
from musanada.people.models import (
    Contact,
    Correction,
    Identifier,
    Language,
    LegalBasis,
    NameKey,
    Nationality,
    Person,
    PersonName,
    Presence,
)
from musanada.reference.queries import country_codes

TRIES = 5


@command("people.register")
def register(actor: User, unit: Unit, *, draft: PersonDraft, basis: BasisDraft) -> Person:
    """Keep a person. The same draft id sent twice answers with the person already kept.

    Raises: BadInput naming the fields; Refused when a document number already belongs to someone.
    """
    insist(draft, basis)
    insist_on_countries({*draft.nationalities, *draft.documents})
    person, created = save_with_reference(actor, unit, draft)
    if not created:
        return person
    for number, name in enumerate(n for n in draft.names if n.full):
        write_name(person, name, preferred=number == 0 or name.script != draft.names[0].script)
    write_details(person, draft)
    write_basis(actor, unit, person, basis, draft)
    Presence.objects.create(person=person, unit=unit, from_on=draft.registered_on)
    return person


def write_details(person: Person, draft: PersonDraft) -> None:
    write_nationalities(person, draft.nationalities, Nationality.Basis.DECLARED)
    write_nationalities(person, draft.documents, Nationality.Basis.DOCUMENT)
    for code in dict.fromkeys(draft.languages):
        Language.objects.create(person=person, code=code)
    for document in draft.identifiers:
        write_document(person, document)
    for contact in draft.contacts:
        write_contact(person, contact)


def write_basis(actor: User, unit: Unit, person: Person, basis: BasisDraft, draft: PersonDraft) -> None:
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


def save_with_reference(actor: User, unit: Unit, draft: PersonDraft) -> tuple[Person, bool]:
    """The person and whether they are new.

    Two clerks may draw the same reference in the same second: the constraint says so, and we draw again. The
    same form may arrive twice in the same second: the key says so, and the first one is the answer. The key of
    someone hidden from the actor is answered as one that nobody bears.
    """
    named = named_keys(actor, "people")
    for _attempt in range(TRIES):
        known = Person.objects.filter(pk=draft.id).first()
        if known and known.protected and known.pk not in named:
            draft, known = replace(draft, id=new_id()), None
        if known:
            return known_draft(unit, known), False
        person = blank_person(actor, unit, draft)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            continue
        return person, True
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


def known_draft(unit: Unit, known: Person) -> Person:
    """Only what this counter sent before is answered with: an id made up to read another's file is not."""
    if known.unit_id != unit.pk:
        raise Refused(_("Cette fiche a été commencée dans une autre unité : recommencez l'enregistrement."))
    return known


def blank_person(actor: User, unit: Unit, draft: PersonDraft) -> Person:
    return Person(
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
        mother=draft.mother,
        source=draft.source,
        preferred=preferred and not taken,
    )
    write_keys(person, name, draft.searchable)
    return name


def write_keys(person: Person, name: PersonName, text: str) -> None:
    NameKey.objects.filter(name=name).delete()
    found = dict.fromkeys(keys(text))
    born = person.birth_date.year if person.birth_date else 0
    NameKey.objects.bulk_create(
        NameKey(person=person, name=name, kind=k.kind, value=k.value, born=born) for k in found
    )
    covered_again(person, name.person_id)


def insist_on_countries(codes: set[str]) -> None:
    """Raises: BadInput for a nationality that is no country's."""
    if codes and not codes <= country_codes():
        sentence = _("Cette nationalité n'existe pas dans la liste des pays : choisissez-la dans la liste.")
        raise BadInput(sentence, fields={"nationality": sentence})


def write_nationalities(person: Person, codes: Iterable[str], basis: str) -> None:
    for code in dict.fromkeys(codes):
        Nationality.objects.create(person=person, country_id=code, basis=basis)


def write_document(person: Person, draft: IdentifierDraft) -> Identifier:
    """Raises: Refused when the number already names another person on this side."""
    try:
        with transaction.atomic():
            document = Identifier.objects.create(
                person=person,
                side=person.unit.side,
                kind=draft.kind,
                value=draft.value.strip(),
                normalised=draft.normalised,
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
    covered_again(person, person.pk)
    return document


def write_contact(person: Person, draft: ContactDraft) -> Contact:
    contact = Contact.objects.create(
        person=person,
        kind=draft.kind,
        value=draft.value.strip(),
        normalised=draft.normalised,
        safety=draft.safety,
    )
    covered_again(person, person.pk)
    return contact


@command("people.find")
def meet(actor: User, unit: Unit, *, person: Person) -> Person:
    """The person is now known at ``unit`` too: they came here and were recognised by someone who sees them.

    Raises: Refused when the actor may not find the person: knowing a key is not meeting someone. Nor is anyone
    met across sides, whoever the actor is: what crosses, crosses by the person's consent and a named referral.
    """
    if not may(actor, "people.find", person) or not known_on(unit.side, [person.pk]):
        raise Refused(_("Cette personne n'est pas connue de vos unités : demandez à celle qui la suit."))
    presence, _made = Presence.objects.get_or_create(
        person=person, unit=unit, to_on=None, defaults=how_known(actor, unit, person)
    )
    if presence.derived:  # known here only through a merge until now
        Presence.objects.filter(pk=presence.pk).update(derived=False)
    return person


def how_known(actor: User, unit: Unit, person: Person) -> dict[str, Any]:
    """Whole, where the actor knows the person from a unit of that side; else no more than what was shared with it.

    Without this a sharing of three groups with one office would become a whole file at the office next door.
    """
    places = units_for(actor, "people.find").filter(side=unit.side)
    rows = Presence.objects.filter(person=person, unit__in=places)
    shared = rows.exclude(sharing=None).order_by("from_on", "id").first()
    if shared is None or rows.filter(sharing=None).exists():
        return {}
    return {"groups": shared.groups, "sharing": shared.sharing}


def insist_on_own(actor: User, right: str, *people: Person) -> None:
    """What changes whose file it is, is for those who follow the person, themselves or by a transfer. Raises: Refused."""
    places = units_for(actor, right)
    for one in people:
        if not Presence.objects.filter(person=one, unit__in=places, groups="").exists():
            raise Refused(
                _("Cette fiche vous est seulement partagée : demandez-le au bureau qui suit la personne."),
                code="shared",
            )


def known_on(side: str, persons: Sequence[UUID], *, themselves: bool = False) -> set[UUID]:
    """Of these people, those whom some unit of the side already knows (``themselves``: not only through a sharing)."""
    found: set[UUID] = set()
    for start in range(0, len(persons), 500):
        rows = Presence.objects.filter(person__in=persons[start : start + 500], unit__side=side)
        rows = rows.filter(sharing=None) if themselves else rows
        found.update(rows.values_list("person_id", flat=True))
    return found


@command("people.void")
def void(actor: User, person: Person, *, reason: str) -> Person:
    """A person entered by mistake: hidden from lists and figures from now on, never deleted."""
    if not reason.strip():
        raise BadInput(_("Dites pourquoi cette fiche est annulée."), fields={"reason": _("Dites pourquoi.")})
    insist_on_own(actor, "people.void", person)
    if Person.objects.filter(merged_into=person).exists():
        raise Refused(_("D'autres fiches ont été fusionnées dans celle-ci : séparez-les d'abord."))
    if not Person.objects.filter(pk=person.pk, voided_at=None, merged_into=None).update(
        voided_at=timezone.now()
    ):
        raise Refused(_("Cette fiche est déjà annulée ou fusionnée."))
    Identifier.objects.filter(person=person).update(retired=True)
    Correction.objects.create(
        person=person, field=Correction.Field.VOIDED, reason=reason.strip()[:300], by=actor
    )
    person.refresh_from_db()
    return person


def existing_ids(ids: list[UUID]) -> set[UUID]:
    return set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))
