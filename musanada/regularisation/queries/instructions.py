"""Instructions of the appeals commission: what an office has to carry out, and how far the offices are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from musanada.access.doors import scoped, units_for, unprotected
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup
from musanada.regularisation.models import Instruction, Notification

EXECUTE, FOLLOW = "instruction.execute", "appeal.view"
S = Instruction.State
RELATED = ("application__case__unit", "application__case__person", "unit", "appeal", "relief")
STATES = S.choices
# Past the notification of a favourable decision, with a card on its way; or the file came to an end.
CARD = ("card_ordered", "card_issued", "closed")
ENDED = ("closed_refused", "deceased", "transferred")


def of_office(actor: User, right: str = EXECUTE) -> QuerySet[Instruction]:
    """What the actor's offices have to carry out."""
    return scoped(actor, right, Instruction.objects.select_related(*RELATED))


def of_commission(actor: User, right: str = FOLLOW) -> QuerySet[Instruction]:
    """What the actor's commission sent, to whatever office."""
    units = list(units_for(actor, right, FieldGroup.LEGAL).values_list("pk", flat=True))
    return unprotected(actor, Instruction.objects.filter(unit__in=units).select_related(*RELATED))


def carried_out(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Those whose file shows it: decision told and card ordered; for a rejection the decision told; or the file closed."""
    return rows.filter(done_by_the_file())


def done_by_the_file() -> Q:
    told = Notification.objects.filter(
        Q(decision__appeal=OuterRef("appeal")) | Q(decision__relief=OuterRef("relief")),
        application=OuterRef("application"),
    )
    favourable = Q(favourable=True, application__case__state__in=CARD)
    rejected = Q(favourable=False) & Q(Exists(told))
    return favourable | rejected | Q(application__case__state__in=ENDED)


def ready(actor: User) -> QuerySet[Instruction]:
    """Open instructions of the actor's offices whose files show that they are carried out."""
    return carried_out(of_office(actor).exclude(state=S.DONE))


def with_readiness(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Each with ``ready``: can be declared carried out now."""
    return rows.annotate(
        ready=Case(When(done_by_the_file(), then=Value("yes")), default=Value(""), output_field=CharField())
    )


def late(rows: QuerySet[Instruction], day: date | None = None) -> QuerySet[Instruction]:
    return rows.filter(due_on__lt=day or timezone.localdate()).exclude(state=S.DONE)


def filtered(rows: QuerySet[Instruction], *, state: str = "", office: str = "") -> QuerySet[Instruction]:
    """``state``: sent, seen, done, open, late; ``office``: a unit's code."""
    if state == "late":
        rows = late(rows)
    elif state == "open":
        rows = rows.exclude(state=S.DONE)
    elif state:
        rows = rows.filter(state=state)
    return rows.filter(application__case__unit__code=office) if office else rows


def offices_of(actor: User, right: str = EXECUTE) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=of_office(actor, right).order_by().values("application__case__unit"))


@dataclass(frozen=True)
class Office:
    """One office's execution: of all that was sent to it, how many were seen, done, are late; the oldest still open."""

    code: str
    unit: Unit
    total: int
    sent: int
    seen: int
    done: int
    late: int
    oldest: date | None

    @property
    def share(self) -> float:
        return 100 * self.done / self.total if self.total else 0.0


def by_office(rows: QuerySet[Instruction], day: date | None = None) -> list[Office]:
    """A line an office, what is furthest behind first: one question for all of them."""
    today = day or timezone.localdate()
    still = ~Q(state=S.DONE)
    found = (
        rows.order_by()
        .values("application__case__unit")
        .annotate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(state=S.SENT)),
            seen=Count("pk", filter=Q(state=S.SEEN)),
            done=Count("pk", filter=Q(state=S.DONE)),
            late=Count("pk", filter=still & Q(due_on__lt=today)),
            oldest=Min("sent_on", filter=still),
        )
    )
    lines: dict[Any, dict[str, Any]] = {}
    for row in found:
        values: dict[str, Any] = dict(row)
        lines[values.pop("application__case__unit")] = values
    units = Unit.objects.in_bulk(list(lines))
    offices = [Office(units[key].code, units[key], **row) for key, row in lines.items()]
    return sorted(offices, key=lambda one: (-one.late, one.share, one.code))


def summed(offices: list[Office]) -> dict[str, Any]:
    """The last line of the table."""
    names = ("total", "sent", "seen", "done", "late")
    sums: dict[str, Any] = {name: sum(getattr(one, name) for one in offices) for name in names}
    oldest = [one.oldest for one in offices if one.oldest]
    share = 100 * sums["done"] / sums["total"] if sums["total"] else 0.0
    return sums | {"oldest": min(oldest, default=None), "share": share, "offices": len(offices)}


def for_export(rows: QuerySet[Instruction]) -> Iterator[tuple[Any, ...]]:
    """A row an instruction, by number and office; no name leaves."""
    found = rows.order_by("application__case__unit__code", "sent_on", "id")
    for one in found.iterator(chunk_size=2000):
        case = one.application.case
        yield (
            case.unit,
            str(case),
            one.favourable,
            one.appeal,
            one.sent_on,
            one.due_on,
            one.get_state_display(),
            one.done_on,
        )


def waiting(actor: User) -> QuerySet[Instruction]:
    """What the actor's offices still have to do, the most urgent first."""
    return of_office(actor).exclude(state=S.DONE).order_by(F("due_on").asc(nulls_last=True), "sent_on")
