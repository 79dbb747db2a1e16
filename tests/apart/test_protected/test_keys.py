"""A key of theirs is answered as a key of nobody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from musanada.access.models import User
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.assistance.models import Act
from tests.apart.test_protected.hiding import WHY, a_hidden_one
from tests.apart.test_sides import settled
from tests.matrix.addresses import addresses
from tests.matrix.foreign import MAKERS
from tests.matrix.world import DAY, Estate

pytestmark = pytest.mark.django_db


def pages_of_a_person() -> list[str]:
    """Pages whose address names a person, and nothing else of theirs."""
    told = {name for name, params in ((a.name, a.params) for a in addresses()) if params == ("pk",)}
    prefixes = ("people:", "consents:", "intake:", "protected:open")
    return sorted(n for n in told if n in MAKERS and n.startswith(prefixes) and n not in NOT_PERSONS)


NOT_PERSONS = {"people:unmerge", "consents:withdraw"} | {
    name for name in MAKERS if "override" in name and name != "consents:ask-override"
}


def answered(client: Client, method: str, url: str, key: UUID, body: dict[str, Any]) -> tuple[Any, ...]:
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(client, method)(url, body)
    html = settled(answer.content.decode()).replace(str(key), "KEY").replace(key.hex, "KEY")
    return answer.status_code, html, len(asked)


@pytest.mark.parametrize("name", pages_of_a_person())
def test_a_hidden_key_is_answered_as_one_of_nobody(name, country, browser):
    """Same status, same body, same number of statements: by GET and by POST, to roles that hold the page's right."""
    mission = country["mission"]
    hidden, nobody = a_hidden_one(mission).pk, uuid4()
    differing = []
    for role in ("case_manager", "protection_officer"):
        client = browser(mission.accounts[role])
        client.get(reverse("web:home"))
        for method in ("get", "post"):
            first, second = (
                answered(client, method, reverse(name, args=of(name, mission, key)), key, {})
                for key in (hidden, nobody)
            )
            differing += [(role, method, first[0], first[2], second[2])] if first != second else []
    assert differing == []


def of(name: str, estate: Estate, key: UUID) -> list[Any]:
    return [key, *MAKERS[name](estate)[1:]]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("people:edit", ["names"]),
        ("people:edit", ["contacts"]),
        ("people:change", ["names", uuid4()]),
        ("people:remove", ["documents", uuid4()]),
        ("people:compare", [uuid4()]),
    ],
)
def test_a_hidden_key_before_another_is_answered_as_one_of_nobody(name, more, country, browser):
    mission = country["mission"]
    hidden, nobody = a_hidden_one(mission).pk, uuid4()
    client = browser(mission.accounts["case_manager"])
    for method in ("get", "post"):
        first, second = (
            answered(client, method, reverse(name, args=[key, *more]), key, {"reason": "x"})
            for key in (hidden, nobody)
        )
        assert (first[0], first) == (404, second)


def test_a_hidden_second_record_is_not_compared(country, browser):
    mission = country["mission"]
    hidden, nobody = a_hidden_one(mission).pk, uuid4()
    for user in (mission.accounts["case_manager"], mission.everyone):
        first, second = (
            answered(browser(user), "get", reverse("people:compare", args=[mission.person.pk, key]), key, {})
            for key in (hidden, nobody)
        )
        assert (first[0], first) == (404, second)


FORGED: dict[str, Callable[[Estate, UUID], tuple[str, dict[str, Any]]]] = {
    "recorded for": lambda estate, key: (f"{reverse('assistance:record')}?person={key}", {}),
    "an act's page": lambda estate, key: (reverse("assistance:act", args=[key]), {}),
    "a file's page": lambda estate, key: (reverse("protected:file", args=[key]), {}),
    "a file's seal": lambda estate, key: (reverse("protected:seal", args=[key]), {"reason": WHY}),
    "put on the list": lambda estate, key: (
        f"{reverse('intake:check-in')}?unit={estate.office.pk}",
        {"person": str(key), "purpose": "assistance"},
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_key_elsewhere_is_answered_as_one_of_nobody(what, country, browser):
    mission = country["mission"]
    hidden = a_hidden_one(mission)
    keys = {
        "an act's page": Act.objects.filter(person=hidden).first().pk,
        "a file's page": hidden.confidential_files.get().pk,
        "a file's seal": hidden.confidential_files.get().pk,
    }
    client, nobody = browser(mission.accounts["case_manager"]), uuid4()
    method = "get" if what.endswith("page") else "post"
    first, second = (
        answered(client, method, FORGED[what](mission, key)[0], key, FORGED[what](mission, key)[1])
        for key in (keys.get(what, hidden.pk), nobody)
    )
    assert (first[0], first) == (404, second)


def test_an_act_s_key_of_someone_hidden_is_answered_as_unknown(country):
    mission = country["mission"]
    hidden = a_hidden_one(mission)
    act = Act.objects.filter(person=hidden).first()
    agent = User.objects.get(pk=mission.accounts["agent"].pk)
    draft = ActDraft(person=mission.twin.pk, service="hygiene-kit", given_on=DAY, quantity=1, id=act.pk)
    made = record(agent, mission.office, draft=draft, despite_repeat=True)
    assert made.pk != act.pk
    assert made.person_id == mission.twin.pk


def test_a_hidden_reference_in_a_distribution_is_unknown(country, browser):
    mission, said = country["mission"], []
    hidden = a_hidden_one(mission)
    for reference in (hidden.reference, "ZZZZZZZZ"):
        answer = browser(mission.accounts["agent"]).post(
            reverse("assistance:distribution"),
            {
                "occasion": str(uuid4()),
                "service": "food-basket",
                "quantity": "1",
                "given_on": "2024-06-01",
                "unit": str(mission.office.pk),
                "references": reference,
            },
        )
        said.append([(row["act"], str(row["sentence"])) for row in answer.context["results"]])
    assert said[0] == said[1]
