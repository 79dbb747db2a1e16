"""Axes: the ways an indicator can be split, as its definition and the clock allow, and filters along them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.ages import AgeBands
from musanada.kit.errors import BadInput
from musanada.kit.periods import MONTHS, Period, Step
from musanada.reporting.codelists import CODE_LISTS
from musanada.reporting.definitions import RATES, Dimension, Indicator, Interval

UNKNOWN, OTHER = "unknown", "other"
Sort = Literal["column", "age", "level", "rollup", "time"]


@dataclass(frozen=True)
class Axis:
    """One way to split. ``closed`` codes show even at zero, in their order; ``parents`` are coarser levels shown too."""

    name: str
    sort: Sort
    dimension: str = ""
    declared: Dimension | None = None
    column: str = ""
    parents: tuple[str, ...] = ()
    overlapping: bool = False
    latest: bool = False
    closed: tuple[str, ...] = ()
    after: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it makes in a table of cells."""
        return (*self.parents, self.name)


@dataclass(frozen=True)
class Filter:
    """Only what falls into one of ``codes`` along ``axis``."""

    axis: Axis
    codes: tuple[str, ...]


def axes_of(indicator: Indicator) -> dict[str, Axis]:
    """Every axis by the name that ``--by`` and ``--where`` use; a place is also called by its dimension."""
    found: dict[str, Axis] = {}
    for name, dim in indicator.dims.items():
        made = list(_axes(indicator, name, dim))
        found.update({axis.name: axis for axis in made})
        found.setdefault(name, made[0])
    for step in MONTHS:
        # Of protection quarters alone: months of a quarter, or a half and its months, could be subtracted.
        if splits_by_time(indicator) and (step == "quarter" or not indicator.protected):
            found[step] = Axis(step, "time", overlapping=indicator.once)
    return found


def splits_by_time(indicator: Indicator) -> bool:
    """A month's share of a year means something only for what happens on a day."""
    return (
        indicator.kind in {"flow", "score"}
        and not isinstance(indicator.date, Interval)
        and indicator.person_rule != "repeat"
    )


def _axes(indicator: Indicator, name: str, dim: Dimension) -> Iterable[Axis]:
    overlapping = overlaps(indicator, dim)
    latest = indicator.kind == "stock" or dim.at == "cutoff"
    other = indicator.residual.other
    after = other.after if other and name in other.dims else None
    if dim.bands is not None:
        yield Axis(
            name, "age", name, dim, overlapping=overlapping, latest=latest, closed=AgeBands(dim.bands).codes
        )
        return
    if dim.levels:
        for depth, level in enumerate(dim.levels):
            above = dim.levels[:depth]
            yield Axis(level, "level", name, dim, level, above, overlapping, latest, after=after)
        return
    closed = CODE_LISTS[dim.codes].closed if dim.codes else ()
    yield Axis(name, "column", name, dim, dim.column or name, (), overlapping, latest, closed, after)
    if dim.rollup:
        yield Axis(dim.rollup, "rollup", name, dim, dim.column or name, (), overlapping, latest)


def overlaps(indicator: Indicator, dim: Dimension) -> bool:
    """May one thing counted stand in several rows? Lines cannot, a person's first act neither; programmes always may."""
    if indicator.how in RATES | {"rows", "sum", "days"} or indicator.person_rule == "first_ever":
        return False
    return dim.overlapping or indicator.how == "distinct"


def read_by(indicator: Indicator, names: Sequence[str]) -> tuple[Axis, ...]:
    """The axes of ``--by a,b``. Raises BadInput naming those that exist."""
    axes = tuple(_named(indicator, name.strip()) for name in names if name.strip())
    columns = [column for axis in axes for column in axis.columns]
    if len(columns) != len(set(columns)):
        raise BadInput(
            _("La même répartition est demandée deux fois : %(names)s.") % {"names": ", ".join(names)}
        )
    return axes


def read_filters(indicator: Indicator, text: str) -> tuple[Filter, ...]:
    """``key=CODE;key=A|B`` as ``--where`` and addresses write it; ``unknown`` and ``other`` are codes too."""
    filters = []
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, codes = piece.partition("=")
        listed = tuple(code.strip() for code in codes.split("|") if code.strip())
        if not equals or not listed:
            raise BadInput(
                _(
                    "Le filtre « %(text)s » ne se lit pas : écrivez clé=CODE;clé=CODE, par exemple sex=F;region=MA-06."
                )
                % {"text": piece[:60]}
            )
        filters.append(Filter(_named(indicator, name.strip()), listed))
    return tuple(filters)


def write_filters(filters: Iterable[Filter]) -> str:
    return ";".join(f"{f.axis.name}={'|'.join(f.codes)}" for f in filters)


def _named(indicator: Indicator, name: str) -> Axis:
    axes = axes_of(indicator)
    if name in axes:
        return axes[name]
    raise BadInput(
        _("L'indicateur « %(id)s » ne se répartit pas par « %(name)s » ; il se répartit par : %(names)s.")
        % {"id": indicator.id, "name": name, "names": ", ".join(axes) or "—"}
    )


def time_codes(axis: Axis, period: Period) -> tuple[str, ...]:
    """The months (quarters …) of a closed period, named whole even where the period cuts them."""
    if axis.sort != "time" or not period.closed:
        return ()
    step: Step = axis.name  # type: ignore[assignment]  # time axes carry the name of their step
    width = MONTHS[step]
    names = []
    for part in period.parts(step):
        first = part.first_day
        names.append(_time_code(first.year, (first.month - 1) // width + 1, step))
    return tuple(names)


def _time_code(year: int, number: int, step: Step) -> str:
    return {
        "year": f"{year:04}",
        "half": f"{year:04}-H{number}",
        "quarter": f"{year:04}-Q{number}",
        "month": f"{year:04}-{number:02}",
    }[step]
