"""What must be said out loud: a page its right, a table its privacy and its place. Silence is the closed case."""

from types import SimpleNamespace

from django.core.checks import run_checks

from musanada.access.checks import undeclared
from musanada.access.pages import every_view
from musanada.access.rights import RIGHTS
from musanada.kit.choices import Privacy


def silent_pages(views) -> list[str]:
    """Pages that declare nothing, or a right nobody registered."""
    known = {"public", *RIGHTS}
    return [route for route, view in views if getattr(view, "declares", "") not in known]


def test_every_page_declares_its_right():
    views = list(every_view())
    assert len(views) > 5
    found = silent_pages(views)
    assert not found, "\n".join(found)


def test_a_silent_page_and_an_unknown_right_are_seen():
    views = [("silence/", lambda request: None), ("faux/", SimpleNamespace(declares="no.right"))]
    assert silent_pages(views) == ["silence/", "faux/"]


def test_a_table_without_privacy_or_place_is_seen():
    assert undeclared(type("Silent", (), {}))
    assert undeclared(type("Placeless", (), {"PRIVACY": Privacy.P2}))
    assert undeclared(type("Loose", (), {"PRIVACY": "P2", "PLACE": None}))
    assert not undeclared(type("Said", (), {"PRIVACY": Privacy.P0, "PLACE": None}))


def test_django_checks_find_nothing():
    """Ours (E001 pages, E002 tables) and Django's own."""
    found = [str(message) for message in run_checks(include_deployment_checks=False)]
    assert not found, "\n".join(found)
