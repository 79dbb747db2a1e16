"""What the locks of a departure are judged on, read for many returns at once in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Max, Q

from musanada.cases.models import Clearance
from musanada.people.models import Person, Relationship
from musanada.returns.models import (
    Declaration,
    ExitAuthorisation,
    FitToTravel,
    Funding,
    Passenger,
    Return,
    TravelDocument,
)

PARENTS = ("parent", "guardian")
# Ended without a departure: a family does not wait for them.
GONE = ("withdrawn", "ineligible", "referred", "unreachable", "deceased", "duplicate")
Row = dict[str, Any]
DOCUMENT = ("pk", "kind", "state", "asked_on", "obtained_on", "valid_to")
EXIT = ("state", "asked_on", "answered_on", "valid_from", "valid_to")
EXAM = ("on", "recorded_at", "pk", "result", "needs", "valid_to")
CLEARANCE = ("kind", "state", "unit_id", "asked_at", "from_on", "to_on")


@dataclass(frozen=True)
class Kin:
    """Another file of the same family: whose, when it is planned, whether it still waits for its departure."""

    pk: UUID
    person: UUID
    planned: date | None
    waits: bool
    birth: Person


@dataclass(frozen=True)
class Seat:
    """The open place of a return: its list, who else is on it, until when the journey lasts, what it provides."""

    movement: UUID
    document: UUID | None
    needs: frozenset[str]
    ends_on: date | None
    others: frozenset[UUID]


@dataclass
class Facts:
    """All of one return. ``person`` is the canonical record, with the birth date that decides."""

    ret: Return
    person: Person
    funding: Funding | None
    declared_on: date | None = None
    documents: list[Row] = field(default_factory=list)
    exits: list[Row] = field(default_factory=list)
    exams: list[Row] = field(default_factory=list)
    clearances: list[Row] = field(default_factory=list)
    seat: Seat | None = None
    kin: list[Kin] = field(default_factory=list)
    parents: frozenset[UUID] = frozenset()  # canonical keys of parents and guardians, by the register


def facts_of(keys: Iterable[Any]) -> dict[UUID, Facts]:
    """By key of return. A dozen statements, however many returns."""
    rows = Return.objects.filter(pk__in=list(keys)).select_related("case__person__merged_into", "funding")
    found = {one.pk: Facts(one, root(one.case.person), one.funding) for one in rows}
    if not found:
        return found
    for row in Declaration.objects.filter(ret__in=found, withdrawn_on=None).values("ret_id", "signed_on"):
        found[row["ret_id"]].declared_on = row["signed_on"]
    for name, model, columns in (
        ("documents", TravelDocument.objects.exclude(state="void"), DOCUMENT),
        ("exits", ExitAuthorisation.objects.exclude(state="void"), EXIT),
        ("exams", FitToTravel.objects.filter(voided_at=None), EXAM),
    ):
        for row in (
            cast(Any, model).filter(ret__in=found).order_by("recorded_at", "pk").values("ret_id", *columns)
        ):
            getattr(found[row["ret_id"]], name).append(row)
    put_clearances(found)
    put_seats(found)
    put_families(found)
    return found


def root(person: Person) -> Person:
    """Merged records are one person."""
    return person.merged_into or person


def put_clearances(found: Mapping[UUID, Facts]) -> None:
    """Of all the records that are one person with the traveller."""
    owners: dict[UUID, list[Facts]] = {}
    for one in found.values():
        owners.setdefault(one.person.pk, []).append(one)
    roots = records_of(owners)
    rows = Clearance.objects.filter(person__in=roots, state__in=("asked", "granted"))
    for row in rows.values("person_id", *CLEARANCE):
        for one in owners[roots[row["person_id"]]]:
            one.clearances.append(row)
    if not found:
        return
    ties = Relationship.objects.filter(kind__in=PARENTS, other__in=roots)
    parents: dict[UUID, set[UUID]] = {}
    for row in ties.values("other_id", "person_id", "person__merged_into_id"):
        parent = row["person__merged_into_id"] or row["person_id"]
        parents.setdefault(roots[row["other_id"]], set()).add(parent)
    for key, keys in parents.items():
        for one in owners[key]:
            one.parents = frozenset(keys)


def records_of(roots: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each record of these people, with its canonical one."""
    keys = {key: key for key in roots}
    merged = Person.objects.filter(merged_into__in=list(keys)).values_list("pk", "merged_into_id")
    return keys | {gone: kept for gone, kept in merged if kept}


def put_seats(found: Mapping[UUID, Facts]) -> None:
    booked = Passenger.objects.filter(state="booked")
    rows = list(booked.filter(ret__in=found).values("ret_id", "movement_id", "document_id", "needs"))
    if not rows:
        return
    movements = {row["movement_id"] for row in rows}
    lists: dict[UUID, set[UUID]] = {}
    for movement, ret in booked.filter(movement__in=movements).values_list("movement_id", "ret_id"):
        lists.setdefault(movement, set()).add(ret)
    ends = dict(
        booked.filter(movement__in=movements)
        .order_by()
        .values_list("movement_id")
        .annotate(last=Max("movement__legs__arrives_on"))
    )
    for row in rows:
        movement = row["movement_id"]
        found[row["ret_id"]].seat = Seat(
            movement,
            row["document_id"],
            codes(row["needs"]),
            ends.get(movement),
            frozenset(lists[movement] - {row["ret_id"]}),
        )


def put_families(found: Mapping[UUID, Facts]) -> None:
    """The principal's file and those that depend on it, of the same direction, without oneself."""
    heads = {one.ret.case.principal_id or one.ret.case_id for one in found.values()}
    rows = Return.objects.filter(Q(case__in=heads) | Q(case__principal__in=heads))
    families: dict[UUID, list[Return]] = {}
    for ret in rows.select_related("case__person__merged_into").order_by("case__principal", "pk"):
        families.setdefault(ret.case.principal_id or ret.case_id, []).append(ret)
    for one in found.values():
        own = families.get(one.ret.case.principal_id or one.ret.case_id, [])
        one.kin = [kin_of(ret) for ret in own if ret.pk != one.ret.pk and ret.direction == one.ret.direction]


def kin_of(ret: Return) -> Kin:
    person = root(ret.case.person)
    waits = ret.case.state not in GONE and ret.departed_on is None
    return Kin(ret.pk, person.pk, ret.travel_on or ret.wished_on, waits, person)


def people_of(rets: Sequence[UUID]) -> dict[UUID, UUID]:
    """The canonical person of each return."""
    rows = Return.objects.filter(pk__in=rets).values_list("pk", "case__person", "case__person__merged_into")
    return {pk: merged or person for pk, person, merged in rows}


def codes(text: str) -> frozenset[str]:
    return frozenset(code for code in text.split(",") if code)
