"""Appeals as two sides see them: the office those of its own files, the commission those lodged before it.

What crosses to the commission crosses by the applicant's own act: number, office, first opinion with its reasons,
grounds, category, identity. It sees no file of its own accord.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from musanada.access.doors import may, scoped, units_for, unprotected
from musanada.access.models import Unit, User
from musanada.cases.models import Piece, PieceType
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.people.queries import display_name, note_reading
from musanada.regularisation.criteria.wording import Said, explained
from musanada.regularisation.models import (
    Appeal,
    Application,
    Criterion,
    Decision,
    Evaluation,
    Instruction,
    Operation,
    Refusal,
    Result,
    Stage,
)
from musanada.regularisation.queries import sorting
from musanada.regularisation.workflow import FLOW

VIEW, LODGE, SORT = "appeal.view", "appeal.lodge", "appeal.sort"
S = Appeal.State
OPEN = (S.LODGED, S.SORTED, S.SCHEDULED)
RELATED = (
    "unit",
    "application__operation__appeals_unit",
    "application__place",
    "application__case__unit",
    "application__case__person__merged_into",
)
STATES, CATEGORIES = S.choices, [c for c in Appeal.Category.choices if c[0]]


def of_commission(actor: User, right: str = VIEW) -> QuerySet[Appeal]:
    """Lodged before a commission of the actor's."""
    return scoped(actor, right, Appeal.objects.select_related(*RELATED))


def seen(actor: User, right: str = VIEW, *, named: bool = False) -> QuerySet[Appeal]:
    """Those of the actor's commission and those of the actor's own files."""
    units = list(units_for(actor, right, FieldGroup.LEGAL).values_list("pk", flat=True))
    here = Q(unit__in=units) | Q(application__case__unit__in=units)
    return unprotected(actor, Appeal.objects.filter(here).select_related(*RELATED), named=named)


