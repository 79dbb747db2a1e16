"""Which part of a file a role reaches: every role × every table that tells of people, from the hand-written table.

A row of someone of one's own organisation is there exactly when the role holds the right and reaches the table's part
of the file; where the person is known through a sharing only, exactly when that part was shared too. The page of a
person and the forms behind its sections obey the same two tables.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.dataprotection.models import ExportedPerson
from musanada.kit.choices import Privacy
from musanada.kit.timeline import TIMELINE
from musanada.linkage.commands.decisions import decide
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft
from musanada.people.models import Contact, Identifier, LegalBasis, Person, Presence

from .model import GROUPS
from .table import EXPECTED
from .unchanged import contents
from .world import DAY, STAFF_ROLES, Estate

pytestmark = pytest.mark.django_db
Country = dict[str, Estate]
RIGHTS = (
    "people.view",
    "assistance.view",
    "consent.view",
    "attachments.view",
    "referral.view",
    "erasure.view",
)
# Opened only by what seals and unseals; sent away by the words of a link; a row of a file, not of a place.
UNPLACED = {"people.personkey", "cases.package"}
# Shown to those named alone: no table of roles decides.
NAMED = {m._meta.label_lower for m in apps.get_models() if getattr(m, "PRIVACY", "") == Privacy.P4}
NAMED |= {"people.mergeproposal"}  # made only where one of the two is hidden
PARTS = ("contact", "legal", "travel", "services", "health", "protection", "money")


def of_people() -> list[Any]:
    """Every table that belongs to a part of the file."""
    return [model for model in apps.get_models() if getattr(model, "GROUP", None)]


def shared_by_presence(model: Any) -> bool:
    return "presences" in str(getattr(model, "PLACE", "") or "")


TABLES = [m for m in of_people() if m._meta.label_lower not in UNPLACED | NAMED]


def test_every_table_of_people_has_its_part():
    """Whatever tells of a person says which part of the file it is; the tables left out above exist."""
    telling = {m._meta.label_lower for m in apps.get_models() if getattr(m, "PERSON", None) is not None}
    assert telling == {m._meta.label_lower for m in of_people()}
    assert telling >= UNPLACED | NAMED
    assert all(str(m.GROUP) in {*PARTS, "identity"} for m in of_people())


@pytest.fixture
def mission(country):
    """With what no other test of the matrix needs: a language, a correction, a family reached, a name on an export."""
    estate = country["mission"]
    actor = User.objects.get(pk=estate.everyone.pk)
    people_commands.set_languages(actor, estate.person, codes=("ful",))
    people_commands.correct(actor, estate.person, sex="M")
    draft = ActDraft(person=estate.person.pk, service="food-basket", given_on=DAY, quantity=1)
    record(actor, estate.office, draft=draft)
    ExportedPerson.objects.create(export=estate.export, person=estate.person)
    decide(actor, estate.pair, said="unsure")
    return estate


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m._meta.label_lower)
def test_a_row_is_seen_by_who_holds_the_right_and_reaches_the_part(model, mission):
    rows = own_rows(model, mission)
    assert rows.exists(), "the estate has none: furnish it"
    wrong = []
    for role, user in mission.accounts.items():
        for right in RIGHTS:
            expected = EXPECTED[right][role] and str(model.GROUP) in GROUPS[role]
            seen = scoped(User.objects.get(pk=user.pk), right, rows).exists()
            wrong += [] if seen == expected else [(role, right, seen)]
    assert wrong == []


def own_rows(model: Any, estate: Estate) -> Any:
    """Of the estate's place, and of nobody whom a file hides."""
    place = "pk" if model.PLACE == "" else model.PLACE
    rows = model._default_manager.filter(**{f"{place}__path__startswith": estate.root.path})
    paths = (model.PERSON,) if isinstance(model.PERSON, str) else model.PERSON
    for path in paths:
        rows = rows.exclude(**{f"{path}__protected" if path else "protected": True})
    return rows.distinct()


# Known through a sharing only


@pytest.fixture
def shared(country):
    """Someone of the mission whose file an association has in part; the part is changed test by test."""
    mission, association = country["mission"], country["association"]
    person = mission.person
    presence = Presence.objects.create(
        person=person, unit=association.office, groups=",identity,", sharing=uuid4()
    )
    return person, presence, association


def share(presence: Presence, *groups: str) -> None:
    Presence.objects.filter(pk=presence.pk).update(groups=f",{','.join(sorted({'identity', *groups}))},")


@pytest.mark.parametrize("part", [None, *PARTS])
def test_what_was_not_shared_is_in_no_table(part, shared):
    """To a role that reaches everything."""
    person, presence, association = shared
    share(presence, *([part] if part else []))
    user = User.objects.get(pk=association.accounts["protection_officer"].pk)
    wrong = []
    for model in [m for m in TABLES if shared_by_presence(m)]:
        path = model.PERSON if isinstance(model.PERSON, str) else model.PERSON[0]
        rows = model._default_manager.filter(**{path or "pk": person.pk})
        seen = scoped(user, "people.view", rows).exists()
        expected = rows.exists() and str(model.GROUP) in {"identity", part}
        wrong += [] if seen == expected else [(model._meta.label_lower, seen)]
    assert wrong == []
    assert people.groups_seen(user, person) == {"identity", *([part] if part else [])}


