"""Movements as an actor sees them: the list and the calendar, one with its travellers, who may be booked on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as First
from django.db.models import Count, Q, QuerySet, When
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Case
from musanada.kit.choices import FieldGroup
from musanada.kit.ids import normalise_reference
from musanada.people.models import Person
from musanada.people.queries.register import name_in_list, note_reading, with_names
from musanada.returns.models import (
    Channel,
    Direction,
    Escort,
    FitToTravel,
    Lock,
    Movement,
    Passenger,
    Return,
    TravelEvent,
)
from musanada.returns.queries.manifests import ON_BOARD
from musanada.returns.workflow import FLOW, RETURN

VIEW, TRAVEL, LATE, RECEIVE = "return.view", "return.travel", "return.late", "return.receive"
BOOKABLE = FLOW.steps["book"].source
DIRECTIONS, CHANNELS = Direction.choices, Channel.choices
MODES, KINDS, NEEDS = Movement.Mode.choices, Escort.Kind.choices, FitToTravel.Need.choices
WHY_APART = [(code, label) for code, label in Return.Why.choices if code]
LOCKS = {code: label for code, label in Lock.choices}  # noqa: C416  lazy labels stay lazy
BOOKABLE_STATES = [(code, RETURN.states[code]) for code in BOOKABLE]
GATE = [(code, Passenger.State(code).label) for code in ("boarded", "no_show", "withdrawn")]
MOST = 300  # returns offered for one movement


def movements(actor: User) -> QuerySet[Movement]:
    """With how many travel, as this actor's lists count them."""
    rows = scoped(actor, VIEW, Movement.objects.select_related("unit", "to_country"))
    aboard = Count(
        "passengers", filter=Q(passengers__state__in=ON_BOARD, passengers__ret__case__person__protected=False)
    )
    return rows.annotate(travellers=aboard)


def to_come(actor: User) -> QuerySet[Movement]:
    """Not over: what is being prepared, and what left without its departure being told."""
    return movements(actor).filter(state__in=("planned", "closed")).order_by("departs_on", "id")


def soon(actor: User) -> QuerySet[Movement]:
    """What leaves within a week, or left without its departure being told."""
    return to_come(actor).filter(departs_on__lte=timezone.localdate() + timedelta(days=7))


def over(actor: User) -> QuerySet[Movement]:
    return movements(actor).filter(state__in=("departed", "cancelled")).order_by("-departs_on", "-id")


def movement(actor: User, pk: UUID, right: str = VIEW) -> Movement:
    """Raises: Http404 unless visible."""
    rows = scoped(actor, right, Movement.objects.select_related("unit", "to_country"))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its movements."""

    day: date
    here: bool  # of the month shown
    today: bool
    movements: Sequence[Movement]


def month_of(text: str) -> date:
    """The first of the month asked for (``2026-11``); nonsense is this month."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1)
    except ValueError:
        return timezone.localdate().replace(day=1)


