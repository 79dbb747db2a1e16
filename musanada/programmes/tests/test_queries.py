"""Who knows of which programme, and the counts that come out of activities."""

from datetime import date

import pytest

from musanada.partners.commands import register_partner
from musanada.programmes import queries
from musanada.programmes.commands import close_activity, create_programme, open_activity, void_activity

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def portfolio(house):
    """Two programmes in three towns (one named by its commune), with a partner and alone."""
    amal = register_partner(
        house.amina,
        house.mission,
        code="AS-1",
        name_fr="Amal",
        kind="association",
        side="humanitarian",
        unit=house.association,
    )
    ministry = register_partner(
        house.amina, house.mission, code="MIN-1", name_fr="Ministère", kind="ministry", side="state"
    )

    def programme(code, sector, **more):
        values = {"name_fr": f"Programme {code}", "sector": sector, "starts_on": date(2023, 1, 1), **more}
        return create_programme(house.amina, house.mission, code=code, **values)

    def work(programme, place, partner, starts, ends=None):
        return open_activity(
            house.amina,
            programme,
            city=house.places[place],
            family=programme.sector,
            partner=partner,
            starts_on=starts,
            ends_on=ends,
        )

    house.abri = programme("PR-1", "shelter", name_ar="المأوى")
    house.retour = programme("PR-2", "return", ends_on=date(2024, 6, 30))
    house.first = work(house.abri, "MA-OUJ", amal, date(2024, 3, 1), date(2024, 5, 31))
    house.second = work(house.abri, "02.411.01.23", ministry, date(2024, 2, 1))
    house.third = work(house.retour, "MA-FES", None, date(2024, 1, 15))
    house.fourth = work(house.retour, "MA-TNG", ministry, date(2023, 1, 15), date(2023, 12, 31))
    house.amal = amal
    return house


def codes(rows):
    return [p.code for p in rows]


def test_staff_know_their_organisations_programmes_and_others_do_not(portfolio):
    assert codes(queries.programmes(portfolio.amina)) == ["PR-1", "PR-2"]
    assert codes(queries.programmes(portfolio.brahim)) == ["PR-1", "PR-2"]
    assert codes(queries.programmes(portfolio.chaima)) == []
    assert queries.programme(portfolio.chaima, "PR-1") is None


def test_a_partner_knows_its_programmes_and_its_own_lines_only(portfolio):
    assert codes(queries.programmes(portfolio.driss)) == ["PR-1"]
    assert list(queries.activities(portfolio.driss, portfolio.abri)) == [portfolio.first]
    assert not queries.may_manage(portfolio.driss, portfolio.abri)
    void_activity(portfolio.amina, portfolio.first, reason="Erreur")
    assert codes(queries.programmes(portfolio.driss)) == []


def test_counts_during_a_year_and_on_a_day_are_two_numbers(portfolio):
    year = queries.reach_during(portfolio.amina, *YEAR)
    assert (year.programmes, year.cities, year.partners, year.associations, year.activities) == (
        2,
        2,
        2,
        1,
        3,
    )
    day = queries.reach_during(portfolio.amina, date(2024, 12, 31), date(2024, 12, 31))
    assert (day.programmes, day.cities, day.partners, day.associations, day.activities) == (1, 1, 1, 0, 1)


def test_an_activity_without_an_end_goes_as_long_as_its_programme(portfolio):
    assert portfolio.third in queries.active_on(date(2024, 6, 30))
    assert portfolio.third not in queries.active_on(date(2024, 7, 1))


def test_the_last_day_of_an_activity_counts(portfolio):
    assert portfolio.first in queries.active_on(date(2024, 5, 31))
    assert portfolio.first not in queries.active_on(date(2024, 6, 1))
    assert portfolio.first in queries.active_during(date(2024, 5, 31), date(2024, 8, 1))


def test_a_town_and_its_prefecture_are_one_city(portfolio):
    assert queries.reach_of(portfolio.amina, [portfolio.abri])[portfolio.abri.pk].cities == 1


def test_the_list_is_searched_filtered_and_sorted(portfolio):
    amina = portfolio.amina
    assert codes(queries.programmes(amina, text="المأوى")) == ["PR-1"]
    assert codes(queries.programmes(amina, text="programme pr-2")) == ["PR-2"]
    assert codes(queries.programmes(amina, sector="shelter")) == ["PR-1"]
    assert codes(queries.programmes(amina, city="MA-FES")) == ["PR-2"]
    assert codes(queries.programmes(amina, partner="MIN-1")) == ["PR-1", "PR-2"]
    assert codes(queries.programmes(amina, city="MA-TNG", on_date=date(2024, 2, 1))) == []
    assert codes(queries.programmes(amina, sort="-code")) == ["PR-2", "PR-1"]
    assert codes(queries.programmes(amina, sort="; drop")) == ["PR-1", "PR-2"]


def test_the_matrix_adds_up(portfolio):
    matrix = queries.matrix(portfolio.amina, portfolio.abri, "fr", "Sans partenaire")
    assert [(row.code, row.cells, row.total) for row in matrix.rows] == [
        ("AS-1", [("Oujda-Angad", 1)], 1),
        ("MIN-1", [("Oujda-Angad", 1)], 1),
    ]
    assert (matrix.totals, matrix.total) == ([("Oujda-Angad", 2)], 2)


def test_the_matrix_has_a_last_row_without_a_partner(portfolio):
    matrix = queries.matrix(portfolio.amina, portfolio.retour, "ar", "بلا شريك")
    assert (matrix.rows[-1].code, matrix.rows[-1].name) == (None, "بلا شريك")
    assert matrix.rows[-1].cells == [("طنجة-أصيلة", 0), ("فاس", 1)]
    assert matrix.total == sum(count for _city, count in matrix.totals) == 2


def test_the_matrix_of_a_programme_without_activities_is_empty(portfolio):
    fresh = create_programme(
        portfolio.amina,
        portfolio.office,
        code="PR-3",
        name_fr="Neuf",
        sector="food",
        starts_on=date(2024, 1, 1),
    )
    assert queries.matrix(portfolio.amina, fresh, "fr", "—").total == 0


def test_a_form_offers_what_the_unit_runs_that_day(portfolio):
    def offered(actor, unit, day):
        return [label for _pk, label in queries.choices(actor, unit, "fr", day)]

    both = ["Programme PR-1 (PR-1)", "Programme PR-2 (PR-2)"]
    assert offered(portfolio.brahim, portfolio.office, date(2024, 6, 30)) == both
    assert offered(portfolio.brahim, portfolio.office, date(2024, 7, 1)) == both[:1]
    assert offered(portfolio.driss, portfolio.association, date(2024, 4, 1)) == both[:1]
    assert offered(portfolio.driss, portfolio.association, date(2024, 6, 1)) == []
    assert offered(portfolio.chaima, portfolio.ministry, date(2024, 4, 1)) == []


def test_filters_offer_only_what_is_there(portfolio):
    assert [code for code, _name in queries.cities(portfolio.amina, "fr")] == ["MA-FES", "MA-OUJ", "MA-TNG"]
    assert [code for code, _name in queries.partners(portfolio.amina, "fr")] == ["AS-1", "MIN-1"]
    assert queries.cities(portfolio.chaima, "fr") == []


def test_a_closed_activity_no_longer_counts_after_its_day(portfolio):
    close_activity(portfolio.amina, portfolio.second, ends_on=date(2024, 2, 29))
    assert queries.reach_during(portfolio.amina, date(2024, 12, 1), date(2024, 12, 31)).activities == 0
