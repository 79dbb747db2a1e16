"""What dashboards show: figures the reader may read, split and drawn, and the views kept of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period, year
from musanada.monitoring.blocks import Block, read_blocks
from musanada.monitoring.models import SavedView
from musanada.monitoring.pictures import drawn
from musanada.monitoring.tables import Table, asked_of, axes, table
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

VIEW = "figures.view"
# The figure a board begins with: the first that the reader may read.
LEADS = (
    "assistance.people_assisted",
    "regularisation.files_lodged",
    "people.registered",
    "returns.departures",
)


@dataclass(frozen=True)
class Part:
    """One table of a board with its picture; ``problem`` where it cannot be shown to this reader."""

    block: Block
    table: Table | None
    chart: SafeString | str = ""
    problem: str = ""


def last_year(engine: "Engine", one: Indicator | None) -> Period:
    """Where a reader begins: the last year in which what the figure counts happened."""
    source = engine.indicators.source(one.id) if one else None
    found = engine.latest_year(source.fact or "") if source and not source.protected else None
    return year(found or engine.latest_year() or timezone.localdate().year)


def lead_of(read: dict[str, Indicator]) -> Indicator | None:
    """Raises nothing: a reader of none has none."""
    first = next((read[code] for code in LEADS if code in read), None)
    return first or next(iter(read.values()), None)


def split_of(engine: "Engine", one: Indicator, wanted: tuple[str, ...]) -> str:
    there = axes(engine, one)
    return next((name for name in wanted if name in there), "")


def part(
    engine: "Engine", read: dict[str, Indicator], block: Block, labels: Labels, *, exported: bool = False
) -> Part:
    """A block as this reader sees it today. A figure they may not read is left out, with a sentence."""
    one = read.get(block.indicator)
    if one is None:
        return Part(block, None)
    period = read_period(block.period) if block.period else last_year(engine, one)
    try:
        asked = asked_of(engine, one, period, block.where)
        made = table(engine, one, asked, block.by, labels, exported=exported)
    except BadInput as problem:
        return Part(block, None, problem=str(problem))
    return Part(block, made, "" if exported else drawn(made, labels.lang, block.picture))


# Kept views ----------------------------------------------------------------------------------------------------


def views(actor: User) -> QuerySet[SavedView]:
    """The actor's own, and those shown to a unit at or under which they read figures."""
    rows = SavedView.objects.select_related("owner", "unit")
    return scoped(actor, VIEW, rows).filter(Q(owner=actor.pk) | Q(shared=True))


def view(actor: User, pk: UUID) -> SavedView:
    """Raises Http404."""
    found = views(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def blocks_of(one: SavedView) -> list[Block]:
    """Raises: BadInput for a view that no longer reads."""
    return read_blocks(one.blocks)


def units_to_keep(actor: User) -> QuerySet[Unit]:
    return units_for(actor, VIEW).filter(active=True)


def own(actor: User) -> QuerySet[SavedView]:
    return views(actor).filter(owner=actor.pk)
