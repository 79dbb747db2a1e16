"""Pages of programmes and partners, as the staff open and fill them in."""

from datetime import date

import pytest
from django.urls import reverse

from musanada.partners.commands import register_partner
from musanada.partners.models import Agreement, Partner
from musanada.programmes.commands import create_programme, open_activity
from musanada.programmes.models import Activity, Donor, Programme


@pytest.fixture
def at_desk(house, client):
    """Amina's browser, a programme and a partner."""
    house.partner = register_partner(
        house.amina,
        house.mission,
        code="AS-1",
        name_fr="Association Amal",
        kind="association",
        side="humanitarian",
        unit=house.association,
    )
    house.programme = create_programme(
        house.amina,
        house.mission,
        code="ABRI-1",
        name_fr="Abri d'urgence",
        sector="shelter",
        starts_on=date(2024, 1, 1),
        budget=1_500_000,
    )
    house.activity = open_activity(
        house.amina,
        house.programme,
        city=house.places["MA-OUJ"],
        family="shelter",
        partner=house.partner,
        starts_on=date(2024, 3, 1),
    )
    house.client = client
    client.force_login(house.amina)
    return house


def get(at_desk, name, *args, **query):
    return at_desk.client.get(reverse(name, args=args), query)


def as_user(at_desk, user):
    at_desk.client.force_login(user)
    return at_desk


PAGES = [
    ("programmes:list", ()),
    ("programmes:detail", ("ABRI-1",)),
    ("programmes:donors", ()),
    ("programmes:of-partner", ("AS-1",)),
    ("partners:list", ()),
    ("partners:detail", ("AS-1",)),
]
FORMS = [
    ("programmes:new", ()),
    ("programmes:edit", ("ABRI-1",)),
    ("programmes:new-activity", ("ABRI-1",)),
    ("programmes:new-donor", ()),
    ("partners:new", ()),
    ("partners:edit", ("AS-1",)),
    ("partners:sign", ("AS-1",)),
]


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("name", "args"), PAGES + FORMS)
def test_every_page_answers_in_both_directions(at_desk, name, args, language):
    at_desk.client.cookies["django_language"] = language
    answer = get(at_desk, name, *args)
    assert answer.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in answer.text


@pytest.mark.parametrize(("name", "args"), FORMS)
def test_an_agent_is_told_which_right_a_form_needs(at_desk, name, args):
    answer = get(as_user(at_desk, at_desk.brahim), name, *args)
    assert answer.status_code == 403
    assert f"{name.split(':')[0]}.manage" in answer.text


@pytest.mark.parametrize(
    ("name", "args"),
    [("programmes:detail", ("ABRI-1",)), ("partners:detail", ("AS-1",)), ("programmes:edit", ("ABRI-1",))],
)
def test_what_another_organisation_keeps_is_not_found(at_desk, name, args):
    assert get(as_user(at_desk, at_desk.chaima), name, *args).status_code == 404


def test_a_manager_of_the_partner_sees_the_programme_but_may_not_change_it(at_desk):
    as_user(at_desk, at_desk.driss)
    assert get(at_desk, "programmes:detail", "ABRI-1").status_code == 200
    assert "Modifier le programme" not in get(at_desk, "programmes:detail", "ABRI-1").text
    assert get(at_desk, "programmes:edit", "ABRI-1").status_code == 403
    assert get(at_desk, "programmes:end-activity", at_desk.activity.pk).status_code == 403


def test_the_list_shows_counts_from_activities_and_keeps_its_filters(at_desk):
    everything = get(at_desk, "programmes:list")
    assert [row.reach.cities for row in everything.context["rows"]] == [1]
    assert get(at_desk, "programmes:list", q="abri", city="MA-OUJ", partner="AS-1").context["rows"]
    assert not get(at_desk, "programmes:list", city="MA-FES").context["rows"]
    assert not get(at_desk, "programmes:list", on="2023-12-31").context["rows"]
    assert get(at_desk, "programmes:list", on="yesterday", sort="nonsense", page="x").status_code == 200


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_list(
    at_desk, django_assert_max_num_queries
):
    for number in range(2, 20):
        create_programme(
            at_desk.amina,
            at_desk.mission,
            code=f"ABRI-{number}",
            name_fr="Abri",
            sector="shelter",
            starts_on=date(2024, 1, 1),
        )
    with django_assert_max_num_queries(30):
        get(at_desk, "programmes:list")