def calendar(actor: User, first: date) -> list[list[Day]]:
    """Weeks from Monday, with every movement that was not cancelled."""
    begins = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=32)).replace(day=1)
    weeks = -(-(after - begins).days // 7)
    rows = movements(actor).filter(departs_on__gte=begins, departs_on__lt=begins + timedelta(weeks=weeks))
    by_day: dict[date, list[Movement]] = {}
    for one in rows.exclude(state="cancelled").order_by("departs_on", "id"):
        by_day.setdefault(one.departs_on, []).append(one)
    days = [begins + timedelta(days=n) for n in range(weeks * 7)]
    made = [Day(d, d.month == first.month, d == timezone.localdate(), by_day.get(d, [])) for d in days]
    return [made[n : n + 7] for n in range(0, len(made), 7)]


# Travellers


@dataclass
class Traveller:
    """A line of the list, with what a page shows beside it."""

    place: Passenger
    name: str
    group: int = 0  # families of two and more are numbered
    escorts: list[Escort] = field(default_factory=list)

    @property
    def needs(self) -> list[Any]:
        return [
            FitToTravel.Need(code).label for code in self.place.need_set if code in FitToTravel.Need.values
        ]


def travellers(
    actor: User, one: Movement, *, states: Iterable[str] = ON_BOARD, right: str = VIEW
) -> list[Traveller]:
    """Families stand together. Whoever a file hides is in no list."""
    rows = scoped(actor, right, Passenger.objects.filter(movement=one, state__in=list(states)))
    rows = rows.select_related("ret__case__person", "ret__case__unit", "document")
    places = sorted(rows, key=lambda p: (head_of(p), p.ret.case.principal_id is not None, p.booked_at, p.pk))
    names, groups = names_of(p.ret for p in places), groups_of(places)
    escorts: dict[UUID, list[Escort]] = {}
    for escort in Escort.objects.filter(passenger__in=[p.pk for p in places], removed_at=None):
        escorts.setdefault(escort.passenger_id, []).append(escort)  # type: ignore[arg-type]
    return [
        Traveller(p, names.get(p.ret.case.person_id, ""), groups.get(head_of(p), 0), escorts.get(p.pk, []))
        for p in places
    ]


def head_of(place: Passenger) -> str:
    return str(place.ret.case.principal_id or place.ret.case_id)


def groups_of(places: Sequence[Passenger]) -> dict[str, int]:
    heads = [head_of(place) for place in places]
    families = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
    return {head: number for number, head in enumerate(families, start=1)}


def names_of(rets: Iterable[Return]) -> dict[UUID, str]:
    """By key of the person, in the reader's language."""
    keys = [one.case.person_id for one in rets]
    return {one.pk: name_in_list(one) for one in with_names(Person.objects.filter(pk__in=keys))}


def gone_from(actor: User, one: Movement) -> list[Traveller]:
    """Who is no longer on the list, and how they left it."""
    return travellers(actor, one, states=("no_show", "withdrawn", "removed"))


def escorts_of(one: Movement) -> list[Escort]:
    rows = Escort.objects.filter(movement=one, passenger=None, removed_at=None)
    return list(rows)


def passenger(actor: User, one: Movement, pk: UUID) -> Passenger:
    """Raises: Http404 unless visible. Opening that of a protected person leaves its line in the journal."""
    rows = scoped(actor, TRAVEL, Passenger.objects.filter(pk=pk, movement=one), named=True)
    found = rows.select_related("ret__case__person", "movement__unit").first()
    if found is None:
        raise Http404
    note_reading(actor, found.ret.case.person)
    return found


def passengers(actor: User, one: Movement, keys: Iterable[UUID]) -> list[Passenger]:
    rows = scoped(actor, TRAVEL, Passenger.objects.filter(pk__in=list(keys), movement=one))
    return list(rows.select_related("ret__case__person", "movement__unit"))


def escort(actor: User, one: Movement, pk: UUID) -> Escort:
    """Raises: Http404 unless it is of that movement."""
    found = Escort.objects.filter(pk=pk, movement=one, removed_at=None).select_related("movement").first()
    if found is None:
        raise Http404
    return found


# Who may be booked


@dataclass(frozen=True)
class Search:
    """What is asked of those who wait: a reference, a country is the movement's own, a state."""

    text: str = ""
    state: str = ""


def bookable(actor: User, one: Movement, search: Search) -> list[tuple[Return, str, int]]:
    """Returns that could go by this movement, each with the name and the number of the family: those who are ready
    first, then by wish. Families stand together and are ticked together."""
    rows = scoped(
        actor, TRAVEL, Return.objects.filter(case__state__in=BOOKABLE, to_country=one.to_country_id)
    )
    rows = rows.filter(direction=one.direction, channel=one.channel)
    if search.state in BOOKABLE:
        rows = rows.filter(case__state=search.state)
    if search.text:
        rows = rows.filter(family_of_reference(search.text))
    waiting = When(case__state="ready", then=0)
    rows = rows.order_by(First(waiting, default=1), "wished_on", "applied_on", "pk")
    found = list(rows.select_related("case__person", "case__unit")[:MOST])
    order: dict[Any, int] = {}
    for ret in found:
        order.setdefault(ret.case.principal_id or ret.case_id, len(order))
    found.sort(key=lambda r: (order[r.case.principal_id or r.case_id], r.case.principal_id is not None))
    sizes: dict[Any, int] = {}
    for ret in found:
        key = ret.case.principal_id or ret.case_id
        sizes[key] = sizes.get(key, 0) + 1
    families = {key: n for n, key in enumerate((k for k in order if sizes[k] > 1), start=1)}
    names = names_of(found)
    return [
        (ret, names.get(ret.case.person_id, ""), families.get(ret.case.principal_id or ret.case_id, 0))
        for ret in found
    ]


def suitable(actor: User, ret: Return) -> list[Movement]:
    """Movements in preparation by which this return could go, the next first."""
    rows = scoped(
        actor, TRAVEL, movements(actor).filter(state="planned", departs_on__gte=timezone.localdate())
    )
    way = {"direction": ret.direction, "channel": ret.channel, "to_country": ret.to_country_id}
    return list(rows.filter(**way).order_by("departs_on", "id")[:50])


def family_of_reference(text: str) -> Q:
    """The file of that reference and those of the same family."""
    case = Case.objects.filter(reference=normalise_reference(text)).first()
    if case is None:
        return Q(pk__in=[])
    head = case.principal_id or case.pk
    return Q(case=head) | Q(case__principal=head)


def chosen(actor: User, keys: Iterable[UUID], right: str = TRAVEL) -> list[Return]:
    """Returns the actor may book, of these keys: what is not theirs is not there."""
    rows = scoped(actor, right, Return.objects.filter(pk__in=list(keys)), named=True)
    return list(rows.select_related("case__person", "case__unit"))


def ret_of(actor: User, pk: UUID, right: str) -> Return:
    """A return by the key of its case, as its page names it. Raises: Http404 unless visible under that right."""
    rows = scoped(actor, VIEW, Return.objects.filter(case=pk), named=True)
    found = rows.select_related("case__person", "case__unit").first()
    if found is None or not may(actor, VIEW, found):
        raise Http404
    note_reading(actor, found.case.person)
    return found


def with_family(actor: User, ret: Return, right: str, states: Sequence[str]) -> list[tuple[Return, str]]:
    """The return and those of its family that stand in one of these states, each with its name."""
    head = ret.case.principal_id or ret.case_id
    rows = Return.objects.filter(Q(case=head) | Q(case__principal=head), case__state__in=states)
    rows = scoped(actor, right, rows, named=True).select_related("case__person", "case__unit")
    found = sorted(rows, key=lambda one: (one.pk != ret.pk, one.case.principal_id is not None))
    names = names_of(found)
    return [(one, names.get(one.case.person_id, "")) for one in found]


# What took place


@dataclass(frozen=True)
class Told:
    """A line of the journal of travel. ``undone``: a later line says that it was wrong."""

    event: TravelEvent
    undone: bool
    lacking: Sequence[Any]


def events_of(ret: Return) -> list[Told]:
    """The newest first. The caller opened the return."""
    rows = ret.events.select_related("by", "unit", "passenger__movement", "undoes", "undone_by")
    return [
        Told(
            one,
            hasattr(one, "undone_by"),
            [LOCKS[code] for code in one.lacking.split(",") if code in LOCKS],
        )
        for one in rows.order_by("-recorded_at", "-id")
    ]


def place_of(ret: Return) -> Passenger | None:
    """The open place, or the last."""
    rows = ret.places.select_related("movement__unit", "movement__to_country", "document")
    return rows.filter(state__in=ON_BOARD).first() or rows.order_by("-booked_at").first()


def organising_units(actor: User, right: str = TRAVEL) -> list[Unit]:
    """Where the actor may organise a journey."""
    return list(units_for(actor, right, FieldGroup.TRAVEL).filter(active=True).order_by("path"))
