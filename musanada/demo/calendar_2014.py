"""When each file of 2014 was lodged, decided and known: days in order, and on the right side of the printed cut-offs.

On the days of the cut-offs themselves, 20 January and 9 February 2015, nothing is written down.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from musanada.demo.chance import Chance

FIRST, LAST = date(2014, 1, 2), date(2014, 12, 31)
JANUARY, FEBRUARY = date(2015, 1, 20), date(2015, 2, 9)
SHORTEST, LONGEST, SPREAD = 6, 240, 0.42
# Plenaries of the national commission that decided appeals one by one, and its collective decisions.
PLENARIES = (
    *(date(2015, 2, 26), date(2015, 3, 26), date(2015, 4, 23), date(2015, 5, 21), date(2015, 6, 18)),
    *(date(2015, 7, 16), date(2015, 9, 17), date(2015, 10, 22), date(2015, 11, 19), date(2015, 12, 17)),
    *(date(2016, 1, 21), date(2016, 2, 18), date(2016, 3, 17), date(2016, 4, 14)),
)
WOMEN_RELIEVED, MINORS_RELIEVED = date(2015, 5, 14), date(2015, 5, 28)
CLOSED = date(2016, 4, 29)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Course:
    """A file's deposit and its first opinion (or its end without one)."""

    lodged_on: date
    lodged_at: datetime
    decided_on: date
    decided_at: datetime


def written(chance: Chance, day: date, last: date | None = None, most: int = 3) -> datetime:
    """A moment of office hours on ``day`` or up to ``most`` days later, not after ``last``."""
    lag = min(int(chance.expovariate(0.7)), most)
    on = min(day + lag * DAY, last) if last else day + lag * DAY
    return datetime.combine(on, time(8 + chance.randrange(9), chance.randrange(60)), UTC)


def workday(day: date) -> date:
    """The Friday before, where it falls on a week-end."""
    return day - max(day.weekday() - 4, 0) * DAY


def waited(chance: Chance, usual: float) -> int:
    return min(max(int(usual * chance.lognormvariate(0, SPREAD)), SHORTEST), LONGEST)


def filed(chance: Chance, last: date) -> date:
    """More at the beginning of the year and before its end; never after ``last``."""
    drawn = chance.random()
    span = (last - FIRST).days
    if drawn < 0.22:
        at = int(chance.betavariate(1.2, 6) * span)
    elif drawn < 0.45:
        at = int(chance.betavariate(6, 1.2) * span)
    else:
        at = chance.randrange(span + 1)
    return max(workday(FIRST + min(at, span) * DAY), FIRST)


def early(chance: Chance, usual: float) -> Course:
    """Opinion known before 20 January 2015."""
    days = waited(chance, usual)
    latest = min(LAST, JANUARY - (days + 4) * DAY)
    lodged = filed(chance, latest)
    decided = max(workday(lodged + days * DAY), lodged + DAY)
    return course(chance, lodged, decided, JANUARY - DAY)


def between(chance: Chance, usual: float, *, late: bool) -> Course:
    """Opinion known after 20 January and before 9 February 2015; ``late``: the deposit too."""
    if late:
        lodged, at = entered_late(chance, JANUARY + DAY, JANUARY + 9 * DAY)
        decided = chance.day(at.date() + DAY, FEBRUARY - 4 * DAY)
        return Course(lodged, at, decided, written(chance, decided, FEBRUARY - 2 * DAY))
    decided = chance.day(date(2015, 1, 12), FEBRUARY - 4 * DAY)
    lodged = max(workday(min(LAST, decided - waited(chance, usual) * DAY)), FIRST)
    known = max(decided, JANUARY + DAY)
    return Course(lodged, written(chance, lodged), decided, written(chance, known, FEBRUARY - 2 * DAY))


def known_in_february(chance: Chance, usual: float, *, late: bool) -> Course:
    """Any time before 9 February 2015: most of them before January."""
    return between(chance, usual, late=late) if late or chance.part(0.13) else early(chance, usual)


def after(chance: Chance, *, late: str = "") -> Course:
    """Opinion known after 9 February 2015. ``late``: "january" or "february", after which the deposit was known."""
    if late == "february":
        lodged, at = entered_late(chance, FEBRUARY + 2 * DAY, FEBRUARY + 25 * DAY)
    elif late == "january":
        lodged, at = entered_late(chance, JANUARY + DAY, JANUARY + 16 * DAY)
    else:
        lodged = workday(chance.day(date(2014, 11, 10), LAST))
        at = written(chance, lodged)
    decided = chance.day(max(at.date(), FEBRUARY) + 3 * DAY, date(2015, 4, 20))
    return Course(lodged, at, decided, written(chance, decided))


def entered_late(chance: Chance, first: date, last: date) -> tuple[date, datetime]:
    """Lodged in the last days of December, written down between two days of the year after."""
    lodged = workday(chance.day(date(2014, 12, 15), LAST))
    return lodged, written(chance, chance.day(first, last), last)


def course(chance: Chance, lodged: date, decided: date, last: date) -> Course:
    return Course(lodged, written(chance, lodged, last), decided, written(chance, decided, last))


def plenary_after(chance: Chance, day: date) -> date:
    """The first plenary that could hear it, or one of the next two."""
    open_ones = [one for one in PLENARIES if one > day] or [PLENARIES[-1]]
    return open_ones[min(int(chance.expovariate(0.9)), 2, len(open_ones) - 1)]
