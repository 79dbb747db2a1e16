"""Completing and correcting a person, section by section. What a value was before is kept (``Correction``)."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.choices import Answer, FieldGroup
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Refused
from musanada.people.commands.consents import withdraw_everything
from musanada.people.commands.persons import (
    insist_on_countries,
    write_contact,
    write_document,
    write_keys,
    write_name,
    write_nationalities,
)
from musanada.people.commands.protecting import covered_again
from musanada.people.drafts import (
    BasisDraft,
    ContactDraft,
    IdentifierDraft,
    NameDraft,
    birth_problems,
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
)
from musanada.people.queries.register import of_cluster

CORRECTABLE = ("sex", "preferred_language", "interpreter_needed", "vital_state", "place_id")
REMEMBERED = {
    "sex": Correction.Field.SEX,
    "vital_state": Correction.Field.VITAL,
    "place_id": Correction.Field.PLACE,
}
Row = PersonName | Contact | Identifier | LegalBasis


def remember(actor: User, person: Person, field: str, before: str = "", reason: str = "") -> None:
    """Keep what a value was."""
    Correction.objects.create(
        person=person, field=field, before=before[:300], reason=reason.strip()[:300], by=actor
    )


def insist_on_own(person: Person, row: Row) -> None:
    """A detail belongs to the person or to a record merged into them. Raises: Refused."""
    owner = Person.objects.filter(pk=row.person_id).filter(
        models.Q(pk=person.pk) | models.Q(merged_into=person)
    )
    if not owner.exists():
        raise Refused(_("Cet élément n'appartient pas à cette personne : rechargez la page."))


@command("people.correct")
def correct(actor: User, person: Person, /, *, birth: PartialDate | None = None, **values: Any) -> Person:
    """Change what was declared. The value before is kept, with who changed it and when."""
    unknown = set(values) - set(CORRECTABLE)
    if unknown:
        raise BadInput(
            _("Ces champs ne se corrigent pas ici : %(fields)s.") % {"fields": ", ".join(sorted(unknown))}
        )
    if birth is not None:
        correct_birth(actor, person, birth)
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    for name, value in changed.items():
        if name in REMEMBERED:
            remember(actor, person, REMEMBERED[name], str(getattr(person, name) or ""))
        setattr(person, name, value)
    person.clean_fields(exclude=("unit", "recorded_by", "merged_into", "place"))
    if changed:
        person.save(update_fields=[n.removesuffix("_id") for n in changed])
    return person


def correct_birth(actor: User, person: Person, birth: PartialDate) -> None:
    problem = next(birth_problems(birth), None)
    if problem:
        raise BadInput(problem[1], fields={"birth": problem[1]})
    if (person.birth_date, person.birth_precision) == (birth.date, birth.precision):
        return
    remember(
        actor, person, Correction.Field.BIRTH, f"{person.birth_date or ''} {person.birth_precision}".strip()
    )
    person.birth_date, person.birth_precision = birth.date, birth.precision
    person.save(update_fields=["birth_date", "birth_precision"])
    NameKey.objects.filter(person=person).update(born=birth.date.year if birth.date else 0)


@command("people.correct", group=FieldGroup.IDENTITY)
def add_name(actor: User, person: Person, *, draft: NameDraft, preferred: bool = False) -> PersonName:
    """Another name of the person; ``preferred`` makes it the one shown in its script."""
    insist_on_name(draft)
    if preferred:
        PersonName.objects.filter(person=person, script=draft.script, preferred=True).update(preferred=False)
    first = not PersonName.objects.filter(person=person, script=draft.script).exists()
    return write_name(person, draft, preferred=preferred or first)


def insist_on_name(draft: NameDraft) -> None:
    insist(draft)
    if not draft.full:
        sentence = _("Écrivez le nom, en entier ou par parties.")
        raise BadInput(sentence, fields={"text": sentence})


@command("people.correct", group=FieldGroup.IDENTITY)
def change_name(
    actor: User, person: Person, *, name: PersonName, draft: NameDraft, preferred: bool = False
) -> PersonName:
    """A name that was misspelt or whose parts are now told apart; the spelling before is kept."""
    insist_on_own(person, name)
    insist_on_name(draft)
    remember(actor, person, Correction.Field.NAME, name.text)
    others = PersonName.objects.filter(person=name.person_id, script=draft.script).exclude(pk=name.pk)
    if preferred:
        others.update(preferred=False)
    name.preferred = preferred or not others.filter(preferred=True).exists()
    name.text, name.script, name.source = draft.full, draft.script, draft.source
    for part in ("given", "father", "grandfather", "family", "nickname", "mother"):
        setattr(name, part, getattr(draft, part))
    name.save()
    write_keys(Person.objects.get(pk=name.person_id), name, draft.searchable)
    return name


@command("people.correct", group=FieldGroup.IDENTITY)
def remove_name(actor: User, person: Person, *, name: PersonName) -> Person:
    """A name that is not theirs: taken from search and page, kept in the history. The last one stays."""
    insist_on_own(person, name)
    others = PersonName.objects.filter(person=name.person_id).exclude(pk=name.pk)
    if not others.exists():
        raise Refused(
            _("C'est le seul nom de cette personne : ajoutez le bon nom avant de retirer celui-ci.")
        )
    remember(actor, person, Correction.Field.NAME, name.text)
    following = others.filter(script=name.script).first()
    was_preferred = name.preferred
    name.delete()
    if was_preferred and following:
        PersonName.objects.filter(pk=following.pk).update(preferred=True)
    covered_again(person, name.person_id)
    return person


@command("people.correct", group=FieldGroup.TRAVEL)
def add_document(actor: User, person: Person, *, draft: IdentifierDraft) -> Identifier:
    insist(draft)
    return write_document(person, draft)


@command("people.correct", group=FieldGroup.TRAVEL)
def retire_document(actor: User, person: Person, *, document: Identifier, reason: str) -> Person:
    """Expired, replaced or written down wrongly: no longer theirs in search, its number is free again."""
    insist_on_own(person, document)
    if not reason.strip():
        raise BadInput(_("Dites pourquoi ce document est retiré."), fields={"reason": _("Dites pourquoi.")})
    if not Identifier.objects.filter(pk=document.pk, retired=False).update(retired=True):
        raise Refused(_("Ce document est déjà retiré."))
    remember(actor, person, Correction.Field.DOCUMENT, f"{document.kind} {document.value}", reason)
    covered_again(person, document.person_id)
    return person


@command("people.correct", group=FieldGroup.CONTACT)
def add_contact(actor: User, person: Person, *, draft: ContactDraft) -> Contact:
    insist(draft)
    return write_contact(person, draft)


@command("people.correct", group=FieldGroup.CONTACT)
def change_contact(actor: User, person: Person, *, contact: Contact, draft: ContactDraft) -> Contact:
    """Another number, or another answer to "is it safe to call?"."""
    insist_on_own(person, contact)
    insist(draft)
    remember(actor, person, Correction.Field.CONTACT, f"{contact.kind} {contact.safety}")
    contact.kind, contact.value, contact.safety = draft.kind, draft.value.strip(), draft.safety
    contact.normalised = draft.normalised
    contact.save()
    covered_again(person, contact.person_id)
    return contact


@command("people.correct", group=FieldGroup.CONTACT)
def remove_contact(actor: User, person: Person, *, contact: Contact) -> Person:
    """A way to reach them that no longer holds, or puts them in danger: it goes; that it went is kept."""
    insist_on_own(person, contact)
    remember(actor, person, Correction.Field.CONTACT, f"{contact.kind} {contact.safety}")
    contact.delete()
    covered_again(person, contact.person_id)
    return person


@command("people.correct")
def set_languages(
    actor: User, person: Person, *, codes: tuple[str, ...], reads: tuple[str, ...] | None = None
) -> Person:
    """The languages spoken; ``reads`` are those the person reads too, None leaves that not asked."""
    before = Language.objects.filter(person=person)
    if bad := [code for code in (*codes, *(reads or ())) if len(code) != 3 or not code.isalpha()]:
        raise BadInput(_("Choisissez les langues dans la liste : %(codes)s.") % {"codes": ", ".join(bad)})
    spoken = tuple(dict.fromkeys((*codes, *(reads or ()))))
    if set(spoken) != {row.code for row in before}:
        remember(actor, person, Correction.Field.LANGUAGE, " ".join(sorted(row.code for row in before)))
    before.exclude(code__in=spoken).delete()
    for code in spoken:
        known = {} if reads is None else {"reads": code in reads}
        Language.objects.update_or_create(person=person, code=code, defaults=known)
    return person


@command("people.correct")
def set_nationalities(
    actor: User,
    person: Person,
    *,
    declared: tuple[str, ...],
    documents: tuple[str, ...] | None = None,
    answer: str = "",
) -> Person:
    """Replace the declared nationalities, and those shown by a document if given; ``answer`` says why there is none."""
    insist_on_countries({*declared, *(documents or ())})
    if answer not in ("", *Answer.values):
        raise BadInput(_("Choisissez une nationalité, ou la réponse qui dit pourquoi elle manque."))
    rows = Nationality.objects.filter(person=person)
    before = sorted(f"{row.country_id} {row.basis}" for row in rows)
    replace(person, Nationality.Basis.DECLARED, declared)
    if documents is not None:
        replace(person, Nationality.Basis.DOCUMENT, documents)
    state = Answer.GIVEN if rows.all().exists() else answer or Answer.NOT_ASKED
    if before != sorted(f"{row.country_id} {row.basis}" for row in rows.all()):
        shown = ", ".join(before) or person.nationality_answer
        remember(actor, person, Correction.Field.NATIONALITY, shown)
    Person.objects.filter(pk=person.pk).update(nationality_answer=state)
    person.nationality_answer = state
    return person


def replace(person: Person, basis: str, codes: tuple[str, ...]) -> None:
    rows = Nationality.objects.filter(person=person, basis=basis)
    kept = set(rows.filter(country__in=codes).values_list("country_id", flat=True))
    rows.exclude(country__in=kept).delete()
    write_nationalities(person, (code for code in codes if code not in kept), basis)


@command("people.correct", group=FieldGroup.LEGAL)
def add_basis(actor: User, person: Person, *, unit: Unit, draft: BasisDraft) -> LegalBasis:
    """A newer consent or another legal basis; the earlier ones stay."""
    insist(draft)
    return LegalBasis.objects.create(
        person=person,
        basis=draft.basis,
        means=draft.means,
        notice_version=draft.notice_version,
        language=draft.language,
        unit=unit,
        recorded_by=actor,
    )


@command("people.correct", group=FieldGroup.LEGAL)
def withdraw_basis(actor: User, person: Person, *, basis: LegalBasis) -> LegalBasis:
    """The person takes their consent back: at once, without a reason. Erasure is its own procedure.

    Where nothing else allows their data to be kept, what they agreed to beyond the register ends with it.
    """
    insist_on_own(person, basis)
    if basis.basis != LegalBasis.Basis.CONSENT:
        raise Refused(_("Seul un consentement peut être retiré par la personne."))
    if not LegalBasis.objects.filter(pk=basis.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Refused(_("Ce consentement est déjà retiré."))
    remember(actor, person, Correction.Field.BASIS, f"{basis.basis} {basis.notice_version}")
    if not LegalBasis.objects.filter(of_cluster(person), withdrawn_at=None).exists():
        withdraw_everything(actor, person, basis.unit)
    basis.refresh_from_db()
    return basis
