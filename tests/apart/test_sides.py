"""Nothing crosses from one side to another: not a person, not a count, not a stub, not a reordered list.

The rule is tested as what it means: whatever a role can look at is *the same* whether or not the other sides have
anything at all. Each organisation is observed twice, beside furnished neighbours and beside empty ones.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from musanada.access import queries as access
from musanada.access.commands import hold, system_user
from musanada.access.models import User
from musanada.assistance import queries as assistance
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.assistance.models import Act
from musanada.intake import queries as intake
from musanada.intake.queries import imports
from musanada.kit.errors import Problem, Refused
from musanada.kit.ids import new_reference
from musanada.linkage import queries as linkage
from musanada.partners import queries as partners
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.drafts import IdentifierDraft
from musanada.people.models import Identifier, Presence
from musanada.programmes import queries as programmes
from tests.matrix.addresses import plain
from tests.matrix.foreign import MAKERS, POST_ONLY, QUERIES
from tests.matrix.world import NAMES, PHONE, STAFF_ROLES, Estate, furnish, passport_of, someone

pytestmark = pytest.mark.django_db
SIDES = ("ministry", "mission", "centre")  # one organisation of each side
PAIRS = [(ours, theirs) for ours in SIDES for theirs in SIDES if ours != theirs]
SEARCHES = ("people:list", "programmes:list", "partners:list", "access:accounts")
Country = dict[str, Estate]
Seen = dict[str, Any]


# What a role can look at


def keys(rows: Any) -> list[str]:
    """The rows of a list in their order."""
    return [str(row.pk) for row in rows]


def told(candidates: list[linkage.Candidate]) -> list[tuple[Any, ...]]:
    """Who is proposed, in which order and why. How sure: ``test_score_does_not_tell_…``."""
    return [(c.person_id, [str(reason) for reason in c.reasons]) for c in candidates]


def terms_of(estates: list[Estate]) -> list[str]:
    """What someone could type to find the others' people."""
    first, second = estates
    return [NAMES[0], NAMES[2], PHONE, passport_of(first), second.person.reference]


LISTS: dict[str, Callable[[User], Any]] = {
    "people": lambda user: keys(people.persons(user).order_by("id")),
    "people's list": lambda user: keys(people.listing(user, people.Filters()).rows),
    "acts": lambda user: keys(assistance.acts(user)),
    "acts to approve": lambda user: keys(assistance.to_approve(user)),
    "acts to give": lambda user: keys(assistance.to_give(user)),
    "open stays": lambda user: keys(assistance.open_stays(user)),
    "who waits": lambda user: keys(intake.waiting(user)),
    "counters": lambda user: keys(intake.counters(user)),
    "imports": lambda user: keys(imports.batches(user)),
    "programmes": lambda user: keys(programmes.programmes(user)),
    "programmes by code": lambda user: sorted(programmes.programmes_by_code(user)),
    "programme words": lambda user: programmes.programme_labels(user, "fr"),
    "programme cities": lambda user: programmes.cities(user, "fr"),
    "donors": lambda user: keys(programmes.donors(user)),
    "partners": lambda user: keys(partners.partners(user)),
    "partner choices": lambda user: partners.partner_choices(user, "fr"),
    "units": lambda user: keys(access.units(user)),
    "accounts": lambda user: keys(access.accounts(user)),
    "roles held": lambda user: keys(access.holdings(user).order_by("id")),
    "journal": lambda user: keys(access.entries(user)),
}


def looked_at(user: User, unit: Any, terms: list[str]) -> Seen:
    """Every list and every search, as this user's queries answer them."""
    seen = {name: read(user) for name, read in LISTS.items()}
    for term in terms:
        text = re.sub(r"\s", "", term)
        sought = [linkage.Sought(name=term), linkage.Sought(name=NAMES[1], phone=term, document=term)]
        seen |= {
            f"find {term}": told(linkage.find(user, term)),
            f"find here {term}": told(linkage.find(user, term, unit=unit, typing=True)),
            f"find by number {term}": told(linkage.find(user, "", phone=term, document=term)),
            f"twins {term}": {
                n: told(c) for n, c in linkage.candidates_for(user, unit, sought, at_least=0).items()
            },
            f"list {term}": keys(people.listing(user, people.Filters(text=term)).rows),
            f"reference {term}": people.by_reference(user, text),
        }
    return seen


# What a page shows


def settled(html: str) -> str:
    """The page without what differs from one request to the next: tokens, keys, the clock."""
    html = re.sub(r"<time datetime=.*?</time>", "", html)
    html = re.sub(r'(<input type="datetime-local"[^>]*value="|"challenge": ")[^"]*', r"\1", html)
    html = re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', r"\1", html)
    return re.sub(r'(<input type="hidden"[^>]*value=")[^"]*', r"\1", html)


