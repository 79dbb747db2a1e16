"""Deadlines: computed over every day there is, and following the steps of a case."""

import calendar
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.cases.caseflow import Move
from musanada.cases.clocks import due_on, listed, stood_still, words, working_days, works
from musanada.cases.models import Case, Deadline, DeadlineRule, Holiday
from musanada.cases.queries.case_deadlines import standing_of
from musanada.cases.tests.declared import CODE, a_case, declared

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
LENGTHS = st.integers(1, 400)
HOLIDAYS = st.frozensets(st.integers(0, 500), max_size=12)
MONDAY = date(2026, 3, 2)


def feasts(start: date, offsets: frozenset[int]) -> frozenset[date]:
    return frozenset(start + timedelta(days=n) for n in offsets)


# The computation


@given(DAYS, st.integers(1, 60))
def test_months_go_from_date_to_date_or_to_the_last_day(start, months):
    end = due_on(start, months, "months")
    total = start.year * 12 + start.month - 1 + months
    assert (end.year, end.month) == (total // 12, total % 12 + 1)
    assert end.day == min(start.day, calendar.monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2013, 12, 31), 2, date(2014, 2, 28)),
        (date(2015, 12, 31), 2, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2014, 1, 2), 2, date(2014, 3, 2)),
        (date(2014, 8, 31), 1, date(2014, 9, 30)),
        (date(2014, 11, 30), 3, date(2015, 2, 28)),
    ],
)
def test_ends_of_months_and_leap_years(start, months, end):
    assert due_on(start, months, "months") == end


@given(DAYS, DAYS, st.integers(1, 36))
def test_who_starts_later_is_not_due_earlier(one, other, months):
    first, second = sorted((one, other))
    for measure in ("months", "days", "working"):
        assert due_on(first, months, measure) <= due_on(second, months, measure)


@given(DAYS, LENGTHS, HOLIDAYS)
def test_working_days_end_on_a_working_day_after_exactly_so_many(start, length, offsets):
    holidays = feasts(start, offsets)
    end = due_on(start, length, "working", holidays=holidays)
    assert works(end, holidays)
    assert working_days(start, end, holidays) == length


def test_a_friday_and_five_working_days_with_a_feast():
    friday = MONDAY - timedelta(days=3)
    assert due_on(friday, 5, "working") == MONDAY + timedelta(days=4)
    assert due_on(friday, 5, "working", holidays={MONDAY}) == MONDAY + timedelta(days=7)


@given(DAYS, LENGTHS, st.sampled_from(["days", "working"]), st.data(), HOLIDAYS)
def test_a_clock_that_stood_still_runs_its_remaining_days_afterwards(start, length, measure, data, offsets):
    """Stopped anywhere, gone on any time later: what was left when it stopped is what is left when it goes on."""
    holidays = feasts(start, offsets)
    stopped = start + timedelta(days=data.draw(st.integers(0, 200)))
    went_on = stopped + timedelta(days=data.draw(st.integers(0, 200)))
    lost = stood_still(stopped, went_on, measure, holidays)
    end = due_on(start, length, measure, suspended=lost, holidays=holidays)

    def between(a: date, b: date) -> int:
        return working_days(a, b, holidays) if measure == "working" else (b - a).days

    if between(start, stopped) < length:
        assert between(start, stopped) + between(went_on, end) == length
    else:  # over before it stopped: as late when it goes on as it was
        assert between(end, went_on) == between(due_on(start, length, measure, holidays=holidays), stopped)


@given(DAYS, st.integers(0, 90))
def test_a_clock_never_loses_days_backwards(since, days):
    assert stood_still(since, since - timedelta(days=days), "days") == 0
    assert stood_still(since, since - timedelta(days=days), "working") == 0


@given(st.lists(st.sampled_from(["asked", "checked", "paused"]), unique=True))
def test_states_are_stored_and_read_back(states):
    assert words(listed(states)) == frozenset(states)


# Following a case


@pytest.fixture
def flow(world):
    with declared() as one:
        yield one.flow


def rule(**values) -> DeadlineRule:
    values = {
        "code": "answer",
        "procedure": CODE,
        "name_fr": "Réponse",
        "starts": ",asked,",
        "meets": ",granted,",
        "suspends": ",paused,",
        "length": 2,
        "measure": "months",
        "valid_from": date(2014, 1, 1),
    } | values
    return DeadlineRule.objects.create(**values)


def on(day: date) -> Move:
    return Move(on=day)


def only(case: Case) -> Deadline:
    return Deadline.objects.select_related("rule").get(case=case)


def standing(case: Case) -> str:
    return standing_of(only(case), timezone.localdate())


def test_it_starts_with_the_state_and_the_spine_knows_it(world, flow):
    rule()
    case = a_case(world, opened_on=date(2015, 12, 31))
    case.refresh_from_db()
    assert (only(case).started_on, case.due_on) == (date(2015, 12, 31), date(2016, 2, 29))


