"""Which numbers are hidden, so that no hidden one can be worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from musanada.kit.disclosure import ALL, hidden_cells, hidden_parts
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.types import (
    Hidden,
    Policy,
    Protected,
    Release,
    Says,
    Table,
    by_key,
    small,
)


def protect(
    cells: Iterable[FigureCell],
    tables: Sequence[Table] = (),
    *,
    policy: Policy | None = None,
    says: Sequence[Says] = (),
    relations: Relations | None = None,
    earlier: Sequence[Release] = (),
) -> Protected:
    """What may be shown of single cells and tables together."""
    policy = policy or Policy()
    every = by_key(cells) | {cell.key: cell for table in tables for cell in table.cells}
    hidden = {
        key: Hidden(key, "given" if cell.hidden else "small", policy.threshold_of(cell.figure))
        for key, cell in every.items()
        if cell.hidden or (not cell.external and small(cell.count or 0, policy.threshold_of(cell.figure)))
    }
    for table in tables:
        for key in beside(table, policy):
            hidden.setdefault(key, Hidden(key, "beside", policy.threshold_of(table.total.figure)))
    shown = {key: blank(cell) if key in hidden else cell for key, cell in every.items()}
    return Protected(
        shown,
        tuple(replace(t, cells=tuple(shown[c.key] for c in t.cells)) for t in tables),
        hidden,
        tuple(one for one in says if one.keys & hidden.keys()),
    )


def blank(cell: FigureCell) -> FigureCell:
    return replace(cell, value=None, numerator=None, denominator=None, conf="N", count=None)


def beside(table: Table, policy: Policy) -> set[str]:
    limit = policy.threshold_of(table.total.figure)
    rows = {cell.key: cell.value for cell in table.rows if isinstance(cell.value, int)}
    if len(table.by) < 2:
        return hidden_parts(rows, limit)
    lines = {(dict(c.dims).get(table.by[0], ALL), dict(c.dims).get(table.by[1], ALL)): c for c in table.rows}
    counted = {pair: c.value for pair, c in lines.items() if isinstance(c.value, int)}
    return {lines[pair].key for pair in hidden_cells(counted, limit) if pair in lines}
