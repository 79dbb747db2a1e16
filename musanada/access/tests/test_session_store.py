"""What the tables hold of a session: neither the cookie that opens it nor the words it remembers."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from musanada.access.commands import add_unit, found_organisation, hold, list_session
from musanada.access.models import User
from musanada.access.signin.sessions import SessionStore, mark

pytestmark = pytest.mark.django_db
BACKEND = "musanada.access.backend.Accounts"


@pytest.fixture
def amina():
    root = found_organisation("org", "Organisation", side="humanitarian")
    user = User.objects.create(username="amina", display_name="Amina")
    hold(user, add_unit(root, "oujda", "Oujda", kind="office", side="humanitarian"), "agent")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def cookie(client):
    return client.cookies["sessionid"].value


def rows():
    """Everything the two tables of sessions hold."""
    return repr([*Session.objects.values(), *UserSession.objects.values()])


def test_the_tables_hold_no_cookie_and_no_searched_name(amina):
    amina.post(reverse("people:list"), {"q": "Fatoumata Barry"})
    assert "Fatoumata Barry" in str(amina.session["searches"])
    held = Session.objects.get(session_key=mark(cookie(amina)))
    assert cookie(amina) not in rows()
    assert held.session_data.startswith("enc1:")
    assert "Fatoumata" not in str(SessionStore.__mro__[1]().decode(held.session_data))


def test_what_the_table_holds_opens_nothing(amina):
    """Whoever copied the table sends what it holds as a cookie."""
    thief = Client()
    thief.cookies["sessionid"] = mark(cookie(amina))
    assert thief.get(reverse("web:home")).status_code == 302
    assert amina.get(reverse("web:home")).status_code == 200


def test_an_altered_content_is_an_empty_session(amina):
    row = Session.objects.get(session_key=mark(cookie(amina)))
    Session.objects.filter(pk=row.pk).update(session_data=row.session_data[:-6] + "AAAAAA")
    assert amina.get(reverse("web:home")).status_code == 302


def test_a_clear_content_is_an_empty_session(amina):
    """Nobody who writes to the table, even with the signing key, makes a session in clear."""
    clear = super(SessionStore, SessionStore()).encode({"_auth_user_id": "x"})
    Session.objects.filter(session_key=mark(cookie(amina))).update(session_data=clear)
    assert amina.get(reverse("web:home")).status_code == 302


def test_signing_out_removes_the_row(amina):
    key = mark(cookie(amina))
    amina.post(reverse("web:sign-out"))
    assert not Session.objects.filter(session_key=key).exists()


def test_a_new_key_keeps_what_was_remembered_and_ends_the_old(amina):
    store = SessionStore(cookie(amina))
    store["kept"] = "yes"
    store.cycle_key()
    assert SessionStore(store.session_key)["kept"] == "yes"
    assert amina.get(reverse("web:home")).status_code == 302


def test_the_list_of_sessions_knows_the_present_one(amina, rf):
    request = rf.get("/", HTTP_USER_AGENT="Firefox/130 Windows")
    request.session = SessionStore(cookie(amina))
    list_session(request, User.objects.get(username="amina"))
    shown = amina.get(reverse("account:security")).context["sessions"]
    assert [one.current for one in shown] == [True]
