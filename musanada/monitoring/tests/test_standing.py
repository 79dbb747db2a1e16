"""Where a target stands: by what was reached, how much of the time is over, and what the figure should do."""

from datetime import date
from fractions import Fraction

import pytest

from musanada.kit.periods import read_period
from musanada.monitoring.standing import falls, gone_by, standing
from musanada.reporting.registry import load_indicators

pytestmark = pytest.mark.django_db
YEAR = read_period("2024")
AFTER = date(2025, 2, 1)
MIDDLE = date(2024, 6, 30)
PEOPLE, WAITING, WOMEN = "assistance.people_assisted", "returns.waiting_median", "assistance.share_women"


def at(code, value, target, known_on, period=YEAR):
    one = load_indicators()[code]
    found = standing(one, None if value is None else Fraction(value), Fraction(target), period, known_on)
    return found.code, found.percent


@pytest.mark.parametrize(
    ("value", "known_on", "code"),
    [
        (100, AFTER, "reached"),
        (120, MIDDLE, "reached"),
        (95, AFTER, "nearly"),
        (89, AFTER, "missed"),
        (46, MIDDLE, "on_way"),
        (40, MIDDLE, "behind"),
        (None, AFTER, "unknown"),
    ],
)
def test_a_number_of_people_against_its_target(value, known_on, code):
    assert at(PEOPLE, value, 100, known_on)[0] == code


def test_the_share_of_the_target_is_exact():
    assert at(PEOPLE, 1, 3, AFTER)[1] == Fraction(100, 3)


def test_of_a_delay_less_is_better():
    assert falls(load_indicators()[WAITING])
    assert at(WAITING, 60, 90, AFTER) == ("within", None)
    assert at(WAITING, 91, 90, AFTER) == ("over", None)


def test_a_share_does_not_grow_with_the_days():
    assert at(WOMEN, 20, 45, MIDDLE)[0] == "behind"
    assert at(WOMEN, 44, 45, MIDDLE)[0] == "on_way"


def test_the_time_gone_by():
    assert gone_by(YEAR, AFTER) == 1
    assert gone_by(YEAR, date(2023, 12, 31)) == 0
    assert gone_by(YEAR, date(2024, 1, 1)) == Fraction(1, 366)


def test_a_target_of_nothing_has_no_share():
    assert at(PEOPLE, 0, 0, AFTER) == ("reached", None)
