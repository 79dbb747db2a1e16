"""Pages of figures: what each reader sees, what never shows, and what a wrong address answers."""

import re
from datetime import date

import pytest
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.reporting.commands import import_external
from musanada.reporting.externals import read_text
from musanada.reporting.tests.house import SECRET, give
from musanada.reporting.tests.test_externals import LINE, sheet

PEOPLE = "assistance.people_assisted"


@pytest.fixture
def open_as(house, client):
    """``open_as(user, name, *args, **query)``: the page as that user sees it."""

    def visit(user, name, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"reporting:{name}", args=args), query)

    return visit


def text(answer):
    return answer.content.decode()


def test_the_list_shows_every_figure_of_the_last_year_with_acts(house, open_as):
    answer = open_as(house.mne, "list")
    assert answer.status_code == 200
    assert "Personnes aidées" in text(answer)
    assert answer.context["period"] == "2024"
    values = {key.label: key.value for _title, keys in answer.context["groups"] for key in keys}
    assert values["Personnes aidées"] == "2"
    assert values["Personnes aidées, toutes nationalités"] == "3"


def test_a_figure_says_its_value_words_period_and_comparison(house, open_as):
    answer = open_as(house.mne, "figure", PEOPLE, period="2024")
    key = answer.context["key"]
    assert (key.value, key.unit, key.period) == ("2", "personnes", "2024")
    assert key.change.text == "100,0\xa0% de plus que 2023 (1)"
    assert "chacune compte une fois" in key.definition.lower()
    assert "-- assistance.people_assisted, 2024" in text(answer)


def test_split_tables_have_unknown_rows_and_link_to_their_records(house, open_as):
    answer = open_as(house.mne, "figure", PEOPLE, period="2024")
    kind = next(s for s in answer.context["splits"] if s.name == "kind")
    assert [(row.labels, row.value) for row in kind.rows] == [
        (("Aide alimentaire",), "2"), (("Santé",), "1"), (("Non connu",), "0"),
    ]  # fmt: skip
    assert "plusieurs lignes" in kind.note
    assert "where=kind%3Dfood" in kind.rows[0].records_url


def test_each_split_comes_with_its_picture(house, open_as):
    answer = open_as(house.mne, "figure", PEOPLE, period="2024")
    pictures = {split.name: bool(split.chart) for split in answer.context["splits"]}
    assert pictures == {
        "kind": True,
        "sex": True,
        "age": True,
        "nationality": True,
        "region": True,
        "programme": True,
    }


def test_one_split_is_asked_for_by_the_address(house, open_as):
    answer = open_as(house.mne, "figure", PEOPLE, period="2024", by="province")
    (split,) = answer.context["splits"]
    assert split.columns == ("Région", "Province ou préfecture")
    assert ("L'Oriental", "Oujda-Angad") in [row.labels for row in split.rows]


def test_a_filter_shows_as_a_chip_that_removes_it(house, open_as):
    answer = open_as(house.mne, "figure", PEOPLE, period="2024", where="sex=F;kind=health")
    assert answer.context["key"].value == "1"
    assert [chip.label for chip in answer.context["chips"]] == ["Sexe : Femme", "Famille d'aide : Santé"]
    assert "where=kind%3Dhealth" in answer.context["chips"][0].url


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"period": "20x4"}, 400),
        ({"period": "2024", "by": "colour"}, 404),
        ({"period": "2024", "where": "x=1"}, 400),
    ],
)
def test_a_wrong_address_gets_a_clear_answer(house, open_as, query, status):
    answer = open_as(house.mne, "figure", PEOPLE, **query)
    assert answer.status_code == status
    assert "Traceback" not in text(answer)


def test_an_unknown_figure_is_not_found(house, open_as):
    assert open_as(house.mne, "figure", "assistance.nothing").status_code == 404


def test_the_year_s_page_has_the_report_s_figures(house, open_as):
    answer = open_as(house.mne, "assistance", "2024")
    assert answer.context["lead"].value == "2"
    assert [key.value for key in answer.context["keys"]][:2] == ["2", "1"]
    assert open_as(house.mne, "assistance-latest").headers["Location"] == reverse(
        "reporting:assistance", args=["2024"]
    )


def test_records_show_reference_sex_age_place_and_act_but_no_name(house, open_as):
    answer = open_as(house.mne, "records", PEOPLE, period="2024", where="sex=F")
    assert answer.status_code == 200
    rows = answer.context["rows"]
    assert [(r["act"], r["sex"], r["age"], r["place"]) for r in rows] == [
        ("Panier alimentaire", "Femme", "Non connu", "Oujda-Angad"),
        ("Santé", "Femme", "Non connu", "Oujda-Angad"),
        ("Panier alimentaire", "Femme", "Non connu", "Rabat"),
    ]
    assert SECRET not in text(answer)
    assert all(not row["url"] for row in rows)


def test_a_manager_who_may_open_people_gets_links_and_still_no_name(house, open_as):
    answer = open_as(house.manager, "records", PEOPLE, period="2024")
    assert reverse("people:person", args=[house.awa.pk]) in text(answer)
    assert SECRET not in text(answer)


def test_records_of_other_offices_are_counted_but_not_shown(house, open_as):
    answer = open_as(house.local, "records", PEOPLE, period="2024")
    assert (answer.context["seen"], answer.context["total"]) == (1, 3)
    assert {row["place"] for row in answer.context["rows"]} == {"Rabat"}


