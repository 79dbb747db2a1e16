"""Instalments: scheduled within the activity and the rights, with the evidence each needs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.periods import add_months
from musanada.returns.commands import approvals, evidence, suppliers, tranches
from musanada.returns.models import Activity, Plan, Tranche
from musanada.returns.queries import tranches as queries
from musanada.returns.tests import purse

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_instalments_of_the_scheme_follow_the_arrival(scene):
    activity = purse.a_file(scene, "1800.00")
    made = tranches.schedule_from_scheme(scene.manager, activity)
    arrived = activity.plan.file.arrived_on
    assert [(one.amount, one.due_on) for one in made] == [
        (Decimal("1200.00"), add_months(arrived, 1)),
        (Decimal("600.00"), add_months(arrived, 4)),
    ]
    assert made[1].proof_set == ["visit"]


def test_a_cheaper_activity_takes_its_part_of_each_and_the_last_has_the_rest(scene):
    activity = purse.a_file(scene, "1000.01")
    made = tranches.schedule_from_scheme(scene.manager, activity)
    assert [one.amount for one in made] == [Decimal("666.67"), Decimal("333.34")]


def test_the_scheme_is_followed_once(scene):
    activity = purse.a_file(scene)
    tranches.schedule_from_scheme(scene.manager, activity)
    with pytest.raises(Refused, match="déjà prévus"):
        tranches.schedule_from_scheme(scene.manager, activity)


def test_a_kind_the_scheme_does_not_know_is_scheduled_by_hand(scene):
    activity = purse.a_file(scene, kind="medical")
    with pytest.raises(Refused, match="à la main"):
        tranches.schedule_from_scheme(scene.manager, activity)


def test_instalments_never_pass_the_activity(scene):
    activity = purse.a_file(scene, "1000.00")
    purse.planned(scene, activity, "600.00")
    with pytest.raises(BadInput, match="montant de cette activité"):
        purse.planned(scene, activity, "400.01")
    assert purse.planned(scene, activity, "400.00").order == 2


def test_instalments_never_pass_the_rights(scene):
    activity = purse.a_file(scene, "1900.00")
    purse.planned(scene, activity, "1900.00")
    other = purse.another(activity, "500.00")
    with pytest.raises(BadInput, match="droits de la personne"):
        purse.planned(scene, other, "100.01")
    purse.planned(scene, other, "100.00")


@pytest.mark.parametrize("days", [-11, 366])
def test_an_instalment_falls_between_the_arrival_and_the_last_day_of_the_rights(scene, days):
    with pytest.raises(BadInput):
        purse.planned(scene, due_on=TODAY() + timedelta(days=days))


@pytest.mark.parametrize("amount", ["0", "-5", "1.005"])
def test_an_instalment_is_something_to_the_centime(scene, amount):
    with pytest.raises(BadInput, match="centime"):
        purse.planned(scene, amount=amount)


def test_no_instalment_without_an_approved_plan(scene):
    activity = purse.a_file(scene)
    Plan.objects.filter(pk=activity.plan_id).update(state="draft")
    with pytest.raises(Refused, match="plan n'est pas approuvé"):
        purse.planned(scene, activity)


def test_no_instalment_of_a_dropped_activity(scene):
    activity = purse.a_file(scene)
    Activity.objects.filter(pk=activity.pk).update(state="dropped")
    with pytest.raises(Refused, match="abandonnée"):
        purse.planned(scene, activity)


def test_the_same_form_sent_twice_is_one_instalment(scene):
    activity = purse.a_file(scene)
    pk = Tranche().pk
    for _time in range(2):
        tranches.schedule_tranche(scene.manager, activity, draft=purse.draft(), pk=pk)
    assert Tranche.objects.count() == 1


def test_another_office_schedules_nothing(scene):
    activity = purse.a_file(scene)
    with pytest.raises(MissingRight):
        tranches.schedule_tranche(scene.abroad, activity, draft=purse.draft())


def test_who_pays_schedules_nothing(scene):
    activity = purse.a_file(scene)
    with pytest.raises(MissingRight):
        tranches.schedule_tranche(scene.finance, activity, draft=purse.draft())


def test_a_supplier_of_another_mission_is_not_paid(scene):
    activity = purse.a_file(scene)
    theirs = suppliers.register_supplier(scene.abroad, scene.france, name="Atelier de Paris")
    with pytest.raises(BadInput, match="fournisseur"):
        purse.planned(scene, activity, supplier=theirs)


# Evidence


def test_what_is_asked_and_not_brought_is_lacking_in_python_and_in_the_database(scene):
    one = purse.planned(scene, proofs=("quote", "receipt"))
    purse.brought(scene, one, "quote")
    fresh = queries.tranche(scene.manager, one.pk)
    assert [str(label) for label in queries.lacking(fresh)] == ["Facture ou reçu"]
    assert list(queries.without_evidence(scene.manager)) == [one]
    purse.brought(scene, one, "receipt")
    assert not queries.without_evidence(scene.manager).exists()


def test_nothing_is_submitted_while_evidence_lacks(scene):
    one = purse.planned(scene, proofs=("receipt",))
    with pytest.raises(Refused, match="Facture ou reçu"):
        approvals.submit_tranche(scene.manager, one)
    purse.brought(scene, one)
    assert approvals.submit_tranche(scene.manager, one).state == "submitted"


@pytest.mark.parametrize("runs", ["no", "not_seen"])
def test_a_visit_that_did_not_see_it_run_proves_nothing(scene, runs):
    one = purse.planned(scene, proofs=("visit",))
    with pytest.raises(BadInput, match="tourne"):
        purse.brought(scene, one, "visit", visit=purse.visited(scene, one.file, runs))


def test_the_second_instalment_waits_for_a_visit_that_saw_it_run(scene):
    one = purse.planned(scene, proofs=("visit",))
    with pytest.raises(BadInput):
        purse.brought(scene, one, "visit")
    purse.brought(scene, one, "visit", visit=purse.visited(scene, one.file))
    assert approvals.submit_tranche(scene.manager, one).state == "submitted"


def test_a_visit_of_somebody_else_proves_nothing(scene):
    one, other = purse.planned(scene, proofs=("visit",)), purse.planned(scene)
    with pytest.raises(BadInput):
        purse.brought(scene, one, "visit", visit=purse.visited(scene, other.file))


def test_a_piece_is_joined_or_one_says_where_it_is(scene):
    one = purse.planned(scene, proofs=("receipt",))
    with pytest.raises(BadInput, match="original"):
        purse.brought(scene, one, text="")


def test_a_file_of_somebody_else_is_not_joined(scene):
    from uuid import uuid4

    one = purse.planned(scene, proofs=("receipt",))
    with pytest.raises(BadInput, match="pièce jointe"):
        purse.brought(scene, one, attachment=uuid4())


def test_evidence_set_aside_after_submission_makes_it_planned_again(scene):
    one = purse.planned(scene, proofs=("receipt",))
    proof = purse.brought(scene, one)
    approvals.submit_tranche(scene.manager, one)
    evidence.set_evidence_aside(scene.manager, proof, text="Facture d'une autre personne")
    one.refresh_from_db()
    assert (one.state, one.submitted_by) == ("planned", None)
    with pytest.raises(Refused):
        approvals.submit_tranche(scene.manager, one)


def test_evidence_is_not_from_the_future(scene):
    one = purse.planned(scene)
    with pytest.raises(BadInput, match="futur"):
        purse.brought(scene, one, on=TODAY() + timedelta(days=1))


# Changes


def test_a_changed_instalment_is_submitted_anew(scene):
    one = purse.submitted(scene)
    changed = tranches.change_tranche(scene.manager, one, draft=purse.draft("450.00"))
    assert (changed.state, changed.amount) == ("planned", Decimal("450.00"))


def test_an_approved_instalment_is_not_changed(scene):
    one = purse.approved(scene)
    with pytest.raises(Refused, match="annulez-le"):
        tranches.change_tranche(scene.manager, one, draft=purse.draft("450.00"))


def test_a_cancelled_instalment_says_why_and_leaves_its_room(scene):
    activity = purse.a_file(scene, "500.00")
    one = purse.planned(scene, activity)
    with pytest.raises(BadInput):
        tranches.cancel_tranche(scene.manager, one, text=" ")
    tranches.cancel_tranche(scene.manager, one, text="Prix plus bas")
    assert purse.planned(scene, activity).order == 1


# The next version of a plan


def next_version(activity: Activity, amount: str) -> Plan:
    old = activity.plan
    Plan.objects.filter(pk=old.pk).update(state="replaced")
    plan = Plan.objects.create(
        file=old.file, version=2, goal="Suite", drafted_by=old.drafted_by, state="approved"
    )
    Activity.objects.create(
        plan=plan,
        amount=Decimal(amount),
        before=activity,
        kind="business",
        dimension="economic",
        form="kind",
        what="x",
    )
    return plan


def test_instalments_follow_their_activity_into_the_next_version(scene):
    activity = purse.a_file(scene)
    one, dropped = (
        purse.approved(scene, activity),
        purse.planned(scene, purse.another(activity, "100.00"), "100.00"),
    )
    plan = next_version(activity, "1800.00")
    tranches.carry_tranches(scene.second, plan)
    one.refresh_from_db()
    dropped.refresh_from_db()
    assert (one.activity.plan, one.state, dropped.state) == (plan, "approved", "cancelled")


def test_what_nobody_approved_goes_first_where_the_activity_costs_less(scene):
    activity = purse.a_file(scene)
    purse.approved(scene, activity)
    later = purse.planned(scene, activity, "700.00", due_on=TODAY() + timedelta(days=60))
    tranches.carry_tranches(scene.second, next_version(activity, "600.00"))
    later.refresh_from_db()
    assert later.state == "cancelled"


def test_a_version_does_not_give_less_than_was_paid(scene):
    activity = purse.a_file(scene)
    purse.paid(scene, activity)
    with pytest.raises(Refused, match="déjà approuvé ou payé"):
        tranches.carry_tranches(scene.second, next_version(activity, "499.99"))


def test_the_day_of_the_arrival_is_a_day(scene):
    activity = purse.a_file(scene)
    assert purse.planned(scene, activity, due_on=activity.plan.file.arrived_on).pk
    assert isinstance(activity.plan.file.arrived_on, date)
