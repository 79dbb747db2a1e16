"""Nobody's name, phone, document, password or link reaches the log: every page of the tree, at the chattiest level.

Everything the program says is caught as it stands and as our formatter writes it. As it stands it does hold such things
(so that the tests can fail): an address with a link's word, the words of an exception.
"""

import io
import logging

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from musanada.access.commands import invite

from . import world
from .addresses import addresses
from .foreign import MAKERS, QUERIES, SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BACKEND = "musanada.access.backend.Accounts"
SECRET = "cheval pile agrafe correct"
NAMES = (*world.NAMES, *world.HIDDEN_NAMES, world.HIDDEN, "Hadja Kankou Soumah", "Oumou Hawa Kaba")
PARTS = {part for name in NAMES for part in name.split() if len(part) > 5}
TYPED = {
    "q": "Fatoumata Binta Barry",
    "text": "Aminata Sylla",
    "sought": "4471982 mission",
    "reason": f"Mamadou Saliou Bah, joint au {world.PHONE}",
    "username": "mission.agent",
    "password": SECRET,
    "current": SECRET,
    "code": "482913",
    "value": world.PHONE,
}


class Caught:
    """What was said, as it stands and as our formatter writes it."""

    def __init__(self):
        shape = settings.LOGGING["formatters"]["plain"]
        ours = import_string(shape["()"])(shape["format"], style=shape["style"])
        self.raw, self.written = io.StringIO(), io.StringIO()
        self.handlers = [logging.StreamHandler(self.raw), logging.StreamHandler(self.written)]
        self.handlers[1].setFormatter(ours)

    def lines(self):
        return self.written.getvalue().splitlines()

    def told(self, *more):
        """The lines that tell something of somebody."""
        marks = {*PARTS, *TYPED.values(), "4471982", "9912001", "612345678", *more} - {"mission.agent"}
        return [line for line in self.lines() if any(mark in line for mark in marks)]


@pytest.fixture
def caught():
    found = Caught()
    chatty = [
        logging.getLogger(n) for n in ("", "django", "django.request", "django.security", "axes", "allauth")
    ]
    before = [one.level for one in chatty]
    for one in chatty:
        one.setLevel(logging.DEBUG)
    for handler in found.handlers:
        chatty[0].addHandler(handler)
    yield found
    for one, level in zip(chatty, before, strict=True):
        one.setLevel(level)
    for handler in found.handlers:
        chatty[0].removeHandler(handler)


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)


@pytest.fixture
def mission(country):
    return country["mission"]


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def url_of(page, estate):
    if page.name in SHARED:
        return reverse(page.name, args=SHARED[page.name][:-1])
    return reverse(page.name, args=MAKERS[page.name](estate) if page.params else ())


@pytest.mark.parametrize("app", sorted({a.name.partition(":")[0] for a in addresses()}))
def test_no_page_says_anything_of_anybody(app, country, mission, caught):
    """The owner, a stranger and nobody; looked at, and sent with names in every field."""
    for page in addresses():
        if page.name.partition(":")[0] != app:
            continue
        url, query = url_of(page, mission), QUERIES[page.name](mission) if page.name in QUERIES else {}
        signed_in(mission.everyone).get(url, query)
        signed_in(mission.everyone).post(url, TYPED)
        signed_in(country["ministry"].everyone).get(url, query)
        Client(raise_request_exception=False).post(url, TYPED)
    assert caught.lines()
    assert caught.told() == []


def test_the_word_of_a_link_stays_out(mission, caught):
    """A link that is over is an address the log would quote."""
    new = world.account("mission.new", mission.office, "agent")
    new.set_unusable_password()
    new.save()
    token = invite(mission.everyone, new)
    invite(mission.everyone, new)  # the first link is over
    assert Client().get(reverse("account:invited", args=[token])).status_code == 410
    assert Client().get(reverse("packages:take", args=["word-of-a-package"])).status_code == 404
    assert Client().get(f"/packages/{token}/and/more/").status_code == 404
    assert token in caught.raw.getvalue()
    assert caught.told(token, "word-of-a-package") == []
    assert AccessAttempt.objects.exists()
    assert token not in str([*AccessAttempt.objects.values()])


def test_what_was_looked_for_stays_out_of_the_address(mission):
    answer = signed_in(mission.everyone).post(reverse("people:list"), {"q": world.NAMES[0]})
    assert not [part for part in PARTS if part in answer.headers["Location"]]


def test_no_form_about_people_puts_what_is_typed_in_an_address(mission):
    """Filters, periods and choices may: no box for a name, a phone or a document."""
    import re

    form = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL | re.IGNORECASE)
    box = re.compile(
        r'<input[^>]*type="(?:search|text)"[^>]*name="(\w+)"|<input[^>]*name="(\w+)"[^>]*type="text"'
    )
    found = {}
    for page in addresses():
        if page.name.partition(":")[0] not in ("people", "intake", "protected", "consents", "referrals"):
            continue
        text = signed_in(mission.everyone).get(url_of(page, mission)).content.decode(errors="replace")
        boxes = [a or b for one in form.findall(text) for a, b in box.findall(one)]
        found |= {page.name: boxes} if boxes else {}
    assert found == {}


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"Key (name)=({world.NAMES[0]}) already exists"),
        SuspiciousOperation(f"path traversal in {world.NAMES[0]}.pdf"),
        PermissionError(13, "denied", f"/tmp/{world.NAMES[0]}"),
    ],
    ids=lambda e: type(e).__name__,
)
def test_a_failure_says_its_kind_and_not_its_words(error, mission, monkeypatch, caught):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("musanada.web.views.render", fail)
    answer = signed_in(mission.everyone).get(reverse("web:home"))
    assert answer.status_code in (400, 500)
    assert "Fatoumata" not in answer.content.decode()
    assert "Fatoumata" in caught.raw.getvalue()
    assert caught.told() == []
    assert type(error).__qualname__ in caught.written.getvalue()


def test_a_forged_request_is_logged_without_what_it_carried(mission, caught):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mission.everyone, backend=BACKEND)
    assert client.post(reverse("people:list"), TYPED).status_code == 403
    assert caught.lines()
    assert caught.told() == []


def test_wrong_passwords_are_logged_without_what_was_typed(mission, caught, settings):
    for _time in range(settings.AXES_FAILURE_LIMIT + 1):
        answer = Client().post(reverse("web:sign-in"), {"username": "Mamadou Saliou Bah", "password": SECRET})
    assert answer.status_code == 429
    assert caught.told() == []


def test_a_task_that_fails_keeps_its_kind_only(monkeypatch):
    """The queue's table keeps a failure's words in clear."""
    import traceback

    from musanada.intake.imports.tasks import Failed, run_import

    def fail(*args):
        raise ValueError(f"Key (name)=({world.NAMES[0]}) already exists")

    monkeypatch.setattr("musanada.intake.commands.imports.running.run_step", fail)
    with pytest.raises(Failed) as failure:
        run_import.func("0" * 32, "fr")
    assert "Fatoumata" not in "".join(traceback.format_exception(failure.value))
    assert "ValueError" in str(failure.value)
