"""Deadlines follow the steps of a case: started, suspended, resumed, met; the spine keeps the next one.

A deadline keeps the rule it started under, whatever the rule became since. Many cases are followed with a handful of
statements: whatever happens to all of them on one day is one UPDATE.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from musanada.cases.clocks import WORKING, due_on, stood_still, words
from musanada.cases.models import Case, Deadline, DeadlineRule, Holiday
from musanada.cases.procedures import procedure
from musanada.kit.registry import Registry

RESUMED = ["due_on", "suspended_on", "suspended_days", "met_on", "dropped_on"]


def rules_on(code: str, day: date) -> list[DeadlineRule]:
    """The rules of a procedure that hold on ``day``."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=day)
    return list(DeadlineRule.objects.filter(open_then, procedure=code, valid_from__lte=day))


@dataclass
class Calendar:
    """The days that are no working days, read once and only where a rule counts working days."""

    _days: frozenset[date] | None = None

    def of(self, rule: DeadlineRule) -> Collection[date]:
        if rule.measure != WORKING:
            return ()
        if self._days is None:
            self._days = frozenset(Holiday.objects.filter(observed=True).values_list("day", flat=True))
        return self._days


@dataclass
class Changes:
    """What happens to running deadlines, gathered: keys by column and day; those that went on again one by one."""

    dated: dict[tuple[str, date], list[Any]] = field(default_factory=dict)
    resumed: list[Deadline] = field(default_factory=list)

    def on(self, one: Deadline, column: str, day: date) -> None:
        setattr(one, column, day)
        self.dated.setdefault((column, day), []).append(one.pk)

    def write(self) -> None:
        Deadline.objects.bulk_update(self.resumed, RESUMED)
        for (column, day), keys in self.dated.items():
            Deadline.objects.filter(pk__in=keys).update(**{column: day})


def follow(case: Case, source: str, day: date) -> None:
    """``case`` has just come from ``source`` into its state on ``day``."""
    follow_many([(case, source, day)])


def follow_many(moved: Sequence[tuple[Any, str, date]]) -> None:
    """The same for many cases: their running deadlines are read once."""
    if not moved:
        return
    cases = [case for case, _source, _day in moved]
    running: dict[Any, list[Deadline]] = {case.pk: [] for case in cases}
    rows = Deadline.objects.filter(case__in=cases, met_on=None, dropped_on=None).select_related("rule")
    for one in rows:
        running[one.case_id].append(one)
    rules: dict[tuple[str, date], list[DeadlineRule]] = {}
    changes, calendar, fresh = Changes(), Calendar(), []
    for case, _source, day in moved:
        key = (case.procedure, day)
        if key not in rules:
            rules[key] = rules_on(*key)
        for one in running[case.pk]:
            advance(one, case, day, changes, calendar)
        begun = started(case, running[case.pk], rules[key], day, calendar)
        running[case.pk] += begun
        fresh += begun
    changes.write()
    Deadline.objects.bulk_create(fresh)
    write_next(cases, running)


def advance(one: Deadline, case: Case, day: date, changes: Changes, calendar: Calendar) -> None:
    """Resume, meet, drop or suspend a running deadline."""
    rule, state = one.rule, case.state
    stops = state in words(rule.suspends)
    if one.suspended_on is not None and not stops:
        lost = stood_still(one.suspended_on, day, rule.measure, calendar.of(rule))
        one.suspended_days, one.suspended_on = one.suspended_days + lost, None
        one.due_on = due_on(
            one.started_on,
            rule.length,
            rule.measure,
            suspended=one.suspended_days,
            holidays=calendar.of(rule),
        )
        changes.resumed.append(one)
    if state in words(rule.meets):
        changes.on(one, "met_on", day)
    elif state in procedure(case.procedure).closures:
        changes.on(one, "dropped_on", day)
    elif one.suspended_on is None and stops:
        changes.on(one, "suspended_on", day)


def started(
    case: Case, running: Iterable[Deadline], rules: Iterable[DeadlineRule], day: date, calendar: Calendar
) -> list[Deadline]:
    """Deadlines that begin in the case's state and do not run yet, under whichever version of their rule."""
    known = {one.rule.code for one in running if one.running}
    return [
        Deadline(
            case=case,
            rule=rule,
            started_on=day,
            due_on=due_on(day, rule.length, rule.measure, holidays=calendar.of(rule)),
        )
        for rule in rules
        if case.state in words(rule.starts) and rule.code not in known
    ]


# What else is due in files of a procedure that keeps clocks of its own: the first day of each, by the case's key.
NEXT_DATES: Registry[Callable[[Sequence[Any]], Mapping[Any, date]]] = Registry("next dates of procedure")


def dates_elsewhere(cases: Sequence[Any]) -> dict[Any, date]:
    found: dict[Any, date] = {}
    for code in {case.procedure for case in cases}:
        if code in NEXT_DATES:
            found |= NEXT_DATES[code]([case.pk for case in cases if case.procedure == code])
    return found


def write_next(cases: Sequence[Any], running: dict[Any, list[Deadline]]) -> None:
    """The spine's next date: the first deadline that runs and does not stand still, or what the domain says is due."""
    by_date: dict[date | None, list[Any]] = {}
    elsewhere = dates_elsewhere(cases)
    for case in cases:
        live = [one.due_on for one in running[case.pk] if one.running and one.suspended_on is None]
        live += [elsewhere[case.pk]] if case.pk in elsewhere else []
        due = min(live, default=None)
        if due != case.due_on:
            case.due_on = due
            by_date.setdefault(due, []).append(case.pk)
    for due, keys in by_date.items():
        Case.objects.filter(pk__in=keys).update(due_on=due)
