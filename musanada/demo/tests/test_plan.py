"""The plan is exact: what is drawn is what will be counted."""

from hypothesis import given
from hypothesis import strategies as st

from musanada.demo import plan
from musanada.demo.chance import Chance
from musanada.demo.persons import families

YEARS = (2023, 2024)


def drawn(seed: int, scale: float):
    chance = Chance(seed)
    before, now = (n.scaled(scale) for n in plan.NUMBERS)
    everyone = families(chance, before.persons + now.persons - round(before.persons * plan.CARRIED))
    groups = plan.split(everyone, before, now)
    return everyone, [plan.year(chance, n, g) for n, g in zip((before, now), groups, strict=True)]


@given(st.integers(0, 10**6), st.sampled_from([0.01, 0.03]))
def test_each_service_reaches_exactly_its_number(seed, scale):
    _everyone, years = drawn(seed, scale)
    for year in years:
        numbers = year.numbers
        assert len(year.people()) == numbers.persons
        assert sum(len(f.foreigners) for f in year.aid) == numbers.aid
        assert len({id(p) for p in year.health}) == numbers.health
        assert len({id(p) for p in year.shelter}) == numbers.shelter
        assert len({id(p) for p in year.language_minors}) == numbers.language_minors


def test_services_overlap_and_leave_others():
    _everyone, (_before, now) = drawn(1, 0.05)
    aid = {id(p) for f in now.aid for p in f.foreigners}
    health, shelter = {id(p) for p in now.health}, {id(p) for p in now.shelter}
    assert aid & health
    assert aid & shelter
    assert len(aid | health | shelter) < len(aid) + len(health) + len(shelter)
    assert now.others()


def test_same_seed_makes_the_same_people():
    first, second = (drawn(7, 0.01)[0] for _time in range(2))
    assert [p.names for f in first for p in f.members] == [p.names for f in second for p in f.members]


def test_other_seed_makes_other_people():
    assert drawn(7, 0.01)[0][0].members[0].born != drawn(8, 0.01)[0][0].members[0].born


def test_minors_of_the_courses_are_minors_all_year():
    _everyone, years = drawn(3, 0.05)
    for year in years:
        assert all(7 <= p.age_in(year.numbers.year) <= 16 for p in year.language_minors)
