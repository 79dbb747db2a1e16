"""Children alone or separated, invented: who they are, where they were met and what became of them. Counts: the plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from musanada.demo import plan_protection as plan
from musanada.demo.chance import Chance
from musanada.demo.persons import as_known, names, origins, pools
from musanada.demo.protection_book import DAY
from musanada.kit.ages import age_on
from musanada.kit.choices import Answer, BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.drafts import PersonDraft
from musanada.protection.drafts import age_at, birthday

FIRST, LAST = date(2024, 1, 2), date(2024, 12, 29)
RISKS = (("high", 24), ("medium", 68), ("low", 100))
SURNAMES = {"MAR": "arab", "": "west"}
LANGUAGES = {"MAR": "ara", "": "fra"}


@dataclass(eq=False)
class Kid:
    """One child of the demonstration; ``day``: of identification."""

    sex: str
    age: int
    country: str
    town: str
    status: str
    road: str
    day: date
    birth: PartialDate
    surname: tuple[str, str]
    risk: str
    key: UUID = field(init=False)
    file: Any = None  # its ``PastFile``, once told
    mapped: UUID | None = None

    def turning(self, years: int) -> date:
        """As the commands count it: the youngest it can be."""
        found = birthday(self.birth, years)
        if found is None:
            raise LookupError("a child of the demonstration has a birth date")
        return found

    @property
    def eighteen(self) -> date:
        return self.turning(18)

    @property
    def seventeen(self) -> date:
        return self.turning(17)

    @property
    def language(self) -> str:
        return origin_of(self.country)["language"]

    @property
    def critical(self) -> bool:
        return self.age < 13


def pair(chance: Chance, kids: list[Kid], number: int) -> list[tuple[Kid, Kid]]:
    """Brothers and sisters: of one family name, met on the same day in the same town."""
    free: dict[tuple[str, str], list[Kid]] = {}
    for one in kids:
        if one.road not in ("adult", "former") and one.country:
            free.setdefault((one.town, one.country), []).append(one)
    groups = [some for some in free.values() if len(some) > 1]
    made: list[Any] = []
    while groups and len(made) < number:
        some = chance.choice(groups)
        first, second = some.pop(), some.pop()
        second.surname = first.surname
        moved(chance, second, first.day)
        made.append((first, second))
        if len(some) < 2:
            groups.remove(some)
    return made


def origin_of(country: str) -> dict[str, str]:
    for row in origins()[0]:
        if row["country"] == country:
            return row
    return {"country": country, "pool": SURNAMES[country], "language": LANGUAGES[country]}


def draw(chance: Chance, scale: float, today: date) -> list[Kid]:
    """All children of 2024, each trait as often as the plan says."""
    traits = {name: chance.sample(values, len(values)) for name, values in plan.spread(scale).items()}
    rows = sorted(
        zip(traits["age"], traits["sex"], traits["country"], traits["town"], traits["status"], strict=True),
        key=lambda row: int(row[0]),
    )
    kids = [
        kid(chance, sex=sex, age=int(age), country=country, town=town, status=status)
        for age, sex, country, town, status in rows
    ]
    give_roads(chance, kids, traits["road"], today)
    return sorted(chance.sample(kids, len(kids)), key=lambda one: (one.day, one.town))


def give_roads(chance: Chance, kids: list[Kid], roads: Iterable[str], today: date) -> None:
    """Adults of today are those who were old enough; whom a team follows as a child is young enough."""
    left = dict.fromkeys(plan.ROADS, 0)
    for road in roads:
        left[road] += 1
    waiting = sorted(kids, key=lambda one: -one.eighteen.toordinal())  # the youngest first
    for road in ("active", "bid_waiting"):
        for _n in range(left.pop(road)):
            waiting.pop(chance.randrange(min(len(waiting), 40))).road = road
    for road in ("former", "adult"):
        for _n in range(left.pop(road)):
            oldest = [one for one in waiting[-(len(waiting) // 2 + 1) :] if one.eighteen < today - 60 * DAY]
            chosen = chance.choice(oldest or waiting[-1:])
            waiting.remove(chosen)
            chosen.road = road
    rest = [road for road, number in left.items() for _n in range(number)]
    for one, road in zip(waiting, chance.sample(rest, len(rest)), strict=True):
        one.road = road
    for one in kids:
        if one.road in plan.BIDS and one.road != "bid_waiting" and one.day > date(2024, 9, 1):
            moved(chance, one, one.day - 120 * DAY)


def moved(chance: Chance, one: Kid, day: date) -> None:
    """Identified earlier, at the same age."""
    one.day = day
    one.birth = born(chance, one.age, day)


def kid(
    chance: Chance,
    *,
    sex: str,
    age: int,
    country: str,
    town: str,
    status: str,
    day: date | None = None,
    road: str = "",
) -> Kid:
    on = day or chance.day(FIRST, LAST)
    surname = pools()[origin_of(country)["pool"]].draw(chance, "family")
    risk = "high" if age < 13 else chance.weighted([r for r, _w in RISKS], [w for _r, w in RISKS])
    return Kid(sex, age, country, town, status, road, on, born(chance, age, on), surname, risk)


def born(chance: Chance, age: int, day: date) -> PartialDate:
    """A birth date, as well as it is known, by which every rule finds this age on that day."""
    back = chance.randrange(1, 360)
    year = day.year - age
    exact = day.replace(year=year, day=min(day.day, 28)) - timedelta(days=back)
    known = as_known(chance, exact, child=True)
    if known.date and age_on(known.date, known.precision, day) == age_at(known, day) == age:
        return known
    return PartialDate(exact, BirthPrecision.DAY)


def draft(chance: Chance, one: Kid, place: UUID | None, at: Any, met: date) -> PersonDraft:
    """As the register keeps them; of an unknown nationality there is no row, and the answer that says why."""
    origin = origin_of(one.country)
    one.key = chance.key(at)
    return PersonDraft(
        names=names(chance, origin, one.sex, one.surname),
        sex=one.sex,
        birth=one.birth,
        nationalities=(one.country,) if one.country else (),
        nationality_answer=Answer.GIVEN if one.country else Answer.UNKNOWN,
        languages=tuple(dict.fromkeys((origin["language"], "ara")))
        if chance.part(0.4)
        else (origin["language"],),
        preferred_language=origin["language"],
        interpreter_needed=origin["language"] not in ("ara", "fra"),
        place=place,
        registered_on=met,
        recorded_at=at,
        id=one.key,
        reference=chance.reference(),
    )
