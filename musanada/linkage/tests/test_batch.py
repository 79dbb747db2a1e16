"""Likely twins of an import's rows: the same answers as at the counter, in a bounded number of statements."""

import pytest

from musanada.linkage.queries import Sought, candidates_for

pytestmark = pytest.mark.django_db


def test_twins_are_raised_by_position(house, met):
    person = met("Mohamed Diallo", born=1990, sex="M", countries=("GIN",))
    met("Oumar Sow", born=1985)
    rows = [
        Sought(name="Fanta Kourouma", born=1990),
        Sought(name="Jallow Muhammad", born=1990, sex="M", nationality="GIN"),
        Sought(name="", other_name="محمد ديالو", born=1990, sex="M", nationality="GIN"),
    ]
    found = candidates_for(house.awa, house.oujda, rows)
    assert {position: [c.person_id for c in cs] for position, cs in found.items()} == {
        1: [person.pk],
        2: [person.pk],
    }


@pytest.mark.parametrize(
    "row",
    [
        Sought(name="Mohamed Diallo", born=1960, sex="M"),
        Sought(name="Mohamed Diallo", born=1990, sex="F"),
        Sought(name="Mohamed Diarra", born=1990, sex="M"),
    ],
)
def test_what_contradicts_is_not_raised(house, met, row):
    met("Mohamed Diallo", born=1990, sex="M")
    assert candidates_for(house.awa, house.oujda, [row]) == {}


def test_the_same_document_or_phone_is_raised_whatever_the_name(house, met):
    one = met("Awa Sow", passports=("AB1234",))
    two = met("Fatou Ba", phones=("0661234567",))
    rows = [
        Sought(name="Hawa Sow", document="ab 1234"),
        Sought(name="Fatoumata Bah", phone="+212 661 23 45 67"),
    ]
    found = candidates_for(house.awa, house.oujda, rows)
    assert [found[0][0].person_id, found[1][0].person_id] == [one.pk, two.pk]


def test_only_visible_people_of_the_same_side(house, met):
    met("Mohamed Diallo", born=1990, unit=house.rabat)
    met("Mohamed Diallo", born=1990, unit=house.ministry)
    row = Sought(name="Mohamed Diallo", born=1990)
    assert candidates_for(house.awa, house.oujda, [row]) == {}
    assert len(candidates_for(house.console, house.oujda, [row])[0]) == 1


def test_an_estimated_age_allows_some_years(house, met):
    person = met("Sira Koundouno", born=1990, precision="estimated")
    row = Sought(name="Sira Koundouno", born=1993, born_about=True)
    assert candidates_for(house.awa, house.oujda, [row])[0][0].person_id == person.pk


def test_statements_do_not_grow_with_the_rows(house, met, django_assert_max_num_queries):
    met("Mohamed Diallo", born=1990)
    rows = [Sought(name=f"Mohamed Diallo {n}", born=1990) for n in range(200)]
    with django_assert_max_num_queries(10):
        candidates_for(house.awa, house.oujda, rows)
