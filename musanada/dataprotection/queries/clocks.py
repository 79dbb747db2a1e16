"""The rule that holds at a unit on a day: its own, that of the organisation above, or the one we came with."""

from datetime import date

from musanada.access.doors import scoped
from musanada.access.models import Unit, User
from musanada.dataprotection.clocks import DEFAULTS, Clock, Rule, weekdays
from musanada.dataprotection.codes import split
from musanada.dataprotection.models import Deadline
from musanada.partners.policies import above


def rule_for(clock: str, unit: Unit, day: date) -> Rule:
    """The nearest unit's rule wins; at one unit, the latest in force."""
    rows = Deadline.objects.filter(clock=clock, unit__path__in=above(unit.path), from_on__lte=day)
    found = sorted(rows.select_related("unit"), key=lambda r: (len(r.unit.path), r.from_on, r.recorded_at))
    return read(found[-1]) if found else DEFAULTS[clock]


def read(row: Deadline) -> Rule:
    return Rule(
        row.clock,
        row.length,
        row.counting,
        weekdays(split(row.weekend)),
        frozenset(row.holidays.split()),
        row.confirmed,
        row.source,
    )


def deadlines(actor: User) -> list[Deadline]:
    """Every rule ever set where the actor sets them, the latest first."""
    rows = scoped(actor, "dataprotection.deadlines", Deadline.objects.select_related("unit", "recorded_by"))
    return list(rows.order_by("clock", "-from_on", "-recorded_at"))


def rules_at(unit: Unit, day: date) -> list[tuple[str, Rule]]:
    """Each clock in words and the rule that holds."""
    return [(str(Clock(code).label), rule_for(code, unit, day)) for code in Clock.values]
