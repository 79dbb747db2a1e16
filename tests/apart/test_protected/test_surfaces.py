"""Every surface, by what one's access is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry, User
from musanada.access.roles import Role
from musanada.assistance import queries as assistance
from musanada.assistance.models import Act
from musanada.kit.errors import Problem
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.commands import confidential
from musanada.people.models import NamedAccess, Person
from tests.apart.test_protected.hiding import PASSPORT, WHY, a_hidden_one
from tests.apart.test_sides import LISTS
from tests.matrix.world import NAMES, Estate

pytestmark = pytest.mark.django_db


EMERGENCY = "menace immédiate, personne ne répond"


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
