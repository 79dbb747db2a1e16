"""How a deadline is computed: pure functions over days. A due day on a holiday stays as computed (appendix A)."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def due_on(
    start: date, length: int, measure: str, *, suspended: int = 0, holidays: Collection[date] = ()
) -> date:
    """The last day: ``length`` days, working days or calendar months after ``start``, plus the days it stood still.

    Two calendar months from 31 December end on 28 (29) February: from date to date, or the month's last day.
    """
    if measure == "months":
        end = after_months(start, length)
    elif measure == "working":
        end = after_working_days(start, length, holidays)
    else:
        end = start + timedelta(days=length)
    return end + timedelta(days=suspended)


def after_months(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def after_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            days -= 1
    return day


def words(states: str) -> frozenset[str]:
    """States as stored in a rule, ",lodged,complete,", as a set."""
    return frozenset(part for part in states.split(",") if part)
