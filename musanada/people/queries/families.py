"""Households and ties, read over merges: a person counts once in a household whatever records led to them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.people.models import Household, HouseholdMember, Person, Relationship
from musanada.people.queries.register import of_cluster, shown_name

STEP = 500


def household(person: Person) -> Household | None:
    """The household the person lives in now, as their own record says before a merged one."""
    own = Case(When(person=person, then=Value(0)), default=Value(1))
    rows = HouseholdMember.objects.filter(of_cluster(person), to_on=None).select_related("household")
    link = rows.order_by(own, "id").first()
    return link.household if link else None


def household_by_id(actor: User, pk: UUID | str, right: str = "people.correct") -> Household:
    found = scoped(actor, right, Household.objects.filter(pk=pk)).first()
    if found is None:
        raise Http404
    return found


def members(household: Household) -> QuerySet[HouseholdMember]:
    """Who lives in the household now, the head first."""
    head = Case(When(tie="head", then=Value(0)), default=Value(1))
    rows = HouseholdMember.objects.filter(household=household, to_on=None, person__voided_at=None)
    return rows.select_related("person__merged_into").order_by(head, "from_on", "id")


def members_seen(actor: User, household: Household, opened: Person | None = None) -> list[HouseholdMember]:
    """The members the actor may see, once each, with ``latin`` and ``arabic``; ``person`` is the canonical record.

    ``opened`` is the person whose page shows them: see ``seen``.
    """
    return told_apart(actor, household, opened)[0]


def told_apart(
    actor: User, household: Household, opened: Person | None
) -> tuple[list[HouseholdMember], set[UUID]]:
    """The members the actor may see, and the keys of the others."""
    rows = members(household).annotate(
        canonical=Coalesce("person__merged_into", "person"),
        latin=shown_name("Latn", "canonical"),
        arabic=shown_name("Arab", "canonical"),
    )
    visible = seen(actor, [r.canonical for r in rows], opened)
    found: dict[UUID, HouseholdMember] = {}
    for row in rows:
        row.person = row.person.merged_into or row.person
        if row.person.pk in visible:
            unnamed(row, row.person, opened)
            found.setdefault(row.person.pk, row)
    return list(found.values()), {row.canonical for row in rows} - found.keys()


def home_seen(actor: User, person: Person) -> tuple[Household | None, list[HouseholdMember]]:
    """The household of someone whose page is open, with its members the actor may see.

    One whose other members the actor may not see is none: a household of one, "spouse" of nobody, would tell that
    somebody is hidden.
    """
    home = household(person)
    if home is None:
        return None, []
    found, unseen = told_apart(actor, home, person)
    return (None, []) if unseen and len(found) < 2 else (home, found)


def seen(actor: User, keys: list[UUID], opened: Person | None = None) -> dict[UUID, Person]:
    """Of these people, those the actor may see. Hidden ones are nowhere but on the page of someone hidden (``opened``),
    and there only themselves and those whose file names the actor too."""
    named = opened is not None and opened.protected
    rows = Person.objects.filter(pk__in=keys, voided_at=None)
    return {one.pk: one for one in scoped(actor, "people.find", rows, named=named)}


def unnamed(row: Any, other: Person, opened: Person | None) -> None:
    """Another hidden person stands on a page by reference only: their name is read on their own page, where it is noted."""
    if other.protected and (opened is None or other.pk != opened.pk):
        row.latin = row.arabic = ""


def relationships(actor: User, person: Person) -> list[Relationship]:
    """Ties to people the actor may see, each with ``latin``, ``arabic``, ``partner``, the canonical other one, and
    their ``reference``."""
    rows = Relationship.objects.filter(of_cluster(person) | of_cluster(person, "other"))
    outgoing = Q(person=person.pk) | Q(person__merged_into=person.pk)
    far = Case(
        When(outgoing, then=Coalesce("other__merged_into", "other")),
        default=Coalesce("person__merged_into", "person"),
    )
    rows = rows.annotate(partner=far, outgoing=Case(When(outgoing, then=Value(1)), default=Value(0)))
    rows = rows.annotate(latin=shown_name("Latn", "partner"), arabic=shown_name("Arab", "partner"))
    found = list(rows.order_by("recorded_at", "id"))
    visible = seen(actor, [r.partner for r in found], person)
    shown: list[Any] = [r for r in found if r.partner in visible]
    for one in shown:
        other = visible[one.partner]
        one.reference = str(other)
        unnamed(one, other, person)
    return shown


def relationship_of(actor: User, person: Person, pk: UUID) -> Relationship:
    """A tie to someone the actor may see. Raises: Http404."""
    found = next((tie for tie in relationships(actor, person) if tie.pk == pk), None)
    if found is None:
        raise Http404
    return found


def members_of(persons: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """For each person living in a household now: the canonical people of that household, themselves included."""
    wanted = list(persons)
    homes = homes_of(wanted)
    people: dict[UUID, dict[UUID, None]] = {}
    keys = list(set(homes.values()))
    for part in steps(keys):
        rows = HouseholdMember.objects.filter(household__in=part, to_on=None, person__voided_at=None)
        canonical = rows.values_list("household_id", Coalesce("person__merged_into", "person")).order_by("id")
        for home, one in canonical:
            people.setdefault(home, {})[one] = None
    return {p: list(people[h]) for p, h in homes.items() if h in people}


def homes_of(wanted: list[UUID]) -> dict[UUID, UUID]:
    """Person → household now: by their own record, else by one merged into them."""
    homes: dict[UUID, UUID] = {}
    for part in steps(wanted):
        living = HouseholdMember.objects.filter(to_on=None)
        merged = living.filter(person__merged_into__in=part).order_by("-id")
        pairs = merged.values_list("person__merged_into_id", "household_id")
        homes.update({person: home for person, home in pairs if person})
        homes.update(living.filter(person__in=part).values_list("person_id", "household_id"))
    return homes


def steps(keys: list[UUID]) -> Iterable[list[UUID]]:
    return (keys[start : start + STEP] for start in range(0, len(keys), STEP))
