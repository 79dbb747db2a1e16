"""A P4 person of one's own office, for everyone whose name is not on their file: an address that leads nowhere.

For every page of the tree that names something of a person, the same request is sent twice: with a key of the protected
person's, and with a key that was never drawn. Whoever is not named gets the same status, the same body and the same
number of statements; where the owner, who is named, does find it. Nothing here lists pages: ``foreign.MAKERS`` does.
"""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from musanada.access.models import AuditEntry

from . import world
from .addresses import of_records
from .foreign import MAKERS, POST_ONLY, SHARED
from .table import EXPECTED

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value|X-CSRFToken[^:]*:)[^>]*')
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

NOBODY = "nobody-named"


class Ghost:
    """An estate whose things of people were never drawn; everything else is the real one's."""

    def __init__(self, estate: Any, names: set[str]) -> None:
        self.estate, self.names = estate, names

    def __getattr__(self, name: str) -> Any:
        return SimpleNamespace(pk=uuid4()) if name in self.names else getattr(self.estate, name)


class Names:
    """Notes which things an address is made of."""

    def __init__(self, estate: Any) -> None:
        self.estate, self.asked = estate, set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.estate, name)


@pytest.fixture(scope="module")
def mission(country):
    return country["mission"]


@pytest.fixture(scope="module")
def hidden(mission):
    """The same organisation with its people protected: one of everything that hangs on a person, behind a file."""
    return world.hidden(mission)[0]


@pytest.fixture(scope="module")
def theirs(mission, hidden):
    """What of it hangs on a protected person."""
    return {name for name, thing in hidden.things.items() if thing is not mission.things.get(name)}


@pytest.fixture(scope="module")
def outsiders(mission, hidden):
    """Everyone of the office who is not named: each role alone, and someone who holds them all."""
    users = [
        *mission.accounts.values(),
        world.account(f"mission.{NOBODY}", mission.root, *world.STAFF_ROLES),
    ]
    found = {}
    for user in users:
        found[user.username] = Client()
        found[user.username].force_login(user, backend="musanada.access.backend.Accounts")
    return found


def made_of(page: Any, estate: Any) -> set[str]:
    names = Names(estate)
    MAKERS[page.name](names)
    return names.asked


# The journal's readers may follow a key: that a line exists is theirs to know; whose it is, no page tells them.
PAGES = [page for page in of_records() if page.name not in SHARED and page.right != "audit.view"]
UNMERGED = "people:compare"  # protected people are not offered for merging, not even to their owner


def holding(right: str, outsiders: dict[str, Client]) -> list[tuple[str, Client]]:
    """Those who get past the page's own right; the others are told its name before anything is looked for."""
    roles = {f"mission.{role}" for role, carried in EXPECTED.get(right, {}).items() if carried}
    return [(name, client) for name, client in outsiders.items() if name in roles or name.endswith(NOBODY)]


def seen(client: Client, method: str, url: str) -> tuple[int, str, int]:
    """What an answer tells: its status, its words without tokens and keys, and how many statements it cost."""
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(client, method)(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = KEY.sub("KEY", TOKEN.sub("TOKEN", body.decode(errors="replace")))
    return answer.status_code, words, len(asked)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_protected_person_is_an_address_that_leads_nowhere(page, mission, hidden, theirs, outsiders):
    mine = made_of(page, mission) & theirs
    if not mine:
        return  # the address names nothing that hangs on a person
    real = reverse(page.name, args=MAKERS[page.name](hidden))
    ghost = reverse(page.name, args=MAKERS[page.name](Ghost(mission, mine)))
    told = {}
    for name, client in holding(page.right, outsiders):
        for method in ("get", "post"):
            found = seen(client, method, real)
            assert found[0] in (403, 404, 405), (name, method, found[0])
            # A role's POST is compared once, by who holds them all.
            nothing = seen(client, method, ghost) if method == "get" or name.endswith(NOBODY) else found
            if found != nothing:
                told[name, method] = (found[0], nothing[0], found[2], nothing[2])
    assert told == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_named_owner_finds_it(page, mission, hidden, theirs):
    """Without this the test above would pass on keys that lead nowhere."""
    if not made_of(page, mission) & theirs or page.name in (*POST_ONLY, UNMERGED):
        return
    client = Client()
    client.force_login(mission.everyone, backend="musanada.access.backend.Accounts")
    answer = client.get(reverse(page.name, args=MAKERS[page.name](hidden)))
    assert answer.status_code != 404


def test_each_opening_of_the_page_leaves_a_line(mission, hidden):
    client = Client()
    client.force_login(mission.everyone, backend="musanada.access.backend.Accounts")
    lines = AuditEntry.objects.filter(verb="people.read_protected", object_id=str(hidden.person.pk))
    before = lines.count()
    client.get(reverse("people:person", args=[hidden.person.pk]))
    assert lines.count() > before


def test_no_list_page_says_anything_of_them(mission, hidden, outsiders):
    """Every page without a record in its address, to everyone who is not named: none of their names or references."""
    from .addresses import plain

    marks = {hidden.person.reference, hidden.relative.reference, *world.HIDDEN_NAMES}
    marks |= {m[:4] + "-" + m[4:] for m in marks if len(m) == 8 and m.isupper()}
    told = []
    for page in plain():
        for name, client in outsiders.items():
            answer = client.get(reverse(page.name))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            told += [(page.name, name, m) for m in marks if m in body.decode(errors="replace")]
    assert told == []
