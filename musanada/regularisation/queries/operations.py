"""Operations and what they ask: read by every organisation that takes part in one."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from musanada.access.doors import holds, may, places_of, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import PieceType, RequiredPiece
from musanada.kit.choices import Side
from musanada.reference import queries as reference
from musanada.reference.models import Place
from musanada.regularisation.criteria.conditions import alternatives, sentence
from musanada.regularisation.models import (
    Condition,
    Criterion,
    CriterionVersion,
    Decision,
    Operation,
    OperationOffice,
    Relief,
)

FIRST, RELIEF = CriterionVersion.Stage.FIRST, CriterionVersion.Stage.RELIEF


def valid(day: date, prefix: str = "") -> Q:
    """Rows that hold on ``day``."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def operations(actor: User) -> QuerySet[Operation]:
    """Those in which an organisation takes part where the actor may view them: it leads, keeps an office or hears the
    appeals. The latest first."""
    rows = Operation.objects.select_related("unit", "appeals_unit")
    places = places_of(actor, "operation.view")
    if "" in places:  # the console
        return rows
    ours = Unit.objects.filter(
        reduce(or_, [Q(path__startswith=f"{path.split('/')[0]}/") for path in places], Q(pk__in=[]))
    ).values("pk")
    offices = OperationOffice.objects.filter(unit__in=ours).values("operation")
    return rows.filter(Q(unit__in=ours) | Q(appeals_unit__in=ours) | Q(pk__in=offices))


def operation(actor: User, code: str) -> Operation | None:
    return operations(actor).filter(code=code).first()


def offices_of(operation: Operation, on: date | None = None) -> QuerySet[OperationOffice]:
    rows = operation.offices.select_related("unit", "place", "place__parent")
    return rows.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on) if on else rows


def by_region(offices: Iterable[OperationOffice]) -> list[tuple[str, list[OperationOffice]]]:
    """Offices under the name of their region, as the map was on the day they opened."""
    names = {one.path: str(one) for one in Place.objects.filter(kind=Place.Kind.REGION)}
    groups: dict[str, list[OperationOffice]] = {}
    for office in offices:
        region = f"{office.place.path.split('/')[0]}/"
        groups.setdefault(names.get(region, region), []).append(office)
    return list(groups.items())


def offices_for(
    actor: User, operation: Operation, right: str, on: date | None = None
) -> list[tuple[Unit, Place]]:
    """Offices of the operation at which ``actor`` holds ``right``, each with its territory."""
    rows = offices_of(operation, on).filter(unit__in=units_for(actor, right).values("pk"))
    return [(row.unit, row.place) for row in rows]


def claimable(operation: Operation, day: date) -> list[CriterionVersion]:
    """What can be claimed at the counter on ``day``, each in the version of first instance that holds then."""
    rows = CriterionVersion.objects.filter(
        valid(day), criterion__operation=operation, criterion__claimable=True, stage=FIRST
    )
    return list(rows.select_related("criterion").order_by("criterion__order", "criterion__code"))


def version_on(criterion: Criterion, day: date, stage: str = FIRST) -> CriterionVersion | None:
    """The version that holds on ``day``; a relief decision that changed nothing leaves that of first instance."""
    rows = criterion.versions.filter(valid(day)).prefetch_related("conditions")
    found = {row.stage: row for row in rows.order_by("valid_from")}
    return found.get(stage) or (found.get(FIRST) if stage == RELIEF else None)


def versions_on(operation: Operation, day: date, stage: str = FIRST) -> list[CriterionVersion]:
    """Of every criterion the version that holds on ``day``, conditions read: two questions in all."""
    rows = CriterionVersion.objects.filter(valid(day), criterion__operation=operation)
    rows = rows.select_related("criterion__operation").prefetch_related("conditions")
    found: dict[object, CriterionVersion] = {}
    for row in rows.order_by("criterion__order", "criterion__code", "valid_from"):
        if row.stage == stage or (stage == RELIEF and row.criterion_id not in found):
            known = found.get(row.criterion_id)
            if known is None or known.stage != stage or row.stage == stage:
                found[row.criterion_id] = row
    return list(found.values())


def last_use(version: CriterionVersion) -> date | None:
    """The last day of a decision that rests on ``version``, an appeal's and a relief's too."""
    retained = Decision.objects.filter(retained=version, voided_at=None).aggregate(last=Max("on"))["last"]
    relieved = Relief.objects.filter(version=version).aggregate(last=Max("decided_on"))["last"]
    return max((day for day in (retained, relieved) if day), default=None)


def criteria_of(operation: Operation) -> QuerySet[Criterion]:
    """Criteria with all their versions and conditions, for a page that shows them side by side."""
    versions = CriterionVersion.objects.order_by("valid_from", "number").prefetch_related(
        Prefetch("conditions", Condition.objects.order_by("alternative", "fact"))
    )
    return operation.criteria.prefetch_related(Prefetch("versions", versions))


def versions_shown(criterion: Criterion) -> list[CriterionVersion]:
    """The latest first, conditions read; ``current`` says whether it holds today."""
    rows = list(criterion.versions.order_by("-valid_from", "-number").prefetch_related("conditions"))
    today = timezone.localdate()
    for row in rows:
        row.current = row.valid_from <= today and (row.valid_to is None or row.valid_to > today)  # type: ignore[attr-defined]
        row.ways = [[sentence(one) for one in way] for way in alternatives(row.conditions.all())]  # type: ignore[attr-defined]
    return rows


def by_codes(operation: Operation, codes: Iterable[str]) -> dict[str, Criterion]:
    return {one.code: one for one in operation.criteria.filter(code__in=list(codes))}


# For the forms


def units_to_lead(actor: User) -> QuerySet[Unit]:
    """Units at which ``actor`` may found an operation."""
    return units_for(actor, "operation.manage").filter(active=True)


def commissions(actor: User) -> QuerySet[Unit]:
    """Who may hear appeals: one's own units, and organisations of the State or of justice."""
    own = Q(pk__in=units_for(actor, "operation.manage").values("pk"))
    public = Q(kind=Unit.Kind.ORGANISATION, side__in=(Side.STATE, Side.JUSTICE))
    return Unit.objects.filter(own | public, active=True)


def units_for_offices(actor: User, operation: Operation) -> QuerySet[Unit]:
    """Who may take files: one's own units; for an operation that the State leads, other units of the State.

    An association that leads something of its own has no say over offices of the State: what is loaded of a past
    operation would stand among their files.
    """
    may_take = Q(pk__in=units_for(actor, "operation.manage").values("pk"))
    if operation.unit.side == Side.STATE:
        may_take |= Q(side=Side.STATE)
    return Unit.objects.filter(may_take, active=True)


def territories() -> QuerySet[Place]:
    """The 83 territories of offices, in order of region."""
    return reference.offices().select_related("parent")


def piece_types() -> QuerySet[PieceType]:
    return PieceType.objects.filter(active=True).order_by("name_fr")


def pieces_demanded(operation: Operation, criterion: Criterion) -> QuerySet[RequiredPiece]:
    """The pieces asked of those who claim the category, by group."""
    rows = RequiredPiece.objects.filter(
        procedure="regularisation", scheme=operation.code, context=criterion.code
    )
    return rows.select_related("type").order_by("alternative", "-mandatory", "type")


def may_manage(actor: User, operation: Operation | None = None) -> bool:
    return may(actor, "operation.manage", operation) if operation else holds(actor, "operation.manage")