def test_what_was_not_shared_is_told_by_no_line(shared):
    """That a document or a phone was corrected is of the part of the file it was corrected in."""
    person, presence, association = shared
    owner = User.objects.get(username="mission.everyone")
    people_commands.add_contact(owner, person, draft=ContactDraft("phone", "+212 6 99 88 77 66", "safe"))
    people_commands.remove_contact(owner, person, contact=Contact.objects.filter(person=person).latest("id"))
    share(presence)
    user = User.objects.get(pk=association.accounts["case_manager"].pk)
    assert lines(user, person) == lines(owner, person) - 1
    share(presence, "contact")
    assert lines(user, person) == lines(owner, person)


def lines(user: User, person: Person) -> int:
    told = TIMELINE["people"](user, people.cluster(person))
    return sum(1 for line in told if line.kind == "corrected")


# The page of a person


def marks_of(person: Person) -> dict[str, str]:
    """Something of each part that the page of a person shows in words."""
    return {
        "contact": Contact.objects.filter(person=person).order_by("id")[0].value,
        "travel": Identifier.objects.filter(person=person).order_by("id")[0].value,
        "legal": str(LegalBasis.objects.filter(person=person).order_by("id")[0].get_basis_display()),
    }


def shown(client: Any, person: Person) -> set[str]:
    """Parts of the file that either side of the page shows."""
    url = reverse("people:person", args=[person.pk])
    answers = [client.get(url, query) for query in ({}, {"show": "file"}, {"all": "1"})]
    assert {a.status_code for a in answers} == {200}
    html = "".join(a.content.decode() for a in answers)
    return {part for part, mark in marks_of(person).items() if mark in html}


@pytest.mark.parametrize("role", [r for r in STAFF_ROLES if EXPECTED["people.view"][r]])
def test_the_page_shows_the_parts_of_the_role(role, country, browser):
    mission = country["mission"]
    user = mission.accounts[role]
    assert shown(browser(user), mission.person) == GROUPS[role] & marks_of(mission.person).keys()


@pytest.mark.parametrize("part", [None, "contact", "travel", "legal", "health"])
def test_the_page_shows_the_parts_shared(part, shared, browser):
    person, presence, association = shared
    share(presence, *([part] if part else []))
    # What the association itself would write down is of its own offices: the basis belongs to the mission's.
    found = shown(browser(association.accounts["protection_officer"]), person)
    assert found == {part} & marks_of(person).keys()


def test_who_merged_and_why_is_told_to_their_own_offices(country, browser):
    """Another office that knows the person sees that records were merged; the reason may say what it must not know."""
    mission, association = country["mission"], country["association"]
    Presence.objects.create(person=mission.twin, unit=association.office)
    url = reverse("people:person", args=[mission.twin.pk])
    reason = str(mission.merge.reason)
    shown_to = {
        name: reason in browser(user).get(url, {"show": "file"}).content.decode()
        for name, user in (("ours", mission.everyone), ("theirs", association.everyone))
    }
    assert shown_to == {"ours": True, "theirs": False}


# The forms behind the sections

NEW_CONTACT = {"kind": "phone", "value": "+212 6 55 44 33 22", "safety": "safe"}
NEW_DOCUMENT = {"kind": "passport", "value": "ZZ 55443322", "issuer": "", "valid_to": ""}


def forged(person: Person) -> dict[str, tuple[str, list[Any], dict[str, str]]]:
    """Every write behind a section of a part that can be left out: its page, its address, what is sent."""
    contact = Contact.objects.filter(person=person).order_by("id")[0].pk
    document = Identifier.objects.filter(person=person).order_by("id")[0].pk
    basis = LegalBasis.objects.filter(person=person).order_by("id")[0].pk
    return {
        "contact added": ("people:edit", [person.pk, "contacts"], NEW_CONTACT),
        "contact changed": ("people:change", [person.pk, "contacts", contact], NEW_CONTACT),
        "contact removed": ("people:remove", [person.pk, "contacts", contact], {"go": "1"}),
        "travel added": ("people:edit", [person.pk, "documents"], NEW_DOCUMENT),
        "travel removed": ("people:remove", [person.pk, "documents", document], {"reason": "erreur"}),
        "legal withdrawn": ("people:remove", [person.pk, "consent", basis], {"go": "1"}),
    }


@pytest.mark.parametrize("what", ["contact added", "contact changed", "contact removed", "travel added",
                                  "travel removed", "legal withdrawn"])  # fmt: skip
def test_a_part_that_was_not_shared_is_not_written_by_a_forged_form(what, shared, browser):
    """And is, by the same form, once it is shared: the form was good."""
    person, presence, association = shared
    client = browser(association.accounts["case_manager"])
    page, args, body = forged(person)[what]
    before = contents()
    answer = client.post(reverse(page, args=args), body)
    assert (answer.status_code, contents()) == (403, before)
    share(presence, what.partition(" ")[0])
    before = contents()
    assert client.post(reverse(page, args=args), body).status_code == 302
    assert contents() != before


COMMANDS = {
    "contact": lambda user, person: people_commands.add_contact(
        user, person, draft=ContactDraft("phone", "+212 6 55 44 33 22", "safe")
    ),
    "travel": lambda user, person: people_commands.add_document(
        user, person, draft=IdentifierDraft("passport", "ZZ 55443322")
    ),
    "legal": lambda user, person: people_commands.add_basis(
        user, person, unit=person.unit, draft=BasisDraft("vital_interest", "2026-11", "fra")
    ),
}


@pytest.mark.parametrize("part", COMMANDS)
def test_a_command_writes_no_part_beyond_the_sharing(part, shared):
    from musanada.kit.errors import MissingRight

    person, _presence, association = shared
    user = association.accounts["case_manager"]
    before = contents()
    with pytest.raises(MissingRight):
        COMMANDS[part](User.objects.get(pk=user.pk), person)
    assert contents() == before
