"""Small numbers in files that leave the house: hidden, with as many more as it takes (threshold 5, ``kit.disclosure``).

Pages show ordinary figures to who may open the records behind them anyway; a file travels on. So an exported table hides
every number of one to four people and keeps it hidden: along its own line by ``hidden_parts``; under a filter as the cell
of the table along split and filter, so that two files are never subtracted to a person. Under two filters or more a file
is refused; so is any filter of a share, a sum or a mean. A sum or a mean is hidden where it stands on few rows: they are
counted beside it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from musanada.kit.disclosure import ALL, hidden_cells, hidden_parts, small
from musanada.kit.errors import BadInput
from musanada.reporting.definitions import RATES, Indicator, Measure
from musanada.reporting.engine.axes import OTHER, axes_of
from musanada.reporting.engine.cells import Cell, Number
from musanada.reporting.pages.blocks import Asked
from musanada.reporting.registry import Indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

Codes = tuple[str, ...]
# Counts of things in which no person stands.
OF_THINGS = frozenset({"programmes", "cities", "associations", "countries", "kinds", "agreements"})
OF_AMOUNTS = frozenset({"sum", "days"})


def hidden_of(engine: "Engine", one: Indicator, asked: Asked, by: str, cells: Sequence[Cell]) -> set[Codes]:
    """The rows of an exported table to hide, ``()`` for its total. Raises: BadInput under two filters."""
    if one.unit in OF_THINGS or one.protected or protected_within(engine, one):
        return set()
    if len(asked.filters) > 1 or any(len(found.codes) > 1 for found in asked.filters):
        raise BadInput(
            _(
                "Un fichier se fait avec un seul filtre et un seul code : de plusieurs, on déduirait une personne."
            )
        )
    if any(OTHER in found.codes for found in asked.filters):
        raise BadInput(_("« Autres » n'est pas un code : retirez ce filtre, le fichier donne chaque code."))
    if asked.filters and not of_people(one):
        raise BadInput(
            _(
                "Ce chiffre part en fichier sans filtre : comparé au chiffre entier, il ferait déduire une personne."
            )
        )
    hidden: set[Codes] = set()
    for column in numbers_behind(engine, one, asked, by, cells):
        hidden |= along_line(column)
    if asked.filters:
        hidden |= under_filter(engine, one, asked, by)
    if () in hidden:  # beside a hidden total its parts would add up to it
        hidden |= {tuple(cell.dims.values()) for cell in cells if cell.value}
    return hidden


def of_people(one: Indicator) -> bool:
    """Counted itself, one by one: no share, sum or mean, whose cells under a filter are not compared with the whole."""
    return one.counted and one.how not in OF_AMOUNTS | RATES


def protected_within(engine: "Engine", one: Indicator) -> bool:
    """Figures of protection hide by themselves, in the engine."""
    return any(engine.indicators[code].protected for code in one.refers_to())


def along_line(column: dict[Codes, int]) -> set[Codes]:
    total = column.get(())
    parts = {codes: number for codes, number in column.items() if codes}
    if total is not None and small(total):
        return {(), *(codes for codes, number in parts.items() if number)}
    return hidden_parts(parts) if parts else set()


def numbers_behind(
    engine: "Engine", one: Indicator, asked: Asked, by: str, cells: Sequence[Cell]
) -> list[dict[Codes, int]]:
    """The counts of people a reader could learn from the table: of a share three, of a sum the rows it adds up."""
    if one.counted and one.how in OF_AMOUNTS:
        cells = companion(engine, one, asked, by)
        return [{tuple(cell.dims.values()): int(cell.value or 0) for cell in cells}]
    if one.counted and one.how in RATES:
        return [{tuple(cell.dims.values()): int(cell.denominator or 0) for cell in cells}]
    quotients = [cell for cell in cells if cell.denominator is not None]
    if not quotients:
        return [{tuple(cell.dims.values()): whole(cell.value) for cell in cells}]
    columns = [
        {tuple(cell.dims.values()): whole(cell.numerator) for cell in cells},
        {tuple(cell.dims.values()): whole(cell.denominator) for cell in cells},
    ]
    if one.kind == "share":
        columns.append(
            {tuple(c.dims.values()): abs(whole(c.denominator) - whole(c.numerator)) for c in cells}
        )
    return columns


def whole(value: Number | None) -> int:
    return 0 if value is None else int(value)


def companion(engine: "Engine", one: Indicator, asked: Asked, by: str) -> list[Cell]:
    """How many rows stand behind each cell of a sum: the same definition, counting instead of adding up."""
    counter = one.model_copy(
        update={"id": f"{one.id}_rows", "measure": Measure(count="rows"), "unit": "acts"}
    )
    before = engine.indicators
    engine.indicators = Indicators({**before, counter.id: counter})
    try:
        return engine.compute(counter.id, asked.period, [by] if by else [], asked.where, fold=False)
    finally:
        engine.indicators = before


def under_filter(engine: "Engine", one: Indicator, asked: Asked, by: str) -> set[Codes]:
    """Which cells of the wider table, along split and filter, are hidden there, in the filtered column."""
    (wanted,) = asked.filters
    axis, code = wanted.axis.name, wanted.codes[0]
    single = {found.dims[axis]: whole(found.value) for found in lines(engine, one, asked, axis)}
    if code in hidden_parts(single):
        return {()}
    if not by or axis in axes_of(engine.indicators.source(one.id))[by].columns:
        return set()  # the split spells the filter out: its line is the filter's own
    spread = {(ALL, other): number for other, number in single.items()}
    for cell in lines(engine, one, asked, by, axis):
        spread[joined(cell, axis), cell.dims[axis]] = whole(cell.value)
    for cell in lines(engine, one, asked, by):
        spread[joined(cell, axis), ALL] = whole(cell.value)
    spread[ALL, ALL] = whole(engine.value(one.id, asked.period).value)
    return {codes_of(row) for row, column in hidden_cells(spread) if column == code}


def lines(engine: "Engine", one: Indicator, asked: Asked, *names: str) -> list[Cell]:
    """Every code of a split of the whole figure, without its total."""
    return engine.compute(one.id, asked.period, names, fold=False)[1:]


def joined(cell: Cell, axis: str) -> str:
    """The codes of a row without those of the filter."""
    return "\x1f".join(value for name, value in cell.dims.items() if name != axis)


def codes_of(row: str) -> Codes:
    return () if row == ALL else tuple(row.split("\x1f"))
