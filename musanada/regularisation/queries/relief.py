"""Relief decisions: which conditions may be run, what a run found, who is on the list and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import PieceType
from musanada.kit.choices import FieldGroup
from musanada.regularisation.criteria.wording import Said, explained
from musanada.regularisation.models import (
    Application,
    CriterionVersion,
    Decision,
    Relief,
    ReliefItem,
)
from musanada.regularisation.workflow import REFUSED

PREPARE, DECIDE = "relief.prepare", "relief.decide"
# A refused file may be relieved wherever it stands: told or not, in appeal, refused in last resort, closed.
RELIEVABLE = (*REFUSED, "closed_refused")
OUTCOMES = ("met", "not_met", "not_shown", "not_examined")


def reliefs(actor: User) -> QuerySet[Relief]:
    rows = Relief.objects.select_related(
        "operation", "version__criterion", "unit", "prepared_by", "decided_by"
    )
    return scoped(actor, PREPARE, rows)


def relief(actor: User, pk: UUID) -> Relief:
    """Raises: Http404."""
    found = reliefs(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def item(actor: User, one: Relief, pk: UUID) -> ReliefItem:
    """Raises: Http404."""
    found = items(actor, one).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def items(actor: User, one: Relief) -> QuerySet[ReliefItem]:
    """The files of the list; protected people are in no list."""
    rows = ReliefItem.objects.filter(relief=one)
    return scoped(actor, PREPARE, rows.select_related("application__case__unit", "application__operation"))


def decided_for(one: Relief) -> QuerySet[ReliefItem]:
    """Whom the decision is for: the files kept, without those of people hidden since. Nobody sees them on the list, so
    nobody decides or counts them with it; they are relieved one by one."""
    return ReliefItem.objects.filter(relief=one, kept=True, application__case__person__protected=False)


def filtered(rows: QuerySet[ReliefItem], *, office: str = "", kept: str = "") -> QuerySet[ReliefItem]:
    if office:
        rows = rows.filter(application__case__unit__code=office)
    return rows.filter(kept=kept == "yes") if kept else rows


def offices(one: Relief) -> list[tuple[str, str]]:
    found = Unit.objects.filter(pk__in=[UUID(key) for key in one.tally])
    return [(unit.code, str(unit)) for unit in found]


def versions(actor: User) -> dict[UUID, CriterionVersion]:
    """Conditions made for a relief, of the operations whose appeals the actor's commission hears."""
    units = units_for(actor, PREPARE, FieldGroup.LEGAL).values("pk")
    rows = CriterionVersion.objects.filter(
        stage=CriterionVersion.Stage.RELIEF, criterion__operation__appeals_unit__in=units
    )
    found = rows.select_related("criterion__operation__appeals_unit").order_by(
        "criterion__operation", "criterion__order", "number"
    )
    return {one.pk: one for one in found}


def version_choices(found: dict[UUID, CriterionVersion]) -> list[tuple[str, list[tuple[str, str]]]]:
    """By operation: the code, the version, the condition in words."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, one in found.items():
        group = groups.setdefault(str(one.criterion.operation), [])
        group.append((str(key), f"{one} · {one.words}"))
    return list(groups.items())


def refused_files(version: CriterionVersion) -> QuerySet[Application]:
    """What a run examines: the operation's refused files, hidden people apart. They are relieved one by one."""
    rows = Application.objects.filter(
        operation=version.criterion.operation_id,
        case__state__in=RELIEVABLE,
        case__person__protected=False,
        lodged_on__isnull=False,
    )
    return rows.select_related("case").only("case", "case__unit").order_by("lodged_on", "id")


def outdated(one: Relief) -> QuerySet[ReliefItem]:
    """Kept files about which something was decided, or which left the refused states, since the list was made."""
    newer = Decision.objects.filter(
        application=OuterRef("application"), voided_at=None, recorded_at__gt=one.prepared_at
    )
    return decided_for(one).filter(Exists(newer) | ~Q(application__case__state__in=RELIEVABLE))


def refused_since(one: Relief) -> int:
    """Files of the operation refused after the list was made, which it does not examine."""
    rows = Decision.objects.filter(
        application__operation=one.operation_id,
        application__case__state__in=RELIEVABLE,
        application__case__person__protected=False,
        voided_at=None,
        result="unfavourable",
        recorded_at__gt=one.prepared_at,
    )
    return rows.values("application").distinct().count()


@dataclass(frozen=True)
class OfficeTally:
    """What the run found in the files of one office."""

    unit: Unit
    met: int
    not_met: int
    not_shown: int
    not_examined: int

    @property
    def examined(self) -> int:
        return self.met + self.not_met + self.not_shown + self.not_examined


def tallies(one: Relief) -> list[OfficeTally]:
    """By office, the most favourable first."""
    units = Unit.objects.in_bulk([UUID(key) for key in one.tally])
    rows = [
        OfficeTally(units[UUID(key)], *(int(found.get(outcome, 0)) for outcome in OUTCOMES))
        for key, found in one.tally.items()
    ]
    return sorted(rows, key=lambda row: (-row.met, row.unit.code))


def total(rows: Sequence[OfficeTally]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in rows) for name in (*OUTCOMES, "examined")}


@dataclass(frozen=True)
class Listed:
    """A file of the list, with the sentences of what it shows."""

    item: ReliefItem
    said: Sequence[Said]


def explained_items(rows: Sequence[ReliefItem]) -> list[Listed]:
    names = {one.pk: str(one) for one in PieceType.objects.all()}
    return [Listed(one, explained(one.findings, names)) for one in rows]


@dataclass(frozen=True)
class Page:
    """One relief for one actor: what was found, what stands in the way of deciding it, and who may."""

    relief: Relief
    tallies: Sequence[OfficeTally]
    total: dict[str, int]
    kept: int
    left_out: int
    outdated: int
    refused_since: int
    own: bool
    may_decide: bool
    may_change: bool


def page_of(actor: User, one: Relief) -> Page:
    found = tallies(one)
    prepared = one.state == Relief.State.PREPARED
    left_out = ReliefItem.objects.filter(relief=one, kept=False, application__case__person__protected=False)
    own = one.prepared_by_id == actor.pk
    return Page(
        one,
        found,
        total(found),
        decided_for(one).count(),
        left_out.count(),
        outdated(one).count() if prepared else 0,
        refused_since(one) if prepared else 0,
        own,
        prepared and not own and may(actor, DECIDE, one),
        prepared and may(actor, PREPARE, one),
    )
