"""What the page of a reintegration shows of its plan: the version in force, the one being written, the ones before, each
by dimension; and one line for the pages that change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404

from musanada.access.doors import may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.returns.models import Activity, Plan, Reintegration
from musanada.returns.models.reintegration import Dimension
from musanada.returns.queries.entitlements import entitlement, plan_total
from musanada.returns.queries.reintegration import reintegration

NOTHING = Decimal(0)
SHAPES = {"planned": "next", "running": "open", "done": "done", "dropped": "void"}
PLAN_SHAPES = {"draft": "wait", "submitted": "open", "approved": "done", "replaced": "void"}


@dataclass(frozen=True)
class Part:
    """The lines of one dimension and what they come to."""

    label: Sentence
    lines: Sequence[Activity]
    total: Decimal


@dataclass(frozen=True)
class PlanShown:
    plan: Plan
    parts: Sequence[Part]
    total: Decimal
    rights: Decimal | None
    currency: str

    @property
    def shape(self) -> str:
        return PLAN_SHAPES[self.plan.state]

    @property
    def left(self) -> Decimal | None:
        return None if self.rights is None else self.rights - self.total

    @property
    def over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def excess(self) -> Decimal:
        return -self.left if self.left is not None and self.left < 0 else NOTHING

    @property
    def empty(self) -> bool:
        return not any(part.lines for part in self.parts)


def shown(file: Reintegration, plan: Plan) -> PlanShown:
    lines = list(plan.activities.select_related("project", "before"))
    labels: list[tuple[str, Any]] = list(Dimension.choices)
    parts = []
    for code, label in labels:
        own = [one for one in lines if one.dimension == code]
        if own:
            total = sum((one.amount for one in own if one.state != "dropped"), NOTHING)
            parts.append(Part(label, own, total))
    return PlanShown(plan, parts, plan_total(plan), entitlement(file), file.currency)


@dataclass(frozen=True)
class Plans:
    """``draft``: being written or waiting for approval; ``force``: approved; ``past``: replaced."""

    draft: PlanShown | None
    force: PlanShown | None
    past: Sequence[PlanShown]

    @property
    def any(self) -> bool:
        return bool(self.draft or self.force or self.past)


def plans(file: Reintegration) -> Plans:
    rows = list(file.plans.select_related("drafted_by").order_by("-version"))
    draft = next((one for one in rows if one.state in ("draft", "submitted")), None)
    force = next((one for one in rows if one.state == "approved"), None)
    return Plans(
        shown(file, draft) if draft else None,
        shown(file, force) if force else None,
        [shown(file, one) for one in rows if one.state == "replaced"],
    )


def draft_of(actor: User, pk: UUID) -> Plan:
    """The version being written of a file the actor sees. Raises: Http404."""
    return version_of(actor, pk, ("draft", "submitted"))


def version_of(actor: User, pk: UUID, states: Sequence[str]) -> Plan:
    file = reintegration(actor, pk)
    found = file.plans.filter(state__in=states).order_by("-version").first()
    if found is None:
        raise Http404
    found.file = file
    return found


def plan(actor: User, pk: UUID, number: int) -> Plan:
    """A version by its number. Raises: Http404."""
    file = reintegration(actor, pk)
    found = file.plans.filter(version=number).select_related("drafted_by").first()
    if found is None:
        raise Http404
    found.file = file
    return found


def activity(actor: User, pk: UUID, item: UUID) -> Activity:
    """A line of a file the actor sees. Raises: Http404."""
    file = reintegration(actor, pk)
    found = Activity.objects.filter(plan__file=file, pk=item).select_related("plan", "project").first()
    if found is None:
        raise Http404
    found.plan.file = file
    return found


def may_work(actor: User, file: Reintegration) -> bool:
    return file.case.closed_on is None and may(actor, "reintegration.work", file)
