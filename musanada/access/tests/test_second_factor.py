"""The second factor: compulsory where rights reach P3 or P4, asked in order, spent at once, gone round by nobody."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import AuditEntry, User
from musanada.access.rights import RIGHTS, SENSITIVE
from musanada.access.roles import Role
from musanada.access.signin import factors, totp
from musanada.kit.errors import BadInput, Refused

from .conftest import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "un-long-mot-de-passe"
BACKEND = "musanada.access.backend.Accounts"


@pytest.fixture(autouse=True)
def compulsory(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def amina(oujda):
    """An agent: she opens people's pages."""
    user = make_user("amina", oujda, "agent")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def secret(amina):
    return commands.first_factor(amina)


@pytest.fixture
def clock(monkeypatch):
    """Time as the codes see it, moved by hand."""
    now = [1_800_000_000]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])
    return now


def code_of(secret, clock, ahead=0):
    return totp.code_at(secret, clock[0] // 30 + ahead)


def sign_in(client, name="amina", password=PASSWORD, **more):
    return client.post(reverse("web:sign-in"), {"username": name, "password": password, **more})


def give(client, code):
    return client.post(reverse("account:code"), {"code": code})


def inside(client):
    return client.get(reverse("web:home")).status_code == 200


def test_password_then_code_lets_in(client, secret, clock):
    assert sign_in(client).headers["Location"] == reverse("account:code")
    assert not inside(client)
    assert give(client, code_of(secret, clock)).headers["Location"] == reverse("web:home")
    assert inside(client)


def test_the_way_asked_for_is_kept_over_both_steps(client, secret, clock):
    sign_in(client, next="/account/")
    assert give(client, code_of(secret, clock)).headers["Location"] == "/account/"


def test_a_foreign_address_is_not_gone_to(client, secret, clock):
    sign_in(client, next="https://example.org/")
    assert give(client, code_of(secret, clock)).headers["Location"] == reverse("web:home")


def test_wrong_code_says_so_and_is_journalled(client, secret, clock, amina):
    sign_in(client)
    answer = give(client, "000000")
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    assert not inside(client)
    line = AuditEntry.objects.get(verb="access.sign_in_failed")
    assert (line.actor, line.object_id, line.details) == (None, str(amina.pk), {"code": "code"})


def test_code_is_taken_once(client, secret, clock):
    code = code_of(secret, clock)
    sign_in(client)
    give(client, code)
    other = Client()
    sign_in(other)
    assert "déjà servi" in give(other, code).content.decode()
    assert not inside(other)


def test_code_before_the_last_one_taken_is_not_taken(client, secret, clock):
    sign_in(client)
    give(client, code_of(secret, clock, 1))
    other = Client()
    sign_in(other)
    assert give(other, code_of(secret, clock)).status_code == 422


def test_slow_clock_is_forgiven_half_a_minute_and_no_more(amina, secret, clock):
    with pytest.raises(BadInput):
        commands.accept_code(amina, code_of(secret, clock, -2))
    with pytest.raises(BadInput):
        commands.accept_code(amina, code_of(secret, clock, 2))
    assert commands.accept_code(amina, code_of(secret, clock, -1)) == "totp"


def test_code_of_a_colleague_does_not_help(client, secret, clock, oujda):
    theirs = commands.first_factor(make_user("brahim", oujda, "agent"))
    sign_in(client)
    assert give(client, code_of(theirs, clock)).status_code == 422


@pytest.mark.parametrize("junk", ["", "12345", "abcdef", "١٢٣٤٥٦", "123456789012345", "\x00"])
def test_junk_is_no_code(amina, secret, clock, junk):
    with pytest.raises(BadInput):
        commands.accept_code(amina, junk)


def test_five_wrong_codes_shut_the_right_one_out_from_everywhere(client, secret, clock):
    sign_in(client)
    for _attempt in range(5):
        answer = give(client, "000000")
    assert answer.status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere)
    assert give(elsewhere, code_of(secret, clock)).status_code == 429
    assert not inside(elsewhere)
    assert AuditEntry.objects.filter(verb="access.locked_out").count() == 1


def test_a_code_without_a_password_is_led_back(client, secret, clock):
    assert give(client, code_of(secret, clock)).headers["Location"] == reverse("web:sign-in")
    assert not inside(client)


def test_password_changed_between_the_steps_ends_them(client, secret, clock, amina):
    sign_in(client)
    User.objects.filter(pk=amina.pk).update(password=make_password("un-autre-mot-de-passe"))
    assert give(client, code_of(secret, clock)).headers["Location"] == reverse("web:sign-in")


def test_code_that_comes_too_late_starts_over(client, secret, clock):
    sign_in(client)
    session = client.session
    session["awaiting_code"] = {**session["awaiting_code"], "at": 0}
    session.save()
    assert give(client, code_of(secret, clock)).headers["Location"] == reverse("web:sign-in")


def test_sign_in_is_journalled_with_its_means(client, secret, clock, amina):
    sign_in(client)
    give(client, code_of(secret, clock))
    line = AuditEntry.objects.get(verb="access.sign_in")
    assert (line.actor_id, line.details) == (amina.pk, {"by": "password", "factor": "totp"})


def test_unknown_name_is_not_kept(client, db):
    sign_in(client, name="mon-mot-de-passe-ici")
    from axes.models import AccessAttempt

    line = AuditEntry.objects.get(verb="access.sign_in_failed")
    assert (line.object_id, line.actor) == ("", None)
    assert "mon-mot" not in str(line.content())
    assert "mon-mot" not in str(list(AccessAttempt.objects.values()))


