"""Approvals by amount: whose word is enough, never one's own, and what a change makes of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import approvals, tranches
from musanada.returns.models import Approval, ApprovalLimit, LedgerLine, Plan, Scheme
from musanada.returns.queries import tranches as queries
from musanada.returns.queries.entitlements import plan_beyond_limit
from musanada.returns.queries.limits import level_of
from musanada.returns.tests import purse

pytestmark = pytest.mark.django_db


def rich(scene, amount: str = "50000.00"):
    """A file whose scheme gives more than any limit."""
    Scheme.objects.update(cap=Decimal("90000.00"))
    scene.schemes["from_morocco"].refresh_from_db()
    return purse.a_file(scene, amount)


def test_a_small_amount_needs_one_other_case_manager(scene):
    one = approvals.approve_tranche(scene.second, purse.submitted(scene))
    assert one.state == "approved"
    line = one.ledger.get()
    assert (line.kind, line.number, line.amount, line.mad) == (
        LedgerLine.Kind.COMMIT, 1, Decimal("500.00"), (Decimal(500) * line.rate).quantize(Decimal("0.01")),
    )  # fmt: skip


def test_nobody_approves_their_own(scene):
    with pytest.raises(Refused, match="autre personne"):
        approvals.approve_tranche(scene.manager, purse.submitted(scene))


def test_above_the_first_limit_a_case_manager_is_not_enough(scene):
    one = purse.submitted(scene, rich(scene), "1500.00")
    with pytest.raises(Refused, match="responsable de programme"):
        approvals.approve_tranche(scene.second, one)
    assert approvals.approve_tranche(scene.lead, one).state == "approved"


def test_above_the_second_limit_two_managers_say_yes(scene):
    one = purse.submitted(scene, rich(scene), "6000.00")
    one = approvals.approve_tranche(scene.lead, one)
    assert (one.state, one.ledger.count()) == ("submitted", 0)
    with pytest.raises(Refused, match="déjà donné"):
        approvals.approve_tranche(scene.lead, one)
    assert approvals.approve_tranche(purse.second_lead(scene), one).state == "approved"


def test_limits_are_data_from_a_day_on(scene):
    purse.load_rules()
    today = timezone.localdate()
    assert level_of(Decimal(500), "EUR") == "lead"
    ApprovalLimit.objects.create(level="lead", up_to=Decimal(100), valid_from=today)
    assert level_of(Decimal(500), "EUR") == "manager"
    assert level_of(Decimal(500), "EUR", today - timedelta(days=1)) == "lead"


def test_without_limits_two_managers_are_needed(scene):
    assert level_of(Decimal(1), "MAD") == "two"


def test_the_limit_is_counted_in_dirhams(scene):
    purse.load_rules()
    assert level_of(Decimal("9000"), "MAD") == "lead"
    assert level_of(Decimal("9000"), "EUR") == "two"
    assert level_of(Decimal("9000"), "XOF") == "lead"


def test_another_mission_approves_nothing(scene):
    with pytest.raises(MissingRight):
        approvals.approve_tranche(scene.abroad, purse.submitted(scene))


def test_who_pays_approves_nothing(scene):
    with pytest.raises(MissingRight):
        approvals.approve_tranche(scene.finance, purse.submitted(scene))


def test_a_refusal_says_why_and_sends_it_back(scene):
    one = purse.submitted(scene)
    with pytest.raises(BadInput):
        approvals.send_back_tranche(scene.second, one, text="")
    one = approvals.send_back_tranche(scene.second, one, text="Devis trop ancien")
    word = one.approvals.get()
    assert (one.state, word.given, word.text) == ("planned", False, "Devis trop ancien")


def test_who_refused_may_approve_what_was_mended(scene):
    one = approvals.send_back_tranche(scene.second, purse.submitted(scene), text="Devis trop ancien")
    one = approvals.submit_tranche(scene.manager, one)
    assert approvals.approve_tranche(scene.second, one).state == "approved"


def test_a_change_voids_what_was_said(scene):
    one = purse.submitted(scene, rich(scene), "6000.00")
    approvals.approve_tranche(scene.lead, one)
    tranches.change_tranche(scene.manager, one, draft=purse.draft("7000.00"))
    approvals.submit_tranche(scene.manager, one)
    one = approvals.approve_tranche(purse.second_lead(scene), one)
    assert one.state == "submitted"
    assert Approval.objects.filter(void=True).count() == 1
    assert approvals.approve_tranche(scene.lead, one).state == "approved"


def test_evidence_is_asked_again_at_the_approval(scene):
    one = purse.submitted(scene)
    type(one).objects.filter(pk=one.pk).update(proofs=",receipt,")
    with pytest.raises(Refused, match="Preuves manquantes"):
        approvals.approve_tranche(scene.second, one)


def test_nothing_is_approved_of_a_plan_that_was_replaced(scene):
    one = purse.submitted(scene)
    Plan.objects.update(state="replaced")
    with pytest.raises(Refused, match="plan"):
        approvals.approve_tranche(scene.second, one)


def test_a_day_to_come_is_no_day_of_approval(scene):
    with pytest.raises(BadInput):
        approvals.approve_tranche(
            scene.second, purse.submitted(scene), on=timezone.localdate() + timedelta(days=1)
        )


def test_a_late_entry_keeps_the_rate_of_its_day(scene):
    one = purse.submitted(scene)
    day = timezone.localdate() - timedelta(days=3)
    from musanada.reference.models import ExchangeRate

    ExchangeRate.objects.create(currency="EUR", on=timezone.localdate() - timedelta(days=1), mad=Decimal(20))
    approvals.approve_tranche(scene.second, one, on=day)
    assert one.ledger.get().rate < 20


def test_lists_show_to_each_what_is_theirs_to_approve(scene):
    activity = rich(scene)
    small, large = purse.submitted(scene, activity, "500.00"), purse.submitted(scene, activity, "2000.00")
    assert list(queries.to_approve(scene.second)) == [small]
    assert set(queries.to_approve(scene.lead)) == {small, large}
    assert not queries.to_approve(scene.manager).exists()
    assert not queries.to_approve(scene.abroad).exists()


def test_the_list_and_the_command_agree_at_the_limit(scene):
    activity = rich(scene)
    limit = (Decimal(10000) / queries_rate()).quantize(Decimal("0.01"))
    for amount in (limit - Decimal("0.01"), limit, limit + Decimal("0.01")):
        one = purse.submitted(scene, activity, str(amount))
        listed = queries.to_approve(scene.second).filter(pk=one.pk).exists()
        try:
            approvals.approve_tranche(scene.second, one)
        except Refused:
            assert not listed
        else:
            assert listed


def queries_rate() -> Decimal:
    from musanada.reference.queries import rate_on

    return rate_on("EUR", timezone.localdate()).mad


def test_a_plan_above_the_limit_is_the_managers(scene):
    activity = purse.a_file(scene, "1800.00")
    Plan.objects.update(state="submitted")
    file = activity.plan.file
    assert "responsable" in str(plan_beyond_limit(scene.second, file))
    assert plan_beyond_limit(scene.lead, file) is None


def test_rights_are_frozen_with_the_first_approval(scene):
    file = purse.a_file(scene).plan.file
    Scheme.objects.update(cap=Decimal(10))
    file.refresh_from_db()
    approvals.freeze_entitlement(scene.lead, file)
    assert file.entitlement == Decimal("2000.00")
    assert isinstance(file.arrived_on, date)
