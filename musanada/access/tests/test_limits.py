"""What can be abused by repeating it stops: a sentence, a moment to wait, one line in the journal. Typing does not."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from musanada.access import limits
from musanada.access.commands import add_unit, found_organisation, hold
from musanada.access.models import AuditEntry, User

pytestmark = pytest.mark.django_db
BACKEND = "musanada.access.backend.Accounts"


@pytest.fixture(autouse=True)
def counting(settings):
    settings.RATE_LIMITS = True
    cache.clear()


@pytest.fixture
def office(db):
    root = found_organisation("org", "Organisation", side="humanitarian")
    return add_unit(root, "oujda", "Oujda", kind="office", side="humanitarian")


def signed_in(office, name, *roles):
    user = User.objects.create(username=name, display_name=name.title())
    for role in roles:
        hold(user, office, role)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


PAGES = {
    "people:list": ("agent", limits.SEARCH),
    "intake:matches": ("agent", limits.SEARCH),
    "protected:list": ("protection_officer", limits.SEARCH),
    "protected:emergency": ("protection_officer", limits.EMERGENCY),
    "dataprotection:export-new": ("case_manager", limits.EXPORT),
    "access:journal-export": ("auditor", limits.EXPORT),
    "access:own-password": ("agent", limits.PASSWORD),
}


def spend(limit, client, left=0):
    """All but ``left`` of a limit, without asking the page hundreds of times."""
    user = User.objects.get(pk=client.session["_auth_user_id"])
    cache.set(limits.key_of(limit, str(user.pk)), limit.most - left, limit.seconds)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_can_be_abused_says_to_wait(name, office):
    role, limit = PAGES[name]
    client = signed_in(office, "amina", role)
    spend(limit, client, left=1)
    assert client.post(reverse(name), {"q": "Awa"}).status_code not in (403, 429)
    answer = client.post(reverse(name), {"q": "Awa"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= limit.seconds
    assert "attendez" in answer.content.decode()


def test_looking_at_a_page_is_not_counted(office):
    client = signed_in(office, "amina", "agent")
    spend(limits.SEARCH, client)
    assert client.get(reverse("people:list")).status_code == 200


def test_one_account_does_not_use_up_anothers(office):
    amina, brahim = signed_in(office, "amina", "agent"), signed_in(office, "brahim", "agent")
    spend(limits.SEARCH, amina)
    assert amina.post(reverse("people:list"), {"q": "Awa"}).status_code == 429
    assert brahim.post(reverse("people:list"), {"q": "Awa"}).status_code == 302


def test_the_next_window_is_free_again(office, monkeypatch):
    client = signed_in(office, "amina", "agent")
    spend(limits.SEARCH, client)
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.SEARCH.seconds)
    assert client.post(reverse("people:list"), {"q": "Awa"}).status_code == 302


def test_who_lacks_the_right_is_told_that_first(office):
    client = signed_in(office, "amina", "auditor")
    spend(limits.SEARCH, client)
    assert client.post(reverse("people:list"), {"q": "Awa"}).status_code == 403


def test_reaching_a_limit_is_one_line_of_the_journal(office):
    client = signed_in(office, "amina", "agent")
    spend(limits.SEARCH, client, left=1)
    for _time in range(4):
        client.post(reverse("people:list"), {"q": "Awa Diallo"})
    line = AuditEntry.objects.get(verb=limits.TOO_OFTEN)
    assert line.details == {"code": "search"}
    assert line.outcome == "refused"


def test_a_day_at_the_counter_is_far_below():
    """Somebody who types without a pause: a request each 400 ms of stillness, a name every ten seconds, for ten
    minutes."""
    names = 600 // 10
    assert names * 5 < limits.SEARCH.most


def try_password(client, name, password="wrong"):
    return client.post(reverse("web:sign-in"), {"username": name, "password": password})


def test_one_password_tried_on_many_names_stops(office):
    """Each name fails once only: what counts is the address."""
    right = "cheval pile agrafe correct"
    user = User.objects.create(username="amina", display_name="Amina")
    user.set_password(right)
    user.save()
    codes = [try_password(Client(), f"name-{n}").status_code for n in range(limits.WRONG_PROOFS.most)]
    assert set(codes) == {200}
    assert try_password(Client(), "another").status_code == 429
    assert try_password(Client(), "amina", right).status_code == 429
    assert try_password(Client(REMOTE_ADDR="192.0.2.9"), "amina", right).status_code == 302
    lines = AuditEntry.objects.filter(verb=limits.TOO_OFTEN)
    assert [(line.actor_id, line.details) for line in lines] == [(None, {"code": "wrong_proofs"})]


def test_right_passwords_are_not_counted(office):
    user = User.objects.create(username="amina", display_name="Amina")
    user.set_password("cheval pile agrafe correct")
    user.save()
    for _time in range(3):
        assert try_password(Client(), "amina", "cheval pile agrafe correct").status_code == 302
    assert cache.get(limits.key_of(limits.WRONG_PROOFS, "127.0.0.1"), 0) == 0


def test_counts_hold_no_name_and_no_address(office, settings):
    client = signed_in(office, "amina", "agent")
    client.post(reverse("people:list"), {"q": "Awa"})
    user = client.session["_auth_user_id"]
    files = list((settings.DATA / "counts").glob("*"))
    assert files
    assert not [f for f in files if user.encode() in f.read_bytes() or user in f.name]
    assert all(f.stat().st_mode & 0o077 == 0 for f in files)
