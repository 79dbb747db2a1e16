"""A safety plan in versions with its clock; the risk of a return by one, approved by another, for as long as the rule says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.protection.commands.safety import (
    RiskDraft,
    SafetyDraft,
    approve_return_risk,
    assess_return_risk,
    write_safety_plan,
)
from musanada.protection.locks import risk_for_a_victim
from musanada.protection.models import Clock, ProtectionFile, ReturnRisk
from musanada.protection.tests import scene as s
from musanada.protection.tests.scene import Scene

pytestmark = pytest.mark.django_db
DANGERS, STEPS = "Le recruteur connaît la famille", "Sortir par la cour, appeler le foyer, dire oranger"


def planned(file: ProtectionFile, **values: Any) -> Any:
    draft = SafetyDraft(**{"dangers": DANGERS, "steps": STEPS} | values)
    return write_safety_plan(file.secret.owner, file, draft=draft)


def risked(file: ProtectionFile, **values: Any) -> ReturnRisk:
    draft = RiskDraft(**{"country": "NGA", "result": "safe", "dangers": DANGERS} | values)
    return assess_return_risk(file.secret.owner, file, draft=draft)


def test_each_version_stands_and_the_review_is_a_clock(scene: Scene) -> None:
    file, today = s.victim_file(scene), timezone.localdate()
    first = planned(file)
    assert first.review_on == today + timedelta(days=90)
    key = new_id()
    second = planned(file, review_on=today + timedelta(days=10), id=key)
    assert planned(file, id=key).pk == second.pk
    assert [plan.version for plan in file.safety_plans.all()] == [2, 1]
    running = Clock.objects.get(file=file, kind="safety", met_on=None)
    assert running.due_on == today + timedelta(days=10)
    file.case.refresh_from_db()
    assert file.case.due_on == running.due_on


def test_a_plan_says_something_and_is_reviewed_in_time(scene: Scene) -> None:
    file, today = s.victim_file(scene), timezone.localdate()
    for values in ({"dangers": "?"}, {"steps": ""}, {"review_on": today + timedelta(days=91)}, {"review_on": today - timedelta(days=1)}):  # fmt: skip
        with pytest.raises(BadInput):
            planned(file, **values)


def test_a_risk_is_approved_by_another_named_person(scene: Scene) -> None:
    file = s.victim_file(scene)
    risk = risked(file)
    with pytest.raises(Refused):
        approve_return_risk(scene.officer, file, risk=risk)
    with pytest.raises(MissingRight):  # holds the right, is not named
        approve_return_risk(scene.officer2, file, risk=risk)
    s.named(file, scene.manager)
    with pytest.raises(MissingRight):  # named, does not hold the right
        approve_return_risk(scene.manager, file, risk=risk)
    s.named(file, scene.officer2)
    done = approve_return_risk(scene.officer2, file, risk=risk)
    assert (done.approved_by, done.approved_on) == (scene.officer2, timezone.localdate())
    with pytest.raises(Refused):
        approve_return_risk(scene.officer2, file, risk=risk)


def test_it_is_valid_no_longer_than_the_rule(scene: Scene) -> None:
    file, today = s.victim_file(scene), timezone.localdate()
    assert risked(file).valid_to == today + timedelta(days=90)
    for until in (today + timedelta(days=91), today - timedelta(days=1)):
        with pytest.raises(BadInput):
            risked(file, valid_to=until)
    with pytest.raises(BadInput):
        risked(file, result="conditions")


def test_a_return_waits_for_an_approved_assessment_that_is_not_dangerous(scene: Scene) -> None:
    file, today = s.victim_file(scene), timezone.localdate()
    s.named(file, scene.officer2)
    asked = (file.case.person, "protection", today, today + timedelta(days=3))
    assert risk_for_a_victim(*asked)
    risk = risked(file)
    assert risk_for_a_victim(*asked)
    approve_return_risk(scene.officer2, file, risk=risk)
    assert risk_for_a_victim(*asked) is None
    unsafe = risked(file, result="unsafe")
    approve_return_risk(scene.officer2, file, risk=unsafe)
    assert risk_for_a_victim(*asked)
