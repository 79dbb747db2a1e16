"""What is left of a person's rights, until when, and what a plan may cost."""

from decimal import Decimal

import pytest

from musanada.kit.periods import add_months
from musanada.returns.commands import tranches
from musanada.returns.models import Activity, Plan
from musanada.returns.queries.entitlements import entitlement, overrun, standing
from musanada.returns.tests import purse
from musanada.returns.tests.scene import a_reintegration

pytestmark = pytest.mark.django_db


def test_without_a_scheme_there_are_no_rights_to_show(scene):
    file = a_reintegration(scene, scheme=None)
    assert (entitlement(file), standing(file)) == (None, None)
    assert "Aucun dispositif" in str(overrun(file))


def test_what_is_left_is_neither_committed_nor_paid(scene):
    activity = purse.a_file(scene, "1800.00")
    purse.paid(scene, activity, "500.00")
    purse.approved(scene, activity, "300.00")
    purse.planned(scene, activity, "200.00")
    found = standing(activity.plan.file)
    assert (found.total, found.paid, found.committed, found.planned, found.left) == (
        2000,
        500,
        300,
        200,
        1200,
    )
    assert (found.paid_percent, found.committed_percent) == (25, 15)


def test_what_is_left_by_benefit(scene):
    activity = purse.a_file(scene, "1800.00")
    purse.paid(scene, activity, "500.00")
    purse.approved(scene, purse.another(activity, "100.00"), "100.00")
    rows = {str(one.kind): one for one in standing(activity.plan.file).shares}
    business, training = rows["Activité génératrice de revenus"], rows["Formation professionnelle"]
    assert (business.given, business.paid, business.left) == (1800, 500, 1300)
    assert (training.given, training.committed, training.left) == (None, 100, None)


def test_money_released_is_left_again(scene):
    one = purse.approved(scene)
    tranches.cancel_tranche(scene.manager, one, text="Ferme")
    assert standing(one.file).left == 2000


def test_rights_are_used_within_the_months_of_the_scheme(scene):
    file = purse.a_file(scene).plan.file
    assert standing(file).until == add_months(file.arrived_on, 12)


def draft_of(activity: Activity, amount: str, before: Activity | None) -> Plan:
    plan = Plan.objects.create(
        file=activity.plan.file, version=2, goal="x", drafted_by=activity.plan.drafted_by, state="draft"
    )
    Activity.objects.create(
        plan=plan,
        before=before,
        amount=Decimal(amount),
        kind="business",
        dimension="economic",
        form="kind",
        what="x",
    )
    return plan


def test_a_plan_up_to_the_rights_is_within_them_and_a_centime_more_is_not(scene):
    activity = purse.a_file(scene)
    plan = draft_of(activity, "2000.00", activity)
    assert overrun(activity.plan.file) is None
    plan.activities.update(amount=Decimal("2000.01"))
    assert "dépasse" in str(overrun(activity.plan.file))


def test_money_paid_on_what_the_plan_drops_is_part_of_the_rights(scene):
    activity = purse.a_file(scene)
    purse.paid(scene, activity, "500.00")
    draft_of(activity, "1500.01", None)
    assert "dépasse" in str(overrun(activity.plan.file))


def test_money_paid_on_what_goes_on_is_not_counted_twice(scene):
    activity = purse.a_file(scene)
    purse.paid(scene, activity, "500.00")
    draft_of(activity, "2000.00", activity)
    assert overrun(activity.plan.file) is None
