"""Protection: children alone, victims of trafficking, people hurt at the borders, courses; of 2024, and what waits today."""

from musanada.access.models import Unit, User
from musanada.demo import child_roads, children, protection_world
from musanada.demo.chance import Chance
from musanada.protection.commands.checklists import load_lists
from musanada.protection.commands.rules import load_rules


def fill(
    actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User], scale: float
) -> dict[str, int]:
    """Returns how many people anybody may find it brought, and how many it protects."""
    load_rules()  # a bare database of a test has none
    load_lists()
    ground = protection_world.found(actor, chance, units, staff)
    kids = children.draw(chance, scale, ground.book.today)
    for kid in kids:
        child_roads.tell(ground.book, ground.teams[kid.town], kid)
    ground.book.write(actor, units["oim"], {unit.pk: unit for unit in units.values()})
    return {"persons": 0, "children": len(kids), "victims": 0, "casualties": 0}
