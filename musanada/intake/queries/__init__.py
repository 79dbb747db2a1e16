"""Reads of the counter, actor first."""

from musanada.intake.queries.arrivals import arrival, counter, counters, today, waiting, who
from musanada.intake.queries.matches import Likeness, likely, sought, strong

__all__ = (
    "Likeness",
    "arrival",
    "counter",
    "counters",
    "likely",
    "sought",
    "strong",
    "today",
    "waiting",
    "who",
)
