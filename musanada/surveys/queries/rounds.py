"""Rounds: which ones the actor sees, who is to be asked now, who is late, done, missed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holds, may, scoped, units_for, unprotected
from musanada.access.models import Unit, User
from musanada.cases.models import Case
from musanada.cases.queries.files import reached
from musanada.cases.queries.work import names_of
from musanada.surveys import policies  # noqa: F401  the rights exist before the queries
from musanada.surveys.models import Interview, Round
from musanada.surveys.populations import POPULATIONS, Population
from musanada.surveys.queries.windows import LATE, MISSED, NOW, SOON, Window, events, latest_event, window

VIEW, INTERVIEW, SCORES, MANAGE = "survey.view", "survey.interview", "survey.scores", "survey.manage"
Units = list[Any]
WAITING = (NOW, LATE, SOON, MISSED)
OUTCOMES = tuple(Interview.Outcome.values)


def rounds(actor: User) -> QuerySet[Round]:
    """Of the places the actor works at, above and below: an office asks in the rounds of its organisation."""
    rows = Round.objects.select_related("version__instrument", "unit")
    return rows.filter(unit__in=units_around(actor)).order_by("-events_from", "code")


def units_around(actor: User) -> list[Any]:
    """Units at and under which the actor may see surveys, and those above them."""
    below = units_for(actor, VIEW).values_list("pk", "path")
    paths: set[str] = set()
    for _pk, path in below:
        steps = path.strip("/").split("/")
        paths.update("/".join(steps[:n]) + "/" for n in range(1, len(steps)))
    above = Unit.objects.filter(path__in=paths).values_list("pk", flat=True)
    return [*(pk for pk, _path in below), *above]


def round_of(actor: User, pk: UUID | str) -> Round:
    """Raises: Http404."""
    found = rounds(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def members(
    one: Round, first: date | None = None, last: date | None = None, units: Units | None = None
) -> QuerySet[Any]:
    """The round's population at its place, with ``event_on``; narrower between two events, or at some units."""
    since = max(one.events_from, first) if first else one.events_from
    until = min(one.events_to, last) if last else one.events_to
    rows: QuerySet[Any] = POPULATIONS[one.population].cases(since, until)
    rows = rows.filter(unit__path__startswith=one.unit.path)
    return rows if units is None else rows.filter(unit__in=units)


def population_of(one: Round) -> Population | None:
    """None when the domain that declared it is no longer there."""
    return POPULATIONS[one.population] if one.population in POPULATIONS else None  # noqa: SIM401  not a dict


def event_of(one: Round, case: Case) -> date | None:
    """The day the months are counted from; None for somebody whom the round does not ask."""
    if one.population not in POPULATIONS:
        return None
    found: date | None = members(one).filter(pk=case.pk).values_list("event_on", flat=True).first()
    return found


def window_of(one: Round, event: date) -> Window:
    return window(event, one.from_months, one.to_months)


def waiting(one: Round, state: str, day: date, units: Units | None = None) -> QuerySet[Any]:
    """Members without an interview whose window is in ``state``."""
    first, last = events(state, day, one.from_months, one.to_months)
    asked = Interview.objects.filter(round=one, case=OuterRef("pk"))
    return members(one, first, last, units).filter(~Exists(asked))


def opened(one: Round, day: date, units: Units | None = None) -> QuerySet[Any]:
    """Members whose window has opened by ``day`` (``date.max``: all): the eligible, of whom a rate is counted."""
    last = None if day == date.max else latest_event(day, one.from_months)
    return members(one, last=last, units=units)


def here(actor: User, right: str = VIEW) -> Units:
    """Units whose numbers the actor may read."""
    return list(units_for(actor, right).values_list("pk", flat=True))


def counts(actor: User, one: Round, day: date | None = None) -> dict[str, int]:
    """How many stand in each state. Hidden people count: a total without them would tell who they are."""
    today, units = day or timezone.localdate(), here(actor)
    found = {state: waiting(one, state, today, units).count() for state in WAITING}
    rows = Interview.objects.filter(round=one, case__unit__in=units)
    rows = rows.values("outcome").annotate(n=Count("pk"))  # type: ignore[assignment]
    return found | dict.fromkeys(OUTCOMES, 0) | {row["outcome"]: row["n"] for row in rows}  # type: ignore[index]


