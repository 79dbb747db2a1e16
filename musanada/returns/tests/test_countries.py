"""Country sheets: what they show, what they hide, whose notes one reads and replaces."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.models import Country
from musanada.returns.commands.country_notes import write_country_note
from musanada.returns.models import CountryNote, PastReturn, TravelDocument
from musanada.returns.queries import countries as queries
from musanada.returns.queries.flows import flows
from musanada.returns.tests.scene import a_reintegration, a_return, signed_in

pytestmark = pytest.mark.django_db
HIDDEN = "Moins de cinq personnes"


def past(scene, country, number, *, year=2010, **values):
    rows = [
        PastReturn(
            unit=scene.root, pseudonym=f"{country}-{year}-{n}", channel="state", funding=scene.funding["state"],
            country_id=country, departed_on=date(year, 3, 1), source="Registre", **values,
        )
        for n in range(number)
    ]  # fmt: skip
    PastReturn.objects.bulk_create(rows)


def page(scene, name, *args, who="maroc.case_manager", **query):
    return signed_in(scene.staff[who]).get(reverse(f"returns:{name}", args=args), query)


def test_a_country_with_few_people_shows_no_number(scene):
    past(scene, "SEN", 30)
    past(scene, "GIN", 25)
    past(scene, "TGO", 3)
    found = flows(scene.manager, "from_morocco")
    assert found.number("TGO") is None
    shown = {code for code in ("SEN", "GIN") if found.number(code) is not None}
    assert len(shown) == 1  # the next smallest goes with it, or the total would tell
    answer = page(scene, "country", "TGO")
    assert answer.status_code == 200
    assert HIDDEN in answer.content.decode()
    assert ">3<" not in answer.content.decode()


def test_a_sheet_and_the_map_hide_the_same_year(scene):
    past(scene, "SEN", 30, year=2010)
    past(scene, "SEN", 2, year=2011)
    past(scene, "SEN", 40, year=2012)
    found = flows(scene.manager, "from_morocco")
    sheet = queries.sheet(scene.manager, "SEN", "from_morocco")
    assert sheet.total == 72
    assert dict(sheet.by_year) == {year: found.number("SEN", year) for year in ("2010", "2011", "2012")}
    assert [year for year, number in sheet.by_year if number is None] == ["2010", "2011"]


def test_small_sexes_hide_together(scene):
    past(scene, "SEN", 20, sex="M", minor=False)
    past(scene, "SEN", 2, year=2011, sex="F", minor=True)
    past(scene, "SEN", 30, year=2012, sex="M", minor=False)
    sheet = queries.sheet(scene.manager, "SEN", "from_morocco")
    assert {part.code: part.number for part in sheet.sexes} == {"F": None, "M": None}
    assert {part.code: part.number for part in sheet.ages} == {"adult": None, "minor": None}


def test_a_middle_of_few_is_not_given(scene):
    for _n in range(4):
        a_return(scene, "departed")
    assert queries.sheet(scene.manager, "SEN", "from_morocco").waiting.n is None
    a_return(scene, "departed")
    waiting = queries.sheet(scene.manager, "SEN", "from_morocco").waiting
    assert (waiting.n, waiting.median, waiting.ninth) == (5, 40, 40)


def test_withdrawals_that_are_few_are_hidden(scene):
    for _n in range(6):
        a_return(scene, "registered")
    a_return(scene, "withdrawn")
    sheet = queries.sheet(scene.manager, "SEN", "from_morocco")
    assert (sheet.applied, sheet.withdrawn) == (7, None)


def test_a_rung_of_the_ladder_that_tells_of_a_few_is_hidden(scene):
    for number in range(6):
        a_reintegration(scene, state="contacted" if number else "eligible")
    rungs = {part.code: part.number for part in queries.sheet(scene.manager, "SEN", "from_morocco").ladder}
    assert rungs["eligible"] == 6
    assert rungs["contacted"] is None  # five contacted: one was not


def test_the_delay_of_a_laissez_passer_is_observed(scene):
    for days in (10, 20, 30, 40, 50):
        one = a_return(scene, "counselled")
        asked = timezone.localdate() - timedelta(days=90)
        TravelDocument.objects.create(
            ret=one, kind="laissez_passer", state="obtained", issuer_id="SEN", asked_on=asked, by=scene.manager,
            obtained_on=asked + timedelta(days=days), valid_to=asked + timedelta(days=200),
        )  # fmt: skip
    found = queries.laissez_passer(scene.manager, "SEN")
    assert (found.n, found.median, found.ninth) == (5, 30, 50)


def test_hidden_people_are_counted_in_no_sheet(scene):
    from musanada.people.models import Person

    one = a_return(scene, "departed")
    Person.objects.filter(pk=one.case.person_id).update(protected=True)
    assert flows(scene.manager, "from_morocco").countries == []


def test_counts_do_not_cross_to_the_state(scene):
    past(scene, "SEN", 30)
    assert flows(scene.staff["state.agent"], "from_morocco").table == {}
    PastReturn.objects.update(unit=scene.state)
    assert flows(scene.staff["state.agent"], "from_morocco").number("SEN") == 30


@pytest.mark.parametrize("code", ["MAR", "sen", "ZZZ", "S"])
def test_what_is_no_other_country_is_not_found(scene, code):
    assert page(scene, "country", code).status_code == 404


def test_pages_need_their_right(scene):
    for name, args in (("countries", ()), ("country", ("SEN",)), ("flows", ()), ("flows-svg", ())):
        assert page(scene, name, *args, who="maroc.finance_officer").status_code == 403
    assert page(scene, "country-note-new", "SEN").status_code == 403


# Notes


def note(scene, **values):
    values = {
        "country": Country.objects.get(pk="SEN"),
        "topic": "consulate",
        "text_fr": "Ouvert le mardi.",
    } | values
    return write_country_note(scene.lead, scene.maroc, **values)


def test_a_note_is_replaced_and_stays_readable(scene):
    first = note(scene)
    second = note(scene, text_fr="Ouvert le jeudi.", text_ar="مفتوح يوم الخميس.", days=12, replaces=first)
    first.refresh_from_db()
    assert first.replaced_on == timezone.localdate()
    text = page(scene, "country", "SEN").content.decode()
    assert "Ouvert le jeudi." in text
    assert "Ouvert le mardi." in text
    assert "À confirmer" in text
    assert CountryNote.objects.get(replaced_on=None) == second


def test_arabic_readers_get_the_arabic_text(scene):
    note(scene, text_ar="مفتوح يوم الخميس.")
    client = signed_in(scene.manager)
    client.cookies["django_language"] = "ar"
    assert "مفتوح يوم الخميس." in client.get(reverse("returns:country", args=["SEN"])).content.decode()


def test_a_note_replaced_meanwhile_is_not_overwritten(scene):
    first = note(scene)
    note(scene, text_fr="Autre.", replaces=first)
    with pytest.raises(Refused) as refusal:
        note(scene, text_fr="Troisième.", replaces=first)
    assert refusal.value.code == "changed"
    with pytest.raises(Refused):
        note(scene, text_fr="Comme neuve.")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"topic": "weather"}, "topic"), ({"text_fr": "  "}, "text_fr"), ({"days": -1}, "days"),
     ({"on": date(2999, 1, 1)}, "on"), ({"text_fr": "x" * 4001}, "text_fr")],
)  # fmt: skip
def test_a_note_that_makes_no_sense_says_where(scene, values, field):
    with pytest.raises(BadInput) as refusal:
        note(scene, **values)
    assert field in refusal.value.fields


def test_who_may_not_set_rules_writes_no_note(scene):
    with pytest.raises(MissingRight):
        write_country_note(
            scene.manager, scene.maroc, country=Country.objects.get(pk="SEN"), topic="safety", text_fr="x"
        )


def test_notes_of_another_organisation_are_not_read_nor_replaced(scene):
    theirs = note(scene)
    assert queries.notes(scene.abroad, "SEN") == []
    answer = page(scene, "country-note", theirs.pk, who="france.programme_manager")
    assert answer.status_code == 404


def test_a_note_is_written_by_its_form(scene):
    client = signed_in(scene.lead)
    new = reverse("returns:country-note-new", args=["SEN"])
    values = {"unit": str(scene.maroc.pk), "topic": "transit", "text_fr": "Bus à 14 h.", "on": "2024-05-01"}
    assert client.post(new, values | {"text_fr": ""}).status_code == 422
    assert client.post(new, values).status_code == 302
    again = client.post(new, values)
    assert again.status_code == 422  # the topic is held already
    one = CountryNote.objects.get()
    edit = reverse("returns:country-note", args=[one.pk])
    assert (
        client.post(edit, {"text_fr": "Bus à 15 h.", "on": "2024-06-01", "confirmed": "on"}).status_code
        == 302
    )
    assert client.get(edit).status_code == 404  # replaced: the standing one has its own address
    assert CountryNote.objects.filter(replaced_on=None, confirmed=True).count() == 1
