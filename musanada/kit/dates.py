"""Dates as offices write them, with how well they are known.

A birth date on a card may be a day, a month, a year or an age guessed at a counter. All four are stored as
a ``date`` plus a precision, so that nothing is invented: see ``PartialDate``.

The declared rules of ``parse_date``, printed in the import help:

- Day before month before year, always: ``03/25/2024`` is refused, not turned round. ISO order starts with four digits.
- A two-digit year is the latest year with these digits that is not after ``latest_year`` (this year).
- ``00`` for the day or the month means that it is not known.
- A whole number from 1900 to 2100 is a year; from 2101 to 80000 it is a day count of Excel.
- ``vers 1990``, ``حوالي 1990`` are estimates. ``inconnu`` and ``refus`` are answers, not errors; empty is an error.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.kit.choices import BirthPrecision
from musanada.kit.errors import BadInput
from musanada.kit.monthnames import ANSWERS, APPROXIMATE, FILLERS, HIJRI, MONTH_PATTERN, fold, month_number


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
FIRST_YEAR, LAST_YEAR = 1880, 2200
EXCEL_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(2101, 80001)

_TIME = re.compile(r"(?<=\d)[ t]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?z|[+-]\d{2}:?\d{2})?$")
_SEP = r"[ ./\-]+"
_ORDERS = (
    re.compile(rf"(?P<year>\d{{4}})(?:{_SEP}(?P<month>\d{{1,2}})(?:{_SEP}(?P<day>\d{{1,2}}))?)?"),
    re.compile(rf"(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{4}})"),
    re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)"),
    re.compile(r"(?P<day>[0-3]\d)(?P<month>0\d|1[0-2])(?P<year>(?:19|20)\d{2})"),
    # Only where a month was written in letters (it then stands as m5m): "mars 24", "March 5 2024".
    re.compile(rf"m(?P<month>\d{{1,2}})m(?:{_SEP})?(?P<day>\d{{1,2}}){_SEP}(?P<year>\d{{4}})"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:{_SEP})?m(?P<month>\d{{1,2}})m(?:{_SEP})?(?P<year>\d{{4}}|\d{{2}})"),
    re.compile(rf"m(?P<month>\d{{1,2}})m(?:{_SEP})?(?P<year>\d{{4}}|\d{{2}})"),
    re.compile(rf"(?P<year>\d{{4}})(?:{_SEP})?m(?P<month>\d{{1,2}})m(?:(?:{_SEP})?(?P<day>\d{{1,2}}))?"),
)


def parse_date(value: object, *, latest_year: int | None = None) -> PartialDate:
    """Read a cell or a typed date by the rules above; ``BadInput`` with a sentence otherwise.

    ``latest_year`` bounds two-digit years; by default the current year, right for births and past acts.
    """
    if isinstance(value, datetime):
        return PartialDate(value.date(), BirthPrecision.DAY)
    if isinstance(value, date):
        return PartialDate(value, BirthPrecision.DAY)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return _from_text(str(value or ""), latest_year or timezone.localdate().year)


def parse_day(value: object, *, latest_year: int | None = None) -> date:
    """A full date (an act, a deadline): ``BadInput`` when only a month or a year is known."""
    partial = parse_date(value, latest_year=latest_year)
    if partial.date is None or partial.precision is not BirthPrecision.DAY:
        raise BadInput(
            _("« %(text)s » : il faut le jour, le mois et l'année, par exemple 05/03/2024.") % {"text": value}
        )
    return partial.date


def _from_number(value: int | float) -> PartialDate:
    number = int(value) if value == value and abs(value) < 1e9 else 0
    if number == value and 1900 <= number <= 2100:
        return PartialDate(date(number, 1, 1), BirthPrecision.YEAR)
    if number in EXCEL_DAYS:
        return PartialDate(EXCEL_ZERO + timedelta(days=number), BirthPrecision.DAY)
    raise _unreadable(str(value))


def _from_text(text: str, latest_year: int) -> PartialDate:
    shown = " ".join(text.split())
    if not shown:
        raise BadInput(_("La date est vide. Indiquez une date, une année, ou « inconnue »."))
    folded = _TIME.sub("", fold(shown))
    if folded in ANSWERS:
        return PartialDate(None, ANSWERS[folded])
    if HIJRI.search(folded):
        raise BadInput(
            _("« %(text)s » est une date hégirienne. Écrivez-la en calendrier grégorien.") % {"text": shown}
        )
    bare, estimated = _without_words(folded)
    if re.fullmatch(r"\d{5}(\.\d+)?", bare):
        return _from_number(float(bare))
    parts = _parts(_months_as_numbers(bare), shown)
    return _build(parts, shown, latest_year, estimated)


def _without_words(text: str) -> tuple[str, bool]:
    """Drop "né le", "en", weekdays…; say whether a word of approximation stood there."""
    bare, estimated = APPROXIMATE.subn(" ", text)
    return " ".join(bare.split()), bool(estimated)


def _months_as_numbers(text: str) -> str:
    named = MONTH_PATTERN.sub(lambda found: f"m{month_number(found[0])}m", text)
    return " ".join(FILLERS.sub(" ", named).split())


def _parts(text: str, shown: str) -> tuple[str, int, int]:
    """Year as written, month and day (0 = not known)."""
    for order in _ORDERS:
        if found := order.fullmatch(text):
            named = found.groupdict()
            return named["year"], int(named.get("month") or 0), int(named.get("day") or 0)
    raise _unreadable(shown)


def _build(parts: tuple[str, int, int], shown: str, latest_year: int, estimated: bool) -> PartialDate:
    year, month, day = _full_year(parts[0], latest_year), parts[1], parts[2]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(
            _("« %(text)s » : l'année %(year)s n'est pas plausible.") % {"text": shown, "year": year}
        )
    if month > 12:
        raise BadInput(
            _("« %(text)s » : il n'y a pas de mois %(month)s. Écrivez le jour, puis le mois, puis l'année.")
            % {"text": shown, "month": month}
        )
    if day and not month:
        raise _unreadable(shown)
    try:
        known = date(year, month or 1, day or 1)
    except ValueError:
        raise BadInput(
            _("« %(text)s » : ce jour n'existe pas dans ce mois. Vérifiez la date.") % {"text": shown}
        ) from None
    if estimated:
        return PartialDate(known, BirthPrecision.ESTIMATED)
    return PartialDate(known, _precision(month, day))


def _precision(month: int, day: int) -> BirthPrecision:
    if day:
        return BirthPrecision.DAY
    return BirthPrecision.MONTH if month else BirthPrecision.YEAR


def _full_year(text: str, latest_year: int) -> int:
    if len(text) == 4:
        return int(text)
    return latest_year - (latest_year - int(text)) % 100


def _unreadable(shown: str) -> BadInput:
    text = shown if len(shown) <= 40 else shown[:40] + "…"
    return BadInput(
        _("« %(text)s » n'est pas une date lisible. Écrivez par exemple 05/03/2024, 03/2024 ou 1990.")
        % {"text": text}
    )
