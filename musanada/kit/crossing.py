"""A table of two traits beside the two lines that are shown anyway: which rows and columns must be hidden together.

What is hidden is a block, some rows times some columns, with its zeros. Whoever subtracts knows the sums of the block
and nothing else, and every table with these sums is possible: so the interval that can be worked out for a cell is known
exactly, from ``max(0, row + column - all)`` to ``min(row, column)``. The block grows until the interval of every small
number ends at the threshold or above, begins at one or below, and is wide enough (design: figures, section 3); a larger
number that hides it must be as uncertain, and may be known to be large. Cells hidden here and there instead may be
worked out by adding several lines, however safe each line is alone.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from musanada.kit.disclosure import small

Pair = tuple[str, str]


@dataclass(frozen=True)
class Crossing:
    """The table without its totals. ``open_rows`` and ``open_columns`` are shown on their own though they are small:
    of them nothing more may be learned than that."""

    cells: Mapping[Pair, int]
    threshold: int
    open_rows: Set[str] = frozenset()
    open_columns: Set[str] = frozenset()

    @property
    def rows(self) -> dict[str, int]:
        return sums((row, n) for (row, _column), n in self.cells.items())

    @property
    def columns(self) -> dict[str, int]:
        return sums((column, n) for (_row, column), n in self.cells.items())

    def hidden(self) -> set[Pair] | None:
        """The block to hide; ``None`` where even the whole table would tell too much: it is not shown at all."""
        few = {pair for pair, n in self.cells.items() if small(n, self.threshold)}
        rows, columns = {row for row, _column in few}, {column for _row, column in few}
        while few and not self.safe(rows, columns):
            larger = self.next_to(rows, columns)
            if larger is None:
                return None
            rows, columns = larger
        return {(row, column) for row in rows for column in columns}

    def next_to(self, rows: Set[str], columns: Set[str]) -> tuple[set[str], set[str]] | None:
        """One row or column more: the smallest that is left, a second one first where there is only one."""
        left = [(len(rows) > 1, n, "row", code) for code, n in self.rows.items() if code not in rows]
        left += [
            (len(columns) > 1, n, "column", code) for code, n in self.columns.items() if code not in columns
        ]
        if not left:
            return None
        _second, _n, which, code = min(left)
        return (
            {*rows, *((code,) if which == "row" else ())},
            {*columns, *((code,) if which == "column" else ())},
        )

    def safe(self, rows: Set[str], columns: Set[str]) -> bool:
        """Does no cell of the block give itself away?"""
        if len(rows) < 2 or len(columns) < 2:
            return False
        block = {pair: n for pair, n in self.cells.items() if pair[0] in rows and pair[1] in columns and n}
        across, down = (
            sums((r, n) for (r, _c), n in block.items()),
            sums((c, n) for (_r, c), n in block.items()),
        )
        total = sum(across.values())
        for (row, column), n in block.items():
            low, high = max(0, across[row] + down[column] - total), min(across[row], down[column])
            if not self.wide(low, high, (row, column), n):
                return False
        return True

    def wide(self, low: int, high: int, pair: Pair, n: int) -> bool:
        """The interval against the threshold, or against the small number that is open by declaration."""
        asked = self.threshold
        if pair[0] in self.open_rows:
            asked = min(asked, self.rows[pair[0]])
        if pair[1] in self.open_columns:
            asked = min(asked, self.columns[pair[1]])
        if not small(n, self.threshold):
            return high - low >= asked - 1
        return high >= asked and low <= 1 and high - low >= asked - 1


def sums(numbers: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, n in numbers:
        found[code] = found.get(code, 0) + n
    return found
