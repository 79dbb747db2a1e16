"""How a deadline is computed: pure functions over days. A due day on a holiday stays as computed (appendix A)."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
MONTHS, WORKING = "months", "working"


def due_on(
    start: date, length: int, measure: str, *, suspended: int = 0, holidays: Collection[date] = ()
) -> date:
    """The last day: ``length`` days, working days or calendar months after ``start``, plus the days it stood still.

    ``suspended`` is in the rule's own days (``stood_still``): where working days are counted, those that were lost.
    Two calendar months from 31 December end on 28 (29) February: from date to date, or the month's last day.
    """
    if measure == WORKING:
        return after_working_days(start, length + suspended, holidays)
    end = after_months(start, length) if measure == MONTHS else start + timedelta(days=length)
    return end + timedelta(days=suspended)


def stood_still(since: date, until: date, measure: str, holidays: Collection[date] = ()) -> int:
    """The days a clock lost between the day it stopped and the day it went on, in the rule's own days."""
    if until <= since:
        return 0
    return working_days(since, until, holidays) if measure == WORKING else (until - since).days


def after_months(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def after_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        days -= works(day, holidays)
    return day


def working_days(after: date, until: date, holidays: Collection[date] = ()) -> int:
    """Working days after ``after``, up to ``until`` included."""
    days = range(1, max((until - after).days, 0) + 1)
    return sum(works(after + timedelta(days=n), holidays) for n in days)


def works(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def words(states: str) -> frozenset[str]:
    """States as stored in a rule, ",lodged,complete,", as a set."""
    return frozenset(part for part in states.split(",") if part)


def listed(states: Collection[str]) -> str:
    """A set of states as stored; in the order given."""
    return f",{','.join(states)}," if states else ""
