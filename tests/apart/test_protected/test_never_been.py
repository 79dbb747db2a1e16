"""Everything looks as if the person had never been."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import User
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.kit.facts import FACTS
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.drafts import IdentifierDraft
from tests.apart.test_protected.hiding import PASSPORT, PHONE, a_hidden_one, hide
from tests.apart.test_sides import different, looked_at, settled, undone
from tests.matrix.addresses import plain
from tests.matrix.foreign import POST_ONLY, QUERIES
from tests.matrix.world import DAY, NAMES, Estate, furnish, someone

pytestmark = pytest.mark.django_db


Country = dict[str, Estate]


# An account has its own secrets. The journal names keys to who audits; figures of the whole register are compared as facts.
APART = ("account:", "access:journal", "reporting:", "data-protection:", "dataprotection:", "protected:")


LOOKING = (
    "agent",
    "case_manager",
    "health_focal_point",
    "protection_officer",
    "programme_manager",
    "mne_officer",
)


def shown_to(client: Client, estate: Estate) -> dict[str, Any]:
    """Every page that needs only its address, and the pages of the family of the hidden one."""
    names = [a.name for a in plain() if a.name not in POST_ONLY and not a.name.startswith(APART)]
    shown = {}
    for name in names:
        answer = client.get(reverse(name), QUERIES[name](estate) if name in QUERIES else {})
        shown[name] = answer.status_code, settled(answer.content.decode())
    for pk in (estate.person.pk, estate.relative.pk):
        for query in ({}, {"show": "file"}, {"all": "1"}):
            answer = client.get(reverse("people:person", args=[pk]), query)
            shown[f"{pk} {query}"] = answer.status_code, settled(answer.content.decode())
    for text in (NAMES[0], PASSPORT, PHONE):
        answer = client.post(reverse("people:list"), {"q": text}, follow=True)
        shown[f"list {text}"] = settled(answer.content.decode().replace(answer.request["QUERY_STRING"], ""))
    return shown


def everything(estate: Estate, browser: Any, reference: str) -> dict[str, Any]:
    terms, seen = [NAMES[0], PASSPORT, PHONE, reference], {}
    for role in LOOKING:
        user = User.objects.get(pk=estate.accounts[role].pk)
        found = {
            name: one for name, one in looked_at(user, estate.office, terms).items() if name != "journal"
        }
        pages = shown_to(browser(estate.accounts[role]), estate)
        seen |= {f"{role} {name}": one for name, one in (found | pages).items()}
    return seen


@pytest.fixture(scope="module")
def observed(organisations: Country, browser: Any, django_db_blocker: Any) -> tuple[Any, ...]:
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)
        patch.setattr("musanada.intake.panels.minutes_since", lambda arrival: 0)
        mission = furnish(replace(organisations["mission"], things={}))
        with undone():
            hidden = a_hidden_one(mission)
            beside, facts = everything(mission, browser, hidden.reference), facts_now()
        alone = everything(mission, browser, hidden.reference)
        without = facts_now()
    return beside, alone, facts, without


def facts_now(**asked: bool) -> dict[str, list[str]]:
    """Every fact as rows of text: what any figure is made of."""
    now = timezone.now()
    return {name: sorted(map(repr, fact.rows(now, **asked))) for name, fact in FACTS.items()}


def test_everything_looks_as_if_the_person_had_never_been(observed):
    beside, alone, _facts, _without = observed
    assert different(beside, alone) == []


def test_there_was_something_to_see(observed):
    _beside, alone, facts, _without = observed
    assert alone["case_manager people"]
    assert alone[f"agent find {NAMES[0]}"]
    assert facts["assistance_given"]
    assert {alone[f"agent {name}"][0] for name in ("people:list", "web:home")} == {200}


def test_facts_are_the_same_without_the_person(observed):
    _beside, _alone, facts, without = observed
    assert facts == without


def test_a_publication_may_count_them_when_it_asks(country):
    hidden, now = a_hidden_one(country["mission"]), timezone.now()
    for name, column in (("person_registered", "person"), ("assistance_given", "person")):
        fact = FACTS[name]
        place = [c.name for c in fact.columns].index(column)
        assert hidden.pk not in {row[place] for row in fact.rows(now)}
        assert hidden.pk in {row[place] for row in fact.rows(now, protected=True)}


def test_the_same_passport_is_registered_in_silence(country):
    mission = country["mission"]
    a_hidden_one(mission)
    made = someone(mission, "Awa Diallo", identifiers=(IdentifierDraft("passport", PASSPORT),))
    assert made.identifiers.get().value == PASSPORT


def test_a_repeat_is_not_told_of_a_hidden_member(country):
    """The household had its kit through someone hidden: the counter of the others is not told."""
    mission = country["mission"]
    hidden = someone(mission, "Hadiatou Binta Sow")
    home = people.household(mission.person)
    people_commands.join_household(mission.everyone, home, person=hidden, tie="child")
    given = ActDraft(person=hidden.pk, service="food-basket", given_on=DAY, quantity=1)
    record(mission.everyone, mission.office, draft=given, despite_repeat=True)
    again = ActDraft(person=mission.person.pk, service="food-basket", given_on=DAY, quantity=1)
    hide(mission, hidden)
    agent = User.objects.get(pk=mission.accounts["agent"].pk)
    assert record(agent, mission.office, draft=again).state == "given"
