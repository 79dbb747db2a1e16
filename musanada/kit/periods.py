"""One grammar for the names of periods, everywhere: command line, addresses, definitions, external figures.

``YYYY``, ``YYYY-Hn``, ``YYYY-Qn``, ``YYYY-MM``, ``YYYY-MM-DD``, ``A/B`` (both ends included), ``../B`` (up to),
``A/..`` (since); a change is ``P~Q`` (P against Q). A period is half-open, ``[start, end)``, in local dates of
Africa/Casablanca: events carry dates, not instants, so no clock change moves one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1800, 2999
ONE_DAY = timedelta(days=1)
Step = Literal["month", "quarter", "half", "year"]
MONTHS: dict[Step, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_UNIT = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` (included) to ``end`` (excluded); ``None`` leaves that side open, never both."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise BadInput(_("Une période doit avoir un début ou une fin."))
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise BadInput(
                _(
                    "La période %(period)s finit avant de commencer : écrivez la date la plus ancienne d'abord."
                )
                % {"period": f"{self.start}/{self.end - ONE_DAY}"}
            )

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The canonical name: two spellings of the same days give the same text (``2024-01/2024-12`` is ``2024``)."""
        if self.start is None:
            return f"../{_last_unit(self.last_day)}"
        if self.end is None:
            return f"{_first_unit(self.start)}/.."
        return _name(self.start, self.end)

    @property
    def first_day(self) -> date:
        """Raises BadInput when the period has no beginning."""
        if self.start is None:
            raise BadInput(_("La période %(period)s n'a pas de début.") % {"period": self.text})
        return self.start

    @property
    def last_day(self) -> date:
        """The last day included. Raises BadInput when the period has no end."""
        if self.end is None:
            raise BadInput(_("La période %(period)s n'a pas de fin.") % {"period": self.text})
        return self.end - ONE_DAY

    @property
    def closed(self) -> bool:
        return self.start is not None and self.end is not None

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def months(self) -> int | None:
        """How many whole calendar months, or ``None`` when the ends do not fall between months."""
        start, after = self.first_day, self.last_day + ONE_DAY
        return _months_between(start, after) if start.day == after.day == 1 else None

    def contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def covers(self, other: "Period") -> bool:
        """Does every day of ``other`` belong to this period?"""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        return starts and (self.end is None or (other.end is not None and other.end <= self.end))

    def previous(self) -> "Period":
        """The period of the same length that ends where this one starts."""
        if self.months is not None:
            return Period(add_months(self.first_day, -self.months), self.first_day)
        return Period(self.first_day - timedelta(days=self.days), self.first_day)

    def following(self) -> "Period":
        """The period of the same length that starts where this one ends."""
        after = self.last_day + ONE_DAY
        if self.months is not None:
            return Period(after, add_months(after, self.months))
        return Period(after, after + timedelta(days=self.days))

    def same_last_year(self) -> "Period":
        """The same days a year earlier; 29 February becomes 28 February, and a whole February stays whole."""
        if self.months is not None:
            return Period(add_months(self.first_day, -12), add_months(self.last_day + ONE_DAY, -12))
        return Period(add_months(self.first_day, -12), add_months(self.last_day, -12) + ONE_DAY)

    def comparable(self, other: "Period") -> bool:
        """May a change be computed between the two? Equal in whole months when both are, else equal in days."""
        if not (self.closed and other.closed):
            return False
        if self.months is not None and other.months is not None:
            return self.months == other.months
        return self.days == other.days

    def parts(self, step: Step) -> Iterator["Period"]:
        """The calendar months, quarters, halves or years of the period, cut at its own ends."""
        width = MONTHS[step]
        first, after = self.first_day, self.last_day + ONE_DAY
        cut = date(first.year, (first.month - 1) // width * width + 1, 1)
        cuts = [cut]
        while cuts[-1] < after:
            cuts.append(add_months(cuts[-1], width))
        for a, b in pairwise(cuts):
            yield Period(max(a, first), min(b, after))


@dataclass(frozen=True, slots=True)
class Change:
    """``of`` against ``against``: 2024~2023. Both must have the same length."""

    of: Period
    against: Period

    def __post_init__(self) -> None:
        if not self.of.comparable(self.against):
            raise BadInput(
                _(
                    "%(of)s et %(against)s n'ont pas la même longueur : une évolution se calcule entre deux périodes "
                    "fermées et de longueur égale."
                )
                % {"of": self.of.text, "against": self.against.text}
            )

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return f"{self.of.text}~{self.against.text}"


def read_period(text: str) -> Period:
    """A period from its name. Raises BadInput with a sentence that shows the grammar."""
    clean = text.strip()
    if "~" in clean:
        raise BadInput(
            _("« %(text)s » est une évolution ; ici il faut une seule période, par exemple 2024.")
            % {"text": clean[:60]}
        )
    left, slash, right = (part.strip() for part in clean.partition("/"))
    if not slash:
        return _read_unit(left, clean)
    if left == right == "..":
        raise BadInput(_("La période « ../.. » n'a ni début ni fin : donnez au moins l'un des deux."))
    start = None if left == ".." else _read_unit(left, clean).start
    end = None if right == ".." else _read_unit(right, clean).end
    return Period(start, end)


def read_change(text: str) -> Change:
    """A change: ``2024~2023``, or ``2023/2024`` as the reference file writes it (the later against the earlier)."""
    clean = text.strip()
    if "~" in clean:
        of, _tilde, against = clean.partition("~")
        return Change(read_period(of), read_period(against))
    against, slash, of = clean.partition("/")
    if not slash or ".." in (of.strip(), against.strip()):
        raise BadInput(
            _("« %(text)s » n'est pas une évolution : écrivez par exemple 2024~2023.") % {"text": clean[:60]}
        )
    return Change(read_period(of), read_period(against))


def read_span(text: str) -> Period | Change:
    """A period or, where there is a ``~``, a change."""
    return read_change(text) if "~" in text else read_period(text)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier), cut to the month's last day."""
    count = day.year * 12 + day.month - 1 + months
    target, month = divmod(count, 12)
    following = date(target + (month == 11), (month + 1) % 12 + 1, 1)
    return date(target, month + 1, min(day.day, (following - ONE_DAY).day))


