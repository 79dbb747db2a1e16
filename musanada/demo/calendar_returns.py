"""Days of a return: how long people wait, when each step was taken, and how much of it was written down when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from musanada.demo.calendar_2014 import workday
from musanada.demo.chance import Chance
from musanada.returns.past_files import PastStep

MEDIAN, SPREAD = 56, 0.49  # days: half within eight weeks, nine in ten within three months and a half
SHORTEST, LONGEST = 12, 240
DAY = timedelta(days=1)
# Where in the time between the application and the departure each step falls.
ROAD = (
    ("register", 0.0),
    ("screen", 0.1),
    ("counsel", 0.24),
    ("declare", 0.38),
    ("make_ready", 0.82),
    ("book", 0.9),
)
NAMES = tuple(code for code, _share in ROAD)


def waited(chance: Chance) -> int:
    return min(max(int(MEDIAN * chance.lognormvariate(0, SPREAD)), SHORTEST), LONGEST)


def applied(chance: Chance, leaving: date) -> date:
    return workday(leaving - waited(chance) * DAY)


def on_the_way(since: date, until: date, share: float) -> date:
    """A working day between the two, never before the first."""
    return max(workday(since + int((until - since).days * share) * DAY), since)


def known(index: int, on: date) -> datetime:
    """Office hours, one step after the other."""
    return datetime.combine(on, time(8 + min(index, 12), 10), UTC)


def steps(days: Sequence[tuple[str, date]]) -> tuple[PastStep, ...]:
    """Steps in their order, each written down on its day."""
    made: list[PastStep] = []
    for index, (code, on) in enumerate(days):
        day = max(on, made[-1].on) if made else on
        made.append(PastStep(code, day, known(index + 1, day)))
    return tuple(made)


def travelled(chance: Chance, since: date, left: date, came: date) -> tuple[PastStep, ...]:
    """The whole road, to the arrival; closed some weeks later."""
    days = [(code, on_the_way(since, left, share)) for code, share in ROAD]
    closed = came + (4 + chance.randrange(24)) * DAY
    return steps([*days, ("depart", left), ("arrive", came), ("hand_over", closed)])


def ended(chance: Chance, since: date, code: str, reached: int) -> tuple[PastStep, ...]:
    """The first ``reached`` steps of the road, then the one that ends it."""
    until = since + waited(chance) * DAY
    days = [(name, on_the_way(since, until, share)) for name, share in ROAD[:reached]]
    last = days[-1][1] + (3 + chance.randrange(40)) * DAY
    return steps([*days, (code, last)])


def flights(chance: Chance, first: date, last: date, number: int) -> list[date]:
    """Days of departure, in order: as many as asked, on weekdays as far as the time holds that many."""
    every = [first + n * DAY for n in range((last - first).days + 1)]
    weekdays = [day for day in every if day.weekday() < 5] or every
    return sorted(chance.sample(weekdays, min(number, len(weekdays))))
