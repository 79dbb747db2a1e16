"""Targets as the actor may see them, and what the records say beside each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import colleagues, holds, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput
from musanada.kit.formats import format_percent
from musanada.kit.periods import read_period
from musanada.monitoring.drafts import TargetDraft
from musanada.monitoring.meaning import (
    PROGRAMME,
    axes_in_common,
    counts_behind,
    filters_of,
    fitted,
    key_of,
    where_of,
)
from musanada.monitoring.models import Target
from musanada.monitoring.standing import Standing, standing
from musanada.monitoring.words import number_words, split_words, when
from musanada.programmes import queries as programmes
from musanada.programmes.models import Programme
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels, cell_text
from musanada.reporting.engine.cells import Cell
from musanada.reporting.pages.blocks import Asked, address
from musanada.reporting.queries import known_to

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

VIEW, SET = "targets.view", "targets.set"
MANY = 3  # programmes of one figure: asked as one table


@dataclass(frozen=True)
class Reading:
    """A target and what was counted: numbers in words of the reader, each with the page it opens."""

    target: Target
    label: str
    split: str
    programme: str
    period: str
    wanted: str
    baseline: str
    value: str
    percent: str
    bar: int | None
    standing: Standing
    url: str
    cell: Cell | None = None
    closed: bool = False  # the reader may not read this figure live


def targets(actor: User) -> QuerySet[Target]:
    """Every version that the actor may see, of indicators that exist for them."""
    rows = scoped(actor, VIEW, Target.objects.select_related("programme", "unit", "set_by"))
    return rows.filter(indicator__in=list(known_to(actor)))


def in_force(
    actor: User, *, kind: str = "target", programme: str = "", indicator: str = "", period: str = ""
) -> QuerySet[Target]:
    """``period`` keeps the targets of periods inside it as well: the year's quarters with the year."""
    rows = targets(actor).filter(replaced_at=None, kind=kind)
    if programme:
        rows = rows.filter(programme__code=programme)
    if indicator:
        rows = rows.filter(indicator=indicator)
    if period:
        rows = rows.filter(period__in=inside(rows, period))
    whole_first = Case(When(dims="total", then=Value(0)), default=Value(1))
    return rows.order_by("programme__code", "indicator", "period", whole_first, "dims")


def inside(rows: QuerySet[Target], period: str) -> list[str]:
    whole = read_period(period)
    names = set(rows.order_by().values_list("period", flat=True))
    return [name for name in names if name == whole.text or whole.covers(read_period(name))]


