"""Reads of the register, actor first. What the actor may not see is not found."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.utils.translation import get_language

from musanada.access.doors import may, scoped
from musanada.access.models import User
from musanada.kit.ids import normalise_reference
from musanada.people.models import (
    Contact,
    Household,
    HouseholdMember,
    Identifier,
    LegalBasis,
    MergeRecord,
    Nationality,
    Person,
    PersonName,
)


def persons(actor: User, right: str = "people.view") -> QuerySet[Person]:
    """Canonical people the actor may see, not voided."""
    return scoped(actor, right, Person.objects.filter(merged_into=None, voided_at=None))


def person(actor: User, pk: UUID | str, right: str = "people.view") -> Person:
    """The canonical person of ``pk``. Raises: Http404 unless visible."""
    found = (
        Person.objects.select_related("merged_into", "unit", "place").filter(pk=pk, voided_at=None).first()
    )
    canonical = found.merged_into or found if found else None
    if canonical is None or not may(actor, right, canonical):
        raise Http404
    return canonical


def by_reference(actor: User, text: str, right: str = "people.find") -> Person | None:
    """The canonical person of a reference as typed or scanned."""
    found = Person.objects.select_related("merged_into").filter(reference=normalise_reference(text)).first()
    canonical = found.merged_into or found if found else None
    return canonical if canonical and canonical.voided_at is None and may(actor, right, canonical) else None


def cluster(person: Person) -> list[UUID]:
    """The canonical person and those merged into it: every read of details gathers these."""
    return [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]


def names(person: Person) -> QuerySet[PersonName]:
    """Every name, those of the canonical record first."""
    own = Case(When(person=person, then=Value(0)), default=Value(1))
    return PersonName.objects.filter(person__in=cluster(person)).order_by(own, "-preferred", "id")


def shown_name(script: str) -> Subquery:
    """Annotation: the preferred name of a person in ``script``."""
    rows = PersonName.objects.filter(person=OuterRef("pk"), script=script).order_by("-preferred", "id")
    return Subquery(rows.values("text")[:1], output_field=CharField())


def first_nationality(person: str = "pk") -> Subquery:
    """Annotation: the nationality that counts: shown by a document before declared, then the first given."""
    rows = Nationality.objects.filter(person=OuterRef(person)).order_by("-basis", "id")
    return Subquery(rows.values("country")[:1], output_field=CharField())


def with_names(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Annotated with ``latin``, ``arabic`` and ``nationality`` for lists."""
    return rows.annotate(latin=shown_name("Latn"), arabic=shown_name("Arab"), nationality=first_nationality())


def display_name(person: Person) -> str:
    """The name shown in the reader's language: Arabic script in Arabic, else Latin, else whatever there is."""
    wanted = "Arab" if get_language() == "ar" else "Latn"
    found = list(names(person).values_list("script", "text"))
    return next((t for s, t in found if s == wanted), found[0][1] if found else "")


def nationalities(person: Person) -> QuerySet[Nationality]:
    return Nationality.objects.filter(person__in=cluster(person)).select_related("country")


def documents(person: Person) -> QuerySet[Identifier]:
    return Identifier.objects.filter(person__in=cluster(person), retired=False)


def contacts(person: Person) -> QuerySet[Contact]:
    return Contact.objects.filter(person__in=cluster(person))


def legal_bases(person: Person) -> QuerySet[LegalBasis]:
    return LegalBasis.objects.filter(person__in=cluster(person)).select_related("unit", "recorded_by")


def merges(actor: User, person: Person) -> QuerySet[MergeRecord]:
    """Merges into this person that still hold, newest first."""
    rows = MergeRecord.objects.filter(Q(kept=person) | Q(gone__merged_into=person), undone_at=None)
    return rows.select_related("gone", "merged_by").order_by("-merged_at")


def merge_record(actor: User, pk: UUID | str) -> MergeRecord:
    record = MergeRecord.objects.select_related("kept", "gone").filter(pk=pk).first()
    if record is None or not may(actor, "people.merge", record.kept.merged_into or record.kept):
        raise Http404
    return record


def household(person: Person) -> Household | None:
    """The household the person lives in now."""
    link = (
        HouseholdMember.objects.filter(person__in=cluster(person), to_on=None)
        .select_related("household")
        .first()
    )
    return link.household if link else None


def household_by_id(actor: User, pk: UUID | str, right: str = "people.correct") -> Household:
    found = scoped(actor, right, Household.objects.filter(pk=pk)).first()
    if found is None:
        raise Http404
    return found


def members(household: Household) -> QuerySet[HouseholdMember]:
    """Who lives in the household now, the head first."""
    head = Case(When(tie="head", then=Value(0)), default=Value(1))
    rows = HouseholdMember.objects.filter(household=household, to_on=None).select_related("person")
    return rows.order_by(head, "from_on", "id")


def members_of(persons: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """For each person living in a household now: the people of that household, themselves included."""
    wanted = list(persons)
    homes: dict[UUID, UUID] = {}
    for start in range(0, len(wanted), 500):
        part = HouseholdMember.objects.filter(person__in=wanted[start : start + 500], to_on=None)
        homes.update(part.values_list("person_id", "household_id"))
    people: dict[UUID, list[UUID]] = {}
    keys = list(set(homes.values()))
    for start in range(0, len(keys), 500):
        rows = HouseholdMember.objects.filter(household__in=keys[start : start + 500], to_on=None)
        for home, one in rows.values_list("household_id", "person_id"):
            people.setdefault(home, []).append(one)
    return {p: people[h] for p, h in homes.items()}


def canonical_at(known_at: datetime) -> dict[UUID, UUID]:
    """Merged person → canonical person, as the register stood at ``known_at``."""
    still = Q(undone_at=None) | Q(undone_at__gt=known_at)
    records = MergeRecord.objects.filter(still, merged_at__lte=known_at).order_by("merged_at")
    pointers: dict[UUID, UUID] = dict(records.values_list("gone_id", "kept_id"))
    return {gone: end_of(gone, pointers) for gone in pointers}


def end_of(start: UUID, pointers: dict[UUID, UUID]) -> UUID:
    while start in pointers:
        start = pointers[start]
    return start
