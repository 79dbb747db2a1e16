"""The operation of 2014: at scale 1 the plan's sums are the printed ones; a scaled country counts to its plan."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.demo import calendar_2014 as calendar
from musanada.demo import plan_2014 as plan
from musanada.demo.chance import Chance
from musanada.demo.regularisation import FIRST, Applicant, draw

JANUARY = datetime(2015, 1, 20, 12, tzinfo=UTC)
FEBRUARY = datetime(2015, 2, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole() -> list[Applicant]:
    """27,649 files, without a database."""
    return draw(Chance(2024), plan.Numbers())


def count(people: list[Applicant], before: datetime) -> dict[str, int]:
    return {
        "filed": sum(one.when.lodged_at < before for one in people),
        "favourable": sum(one.path in FIRST and one.when.decided_at < before for one in people),
        "unfavourable": sum(one.refused and one.when.decided_at < before for one in people),
    }


def test_the_whole_operation_counts_to_the_printed_numbers(whole):
    assert len(whole) == 27_649
    assert sum(one.favourable for one in whole) == 23_096
    assert round(100 * 23_096 / 27_649, 2) == 83.53
    known = count(whole, FEBRUARY)
    assert known == {"filed": 27_643, "favourable": 18_694, "unfavourable": 8_644}
    assert 27_643 - 18_694 - 8_644 == 305
    january = count(whole, JANUARY)
    assert (january["filed"], january["favourable"]) == (27_130, 16_180)
    assert len({one.country for one in whole if one.when.lodged_at < JANUARY}) == 116


def test_first_instance_is_near_68_per_cent_and_the_rest_comes_later(whole):
    first = sum(one.path in FIRST for one in whole)
    assert 0.675 < first / len(whole) < 0.685
    assert sum(one.favourable for one in whole) - first == 4_222
    assert sum(not one.favourable for one in whole) == 4_553


def test_favourable_files_by_region_are_the_printed_ones(whole):
    groups = {office.code: office.group for office in plan.offices()}
    assert Counter(groups[one.office] for one in whole if one.favourable) == plan.REGIONS


def test_shares_are_the_printed_ones(whole):
    won = [one for one in whole if one.favourable]
    assert round(100 * sum(one.sex == "M" for one in won) / len(won)) == 56
    assert round(100 * sum(one.minor for one in won) / len(won)) == 9
    countries = Counter(one.country for one in won)
    assert [round(100 * countries[code] / len(won)) for code in ("SYR", "SEN", "COD")] == [23, 21, 11]


def test_83_offices_differ_in_strictness_and_in_days(whole):
    assert len({one.office for one in whole}) == len(plan.offices()) == 83
    rates = {code: rate(whole, code) for code in ("MA-RAB", "MA-SAL", "06.141.01.30")}
    assert rates["MA-RAB"] < 0.6 < 0.75 < min(rates["MA-SAL"], rates["06.141.01.30"])
    days = sorted((one.when.decided_on - one.when.lodged_on).days for one in whole if one.path != "never")
    assert days[len(days) // 2] < 60 < days[-1]


def rate(people: list[Applicant], office: str) -> float:
    mine = [one for one in people if one.office == office]
    return sum(one.path in FIRST for one in mine) / len(mine)


@given(st.sampled_from([0.0005, 0.001, 0.01, 0.02, 0.037, 0.2]), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_any_scale_counts_to_its_plan_with_days_in_order(scale, seed):
    numbers = plan.Numbers().scaled(scale)
    people = draw(Chance(seed), numbers)
    assert len(people) == numbers.filed == max(round(27_649 * scale), 1)
    assert sum(one.favourable for one in people) == numbers.favourable == max(round(23_096 * scale), 1)
    february, january = count(people, FEBRUARY), count(people, JANUARY)
    assert february["filed"] == numbers.february_filed
    assert february["favourable"] == numbers.february_favourable
    assert february["unfavourable"] == numbers.february_unfavourable
    assert (january["filed"], january["favourable"]) == (numbers.january_filed, numbers.january_favourable)
    for one in people:
        when = one.when
        assert calendar.FIRST <= when.lodged_on <= calendar.LAST
        assert when.lodged_on < when.decided_on
        assert when.lodged_at <= when.decided_at
        assert when.lodged_at.date() >= when.lodged_on
        assert when.decided_at.date() >= when.decided_on


@given(st.integers(0, 5000), st.dictionaries(st.text(min_size=1), st.floats(0, 100), min_size=1))
def test_apportioned_parts_add_up(total, weights):
    made = plan.apportion(total, weights)
    assert sum(made.values()) == (total if any(weights.values()) else made and sum(made.values()))
    assert min(made.values()) >= 0


def test_same_seed_makes_the_same_operation():
    numbers = plan.Numbers().scaled(0.02)
    first, second = (draw(Chance(7), numbers) for _time in range(2))
    assert [(one.office, one.country, one.when) for one in first] == [
        (one.office, one.country, one.when) for one in second
    ]
