"""Series of others: described, every vintage kept, part of a year never taken for a year, ranks and rates with their base."""

from decimal import Decimal

import pytest
from django.urls import reverse

from musanada.access.commands import system_user
from musanada.kit.errors import BadInput, MissingRight
from musanada.reporting import queries, rates
from musanada.reporting.commands import import_external
from musanada.reporting.commands.series import describe_series, load_series
from musanada.reporting.externals import read_file, read_text
from musanada.reporting.models import ExternalFigure, ExternalSeries
from musanada.reporting.queries import series
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.series import between, comparable, shipped_series, span_of
from musanada.reporting.tests.test_externals import sheet
from musanada.reporting.verify.mapping import FILE

FIGURES = FILE.with_name("external-figures.csv")
ATTEMPTS = "moi.attempts_prevented"


@pytest.fixture
def entered(house):
    import_external(system_user("console"), read_file(FIGURES))
    return house


def test_every_series_of_the_product_is_described_in_four_languages():
    assert {row.series for row in read_file(FIGURES)} == set(shipped_series())
    for one in shipped_series().values():
        assert set(one.label) == {"fr", "ar", "en", "es"}
        assert one.unit in {row.unit for row in read_file(FIGURES) if row.series == one.code}
        assert any("\u0600" <= letter <= "\u06ff" for words in one.words for letter in words)


@pytest.mark.django_db
def test_descriptions_are_loaded_once_and_what_was_changed_stays():
    assert load_series() == len(shipped_series())
    ExternalSeries.objects.filter(code=ATTEMPTS).update(counts="autre chose")
    assert load_series() == 0
    assert series.described()[ATTEMPTS].counts == "autre chose"


def test_a_series_is_described_by_who_enters_figures(house):
    told = {"label_fr": "Passages", "unit": "persons", "words": "passages\n\n عبور "}
    describe_series(house.mne, "moi.crossings", **told)
    assert series.described()["moi.crossings"].words == ("passages", "عبور")
    with pytest.raises(BadInput, match="au moins le nom"):
        describe_series(house.mne, "moi.crossings", label_fr=" ")
    with pytest.raises(MissingRight):
        describe_series(house.agent, "moi.crossings", **told)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("s.x,,total,1,persons,exact,final,,,,,", "une valeur sans période ne dit rien"),
        ("s.x,2024,total,18,rank,exact,final,,,,,", "un rang se donne avec son univers"),
    ],
)
def test_a_value_without_its_period_and_a_rank_without_its_universe_are_refused(line, says):
    with pytest.raises(BadInput, match=says):
        read_text(sheet(line))


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("2024", "year"), ("2024-01/2024-09", "to_date"), ("2024-H1", "to_date"), ("2024-Q1", "to_date"),
        ("../2016-12", "upto"), ("2024-01", "other"), ("2024-09", "other"), ("2024-H2", "other"), ("2023/2024", "other"),
        ("2024/..", "other"),
    ],
)  # fmt: skip
def test_what_a_period_is_of_its_year(period, span):
    assert span_of(period) == span


def test_part_of_a_year_is_never_set_beside_a_year():
    assert comparable("2024", "2023")
    assert comparable("2024-01/2024-09", "2023-01/2023-09")
    assert not comparable("2024", "2024-01/2024-09")
    assert not comparable("2024-01/2024-09", "2024-01/2024-08")
    assert not comparable("../2016-12", "../2015-02")
    assert between("2024-01/2024-09", "2024-01/2024-08").text == "2024-09"
    assert between("../2016-12", "../2015-02").text == "2015-03/2016-12"
    assert between("2024", "2023") is None


def test_releases_stand_in_the_order_in_which_they_came_out(entered):
    every = series.vintages(entered.mne, ATTEMPTS)
    assert series.releases(every) == ["2024", "2024-11", "2025"]
    names, lines = series.triangle(every)
    assert [(line.period, line.span) for line in lines] == [
        ("2024", "year"), ("2024-01/2024-09", "to_date"), ("2024-01/2024-08", "to_date"),
    ]  # fmt: skip
    assert [[value.value if value else None for value in line.values] for line in lines] == [
        [None, None, 78685], [None, 48963, None], [45015, None, None],
    ]  # fmt: skip
    assert names == ["2024", "2024-11", "2025"]


def test_two_releases_are_compared_and_a_longer_stretch_is_no_rise(entered):
    every = series.vintages(entered.mne, ATTEMPTS)
    (pair,) = series.compared(every, "2024", "2024-11")
    assert (pair.relation, pair.difference, pair.rest) == ("grown", 3948, "2024-09")
    line = f"{ATTEMPTS},2024,total,78700,attempts,exact,revised,2026,Ministry,,,"
    import_external(system_user("console"), read_text(sheet(line)))
    every = series.vintages(entered.mne, ATTEMPTS)
    (pair,) = series.compared(every, "2025", "2026")
    assert (pair.relation, pair.difference) == ("revised", 15)
    assert ExternalFigure.objects.filter(series=ATTEMPTS, period="2024").count() == 2


