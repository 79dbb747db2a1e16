"""The vintage triangle: one figure by period and by release, as each publication printed it. What moved is seen at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musanada.publications.cells import Dims, FigureCell


@dataclass(frozen=True)
class Vintage:
    """One release: its name, the day it was frozen or published, and its cells."""

    name: str
    on: date | None
    cells: Sequence[FigureCell]


@dataclass(frozen=True)
class Square:
    """A figure as a release showed it; ``moved``: by how much since the release before that had it."""

    cell: FigureCell | None = None
    moved: Decimal | None = None


@dataclass(frozen=True)
class Triangle:
    releases: tuple[Vintage, ...]
    rows: tuple[tuple[str, tuple[Square, ...]], ...]  # (period, one square a release)


def triangle(figure: str, dims: Dims, releases: Iterable[Vintage]) -> Triangle:
    """Releases without the figure stand out; periods in order."""
    found = [(one, shown(figure, dims, one)) for one in releases]
    found = [(one, cells) for one, cells in found if cells]
    periods = sorted({period for _one, cells in found for period in cells})
    rows = tuple((period, tuple(squares(period, [cells for _one, cells in found]))) for period in periods)
    return Triangle(tuple(one for one, _cells in found), rows)


def shown(figure: str, dims: Dims, release: Vintage) -> dict[str, FigureCell]:
    return {
        c.period: c for c in release.cells if c.figure == figure and c.dims == dims and "~" not in c.period
    }


def squares(period: str, releases: Sequence[dict[str, FigureCell]]) -> Iterable[Square]:
    before: FigureCell | None = None
    for cells in releases:
        cell = cells.get(period)
        moved = None
        if cell and before and cell.value is not None and before.value is not None:
            moved = Decimal(cell.value) - Decimal(before.value)
        yield Square(cell, moved or None)
        before = cell if cell and cell.value is not None else before


def series(releases: Iterable[Vintage]) -> list[tuple[str, Dims]]:
    """Every figure that stands in two releases or more."""
    seen: dict[tuple[str, Dims], int] = {}
    for release in releases:
        for pair in {(cell.figure, cell.dims) for cell in release.cells if "~" not in cell.period}:
            seen[pair] = seen.get(pair, 0) + 1
    return sorted(pair for pair, times in seen.items() if times > 1)
