"""Numbers that pages may show to people who may not open the files behind them: small ones are hidden, and stay hidden.

The rule is the figures' own (design: figures, section 3): of every hidden number the interval that a reader can work out
from the numbers that are shown ends at the threshold or above, and is wide enough. A number alone in a line whose total is
shown is therefore never hidden alone: the next smallest goes with it, or the total. A zero says nothing of anyone.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

THRESHOLD = 5
ALL = "*"  # the total of a line
K = TypeVar("K", bound=Hashable)
Cell = tuple[str, str]


def small(number: int, threshold: int = THRESHOLD) -> bool:
    return 0 < number < threshold


def hidden_parts(parts: Mapping[K, int], threshold: int = THRESHOLD) -> set[K]:
    """Which parts of a line are hidden beside its shown total."""
    hidden = {key for key, number in parts.items() if small(number, threshold)}
    while hidden and not safe([parts[key] for key in hidden], threshold):
        left = [key for key in parts if key not in hidden and parts[key]]
        if not left:
            return {key for key in parts if parts[key]}
        hidden.add(min(left, key=lambda key: (parts[key], str(key))))
    return hidden


def safe(numbers: Iterable[int], threshold: int) -> bool:
    """Their sum is known, and each is at least one: how high may one of them be, and how far apart are its ends?
    One alone is known to the unit, and through another line it may give a small one away."""
    listed = list(numbers)
    return len(listed) > 1 and sum(listed) >= threshold + len(listed) - 1


def hidden_cells(table: Mapping[Cell, int], threshold: int = THRESHOLD) -> set[Cell]:
    """Of a table of rows and columns with its totals (``ALL``), every cell that is hidden.

    Rows and columns are looked at in turn until none of them gives a hidden cell away.
    """
    hidden = {cell for cell, number in table.items() if small(number, threshold)}
    lines = lines_of(table)
    changed = True
    while changed:
        changed = False
        for total, parts in lines:
            extra = exposed(table, total, parts, hidden, threshold)
            if extra is not None:
                hidden.add(extra)
                changed = True
    return hidden


def lines_of(table: Mapping[Cell, int]) -> list[tuple[Cell, list[Cell]]]:
    """``(total, parts)`` of every row and column."""
    rows = sorted({row for row, _column in table})
    columns = sorted({column for _row, column in table})
    found = [((row, ALL), [(row, column) for column in columns if column != ALL]) for row in rows]
    found += [((ALL, column), [(row, column) for row in rows if row != ALL]) for column in columns]
    return found


def exposed(
    table: Mapping[Cell, int], total: Cell, parts: list[Cell], hidden: set[Cell], threshold: int
) -> Cell | None:
    """The cell to hide next so that this line gives none away; nothing where it gives none away."""
    mine = [cell for cell in parts if cell in hidden]
    shown = [cell for cell in parts if cell not in hidden and table.get(cell, 0)]
    if total in hidden:
        # The parts alone would add up to the hidden total.
        return min(shown, key=lambda cell: (table[cell], cell)) if shown and not mine else None
    if not mine or safe([table[cell] for cell in mine], threshold):
        return None
    if not shown:
        return total
    next_one = min(shown, key=lambda cell: (table[cell], cell))
    # Where the next one is most of the line, the line loses less without its total than without it.
    return total if 2 * table[next_one] >= table[total] else next_one
