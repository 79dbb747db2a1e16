"""To whom their file does not name, a hidden person does not exist.

Tested as what it means: everything a role can look at is the same, byte for byte, as if the person had never been; and
a page asked for by their key is the page of a key that nobody bears, at the same cost.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry, User
from musanada.access.roles import Role
from musanada.assistance import queries as assistance
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.assistance.models import Act
from musanada.intake.commands import check_in
from musanada.intake.commands import imports as importing
from musanada.intake.commands.imports.running import run_step
from musanada.intake.models import Arrival
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.intake.queries import imports
from musanada.kit.errors import Problem
from musanada.kit.facts import FACTS
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.commands import confidential
from musanada.people.drafts import ContactDraft, IdentifierDraft
from musanada.people.models import NamedAccess, Person
from tests.apart.test_sides import LISTS, different, looked_at, settled, undone
from tests.matrix.addresses import addresses, plain
from tests.matrix.foreign import MAKERS, POST_ONLY, QUERIES
from tests.matrix.world import DAY, FILE, NAMES, Estate, furnish, someone

pytestmark = pytest.mark.django_db
Country = dict[str, Estate]
WHY = "menaces reçues au téléphone"
EMERGENCY = "menace immédiate, personne ne répond"
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
PASSPORT, PHONE = "HIDDEN 778", "+212 6 77 77 77 77"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing runs behind a page, and a quarter of an hour is no difference."""
    monkeypatch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)
    monkeypatch.setattr("musanada.intake.panels.minutes_since", lambda arrival: 0)


def a_hidden_one(estate: Estate, name: str = NAMES[0]) -> Person:
    """Someone with a family, acts, a phone and a passport, whom a file then hides."""
    actor = estate.everyone
    person = someone(
        estate,
        name,
        identifiers=(IdentifierDraft("passport", PASSPORT),),
        contacts=(ContactDraft("phone", PHONE, "safe"),),
    )
    people_commands.join_household(actor, people.household(estate.person), person=person, tie="child")
    people_commands.relate(actor, estate.person, other=person, kind="parent")
    for service in ("food-basket", "hygiene-kit"):
        draft = ActDraft(person=person.pk, service=service, given_on=DAY, quantity=1)
        record(actor, estate.office, draft=draft, despite_repeat=True)
    twin = someone(estate, name)
    people_commands.merge(actor, person, gone=twin, reason="même personne")
    hide(estate, person)
    return Person.objects.get(pk=person.pk)


def hide(estate: Estate, person: Person) -> Any:
    owner = User.objects.get(pk=estate.everyone.pk)
    return confidential.open_file(owner, person, subject="trafficking", hides_person=True, reason=WHY)


# As if the person had never been


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


# A key of theirs, and a key of nobody


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


# What the counter and the imports kept


def test_a_visit_loses_the_person_and_keeps_its_number(country):
    mission = country["mission"]
    person = someone(mission, "Hadiatou Binta Sow")
    visit = check_in(mission.everyone, mission.office, person=person)
    hide(mission, person)
    visit.refresh_from_db()
    assert (visit.person_id, visit.call_name) == (None, "")
    owner = User.objects.get(pk=mission.everyone.pk)
    later = check_in(owner, mission.office, person=Person.objects.get(pk=person.pk))
    assert (later.person_id, later.call_name) == (None, "")
    assert not Arrival.objects.filter(person=person).exists()


def imported(estate: Estate) -> ImportBatch:
    """A file of one person, written into the register."""
    actor = estate.everyone
    content = FILE.replace("Diallo,Awa", "Kourouma,Nantou").encode()
    batch = importing.upload(actor, estate.office, kind="people", name="liste-2.csv", blocks=[content])
    importing.check_columns(actor, batch, mapping=batch.mapping, options={"basis": "consent"})
    run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def test_a_line_that_became_someone_hidden_goes(country):
    mission = country["mission"]
    batch = imported(mission)
    importing.commit(mission.everyone, batch)
    run_step(batch.pk)
    row = ImportRow.objects.get(batch=batch, outcome="created")
    hide(mission, Person.objects.get(pk=row.person))
    batch.refresh_from_db()
    assert (batch.total, batch.done, batch.rows.count()) == (0, 0, 0)
    again = imported(mission)
    assert [(r.outcome, r.decision) for r in again.rows.all()] == [("", "new")]


def test_a_line_proposes_someone_hidden_no_longer(country):
    mission = country["mission"]
    batch = imported(mission)
    row = batch.rows.get()
    row.candidates, row.decision = [{"person": str(mission.twin.pk), "score": 95}], ""
    row.save()
    hide(mission, mission.twin)
    row.refresh_from_db()
    assert (row.candidates, row.decision) == ([], "new")
    manager = User.objects.get(pk=mission.accounts["case_manager"].pk)
    assert imports.likenesses(manager, batch, row) == []


# Every surface, by what one's access is


def named(estate: Estate, file: Any, reader: User) -> NamedAccess:
    owner = User.objects.get(pk=estate.everyone.pk)
    return confidential.grant(owner, file, user=reader, until=timezone.now() + timedelta(days=9), reason=WHY)


def past(access: NamedAccess) -> None:
    now = timezone.now()
    NamedAccess.objects.filter(pk=access.pk).update(
        from_at=now - timedelta(days=2), until_at=now - timedelta(days=1)
    )


