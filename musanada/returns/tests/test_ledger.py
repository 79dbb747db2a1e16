"""The ledger adds up, whatever is done in whatever order (a state machine), and its page says so without a name."""

from collections import Counter
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from musanada.kit.errors import Problem
from musanada.reference.models import ExchangeRate
from musanada.returns.commands import approvals, payments, tranches
from musanada.returns.models import LedgerLine, Tranche
from musanada.returns.queries import entitlements
from musanada.returns.tests import purse
from musanada.returns.tests.scene import Scene, build

pytestmark = pytest.mark.django_db
AMOUNTS = st.sampled_from(["0.01", "99.99", "250.00", "333.33", "700.00", "1200.00"])
WHICH = st.integers(min_value=0, max_value=9)


class Purse(RuleBasedStateMachine):
    """Any hand tries anything at any time; what is refused changes nothing."""

    scene: Scene

    @initialize()
    def begin(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.activities = [
            purse.a_file(self.scene, "1500.00"),
            purse.a_file(self.scene, "900.00", kind="cash"),
        ]
        self.activities.append(purse.another(self.activities[0], "600.00"))
        for which, amount in enumerate(("700.00", "600.00", "333.33", "0.01", "250.00", "250.00")):
            self.schedule(which=which % 3, amount=amount)
        for which in range(5):
            self.submit_and_approve(which=which)
        for which in range(2):
            self.pay(which=which)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def one(self, which: int) -> Tranche | None:
        rows = list(Tranche.objects.order_by("recorded_at", "pk"))
        return rows[which % len(rows)] if rows else None

    def attempt(self, function: Any, *args: Any, **values: Any) -> None:
        with suppress(Problem):
            function(*args, **values)

    @rule(which=WHICH, amount=AMOUNTS)
    def schedule(self, which: int, amount: str) -> None:
        activity = self.activities[which % len(self.activities)]
        self.attempt(tranches.schedule_tranche, self.scene.manager, activity, draft=purse.draft(amount))

    @rule(which=WHICH, amount=AMOUNTS)
    def change(self, which: int, amount: str) -> None:
        if one := self.one(which):
            self.attempt(tranches.change_tranche, self.scene.manager, one, draft=purse.draft(amount))

    @rule(which=WHICH)
    def submit_and_approve(self, which: int) -> None:
        if one := self.one(which):
            self.attempt(approvals.submit_tranche, self.scene.manager, one)
            self.attempt(approvals.approve_tranche, self.scene.lead, one)

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        if one := self.one(which):
            self.attempt(approvals.approve_tranche, self.scene.second, one)

    @rule(which=WHICH)
    def pay(self, which: int) -> None:
        if one := self.one(which):
            values = {"on": timezone.localdate(), "receipt": "R"}
            self.attempt(payments.pay_tranche, self.scene.finance, one, **values)
            self.attempt(payments.pay_tranche, self.scene.finance, one, **values)

    @rule(which=WHICH, amount=st.one_of(st.none(), AMOUNTS))
    def refund(self, which: int, amount: str | None) -> None:
        lines = list(LedgerLine.objects.filter(kind="pay").order_by("number"))
        if lines:
            back = None if amount is None else Decimal(amount)
            line = lines[which % len(lines)]
            self.attempt(
                payments.refund_payment,
                self.scene.finance,
                line,
                on=timezone.localdate(),
                text="x",
                amount=back,
            )

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        if one := self.one(which):
            self.attempt(tranches.cancel_tranche, self.scene.manager, one, text="x")

    @rule(rate=st.sampled_from(["9.5", "10.333333", "11.87654321"]))
    def the_rate_moves(self, rate: str) -> None:
        today = timezone.localdate()
        ExchangeRate.objects.update_or_create(currency="EUR", on=today, defaults={"mad": Decimal(rate)})

    @invariant()
    def every_instalment_adds_up(self) -> None:
        for one in Tranche.objects.all():
            aside, paid = entitlements.net(one.ledger.all())
            assert aside >= paid >= 0
            assert (paid > 0) == (one.state == "paid")
            assert one.state != "approved" or aside == one.amount
            assert one.state in ("approved", "paid") or aside == 0

    @invariant()
    def every_file_stays_within_its_rights(self) -> None:
        for activity in getattr(self, "activities", []):
            found = entitlements.standing(activity.plan.file)
            assert found and 0 <= found.paid <= found.paid + found.committed <= found.total

    @invariant()
    def dirhams_are_the_sum_of_rounded_lines(self) -> None:
        for line in LedgerLine.objects.all():
            assert line.mad == (line.amount * line.rate).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @invariant()
    def numbers_have_no_gap(self) -> None:
        rows = list(LedgerLine.objects.order_by("number").values_list("number", flat=True))
        assert rows == list(range(1, len(rows) + 1))

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        standing = LedgerLine.objects.filter(kind="pay", reversed_by=None).values_list("tranche", flat=True)
        assert max(Counter(standing).values(), default=0) <= 1


def test_whatever_is_done_the_ledger_adds_up(db):
    scene = build()
    machine: Any = type("OfThisScene", (Purse,), {"scene": scene})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=12, stateful_step_count=16, deadline=None, derandomize=True)
    )
    assert not LedgerLine.objects.exists()  # every run was rolled back


def test_a_standing_is_in_the_files_currency_by_dated_rates(scene):
    activity = purse.a_file(scene, "1000.00")
    one = purse.approved(scene, activity, "100.00")
    line = one.ledger.get()
    other = LedgerLine(
        tranche=one,
        file=one.file,
        kind="commit",
        on=line.on,
        amount=Decimal(1000),
        currency="MAD",
        rate=1,
        mad=1000,
    )
    assert entitlements.in_currency(other, "EUR") == (Decimal(1000) / line.rate).quantize(Decimal("0.01"))
