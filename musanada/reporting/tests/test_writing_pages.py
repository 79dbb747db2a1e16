"""Pages where a definition is written: the value and the records beside it, the second person, versions side by side."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.reporting.engine.cells import Cell
from musanada.reporting.models import IndicatorVersion
from musanada.reporting.pages import covered
from musanada.reporting.pages.splits import Split, SplitRow
from musanada.reporting.registry import load_indicators, read_indicator, shipped_indicators
from musanada.reporting.tests.house import SECRET
from musanada.reporting.tests.test_versions import FOOD, put_into_force
from musanada.reporting.writing.compare import differences
from musanada.reporting.writing.offers import Offer, facts
from musanada.reporting.writing.shape import on_the_page

NOW = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = {
    f"{name}_{lang}": f"{name} {lang}." for name in ("label", "definition") for lang in ("fr", "en", "es")
}
WORDS |= {"label_ar": "عنوان", "definition_ar": "تعريف."}
FORM = WORDS | {
    "fact": "assistance_given", "id": "assistance.food_women", "group": "assistance", "unit": "persons",
    "measure": "persons:once_per_period", "clock": "flow:given_on", "where": "family = food and sex = F",
    "dims": ["nationality", "place"], "after": "5", "period": "2024", "save": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def small_world(monkeypatch):
    """Three people: their numbers show, except where a test asks for the rule."""
    monkeypatch.setattr(covered, "LEAST", 0)


@pytest.fixture
def page_of(client):
    """``page_of(user, name, *args)`` and, with ``data``, the answer to a form."""

    def visit(user, name, *args, data=None, query=""):
        client.force_login(user)
        url = reverse(f"reporting:{name}", args=args) + query
        return client.get(url) if data is None else client.post(url, data)

    return visit


def test_a_fact_is_chosen_first(house, page_of):
    answer = page_of(house.mne, "definition-new")
    assert answer.status_code == 200
    assert "?fact=assistance_given" in answer.content.decode()


def test_the_value_and_the_records_show_while_one_writes(house, page_of):
    told = {name: FORM[name] for name in ("fact", "measure", "clock", "where", "dims", "unit", "period")}
    answer = page_of(house.mne, "definition-preview", data=told)
    trial = answer.context["trial"]
    assert (trial.key.value, trial.key.unit, trial.total) == ("2", "personnes", 2)
    assert [row["act"] for row in answer.context["rows"]] == ["Panier alimentaire"] * 2
    assert [(row.labels, row.value) for row in trial.splits[0].rows][:2] == [
        (("Guinée",), "1"),
        (("Sénégal",), "1"),
    ]
    assert SECRET not in answer.content.decode()
    assert AuditEntry.objects.filter(verb="figures.records").count() == 1


def test_no_number_under_five_shows_while_one_writes(house, page_of, monkeypatch):
    monkeypatch.setattr(covered, "LEAST", 5)
    told = {name: FORM[name] for name in ("fact", "measure", "clock", "where", "dims", "unit", "period")}
    trial = page_of(house.mne, "definition-preview", data=told).context["trial"]
    assert (trial.key.value, trial.key.change, trial.splits, trial.records) == ("moins de 5", None, (), ())
    put_into_force(house, FOOD)
    version = IndicatorVersion.objects.get()
    shown = page_of(house.mne, "definition", version.pk, query="?period=2024").context["trial"]
    assert (shown.key.value, shown.total) == ("3", 3)


def test_a_covered_row_does_not_follow_from_the_total(monkeypatch):
    monkeypatch.setattr(covered, "LEAST", 5)
    whole = SimpleNamespace(value=10, numerator=None, denominator=None)
    rows = [
        SplitRow(
            (code,),
            str(n),
            "",
            "known",
            "",
            Cell("x", 1, "2024", NOW, {"sex": code}, n, None, None, "persons"),
        )
        for code, n in (("F", 7), ("M", 3))
    ]
    table = covered.split_of(Split("sex", "", (), rows, "10", False, ""), whole, "fr")
    assert [row.value for row in table.rows] == ["moins de 5", "moins de 5"]


def test_without_javascript_the_value_is_asked_for_by_a_button(house, page_of):
    data = {name: FORM[name] for name in ("fact", "measure", "clock", "period")} | {"look": "1"}
    answer = page_of(house.mne, "definition-new", data=data, query="?fact=assistance_given")
    assert answer.status_code == 200
    assert answer.context["trial"].key.value == "3"
    assert not answer.context["form"].errors


def test_a_definition_is_written_sent_and_put_into_force_by_another(house, page_of):
    answer = page_of(house.mne, "definition-new", data=FORM, query="?fact=assistance_given")
    version = IndicatorVersion.objects.get()
    assert answer.headers["Location"] == reverse("reporting:definition", args=[version.pk])
    assert page_of(house.mne, "definition", version.pk).context["trial"].key.value == "2"
    page_of(house.mne, "definition-submit", version.pk, data={})
    shown = page_of(house.mne, "definition", version.pk)
    assert shown.context["may"].own
    assert "une autre personne doit la relire" in shown.content.decode()
    assert page_of(house.mne, "definition-activate", version.pk, data={}).status_code == 409
    assert page_of(house.statistician, "definition", version.pk).context["may"].review
    page_of(house.statistician, "definition-activate", version.pk, data={})
    one = load_indicators()["assistance.food_women"]
    assert one.residual.other.dims == ("nationality",)
    assert one.dims["nationality"] == shipped_indicators()["assistance.people_assisted"].dims["nationality"]
    assert page_of(house.mne, "figure", "assistance.food_women", query="?period=2024").status_code == 200


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"where": "reference = K7M2QXB9"}, "where"),
        ({"where": "family is food"}, "where"),
        ({"id": "assistance.people_assisted"}, "id"),
        ({"id": "Wrong"}, "id"),
        ({"label_es": ""}, "label_es"),
    ],
)
def test_what_is_wrong_stands_at_its_question(house, page_of, told, field):
    answer = page_of(house.mne, "definition-new", data=FORM | told, query="?fact=assistance_given")
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not IndicatorVersion.objects.exists()


def test_a_figure_made_of_others(house, page_of):
    data = {n: v for n, v in FORM.items() if n not in {"measure", "clock", "where", "dims", "after"}} | {
        "fact": "derived", "id": "own.women", "unit": "percent", "kind": "share", "of": "assistance.people_assisted",
        "part": "sex=F",
    }  # fmt: skip
    answer = page_of(house.mne, "definition-new", data=data, query="?fact=derived")
    assert answer.status_code == 302
    version = IndicatorVersion.objects.get()
    assert page_of(house.mne, "definition", version.pk).context["trial"].key.value == "100,0\xa0%"
    assert page_of(house.mne, "definition-change", version.pk).status_code == 200


def test_the_next_version_shows_what_it_changes(house, page_of):
    put_into_force(house, FOOD)
    answer = page_of(house.mne, "definition-next", "own.food", data={})
    second = IndicatorVersion.objects.get(version=2)
    assert answer.headers["Location"] == reverse("reporting:definition-change", args=[second.pk])
    form = page_of(house.mne, "definition-change", second.pk).context["form"]
    told = {n: form.initial.get(n) for n in form.fields} | {
        "fact": "assistance_given",
        "reason": "plus large",
    }
    told = {n: v for n, v in told.items() if v is not None} | {"where": "family in [food, nfi]"}
    assert page_of(house.mne, "definition-change", second.pk, data=told).status_code == 302
    changes = page_of(house.mne, "definition", second.pk).context["changes"]
    assert [(one.title, one.before, one.after) for one in changes] == [
        ("Condition", "family = food", "family in [food, nfi]")
    ]
    answer = page_of(house.mne, "definition-history", "own.food")
    assert [one.version for one, _tone in answer.context["versions"]] == [2, 1]
    assert answer.context["changes"] == changes


def test_what_is_written_is_seen_where_one_writes_or_reviews(house, page_of):
    page_of(house.local, "definition-new", data=FORM, query="?fact=assistance_given")
    version = IndicatorVersion.objects.get()
    assert version.unit == house.other
    assert page_of(house.mne, "definition", version.pk).status_code == 200
    assert page_of(house.official, "definition", version.pk).status_code == 404
    assert page_of(house.agent, "definition", version.pk).status_code == 403


def test_a_state_authority_does_not_count_by_a_definition_of_its_own(house, page_of):
    from musanada.reporting.tests.house import account

    officer = account(house.ministry, "karima", "mne_officer")
    told = {name: FORM[name] for name in ("fact", "measure", "clock", "unit", "period")}
    answer = page_of(officer, "definition-preview", data=told)
    assert answer.context["trial"].key is None
    assert "services de l" in answer.context["trial"].problem


def test_which_care_somebody_had_is_not_told_by_a_definition(house, page_of):
    told = {name: FORM[name] for name in ("fact", "measure", "clock", "unit", "period")}
    answer = page_of(house.mne, "definition-preview", data=told | {"where": "service = primary-consultation"})
    trial = answer.context["trial"]
    assert (trial.key.value, trial.total, trial.seen, list(trial.records)) == ("1", 1, 0, [])


def test_the_yaml_can_be_changed_by_hand(house, page_of):
    page_of(house.mne, "definition-new", data=FORM, query="?fact=assistance_given")
    version = IndicatorVersion.objects.get()
    text = version.body.replace("family = food and sex = F", "sex = F")
    answer = page_of(house.mne, "definition-text", version.pk, data={"text": text})
    assert answer.status_code == 302
    answer = page_of(house.mne, "definition-text", version.pk, data={"text": text + "colour: red\n"})
    assert answer.status_code == 422
    assert "colour" in answer.content.decode()


def test_files_come_in_after_a_look_and_go_out_again(house, page_of):
    put_into_force(house, FOOD)
    out = page_of(house.mne, "definition-export")
    assert "attachment" in out.headers["Content-Disposition"]
    text = out.content.decode()
    assert "id: own.food" in text
    looked = page_of(house.mne, "definition-import", data={"text": text}).context["looked"]
    assert [(line.code, line.outcome) for line in looked] == [("own.food", "same")]
    other = text.replace("own.food", "own.other")
    assert page_of(house.mne, "definition-import", data={"text": other, "go": "1"}).status_code == 302
    assert IndicatorVersion.objects.get(code="own.other").state == "draft"
    assert page_of(house.mne, "definition-import", data={"text": "x: ["}).status_code == 422
    assert page_of(house.mne, "definition-export", query="?id=own.nothing").status_code == 404


def test_the_reference_names_every_figure_that_one_may_read(house, page_of):
    groups = page_of(house.mne, "reference").context["groups"]
    assert {e["one"].id for _g, _t, entries in groups for e in entries} == set(shipped_indicators())
    groups = page_of(house.official, "reference").context["groups"]
    shown = {e["one"].id.partition(".")[0] for _g, _t, entries in groups for e in entries}
    assert shown <= {"regularisation", "associations", "cards"}


def test_facts_of_protection_are_for_who_may_read_them(house):
    assert "street_encounter" in {fact.name for fact in facts(house.mne)}
    assert "street_encounter" not in {fact.name for fact in facts(house.agent)}


def test_every_fact_offers_something_to_count(house):
    known = shipped_indicators()
    assert all(Offer(fact, known).measures and Offer(fact, known).clocks for fact in facts(house.mne))


def test_what_the_questions_do_not_cover_is_changed_as_a_text():
    known = shipped_indicators()
    plain = read_indicator(FOOD, "x")
    assert on_the_page(plain, {**known, plain.id: plain})
    checked = read_indicator(FOOD + "checks: [sum(sex)]\n", "x")
    assert not on_the_page(checked, known)


def test_two_definitions_are_compared_field_by_field():
    one = shipped_indicators()["assistance.people_assisted"]
    other = one.model_copy(update={"where": "sex = F", "version": 2})
    assert [(d.title, d.after) for d in differences(one, other)] == [("Condition", "sex = F")]
    assert differences(one, one) == []
