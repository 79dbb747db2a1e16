"""People by the thousand: a staged import, the demonstration country. The caller has shown and confirmed each row."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id, new_reference
from musanada.kit.names import keys
from musanada.people.commands.persons import existing_ids, insist_on_countries, known_on
from musanada.people.drafts import BasisDraft, FamilyDraft, NameDraft, PersonDraft, insist
from musanada.people.models import (
    Contact,
    Household,
    HouseholdMember,
    Identifier,
    Language,
    LegalBasis,
    NameKey,
    Nationality,
    Person,
    PersonName,
    Presence,
)

PERSON = [
    "id",
    "reference",
    "sex",
    "birth_date",
    "birth_precision",
    "nationality_answer",
    "preferred_language",
    "interpreter_needed",
    "unit",
    "place",
    "registered_on",
    "recorded_at",
    "recorded_by",
    "source_batch",
]
NAME = [
    "id",
    "person",
    "text",
    "script",
    "given",
    "father",
    "grandfather",
    "family",
    "nickname",
    "mother",
    "source",
    "preferred",
]


@command("people.register")
def register_many(
    actor: User, unit: Unit, *, drafts: Sequence[PersonDraft], basis: BasisDraft, batch: UUID | None = None
) -> int:
    """Keep many people at ``unit``; those whose id is already kept are passed over. Returns how many are new.

    Raises: BadInput for the first row that breaks a rule; Refused when a document number is taken. All or none.
    """
    insist(basis, *drafts)
    insist_on_countries({code for d in drafts for code in (*d.nationalities, *d.documents)})
    known = existing_ids([d.id for d in drafts]) if len(drafts) < 50_000 else set()
    fresh = [d for d in drafts if d.id not in known]
    write_persons(actor, unit, fresh, batch)
    write_names(fresh)
    write_details(actor, unit, fresh, basis)
    return len(fresh)


def write_persons(actor: User, unit: Unit, drafts: list[PersonDraft], batch: UUID | None) -> None:
    references = draw_references(drafts)
    rows = (
        (
            d.id,
            reference,
            d.sex,
            d.birth.date,
            d.birth.precision,
            d.nationality_state,
            d.preferred_language,
            d.interpreter_needed,
            unit.pk,
            d.place or unit.town_id,
            d.registered_on,
            d.recorded_at,
            actor.pk,
            batch,
        )
        for d, reference in zip(drafts, references, strict=True)
    )
    bulk.insert(Person, PERSON, rows)


def draw_references(drafts: list[PersonDraft]) -> list[str]:
    """A free reference for each draft that brings none; the unique constraint has the last word."""
    seen = {d.reference for d in drafts if d.reference}
    drawn = [d.reference or free_reference(seen) for d in drafts]
    for taken in references_taken([r for r, d in zip(drawn, drafts, strict=True) if not d.reference]):
        drawn[drawn.index(taken)] = free_reference(seen)
    return drawn


def free_reference(seen: set[str]) -> str:
    reference = new_reference()
    while reference in seen:
        reference = new_reference()
    seen.add(reference)
    return reference


def references_taken(references: list[str]) -> set[str]:
    taken: set[str] = set()
    for start in range(0, len(references), 500):
        part = references[start : start + 500]
        taken.update(Person.objects.filter(reference__in=part).values_list("reference", flat=True))
    return taken


def write_names(drafts: list[PersonDraft]) -> None:
    pairs = [(new_id(), d, n, preferred) for d in drafts for n, preferred in shown_names(d)]
    bulk.insert(
        PersonName,
        NAME,
        (
            (
                i,
                d.id,
                n.full,
                n.script,
                n.given,
                n.father,
                n.grandfather,
                n.family,
                n.nickname,
                n.mother,
                n.source,
                preferred,
            )
            for i, d, n, preferred in pairs
        ),
    )
    bulk.insert(
        NameKey,
        ("person", "name", "kind", "value", "born"),
        (
            (d.id, i, key.kind, key.value, d.birth.date.year if d.birth.date else 0)
            for i, d, n, _preferred in pairs
            for key in keys(n.searchable)
        ),
    )


def shown_names(draft: PersonDraft) -> Iterator[tuple[NameDraft, bool]]:
    """The first name of each script is the one shown."""
    scripts: set[str] = set()
    for name in draft.names:
        if name.full:
            yield name, name.script not in scripts
            scripts.add(name.script)


def write_details(actor: User, unit: Unit, drafts: list[PersonDraft], basis: BasisDraft) -> None:
    """Everything that hangs on a person, a table at a time."""
    tables: list[tuple[Any, tuple[str, ...], Iterator[tuple[Any, ...]]]] = [
        (
            Nationality,
            ("person", "country", "basis"),
            (
                (d.id, code, kind)
                for d in drafts
                for kind, codes in (("declared", d.nationalities), ("document", d.documents))
                for code in dict.fromkeys(codes)
            ),
        ),
        (Language, ("person", "code"), ((d.id, c) for d in drafts for c in dict.fromkeys(d.languages))),
        (
            Contact,
            ("person", "kind", "value", "normalised", "safety"),
            ((d.id, c.kind, c.value.strip(), c.normalised, c.safety) for d in drafts for c in d.contacts),
        ),
        (
            LegalBasis,
            ("person", "basis", "means", "notice_version", "language", "unit", "given_on", "recorded_by"),
            (
                (
                    d.id,
                    basis.basis,
                    basis.means,
                    basis.notice_version,
                    basis.language,
                    unit.pk,
                    d.registered_on,
                    actor.pk,
                )
                for d in drafts
            ),
        ),
        (Presence, ("person", "unit", "from_on"), ((d.id, unit.pk, d.registered_on) for d in drafts)),
    ]
    write_documents(unit, drafts)
    for model, columns, rows in tables:
        bulk.insert(model, columns, rows)


def write_documents(unit: Unit, drafts: list[PersonDraft]) -> None:
    documents = [
        (d.id, unit.side, i.kind, i.value.strip(), i.normalised, i.issuer, i.valid_to)
        for d in drafts
        for i in d.identifiers
    ]
    unique = [
        (k, issuer, n) for _p, _side, k, _v, n, issuer, _to in documents if k in Identifier.UNIQUE_KINDS
    ]
    if len(set(unique)) < len(unique) or documents_taken(unit, unique):
        raise Refused(
            _("Un numéro de document de ce lot est déjà enregistré pour une autre personne."),
            code="document-taken",
        )
    columns = ("person", "side", "kind", "value", "normalised", "issuer", "valid_to")
    bulk.insert(Identifier, columns, documents)


def documents_taken(unit: Unit, numbers: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Which ``(kind, issuer, index of the number)`` already name someone on the unit's side."""
    wanted = set(numbers)
    taken: set[tuple[str, str, str]] = set()
    values = list({n for _k, _i, n in numbers})
    for start in range(0, len(values), 500):
        rows = Identifier.objects.filter(
            normalised__in=values[start : start + 500], side=unit.side, retired=False
        )
        taken.update(r for r in rows.values_list("kind", "issuer", "normalised") if r in wanted)
    return taken


