"""When somebody is to be asked: months after an event, day by day; pure functions.

``soon`` until the window opens, ``now`` inside it, ``late`` for one month after it, then ``missed``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from musanada.kit.periods import add_months

GRACE = 1  # months after the window in which one may still be asked: a practice, not a norm
SOON, NOW, LATE, MISSED = "soon", "now", "late", "missed"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Of one event: the first and last day to ask, and the last day on which it is still taken."""

    first: date
    last: date
    end: date

    def at(self, day: date) -> str:
        if day < self.first:
            return SOON
        if day <= self.last:
            return NOW
        return LATE if day <= self.end else MISSED


def window(event: date, from_months: int, to_months: int) -> Window:
    return Window(
        add_months(event, from_months), add_months(event, to_months), add_months(event, to_months + GRACE)
    )


def latest_event(day: date, months: int) -> date:
    """The last event of which ``day`` is at least so many months later. Months are uneven, so it is looked for."""
    event = add_months(day, -months) + timedelta(days=4)
    while add_months(event, months) > day:
        event -= ONE_DAY
    return event


def events(state: str, day: date, from_months: int, to_months: int) -> tuple[date, date]:
    """First and last event of those whose window is in ``state`` on ``day``."""
    opened = latest_event(day, from_months)
    closed = latest_event(day - ONE_DAY, to_months)
    ended = latest_event(day - ONE_DAY, to_months + GRACE)
    return {
        SOON: (opened + ONE_DAY, date.max),
        NOW: (closed + ONE_DAY, opened),
        LATE: (ended + ONE_DAY, closed),
        MISSED: (date.min, ended),
    }[state]


def states() -> Iterator[str]:
    yield from (NOW, LATE, SOON, MISSED)
