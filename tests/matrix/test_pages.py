"""Every page of the URL tree, by every role: open to who holds its right, closed to the others, and a record of
another organisation is found by nobody. Nothing here names the pages; a new one is tested because it is there.
"""

from datetime import date
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from musanada.access.models import AuditEntry, User
from musanada.reference.models import ExchangeRate

from .addresses import Address, addresses, of_records, plain
from .foreign import MAKERS, POST_ONLY, QUERIES, SHARED, mixtures
from .table import EXPECTED
from .unchanged import Contents, contents, left_as
from .world import STAFF_ROLES, Estate

SIGN_IN = settings.LOGIN_URL
pytestmark = pytest.mark.django_db
guarded = pytest.mark.parametrize("page", [a for a in addresses() if a.right != "public"], ids=str)
plain_pages = pytest.mark.parametrize("page", plain(), ids=str)
record_pages = pytest.mark.parametrize("page", [a for a in of_records() if a.name not in SHARED], ids=str)
Country = dict[str, Estate]


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left to a worker stays left: only the answer is looked at."""
    monkeypatch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)


def url_of(page: Address, estate: Estate) -> str:
    """The page of the estate's own record; the part after ``?`` is for pages that ask for one there."""
    if page.name in SHARED:
        return reverse(page.name, args=SHARED[page.name][:-1])
    return reverse(page.name, args=MAKERS[page.name](estate) if page.params else ())


def asked(page: Address, estate: Estate) -> dict[str, str]:
    return QUERIES[page.name](estate) if page.name in QUERIES else {}


@pytest.fixture(scope="module")
def before(country: Country) -> Contents:
    """Every row before the first request: each test's writes are rolled back."""
    return contents()


def verdict(answer: Any, right: str) -> str:
    """In one word: open, refused (naming the right), not found, wrong method."""
    if answer.status_code == 403:
        return "refused" if right in answer.content.decode() else "refused without naming the right"
    words = {200: "open", 302: "open", 404: "not found", 405: "wrong method"}
    return words.get(answer.status_code, f"status {answer.status_code}")


def test_a_write_is_seen(before):
    with pytest.raises(AssertionError), left_as(before):
        User.objects.update(display_name="Quelqu'un d'autre")
    with pytest.raises(AssertionError), left_as(before):
        ExchangeRate.objects.create(currency="XTS", on=date(1999, 1, 1), mad=1)


# Every page without a record in its address


@plain_pages
def test_page_is_open_to_its_roles_and_names_the_right_to_the_others(page, country, browser):
    mission, public = country["mission"], page.right == "public"
    opened = "wrong method" if page.name in POST_ONLY else "open"
    expected = {r: opened if public or EXPECTED[page.right][r] else "refused" for r in STAFF_ROLES}
    url, query = url_of(page, mission), asked(page, mission)
    found = {r: verdict(browser(u).get(url, query), page.right) for r, u in mission.accounts.items()}
    assert found == expected


@pytest.mark.parametrize("page", addresses(), ids=str)
def test_signed_out_one_is_sent_to_sign_in(page, country):
    answer = Client().get(url_of(page, country["mission"]))
    sent = answer.headers.get("Location", "").startswith(f"{reverse(SIGN_IN)}?next=")
    assert sent is (page.right != "public")


@guarded
def test_signed_out_one_posts_nothing_and_reads_nothing(page, country, before):
    """Sent to sign in; where something was being typed, the page asks to sign in and keeps it (401)."""
    mission = country["mission"]
    with left_as(before):
        answer = Client().post(url_of(page, mission))
    sent = answer.headers.get("Location", "").startswith(reverse(SIGN_IN))
    assert sent or answer.status_code == 401
    assert mission.person.reference not in answer.content.decode()


def asked_of(page: Address, lacking: list[str]) -> list[str]:
    """Each of them with SQLite. With PostgreSQL, whose part is only that nothing is written, one a page, all in turn."""
    if connection.vendor == "sqlite" or not lacking:
        return lacking
    return [lacking[crc32(page.name.encode()) % len(lacking)]]


@guarded
def test_who_lacks_the_right_is_told_its_name_and_changes_nothing(page, country, browser, before):
    """At a record of one's own organisation: nothing but the right is missing. The journal keeps each attempt."""
    mission = country["mission"]
    lacking = asked_of(page, [role for role in STAFF_ROLES if not EXPECTED[page.right][role]])
    url = url_of(page, mission)
    lines = AuditEntry.objects.filter(verb=f"page.{page.right}", outcome="denied")
    already, found = lines.count(), {}
    with left_as(before):
        for role in lacking:
            client = browser(mission.accounts[role])
            found[role] = {verdict(client.get(url), page.right), verdict(client.post(url), page.right)}
    assert found == {role: {"refused"} for role in lacking}
    assert lines.count() == already + 2 * len(lacking)


# Every page of one record


def test_every_page_of_a_record_has_a_maker():
    """A page whose address names something says what, here or as shared; no maker is left from a page that went."""
    assert sorted(a.name for a in of_records()) == sorted([*MAKERS, *SHARED])


def test_what_is_said_of_other_pages_is_of_pages_that_exist():
    names = {a.name for a in addresses()}
    assert names >= POST_ONLY | QUERIES.keys()


@record_pages
def test_owner_finds_the_record(page, country, browser):
    """Without this the next tests would pass on addresses that lead nowhere."""
    mission = country["mission"]
    client, url = browser(mission.everyone), url_of(page, mission)
    verdicts = {verdict(send(url), page.right) for send in (client.get, client.post)}
    assert "not found" not in verdicts
    assert "refused" not in verdicts
    assert verdicts != {"wrong method"}


# Those who could remove someone, before those who help them: role by role. The others by one account that holds
# every role of its organisation, and so whatever any of them may.
BY_ROLE = ("ministry", "mission")
AT_ONCE = [
    ("mission", "ministry"),
    ("centre", "mission"),
    ("ministry", "centre"),
    ("association", "mission"),  # the same side, another organisation
]
CLOSED = {"not found", "wrong method"}  # a page that takes no GET (or no POST) says so before it looks


def strangers(page: Address, country: Country) -> list[tuple[str, str, User]]:
    """Who comes, to whose record: everyone who holds the page's right. Who lacks it: above."""
    stranger, owner = BY_ROLE
    staff = country[stranger].accounts.items()
    one_by_one = [(stranger, owner, user) for role, user in staff if EXPECTED[page.right][role]]
    return one_by_one + [(stranger, owner, country[stranger].everyone) for stranger, owner in AT_ONCE]


@record_pages
def test_record_of_another_organisation_is_found_by_no_role(page, country, browser, before):
    """By GET and by POST, and behind a key of one's own where the address has two."""
    told = []
    with left_as(before):
        for stranger, owner, user in strangers(page, country):
            own, theirs = MAKERS[page.name](country[stranger]), MAKERS[page.name](country[owner])
            for args in mixtures(own, theirs):
                url = reverse(page.name, args=args)
                said = {verdict(send(url), page.right) for send in (browser(user).get, browser(user).post)}
                told += [] if said <= CLOSED and "not found" in said else [(user.username, said)]
    assert told == []


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_record_named_after_the_question_mark_is_found_by_no_role(name, country, browser):
    page = next(a for a in addresses() if a.name == name)
    for _stranger, owner, user in strangers(page, country):
        answer = browser(user).get(reverse(name), QUERIES[name](country[owner]))
        assert (user.username, verdict(answer, page.right)) == (user.username, "not found")