def _read_unit(text: str, whole: str) -> Period:
    match = _UNIT.fullmatch(text)
    if match is None:
        raise BadInput(
            _(
                "« %(text)s » n'est pas une période : écrivez 2024, 2024-H1, 2024-Q3, 2024-05, 2024-01/2024-09, "
                "../2016-05 ou 2004/.."
            )
            % {"text": whole[:60]}
        )
    number, half, quarter, month, day = (int(part) if part else None for part in match.groups())
    if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
        raise BadInput(
            _("L'année de « %(text)s » doit être comprise entre %(first)s et %(last)s.")
            % {"text": whole[:60], "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    if half:
        return _months(number, half * 6 - 5, 6)
    if quarter:
        return _months(number, quarter * 3 - 2, 3)
    if month is None:
        return year(number)
    try:
        first = date(number, month, day or 1)
    except ValueError:
        raise BadInput(_("« %(text)s » n'existe pas dans le calendrier.") % {"text": text}) from None
    return Period(first, first + ONE_DAY) if day else _months(number, month, 1)


def _months(number: int, month: int, width: int) -> Period:
    first = date(number, month, 1)
    return Period(first, add_months(first, width))


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _name(start: date, end: date) -> str:
    if (end - start) == ONE_DAY:
        return start.isoformat()
    if start.day != 1 or end.day != 1:
        return f"{start.isoformat()}/{(end - ONE_DAY).isoformat()}"
    width, last = _months_between(start, end), add_months(end, -1)
    if start.month == 1 and end.month == 1:
        return f"{start.year:04}" if width == 12 else f"{start.year:04}/{last.year:04}"
    if width == 6 and start.month in (1, 7):
        return f"{start.year:04}-H{start.month // 6 + 1}"
    if width == 3 and start.month % 3 == 1:
        return f"{start.year:04}-Q{start.month // 3 + 1}"
    first = f"{start.year:04}-{start.month:02}"
    return first if width == 1 else f"{first}/{last.year:04}-{last.month:02}"


def _first_unit(start: date) -> str:
    if start.day != 1:
        return start.isoformat()
    return f"{start.year:04}" if start.month == 1 else f"{start.year:04}-{start.month:02}"


def _last_unit(last: date) -> str:
    after = last + ONE_DAY
    if after.day != 1:
        return last.isoformat()
    return f"{last.year:04}" if last.month == 12 else f"{last.year:04}-{last.month:02}"