# Figures of the whole country: country sheets, the map, dashboards and targets count as figures do, and hide small
# numbers.
NATIONAL = ("reporting:", "returns:countries", "returns:flows", "monitoring:home", "monitoring:targets")
# The State's dashboard counts the files of its own procedure, wherever they were lodged (``reporting`` OF_STATE), and
# nothing else of other sides: ``monitoring/tests/test_boards.py``.
OF_THE_STATE = ("monitoring:home",)


def pages_of(client: Client, estate: Estate, terms: list[str]) -> Seen:
    """Every page that needs only its address, and the searches. National figures are of all sides, but for the State."""
    every = [a.name for a in plain() if a.name not in POST_ONLY]
    national = OF_THE_STATE if estate.root.side == "state" else NATIONAL
    every = [name for name in every if not name.startswith(national)]
    # Deadlines and pieces of procedures are public law and the installation's: whoever keeps them sees them all.
    every.remove("procedures:rules")
    # So are the partners of the national referral mechanism: one public list, of services and not of people.
    every.remove("protection:mechanisms")
    shown = {}
    for name in every:
        answer = client.get(reverse(name), QUERIES[name](estate) if name in QUERIES else {})
        shown[name] = answer.status_code, settled(answer.content.decode())
    for name in SEARCHES:
        for term in terms:
            answer = client.get(reverse(name), {"q": term})
            shown[f"{name}?q={term}"] = answer.status_code, settled(answer.content.decode())
    return shown


@dataclass(frozen=True)
class Observed:
    """What an organisation's roles and pages answer beside furnished neighbours, and beside empty ones."""

    beside: Seen
    alone: Seen
    pages_beside: Seen
    pages_alone: Seen


@pytest.fixture(scope="module", params=SIDES)
def observed(request: Any, organisations: Country, browser: Any, django_db_blocker: Any) -> Observed:
    """Ours with one of everything; the others first furnished, then as if they had never been."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("musanada.intake.panels.minutes_since", lambda arrival: 0)
        ours = furnish(replace(organisations[request.param], things={}))
        with undone():
            others = [furnish(replace(organisations[c], things={})) for c in SIDES if c != request.param]
            terms = terms_of(others)
            beside = everything(ours, browser, terms)
        alone = everything(ours, browser, terms)
    return Observed(beside[0], alone[0], beside[1], alone[1])


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside goes at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything(ours: Estate, browser: Any, terms: list[str]) -> tuple[Seen, Seen]:
    by_role = {role: looked_at(user, ours.office, terms) for role, user in ours.accounts.items()}
    return by_role, pages_of(browser(ours.everyone), ours, terms)


def different(one: Seen, other: Seen) -> list[str]:
    return [name for name in one if one[name] != other[name]]


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_role_is_told_the_same_whatever_the_other_sides_have(observed, role):
    assert different(observed.beside[role], observed.alone[role]) == []


def test_every_page_shows_the_same_whatever_the_other_sides_have(observed):
    """To one account with all the roles of its organisation; what is published is everybody's."""
    found = different(observed.pages_beside, observed.pages_alone)
    assert {name for name in found if not name.startswith("published:")} == set()


def test_there_was_something_to_see(observed):
    """The lists are not empty, the searches find one's own people, the pages open: equal is not both nothing."""
    seen = observed.alone["case_manager"]
    assert all(seen[name] for name in ("people", "acts", "open stays", "who waits", "imports", "programmes"))
    assert all(seen[f"{way} {NAMES[0]}"] for way in ("find", "find here", "twins", "list"))
    assert seen[f"find {PHONE}"]
    assert all(status in (200, 302, 409) for status, _html in observed.pages_alone.values())


# One thing at a time: the ways a fact could slip across, each with the same on one side as a control


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_same_passport_on_two_sides_is_no_error(country, ours, theirs):
    own, other = country[ours], country[theirs]
    made = someone(own, "Awa Diallo", identifiers=(IdentifierDraft("passport", passport_of(other)),))
    assert Identifier.objects.get(person=made).side == own.root.side
    with pytest.raises(Refused):
        someone(own, "Awa Diallo", identifiers=(IdentifierDraft("passport", passport_of(own)),))


