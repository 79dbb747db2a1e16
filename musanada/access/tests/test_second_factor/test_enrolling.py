"""Without a factor nothing opens but the enrolment."""

import pytest
from django.test import Client
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import AuditEntry
from musanada.access.signin import factors, totp
from musanada.access.tests.test_second_factor.signing import code_of, give, inside, sign_in, signed_in
from musanada.kit.errors import Refused

from ..conftest import make_user

pytestmark = pytest.mark.django_db


BACKEND = "musanada.access.backend.Accounts"


EVERYWHERE = ("web:home", "people:list", "account:security", "account:recovery-codes", "access:own-password")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", EVERYWHERE)
def test_account_without_its_factor_sees_the_enrolment_only(client, amina, name, method):
    sign_in(client)
    answer = getattr(client, method)(reverse(name))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account:factor"))
    assert client.get(reverse("account:factor")).status_code == 200


def test_fragment_is_refused_and_sends_the_whole_page(client, amina):
    sign_in(client)
    answer = client.get(reverse("people:list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (403, b"")
    assert answer.headers["HX-Redirect"] == reverse("account:factor")


def test_who_needs_none_walks_in(client, oujda):
    client.force_login(make_user("samia", oujda, "statistician"), backend=BACKEND)
    assert inside(client)


def test_session_that_skipped_its_factor_ends(client, amina, secret):
    client.force_login(amina, backend=BACKEND)
    assert client.get(reverse("people:list")).headers["Location"] == reverse("web:sign-in")
    assert "_auth_user_id" not in client.session


def test_session_of_before_the_enrolment_ends_elsewhere(client, amina, clock):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    enrol(client, clock)
    assert inside(client)
    assert not inside(elsewhere)
    assert "_auth_user_id" not in elsewhere.session


def test_new_right_asks_at_the_next_click(client, oujda):
    from musanada.access.commands import hold

    user = make_user("samia", oujda, "statistician")
    client.force_login(user, backend=BACKEND)
    assert inside(client)
    hold(user, oujda, "case_manager")
    assert client.get(reverse("web:home")).headers["Location"] == reverse("account:factor")


def enrol(client, clock, **more):
    client.get(reverse("account:factor"))
    return client.post(reverse("account:factor"), {"code": code_of(held(client), clock), **more})


def held(client):
    return factors.Factors().decrypt(client.session["totp_secret"])


def test_enrolment_shows_the_square_and_then_the_recovery_codes_once(client, amina, clock):
    sign_in(client)
    page = client.get(reverse("account:factor")).content.decode()
    assert "<svg" in page
    assert totp.grouped(held(client)) in page
    before = client.session.session_key
    shown = enrol(client, clock)
    assert len(shown.context["codes"]) == 10
    assert inside(client)
    assert client.session.session_key != before
    assert "totp_secret" not in client.session
    again = client.get(reverse("account:recovery-codes")).content.decode()
    assert not any(code in again for code in shown.context["codes"])
    verbs = AuditEntry.objects.filter(actor=amina).values_list("verb", flat=True)
    assert {"access.add_totp", "access.renew_recovery_codes"} <= set(verbs)


def test_secret_is_nowhere_in_clear(client, amina, clock):
    from allauth.mfa.models import Authenticator
    from django.contrib.sessions.models import Session

    sign_in(client)
    client.get(reverse("account:factor"))
    secret = held(client)
    assert not any(secret in str(row.get_decoded()) for row in Session.objects.all())
    enrol(client, clock)
    rows = Authenticator.objects.filter(user=amina)
    assert len(rows) == 2
    assert not any(secret in str(row.data) for row in rows)
    assert factors.secret_of(amina) == secret


def test_new_keys_of_the_installation_leave_every_factor_valid(amina, secret, clock):
    from musanada.kit.secrets import keyring, rotation

    before = keyring.keyring().current.id
    assert before in rotation.rotate().retired  # nothing needs the old key any more
    assert commands.accept_code(amina, code_of(secret, clock)) == "totp"


def test_wrong_first_code_enrols_nothing_and_keeps_the_square(client, amina, clock):
    sign_in(client)
    client.get(reverse("account:factor"))
    secret = held(client)
    assert client.post(reverse("account:factor"), {"code": "000000"}).status_code == 422
    assert held(client) == secret
    assert not factors.enrolled(amina)


def test_code_that_enrolled_does_not_sign_in(client, amina, clock):
    sign_in(client)
    client.get(reverse("account:factor"))
    code = code_of(held(client), clock)
    client.post(reverse("account:factor"), {"code": code})
    other = Client()
    sign_in(other)
    assert give(other, code).status_code == 422


def test_second_application_of_codes_is_refused(client, amina, secret, clock):
    with pytest.raises(Refused):
        commands.add_totp(amina, amina, secret=totp.new_secret(), code="000000")
    assert signed_in(client, secret, clock).get(reverse("account:factor")).status_code == 302


def test_nobody_adds_a_factor_to_another(amina, alice, oujda):
    with pytest.raises(Refused):
        commands.add_totp(alice, amina, secret=totp.new_secret(), code="000000")
