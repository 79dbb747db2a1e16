"""What the engine answers with before it becomes cells, and the small arithmetic on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.facts import Fact
from musanada.reporting.definitions import MIDDLES, RATES, Indicator
from musanada.reporting.engine.cells import Cell, Number, rounded
from musanada.reporting.engine.tables import Amount, merged

# Value, numerator, denominator.
Values = tuple[Number | None, Number | None, Number | None]
HIDDEN: Values = (None, None, None)
TOGETHER = (
    "hidden"  # the code of what is hidden one by one, in a table of two axes; and of a table not shown at all
)


@dataclass(frozen=True)
class Answer:
    """A table before it becomes cells: values, and for a quotient both numbers, by codes; ``()`` is the total.
    What is ``hidden`` has no value."""

    values: Mapping[tuple[str, ...], Values]
    columns: tuple[str, ...]
    hidden: frozenset[tuple[str, ...]] = frozenset()

    def hides(self, codes: tuple[str, ...]) -> bool:
        """Also a code that has no row, where rows are hidden together: it is no zero."""
        together = any(TOGETHER in found for found in self.values)
        return codes in self.hidden or (together and codes not in self.values)


@dataclass(frozen=True)
class Records:
    """Rows of a fact behind a cell: a page of them, how many there are, and how many the reader may see."""

    fact: Fact
    rows: list[dict[str, Any]]
    total: int
    seen: int


def add_periods(indicator: Indicator, cells: Sequence[Cell]) -> Number:
    """Months (or years) of one figure added up. Raises BadInput where the same person may be in several."""
    if indicator.once or not indicator.counted or indicator.kind != "flow" or indicator.how in RATES:
        raise BadInput(
            _(
                "« %(id)s » ne s'additionne pas d'une période à l'autre : la même personne serait comptée plusieurs "
                "fois. Demandez directement la période entière."
            )
            % {"id": indicator.id}
        )
    return sum(cell.value or 0 for cell in cells)


def record_of(fact: Fact, row: Sequence[Any]) -> dict[str, Any]:
    values = zip(fact.columns, row, strict=True)
    return {c.name: v.replace(tzinfo=UTC) if c.kind == "instant" and v is not None else v for c, v in values}


def one_of(indicator: Indicator) -> str:
    assert isinstance(indicator.of, str)
    return indicator.of


def both(where: str, part: str) -> str:
    return ";".join(text for text in (where, part) if text)


def quotient_of(top: Number, bottom: Number, scale: int, indicator: Indicator) -> Decimal | None:
    if not bottom:
        return None
    return rounded(Fraction(top) / Fraction(bottom) * scale, indicator.rounding.share)


def value_of(indicator: Indicator, amount: Amount) -> Values:
    if amount.n is None:
        return amount.value, None, None
    if indicator.how in MIDDLES:
        return amount.value, None, amount.n
    if not amount.n or amount.value is None:
        return None, amount.value or 0, 0
    return quotient_of(amount.value, amount.n, 1, indicator), amount.value, amount.n


def quotient(indicator: Indicator, top: Answer, bottom: Answer) -> Answer:
    """One table by another; a quotient with a hidden number is hidden."""
    scale = 100 if indicator.unit == "percent" else 1
    values: dict[tuple[str, ...], Values] = {}
    rows = merged([bottom.values, top.values])
    hidden = frozenset(codes for codes in rows if top.hides(codes) or bottom.hides(codes))
    for codes in rows:
        above = top.values.get(codes, HIDDEN)[0] or 0
        below = bottom.values.get(codes, HIDDEN)[0] or 0
        found = (quotient_of(above, below, scale, indicator), above, below)
        values[codes] = HIDDEN if codes in hidden else found
    return Answer(values, bottom.columns, hidden)


def change(indicator: Indicator, now: Answer, before: Answer) -> Answer:
    """In percent of the table before."""
    values: dict[tuple[str, ...], Values] = {}
    rows = merged([now.values, before.values])
    hidden = frozenset(codes for codes in rows if now.hides(codes) or before.hides(codes))
    for codes in rows:
        new = now.values.get(codes, HIDDEN)[0] or 0
        old = before.values.get(codes, HIDDEN)[0] or 0
        rate = rounded((Fraction(new) / Fraction(old) - 1) * 100, indicator.rounding.share) if old else None
        values[codes] = HIDDEN if codes in hidden else (rate, new, old)
    return Answer(values, now.columns, hidden)


def amount_of_row(row: Sequence[Any]) -> Amount:
    """DuckDB's answer: whole numbers as int, money as Decimal, a median as what it is."""
    value = row[0]
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        value = int(value)
    return Amount(value, int(row[1]) if len(row) > 1 else None)
