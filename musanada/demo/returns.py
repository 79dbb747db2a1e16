"""Returns in both directions: registers of the past, files, the support after them, and what waits today."""

from musanada.access import bulk
from musanada.access.models import Unit, User
from musanada.demo import (
    handovers_today,
    returns_files,
    returns_past,
    returns_support,
    returns_today,
    returns_world,
    support_today,
)
from musanada.demo.chance import Chance
from musanada.returns.commands.lock_rules import load_lock_rules
from musanada.returns.commands.plan_deadlines import load_deadlines
from musanada.returns.commands.rules import load_rules


def fill(
    actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User], scale: float
) -> dict[str, int]:
    """Returns how many people, files and lines of old registers it brought."""
    for load in (load_rules, load_lock_rules, load_deadlines):  # a bare database of a test has none
        load()
    estate = returns_world.found(actor, chance, units, staff)
    lines = returns_past.fill(estate, scale)
    away, back = returns_files.fill(estate, scale)
    bulk.measure()
    supported = returns_support.fill(estate, away, back, scale)
    today = sum(area.fill(estate) for area in (returns_today, support_today, handovers_today))
    persons = estate.waiting.count() + today
    return {"persons": persons, "files": len(away) + len(back), "past": lines, "supported": supported}
