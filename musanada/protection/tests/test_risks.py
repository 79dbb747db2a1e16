"""The level of risk: reviewed at 30, 14 and 7 days, and an assessment that comes sooner when it is high."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.risks import record_risk
from musanada.protection.models import Assessment, Clock, ProtectionRule, RiskRecord
from musanada.protection.tests.scene import child_file, named, victim_file

pytestmark = pytest.mark.django_db
WHY = "Dort seul près du port, des adultes le suivent."


def today():
    return timezone.localdate()


def running(file, kind):
    return Clock.objects.filter(file=file, kind=kind, met_on=None, dropped_on=None)


@pytest.mark.parametrize(("level", "days"), [("low", 30), ("medium", 14), ("high", 7)])
def test_a_level_is_reviewed_after_the_days_of_its_rule(scene, level, days):
    file = child_file(scene)
    made = record_risk(scene.manager, file, level=level, reason=WHY)
    file.refresh_from_db()
    file.case.refresh_from_db()
    due = today() + timedelta(days=days)
    assert (made.review_on, file.risk, file.case.risk) == (due, level, level)
    assert running(file, "risk").get().due_on == due == file.case.due_on


def test_the_rule_in_force_that_day_counts(scene):
    day = today() - timedelta(days=3)
    row = {"measure": "days", "name_fr": "Revoir un risque élevé"}
    ProtectionRule.objects.filter(code="risk_review_high").delete()
    ProtectionRule.objects.create(code="risk_review_high", value=9, valid_from=day - timedelta(days=9), **row)
    ProtectionRule.objects.create(code="risk_review_high", value=2, valid_from=today(), **row)
    file = victim_file(scene, on=day - timedelta(days=1))
    made = record_risk(scene.officer, file, level="high", reason=WHY, on=day)
    assert made.review_on == day + timedelta(days=9)
    assert record_risk(scene.officer, file, level="high", reason=WHY).review_on == today() + timedelta(days=2)


def test_a_new_level_meets_the_review_that_was_due(scene):
    file = child_file(scene)
    record_risk(scene.manager, file, level="high", reason=WHY)
    record_risk(scene.manager, file, level="low", reason="Placé au centre, suivi par l'éducateur.")
    assert [one.met_on for one in Clock.objects.filter(file=file, kind="risk").order_by("due_on")] == [
        today(),
        None,
    ]
    assert RiskRecord.objects.filter(file=file).count() == 2


def test_a_high_risk_brings_the_assessment_forward_and_a_low_one_does_not_put_it_off(scene):
    file = child_file(scene)
    later = today() + timedelta(days=30)
    bia = Assessment.objects.create(
        file=file, trigger="first", opened_on=today(), due_on=later, assessor=scene.manager
    )
    clocks.start(file, "bia", later, subject=bia.pk)
    record_risk(scene.manager, file, level="high", reason=WHY)
    bia.refresh_from_db()
    soon = today() + timedelta(days=7)
    assert running(file, "bia").get().due_on == bia.due_on == soon
    record_risk(scene.manager, file, level="low", reason=WHY)
    assert running(file, "bia").get().due_on == soon


def test_no_assessment_is_started_by_a_level(scene):
    file = child_file(scene)
    record_risk(scene.manager, file, level="high", reason=WHY)
    assert not running(file, "bia").exists()


def test_the_same_key_twice_is_one_level(scene):
    file, key = child_file(scene), new_id()
    first = record_risk(scene.manager, file, level="high", reason=WHY, pk=key)
    assert record_risk(scene.manager, file, level="high", reason=WHY, pk=key) == first
    assert RiskRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": "grave"}, "level"),
        ({"reason": "Danger"}, "reason"),
        ({"on": timedelta(days=1)}, "on"),
        ({"on": timedelta(days=-9)}, "on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(scene, said, field):
    file = child_file(scene)
    said = {name: today() + value if isinstance(value, timedelta) else value for name, value in said.items()}
    with pytest.raises(BadInput) as raised:
        record_risk(scene.manager, file, **({"level": "high", "reason": WHY} | said))
    assert field in raised.value.fields


def test_the_past_is_not_written_after_the_present(scene):
    file = child_file(scene, on=today() - timedelta(days=5))
    record_risk(scene.manager, file, level="low", reason=WHY)
    with pytest.raises(BadInput):
        record_risk(scene.manager, file, level="high", reason=WHY, on=today() - timedelta(days=2))


def test_only_who_is_named_notes_it(scene):
    file = child_file(scene)
    with pytest.raises(Refused):
        record_risk(scene.second, file, level="high", reason=WHY)
    named(file, scene.second)
    assert record_risk(scene.second, file, level="high", reason=WHY)
