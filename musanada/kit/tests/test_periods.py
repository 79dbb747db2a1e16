"""The period grammar: its examples, its refusals, and what holds for every period."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, add_months, read_change, read_period, read_span, year

days = st.dates(date(1850, 1, 1), date(2900, 12, 31))
units = st.one_of(
    st.integers(1801, 2998).map(str),
    st.builds(lambda y, h: f"{y}-H{h}", st.integers(1801, 2998), st.integers(1, 2)),
    st.builds(lambda y, q: f"{y}-Q{q}", st.integers(1801, 2998), st.integers(1, 4)),
    st.builds(lambda y, m: f"{y}-{m:02}", st.integers(1801, 2998), st.integers(1, 12)),
    days.map(str),
)


@st.composite
def closed_periods(draw, longest=400_000):
    first = draw(days)
    last = min(first + timedelta(days=draw(st.integers(0, longest))), date(2900, 12, 31))
    return Period(first, last + timedelta(days=1))


whole_months = st.builds(
    lambda y, m, n: Period(date(y, m, 1), add_months(date(y, m, 1), n)),
    st.integers(1850, 2800),
    st.integers(1, 12),
    st.integers(1, 12),
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2024-H1", date(2024, 1, 1), date(2024, 7, 1)),
        ("2024-H2", date(2024, 7, 1), date(2025, 1, 1)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 10, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2016-05-02", date(2016, 5, 2), date(2016, 5, 3)),
        ("2004/2016-05", date(2004, 1, 1), date(2016, 6, 1)),
        ("2024-01/2024-09", date(2024, 1, 1), date(2024, 10, 1)),
        ("../2016-05", None, date(2016, 6, 1)),
        ("2004/..", date(2004, 1, 1), None),
        ("2013-06-07/2013-12-31", date(2013, 6, 7), date(2014, 1, 1)),
    ],
)
def test_reads_each_form(text, start, end):
    assert read_period(text) == Period(start, end)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2024-01/2024-12", "2024"),
        ("2024-Q1/2024-Q2", "2024-H1"),
        ("2024-04/2024-06", "2024-Q2"),
        ("2023/2024", "2023/2024"),
        ("2004/2016-05", "2004-01/2016-05"),
        ("../2016-12", "../2016"),
        ("../2016-05-31", "../2016-05"),
        ("2004-01-01/..", "2004/.."),
        (" 2024-q1 ", "2024-Q1"),
        ("2024-01-01/2024-02-15", "2024-01-01/2024-02-15"),
    ],
)
def test_one_name_for_the_same_days(text, canonical):
    assert read_period(text).text == canonical


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-00", "2024-H3", "2024-Q5", "2024-2", "2023-02-29", "2024/2023", "../..", "..", "2024/",
     "/2024", "2024~2023", "année 2024", "0999", "٢٠٢٤", "2024/2025/2026"],
)  # fmt: skip
def test_refuses_with_a_sentence(text):
    with pytest.raises(BadInput) as refusal:
        read_period(text)
    assert len(str(refusal.value)) > 20


@given(units)
def test_a_unit_s_name_reads_back_to_the_same_days(text):
    assert read_period(read_period(text).text) == read_period(text)


@given(closed_periods())
def test_a_name_reads_back_to_the_same_days(period):
    assert read_period(period.text) == period


@given(closed_periods(), days)
def test_half_open(period, day):
    assert period.contains(day) == (period.start <= day <= period.last_day)
    assert not period.contains(period.end)


@given(closed_periods())
def test_previous_touches_and_is_comparable(period):
    before = period.previous()
    assert before.end == period.start
    assert before.comparable(period)
    assert before.following() == period


@given(st.one_of(whole_months, closed_periods(longest=299)))
def test_same_days_last_year_end_a_year_earlier(period):
    before = period.same_last_year()
    assert before.start.year == period.start.year - 1
    assert before.months == period.months or period.months is None


def test_same_last_year_keeps_whole_february_and_the_leap_day():
    assert read_period("2025-02").same_last_year() == read_period("2024-02")
    assert read_period("2024-02-29").same_last_year() == read_period("2023-02-28")


def test_a_leap_year_is_comparable_with_an_ordinary_one_but_not_with_nine_months():
    assert year(2024).comparable(year(2023))
    assert not year(2024).comparable(read_period("2023-01/2023-09"))
    assert not year(2024).comparable(read_period("../2023"))


@given(closed_periods(longest=2000), st.sampled_from(["month", "quarter", "half", "year"]))
def test_parts_tile_the_period(period, step):
    parts = list(period.parts(step))
    assert parts[0].start == period.start
    assert parts[-1].end == period.end
    assert all(a.end == b.start for a, b in pairwise(parts))


def test_a_change_reads_both_ways():
    assert read_change("2024~2023") == read_change("2023/2024") == Change(year(2024), year(2023))
    assert read_span("2024~2023").text == "2024~2023"
    assert read_span("2024") == year(2024)


@pytest.mark.parametrize("text", ["2024~2023-H1", "2024~../2023", "2024", "2024~", "../2024"])
def test_a_change_refuses_unequal_or_open_periods(text):
    with pytest.raises(BadInput):
        read_change(text)


def test_open_sides_have_no_length():
    with pytest.raises(BadInput, match="n'a pas de fin"):
        _ = read_period("2004/..").days
    with pytest.raises(BadInput, match="n'a pas de début"):
        read_period("../2004").previous()


def test_covers():
    assert year(2024).covers(read_period("2024-Q2"))
    assert read_period("../2024").covers(year(2023))
    assert not year(2024).covers(read_period("2024/.."))


@given(days, st.integers(-600, 600))
def test_add_months_stays_in_the_target_month(day, months):
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)
