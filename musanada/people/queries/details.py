"""What hangs on a person, gathered over the records merged into them."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from musanada.access.doors import colleagues, journal, scoped, units_for
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.people.models import (
    Contact,
    Correction,
    Identifier,
    Language,
    LegalBasis,
    MergeRecord,
    Nationality,
    Person,
    PersonName,
    Presence,
)
from musanada.people.queries.register import READ, of_cluster, persons, with_names

M = TypeVar("M", bound=Model)


def nationalities(person: Person) -> QuerySet[Nationality]:
    return Nationality.objects.filter(of_cluster(person))


def documents(person: Person) -> QuerySet[Identifier]:
    return Identifier.objects.filter(of_cluster(person), retired=False)


def languages(person: Person) -> QuerySet[Language]:
    return Language.objects.filter(of_cluster(person)).order_by("id")


def contacts(person: Person) -> QuerySet[Contact]:
    return Contact.objects.filter(of_cluster(person)).order_by("id")


def legal_bases(person: Person) -> QuerySet[LegalBasis]:
    rows = LegalBasis.objects.filter(of_cluster(person)).select_related("unit", "recorded_by")
    return rows.order_by("-given_on", "-id")


def presences(person: Person) -> QuerySet[Presence]:
    """Where the person is known, oldest first; not what merges only lent them."""
    rows = Presence.objects.filter(of_cluster(person), derived=False).select_related("unit")
    return rows.order_by("from_on", "id")


def corrections(person: Person) -> QuerySet[Correction]:
    return Correction.objects.filter(of_cluster(person)).select_related("by")


GROUP_OF = {
    Correction.Field.DOCUMENT: FieldGroup.TRAVEL,
    Correction.Field.CONTACT: FieldGroup.CONTACT,
    Correction.Field.BASIS: FieldGroup.LEGAL,
}


def presences_seen(actor: User, person: Person) -> QuerySet[Presence]:
    """Where the person is known among the actor's own units: who else works with them is for the person to say."""
    return scoped(actor, "people.view", presences(person), named=True)


def group_of(correction: Correction) -> str:
    """The part of the file that was corrected."""
    return GROUP_OF.get(Correction.Field(correction.field), FieldGroup.IDENTITY)


def corrections_seen(actor: User, person: Person, groups: frozenset[str]) -> list[Correction]:
    """What was corrected in the parts of the file the actor reaches, by whom only among the actor's own offices."""
    rows = [c for c in corrections(person) if group_of(c) in groups]
    staff = colleagues({c.by_id for c in rows}, units_for(actor, "people.view"))
    for row in rows:
        row.ours = row.by_id in staff  # type: ignore[attr-defined]
    return rows


def name_of(person: Person, pk: UUID | str) -> PersonName:
    return one(PersonName.objects.filter(of_cluster(person)), pk)


def contact_of(person: Person, pk: UUID | str) -> Contact:
    return one(contacts(person), pk)


def document_of(person: Person, pk: UUID | str) -> Identifier:
    return one(documents(person), pk)


def basis_of(person: Person, pk: UUID | str) -> LegalBasis:
    return one(legal_bases(person), pk)


def one(rows: QuerySet[M], pk: UUID | str) -> M:
    """Raises: Http404."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def merges(actor: User, person: Person) -> list[MergeRecord]:
    """Merges into this person, and into records merged into them, that still hold, newest first; by whom and why only
    among the actor's own offices."""
    found = MergeRecord.objects.filter(of_cluster(person, "kept"), undone_at=None)
    rows = list(found.select_related("gone", "kept", "merged_by").order_by("-merged_at"))
    staff = colleagues({row.merged_by_id for row in rows}, units_for(actor, "people.view"))
    for row in rows:
        row.ours = row.merged_by_id in staff  # type: ignore[attr-defined]
    return rows


def merge_record(actor: User, pk: UUID | str) -> MergeRecord:
    """A merge whose canonical person the actor may merge. Raises: Http404; one statement, whatever the answer."""
    mine = scoped(actor, "people.merge", Person.objects.filter(merged_into=None), named=True)
    rows = MergeRecord.objects.select_related("kept__merged_into", "gone").filter(pk=pk)
    leads = Q(kept__merged_into=None, kept__in=mine.values("pk")) | Q(kept__merged_into__in=mine.values("pk"))
    record = rows.filter(leads).first()
    if record is None:
        raise Http404
    if record.kept.protected:
        journal(actor, READ, "done", record.kept.merged_into or record.kept)
    return record


def other_person(actor: User, person: Person, pk: UUID | str, right: str) -> Person:
    """Another open record for a comparison. Raises: Http404 unless visible under ``right``."""
    rows = Person.objects.filter(merged_into=None, voided_at=None).exclude(pk=person.pk)
    return one(scoped(actor, right, rows.select_related("unit")), pk)


def comparable(actor: User, person: Person, keys: list[UUID]) -> list[Person]:
    """Records of ``keys`` that could be merged with ``person``, in that order, with names for a list."""
    rows = persons(actor, "people.merge").filter(pk__in=keys).exclude(pk=person.pk)
    place = {pk: number for number, pk in enumerate(keys)}
    return sorted(with_names(rows.select_related("unit")), key=lambda one: place[one.pk])
