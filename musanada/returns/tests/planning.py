"""Files with a plan in any state, for the tests of plans, projects and visits."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.returns.commands import plans
from musanada.returns.commands import reintegration as commands
from musanada.returns.models import Activity, Plan, Reintegration, Tranche
from musanada.returns.tests import scene as s


def today() -> date:
    return timezone.localdate()


def draft(**values: Any) -> plans.ActivityDraft:
    values = {"dimension": "economic", "kind": "business", "form": "kind", "what": "Machine à coudre",
              "amount": Decimal("800.00")} | values  # fmt: skip
    return plans.ActivityDraft(**values)


def planned(scene: s.Scene, *drafts: plans.ActivityDraft, **columns: Any) -> Reintegration:
    """A file whose plan is being written, with these lines."""
    file = s.a_reintegration(scene, state="contacted", **columns)
    commands.assess(scene.manager, file, topic="skills", on=today(), found="Couture")
    plan = plans.begin_plan(scene.manager, file, goal="Ouvrir un atelier", on=today())
    for one in drafts:
        plans.add_activity(scene.manager, plan, draft=one)
    return fresh(file)


def approved(scene: s.Scene, *drafts: plans.ActivityDraft, **columns: Any) -> Reintegration:
    """Submitted by one and approved by the programme's manager."""
    file = planned(scene, *(drafts or (draft(),)), **columns)
    plans.submit_plan(scene.manager, file, on=today())
    plans.approve_plan(scene.lead, fresh(file), on=today())
    return fresh(file)


def fresh(file: Reintegration) -> Reintegration:
    return Reintegration.objects.select_related("case", "scheme").get(pk=file.pk)


def plan_of(file: Reintegration, state: str = "draft") -> Plan:
    return Plan.objects.get(file=file, state=state)


def line_of(file: Reintegration, state: str = "approved", **found: Any) -> Activity:
    return Activity.objects.get(plan__file=file, plan__state=state, **found)


def money(file: Reintegration, line: Activity, state: str = "planned", amount: str = "100.00") -> Tranche:
    """An instalment written straight into the table: money has its own tests."""
    paid = {"paid_on": today()} if state == "paid" else {}
    order = Tranche.objects.filter(activity=line).count() + 1
    return Tranche.objects.create(
        file=file,
        activity=line,
        order=order,
        amount=Decimal(amount),
        form="kind",
        due_on=today(),
        state=state,
        **paid,
    )