def test_a_programme_is_added_with_its_donor(at_desk):
    at_desk.client.post(
        reverse("programmes:new-donor"),
        {"kept_by": at_desk.mission.pk, "code": "eu", "name_fr": "Union européenne"},
    )
    answer = at_desk.client.post(
        reverse("programmes:new"),
        {
            "lead_unit": at_desk.office.pk,
            "code": "ret-1",
            "name_fr": "Retour",
            "sector": "return",
            "starts_on": "01/02/2024",
            "budget": "1500,50",
            "currency": "eur",
            "donors": [Donor.objects.get().pk],
        },
    )
    assert answer.headers["Location"] == reverse("programmes:detail", args=["RET-1"])
    kept = Programme.objects.get(code="RET-1")
    assert (kept.lead_unit, kept.currency, kept.starts_on, kept.donors.count()) == (
        at_desk.office,
        "EUR",
        date(2024, 2, 1),
        1,
    )


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(at_desk):
    answer = at_desk.client.post(
        reverse("programmes:new"),
        {
            "lead_unit": at_desk.mission.pk,
            "code": "ABRI-1",
            "name_fr": "Un autre abri",
            "sector": "shelter",
            "starts_on": "2024-02-01",
            "currency": "MAD",
        },
    )
    assert answer.status_code == 422
    assert "ABRI-1 est déjà pris" in answer.text
    assert "Un autre abri" in answer.text
    assert Programme.objects.count() == 1


def test_a_unit_that_is_not_ours_cannot_be_chosen(at_desk):
    answer = at_desk.client.post(
        reverse("programmes:new"),
        {
            "lead_unit": at_desk.ministry.pk,
            "code": "X-1",
            "name_fr": "X",
            "sector": "food",
            "starts_on": "2024-02-01",
            "currency": "MAD",
        },
    )
    assert answer.status_code == 422
    assert not Programme.objects.filter(code="X-1").exists()


def test_an_activity_is_added_ended_and_voided(at_desk):
    where = reverse("programmes:new-activity", args=["ABRI-1"])
    values = {"city": at_desk.places["MA-FES"].pk, "family": "food", "starts_on": "2024-05-01"}
    assert at_desk.client.post(where, values).status_code == 302
    fresh = Activity.objects.get(family="food")
    end = reverse("programmes:end-activity", args=[fresh.pk])
    assert at_desk.client.post(end, {"ends_on": "2024-04-01"}).status_code == 422
    assert at_desk.client.post(end, {"ends_on": "2024-06-30"}).status_code == 302
    assert at_desk.client.post(end, {"ends_on": "2024-06-30"}).status_code == 409
    void = reverse("programmes:void-activity", args=[fresh.pk])
    assert at_desk.client.post(void, {"reason": ""}).status_code == 422
    assert at_desk.client.post(void, {"reason": "Saisie deux fois"}).status_code == 302
    fresh.refresh_from_db()
    assert (fresh.ends_on, fresh.void_reason) == (date(2024, 6, 30), "Saisie deux fois")
    assert "Saisie deux fois" in get(at_desk, "programmes:detail", "ABRI-1").text


def test_a_programme_is_edited_and_keeps_its_code(at_desk):
    where = reverse("programmes:edit", args=["ABRI-1"])
    form = at_desk.client.get(where).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    answer = at_desk.client.post(where, {**values, "name_fr": "Abri et repas", "budget": "2000"})
    assert answer.status_code == 302
    kept = Programme.objects.get()
    assert (kept.code, kept.name_fr, kept.budget, kept.starts_on) == (
        "ABRI-1",
        "Abri et repas",
        2000,
        date(2024, 1, 1),
    )


def test_a_partner_and_an_agreement_are_added(at_desk):
    answer = at_desk.client.post(
        reverse("partners:new"),
        {
            "kept_by": at_desk.mission.pk,
            "code": "as-2",
            "name_fr": "Association Espoir",
            "kind": "association",
            "side": "humanitarian",
            "city": at_desk.places["MA-NAD"].pk,
        },
    )
    assert answer.headers["Location"] == reverse("partners:detail", args=["AS-2"])
    assert Partner.objects.get(code="AS-2").city.code == "MA-NAD"
    signed = {"kind": "implementing", "reference": "ACC-7", "in_force_from": "2024-01-01"}
    assert at_desk.client.post(reverse("partners:sign", args=["AS-2"]), signed).status_code == 302
    assert at_desk.client.post(reverse("partners:sign", args=["AS-2"]), signed).status_code == 422
    assert Agreement.objects.get().partner.code == "AS-2"
    assert "ACC-7" in get(at_desk, "partners:detail", "AS-2").text


def test_an_edited_partner_keeps_its_city(at_desk):
    where = reverse("partners:edit", args=["AS-1"])
    at_desk.client.post(
        where,
        {
            "name_fr": "Amal",
            "kind": "association",
            "side": "humanitarian",
            "city": at_desk.places["MA-OUJ"].pk,
        },
    )
    form = at_desk.client.get(where).context["form"]
    assert str(form["city"].value()) == str(at_desk.places["MA-OUJ"].pk)
    assert Partner.objects.get().name_fr == "Amal"


def test_activities_with_a_partner_are_a_fragment_of_its_page(at_desk):
    where = reverse("programmes:of-partner", args=["AS-1"])
    fragment = at_desk.client.get(where, headers={"HX-Request": "true"}).text
    assert "Abri d&#x27;urgence" in fragment
    assert "<html" not in fragment
    assert where in get(at_desk, "partners:detail", "AS-1").text
