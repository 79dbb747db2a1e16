"""Payments: once, by other hands, with a receipt; money that comes back; one invoice for many."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import payments, suppliers, tranches
from musanada.returns.models import Activity, LedgerLine, Project, Tranche
from musanada.returns.queries import tranches as queries
from musanada.returns.queries.entitlements import standing
from musanada.returns.tests import purse
from musanada.returns.tests.scene import account

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def pay(scene, one, **values):
    values = {"on": TODAY(), "receipt": "R-7"} | values
    return payments.pay_tranche(scene.finance, one, **values)


def test_an_approved_instalment_is_paid_once(scene):
    one = purse.approved(scene)
    line = pay(scene, one)
    one.refresh_from_db()
    assert (line.kind, line.number, one.state, one.paid_on) == ("pay", 2, "paid", TODAY())
    with pytest.raises(Refused):
        pay(scene, one)
    assert LedgerLine.objects.filter(kind="pay").count() == 1


def test_of_two_clerks_with_the_same_page_one_wins(scene):
    one = purse.approved(scene)
    stale = Tranche.objects.get(pk=one.pk)
    other = account(scene.maroc, "maroc.finance.2", "finance_officer")
    pay(scene, one)
    with pytest.raises(Refused, match="entre-temps"):
        payments.pay_tranche(other, stale, on=TODAY(), receipt="R-8")


def test_what_is_not_approved_is_not_paid(scene):
    with pytest.raises(Refused):
        pay(scene, purse.submitted(scene))


@pytest.mark.parametrize("who", ["manager", "second"])
def test_whoever_submitted_or_approved_does_not_pay(scene, who):
    one = purse.approved(scene)
    from musanada.access.commands import hold

    actor = getattr(scene, who)
    hold(actor, scene.maroc, "finance_officer")
    actor.__dict__.pop("_holdings", None)
    with pytest.raises(Refused, match="autre personne"):
        payments.pay_tranche(actor, one, on=TODAY(), receipt="R-7")
    assert one not in queries.to_pay(actor)


def test_case_managers_and_other_missions_pay_nothing(scene):
    one = purse.approved(scene)
    for actor in (scene.manager, scene.lead, scene.staff["france.finance_officer"]):
        with pytest.raises(MissingRight):
            payments.pay_tranche(actor, one, on=TODAY(), receipt="R-7")


@pytest.mark.parametrize("days", [1, -1])
def test_a_payment_is_between_its_approval_and_today(scene, days):
    with pytest.raises(BadInput):
        pay(scene, purse.approved(scene), on=TODAY() + timedelta(days=days))


def test_a_payment_has_a_receipt(scene):
    with pytest.raises(BadInput, match="reçu"):
        pay(scene, purse.approved(scene), receipt=" ")


def test_a_supplier_out_of_use_is_not_paid(scene):
    shop = suppliers.register_supplier(scene.manager, scene.maroc, name="Quincaillerie")
    one = purse.approved(scene, supplier=shop)
    suppliers.use_supplier(scene.manager, shop, active=False)
    with pytest.raises(Refused, match="fournisseur"):
        pay(scene, one)


def test_what_is_paid_has_begun(scene):
    one = purse.approved(scene)
    pay(scene, one)
    activity = Activity.objects.get(pk=one.activity_id)
    assert (activity.state, activity.given_on) == ("running", TODAY())


def test_a_cancelled_commitment_is_released_at_its_own_rate(scene):
    from musanada.reference.models import ExchangeRate

    one = purse.approved(scene)
    ExchangeRate.objects.create(currency="EUR", on=TODAY(), mad=Decimal(20))
    tranches.cancel_tranche(scene.manager, one, text="Le commerce ferme")
    assert sum(line.mad for line in one.ledger.all()) == 0
    assert sum(line.amount for line in one.ledger.all()) == 0


def test_a_paid_instalment_is_not_cancelled(scene):
    line = purse.paid(scene)
    with pytest.raises(Refused):
        tranches.cancel_tranche(scene.manager, line.tranche, text="Erreur")


def test_a_payment_that_did_not_stand_is_reversed_and_may_be_made_again(scene):
    line = purse.paid(scene)
    back = payments.refund_payment(scene.finance, line, on=TODAY(), text="Chèque revenu")
    one = line.tranche
    one.refresh_from_db()
    assert (back.amount, back.mad, back.reverses, one.state) == (-line.amount, -line.mad, line, "approved")
    assert pay(scene, one).number == 4


def test_a_payment_is_reversed_once(scene):
    line = purse.paid(scene)
    payments.refund_payment(scene.finance, line, on=TODAY(), text="Chèque revenu")
    with pytest.raises(Refused, match="déjà"):
        payments.refund_payment(scene.finance, line, on=TODAY(), text="Encore")


def test_a_part_paid_back_returns_to_the_rights(scene):
    line = purse.paid(scene)
    payments.refund_payment(scene.finance, line, on=TODAY(), text="Trop perçu", amount=Decimal("120.00"))
    found = standing(line.file)
    assert (found.paid, found.committed, found.left) == (Decimal(380), 0, Decimal(1620))
    assert Tranche.objects.get(pk=line.tranche_id).state == "paid"


@pytest.mark.parametrize("amount", ["0", "500.01", "-1", "1.005"])
def test_more_does_not_come_back_than_was_paid(scene, amount):
    line = purse.paid(scene)
    with pytest.raises(BadInput):
        payments.refund_payment(scene.finance, line, on=TODAY(), text="x", amount=Decimal(amount))


def test_a_commitment_is_no_payment_to_give_back(scene):
    one = purse.approved(scene)
    with pytest.raises(Refused):
        payments.refund_payment(scene.finance, one.ledger.get(), on=TODAY(), text="x")


def test_numbers_of_an_office_have_no_gap_whatever_was_refused(scene):
    activity = purse.a_file(scene)
    purse.paid(scene, activity, "100.00")
    one = purse.approved(scene, activity, "100.00")
    with pytest.raises(BadInput):
        pay(scene, one, receipt="")
    pay(scene, one)
    rows = LedgerLine.objects.filter(unit=scene.maroc).values_list("number", flat=True)
    assert list(rows) == [1, 2, 3, 4]


def test_a_line_is_never_rewritten(scene):
    line = purse.paid(scene)
    for change in (lambda: LedgerLine.objects.filter(pk=line.pk).update(amount=1), line.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# Common projects


def a_project(scene, *amounts: str, supplier=True):
    """Members' shares, each with one instalment, approved."""
    whole = sum(Decimal(one) for one in amounts)
    project = Project.objects.create(
        unit=scene.maroc, name="Coopérative", kind="business", amount=whole, made_by=scene.manager
    )
    shop = suppliers.register_supplier(scene.manager, scene.maroc, name="Machines") if supplier else None
    made = []
    for amount in amounts:
        activity = purse.a_file(scene, amount, project=project, level="collective")
        made.append(purse.approved(scene, activity, amount, supplier=shop))
    return project, made


