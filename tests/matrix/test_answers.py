"""What every answer carries, for every page of the tree, whatever it says: a page, a way on, a refusal, a failure.

Cookies and headers are asked of a stranger, of someone with no right, of each organisation's owner, and of nobody.
"""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from musanada.access.models import User
from musanada.kit.errors import BadInput, MissingRight, Refused, TooOften

from .addresses import addresses
from .foreign import MAKERS, QUERIES, SHARED

pytestmark = pytest.mark.django_db
BACKEND = "musanada.access.backend.Accounts"
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLOSED = ("geolocation=()", "microphone=()", "payment=()", "usb=()", "display-capture=()")


def faults(answer, kept="no-store"):
    """What an answer lacks of what every answer carries. ``kept``: what is published may be kept by whoever carries it."""
    told = [
        name for name, value in EXACT.items() if answer.headers.get(name) not in allowed(name, value, kept)
    ]
    rules = answer.headers.get("Content-Security-Policy", "").split(";")
    policy = dict(rule.strip().partition(" ")[::2] for rule in rules)
    scripts = policy.get("script-src", policy.get("default-src"))
    if (
        scripts not in ("'self'", "'none'")
        or policy.get("frame-ancestors") != "'none'"
        or "unsafe" in str(rules)
    ):
        told.append("Content-Security-Policy")
    if answer.headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        told.append("Referrer-Policy")
    if not all(one in answer.headers.get("Permissions-Policy", "") for one in CLOSED):
        told.append("Permissions-Policy")
    rule = answer.headers.get("Cache-Control", "")
    if kept not in rule and not (answer.status_code == 405 and "no-store" in rule):
        told.append("Cache-Control")
    told += [name for name in ("Server", "X-Powered-By") if name in answer.headers]
    return told + [f"cookie {c.key}" for c in answer.cookies.values() if c.value and not safe(c)]


def allowed(name, value, kept):
    """What is published may be read by a program on another site's page too."""
    open_too = kept == "public" and name == "Cross-Origin-Resource-Policy"
    return (value, "cross-origin") if open_too else (value,)


def safe(cookie):
    return cookie["samesite"] in ("Lax", "Strict") and cookie["httponly"] and not cookie["domain"]


def url_of(page, estate):
    if page.name in SHARED:
        return reverse(page.name, args=SHARED[page.name][:-1])
    return reverse(page.name, args=MAKERS[page.name](estate) if page.params else ())


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)


def signed_in(user):
    """A browser of its own: one of the pages signs out."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def mission(country):
    return country["mission"]


@pytest.mark.once
@pytest.mark.parametrize("page", addresses(), ids=str)
def test_every_answer_carries_what_protects_it(page, country, mission):
    url = url_of(page, mission)
    query = QUERIES[page.name](mission) if page.name in QUERIES else {}
    askers = {
        "owner": signed_in(mission.everyone),
        "stranger": signed_in(country["ministry"].everyone),
        "no role": signed_in(User.objects.create(username="no-role", display_name="No Role")),
        "nobody": Client(),
    }
    asked = [(who, "get") for who in askers] + [("owner", "post")]
    answers = [(who, method, getattr(askers[who], method)(url, query)) for who, method in asked]
    wanted = "public" if page.name.startswith("published:") else "no-store"
    told = {(who, method, one.status_code): faults(one, wanted) for who, method, one in answers}
    assert {asked: found for asked, found in told.items() if found} == {}


ERRORS = {
    404: Http404("nothing here"),
    400: BadInput("No."),
    403: MissingRight("No.", right="app.use"),
    409: Refused("No."),
    429: TooOften("No.", wait=60),
    500: ZeroDivisionError("Fatoumata"),
}


@pytest.mark.parametrize("status", ERRORS)
def test_refusals_and_failures_carry_it_too(status, mission, monkeypatch):
    def fail(*args, **kwargs):
        raise ERRORS[status]

    monkeypatch.setattr("musanada.web.views.render", fail)
    answer = signed_in(mission.everyone).get(reverse("web:home"))
    assert answer.status_code == status
    assert faults(answer) == []
    assert "Traceback" not in answer.content.decode()
    assert "Fatoumata" not in answer.content.decode()


def test_an_answer_without_a_database_carries_it_too(mission):
    """The headers ask neither the session nor the database."""
    from django.db import OperationalError, connection

    def gone(*args):
        raise OperationalError("connection refused")

    client = signed_in(mission.everyone)
    with connection.execute_wrapper(gone):
        answer = client.get(reverse("people:list"))
    assert answer.status_code == 503
    assert faults(answer) == []


def test_what_is_missing_would_be_seen():
    from django.http import HttpResponse

    bare = HttpResponse("x")
    bare.set_cookie("language", "fr")
    assert {*EXACT, "Content-Security-Policy", "Cache-Control", "cookie language"} <= set(faults(bare))
