"""How long a card lasts: the law's cases as a table, and what holds for every rule and every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.regularisation.cards import (
    REMINDERS,
    Rule,
    begins_on,
    duplicate_span,
    last_day,
    reminder_due,
    rule_for,
    span_of,
)

D = date
LAW = (
    Rule("first", 12, D(2014, 1, 2)),
    Rule("renewed", 12, D(2014, 1, 2)),
    Rule("renewed", 36, D(2017, 1, 10), after_months=12),
)
# kind, handed over, regularised, end of the card before → first and last day (appendix A, T4 and T5)
CASES = [
    ("first", D(2014, 5, 10), D(2014, 4, 1), None, D(2014, 5, 10), D(2015, 5, 9)),
    ("first", D(2024, 2, 29), D(2024, 1, 1), None, D(2024, 2, 29), D(2025, 2, 27)),
    ("renewed", D(2015, 5, 9), D(2014, 4, 1), D(2015, 5, 9), D(2015, 5, 10), D(2016, 5, 9)),
    ("renewed", D(2017, 1, 9), D(2014, 4, 1), None, D(2017, 1, 9), D(2018, 1, 8)),  # the day before the rule
    ("renewed", D(2017, 1, 10), D(2014, 4, 1), None, D(2017, 1, 10), D(2020, 1, 9)),  # the day of the rule
    # Handed over before the rule, beginning on its day: the rule of the day the card begins.
    ("renewed", D(2016, 12, 20), D(2014, 4, 1), D(2017, 1, 9), D(2017, 1, 10), D(2020, 1, 9)),
    ("renewed", D(2017, 6, 1), D(2016, 8, 1), None, D(2017, 6, 1), D(2018, 5, 31)),  # not yet a year
    ("renewed", D(2017, 8, 1), D(2016, 8, 1), None, D(2017, 8, 1), D(2020, 7, 31)),  # a year to the day
    ("renewed", D(2018, 3, 1), D(2014, 4, 1), D(2017, 5, 9), D(2018, 3, 1), D(2021, 2, 28)),  # came late
]


@pytest.mark.parametrize(("kind", "handed", "regularised", "before", "begins", "ends"), CASES)
def test_a_card_lasts_as_the_law_of_its_first_day_says(kind, handed, regularised, before, begins, ends):
    span = span_of(LAW, kind, handed, regularised, before)
    assert (span.begins, span.ends) == (begins, ends)


def test_no_rule_no_card():
    assert span_of(LAW, "first", D(2013, 12, 31)) is None
    assert span_of((), "first", D(2014, 5, 10)) is None


def test_a_rule_that_was_ended_no_longer_counts():
    ended = Rule("first", 12, D(2014, 1, 2), valid_to=D(2020, 1, 1))
    assert rule_for([ended], "first", D(2019, 12, 31), D(2019, 1, 1)) == ended
    assert rule_for([ended], "first", D(2020, 1, 1), D(2019, 1, 1)) is None


def test_a_duplicate_ends_with_the_card_that_was_lost():
    assert duplicate_span(D(2024, 3, 1), D(2024, 3, 1)).ends == D(2024, 3, 1)
    assert duplicate_span(D(2024, 3, 2), D(2024, 3, 1)) is None


days = st.dates(D(2014, 1, 2), D(2040, 12, 31))
rules = st.builds(
    Rule,
    st.sampled_from(["first", "renewed"]),
    st.integers(1, 120),
    days,
    st.none() | days,
    st.integers(0, 60),
)


@given(st.lists(rules, max_size=6), st.sampled_from(["first", "renewed"]), days, days, st.none() | days)
def test_a_card_ends_after_it_begins_and_meets_the_one_before_at_most(
    some, kind, handed, regularised, before
):
    span = span_of(some, kind, handed, regularised, before)
    if span is None:
        return
    assert span.ends > span.begins >= handed
    assert before is None or before < span.begins
    assert span.covers(span.begins)
    assert span.covers(span.ends)
    assert not span.covers(span.ends + timedelta(days=1))
    assert span.rule.holds_on(span.begins)


@given(days, st.integers(1, 60))
def test_following_cards_leave_no_gap(begins, months):
    end = last_day(begins, months)
    assert begins_on(end, end) == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (45, 60), (31, 60), (30, 30), (1, 30), (0, 30), (-1, None)]
)
def test_the_reminder_of_the_day(left, due):
    day = D(2024, 6, 1)
    assert reminder_due(day + timedelta(days=left), day) == due


@given(days, st.integers(-10, 90))
def test_a_reminder_is_one_of_those_announced(end, before):
    assert reminder_due(end, end - timedelta(days=before)) in (None, *REMINDERS)