def invoice(scene, project, rows, amount, **values):
    values = {"on": TODAY(), "receipt": "F-2026-1"} | values
    return payments.pay_project(scene.finance, project, tranches=rows, amount=Decimal(amount), **values)


def test_one_invoice_is_split_over_the_members(scene):
    project, rows = a_project(scene, "333.33", "333.33", "333.34")
    lines = invoice(scene, project, rows, "1000.00")
    assert sum(line.amount for line in lines) == Decimal("1000.00")
    assert {line.receipt for line in lines} == {"F-2026-1"}


def test_parts_that_do_not_make_the_invoice_pay_nothing(scene):
    project, rows = a_project(scene, "500.00", "400.00")
    with pytest.raises(BadInput, match="égales"):
        invoice(scene, project, rows, "900.01")
    assert not LedgerLine.objects.filter(kind="pay").exists()


def test_an_invoice_is_paid_whole_or_not_at_all(scene):
    project, rows = a_project(scene, "500.00", "400.00")
    pay(scene, rows[1])
    with pytest.raises(Refused):
        invoice(scene, project, rows, "900.00")
    assert LedgerLine.objects.filter(kind="pay").count() == 1


def test_an_instalment_of_another_project_is_not_slipped_in(scene):
    project, rows = a_project(scene, "500.00")
    stranger = purse.approved(scene)
    with pytest.raises(BadInput, match="projet"):
        invoice(scene, project, [*rows, stranger], "1000.00")


def test_an_invoice_goes_to_a_supplier(scene):
    project, rows = a_project(scene, "500.00", supplier=False)
    with pytest.raises(BadInput, match="un par un"):
        invoice(scene, project, rows, "500.00")


def test_another_mission_pays_no_invoice_of_ours(scene):
    project, rows = a_project(scene, "500.00")
    with pytest.raises(MissingRight):
        payments.pay_project(
            scene.staff["france.finance_officer"],
            project,
            tranches=rows,
            amount=Decimal(500),
            on=TODAY(),
            receipt="F",
        )


def test_lists_of_who_pays(scene):
    one = purse.approved(scene)
    assert list(queries.to_pay(scene.finance)) == [one]
    assert not queries.to_pay(scene.staff["france.finance_officer"]).exists()
