"""Street encounters of the demonstration: those that became a child's file, and those of children nobody met again."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from musanada.demo import protection_words as words
from musanada.demo.child_files import Telling, pick
from musanada.demo.protection_book import DAY
from musanada.demo.protection_world import STREET, Ground
from musanada.protection.models import Encounter, MappedChild, PathwayLeg

MAPPING = (("MA-NAD", 44), ("MA-CAS", 80), ("MA-MAR", 100))
MEANS = (("road", 58), ("foot", 84), ("sea", 90), ("rail", 96), ("unknown", 100))
INCIDENTS = (
    ("none", 52),
    ("robbery", 66),
    ("violence", 80),
    ("detention", 88),
    ("pushback", 94),
    ("separation", 100),
)
NEEDS = ("health", "food", "shelter", "nfi", "protection", "mhpss", "tracing", "documentation")
COUNTRIES = (("MAR", 38), ("GIN", 58), ("SEN", 72), ("CIV", 84), ("MLI", 91), ("CMR", 96), ("", 100))
LONE = 0.3  # of the pathways is told of by children met in the street


def worker(ground: Ground, office: str) -> tuple[UUID, UUID]:
    """The team of a town and whoever notes for it."""
    code = STREET.get(office, STREET["oim-nad"])
    place = {"assoc-nador-marchica": "nador", "assoc-casa-main-tendue": "casablanca"}.get(code, "marrakech")
    return ground.units[code].pk, ground.by(f"street-worker.{place}")


def band(age: int) -> str:
    return "0-5" if age < 6 else "6-12" if age < 13 else "13-17"


def met(
    ground: Ground,
    child: UUID | None,
    office: str,
    town: UUID,
    day: date,
    said: dict[str, Any],
    *,
    sort: bool,
) -> None:
    """One encounter, noted at once; sorted within days."""
    book, chance = ground.book, ground.chance
    unit, by = worker(ground, office)
    at = book.moment(day)
    needs = chance.sample(NEEDS, chance.randrange(4))
    sorted_at = min(at + timedelta(days=1 + chance.randrange(5)), book.now) if sort else None
    book.add(
        Encounter, at, unit=unit, child=child, at=at, town=town, spot=chance.choice(words.SPOTS), **said,
        company=chance.choice(("alone", "peers", "peers", "siblings", "adult", "unknown")),
        needs=f",{','.join(needs)}," if needs else "", danger=chance.part(0.06), marks=chance.choice(words.MARKS),
        recorded_by=by, sorted_at=sorted_at, sorted_by=by if sort else None,
    )  # fmt: skip


def of_child(ground: Ground, t: Telling, first: date) -> None:
    """One to four, from the first to the day of identification."""
    kid, chance = t.kid, ground.chance
    if kid.mapped is None:
        return
    said = {"nickname": chance.choice(words.NICKNAMES), "sex": kid.sex, "band": band(kid.age), "age": kid.age,
            "nationality": kid.country or None, "language": kid.language}  # fmt: skip
    days = sorted({first, *(chance.day(first, kid.day) for _n in range(chance.randrange(4)))})
    for day in days:
        met(ground, kid.mapped, t.file.team.unit.code, t.file.team.town, day, said, sort=True)


def strangers(ground: Ground, number: int) -> None:
    """Children met in the three towns and never identified; some encounters are still to be sorted."""
    chance, book = ground.chance, ground.book
    for count in range(number):
        town = pick(chance, MAPPING)
        team = ground.teams[town]
        unit, by = worker(ground, team.unit.code)
        age, sex, country = (
            9 + chance.randrange(9),
            "F" if chance.part(0.24) else "M",
            pick(chance, COUNTRIES),
        )
        lately = count % 12 == 0
        first = (
            book.today - chance.randrange(2, 30) * DAY
            if lately
            else chance.day(date(2024, 1, 3), date(2024, 12, 20))
        )
        nickname = chance.choice(words.NICKNAMES)
        child = book.add(
            MappedChild, book.moment(first), reference=chance.reference(), unit=unit, nickname=nickname, sex=sex,
            born_about=first.year - age, nationality=country or None, first_on=first, recorded_by=by,
        )  # fmt: skip
        said = {
            "nickname": nickname,
            "sex": sex,
            "band": band(age),
            "age": age,
            "nationality": country or None,
        }
        for n in range(1 + min(int(chance.expovariate(1.4)), 3)):
            day = min(first + n * chance.randrange(3, 40) * DAY, book.today)
            met(ground, child, team.unit.code, team.town, day, said, sort=True)
        if chance.part(LONE):
            legs(ground, child, country, first, by)
        if lately and count % 24 == 0:
            met(
                ground,
                None,
                team.unit.code,
                team.town,
                book.today - chance.randrange(3) * DAY,
                said,
                sort=False,
            )


def legs(ground: Ground, child: UUID, country: str, until: date, by: UUID) -> None:
    """The way they came, one leg after the other, the last one ending before that day."""
    chance, book = ground.chance, ground.book
    route = words.ROUTES.get(country) or words.ROUTES["GIN" if country not in ("MAR", "") else "MAR"]
    steps = [*pairwise(route)]
    day = until - timedelta(days=40 * len(steps) + chance.randrange(200))
    for order, (start, end) in enumerate(steps, start=1):
        arrived = day + timedelta(days=2 + chance.randrange(20))
        book.add(
            PathwayLeg, book.moment(until), child=child, order=order, from_country=country_of(start, country, order),
            from_city=start[1] if (start[0] == route[0][0] and start[0] == country) or order > 1 else "", to_country=end[0],
            to_city=end[1], left_on=day.replace(day=1), left_precision="month", arrived_on=arrived.replace(day=1),
            arrived_precision="month", means=pick(chance, MEANS), worked=chance.choice((True, False, None)),
            incident=pick(chance, INCIDENTS), recorded_by=by,
        )  # fmt: skip
        day = arrived + timedelta(days=10 + chance.randrange(18))


def country_of(start: tuple[str, str], country: str, order: int) -> str:
    """The first leg begins at home, whichever road it joins."""
    return country if order == 1 and country else start[0]
