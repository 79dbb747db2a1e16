"""Countries, their groups, and nationalities as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.formats import country_codes, country_name, language_name
from musanada.reference import files, queries
from musanada.reference.codes import LANGUAGES, CountryGroupCode
from musanada.reference.commands import load_members
from musanada.reference.models import Country
from musanada.reference.queries import resolve_nationality, suggest_nationalities

GROUPS = files.countries()


def test_every_country_with_a_name_is_there(countries):
    assert queries.country_codes() == set(country_codes())


def test_every_country_that_gives_a_nationality_is_in_one_group(countries):
    groups = queries.groups_of_countries()
    codes = set(Country.objects.filter(nationality=True).values_list("pk", flat=True))
    assert codes - set(groups) == {"XXA", "XXX"}
    assert set(groups.values()) == set(CountryGroupCode.values)


def test_groups_are_those_of_the_releases(countries):
    groups = queries.groups_of_countries(date(2024, 12, 31))
    assert {groups[c] for c in ("SEN", "GIN", "MLI", "CIV", "NGA")} == {"west_africa"}
    assert {groups[c] for c in ("CMR", "COD", "TCD", "SDN")} == {"east_central_africa"}
    assert (groups["DZA"], groups["SYR"], groups["BGD"]) == ("maghreb", "middle_east", "asia")


def test_a_country_that_changes_group_keeps_its_past(countries):
    assert load_members({"MRT": "west_africa"}, date(2030, 1, 1)) == (1, 1)
    assert queries.groups_of_countries(date(2029, 12, 31))["MRT"] == "maghreb"
    assert queries.groups_of_countries(date(2030, 1, 1))["MRT"] == "west_africa"


def test_a_country_is_not_offered_before_it_existed(countries):
    assert "SSD" not in dict(queries.countries("fr", date(2010, 1, 1)))
    assert "SSD" in dict(queries.countries("fr", date(2024, 1, 1)))


def test_countries_stand_in_reading_order(countries):
    names = [name for _code, name in queries.countries("fr")]
    assert names.index("Égypte") < names.index("Espagne") < names.index("Fidji")
    assert len(names) == 250


def test_frequent_nationalities_come_first_and_stateless_last(countries):
    (_f, frequent), (_a, every), (_o, special) = queries.nationality_choices("fr")
    assert frequent[0] == ("SEN", "Sénégal")
    assert {code for code, _name in frequent} <= {code for code, _name in every}
    assert [code for code, _name in special] == ["XXA", "XXX"]
    assert "GLP" not in dict(every)


@pytest.mark.parametrize(
    "text",
    ["Sénégal", "SEN", "sn", "sénégalaise", " SENEGALAIS ", "سنغالية", "السنغال", "Senegalese", "senegalés"],
)
def test_one_nationality_written_many_ways(text):
    assert resolve_nationality(text) == ["SEN"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", ["COD", "COG"]),
        ("congolaise", ["COD", "COG"]),
        ("RDC", ["COD"]),
        ("R.D. Congo", ["COD"]),
        ("Congo-Brazzaville", ["COG"]),
        ("Guinée", ["GIN"]),
        ("Guinée-Bissau", ["GNB"]),
        ("guinée équatoriale", ["GNQ"]),
        ("nigériane", ["NGA"]),
        ("nigérienne", ["NER"]),
        ("نيجيري", ["NER", "NGA"]),
        ("dominicaine", ["DMA", "DOM"]),
        ("Turkey", ["TUR"]),
        ("Syrienne, République arabe", ["SYR"]),
        ("Côte d’Ivoire", ["CIV"]),
        ("ivoirienne", ["CIV"]),
        ("apatride", ["XXA"]),
        ("inconnue", ["XXX"]),
        ("", []),
        ("migrant", []),
    ],
)
def test_what_is_shared_is_never_resolved(text, codes):
    assert resolve_nationality(text) == codes


@pytest.mark.parametrize("lang", ["fr", "ar", "en", "es"])
def test_every_name_we_show_is_understood_when_it_comes_back(lang):
    for row in GROUPS:
        assert row.iso3 in resolve_nationality(country_name(row.iso3, lang))


@given(st.text(max_size=30))
def test_any_text_gives_codes_or_nothing(text):
    assert set(resolve_nationality(text)) <= {row.iso3 for row in GROUPS}


def test_a_slip_of_the_pen_is_offered_not_taken():
    assert resolve_nationality("senegalaisse") == []
    assert suggest_nationalities("senegalaisse")[0] == "SEN"
    assert suggest_nationalities("") == []


def test_languages_are_named_in_every_language():
    assert len(set(LANGUAGES)) == len(LANGUAGES)
    for code in LANGUAGES:
        assert language_name(code, "ar") != code


def test_languages_of_the_counters_come_first():
    assert queries.language_choices("fr")[0] == ("fra", "français")
