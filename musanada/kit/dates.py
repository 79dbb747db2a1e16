"""Dates as offices write them, with how well they are known.

A birth date on a card may be a day, a month, a year or an age guessed at a counter. All four are stored as
a ``date`` plus a precision, so that nothing is invented: see ``PartialDate``.
"""

from dataclasses import dataclass
from datetime import date

from musanada.kit.choices import BirthPrecision


@dataclass(frozen=True)
class PartialDate:
    """A date and its precision.

    ``date`` is the first day of what is known (2024-03-01 for March 2024, 1990-01-01 for 1990) and ``None``
    exactly when the precision is unknown, refused or not asked.
    """

    date: date | None
    precision: BirthPrecision

    def __post_init__(self) -> None:
        if (self.date is None) != (self.precision in WITHOUT_DATE):
            raise ValueError("a date goes with a known precision, and only with one")


WITHOUT_DATE = frozenset({BirthPrecision.UNKNOWN, BirthPrecision.REFUSED, BirthPrecision.NOT_ASKED})
