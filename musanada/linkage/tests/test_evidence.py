"""Facts shift the odds in the right direction, whatever the rest."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.linkage.evidence import Known, count_bearers, rarity, weigh
from musanada.linkage.sought import Sought

NAMES = ["Mohamed Diallo", "Mamadou Diallo", "Awa Sow", "محمد ديالو"]
SOUGHT = st.builds(Sought, name=st.sampled_from(NAMES), sex=st.sampled_from(["", "F", "M"]))


def known(name="Mohamed Diallo", *, year=1990, precision="day", sex="M", countries=("GIN",), direct=()):
    birth = date(year, 1, 1) if year else None
    return Known(UUID(int=1), "ABC", birth, precision, sex, [(name, "Latn")], list(countries), set(direct))


@given(SOUGHT, st.sampled_from(NAMES))
def test_a_fact_that_agrees_never_lowers_and_one_that_differs_never_raises(sought, name):
    plain = weigh(sought, known(name)).score
    assert weigh(replace(sought, born=1990), known(name)).score >= plain
    assert weigh(replace(sought, born=1960), known(name)).score <= plain
    assert weigh(replace(sought, nationality="GIN"), known(name)).score >= plain
    assert weigh(replace(sought, nationality="SEN"), known(name)).score <= plain
    assert 0 <= plain <= 100


@given(SOUGHT)
def test_a_common_name_proves_less(sought):
    assert weigh(sought, known(), homonyms=1).score >= weigh(sought, known(), homonyms=500).score


def test_rarity_is_bounded():
    assert rarity(0) == rarity(1) == pytest.approx(1.15, abs=0.05) and rarity(10**6) == -1.5


def test_the_same_name_alone_is_not_certain_and_with_the_year_it_nearly_is():
    assert weigh(Sought(name="Mohamed Diallo"), known()).score < 90
    assert weigh(Sought(name="Mohamed Diallo", born=1990), known()).score >= 95


def test_a_common_origin_alone_never_passes_for_the_same_name():
    assert weigh(Sought(name="Mamadou Diallo"), known()).score < 50


def test_an_estimated_year_speaks_less_against():
    sought = Sought(name="Mohamed Diallo", born=1994)
    assert weigh(sought, known(precision="estimated")).score > weigh(sought, known()).score


def test_days_say_more_than_years_and_the_first_of_january_does_not():
    def score(told, kept):
        one = known(year=None)
        one.birth, one.precision = kept, "day"
        return weigh(Sought(name="Mohamed Diallo", birth_date=told), one).score

    same, swapped = score(date(1990, 5, 3), date(1990, 5, 3)), score(date(1990, 5, 3), date(1990, 3, 5))
    year, other = score(date(1990, 5, 3), date(1990, 8, 20)), score(date(1990, 5, 3), date(1984, 8, 20))
    new_year = score(date(1990, 1, 1), date(1990, 1, 1))
    assert same > new_year > year > other and same >= swapped > year


@pytest.mark.parametrize("what", ["reference", "document", "phone"])
def test_a_shared_number_weighs_more_than_the_name(what):
    assert weigh(Sought(name="Mohamed Diallo"), known(direct=(what,))).score > 90


def test_an_unknown_fact_says_nothing():
    sought = Sought(name="Mohamed Diallo", born=1990, sex="F", nationality="GIN")
    silent = known(year=None, precision="unknown", sex="unknown", countries=())
    assert weigh(sought, silent).score == weigh(Sought(name="Mohamed Diallo"), silent).score


def test_the_mothers_name_tells_twins_from_namesakes_and_says_so():
    sought = Sought(name="Mohamed Diallo", mother="Fatoumata Barry")
    plain = weigh(Sought(name="Mohamed Diallo"), known()).score
    same, other = known(), known()
    same.mothers, other.mothers = ["Fatumata Bari"], ["Kadiatou Sylla"]
    assert weigh(sought, same).score > plain > weigh(sought, other).score
    assert any("mère" in str(reason) for reason in weigh(sought, same).candidate().reasons)
    assert weigh(sought, known()).score == plain


def test_a_phone_that_many_share_proves_less():
    alone, many = known(direct=("phone",)), [known(direct=("phone",)) for _ in range(40)]
    count_bearers([alone])
    count_bearers(many)
    sought = Sought(name="Mohamed Diallo")
    assert weigh(sought, many[0]).odds < weigh(sought, alone).odds
    assert "partagé" in str(weigh(sought, many[0]).candidate().reasons[0])


def test_people_of_one_score_are_still_in_order():
    sought = Sought(name="Mohamed Diallo", birth_date=date(1990, 5, 3))
    best, next_best = known("Mohamed Diallo"), known("Mohammed Diallo")
    for one in (best, next_best):
        one.birth, one.direct = date(1990, 5, 3), {"document"}
    first, second = weigh(sought, best), weigh(sought, next_best)
    assert first.score == second.score == 100 and first.rank < second.rank
