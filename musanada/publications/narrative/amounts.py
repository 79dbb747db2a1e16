"""Exact numbers behind a citation, and the answer made of them."""

from dataclasses import dataclass
from fractions import Fraction

from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import CitedKind


@dataclass(frozen=True)
class Answer:
    """``false``: why the sentence may not be printed (a claim that does not hold). ``hidden``: of a hidden number."""

    kind: CitedKind
    text: str
    cells: tuple[FigureCell, ...] = ()
    hidden: bool = False
    false: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cell.key for cell in self.cells))


@dataclass(frozen=True)
class Amount:
    """An exact number, or None where it is hidden or missing."""

    exact: Fraction | None
    percent: bool
    cells: tuple[FigureCell, ...]

    @property
    def hidden(self) -> bool:
        return any(cell.hidden for cell in self.cells)


def holds(left: Fraction, op: str, right: Fraction) -> bool:
    return {
        "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right,
    }[op]  # fmt: skip


def exact_of(cell: FigureCell) -> Fraction:
    """A value without rounding: quotients from their two numbers, as ``reporting`` computes them."""
    if cell.numerator is not None and cell.denominator and not cell.rounded_to:
        quotient = Fraction(cell.numerator) / Fraction(cell.denominator)
        if cell.unit != "percent":
            return quotient
        return quotient * 100 - (100 if "~" in cell.period else 0)
    return Fraction(cell.value or 0)
