"""How long a card lasts, and what becomes of it: pure rules over dates. What the law says stands in ``CardRule`` rows.

A card begins the day it is handed over; one that renews a card still valid begins the day after that one ends, so that
nobody loses days by coming early and nobody is counted twice. ``valid_to`` is the last valid day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from musanada.kit.periods import add_months

FIRST, RENEWED = "first", "renewed"
ONE_DAY = timedelta(days=1)
# Told so many days before the card ends, the first first.
REMINDERS = (60, 30)
# A renewal is looked for so many days after it was due: a file that waits at the office is not a card given up.
GRACE_DAYS = 90
# When renewals fall due, in months since the first card began: 1 year, 2 years (old rule), 1 + 3 years.
RATES_AT = (12, 24, 48)


@dataclass(frozen=True)
class Rule:
    """A row of ``CardRule``: so many months for cards that begin from a day until a day."""

    kind: str
    months: int
    valid_from: date
    valid_to: date | None = None
    after_months: int = 0

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Span:
    """From the first to the last valid day, and why that long; ``rule`` is None for a duplicate of a lost card."""

    begins: date
    ends: date
    rule: Rule | None = None

    def covers(self, day: date) -> bool:
        return self.begins <= day <= self.ends


def rule_for(rules: Iterable[Rule], kind: str, begins: date, regularised_on: date) -> Rule | None:
    """The rule of the day the card begins: of those whose waiting time since regularisation has passed, the one that
    waits longest, then the latest."""
    open_now = [
        rule
        for rule in rules
        if rule.kind == kind
        and rule.holds_on(begins)
        and add_months(regularised_on, rule.after_months) <= begins
    ]
    return max(open_now, key=lambda rule: (rule.after_months, rule.valid_from), default=None)


def last_day(begins: date, months: int) -> date:
    """Twelve months from 10 May end on 9 May."""
    return add_months(begins, months) - ONE_DAY


def begins_on(handed_over: date, previous_end: date | None = None) -> date:
    """The day after the card it renews, where that one is still valid; else the day it is handed over."""
    if previous_end is None or previous_end < handed_over:
        return handed_over
    return previous_end + ONE_DAY


def span_of(
    rules: Iterable[Rule],
    kind: str,
    handed_over: date,
    regularised_on: date | None = None,
    previous_end: date | None = None,
) -> Span | None:
    """When a card handed over on a day is valid; None where no rule of that day says how long."""
    begins = begins_on(handed_over, previous_end)
    rule = rule_for(rules, kind, begins, regularised_on or begins)
    return Span(begins, last_day(begins, rule.months), rule) if rule else None


def duplicate_span(handed_over: date, lost_end: date) -> Span | None:
    """A duplicate runs to the end of the card that was lost; None once that day has passed."""
    return Span(handed_over, lost_end) if handed_over <= lost_end else None


def reminder_due(ends: date, day: date) -> int | None:
    """Which reminder is due on ``day``: the last one whose moment has come; none before, and none once it has ended."""
    left = (ends - day).days
    return min((days for days in REMINDERS if 0 <= left <= days), default=None)
