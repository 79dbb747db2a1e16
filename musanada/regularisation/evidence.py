"""Continuous residence, computed from the periods that pieces cover: never asserted. Pure functions over days.

A day is shown when a piece covers it. Days without any piece, fewer than the tolerance in a row, do not interrupt; more
do. What counts is the stretch that reaches the reference day. The order of pieces never matters, another piece never
shortens, and a period cut in two shows what the whole showed.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

Period = tuple[date, date]  # both days included
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """Days that no piece covers: the first, the last, how many."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Residence:
    """``since`` and ``months``: the stretch that reaches the reference day (none: 0 months). ``last``: the last day shown
    at all. ``gaps`` interrupt, ``bridged`` are within the tolerance."""

    since: date | None
    months: int
    last: date | None
    gaps: tuple[Gap, ...]
    bridged: tuple[Gap, ...]


NOWHERE = Residence(None, 0, None, (), ())


def period(first: date | None, last: date | None) -> Period | None:
    """What a piece covers. With one day only, it shows that day; without any, nothing."""
    if first is None or last is None:
        only = first or last
        return (only, only) if only else None
    return (first, last) if first <= last else None


def residence(periods: Iterable[Period], day: date, tolerance: int) -> Residence:
    """What ``periods`` show up to ``day``, days after it left out."""
    stretches = union((first, min(last, day)) for first, last in periods if first <= day)
    if not stretches:
        return NOWHERE
    last = stretches[-1][1]
    between = [Gap(a[1] + DAY, b[0] - DAY) for a, b in pairwise(stretches)]
    if last < day:
        between.append(Gap(last + DAY, day))
    gaps = tuple(gap for gap in between if gap.days > tolerance)
    bridged = tuple(gap for gap in between if gap.days <= tolerance)
    since = stretches[0][0] if not gaps else gaps[-1].last + DAY
    if since > day:  # the last days up to the reference day are not shown
        return Residence(None, 0, last, gaps, bridged)
    return Residence(since, months_between(since, day), last, gaps, bridged)


def union(periods: Iterable[Period]) -> list[Period]:
    """Periods that touch or overlap become one, in order."""
    merged: list[Period] = []
    for first, last in sorted(periods):
        if merged and first <= merged[-1][1] + DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def months_between(first: date, last: date) -> int:
    """Whole months from date to date; the last day of a month stands for days it does not have."""
    if last < first:
        return 0
    months = (last.year - first.year) * 12 + last.month - first.month
    reached = min(first.day, monthrange(last.year, last.month)[1])
    return months - (last.day < reached)
