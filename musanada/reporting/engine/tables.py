"""From rows of codes and values to a complete table: zero rows, *unknown*, order, and the check against the total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from musanada.reporting.definitions import MIDDLES, RATES
from musanada.reporting.engine.axes import OTHER, UNKNOWN, time_codes
from musanada.reporting.engine.cells import EngineError, Number
from musanada.reporting.engine.plan import Plan

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Amount:
    """A measure's answer: the value, and for a mean or median how many values it stands on."""

    value: Number | None
    n: int | None = None

    @property
    def size(self) -> Number:
        return self.value or 0


ZERO = Amount(0)
Table = dict[Codes, Amount]


def complete(plan: Plan, rows: Table) -> Table:
    """Add the rows that must show even when nothing falls into them, and put all in reading order."""
    filled = dict(rows)
    empty = Amount(None, 0) if plan.indicator.how in RATES else ZERO
    for codes in owed(plan):
        filled.setdefault(codes, empty)
    ranks = [_rank(axis_column, closed, filled, at) for at, (axis_column, closed) in enumerate(_closed(plan))]
    order = sorted(
        filled, key=lambda codes: tuple(rank[code] for rank, code in zip(ranks, codes, strict=True))
    )
    return {codes: filled[codes] for codes in order}


def owed(plan: Plan) -> Iterable[Codes]:
    """Rows of a table with one axis: its closed codes, and *unknown*. A cross table shows what occurs."""
    if len(plan.by) != 1 or any(f.axis.name == plan.by[0].name for f in plan.filters):
        return
    axis = plan.by[0]
    if not axis.parents:
        for code in axis.closed or time_codes(axis, plan.period):
            yield (code,)
    if plan.indicator.residual.unknown == "always" and axis.sort != "time":
        yield tuple(UNKNOWN for _column in axis.columns)


def _closed(plan: Plan) -> list[tuple[str, Codes]]:
    """Each column of the table with its fixed order, if it has one."""
    columns: list[tuple[str, Codes]] = []
    for axis in plan.by:
        columns += [(parent, ()) for parent in axis.parents]
        columns.append((axis.name, axis.closed or time_codes(axis, plan.period)))
    return columns


def _rank(column: str, closed: Codes, rows: Table, at: int) -> Mapping[str, tuple[int, Number, str]]:
    """Fixed order first, then by size, then by code; *other* and *unknown* last."""
    sizes: dict[str, Number] = {}
    for codes, amount in rows.items():
        sizes[codes[at]] = sizes.get(codes[at], 0) + amount.size
    fixed = {code: place for place, code in enumerate(closed)}
    last = {OTHER: len(closed) + 1, UNKNOWN: len(closed) + 2}
    return {
        code: (last.get(code, fixed.get(code, len(closed))), 0 if code in fixed else -size, code)
        for code, size in sizes.items()
    }


def check_total(plan: Plan, rows: Table, total: Amount) -> None:
    """Rows against the independent total. Raises EngineError: such a table is never shown."""
    indicator = plan.indicator
    if indicator.how in MIDDLES or not plan.by:
        return
    parts = [_countable(indicator.how, amount) for amount in rows.values()]
    whole, summed, largest = _countable(indicator.how, total), sum(parts), max(parts, default=0)
    overlapping = any(axis.overlapping for axis in plan.by)
    agrees = largest <= whole <= summed if overlapping else summed == whole
    if not agrees:
        raise EngineError(
            _(
                "« %(id)s » se contredit pour %(period)s par %(axes)s : les lignes donnent %(sum)s, le total calculé à "
                "part donne %(total)s. Rien n'est affiché ; signalez-le."
            )
            % {
                "id": indicator.id,
                "period": plan.period.text,
                "axes": ", ".join(plan.groups),
                "sum": summed,
                "total": whole,
            }
        )


def _countable(how: str, amount: Amount) -> Number:
    """What must add up: the value, or for a mean its sum."""
    return Decimal(amount.value or 0) if how == "mean" else amount.size


def ranked(codes: Mapping[str, Amount]) -> Codes:
    """Codes by size, ties by code, without the residual rows."""
    named = [code for code in codes if code not in {UNKNOWN, OTHER}]
    return tuple(sorted(named, key=lambda code: (-codes[code].size, code)))


def merged(tables: Sequence[Iterable[Codes]]) -> list[Codes]:
    """Every combination of codes that one of the tables has, in the order of the first that has it."""
    return list(dict.fromkeys(codes for table in tables for codes in table))
