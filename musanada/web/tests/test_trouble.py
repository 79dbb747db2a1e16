"""When the machine fails: a clear sentence, the right status, nothing half-written, no stack trace."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from musanada.access.commands import add_unit, found_organisation, hold
from musanada.access.models import User
from musanada.kit.choices import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    root = found_organisation("org", "Organisation", side=Side.HUMANITARIAN)
    unit = add_unit(root, "oujda", "Oujda", kind="office", side=root.side)
    user = User.objects.create(username="amina", display_name="Amina")
    hold(user, unit, "agent")
    client.force_login(user, backend="musanada.access.backend.Accounts")
    client.raise_request_exception = False
    return client


def broken(message):
    def wrapper(execute, sql, params, many, context):
        raise OperationalError(message)

    return wrapper


@pytest.mark.parametrize(
    ("message", "status", "words"),
    [
        ("database is locked", 503, "occupée"),
        ("connection refused", 503, "ne répond pas"),
        ("database or disk is full", 507, "disque"),
    ],
)
@pytest.mark.parametrize("name", ["web:home", "assistance:list"])
def test_database_trouble_is_a_sentence(signed_in, name, message, status, words):
    with connection.execute_wrapper(broken(message)):
        response = signed_in.get(reverse(name))
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert "Traceback" not in text
    assert "OperationalError" not in text


def test_full_disk_while_writing_is_a_sentence(signed_in, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("musanada.assistance.queries.acts", full)
    response = signed_in.get(reverse("assistance:list"))
    assert response.status_code == 507
    assert "disque" in response.content.decode()


def test_every_page_forbids_other_hosts(signed_in):
    policy = signed_in.get(reverse("assistance:list")).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy


def test_signed_in_pages_are_not_kept_by_the_browser(signed_in):
    assert signed_in.get(reverse("assistance:list")).headers["Cache-Control"] == "no-store"
