"""Tables made of plain numbers for the tests of disclosure control, and a reader who tries every possibility."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.disclosure import Table

TOO_MANY = 20_000
Counts = Mapping[tuple[str, ...], int]


def cell(
    figure: str, value: int | None, period: str = "2024", unit: str = "persons", **dims: str
) -> FigureCell:
    conf = "F" if value is not None else "N"
    return FigureCell(figure, period, dims_of(dims), value, unit, count=value, conf=conf)  # type: ignore[arg-type]


def table(
    counts: Counts,
    by: Sequence[str],
    *,
    figure: str = "a.people",
    period: str = "2024",
    where: Mapping[str, str] | None = None,
    overlapping: Sequence[str] = (),
    total: int | None = None,
    ordered: bool = False,
) -> Table:
    """A total and its rows: counts by the codes of the axes."""
    base = dict(where or {})
    rows = [
        cell(figure, n, period, **base, **dict(zip(by, codes, strict=True))) for codes, n in counts.items()
    ]
    whole = sum(counts.values()) if total is None else total
    return Table(
        (cell(figure, whole, period, **base), *rows), tuple(by), frozenset(overlapping), ordered=ordered
    )


def margin(counts: Counts, by: Sequence[str], axis: str, **given: object) -> Table:
    """The table of one of its axes."""
    place = list(by).index(axis)
    sums: dict[tuple[str, ...], int] = {}
    for codes, n in counts.items():
        sums[(codes[place],)] = sums.get((codes[place],), 0) + n
    return table(sums, [axis], **given)  # type: ignore[arg-type]


def possible(shown: Table, margins: Sequence[Table], least: int = 1) -> Iterator[dict[str, int]]:
    """Every table of whole numbers that looks like the one shown: nothing of ours is used to find them."""
    dark = [row.key for row in shown.rows if row.hidden]
    said = {row.key: int(row.value or 0) for row in shown.rows if not row.hidden}
    sums = []
    for other in (*margins, Table((shown.total, shown.total), shown.by)):
        for whole in other.rows:
            parts = [row.key for row in shown.rows if set(whole.dims) <= set(row.dims)]
            left = int(whole.value or 0) - sum(said.get(key, 0) for key in parts)
            if open_parts := [key for key in parts if key in dark]:
                sums.append((open_parts, left))
    most = {key: min(left for parts, left in sums if key in parts) for key in dark}
    if prod(most.values()) > TOO_MANY:
        return
    for numbers in product(*(range(least, most[key] + 1) for key in dark)):
        guess = dict(zip(dark, numbers, strict=True))
        if all(sum(guess[key] for key in parts) == left for parts, left in sums):
            yield guess