def test_shares_and_ranks_are_never_subtracted(entered):
    lines = (
        "s.p,2024-01/2024-08,total,10,percent,exact,final,2024-09,,,,",
        "s.p,2024,total,12,percent,exact,final,2025,,,,",
    )
    import_external(system_user("console"), read_text(sheet(*lines)))
    (pair,) = series.compared(series.vintages(entered.mne, "s.p"), "2024-09", "2025")
    assert (pair.relation, pair.difference) == ("unlike", None)


def test_rates_have_the_census_below_and_regions_without_a_base_have_none(entered):
    bases = series.denominators(entered.mne)
    assert (bases["total"].value, bases["MA-06"].value, "MA-02" in bases) == (148152, 60902, False)
    with queries.figures(entered.mne) as engine:
        found = {
            one.region: one for one in rates.by_region(engine, "assistance.people_assisted", "2024", bases)
        }
    assert len(found) == 14
    assert (found["MA-02"].value, found["MA-02"].base, found["MA-02"].rate) == (1, None, None)
    assert (found["MA-04"].value, found["MA-04"].rate) == (1, Decimal("0.0"))
    assert (found["rest"].value, found["rest"].base, found["rest"].rate) == (1, 7871, Decimal("0.1"))
    assert found["total"].value == 2


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("assistance.acts", "compte des personnes"),
        ("assistance.share_women", "compte des personnes"),
        ("assistance.people_reached", "aussi des Marocains"),
        ("protection.children_met", "compte des personnes"),
    ],
)
def test_a_rate_needs_persons_who_are_all_foreign(code, says):
    assert says in rates.why_not(shipped_indicators()[code])
    assert rates.why_not(shipped_indicators()["assistance.people_assisted"]) == ""


@pytest.fixture
def page_of(client):
    def visit(user, name, *args, data=None, query=""):
        client.force_login(user)
        url = reverse(f"reporting:{name}", args=args) + query
        return client.get(url) if data is None else client.post(url, data)

    return visit


def test_the_page_of_a_series(entered, page_of):
    answer = page_of(entered.mne, "series", ATTEMPTS)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "depuis janvier, année non finie" in text
    assert "pas une évolution" in text
    answer = page_of(entered.mne, "series", ATTEMPTS, query="?old=2024&new=2024-11")
    assert answer.context["pairs"][0]["difference"] == 3948
    assert page_of(entered.mne, "series", "no.such").status_code == 404
    assert page_of(entered.agent, "series", ATTEMPTS).status_code == 403
    assert page_of(entered.official, "series", ATTEMPTS).status_code in {403, 409}


def test_a_rank_says_among_what(entered, page_of):
    text = page_of(entered.mne, "series", "ranking.country_of_origin").content.decode()
    assert "Parmi les pays du monde" in text
    assert "Parmi les pays d&#x27;Afrique" in text


def test_rates_on_their_page_and_a_link_from_the_figure(entered, page_of):
    answer = page_of(entered.mne, "rates", "assistance.people_assisted", query="?period=2024")
    assert answer.status_code == 200
    assert "non publié" in answer.content.decode()
    assert page_of(entered.mne, "rates", "assistance.acts", query="?period=2024").status_code == 400
    shown = page_of(entered.mne, "figure", "assistance.people_assisted", query="?period=2024")
    assert "/rates/" in shown.content.decode()


def test_a_file_of_figures_comes_in_after_a_look(house, page_of):
    text = sheet("s.x,2024,total,5,persons,exact,final,2025,,,,")
    looked = page_of(house.mne, "external-import", data={"text": text})
    assert [row.series for row in looked.context["rows"]] == ["s.x"]
    assert not ExternalFigure.objects.exists()
    assert page_of(house.mne, "external-import", data={"text": text, "go": "1"}).status_code == 302
    assert ExternalFigure.objects.count() == 1
    wrong = page_of(house.mne, "external-import", data={"text": text.replace("2024", "")})
    assert wrong.status_code == 422
    assert page_of(house.agent, "external-import").status_code == 403


def test_a_series_is_described_on_its_page(house, page_of):
    import_external(house.mne, read_text(sheet("s.x,2024,total,5,persons,exact,final,2025,,,,")))
    assert "encore dit ce que compte" in page_of(house.mne, "series", "s.x").content.decode()
    told = {"label_fr": "Essai", "unit": "persons"}
    assert page_of(house.mne, "series-describe", "s.x", data=told).status_code == 302
    assert series.described()["s.x"].name("ar") == "Essai"