def test_nothing_that_was_typed_is_kept_with_a_failure(client, amina, secret, clock):
    """A form about a person comes with the sign-in when the session ended meanwhile."""
    from axes.models import AccessAttempt

    client.post(
        reverse("intake:register") + "?q=Diallo", typed(**{"resume-password": "faux", "name": "Awa Diallo"})
    )
    client.post(reverse("intake:register"), typed(**{"resume-code": "123456", "name": "Awa Diallo"}))
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    assert not any(word in kept for word in ("Diallo", "faux", "123456", "amina", PASSWORD))


# Who must have one


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.CONSOLE])
def test_factor_is_compulsory_for_roles_whose_rights_reach_sensitive_data(role, oujda):
    reaches = any(role in right.roles and right.reaches in SENSITIVE for right in RIGHTS.values())
    assert factors.required(make_user("someone", oujda, role)) is reaches


def test_agents_need_one_and_statisticians_not(oujda):
    assert factors.required(make_user("a", oujda, "agent"))
    assert not factors.required(make_user("s", oujda, "statistician"))


def test_the_installation_may_do_without(settings, client, amina):
    settings.SECOND_FACTOR = False
    sign_in(client)
    assert inside(client)


def test_who_has_one_without_having_to_is_asked_for_it(client, oujda, clock):
    user = make_user("samia", oujda, "statistician")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    commands.first_factor(user)
    assert sign_in(client, "samia").headers["Location"] == reverse("account:code")


# Without a factor nothing opens but the enrolment

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


# Enrolment


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


def signed_in(client, secret, clock):
    sign_in(client)
    give(client, code_of(secret, clock))
    clock[0] += 60
    return client


def test_second_application_of_codes_is_refused(client, amina, secret, clock):
    with pytest.raises(Refused):
        commands.add_totp(amina, amina, secret=totp.new_secret(), code="000000")
    assert signed_in(client, secret, clock).get(reverse("account:factor")).status_code == 302


def test_nobody_adds_a_factor_to_another(amina, alice, oujda):
    with pytest.raises(Refused):
        commands.add_totp(alice, amina, secret=totp.new_secret(), code="000000")


# Recovery codes


def recovery_codes(amina):
    return commands.renew_recovery_codes(amina, amina)


def test_recovery_code_lets_in_once(client, amina, secret, clock):
    code = recovery_codes(amina)[0]
    sign_in(client)
    assert give(client, f"{code[:4]} {code[4:]}").status_code == 302
    assert inside(client)
    other = Client()
    sign_in(other)
    assert give(other, code).status_code == 422
    assert factors.codes_left(amina) == 9


def test_new_recovery_codes_end_the_old(client, amina, secret, clock):
    old = recovery_codes(amina)
    answer = signed_in(client, secret, clock).post(reverse("account:recovery-codes"), {"proof": PASSWORD})
    assert len(set(answer.context["codes"]) - set(old)) == 10
    with pytest.raises(BadInput):
        commands.accept_code(amina, old[0])


def test_new_recovery_codes_ask_who_sits_there(client, amina, secret, clock):
    answer = signed_in(client, secret, clock).post(reverse("account:recovery-codes"), {"proof": "faux"})
    assert answer.status_code == 422
    assert factors.codes_left(amina) is None


def test_few_codes_left_are_on_the_days_work(client, amina, secret, clock):
    for code in recovery_codes(amina)[:8]:
        commands.accept_code(amina, code)
    panels = signed_in(client, secret, clock).get(reverse("web:home")).context["panels"]
    assert "recovery-codes" in [panel.code for panel in panels]


# Removing


def the_factor(user):
    return factors.listed(user)[0].pk


def test_last_factor_stays_where_it_is_compulsory(client, amina, secret, clock):
    signed_in(client, secret, clock)
    answer = client.post(reverse("account:remove-factor", args=[the_factor(amina)]), {"proof": PASSWORD})
    assert answer.status_code == 409
    assert factors.enrolled(amina)


def test_factor_that_is_not_compulsory_is_removed_with_its_codes(oujda):
    user = make_user("samia", oujda, "statistician")
    commands.first_factor(user)
    commands.renew_recovery_codes(user, user)
    commands.remove_factor(user, user, pk=the_factor(user))
    assert factors.kinds(user) == set()


def test_factor_of_another_is_not_found(client, amina, secret, clock, oujda):
    other = make_user("brahim", oujda, "agent")
    commands.first_factor(other)
    signed_in(client, secret, clock)
    address = reverse("account:remove-factor", args=[the_factor(other)])
    assert client.post(address, {"proof": PASSWORD}).status_code == 404
    assert factors.enrolled(other)


def test_wrong_proofs_are_counted(client, amina, secret, clock):
    signed_in(client, secret, clock)
    address = reverse("account:recovery-codes")
    for _attempt in range(5):
        client.post(address, {"proof": "faux"})
    assert client.post(address, {"proof": PASSWORD}).status_code == 429


# A session that ended while something was typed


def typed(**more):
    return {"resume-username": "amina", "resume-password": PASSWORD, **more}


def test_resuming_a_form_asks_for_the_code_too(client, amina, secret, clock):
    address = reverse("intake:register")
    assert client.post(address, typed()).status_code == 401
    assert "_auth_user_id" not in client.session
    assert client.post(address, typed(**{"resume-code": "000000"})).status_code == 401
    answer = client.post(address, typed(**{"resume-code": code_of(secret, clock)}))
    assert answer.status_code != 401
    assert inside(client)


def test_resuming_without_an_enrolled_factor_is_refused(client, amina):
    assert client.post(reverse("intake:register"), typed()).status_code == 401
    assert "_auth_user_id" not in client.session
