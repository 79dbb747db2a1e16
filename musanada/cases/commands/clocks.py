"""Deadlines follow the steps of a case: started, suspended, resumed, met; the spine keeps the next one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from musanada.cases.clocks import due_on, words
from musanada.cases.models import Case, Deadline, DeadlineRule
from musanada.cases.procedures import procedure


def rules_on(code: str, day: date) -> list[DeadlineRule]:
    """The rules of a procedure that hold on ``day``."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=day)
    return list(DeadlineRule.objects.filter(open_then, procedure=code, valid_from__lte=day))


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
    changed: list[Deadline] = []
    fresh: list[Deadline] = []
    for case, _source, day in moved:
        key = (case.procedure, day)
        if key not in rules:
            rules[key] = rules_on(*key)
        changed += [one for one in running[case.pk] if advance(one, case, day)]
        begun = started(case, running[case.pk], rules[key], day)
        running[case.pk] += begun
        fresh += begun
    Deadline.objects.bulk_update(
        changed, ["due_on", "suspended_on", "suspended_days", "met_on", "dropped_on"]
    )
    Deadline.objects.bulk_create(fresh)
    write_next(cases, running)


def advance(one: Deadline, case: Case, day: date) -> bool:
    """Meet, drop, suspend or resume a running deadline. Whether anything changed."""
    rule, state = one.rule, case.state
    if one.suspended_on is not None and state not in words(rule.suspends):
        one.suspended_days += max((day - one.suspended_on).days, 0)
        one.suspended_on = None
        one.due_on = due_on(one.started_on, rule.length, rule.measure, suspended=one.suspended_days)
        resumed = True
    else:
        resumed = False
    if state in words(rule.meets):
        one.met_on = day
        return True
    if state in procedure(case.procedure).closures:
        one.dropped_on = day
        return True
    if one.suspended_on is None and state in words(rule.suspends):
        one.suspended_on = day
        return True
    return resumed


def started(
    case: Case, running: Iterable[Deadline], rules: Iterable[DeadlineRule], day: date
) -> list[Deadline]:
    """Deadlines that begin in the case's state and do not run yet."""
    known = {one.rule.code for one in running if one.met_on is None and one.dropped_on is None}
    return [
        Deadline(case=case, rule=rule, started_on=day, due_on=due_on(day, rule.length, rule.measure))
        for rule in rules
        if case.state in words(rule.starts) and rule.code not in known
    ]


def write_next(cases: Sequence[Any], running: dict[Any, list[Deadline]]) -> None:
    """The spine's next date: the first deadline that runs and does not stand still."""
    by_date: dict[date | None, list[Any]] = {}
    for case in cases:
        live = [
            one.due_on
            for one in running[case.pk]
            if one.met_on is None and one.dropped_on is None and one.suspended_on is None
        ]
        due = min(live, default=None)
        if due != case.due_on:
            case.due_on = due
            by_date.setdefault(due, []).append(case.pk)
    for due, keys in by_date.items():
        Case.objects.filter(pk__in=keys).update(due_on=due)
