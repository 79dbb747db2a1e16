"""Open sessions: seen by their owner, ended by them, by time, and by whatever ends the account's right to them."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import AuditEntry, RoleHolding, User
from musanada.access.signin.devices import address_of, device_words, shortened
from musanada.kit.errors import Refused

from .conftest import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "un-long-mot-de-passe"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


@pytest.fixture
def samira(oujda):
    user = make_user("samira", oujda, "agent")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    return User.objects.get(pk=user.pk)


def browser(agent=FIREFOX, address="198.51.100.77"):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post(reverse("web:sign-in"), {"username": "samira", "password": PASSWORD})
    return client


def inside(client):
    return client.get(reverse("web:home")).status_code == 200


def listed(client):
    return client.get(reverse("account:security")).context["sessions"]


def test_sessions_are_listed_in_words_this_one_first(samira):
    browser(ANDROID, "2001:db8:1:2:3::4")
    rows = listed(browser())
    assert [(r.device, r.network, r.current) for r in rows] == [
        ("Firefox, Windows", "198.51.100.0", True),
        ("Chrome, Android", "2001:db8:1::", False),
    ]


def test_whole_address_is_not_kept(samira):
    browser()
    assert "198.51.100.77" not in str(list(UserSession.objects.values()))


def test_one_session_is_ended_from_another(samira):
    phone, desk = browser(ANDROID), browser()
    other = next(row for row in listed(desk) if not row.current)
    desk.post(reverse("account:end-session", args=[other.pk]))
    assert (inside(phone), inside(desk)) == (False, True)
    assert AuditEntry.objects.filter(verb="access.end_session", actor=samira).count() == 1


def test_all_others_are_ended_at_once(samira):
    phone, cafe, desk = browser(ANDROID), browser(), browser()
    desk.post(reverse("account:end-other-sessions"))
    assert [inside(c) for c in (phone, cafe, desk)] == [False, False, True]
    assert len(listed(desk)) == 1


def test_the_session_in_use_is_left_by_signing_out(samira):
    desk = browser()
    assert desk.post(reverse("account:end-session", args=[listed(desk)[0].pk])).status_code == 409
    assert inside(desk)


def test_session_of_another_is_not_found(samira, oujda):
    desk = browser()
    stranger = Client()
    stranger.force_login(make_user("hind", oujda, "agent"), backend="musanada.access.backend.Accounts")
    assert stranger.post(reverse("account:end-session", args=[listed(desk)[0].pk])).status_code == 404
    with pytest.raises(Refused):
        commands.end_session(
            User.objects.get(username="hind"), User.objects.get(username="hind"), pk=1, current=""
        )
    assert inside(desk)


def test_signing_out_takes_it_off_the_list_and_is_journalled(samira):
    desk = browser()
    desk.post(reverse("web:sign-out"))
    assert not UserSession.objects.exists()
    assert AuditEntry.objects.filter(verb="access.sign_out", actor=samira).count() == 1


def test_dead_sessions_are_forgotten_at_the_next_sign_in(samira):
    desk = browser()
    desk.session.flush()
    browser()
    assert UserSession.objects.count() == 1


def test_end_of_a_role_ends_the_sessions(samira, alice):
    desk = browser()
    commands.end_role(alice, RoleHolding.objects.get(user=samira))
    assert desk.get(reverse("web:home")).headers["Location"].startswith(reverse("web:sign-in"))
    assert not UserSession.objects.filter(user=samira).exists()


def test_closing_ends_the_sessions(samira, alice):
    desk = browser()
    commands.close_account(alice, samira)
    assert not inside(desk)
    assert not UserSession.objects.filter(user=samira).exists()


def test_new_password_keeps_this_session_only(samira):
    phone, desk = browser(ANDROID), browser()
    new = "cheval agrafe batterie correct"
    desk.post(reverse("access:own-password"), {"current": PASSWORD, "password": new, "again": new})
    assert (inside(phone), inside(desk)) == (False, True)
    assert [row.current for row in listed(desk)] == [True]


def move(client, **changes):
    session = client.session
    for name, seconds in changes.items():
        session[name] -= seconds
    session.save()


def test_session_left_alone_ends(samira, settings):
    settings.IDLE_MINUTES = 30
    desk = browser()
    move(desk, seen_at=29 * 60)
    assert inside(desk)
    move(desk, seen_at=31 * 60)
    assert desk.get(reverse("web:home")).headers["Location"].startswith(reverse("web:sign-in"))
    assert "_auth_user_id" not in desk.session


def test_use_keeps_it_open_but_not_for_ever(samira, settings):
    settings.IDLE_MINUTES = 30
    desk = browser()
    for _look in range(3):
        move(desk, seen_at=20 * 60)
        assert inside(desk)
    move(desk, signed_in_at=10 * 3600 + 1)
    assert not inside(desk)


def test_form_sent_from_a_session_left_alone_is_not_taken(samira, settings):
    settings.IDLE_MINUTES = 30
    desk = browser()
    move(desk, seen_at=31 * 60)
    assert desk.post(reverse("intake:register")).status_code == 401


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) CriOS/130.0 Safari/604.1", "Chrome, iPhone"),
        ("curl/8", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_devices_in_words(agent, words):
    assert device_words(agent) == words


def test_address_is_the_proxys_word_only_behind_one(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    settings.HTTPS = False
    assert address_of(request) == "10.0.0.1"
    settings.HTTPS = True
    assert address_of(request) == "203.0.113.9"
    request.META["HTTP_X_FORWARDED_FOR"] = "no address"
    assert address_of(request) == "0.0.0.0"


def test_shortened_address_tells_the_network():
    assert [shortened(a) for a in ("203.0.113.9", "2001:db8:1:2::9")] == ["203.0.113.0", "2001:db8:1::"]
