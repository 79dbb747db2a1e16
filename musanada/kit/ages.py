"""Ages from birth dates that are known to the day, the month or the year: one declared rule for all figures.

The rule: a birth known by its month counts as the 15th, by its year (or by an estimated age) as 1 July.
The middle is the only choice that makes groups neither older nor younger on average. It is a rule of
statistics; a decision about one child never uses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from musanada.kit.choices import BirthPrecision

_BY_YEAR = frozenset({BirthPrecision.YEAR, BirthPrecision.ESTIMATED})


def counted_birth(birth: date, precision: str) -> date:
    """The birth date that the rule above counts with."""
    if precision in _BY_YEAR:
        return date(birth.year, 7, 1)
    return birth.replace(day=15) if precision == BirthPrecision.MONTH else birth


def age_on(birth: date | None, precision: str, day: date) -> int | None:
    """Full years on that day; ``None`` without a birth date or before it. Born on 29 February: older on 1 March."""
    if birth is None:
        return None
    born = counted_birth(birth, precision)
    if day < born:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class AgeBands:
    """Bands by their first ages: ``(0, 5, 18, 60)`` makes 0-4, 5-17, 18-59 and 60+."""

    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.starts or self.starts[0] != 0 or list(self.starts) != sorted(set(self.starts)):
            raise ValueError("age bands start at 0 and grow")

    @property
    def codes(self) -> tuple[str, ...]:
        closed = zip(self.starts, self.starts[1:], strict=False)
        return (*(f"{a}-{b - 1}" for a, b in closed), f"{self.starts[-1]}+")

    def band(self, age: int | None) -> str | None:
        if age is None:
            return None
        return self.codes[sum(1 for start in self.starts if start <= age) - 1]

    def nests_in(self, coarser: "AgeBands") -> bool:
        """Can these bands be added up to the coarser ones without the single years?"""
        return set(coarser.starts) <= set(self.starts)


def bands(starts: Sequence[int]) -> AgeBands:
    return AgeBands(tuple(starts))
