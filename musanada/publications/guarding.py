"""What live pages hide of protection is hidden in print too.

The engine hides small numbers of protection one table at a time (``reporting.engine.guard``), a publication all that it
prints together (``disclosure``). Each alone gives nothing away; the two beside each other could be subtracted by whoever
reads both. So a publication shows of protection only what the live page of the same table shows. Hiding more is safe.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from musanada.kit.errors import BadInput
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.types import PROTECTION, Hidden, Protected
from musanada.publications.sources import LiveSource
from musanada.publications.wanted import WantedCell, WantedTable

if TYPE_CHECKING:
    from musanada.publications.building import Asked


def beside_live(source: LiveSource, asked: "Asked", kept: Protected) -> Protected:
    """``kept`` with whatever of protection a live page hides."""
    more = {key for key in hidden_live(source, asked) if not kept.cells[key].hidden}
    if not more:
        return kept
    cells = {key: without(cell) if key in more else cell for key, cell in kept.cells.items()}
    why = {key: Hidden(key, "live", PROTECTION) for key in more}
    return replace(kept, cells=cells, hidden={**kept.hidden, **why})


def without(cell: FigureCell) -> FigureCell:
    return replace(cell, value=None, numerator=None, denominator=None, conf="N", count=None)


def hidden_live(source: LiveSource, asked: "Asked") -> set[str]:
    """Keys of cells of protection that the guarded engine does not show."""
    engine = copy(source.engine)
    engine.guarded = True
    live, known = LiveSource(source.actor, engine), engine.indicators
    of_protection = {code for code in asked.figures if code in known and known[code].protected}
    hidden: set[str] = set()
    for wanted, cells in asked.tables.items():
        if wanted.figure in of_protection:
            hidden |= {cell.key for cell in cells} - shown_in_table(live, wanted)
    for cell in asked.cells.values():
        if cell.figure in of_protection and not shown_alone(live, cell):
            hidden.add(cell.key)
    return hidden


def shown_in_table(live: LiveSource, wanted: WantedTable) -> set[str]:
    try:
        return shown(live.table(wanted))
    except BadInput:  # a split that live pages refuse
        return set()


def shown_alone(live: LiveSource, cell: FigureCell) -> bool:
    try:
        return bool(shown([live.cell(WantedCell(cell.figure, cell.period, cell.dims))]))
    except BadInput:
        return False


def shown(cells: Iterable[FigureCell]) -> set[str]:
    return {cell.key for cell in cells if not cell.hidden}
