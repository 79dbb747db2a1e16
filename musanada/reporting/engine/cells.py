"""A cell: one value with everything that is needed to cite it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Literal

from musanada.kit.errors import Problem

Number = int | Decimal
# SDMX: final, provisional, missing (estimates and breaks come with series of others); free, or not to be shown.
ObsStatus = Literal["A", "P", "E", "B", "M"]
ConfStatus = Literal["F", "A", "D", "N"]
WIDE = Context(prec=50)


class EngineError(Problem):
    """The figures contradict themselves: a defect of the engine or of a definition, never to be published."""


@dataclass(frozen=True)
class Cell:
    """``dims`` empty: the total. A quotient keeps both numbers; ``value`` is then rounded half up as declared."""

    id: str
    version: int
    period: str
    known_at: datetime
    dims: Mapping[str, str]
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    unit: str
    status: ObsStatus = "A"
    conf: ConfStatus = "F"

    @property
    def exact(self) -> Fraction | None:
        """The value without rounding: a share or change in percent, a ratio as it is."""
        if self.value is None:
            return None
        if self.numerator is None or not self.denominator:
            return Fraction(self.value)
        quotient = Fraction(self.numerator) / Fraction(self.denominator)
        if self.unit != "percent":
            return quotient
        return quotient * 100 - (100 if "~" in self.period else 0)

    def as_row(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "id": self.id,
            "version": self.version,
            "period": self.period,
            "known_at": self.known_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "dims": dict(self.dims),
            "value": plain(self.value),
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "unit": self.unit,
            "status": self.status,
            "conf": self.conf,
        }


def plain(value: Number | None) -> int | float | None:
    """A number as JSON holds it."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, away from zero at the half, as readers expect; exact whatever the size."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals, WIDE)
