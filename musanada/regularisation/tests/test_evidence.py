"""Continuous residence is computed from periods: order, more pieces and cut periods never count against anyone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musanada.cases.clocks import after_months
from musanada.regularisation.evidence import Gap, months_between, period, residence

DAY = date(2014, 3, 1)
BASE = date(2006, 1, 1)
STEP = timedelta(days=1)
days = st.integers(0, 3600).map(lambda n: BASE + timedelta(days=n))
periods = st.tuples(days, days).map(lambda p: (min(p), max(p)))
several = st.lists(periods, max_size=8)
tolerances = st.integers(0, 200)


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_five_years_to_the_day():
    found = residence([(d("2009-03-01"), DAY)], DAY, 92)
    assert (found.since, found.months, found.gaps) == (d("2009-03-01"), 60, ())
    assert residence([(d("2009-03-02"), DAY)], DAY, 92).months == 59


def test_a_gap_longer_than_the_tolerance_interrupts_and_is_told():
    pieces = [(d("2008-01-01"), d("2011-03-02")), (d("2011-08-10"), DAY)]
    found = residence(pieces, DAY, 92)
    assert found.since == d("2011-08-10")
    assert found.gaps == (Gap(d("2011-03-03"), d("2011-08-09")),)
    assert found.gaps[0].days == 160
    within = residence(pieces, DAY, 160)
    assert within.since == d("2008-01-01")
    assert within.gaps == ()
    assert within.bridged == (Gap(d("2011-03-03"), d("2011-08-09")),)


def test_what_ends_long_before_the_reference_day_shows_no_residence_up_to_it():
    found = residence([(d("2005-01-01"), d("2013-06-30"))], DAY, 92)
    assert (found.since, found.months, found.last) == (None, 0, d("2013-06-30"))
    assert found.gaps == (Gap(d("2013-07-01"), DAY),)


def test_days_after_the_reference_day_do_not_count():
    assert residence([(d("2014-03-02"), d("2020-01-01"))], DAY, 92).months == 0
    assert residence([(d("2013-03-01"), d("2020-01-01"))], DAY, 92).months == 12


def test_nothing_shows_nothing():
    assert residence([], DAY, 92).since is None


def test_a_piece_with_one_date_shows_that_day_and_one_without_shows_nothing():
    assert period(DAY, None) == period(None, DAY) == (DAY, DAY)
    assert period(None, None) is None
    assert period(DAY, DAY - STEP) is None


@given(several, st.randoms(), tolerances)
def test_the_order_of_pieces_never_matters(pieces, random, tolerance):
    mixed = list(pieces)
    random.shuffle(mixed)
    assert residence(mixed, DAY, tolerance) == residence(pieces, DAY, tolerance)


@given(several, periods, tolerances)
def test_another_piece_never_shortens(pieces, more, tolerance):
    before, after = residence(pieces, DAY, tolerance), residence([*pieces, more], DAY, tolerance)
    assert after.months >= before.months
    assert before.since is None or (after.since is not None and after.since <= before.since)


@given(several, periods, st.integers(0, 3600), tolerances)
def test_a_period_cut_in_two_shows_what_the_whole_showed(pieces, whole, at, tolerance):
    first, last = whole
    cut = first + timedelta(days=at)
    halves = [(first, cut), (cut + STEP, last)] if cut < last else [whole]
    assert residence([*pieces, *halves], DAY, tolerance) == residence([*pieces, whole], DAY, tolerance)


@given(several, tolerances, tolerances)
def test_more_tolerance_never_shortens(pieces, one, other):
    low, high = sorted((one, other))
    assert residence(pieces, DAY, high).months >= residence(pieces, DAY, low).months


@given(several, tolerances)
def test_every_day_up_to_the_reference_day_is_shown_or_in_a_gap(pieces, tolerance):
    """A plain model: walk the days one by one."""
    found = residence(pieces, DAY, tolerance)
    shown = [BASE + timedelta(days=n) for n in range((DAY - BASE).days + 1)]
    covered = {day for day in shown if any(a <= day <= b for a, b in pieces)}
    if not covered:
        assert found.months == 0
        return
    since, run = None, 0
    for day in reversed(shown):
        if day in covered:
            since, run = day, 0
        elif (run := run + 1) > tolerance:
            break
    assert found.since == since
    assert sum(gap.days for gap in (*found.gaps, *found.bridged)) == sum(
        1 for day in shown if day >= min(covered) and day not in covered
    )


@given(days, st.integers(0, 200))
def test_months_are_those_of_legal_deadlines(first, months):
    end = after_months(first, months)
    assert months_between(first, end) == months
    assert months_between(first, end - STEP) == max(months - 1, 0)
