"""Series of others: what they count and how texts name them; what a period of one is, and which two may be compared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period
from musanada.reporting.definitions import Text, problems_of
from musanada.reporting.registry import DefinitionError, read_yaml

FILE = Path(__file__).parent / "reference" / "series.yaml"
# A whole year; a year not yet over, from its first day; since ever; any other stretch.
Span = Literal["year", "to_date", "upto", "other"]


class Described(BaseModel):
    """One entry of the shipped file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Text
    unit: str
    counts: str = ""
    publisher: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """A series as readers and the press check know it: shipped, or described here. ``known``: has somebody described it?"""

    code: str
    label: dict[str, str]
    unit: str = ""
    counts: str = ""
    publisher: str = ""
    words: tuple[str, ...] = ()
    known: bool = True

    def name(self, lang: str) -> str:
        return self.label.get(lang.split("-")[0]) or self.label.get("fr") or self.code


@cache
def shipped_series() -> dict[str, Series]:
    """The series that the product describes, by code. Raises DefinitionError naming the entry that cannot be read."""
    found = {}
    for code, entry in read_yaml(FILE.read_text(encoding="utf-8"), FILE.name).items():
        try:
            told = Described.model_validate(entry)
        except ValidationError as error:
            raise DefinitionError(f"{FILE.name}: {code}: {'; '.join(problems_of(error.errors()))}") from None
        found[code] = Series(
            code, told.label.model_dump(), told.unit, told.counts, told.publisher, told.words
        )
    return found


def span_of(text: str) -> Span:
    """What a period is of its year: its whole, its beginning, all before, or something else."""
    period = read_period(text)
    if period.start is None:
        return "upto"
    if not period.closed:
        return "other"
    first, after = period.first_day, period.end
    if (first.month, first.day) != (1, 1) or after is None or after > date(first.year + 1, 1, 1):
        return "other"
    return (
        "year" if after == date(first.year + 1, 1, 1) else "to_date" if (period.months or 0) > 1 else "other"
    )


def comparable(one: str, other: str) -> bool:
    """May the figures of two periods stand side by side: a whole year with a year, nine months with nine months?"""
    if one == other:
        return True
    a, b = read_period(one), read_period(other)
    if not (a.closed and b.closed):
        return False
    return span_of(one) == span_of(other) and a.comparable(b)


def between(longer: str, shorter: str) -> Period | None:
    """What lies between two stretches that begin on one day: nine months less eight is September."""
    a, b = read_period(longer), read_period(shorter)
    if a.start != b.start or a.end is None or b.end is None or b.end >= a.end:
        return None
    return Period(b.end, a.end)


def per_thousand(value: int | Decimal, base: int | Decimal) -> Decimal:
    """A rate, half up to one decimal."""
    from fractions import Fraction

    from musanada.reporting.engine.cells import rounded

    if not base:
        raise BadInput("a rate needs a base")
    return rounded(Fraction(value) * 1000 / Fraction(base), 1)
