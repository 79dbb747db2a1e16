"""When a term ends: clear days, days off, hours, and whose rule holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.dataprotection.clocks import (
    DEFAULTS,
    Clock,
    Counting,
    Rule,
    due_at,
    due_on,
    read_holidays,
    weekdays,
)
from musanada.dataprotection.commands.registers import set_deadline
from musanada.dataprotection.queries.clocks import rule_for
from musanada.kit.errors import BadInput, MissingRight

TEN = DEFAULTS[Clock.RIGHTS_REQUEST]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (
            date(2026, 3, 2),
            date(2026, 3, 13),
        ),  # Monday: ten days from Tuesday to Thursday 12, the answer on Friday
        (date(2026, 3, 3), date(2026, 3, 16)),  # would be Saturday 14
        (date(2026, 3, 4), date(2026, 3, 16)),  # would be Sunday 15
        (date(2026, 7, 19), date(2026, 7, 31)),  # would be the Feast of the Throne
        (date(2026, 12, 21), date(2027, 1, 4)),  # would be New Year's Day, a Friday, before a week-end
    ],
)
def test_ten_clear_days(received, due):
    assert due_on(TEN, received) == due


def test_the_rule_we_came_with_is_to_be_confirmed():
    assert not any(rule.confirmed for rule in DEFAULTS.values())


def rule(length, counting=Counting.CLEAR_DAYS, weekend=frozenset(), holidays=frozenset()):
    return Rule(Clock.RIGHTS_REQUEST, length, counting, weekend, holidays, True, "x")


@given(
    st.integers(1, 60),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.frozensets(st.integers(1, 7), max_size=5),
    st.frozensets(st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat), max_size=5),
)
def test_an_answer_is_due_on_a_day_of_work_and_never_before_the_term(length, received, weekend, holidays):
    asked = rule(length, weekend=weekend, holidays=holidays)
    due = due_on(asked, received)
    first = received + timedelta(days=length + 1)
    assert due >= first
    assert not asked.is_off(due)
    assert all(asked.is_off(first + timedelta(days=n)) for n in range((due - first).days))


def test_plain_days_end_one_day_earlier_than_clear_ones():
    received = date(2026, 3, 2)
    assert due_on(rule(10, Counting.CALENDAR_DAYS), received) + timedelta(days=1) == due_on(
        rule(10), received
    )


def test_hours_run_through_nights_and_week_ends():
    start = datetime(2026, 3, 6, 17, 30, tzinfo=UTC)
    assert due_at(DEFAULTS[Clock.BREACH_AUTHORITY], start) == datetime(2026, 3, 9, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["31-02", "02-30", "2026-13-01", "demain", "2026-3-1"])
def test_a_holiday_that_is_no_day_is_refused(text):
    with pytest.raises(BadInput):
        read_holidays(f"11-18 {text}")


def test_holidays_are_read_with_any_separator():
    assert read_holidays("11-18, 2026-03-20;02-29") == {"11-18", "2026-03-20", "02-29"}


def test_a_week_without_work_is_refused():
    with pytest.raises(BadInput):
        weekdays("123456")


def fixed(bureau, actor, unit, length, from_on):
    return set_deadline(
        actor,
        unit,
        clock=Clock.RIGHTS_REQUEST,
        length=length,
        counting=Counting.CLEAR_DAYS,
        weekend=["6", "7"],
        holidays="11-18",
        source="Décision",
        confirmed=True,
        from_on=from_on,
    )


def test_the_rule_of_an_organisation_holds_from_its_day_and_for_its_offices(bureau):
    fixed(bureau, bureau.adam, bureau.association, 15, date(2026, 6, 1))
    code = Clock.RIGHTS_REQUEST
    assert rule_for(code, bureau.counter, date(2026, 5, 31)) == TEN
    assert rule_for(code, bureau.counter, date(2026, 6, 1)).length == 15
    assert rule_for(code, bureau.counter, date(2026, 6, 1)).confirmed
    assert rule_for(code, bureau.ministry, date(2026, 6, 1)) == TEN


def test_the_latest_of_two_rules_holds(bureau):
    fixed(bureau, bureau.dina, bureau.association, 20, date(2026, 2, 1))
    fixed(bureau, bureau.dina, bureau.association, 15, date(2026, 1, 1))
    assert rule_for(Clock.RIGHTS_REQUEST, bureau.association, date(2026, 3, 1)).length == 20


def test_one_sets_the_rules_of_ones_own_organisation(bureau):
    with pytest.raises(MissingRight):
        fixed(bureau, bureau.adam, bureau.ministry, 15, date(2026, 6, 1))
    with pytest.raises(MissingRight):
        fixed(bureau, bureau.karim, bureau.association, 15, date(2026, 6, 1))
