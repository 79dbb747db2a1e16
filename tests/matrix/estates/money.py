"""Two instalments of the estate's reintegration, one with its evidence and one paid with its lines; a supplier."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.returns.models import Approval, LedgerLine, Supplier, Tranche, TrancheProof


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    actor, file, day = estate.everyone, estate.reintegration, timezone.localdate()
    supplier = Supplier.objects.create(
        unit=estate.office, name=f"Quincaillerie {estate.root.code}", sells="Outils", made_by=actor
    )
    common = {"file": file, "activity": estate.plan_activity, "form": "kind", "supplier": supplier}
    tranche = Tranche.objects.create(
        order=2, amount=Decimal(300), due_on=day + timedelta(days=20), proofs=",receipt,", **common
    )
    proof = TrancheProof.objects.create(tranche=tranche, proof="receipt", on=day, text="Classeur", by=actor)
    paid = Tranche.objects.create(
        order=1, amount=Decimal(500), due_on=day, state="paid", paid_on=day, submitted_by=actor,
        submitted_at=timezone.now(), **common,
    )  # fmt: skip
    approval = Approval.objects.create(tranche=paid, given=True, by=actor)
    commit, line = (ledger_line(estate, paid, number, kind) for number, kind in ((1, "commit"), (2, "pay")))
    return {
        "supplier": supplier,
        "tranche": tranche,
        "tranche_paid": paid,
        "tranche_proof": proof,
        "approval": approval,
        "commitment": commit,
        "payment": line,
    }


def ledger_line(estate: Any, tranche: Tranche, number: int, kind: str) -> LedgerLine:
    file, rate = estate.reintegration, Decimal("10.5")
    return LedgerLine.objects.create(
        number=number, unit=estate.office, file=file, tranche=tranche, funding=file.scheme.funding, kind=kind,
        on=timezone.localdate(), amount=tranche.amount, currency="EUR", rate=rate, mad=tranche.amount * rate,
        receipt="R-1" if kind == "pay" else "", by=estate.everyone,
    )  # fmt: skip


def scheme(estate: Any) -> tuple[Any, ...]:
    return (estate.reintegration.scheme_id,)


MAKERS: dict[str, Any] = {
    "returns:tranche": of("tranche"),
    "returns:tranche-change": of("tranche"),
    "returns:tranche-cancel": of("tranche"),
    "returns:tranche-evidence": of("tranche"),
    "returns:tranche-evidence-aside": of("tranche", "tranche_proof"),
    "returns:tranche-submit": of("tranche"),
    "returns:tranche-take-back": of("tranche"),
    "returns:tranche-approve": of("tranche"),
    "returns:tranche-send-back": of("tranche"),
    "returns:tranche-pay": of("tranche"),
    "returns:tranche-new": of("plan_activity"),
    "returns:tranches-from-scheme": of("plan_activity"),
    "returns:payment-refund": of("payment"),
    "returns:payment-receipt": of("payment", "=fr"),
    "returns:project-invoice": of("project"),
    "returns:supplier": of("supplier"),
    "returns:supplier-use": of("supplier"),
    "returns:scheme": scheme,
    "returns:scheme-version": scheme,
    "returns:scheme-end": scheme,
    "returns:scheme-confirm": scheme,
    "returns:funding": lambda estate: (estate.reintegration.scheme.funding_id,),
}
SHARED = {
    "returns:ledger-export": (
        "csv",
        "a kind of file; whose lines is for musanada/returns/tests/test_money_pages.py",
    )
}
POST_ONLY = {
    "returns:tranche-submit",
    "returns:tranche-take-back",
    "returns:tranches-from-scheme",
    "returns:supplier-use",
}
