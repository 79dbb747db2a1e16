"""Months after an event, from either end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.surveys.queries.windows import events, states, window

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2028, 12, 31))


@given(day=DAYS, event=DAYS, first=st.integers(0, 24), length=st.integers(0, 12))
def test_every_event_stands_in_one_state_and_the_ranges_say_the_same(day, event, first, length):
    found = [
        s
        for s in states()
        if events(s, day, first, first + length)[0] <= event <= events(s, day, first, first + length)[1]
    ]
    assert found == [window(event, first, first + length).at(day)]


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2024, 2, 28), "soon"), (date(2024, 2, 29), "now"), (date(2024, 4, 30), "now"), (date(2024, 5, 1), "late"),
     (date(2024, 5, 31), "late"), (date(2024, 6, 1), "missed")],
)  # fmt: skip
def test_both_ends_are_inside(day, state):
    """Arrived on 31 January: one month later is the last day of February."""
    assert window(date(2024, 1, 31), 1, 3).at(day) == state
    assert day - timedelta(days=1) < day
