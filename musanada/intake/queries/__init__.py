"""Reads of the counter, actor first."""

from musanada.intake.queries.arrivals import arrival, counter, counters, today, waiting, who

__all__ = ("arrival", "counter", "counters", "today", "waiting", "who")
