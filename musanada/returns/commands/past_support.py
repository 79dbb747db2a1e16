"""Files of reintegration of the past by the hundred, with their plan, instalments, payments and visits.

Money keeps its rate: each instalment is committed on the day its plan was approved and paid on its own day, and the lines
are numbered on from the office's last, in the order of their days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.models import Case, CaseStep
from musanada.kit.ids import new_id, new_reference
from musanada.reference.queries import in_dirhams
from musanada.returns.commands.past_files import LOAD
from musanada.returns.models import (
    Activity,
    Approval,
    Assessment,
    LedgerLine,
    Plan,
    Reintegration,
    Tranche,
    TrancheProof,
    Visit,
)
from musanada.returns.past import noon
from musanada.returns.past_files import PastActivity, PastPlan, PastSupport, PastTranche
from musanada.returns.workflow_reintegration import CODE, FLOW, REINTEGRATION

Row = tuple[Any, ...]


@command(LOAD)
def load_past_support(actor: User, unit: Unit, files: Iterable[PastSupport]) -> int:
    """Keep files of reintegration with their dates; those already kept are passed over. Returns how many are new."""
    listed = list(files)
    known = set(Reintegration.objects.filter(pk__in=[one.id for one in listed]).values_list("pk", flat=True))
    fresh = [one for one in listed if one.id not in known]
    bulk.insert(CaseStep, STEP, (row for one in fresh for row in step_rows(one)))
    bulk.insert(LedgerLine, LEDGER, ledger_rows(fresh))
    bulk.insert(Case, CASE, map(case_row, fresh))
    bulk.insert(
        Reintegration,
        ("id", "case", "ret", "scheme", "arrived_on", "contacted_on", "entitlement", "currency", "town", "recorded_at"),
        (
            (one.id, one.id, one.ret, one.scheme, one.arrived_on, one.contacted_on, one.entitlement, one.currency,
             one.town, one.at)
            for one in fresh
        ),
    )  # fmt: skip
    write_plans(fresh)
    write_tranches(fresh)
    return len(fresh)


STEP = ["id", "case", "code", "from_state", "to_state", "on", "recorded_at", "by"]
CASE = ["id", "reference", "procedure", "state", "person", "unit", "opened_on", "opened_by", "recorded_at", "closed_on",
        "closure"]  # fmt: skip


def step_rows(one: PastSupport) -> Iterator[Row]:
    state = FLOW.initial
    yield (new_id(), one.id, "open", "", state, one.arrived_on, one.at, one.hands.counsel)
    for taken in one.steps:
        target = FLOW.steps[taken.code].target
        by = one.hands.approve if taken.code == "approve" else one.hands.counsel
        yield (new_id(), one.id, taken.code, state, target, taken.on, taken.at, by)
        state = target


def case_row(one: PastSupport) -> Row:
    state = FLOW.steps[one.steps[-1].code].target if one.steps else FLOW.initial
    closure = REINTEGRATION.closures.get(state, "")
    return (
        *(one.id, one.reference or new_reference(), CODE, state, one.person, one.unit, one.arrived_on),
        *(one.hands.counsel, one.at, one.steps[-1].on if closure else None, closure),
    )


def write_plans(files: Sequence[PastSupport]) -> None:
    bulk.insert(
        Assessment,
        ("id", "file", "topic", "on", "found", "by", "recorded_at"),
        (
            (
                new_id(),
                one.id,
                "skills",
                one.contacted_on,
                one.found,
                one.hands.counsel,
                noon(one.contacted_on),
            )
            for one in files
            if one.found and one.contacted_on
        ),
    )
    held = [(one, one.plan) for one in files if one.plan]
    bulk.insert(
        Plan,
        ("id", "file", "version", "state", "goal", "drafted_on", "drafted_by", "approved_on", "recorded_at"),
        (
            (plan.id, one.id, 1, "approved" if plan.approved_on else "draft", plan.goal, plan.drafted_on,
             one.hands.counsel, plan.approved_on, plan.at)
            for one, plan in held
        ),
    )  # fmt: skip
    bulk.insert(
        Activity,
        ("id", "plan", "level", "dimension", "kind", "form", "what", "amount", "currency", "starts_on", "ends_on",
         "state", "given_on", "given_recorded_at", "recorded_at"),
        (
            (a.id, plan.id, "individual", a.dimension, a.kind, a.form, a.what, a.amount, one.currency, a.starts_on,
             a.ends_on, a.state, a.given_on, a.given_at, plan.at)
            for one, plan in held
            for a in plan.activities
        ),
    )  # fmt: skip
    bulk.insert(
        Visit,
        ("id", "file", "on", "mode", "runs", "by", "recorded_at"),
        (
            (new_id(), one.id, on, mode, runs, one.hands.counsel, noon(on))
            for one in files
            for on, mode, runs in one.visits
        ),
    )


@dataclass(frozen=True)
class Held:
    """An instalment with the file, plan and activity it belongs to."""

    file: PastSupport
    plan: PastPlan
    activity: PastActivity
    order: int
    tranche: PastTranche


def instalments(files: Sequence[PastSupport]) -> Iterator[Held]:
    for one in files:
        if one.plan is None:
            continue
        for activity in one.plan.activities:
            for order, tranche in enumerate(activity.tranches, start=1):
                yield Held(one, one.plan, activity, order, tranche)


def write_tranches(files: Sequence[PastSupport]) -> None:
    held = list(instalments(files))
    bulk.insert(
        Tranche,
        ("id", "reference", "file", "activity", "order", "amount", "currency", "form", "due_on", "proofs", "state",
         "submitted_by", "submitted_at", "paid_on", "recorded_at"),
        (
            (h.tranche.id, h.tranche.reference or new_reference(), h.file.id, h.activity.id, h.order, h.tranche.amount,
             h.file.currency, h.activity.form, h.tranche.due_on, listed(h.tranche.proofs), standing(h.tranche),
             h.file.hands.counsel if h.tranche.approved_on else None,
             noon(h.tranche.approved_on) if h.tranche.approved_on else None, h.tranche.paid_on, h.plan.at)
            for h in held
        ),
    )  # fmt: skip
    approved = [(h, on) for h in held if (on := h.tranche.approved_on)]
    bulk.insert(
        TrancheProof,
        ("id", "tranche", "proof", "on", "by", "recorded_at"),
        (
            (new_id(), h.tranche.id, proof, on, h.file.hands.counsel, noon(on))
            for h, on in approved
            for proof in h.tranche.proofs
        ),
    )
    bulk.insert(
        Approval,
        ("id", "tranche", "given", "on", "by", "recorded_at"),
        ((new_id(), h.tranche.id, True, on, h.file.hands.approve, noon(on)) for h, on in approved),
    )


def standing(one: PastTranche) -> str:
    if one.paid_on:
        return Tranche.State.PAID
    if one.given_up:
        return Tranche.State.CANCELLED
    return Tranche.State.APPROVED if one.approved_on else Tranche.State.PLANNED


def listed(codes: Sequence[str]) -> str:
    return f",{','.join(codes)}," if codes else ""


LEDGER = ["id", "number", "unit", "file", "tranche", "funding", "kind", "on", "amount", "currency", "rate", "mad", "receipt",
          "by", "recorded_at"]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A line before it has its number. What is committed comes before what is paid of it."""

    held: Held
    kind: str
    on: date
    rate: Decimal
    by: UUID

    @property
    def order(self) -> tuple[date, bool, UUID]:
        return (self.on, self.kind != LedgerLine.Kind.COMMIT, self.held.tranche.id)


