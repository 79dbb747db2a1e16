"""Protection: children alone, victims of trafficking, people hurt at the borders, courses; of 2024, and what waits today."""

from musanada.access.models import Unit, User
from musanada.demo import (
    border,
    child_roads,
    children,
    children_today,
    courses,
    encounters,
    protection_world,
    trafficking,
)
from musanada.demo import plan_protection as plan
from musanada.demo.chance import Chance
from musanada.demo.children import Kid
from musanada.demo.protection_book import DAY
from musanada.demo.protection_world import Ground
from musanada.protection.commands.checklists import load_lists
from musanada.protection.commands.past import seal_past_dossiers
from musanada.protection.commands.rules import load_rules
from musanada.protection.models import SiblingLink


def fill(
    actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User], scale: float
) -> dict[str, int]:
    """Returns how many people anybody may find it brought, and how many it protects."""
    load_rules()  # a bare database of a test has none
    load_lists()
    numbers = plan.Numbers().scaled(scale)
    ground = protection_world.found(actor, chance, units, staff)
    kids = tell_children(ground, scale, numbers)
    lately = children_today.fill(ground)
    encounters.strangers(ground, numbers.strangers)
    courses.fill(ground, kids)
    victims = trafficking.fill(ground, numbers)
    casualties, named = border.fill(ground, numbers)
    ground.book.write(actor, units["oim"], {unit.pk: unit for unit in units.values()})
    seal_past_dossiers(actor, units["oim"])
    return {"persons": named, "children": len(kids) + lately, "victims": victims, "casualties": casualties}


def tell_children(ground: Ground, scale: float, numbers: plan.Numbers) -> list[Kid]:
    """Every child of 2024, brothers and sisters among them; a third were first met in the street."""
    chance, book = ground.chance, ground.book
    kids = children.draw(chance, scale, book.today)
    pairs = children.pair(chance, kids, numbers.siblings)
    for kid in kids:
        met = kid.day - chance.randrange(1, 90) * DAY if chance.part(1 / 3) else None
        told = child_roads.tell(book, ground.teams[kid.town], kid, met)
        if met:
            encounters.of_child(ground, told, met)
        if kid.mapped and (met or chance.part(0.3)):
            encounters.legs(ground, kid.mapped, kid.country, kid.day, told.by)
    for first, second in pairs:
        together = chance.part(0.85)
        why = "" if together else "L'aîné a choisi un autre foyer ; visites chaque semaine."
        first.file.add(
            SiblingLink, first.day, other=second.file.id, together=together, why=why, by=first.file.team.owner
        )
    return kids
