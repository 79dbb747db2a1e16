"""What both kinds of file share, of one file already opened: risk, clocks, plan, services, visits, closing, prints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import may
from musanada.access.models import AuditEntry, User
from musanada.people.models import NamedAccess
from musanada.people.queries.confidential import accesses, state_of
from musanada.protection.commands.services import due_at
from musanada.protection.models import (
    Clock,
    Closing,
    FollowUp,
    PlanAction,
    ProtectionFile,
    RiskRecord,
    Service,
)
from musanada.protection.queries.files import WORK, file

PRINTED = "protection.print_dossier"
APPROVE = "protection.approve"


def of_file(rows: QuerySet[Any], one: ProtectionFile, pk: UUID | str) -> Any:
    """A row of a file already opened. Raises: Http404."""
    found = rows.filter(file=one, pk=pk).first()
    if found is None:
        raise Http404
    found.file = one
    return found


def action(actor: User, case: UUID, pk: UUID) -> PlanAction:
    found: PlanAction = of_file(PlanAction.objects.all(), file(actor, case, WORK), pk)
    return found


def service(actor: User, case: UUID, pk: UUID) -> Service:
    found: Service = of_file(Service.objects.all(), file(actor, case, WORK), pk)
    return found


def follow_up(actor: User, case: UUID, pk: UUID) -> FollowUp:
    found: FollowUp = of_file(FollowUp.objects.all(), file(actor, case, WORK), pk)
    return found


def closing(actor: User, case: UUID, pk: UUID) -> Closing:
    """To be decided by who may approve. Raises: Http404."""
    rows = Closing.objects.select_related("asked_by", "answered_by")
    found: Closing = of_file(rows, file(actor, case, APPROVE), pk)
    return found


def may_work(actor: User, one: ProtectionFile) -> bool:
    return may(actor, WORK, one)


def may_approve(actor: User, one: ProtectionFile) -> bool:
    return may(actor, APPROVE, one)


def clocks(one: ProtectionFile) -> list[Clock]:
    """Those that run, the first due at the top."""
    return list(Clock.objects.filter(file=one, met_on=None, dropped_on=None))


def risks(one: ProtectionFile) -> list[RiskRecord]:
    return list(
        RiskRecord.objects.filter(file=one).select_related("by").order_by("-on", "-recorded_at", "-id")
    )


def actions(one: ProtectionFile) -> list[PlanAction]:
    """What is to do first."""
    rows = list(PlanAction.objects.filter(file=one))
    return sorted(rows, key=lambda row: (row.state != PlanAction.State.OPEN, row.due_on))


@dataclass(frozen=True)
class ServiceShown:
    row: Service
    due: datetime
    late: bool


def services(one: ProtectionFile) -> list[ServiceShown]:
    """What is asked first, by the hour it is due; then what has its answer, the latest first."""
    now = timezone.now()
    rows = [
        ServiceShown(
            row, due := due_at(row.asked_at, row.urgency), row.state == Service.State.ASKED and due < now
        )
        for row in Service.objects.filter(file=one)
    ]
    waiting = sorted((row for row in rows if row.row.state == Service.State.ASKED), key=lambda row: row.due)
    return waiting + [row for row in rows if row.row.state != Service.State.ASKED]


def follow_ups(one: ProtectionFile) -> tuple[list[FollowUp], list[FollowUp]]:
    """Those to make, the first due at the top; those made or missed, the latest first."""
    rows = list(FollowUp.objects.filter(file=one).select_related("by"))
    to_make = [row for row in rows if not row.done_on and not row.missed_on]
    past = [row for row in rows if row.done_on or row.missed_on]
    return to_make, sorted(past, key=lambda row: row.done_on or row.missed_on, reverse=True)  # type: ignore[arg-type,return-value]


def closings(one: ProtectionFile) -> list[Closing]:
    rows = Closing.objects.filter(file=one).select_related("asked_by", "answered_by")
    return list(rows.order_by("-asked_on", "-recorded_at", "-id"))


def named_now(one: ProtectionFile) -> list[NamedAccess]:
    """Who reads this file today, who answers for it first."""
    rows = [row for row in accesses(one.secret) if state_of(row) == "holds"]
    return sorted(rows, key=lambda row: row.user_id != one.secret.owner_id)


def prints(one: ProtectionFile) -> list[AuditEntry]:
    """Every print of the dossier, from the journal: who, when, why. The latest first."""
    rows = AuditEntry.objects.filter(
        verb=PRINTED, object_kind="protection.protectionfile", object_id=str(one.pk), outcome="done"
    )
    return list(rows.select_related("actor").order_by("-number"))
