"""The code at sign-in, and who must have one."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import AuditEntry, User
from musanada.access.rights import RIGHTS, SENSITIVE
from musanada.access.roles import Role
from musanada.access.signin import factors
from musanada.access.tests.test_second_factor.signing import PASSWORD, code_of, give, inside, sign_in, typed
from musanada.kit.errors import BadInput

from ..conftest import make_user

pytestmark = pytest.mark.django_db


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
