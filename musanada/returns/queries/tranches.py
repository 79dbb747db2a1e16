"""Instalments an actor sees, the evidence each has and lacks, and the day's work with them: to approve, to pay, late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Sentence
from musanada.people.queries import note_reading
from musanada.returns.models import (
    Activity,
    Approval,
    LedgerLine,
    Proof,
    Reintegration,
    Tranche,
    TrancheProof,
    Visit,
)
from musanada.returns.queries.limits import within_my_limit

VIEW, PAY, APPROVE, WORK = "money.view", "money.pay", "reintegration.approve", "reintegration.work"
S = Tranche.State
OPEN = (S.PLANNED, S.SUBMITTED)
WAITING = (S.PLANNED, S.SUBMITTED, S.APPROVED)
SOON = timedelta(days=30)
# Of a payment, as pages call an instalment.
STATES: dict[str, Sentence] = {
    S.PLANNED: _("Prévu"),
    S.SUBMITTED: _("Soumis"),
    S.APPROVED: _("Approuvé"),
    S.PAID: _("Payé"),
    S.CANCELLED: _("Annulé"),
}
RUNNING = (Visit.Runs.YES, Visit.Runs.PARTLY)
WITH = (
    "file__case__person",
    "file__case__unit",
    "file__scheme",
    "file__ret",
    "activity__plan",
    "supplier",
    "submitted_by",
)
STANDING_PROOFS = Prefetch("evidence", TrancheProof.objects.select_related("visit", "by"))


def visible(actor: User, right: str = VIEW) -> QuerySet[Tranche]:
    """Never those of a protected person: who is named on their file opens them from there."""
    return scoped(actor, right, Tranche.objects.select_related(*WITH)).prefetch_related(STANDING_PROOFS)


def tranche(actor: User, pk: UUID, right: str = VIEW) -> Tranche:
    """One, if visible; that of a protected person is journalled. Raises: Http404."""
    rows = Tranche.objects.filter(pk=pk).select_related(*WITH).prefetch_related(STANDING_PROOFS)
    found = scoped(actor, right, rows, named=True).first()
    if found is None:
        raise Http404
    note_reading(actor, found.file.case.person)
    return found


def of_file(file: Reintegration) -> list[Tranche]:
    """Of a file already opened, in the order of its activities."""
    rows = file.tranches.select_related(*WITH).prefetch_related(STANDING_PROOFS)
    return list(rows.order_by("activity__recorded_at", "order"))


def activity_of(actor: User, pk: UUID) -> Activity:
    """An activity whose money the actor may schedule. Raises: Http404."""
    rows = Activity.objects.filter(pk=pk).select_related(
        "plan__file__case__person", "plan__file__case__unit", "plan__file__scheme", "project"
    )
    found = scoped(actor, WORK, rows, named=True).first()
    if found is None or not may(actor, VIEW, found.plan.file, "money"):
        raise Http404
    note_reading(actor, found.plan.file.case.person)
    return found


# Evidence


@dataclass(frozen=True)
class Line:
    """One evidence an instalment asks for, and what was brought of it."""

    code: str
    label: Sentence
    brought: Sequence[TrancheProof]

    @property
    def complete(self) -> bool:
        return bool(self.brought)


def checklist(one: Tranche) -> list[Line]:
    """What it asks, in its order; then what was brought beyond it."""
    brought: dict[str, list[TrancheProof]] = {}
    for proof in one.evidence.all():
        if proof.set_aside_at is None:
            brought.setdefault(proof.proof, []).append(proof)
    labels: dict[str, Any] = dict(Proof.choices)
    more = [code for code in brought if code not in one.proof_set]
    return [Line(code, labels.get(code, code), brought.get(code, [])) for code in [*one.proof_set, *more]]


def lacking(one: Tranche) -> list[Sentence]:
    return [line.label for line in checklist(one) if not line.complete]


def lacking_condition() -> Q:
    """The same in the database: some code is asked for of which nothing stands."""
    parts: list[Q] = []
    for code in Proof.values:
        there = TrancheProof.objects.filter(tranche=OuterRef("pk"), proof=code, set_aside_at=None)
        parts.append(Q(proofs__contains=f",{code},") & Q(~Exists(there)))
    return reduce(or_, parts, Q(pk__in=[]))


def proof(one: Tranche, pk: UUID) -> TrancheProof:
    """Of an instalment already opened. Raises: Http404."""
    found = one.evidence.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.tranche = one
    return found


def visits_that_show(file: Reintegration) -> QuerySet[Visit]:
    """Visits that can stand as evidence: what was paid for was seen running."""
    return file.visits.filter(runs__in=RUNNING)


# The day's work


def to_approve(actor: User) -> QuerySet[Tranche]:
    """Submitted by somebody else, within what the actor may approve, and not yet said."""
    said = Approval.objects.filter(tranche=OuterRef("pk"), by=actor, void=False)
    rows = visible(actor, APPROVE).filter(within_my_limit(actor), state=S.SUBMITTED)
    return rows.exclude(submitted_by=actor).filter(~Exists(said)).order_by("due_on", "pk")


def to_pay(actor: User) -> QuerySet[Tranche]:
    """Approved by others: neither submitted nor approved by the actor."""
    said = Approval.objects.filter(tranche=OuterRef("pk"), by=actor, void=False)
    rows = visible(actor, PAY).filter(state=S.APPROVED).exclude(submitted_by=actor)
    return rows.filter(~Exists(said)).order_by("due_on", "pk")


def due_soon(actor: User) -> QuerySet[Tranche]:
    """To be prepared or decided in the next thirty days, and not late."""
    today = timezone.localdate()
    return (
        visible(actor).filter(state__in=WAITING, due_on__range=(today, today + SOON)).order_by("due_on", "pk")
    )


def late(actor: User, on: date | None = None) -> QuerySet[Tranche]:
    """Past their day and not paid, the oldest first."""
    day = on or timezone.localdate()
    return visible(actor).filter(state__in=WAITING, due_on__lt=day).order_by("due_on", "pk")


def without_evidence(actor: User) -> QuerySet[Tranche]:
    """Due within thirty days, or past it, and not yet to be submitted: something is lacking."""
    until = timezone.localdate() + SOON
    rows = visible(actor).filter(lacking_condition(), state=S.PLANNED, due_on__lte=until)
    return rows.order_by("due_on", "pk")


VIEWS: dict[str, tuple[Sentence, Any]] = {
    "approve": (_("À approuver"), to_approve),
    "pay": (_("À payer"), to_pay),
    "late": (_("En retard"), late),
    "soon": (_("Dus dans les trente jours"), due_soon),
    "lacking": (_("Preuves manquantes"), without_evidence),
    "all": (_("Tous"), visible),
}


def views_for(actor: User) -> list[str]:
    """Lists of use to this actor: who does not approve has no list of approvals."""
    from musanada.access.doors import holds

    skipped = {code for code, right in (("approve", APPROVE), ("pay", PAY)) if not holds(actor, right)}
    return [code for code in VIEWS if code not in skipped]


def filtered(
    rows: QuerySet[Tranche], *, office: str = "", state: str = "", form: str = "", q: str = ""
) -> QuerySet[Tranche]:
    if office:
        rows = rows.filter(file__case__unit__pk=office)
    if state:
        rows = rows.filter(state=state)
    if form:
        rows = rows.filter(form=form)
    if q:
        from musanada.kit.ids import normalise_reference

        wanted = normalise_reference(q)
        rows = rows.filter(Q(reference=wanted) | Q(file__case__reference=wanted))
    return rows


def offices(actor: User) -> QuerySet[Unit]:
    return units_for(actor, VIEW, "money")


@dataclass(frozen=True)
class Row:
    """A line of a list: the instalment, what it lacks, by how many days it is late, and whose it is."""

    one: Tranche
    lacking: Sequence[Sentence]
    delay: int
    name: str = ""

    @property
    def words(self) -> Sentence:
        return STATES[self.one.state]


def listed(rows: Iterable[Tranche], names: Mapping[UUID, str] | None = None) -> list[Row]:
    today = timezone.localdate()
    return [
        Row(
            one,
            lacking(one) if one.state in OPEN else (),
            max(0, (today - one.due_on).days) if one.state in WAITING else 0,
            (names or {}).get(one.file.case.person_id, ""),
        )
        for one in rows
    ]


# What may be done with one


def approvals_of(one: Tranche) -> QuerySet[Approval]:
    return one.approvals.select_related("by")


def lines_of(one: Tranche) -> QuerySet[LedgerLine]:
    return one.ledger.select_related("by", "unit", "reverses").order_by("recorded_at", "number")


def to_schedule(file: Reintegration) -> list[tuple[Activity, Any]]:
    """Activities of the approved plan of which some amount has no instalment yet, each with what remains of it."""
    rows = Activity.objects.filter(plan__file=file, plan__state="approved", amount__gt=0)
    found = []
    for activity in rows.exclude(state="dropped").prefetch_related("tranches"):
        taken = sum(one.amount for one in activity.tranches.all() if one.state != S.CANCELLED)
        if activity.amount > taken:
            found.append((activity, activity.amount - taken))
    return found
