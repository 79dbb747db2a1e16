"""Recovery codes, removing, a session that ended meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse

from musanada.access import commands
from musanada.access.signin import factors
from musanada.access.tests.test_second_factor.signing import (
    PASSWORD,
    code_of,
    give,
    inside,
    sign_in,
    signed_in,
    typed,
)
from musanada.kit.errors import BadInput

from ..conftest import make_user

pytestmark = pytest.mark.django_db


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
