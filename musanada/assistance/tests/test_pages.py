"""The pages of assistance, by an agent at a counter."""

import pytest
from django.urls import reverse

from musanada.assistance.commands import record
from musanada.assistance.models import Act
from musanada.assistance.tests.conftest import draft


@pytest.fixture
def counter(client, agent):
    client.force_login(agent, backend="musanada.access.backend.Accounts")
    return client


def address(person, service=""):
    return f"{reverse('assistance:record')}?person={person.pk}" + (f"&service={service}" if service else "")


def answers(client, url, **values):
    form = client.get(url).context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {k: v() if callable(v) else v for k, v in given.items() if v is not None}
    given.setdefault("unit", next(iter(form.units)))
    return given | values


def test_catalogue_is_offered_family_by_family(counter, awa):
    text = counter.get(address(awa)).content.decode()
    assert "Panier alimentaire" in text
    assert "Hébergement" in text


def test_usual_service_is_offered_first(counter, agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "winter-kit"))
    assert [s.code for s in counter.get(address(awa)).context["often"]] == ["winter-kit"]


@pytest.mark.parametrize(
    ("service", "asked"),
    [
        ("primary-consultation", set()),
        ("food-basket", {"quantity"}),
        ("emergency-cash", {"amount", "currency"}),
        ("emergency-shelter", {"until_on"}),
    ],
)
def test_only_what_the_kind_asks_is_asked(counter, awa, service, asked):
    fields = counter.get(address(awa, service)).context["form"].fields
    assert {"quantity", "amount", "currency", "until_on"} & set(fields) == asked


def test_act_is_recorded_from_the_page(counter, awa):
    url = address(awa, "food-basket")
    assert counter.post(url, answers(counter, url)).status_code == 302
    assert Act.objects.get().service_id == "food-basket"


def test_sending_the_page_twice_records_once(counter, awa):
    url = address(awa, "food-basket")
    sent = answers(counter, url)
    counter.post(url, sent)
    counter.post(url, sent)
    assert Act.objects.count() == 1


def test_repeat_warns_and_keeps_what_was_typed(counter, agent, oujda, awa):
    url = address(awa, "food-basket")
    counter.post(url, answers(counter, url))
    response = counter.post(url, answers(counter, url, quantity="3"))
    assert response.status_code == 422
    assert response.context["warning"]
    assert response.context["form"]["quantity"].value() == "3"
    assert counter.post(url, answers(counter, url, despite_repeat="on")).status_code == 302
    assert Act.objects.count() == 2


def test_wrong_date_is_said_at_its_field(counter, awa):
    url = address(awa, "food-basket")
    response = counter.post(url, answers(counter, url, given_on="2190-01-01"))
    assert response.status_code == 422
    assert "given_on" in response.context["form"].errors


def test_person_of_another_unit_is_not_found(counter, rabat, person_at):
    assert counter.get(address(person_at(rabat))).status_code == 404


def test_service_that_does_not_exist_is_not_found(counter, awa):
    assert counter.get(address(awa, "gold")).status_code == 404


def test_act_of_another_unit_is_not_found(counter, stranger, rabat, person_at):
    act = record(stranger, rabat, draft=draft(person_at(rabat)))
    assert counter.get(reverse("assistance:act", args=[act.pk])).status_code == 404


def test_health_act_is_named_by_its_family_only(counter, agent, oujda, awa):
    record(agent, oujda, draft=draft(awa, "antenatal-care", quantity=None))
    text = counter.get(reverse("assistance:list")).content.decode()
    assert "Suivi de grossesse" not in text
    assert "Santé" in text


def test_distribution_serves_known_references_and_explains_the_others(counter, awa):
    url = reverse("assistance:distribution")
    sent = answers(
        counter, url, service="food-basket", quantity="1", references=f"{awa.reference}\nZZZZ-ZZZZ\n"
    )
    response = counter.post(url, sent)
    assert (response.context["done"], response.context["failed"]) == (1, 1)
    counter.post(url, sent)
    assert Act.objects.count() == 1


def test_six_hundred_lines_are_refused_whole(counter, awa):
    url = reverse("assistance:distribution")
    lines = "\n".join(f"AAAA{n:04}" for n in range(600))
    response = counter.post(url, answers(counter, url, service="food-basket", references=lines))
    assert "references" in response.context["form"].errors
    assert not Act.objects.exists()
