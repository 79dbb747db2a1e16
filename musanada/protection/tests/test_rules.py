"""The page of rules: today's number, what comes, what was; marks of what is to confirm; another number from a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.protection.commands.rules import load_rules
from musanada.protection.models import ProtectionRule
from musanada.protection.queries import rules as queries
from musanada.protection.rules import shipped, value
from musanada.protection.tests.scene import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(scene):
    load_rules()
    return signed_in(scene.admin)


def test_every_rule_stands_on_the_page_with_what_is_to_confirm(client):
    page = client.get(reverse("protection:rules")).content.decode()
    unconfirmed = [row for row in shipped()["rules"] if not row["confirmed"]]
    assert page.count("à confirmer</span>") == len(unconfirmed)
    codes = {one.code for _label, rules in queries.shown() for one in rules}
    assert codes == {row["code"] for row in shipped()["rules"]}
    assert queries.OTHER not in [label for label, _rules in queries.shown()]


def test_another_number_from_a_day_follows_the_one_before(client):
    today = timezone.localdate()
    url = reverse("protection:rule-new", args=["risk_review_high"])
    typed = {"value": "5", "valid_from": (today + timedelta(days=2)).isoformat(), "source": "Note interne"}
    assert client.post(url, typed | {"confirmed": "on"}).status_code == 302
    assert (value("risk_review_high"), value("risk_review_high", today + timedelta(days=2))) == (7, 5)
    shown = {one.code: one for _label, rules in queries.shown() for one in rules}["risk_review_high"]
    assert (shown.now.value, [one.value for one in shown.coming], shown.past) == (7, [5], [])
    assert "à venir" in client.get(reverse("protection:rules")).content.decode()


@pytest.mark.parametrize("typed", [{"value": "0"}, {"valid_from": "2003-01-01"}, {"value": ""}])
def test_what_is_wrong_is_said(client, typed):
    url = reverse("protection:rule-new", args=["risk_review_high"])
    answer = client.post(url, {"value": "5", "valid_from": timezone.localdate().isoformat()} | typed)
    assert answer.status_code == 422
    assert ProtectionRule.objects.filter(code="risk_review_high").count() == 1


def test_what_was_in_force_is_kept_as_history(client):
    today = timezone.localdate()
    url = reverse("protection:rule-new", args=["risk_review_low"])
    client.post(url, {"value": "21", "valid_from": today.isoformat()})
    shown = {one.code: one for _label, rules in queries.shown() for one in rules}["risk_review_low"]
    assert (shown.now.value, [one.value for one in shown.past]) == (21, [30])


def test_an_unknown_rule_is_not_there_and_others_may_not(client, scene):
    assert client.get(reverse("protection:rule-new", args=["nothing"])).status_code == 404
    assert signed_in(scene.officer).get(reverse("protection:rules")).status_code == 403
