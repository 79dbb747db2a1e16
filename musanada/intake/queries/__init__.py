"""Reads of the counter, actor first."""

from musanada.intake.queries.arrivals import arrival, counter, counters, today, waiting, who
from musanada.intake.queries.matches import Likeness, likely, shown_likely, sought

__all__ = (
    "Likeness",
    "arrival",
    "counter",
    "counters",
    "likely",
    "shown_likely",
    "sought",
    "today",
    "waiting",
    "who",
)