def both_sided(first: Estate, second: Estate, role: str) -> User:
    """Someone set up on two sides, which no administrator can do: even they carry nothing across."""
    user = User.objects.create(username="both", display_name="Both")
    hold(user, first.root, role)
    hold(user, second.root, role)
    return user


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_no_merge_crosses(country, ours, theirs):
    actor = both_sided(country[ours], country[theirs], "case_manager")
    with pytest.raises(Refused):
        people_commands.merge(
            actor, country[ours].person, gone=country[theirs].person, reason="même personne"
        )
    people_commands.merge(actor, country[ours].person, gone=country[ours].relative, reason="même personne")


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_nobody_is_met_across(country, ours, theirs):
    """Not even by the console, which finds people everywhere: what crosses, crosses by a named referral."""
    person, unit = country[theirs].person, country[ours].office
    with pytest.raises(Refused):
        people_commands.meet(system_user(), unit, person=person)
    people_commands.meet_many(system_user(), unit, met=[(person.pk, person.registered_on)])
    assert not Presence.objects.filter(person=person, unit__side=unit.side).exists()
    people_commands.meet(system_user(), country[theirs].root, person=person)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_repeat_warning_does_not_cross(country, ours, theirs):
    """Even for a person known on both sides: the other side's hand-out is not this counter's to hear of."""
    person, own = country[theirs].person, country[ours]
    Presence.objects.create(person=person, unit=own.office)
    draft = ActDraft(
        person=person.pk, service="hygiene-kit", given_on=country[theirs].act.given_on, quantity=1
    )
    assert record(own.everyone, own.office, draft=draft).state == "given"
    again = ActDraft(
        person=person.pk, service="hygiene-kit", given_on=draft.given_on - timedelta(days=1), quantity=1
    )
    with pytest.raises(Refused, match=r"\d\d/\d\d/\d{4}"):
        record(own.everyone, own.office, draft=again)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_act_of_another_organisation_is_not_answered_to_its_id(country, ours, theirs):
    """An id is made by who records: one that is already another's act is no way to read it."""
    own, act = country[ours], country[theirs].act
    draft = ActDraft(
        person=own.person.pk, service="food-basket", given_on=act.given_on, quantity=1, id=act.pk
    )
    with pytest.raises(Problem):
        record(own.everyone, own.office, draft=draft)
    assert Act.objects.get(pk=act.pk).person_id == country[theirs].person.pk


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_distribution_says_the_same_of_a_foreign_and_of_an_unknown_reference(country, browser, ours, theirs):
    client, foreign, unknown = (
        browser(country[ours].everyone),
        country[theirs].person.reference,
        new_reference(),
    )
    said = []
    for reference in (foreign, unknown):
        answer = client.post(
            reverse("assistance:distribution"),
            {
                "occasion": str(uuid4()),
                "service": "food-basket",
                "quantity": "1",
                "given_on": "2024-06-01",
                "unit": str(country[ours].office.pk),
                "references": reference,
            },
        )
        said.append([(row["act"], str(row["sentence"])) for row in answer.context["results"]])
    assert said[0] == said[1]
    assert said[0]


@pytest.mark.parametrize(("ours", "theirs"), [("ministry", "mission"), ("mission", "centre")])
def test_foreign_record_is_answered_like_one_that_does_not_exist(country, browser, ours, theirs):
    """Word for word: a stub would be a difference."""
    client, differing = browser(country[ours].everyone), []
    for name, maker in MAKERS.items():
        own, foreign = maker(country[ours]), maker(country[theirs])
        nobody = [two if one == two else invented(two) for one, two in zip(own, foreign, strict=True)]
        answers = [client.get(reverse(name, args=args)) for args in (foreign, nobody)]
        first, second = ((a.status_code, settled(a.content.decode())) for a in answers)
        differing += [name] if first != second else []
    assert differing == []


def invented(key: Any) -> Any:
    """A key like this one that is nobody's."""
    if isinstance(key, int):
        return 2**40
    return "INCONNU-1" if isinstance(key, str) else uuid4()


# The search weighs a name by how rare it is: among whom?


def scores(estate: Estate, text: str) -> list[tuple[Any, int]]:
    found = linkage.find(estate.everyone, text, unit=estate.office)
    return [(c.person_id, c.score) for c in found]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_score_does_not_tell_whether_the_other_side_knows_the_name(country, ours, theirs):
    """Else a namesake is entered on one side, and the score says who is known on the other."""
    own = someone(country[ours], "Zoumana Koulikoro Tangara")
    before = scores(country[ours], "Zoumana Koulikoro Tangara")
    for _namesake in range(3):
        someone(country[theirs], "Zoumana Koulikoro Tangara")
    assert before[0][0] == own.pk
    assert scores(country[ours], "Zoumana Koulikoro Tangara") == before


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_slip_of_the_pen_finds_the_same_whether_or_not_the_other_side_bears_that_word(country, ours, theirs):
    """A word that nobody bears is completed; one that only strangers bear must be as well."""
    someone(country[ours], "Kouyatéba Fodé")
    before = scores(country[ours], "Kouyatégu")
    someone(country[theirs], "Kouyatégu Sory")
    assert before
    assert [person for person, _score in scores(country[ours], "Kouyatégu")] == [
        person for person, _s in before
    ]
