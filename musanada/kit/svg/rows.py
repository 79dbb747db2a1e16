"""Rows, points and scales shared by the charts: what is drawn, and how far."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from musanada.kit.formats import Number, base_language
from musanada.kit.svg.canvas import Canvas, Frame

Kind = Literal["known", "unknown", "other", "hidden", "missing"]
FILLS = {"known": "bar", "unknown": "hatch", "other": "hatch-back"}


@dataclass(frozen=True)
class Row:
    """One bar, segment or area. ``value`` is None exactly when the kind is ``hidden`` or ``missing``.

    ``text`` replaces the printed value where the caller wants more than the number (``8 588 (60,7 %)``).
    """

    label: str
    value: Number | None
    kind: Kind = "known"
    text: str = ""

    def __post_init__(self) -> None:
        check_value(self.value, hidden=self.kind in ("hidden", "missing"))


def check_value(value: Number | None, *, hidden: bool) -> None:
    if (value is None) != hidden:
        raise ValueError("a hidden or missing row has no value, and every other row has one")
    if value is not None and not _finite(value):
        raise ValueError("a value that is no number cannot be drawn")


def value_text(row: Row, frame: Frame) -> str:
    """What is printed at the bar."""
    if row.text:
        return row.text
    if row.value is None:
        return words(frame, row.kind)
    return frame.show(row.value)


def words(frame: Frame, what: str) -> str:
    """The few words charts print themselves, in the chart's language."""
    with translation.override(base_language(frame.lang)):
        return {
            "hidden": gettext("masqué"),
            "missing": gettext("non disponible"),
            "nothing": gettext("Aucune donnée à représenter."),
            "provisional": gettext("Chiffre provisoire"),
            "break": gettext("Rupture de série : les deux côtés ne se comparent pas."),
        }[what]


def exact(value: Number | Fraction) -> Fraction:
    """The number as it prints: ints, Decimals and floats of any size mix without error or overflow."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def ratio(value: Number | Fraction, span: Number | Fraction) -> float:
    """``value / span``; 0 when the span is 0."""
    whole = exact(span)
    return float(exact(value) / whole) if whole else 0.0


def extent(values: Sequence[Number | Fraction | None]) -> tuple[Fraction, Fraction]:
    """Lowest and highest value, zero always included."""
    known = [Fraction(0), *(exact(v) for v in values if v is not None)]
    return min(known), max(known)


def ordered(rows: Sequence[Row], *, by_value: bool) -> list[Row]:
    """By value, largest first; unknown, other, hidden and missing rows keep their order at the end."""
    if not by_value:
        return list(rows)
    known = [row for row in rows if row.kind == "known"]
    return sorted(known, key=lambda row: -exact(row.value or 0)) + [
        row for row in rows if row.kind != "known"
    ]


def ticks(low: Fraction, high: Fraction, count: int = 4) -> list[Fraction]:
    """Round steps (1, 2, 2.5, 5 × 10ⁿ) that cover the range; whole numbers where both ends are whole."""
    if high == low:
        return [Fraction(0), Fraction(1)]
    raw = (high - low) / count
    power = Fraction(10) ** (Decimal(raw.numerator) / Decimal(raw.denominator)).adjusted()
    step = next(power * m for m in (1, 2, Fraction(5, 2), 5, 10) if power * m >= raw)
    if low.denominator == high.denominator == 1:
        step = Fraction(math.ceil(step))
    return [step * n for n in range(math.floor(low / step), math.ceil(high / step) + 1)]


def nothing(frame: Frame) -> SafeString:
    """The picture of no data: a sentence, never an empty box."""
    canvas = Canvas(frame)
    canvas.text(0, 24, words(frame, "nothing"), fill="soft")
    return canvas.svg(36)


def _finite(value: Number) -> bool:
    return value.is_finite() if isinstance(value, Decimal) else isinstance(value, int) or math.isfinite(value)
