"""What a text asks for, and who answers: the joint between narrative (asks), sources (answer) and disclosure (hides).

A text is read twice: once for what it wants (``narrative.wanted``), so that all of it is computed and protected
together; then composed from what may be shown.
"""

from dataclasses import dataclass
from typing import Protocol

from musanada.publications.cells import Dims, FigureCell, key_of


@dataclass(frozen=True)
class WantedCell:
    """One number: ``figure`` is an indicator or ``ext:series``; ``period`` a period or a change ``P~Q``."""

    figure: str
    period: str
    dims: Dims = ()

    @property
    def key(self) -> str:
        return key_of(self.figure, self.dims, self.period)


@dataclass(frozen=True)
class WantedTable:
    """A total and its rows along one or two axes, filtered by ``where``; ``top`` folds the rest (0: all rows)."""

    figure: str
    period: str
    by: tuple[str, ...]
    where: Dims = ()
    top: int = 0


@dataclass(frozen=True)
class FigureWords:
    """What is printed of an indicator or series: in one language."""

    figure: str
    version: int
    label: str
    definition: str
    unit: str
    digest: str
    kind: str
    protected: bool = False
    overlapping: tuple[str, ...] = ()  # axes along which one person may stand in several rows
    additive: bool = True  # rows add up to the total
    decimals: int = 1


class Source(Protocol):
    """Answers with cells. Raises BadInput (a clear sentence) for a figure, axis, code or period that does not exist."""

    def cell(self, wanted: WantedCell) -> FigureCell: ...

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        """The total first, then the rows in reading order; rows *unknown* and *other* last."""
        ...

    def words(self, figure: str, lang: str) -> FigureWords: ...

    def label(self, figure: str, axis: str, code: str, lang: str) -> str: ...