def in_turn(rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Those that still wait before those that ended, each the oldest first."""
    return rows.order_by(Case(When(state__in=OPEN, then=Value(0)), default=Value(1)), "lodged_on", "id")


def appeal(actor: User, pk: UUID) -> Appeal:
    """Raises: Http404 unless visible on one side. Opening that of a P4 person leaves its line in the journal."""
    found = seen(actor, named=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    with transaction.atomic():
        note_reading(actor, found.application.case.person)
    return found


def application_of_case(actor: User, case: UUID, right: str = LODGE) -> Application:
    """The file at the counter where an appeal is received. Raises: Http404."""
    rows = Application.objects.filter(case=case).select_related(
        "case__unit", "case__person", "operation__appeals_unit"
    )
    found = scoped(actor, right, rows, named=True).first()
    if found is None:
        raise Http404
    return found


def of_case(actor: User, case: UUID) -> Appeal:
    """The last appeal of a file. Raises: Http404."""
    rows = seen(actor, named=True).filter(application__case=case)
    found = rows.order_by("-lodged_on", "-recorded_at").first()
    if found is None:
        raise Http404
    return found


def filtered(
    rows: QuerySet[Appeal],
    *,
    state: str = "",
    category: str = "",
    office: str = "",
    operation: str = "",
    text: str = "",
) -> QuerySet[Appeal]:
    """``state`` may be "open"; ``category`` may be "none"; ``text`` is the number of a file or of an appeal."""
    if state:
        rows = rows.filter(state__in=OPEN) if state == "open" else rows.filter(state=state)
    if category:
        rows = rows.filter(category="" if category == "none" else category)
    if office:
        rows = rows.filter(application__case__unit__code=office)
    if operation:
        rows = rows.filter(application__operation__code=operation)
    if text:
        number = text.replace("-", "").replace(" ", "").upper()
        rows = rows.filter(Q(reference=number) | Q(application__case__reference=number))
    return rows


def hearing_units(actor: User, right: str = LODGE) -> QuerySet[Unit]:
    """Units of the actor that hear the appeals of an operation."""
    heard = Operation.objects.exclude(appeals_unit=None).values("appeals_unit")
    return units_for(actor, right, FieldGroup.LEGAL).filter(pk__in=heard)


def offices(rows: QuerySet[Appeal]) -> list[tuple[str, str]]:
    """Offices whose files are among these appeals."""
    found = Unit.objects.filter(pk__in=rows.order_by().values("application__case__unit"))
    return [(one.code, str(one)) for one in found]


def claims(rows: QuerySet[Appeal]) -> list[tuple[str, str]]:
    """Categories that can be asked for in the operations of these appeals."""
    found = Criterion.objects.filter(
        operation__in=rows.order_by().values("application__operation"), claimable=True
    )
    return [(one.code, f"{one.code} · {one}") for one in {c.code: c for c in found}.values()]


def proposed(rows: Sequence[Appeal]) -> dict[UUID, str]:
    """The category that the facts of each file propose."""
    return {key: proposal.category for key, (_profile, proposal) in sorting.proposals(rows).items()}


# The first opinion, side by side with what came since ---------------------------------------------------------------


def first_opinion(application: Application) -> Decision | None:
    """The opinion of the local commission that stands."""
    rows = application.decisions.filter(stage=Stage.FIRST, voided_at=None).exclude(result=Result.ADJOURNED)
    return rows.select_related("retained__criterion").order_by("on", "recorded_at").last()


@dataclass(frozen=True)
class Examined:
    """One criterion as it was examined before the opinion."""

    name: str
    outcome: str
    label: Sentence
    said: Sequence[Said]


@dataclass(frozen=True)
class SideBySide:
    """What the plenary needs in one view: the opinion attacked, what it rested on, what is said against it."""

    decision: Decision | None
    reasons: Sequence[Sentence]
    evaluations: Sequence[Examined]
    pieces: Sequence[Piece]
    appeal: Appeal | None
    since: Sequence[Piece]


def side_by_side(application: Application, of_appeal: Appeal | None = None) -> SideBySide:
    """For ``_first_opinion.html``. The caller has asked who may see the file."""
    decision = first_opinion(application)
    pieces = Piece.objects.filter(case=application.case_id).exclude(state=Piece.State.RETURNED)
    listed = list(pieces.select_related("type"))
    day: date | None = decision.on if decision else None
    return SideBySide(
        decision,
        [Refusal(code).label for code in decision.reason_set if code in Refusal.values] if decision else [],
        examined_before(application, decision),
        [one for one in listed if day is None or one.received_on <= day],
        of_appeal or application.appeals.exclude(state=S.WITHDRAWN).first(),
        [one for one in listed if day is not None and one.received_on > day],
    )


def examined_before(application: Application, decision: Decision | None) -> list[Examined]:
    """The last examination of each criterion before the opinion was written down."""
    rows = Evaluation.objects.filter(application=application).select_related("version__criterion")
    if decision:
        rows = rows.filter(at__lte=decision.recorded_at)
    last: dict[UUID, Evaluation] = {}
    for one in rows.order_by("at", "id"):
        last[one.version.criterion_id] = one
    names = {one.pk: str(one) for one in PieceType.objects.all()} if last else {}
    return [
        Examined(
            str(one.version.criterion),
            one.outcome,
            one.get_outcome_display(),
            explained(one.findings, names),
        )
        for one in sorted(last.values(), key=lambda row: row.version.criterion.code)
    ]


@dataclass(frozen=True)
class Page:
    """One appeal for one actor."""

    appeal: Appeal
    name: str
    at_office: bool
    side: SideBySide
    profile: Any
    proposal: Any
    decisions: Sequence[Decision]
    instruction: Instruction | None
    may_sort: bool
    may_withdraw: bool


def page_of(actor: User, one: Appeal) -> Page:
    case = one.application.case
    case.application = one.application
    profile, proposal = sorting.proposals([one]).get(one.pk, (None, None))
    withdrawals = [FLOW.steps[code] for code in ("withdraw_appeal", "withdraw_appeal_direct")]
    return Page(
        one,
        display_name(case.person.merged_into or case.person),
        may(actor, "regularisation.view", one.application),
        side_by_side(one.application, one),
        profile,
        proposal,
        list(one.decisions.filter(voided_at=None).order_by("on", "recorded_at")),
        one.instructions.order_by("sent_on").last(),
        one.state in OPEN and may(actor, SORT, one),
        one.state in OPEN and any(step.allowed(actor, case) for step in withdrawals),
    )