def entries(files: Sequence[PastSupport]) -> list[Entry]:
    kind, found = LedgerLine.Kind, list[Entry]()
    for h in instalments(files):
        one, hands = h.tranche, h.file.hands
        if one.approved_on:
            found.append(Entry(h, kind.COMMIT, one.approved_on, one.rate, hands.approve))
        if one.paid_on:
            found.append(Entry(h, kind.PAY, one.paid_on, one.paid_rate, hands.pay))
    return sorted(found, key=lambda e: e.order)


def ledger_rows(files: Sequence[PastSupport]) -> Iterator[Row]:
    lines = entries(files)
    units = {e.held.file.unit for e in lines}
    rows = (
        LedgerLine.objects.filter(unit__in=units).values_list("unit").annotate(last=Max("number")).order_by()
    )
    numbers = dict.fromkeys(units, 0) | dict(rows)
    for e in lines:
        file, tranche = e.held.file, e.held.tranche
        numbers[file.unit] += 1
        yield (
            *(new_id(), numbers[file.unit], file.unit, file.id, tranche.id, file.funding, e.kind, e.on),
            *(tranche.amount, file.currency, e.rate, in_dirhams(tranche.amount, e.rate)),
            *(tranche.receipt if e.kind == LedgerLine.Kind.PAY else "", e.by, noon(e.on)),
        )


say({"returns.load_past_support": _("A repris des dossiers de réintégration passés")})