@command("people.register")
def form_households(actor: User, unit: Unit, *, families: Sequence[FamilyDraft]) -> int:
    """Households by the thousand, the head of each among its members."""
    bulk.insert(
        Household,
        ("id", "reference", "unit"),
        ((f.id, f.reference or new_reference(), unit.pk) for f in families),
    )
    bulk.insert(
        HouseholdMember,
        ("household", "person", "tie", "from_on"),
        ((f.id, person, tie, f.from_on) for f in families for person, tie in f.members),
    )
    return len(families)


@command("people.register")
def meet_many(actor: User, unit: Unit, *, met: Sequence[tuple[UUID, date]]) -> int:
    """People already in the register who are now known at ``unit`` too, since a day; nobody of another side."""
    known = set(Presence.objects.filter(unit=unit, to_on=None).values_list("person_id", flat=True))
    new = [(p, on) for p, on in met if p not in known]
    ours = known_on(unit.side, [p for p, _on in new], themselves=True) - set(
        Person.objects.filter(protected=True).values_list("pk", flat=True)
    )
    return bulk.insert(
        Presence, ("person", "unit", "from_on"), ((p, unit.pk, on) for p, on in new if p in ours)
    )


@command("people.void")
def remove_many(actor: User, unit: Unit, *, ids: Sequence[UUID], batch: UUID) -> int:
    """Undo an import: its people who are used by nothing else are voided. Returns how many."""
    rows = Person.objects.filter(source_batch=batch, unit=unit, voided_at=None, merged_into=None)
    found: list[UUID] = []
    for start in range(0, len(ids), 500):
        found.extend(rows.filter(pk__in=ids[start : start + 500]).values_list("pk", flat=True))
    for start in range(0, len(found), 500):
        void_some(found[start : start + 500])
    return len(found)


def void_some(found: list[UUID]) -> None:
    Identifier.objects.filter(person__in=found).update(retired=True)
    Person.objects.filter(pk__in=found).update(voided_at=timezone.now())