def test_it_stands_still_and_goes_on(world, flow):
    rule()
    case = a_case(world, opened_on=date(2014, 1, 2))
    flow.run(world.maha, case, "pause", move=on(date(2014, 1, 20)))
    case.refresh_from_db()
    assert (only(case).suspended_on, standing(case), case.due_on) == (
        date(2014, 1, 20),
        "suspended",
        None,
    )
    flow.run(world.maha, case, "go_on", move=on(date(2014, 2, 4)))
    one = only(case)
    assert (one.suspended_on, one.suspended_days, one.due_on) == (None, 15, date(2014, 3, 17))
    case.refresh_from_db()
    assert case.due_on == date(2014, 3, 17)


def test_it_stands_still_twice(world, flow):
    rule(length=10, measure="days")
    case = a_case(world, opened_on=MONDAY)
    for step, days in (("pause", 1), ("go_on", 4), ("pause", 6), ("go_on", 16)):
        flow.run(world.maha, case, step, move=on(MONDAY + timedelta(days=days)))
    assert (only(case).suspended_days, only(case).due_on) == (13, MONDAY + timedelta(days=23))


def test_working_days_with_a_feast_and_a_pause(world, flow):
    rule(length=5, measure="working")
    Holiday.objects.create(day=MONDAY + timedelta(days=1), name_fr="Fête")
    Holiday.objects.create(day=MONDAY + timedelta(days=2), name_fr="Saisie par erreur", observed=False)
    case = a_case(world, opened_on=MONDAY)
    assert only(case).due_on == MONDAY + timedelta(days=8)
    flow.run(world.maha, case, "pause", move=on(MONDAY + timedelta(days=3)))
    flow.run(world.maha, case, "go_on", move=on(MONDAY + timedelta(days=8)))
    assert (only(case).suspended_days, only(case).due_on) == (3, MONDAY + timedelta(days=11))


def test_it_is_met_in_time_or_late(world, flow):
    rule(length=10, measure="days")
    told = []
    for days in (12, 15):
        case = a_case(world, opened_on=MONDAY)
        flow.run(world.maha, case, "check", move=on(MONDAY + timedelta(days=1)))
        flow.run(world.maha, case, "grant", move=on(MONDAY + timedelta(days=days - 2)))
        told.append((standing(case), only(case).days_late))
        case.refresh_from_db()
        assert case.due_on is None
    assert told == [("met", 0), ("met", 3)]


def test_a_closed_case_drops_it_and_a_reopened_one_starts_anew(world, flow):
    rule(length=10, measure="days")
    case = a_case(world, opened_on=MONDAY)
    flow.run(world.maha, case, "drop", move=on(MONDAY + timedelta(days=30)))
    assert (standing(case), only(case).days_late) == ("dropped", 0)
    flow.run(world.maha, case, "reopen", move=on(MONDAY + timedelta(days=31)))
    second = Deadline.objects.get(case=case, dropped_on=None)
    assert second.due_on == MONDAY + timedelta(days=41)


def test_a_case_keeps_the_rule_it_started_under(world, flow):
    old = rule(length=10, measure="days", valid_to=MONDAY + timedelta(days=5))
    new = rule(length=3, measure="days", valid_from=MONDAY + timedelta(days=5))
    before = a_case(world, opened_on=MONDAY)
    after = a_case(world, opened_on=MONDAY + timedelta(days=6))
    flow.run(world.maha, before, "pause", move=on(MONDAY + timedelta(days=7)))
    flow.run(world.maha, before, "go_on", move=on(MONDAY + timedelta(days=9)))
    assert (only(before).rule, only(before).due_on) == (old, MONDAY + timedelta(days=12))
    assert (only(after).rule, only(after).due_on) == (new, MONDAY + timedelta(days=9))


def test_lateness_stands_still_with_the_clock(world, flow):
    rule(length=1, measure="days")
    today = timezone.localdate()
    case = a_case(world, opened_on=today - timedelta(days=11))
    assert (standing(case), only(case).days_late) == ("late", 10)
    flow.run(world.maha, case, "pause", move=on(today - timedelta(days=6)))
    assert (standing(case), only(case).days_late) == ("suspended", 4)
    flow.run(world.maha, case, "go_on", move=on(today))
    assert (standing(case), only(case).days_late) == ("late", 4)


def test_many_cases_are_followed_with_as_many_statements_as_one(world, flow, django_assert_num_queries):
    from musanada.cases.commands.clocks import follow_many

    rule(length=10, measure="days")
    rule(code="inner", length=3, measure="days", meets=",checked,", suspends="")
    cases = [a_case(world, opened_on=MONDAY) for _n in range(30)]
    for case in cases:
        case.state = "checked"
    with django_assert_num_queries(4):  # the running ones, the rules, one met, the spine
        follow_many([(case, "asked", MONDAY + timedelta(days=2)) for case in cases])
    assert Deadline.objects.filter(rule__code="inner", met_on=MONDAY + timedelta(days=2)).count() == 30
    assert set(Case.objects.filter(procedure=CODE).values_list("due_on", flat=True)) == {
        MONDAY + timedelta(days=10)
    }