@pytest.mark.parametrize("who", ["mne", "manager"])
def test_which_care_somebody_had_is_not_told_by_asking_for_it(house, open_as, who):
    """Records behind one service would say it of each reference: health acts are behind their family only."""
    user = getattr(house, who)
    answer = open_as(user, "records", PEOPLE, period="2024", where="service=primary-consultation")
    assert (answer.context["total"], answer.context["seen"], answer.context["rows"]) == (1, 0, [])
    every = open_as(user, "records", PEOPLE, period="2024").context["rows"]
    assert "Santé" in {row["act"] for row in every}
    food = open_as(user, "records", PEOPLE, period="2024", where="service=food-basket")
    assert {row["act"] for row in food.context["rows"]} == {"Panier alimentaire"}


def test_opening_records_is_journalled_with_codes_only(house, open_as):
    open_as(house.mne, "records", PEOPLE, period="2024", where="sex=F")
    line = AuditEntry.objects.get(verb="figures.records")
    assert line.details == {"figure": PEOPLE, "period": "2024", "where": "sex=F", "page": 1}
    assert line.actor == house.mne


def test_records_need_their_own_right(house, open_as):
    assert open_as(house.statistician, "figure", PEOPLE, period="2024").context["records_url"] == ""
    assert open_as(house.statistician, "records", PEOPLE, period="2024").status_code == 403


@pytest.mark.parametrize("name", ["list", "figure", "assistance", "external"])
def test_figures_need_a_right(house, open_as, name):
    args = {"figure": (PEOPLE,), "assistance": ("2024",)}.get(name, ())
    assert open_as(house.agent, name, *args, period="2024").status_code == 403


@pytest.mark.parametrize("name", ["figure", "records", "pdf", "external", "assistance"])
def test_counts_do_not_cross_from_humanitarian_to_state(house, open_as, name):
    args = {"external": (), "assistance": ("2024",)}.get(name, (PEOPLE,))
    answer = open_as(house.official, name, *args, period="2024")
    assert answer.status_code in {403, 409}
    assert "services de l'État" in text(answer).replace("&#x27;", "'")


@pytest.mark.parametrize("name", ["figure", "records", "pdf"])
def test_a_state_authority_reads_the_figures_of_its_own_files(house, open_as, name):
    for code in ("regularisation.approval_rate", "cards.valid"):
        assert open_as(house.official, name, code, period="2024").status_code == 200


def test_a_state_authority_is_listed_its_own_figures_only(house, open_as):
    answer = open_as(house.official, "list", period="2024")
    shown = set(re.findall(r"/figures/([a-z]+\.[a-z_]+)/", text(answer)))
    assert "regularisation.approval_rate" in shown
    assert {code.split(".")[0] for code in shown} <= {"regularisation", "associations", "cards"}
    assert reverse("reporting:assistance", args=["2024"]) not in text(answer)


def test_the_page_on_paper_is_a_pdf_in_the_reader_s_language(house, open_as, client):
    answer = open_as(house.mne, "pdf", PEOPLE, period="2024")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "assistance.people_assisted-2024.pdf" in answer.headers["Content-Disposition"]


def test_arabic_pages_open(house, open_as, client):
    client.cookies["django_language"] = "ar"
    answer = open_as(house.mne, "figure", PEOPLE, period="2024-Q3")
    assert answer.status_code == 200
    assert "الأشخاص المستفيدون من المساعدة" in text(answer)


def test_figures_of_others_show_their_source(house, open_as):
    import_external(house.mne, read_text(sheet(LINE)))
    answer = open_as(house.statistician, "external")
    assert "census.foreigners" in text(answer)
    assert "HCP, RGPH 2024" in text(answer)


@pytest.mark.parametrize("code", ["assistance.health_change", "assistance.share_women", "assistance.acts_per_person",
                                  "assistance.services_sum", "programmes.cities", "people.on_register",
                                  "assistance.bed_nights", "assistance.cash_amount"])  # fmt: skip
def test_every_kind_of_figure_has_a_page(house, open_as, code):
    assert open_as(house.mne, "figure", code, period="2024").status_code == 200
    assert open_as(house.mne, "figure", code, period="2019").status_code == 200


def test_a_region_without_a_rate_is_missing_on_the_map_and_not_zero(house, open_as):
    def map_of(code):
        answer = open_as(house.mne, "figure", code, period="2024", by="region")
        return str(answer.context["splits"][0].chart)

    assert "non disponible" in map_of("assistance.share_women")
    assert "non disponible" not in map_of(PEOPLE)


def test_a_score_is_of_state_only_where_who_was_eligible_is_too():
    from musanada.reporting.queries.live import of_state
    from musanada.reporting.registry import shipped_indicators

    known = shipped_indicators()
    own = known["regularisation.files_ever"]
    assert of_state(own, known)
    assert not of_state(own.model_copy(update={"kind": "score", "eligible": PEOPLE}), known)
    assert not of_state(own.model_copy(update={"kind": "score", "eligible": "own.unknown"}), known)


def test_records_of_an_older_extract_do_not_open_once_somebody_was_hidden(house, monkeypatch):
    from musanada.reporting import extract, queries
    from musanada.reporting.registry import shipped_indicators

    one, old = shipped_indicators()[PEOPLE], extract.fresh_extract()
    give(house, house.awa, "food-basket", date(2024, 9, 1), unit=house.office)
    with queries.as_at(house.mne, old.folder.name, one) as opened:
        assert (opened.same, opened.engine.extract.folder) == (True, old.folder)
    monkeypatch.setattr(extract, "hidden_since", lambda: old.known_at)
    with queries.as_at(house.mne, old.folder.name, one) as opened:
        assert not opened.same
        assert opened.engine.extract.known_at > old.known_at
