"""A file of reintegration with an approved plan of one activity, and instalments in any state, for the tests of money."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.access.models import User
from musanada.returns.commands import approvals, evidence, payments, tranches
from musanada.returns.commands.rules import load_rules
from musanada.returns.models import Activity, LedgerLine, Plan, Reintegration, Tranche, Visit
from musanada.returns.tests.scene import Scene, a_reintegration, account


def a_file(scene: Scene, amount: str = "1800.00", *, at: str = "maroc", **values: Any) -> Activity:
    """One activity of an approved plan, its file standing as started."""
    load_rules()
    file = values.pop("file", None) or a_reintegration(scene, state="approved", at=at)
    actor = scene.staff[f"{at}.case_manager"]
    approvals.freeze_entitlement(actor, file)
    plan = Plan.objects.create(file=file, goal="Ouvrir un commerce", drafted_by=actor, state="approved")
    values = {"kind": "business", "dimension": "economic", "form": "kind", "what": "Boutique"} | values
    return Activity.objects.create(plan=plan, amount=Decimal(amount), **values)


def another(activity: Activity, amount: str, **values: Any) -> Activity:
    values = {"kind": "training", "dimension": "economic", "form": "service", "what": "Cours"} | values
    return Activity.objects.create(plan=activity.plan, amount=Decimal(amount), **values)


def draft(amount: str = "500.00", **values: Any) -> tranches.TrancheDraft:
    values.setdefault("due_on", timezone.localdate())
    return tranches.TrancheDraft(Decimal(amount), **values)


def planned(scene: Scene, activity: Activity | None = None, amount: str = "500.00", **values: Any) -> Tranche:
    activity = activity or a_file(scene)
    return tranches.schedule_tranche(scene.manager, activity, draft=draft(amount, **values))


def submitted(
    scene: Scene, activity: Activity | None = None, amount: str = "500.00", **values: Any
) -> Tranche:
    return approvals.submit_tranche(scene.manager, planned(scene, activity, amount, **values))


def approved(
    scene: Scene, activity: Activity | None = None, amount: str = "500.00", **values: Any
) -> Tranche:
    return approvals.approve_tranche(scene.second, submitted(scene, activity, amount, **values))


def paid(scene: Scene, activity: Activity | None = None, amount: str = "500.00", **values: Any) -> LedgerLine:
    one = approved(scene, activity, amount, **values)
    return payments.pay_tranche(scene.finance, one, on=timezone.localdate(), receipt="R-1")


def brought(scene: Scene, one: Tranche, proof: str = "receipt", **values: Any) -> Any:
    values.setdefault("text", "Original au dossier")
    made = evidence.EvidenceDraft(proof, values.pop("on", timezone.localdate()), **values)
    return evidence.bring_evidence(scene.manager, one, draft=made)


def visited(scene: Scene, file: Reintegration, runs: str = "yes", on: date | None = None) -> Visit:
    day = on or timezone.localdate() - timedelta(days=1)
    return Visit.objects.create(file=file, on=day, mode="home", runs=runs, by=scene.manager)


def second_lead(scene: Scene) -> User:
    """Another programme manager of the same mission."""
    known = scene.staff.get("maroc.programme_manager.2")
    if known is None:
        known = account(scene.maroc, "maroc.programme_manager.2", "programme_manager")
        scene.staff["maroc.programme_manager.2"] = known
    return known
