"""What each person received: acts inside the programmes that were at work in their city that day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from uuid import UUID

from musanada.assistance.drafts import ActDraft
from musanada.demo.chance import Chance
from musanada.demo.persons import Family, Someone
from musanada.demo.plan import Year
from musanada.demo.world import World

FOOD = (("food-basket", 62), ("hot-meal", 18), ("food-voucher", 8))
NFI = (
    ("hygiene-kit", 34),
    ("bedding-kit", 18),
    ("winter-kit", 20),
    ("dignity-kit", 12),
    ("kitchen-kit", 6),
    ("baby-kit", 6),
)
HEALTH = (
    ("primary-consultation", 46),
    ("medicines", 20),
    ("specialist-consultation", 12),
    ("medical-tests", 10),
    ("antenatal-care", 5),
    ("vaccination", 4),
    ("hospital-care", 3),
)
OTHER = (
    ("orientation-interview", 44),
    ("legal-counselling", 12),
    ("civil-documents", 10),
    ("psychosocial-support", 12),
    ("local-transport", 10),
    ("emergency-cash", 6),
    ("vocational-training", 3),
    ("language-course", 3),
)
CHILD_OTHER = (
    ("orientation-interview", 45),
    ("school-support", 30),
    ("civil-documents", 15),
    ("psychosocial-support", 10),
)
NOBODY = UUID(int=0)
MEMBERS = {"food-basket", "food-voucher", "baby-kit", "bedding-kit", "kitchen-kit", "rent-support"}
AMOUNTS = {"food-voucher": (200, 600, 50), "emergency-cash": (400, 1500, 100)}


def pick(chance: Chance, table: tuple[tuple[str, int], ...]) -> str:
    return chance.weighted([c for c, _w in table], list(accumulate(w for _c, w in table)))


def record_year(chance: Chance, world: World, year: Year) -> None:
    """Hang the year's acts on its people: each printed service reaches exactly those drawn for it."""
    for family in year.aid:
        aid(chance, world, year.numbers.year, family)
    for person in year.health:
        for _visit in range(1 + min(int(chance.expovariate(0.9)), 5)):
            act(chance, world, year.numbers.year, person, pick(chance, fitting(HEALTH, person)))
    for person in year.shelter:
        stay(chance, world, year.numbers.year, person)
    for person in year.language_minors:
        act(chance, world, year.numbers.year, person, "language-course")
    for person in year.others():
        other(chance, world, year.numbers.year, person)
    for person in year.people():
        if chance.part(0.16):
            other(chance, world, year.numbers.year, person)


def fitting(table: tuple[tuple[str, int], ...], person: Someone) -> tuple[tuple[str, int], ...]:
    """Antenatal care is for women of an age to be pregnant."""
    fits = person.sex == "F" and 15 <= 2024 - person.born.year <= 48
    return table if fits else tuple(row for row in table if row[0] != "antenatal-care")


def aid(chance: Chance, world: World, year: int, family: Family) -> None:
    """Food or goods: what counts the household is given to its head; the rest to each member."""
    head = family.members[0]
    times = 1 + min(int(chance.expovariate(0.7)), 5)
    alone = len(family.everyone()) == 1
    first = "food-basket" if not alone else pick(chance, FOOD if chance.part(0.7) else NFI)
    act(chance, world, year, head, first, family)
    for _time in range(times - 1):
        code = pick(chance, FOOD if chance.part(0.6) else NFI)
        act(chance, world, year, head, code, family if code in MEMBERS else None)


def other(chance: Chance, world: World, year: int, person: Someone) -> None:
    """Something the articles do not count by itself; language courses for adults only (F056 counts the minors)."""
    table = OTHER if person.age_in(year) >= 20 else CHILD_OTHER
    offered = tuple(row for row in table if world.activities(row[0], person.city, year))
    act(chance, world, year, person, pick(chance, offered))


def stay(chance: Chance, world: World, year: int, person: Someone) -> None:
    draft = drafted(chance, world, year, person, "emergency-shelter")
    nights = 1 + min(int(chance.expovariate(0.09)), 60)
    until = draft.given_on + timedelta(days=nights)
    recorded = max(draft.recorded_at, chance.moment_after(until, 3))
    person.acts.append((replace(draft, until_on=until, recorded_at=recorded), []))


def act(
    chance: Chance, world: World, year: int, person: Someone, code: str, family: Family | None = None
) -> None:
    others = family.everyone()[1:] if family and code in MEMBERS else []
    person.acts.append((drafted(chance, world, year, person, code), others))


def drafted(chance: Chance, world: World, year: int, person: Someone, code: str) -> ActDraft:
    """The act without the person's key, which the register gives later."""
    activity = world.activity(chance, code, person.city, year)
    first, last = max(activity.starts_on, date(year, 1, 1)), min(activity.ends_on, date(year, 12, 31))
    day = chance.day(first, last)
    recorded = chance.moment_after(day, 20)
    low, high, step = AMOUNTS.get(code, (0, 0, 1))
    amount = Decimal(low + step * chance.randrange((high - low) // step + 1)) if high else None
    return ActDraft(
        person=NOBODY,
        service=code,
        given_on=day,
        programme=activity.programme,
        partner=activity.partner,
        place=activity.place(chance),
        quantity=Decimal(1) if world.kinds[code] == "goods" else None,
        amount=amount,
        currency="MAD" if amount else "",
        recorded_at=recorded,
        id=chance.key(recorded),
        reference=chance.reference(),
    )
