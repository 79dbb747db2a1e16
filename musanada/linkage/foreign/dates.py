"""Dates as lists write them: a year, a month, a day, or something nobody can read."""

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

FIRST_YEAR = 1880
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*|\.0+)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})")
GUESSED = {(1, 1), (12, 31)}  # "some day of that year" on many documents


class Birth(NamedTuple):
    """Year, month, day; 0 where unknown."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def exact(self) -> bool:
        """The day is known, and is a day rather than a way to write a year."""
        return self.day > 0 and (self.month, self.day) not in GUESSED


UNKNOWN = Birth()


def read_birth(text: str | None) -> Birth | None:
    """A date of birth; UNKNOWN where nothing stands, None where what stands is no date."""
    plain = (text or "").strip().translate(DIGITS)
    if not plain:
        return UNKNOWN
    if found := YEAR_FIRST.fullmatch(plain) or JOINED.fullmatch(plain):
        year, month, day = (int(part or 0) for part in found.groups())
    elif found := DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, found.groups())
    else:
        return None
    return checked(year, month, day)


def checked(year: int, month: int, day: int) -> Birth | None:
    """The date if there is such a day; 00 stands for an unknown month or day."""
    if not FIRST_YEAR <= year <= datetime.now(tz=UTC).year + 1 or (day and not month):
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return Birth(year, month, day)
