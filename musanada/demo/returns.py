"""Returns in both directions: registers of the past, files, the support after them, and what waits today."""

from musanada.access.models import Unit, User
from musanada.demo import returns_files, returns_past, returns_support, returns_world
from musanada.demo.chance import Chance
from musanada.returns.commands.rules import load_rules


def fill(
    actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User], scale: float
) -> dict[str, int]:
    """Returns how many people, files and lines of old registers it brought."""
    load_rules()  # set-up has loaded them; a bare database of a test has not
    estate = returns_world.found(actor, chance, units, staff)
    lines = returns_past.fill(estate, scale)
    away, back = returns_files.fill(estate, scale)
    supported = returns_support.fill(estate, away, back, scale)
    persons = sum(len(some) for some in estate.waiting.people.values())
    return {"persons": persons, "files": len(away) + len(back), "past": lines, "supported": supported}