def owner_of(estate: Estate) -> User:
    return User.objects.get(pk=estate.everyone.pk)


STATES: dict[str, tuple[bool, Callable[[Estate, Any, User], Any]]] = {
    "not named": (False, lambda estate, file, reader: None),
    "named": (True, named),
    "expired": (False, lambda estate, file, reader: past(named(estate, file, reader))),
    "ended": (
        False,
        lambda estate, file, reader: confidential.end_grant(owner_of(estate), named(estate, file, reader)),
    ),
    "sealed": (
        False,
        lambda estate, file, reader: (
            named(estate, file, reader),
            confidential.seal(owner_of(estate), file, reason=WHY),
        ),
    ),
    "broken glass": (
        True,
        lambda estate, file, reader: confidential.break_glass(
            User.objects.get(pk=reader.pk),
            estate.root,
            sought=file.person.reference,
            reason=EMERGENCY,
        ),
    ),
}

Surface = Callable[[User, Client, Person, Any], bool]


def opens(name: str) -> Surface:
    """A page of one record: found or not."""
    return lambda user, client, person, file: (
        client.get(reverse(name, args=ADDRESS[name](person, file))).status_code != 404
    )


ADDRESS: dict[str, Callable[[Person, Any], list[Any]]] = {
    "people:person": lambda person, file: [person.pk],
    "people:edit": lambda person, file: [person.pk, "names"],
    "intake:slip": lambda person, file: [person.pk],
    "assistance:act": lambda person, file: [Act.objects.filter(person=person).first().pk],
    "protected:file": lambda person, file: [file.pk],
}
ONE: dict[str, Surface] = {name: opens(name) for name in ADDRESS} | {
    "my files": lambda user, client, person, file: bool(
        file.pk in {one.file.pk for one in confidential_files(user)}
    ),
    "exact token": lambda user, client, person, file: bool(confidential_files(user, PASSPORT)),
    "reference": lambda user, client, person, file: (
        people.by_reference(user, person.reference, reading=False) is not None
    ),
    "time line": lambda user, client, person, file: bool(
        [*assistance.timeline(user, people.cluster(person))]
    ),
}
NEVER: dict[str, Surface] = {
    **{
        f"list of {name}": lambda user, client, person, file, read=read: str(person.pk) in read(user)
        for name, read in LISTS.items()
        if name.startswith(("people", "acts", "open", "who"))
    },
    "find by name": lambda user, client, person, file: (
        person.pk in {hit.pk for hit in people.listing(user, people.Filters(text=NAMES[0])).rows}
    ),
    "find by passport": lambda user, client, person, file: bool(
        people.listing(user, people.Filters(text=PASSPORT)).rows
    ),
}


def confidential_files(user: User, text: str = "") -> list[Any]:
    from musanada.people.queries.confidential import mine

    return mine(user, text)


@pytest.mark.parametrize("state", STATES)
def test_every_surface_by_access(state, country):
    """A protection officer of the same organisation: what opens by one's key or exact words opens to the named only;
    what lists opens to nobody."""
    mission = country["mission"]
    person = a_hidden_one(mission)
    file, reader = person.confidential_files.get(), mission.accounts[Role.PROTECTION]
    readable, prepare = STATES[state]
    prepare(mission, file, reader)
    client = Client()
    client.force_login(reader, backend="musanada.access.backend.Accounts")
    found = {
        name: look(User.objects.get(pk=reader.pk), client, person, file)
        for name, look in (ONE | NEVER).items()
    }
    assert found == dict.fromkeys(ONE, readable) | dict.fromkeys(NEVER, False)


def test_every_page_of_a_hidden_person_leaves_one_line(country):
    mission = country["mission"]
    person = a_hidden_one(mission)
    file, reader = person.confidential_files.get(), mission.accounts[Role.PROTECTION]
    named(mission, file, reader)
    client = Client()
    client.force_login(reader, backend="musanada.access.backend.Accounts")
    for name, address in ADDRESS.items():
        before = AuditEntry.objects.filter(verb="people.read_protected").count()
        client.get(reverse(name, args=address(person, file)))
        assert AuditEntry.objects.filter(verb="people.read_protected").count() == before + 1, name


def test_a_hidden_person_is_not_merged_by_the_pages_of_others(country):
    mission = country["mission"]
    hidden = a_hidden_one(mission)
    manager = User.objects.get(pk=mission.accounts["case_manager"].pk)
    with pytest.raises(Problem):
        people_commands.merge(manager, mission.person, gone=hidden, reason="même personne")


def test_what_reached_others_with_a_hidden_person_is_on_the_page_of_that_one_only(country):
    """Even to who is named: on a relative's page it would tell without a line in the journal."""
    mission = country["mission"]
    hidden = a_hidden_one(mission)
    reader = mission.accounts[Role.PROTECTION]
    named(mission, hidden.confidential_files.get(), reader)
    theirs = {reverse("assistance:act", args=[one.pk]) for one in Act.objects.filter(person=hidden)}
    assert Act.objects.filter(person=hidden, members__person=mission.person).exists()

    def told(person: Person) -> set[str]:
        user = User.objects.get(pk=reader.pk)
        return {line.url for line in assistance.timeline(user, people.cluster(person))} & theirs

    assert told(hidden) == theirs
    assert told(mission.person) == set()