@dataclass(frozen=True)
class Member:
    """A row of the list of people to ask."""

    case: Case
    name: str
    event: date
    window: Window
    state: str
    interview: Interview | None


def reach(actor: User, rows: QuerySet[Any], right: str = INTERVIEW) -> QuerySet[Any]:
    """Of these cases, those the actor may work on. Protected people are in no list."""
    return unprotected(actor, rows.filter(reached(actor, right)))


def listed(actor: User, one: Round, state: str, day: date | None = None) -> QuerySet[Any]:
    """Cases in a state (of waiting, or an outcome), the oldest event first."""
    today = day or timezone.localdate()
    if state in WAITING:
        rows = waiting(one, state, today)
    else:
        asked = Interview.objects.filter(round=one, case=OuterRef("pk"), outcome=state)
        rows = members(one).filter(Exists(asked))
    return reach(actor, rows).select_related("unit", "person").order_by("event_on", "pk")


def shown(one: Round, cases: Iterable[Any], day: date | None = None) -> list[Member]:
    """The rows of one page, names and interviews in two statements."""
    today, rows = day or timezone.localdate(), list(cases)
    names = names_of([case.person_id for case in rows])
    asked = {i.case_id: i for i in Interview.objects.filter(round=one, case__in=rows)}
    return [member(one, case, names, asked.get(case.pk), today) for case in rows]


def member(
    one: Round, case: Any, names: Mapping[UUID, str], interview: Interview | None, today: date
) -> Member:
    open_on = window_of(one, case.event_on)
    state = interview.outcome if interview else open_on.at(today)
    return Member(case, names.get(case.person_id, ""), case.event_on, open_on, state, interview)


def to_do(actor: User, day: date | None = None) -> list[tuple[Round, Counter[str]]]:
    """For the day's work: rounds with people to ask now or late, of whom the actor may ask some."""
    today, found = day or timezone.localdate(), []
    for one in rounds(actor):
        if one.population not in POPULATIONS:
            continue
        due = Counter({state: listed(actor, one, state, today).count() for state in (NOW, LATE)})
        if due.total():
            found.append((one, due))
    return found


def interviews(actor: User, right: str = INTERVIEW) -> QuerySet[Interview]:
    """Single interviews; of a protected person where their file names the actor."""
    rows = Interview.objects.select_related(
        "round__unit", "version__instrument", "case__person", "case__unit", "by"
    )
    return scoped(actor, right, rows, named=True)


def interview(actor: User, pk: UUID | str, right: str = INTERVIEW) -> Interview:
    """Reading that of a protected person leaves its line. Raises: Http404."""
    from musanada.people.queries import note_reading

    found = interviews(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    note_reading(actor, found.case.person)
    return found


def may_interview(actor: User, case: Case) -> bool:
    return may(actor, INTERVIEW, case)


def may_manage(actor: User, one: Round) -> bool:
    return may(actor, MANAGE, one)


def desks(actor: User) -> QuerySet[Unit]:
    """Where the actor may open a round."""
    return units_for(actor, MANAGE).filter(active=True).order_by("path")


def may_ask(actor: User) -> bool:
    return holds(actor, INTERVIEW)


def askable(actor: User, case: Case, day: date | None = None) -> list[tuple[Round, str]]:
    """Rounds in which somebody may be asked today: not yet asked, window open or closed for a month at most."""
    today, found = day or timezone.localdate(), []
    if not may(actor, INTERVIEW, case):
        return []
    asked = set(Interview.objects.filter(case=case).values_list("round_id", flat=True))
    for one in rounds(actor).exclude(pk__in=asked):
        event = event_of(one, case)
        state = window_of(one, event).at(today) if event else ""
        if state in (NOW, LATE):
            found.append((one, state))
    return found