def target(actor: User, pk: UUID) -> Target:
    """Raises Http404."""
    found = targets(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions(actor: User, one: Target) -> list[Target]:
    """All versions of the same target, the newest first."""
    return list(targets(actor).filter(key=one.key).order_by("-version"))


def may_set(actor: User, one: Target | None = None) -> bool:
    return may(actor, SET, one) if one else holds(actor, SET)


def units_to_set(actor: User) -> QuerySet[Unit]:
    return units_for(actor, SET).filter(active=True)


def periods(actor: User) -> list[str]:
    """The periods that have a target, the latest first."""
    rows = targets(actor).filter(replaced_at=None, kind="target")
    return sorted(set(rows.order_by().values_list("period", flat=True)), key=ends, reverse=True)


def ends(period: str) -> date:
    return read_period(period).last_day


def programme_of(actor: User, code: str) -> Programme | None:
    return programmes.programme(actor, code) if code else None


# Against what was counted --------------------------------------------------------------------------------------


def readings(
    actor: User, rows: Sequence[Target], engine: "Engine | None", read: dict[str, Indicator], lang: str
) -> list[Reading]:
    """Each target beside its value, in the order given. ``read``: what the actor may read live."""
    baselines = baselines_of(actor, rows)
    cells = counted(engine, [one for one in rows if one.indicator in read]) if engine else {}
    labels = Labels(actor, lang)
    known = known_to(actor)
    known_on = engine.known_on if engine else timezone.localdate()
    made = []
    for one in rows:
        definition, cell = known[one.indicator], cells.get(one.pk)
        where = where_of(one.dims, one.programme.code if one.programme else "")
        base = baselines.get(same_thing(one))
        there = standing(
            definition, cell.exact if cell else None, Fraction(one.value), read_period(one.period), known_on
        )
        percent = there.percent
        made.append(
            Reading(
                target=one,
                label=definition.label.in_language(lang),
                split=split_words(labels, filters_of(known, one.indicator, one.dims)),
                programme=one.programme.name(lang) if one.programme else "",
                period=when(one.period, lang),
                wanted=number_words(one.value, definition.unit, lang),
                baseline=based(base, definition, lang),
                value=cell_text(cell, lang, definition.rounding.share) if cell else "",
                percent=format_percent(int(percent), lang, 0) if percent is not None else "",
                bar=min(int(percent), 100) if percent is not None else None,
                standing=there,
                url=address(one.indicator, Asked(read_period(one.period), where))
                if one.indicator in read
                else "",
                cell=cell,
                closed=one.indicator not in read,
            )
        )
    return made


def based(base: Target | None, definition: Indicator, lang: str) -> str:
    if base is None:
        return ""
    words = {"value": number_words(base.value, definition.unit, lang), "period": when(base.period, lang)}
    return _("%(value)s (%(period)s)") % words


Thing = tuple[str, str, UUID | None, str]


def same_thing(one: Target) -> Thing:
    return one.indicator, one.dims, one.programme_id, one.key.rpartition("|")[2]


def baselines_of(actor: User, rows: Iterable[Target]) -> dict[Thing, Target]:
    """The latest baseline of each thing aimed at."""
    names = {one.indicator for one in rows}
    found = in_force(actor, kind="baseline").filter(indicator__in=names)
    return {same_thing(one): one for one in sorted(found, key=lambda one: ends(one.period))}


def counted(engine: "Engine", rows: Iterable[Target]) -> dict[UUID, Cell]:
    """The figure behind each target; none for one that cannot be asked so any more."""
    groups: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
    for one in rows:
        groups[one.indicator, one.period, one.dims].append(one)
    found: dict[UUID, Cell] = {}
    for (code, period, dims), ones in groups.items():
        table = programme_table(engine, code, period, dims) if len(ones) > MANY else {}
        for one in ones:
            programme = one.programme.code if one.programme else ""
            cell = table.get(programme) or asked(engine, code, period, where_of(dims, programme))
            if cell is not None:
                found[one.pk] = cell
    return found


def programme_table(engine: "Engine", code: str, period: str, dims: str) -> dict[str, Cell]:
    """One question for all programmes; none where the figure hides small numbers, or has no programmes."""
    known = engine.indicators
    if any(part.protected for part in counts_behind(known, code)):
        return {}
    if PROGRAMME not in axes_in_common(known, code):
        return {}
    try:
        cells = engine.compute(code, period, [PROGRAMME], where_of(dims), fold=False)
    except BadInput:
        return {}
    return {cell.dims[PROGRAMME]: cell for cell in cells if cell.dims}


def asked(engine: "Engine", code: str, period: str, where: str) -> Cell | None:
    """Nothing where a later version of the indicator no longer splits so."""
    try:
        return engine.value(code, period, where)
    except BadInput:
        return None


# Versions, files -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """One version in words, with who set it where the reader works with them."""

    number: int
    value: str
    source: str
    set_at: datetime
    replaced_at: datetime | None
    by: str


def told(versions: Sequence[Target], lang: str, actor: User) -> list[Version]:
    known = known_to(actor)
    near = colleagues([one.set_by_id for one in versions], units_for(actor, VIEW))
    return [
        Version(
            number=one.version,
            value=number_words(one.value, known[one.indicator].unit, lang),
            source=one.source,
            set_at=one.set_at,
            replaced_at=one.replaced_at,
            by=str(one.set_by) if one.set_by_id in near else "",
        )
        for one in versions
    ]


def label_of(actor: User, one: Target, lang: str) -> str:
    return known_to(actor)[one.indicator].label.in_language(lang)


def draft_of(one: Target, *, value: Any, source: str) -> TargetDraft:
    return TargetDraft(
        indicator=one.indicator,
        period=one.period,
        value=value,
        source=source,
        kind=one.kind,
        dims=one.dims,
        programme=one.programme,
    )


@dataclass(frozen=True)
class Foreseen:
    """A line of a file as it would be kept: new, changed (from what), or the same."""

    label: str
    kind: str
    split: str
    programme: str
    period: str
    value: str
    before: str
    state: str


def foreseen(actor: User, unit: Unit, drafts: Sequence[TargetDraft], lang: str) -> list[Foreseen]:
    """What a file would do. Raises: BadInput naming the first line that is wrong."""
    known, made = known_to(actor), []
    labels = Labels(actor, lang)
    for number, draft in enumerate(drafts, start=1):
        try:
            one = fitted(actor, draft)
        except BadInput as fault:
            raise BadInput(_("ligne %(line)s : %(fault)s") % {"line": number, "fault": fault}) from None
        before = targets(actor).filter(key=key_of(unit, one), replaced_at=None).first()
        definition = known[one.indicator]
        same = before is not None and before.value == one.value and before.source == one.source
        made.append(
            Foreseen(
                label=definition.label.in_language(lang),
                kind=str(Target.Kind(one.kind).label),
                split=split_words(labels, filters_of(known, one.indicator, one.dims)),
                programme=one.programme.name(lang) if one.programme else "",
                period=when(one.period, lang),
                value=number_words(one.value, definition.unit, lang),
                before=number_words(before.value, definition.unit, lang) if before else "",
                state="same" if same else "changed" if before else "new",
            )
        )
    return made
