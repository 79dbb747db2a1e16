"""Invented people: names in both scripts, ages as counters know them, families."""

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from uuid import UUID

import yaml

from musanada.assistance.drafts import ActDraft
from musanada.demo.chance import Chance
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft

DATA = Path(__file__).parent / "data"
TIES = ("head", "spouse", "child")
SIZES = (1, 2, 3, 4, 5, 6)
SIZE_WEIGHTS = list(accumulate((74, 9, 8, 5, 3, 1)))
CITIES = ("MA-RAB", "MA-CAS", "MA-TNG", "MA-OUJ", "MA-NAD", "MA-MAR", "MA-AGD")
CITY_WEIGHTS = list(accumulate((21, 24, 13, 17, 9, 8, 8)))


@dataclass
class Someone:
    """A person of the demonstration. ``born`` is the truth; ``birth`` what the counter knows of it."""

    sex: str
    born: date
    birth: PartialDate
    country: str
    names: tuple[NameDraft, ...]
    city: str
    language: str
    tie: str = "head"
    contacts: tuple[ContactDraft, ...] = ()
    identifiers: tuple[IdentifierDraft, ...] = ()
    id: UUID | None = None
    acts: "list[tuple[ActDraft, list[Someone]]]" = field(
        default_factory=list
    )  # and who was reached beside them

    def age_in(self, year: int) -> int:
        """Whole years reached in ``year`` as the figures will compute them; -1 where the age is not known."""
        return year - self.birth.date.year if self.birth.date else -1


@dataclass
class Family:
    """People who live together; a single person is a family of one. Moroccans among them are outside the universe."""

    members: list[Someone]
    nationals: list[Someone] = field(default_factory=list)

    @property
    def foreigners(self) -> list[Someone]:
        return self.members

    def everyone(self) -> list[Someone]:
        return [*self.members, *self.nationals]


@dataclass(frozen=True)
class Pool:
    """Names of one origin: ``(Latin, Arabic)``, most frequent first, with cumulative weights."""

    given: dict[str, list[tuple[str, str]]]
    family: list[tuple[str, str]]

    def draw(self, chance: Chance, what: str) -> tuple[str, str]:
        names = self.family if what == "family" else self.given[what]
        return chance.weighted(names, weights(len(names)))


@cache
def weights(count: int) -> list[float]:
    """A few names are carried by many: weights fall as 1/(rank + 3)."""
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


@lru_cache(maxsize=1)
def pools() -> dict[str, Pool]:
    raw = yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8"))
    return {
        code: Pool(
            {"M": list(p["given_m"].items()), "F": list(p["given_f"].items())}, list(p["family"].items())
        )
        for code, p in raw.items()
    }


@lru_cache(maxsize=1)
def origins() -> tuple[list[dict[str, str]], list[float]]:
    with (DATA / "nationalities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, list(accumulate(float(r["weight"]) for r in rows))


def families(chance: Chance, persons: int) -> list[Family]:
    """Families with exactly ``persons`` people among them."""
    made: list[Family] = []
    left = persons
    while left:
        size = min(chance.weighted(SIZES, SIZE_WEIGHTS), left)
        made.append(family(chance, size))
        left -= size
    return made


def family(chance: Chance, size: int) -> Family:
    origin = chance.weighted(*origins())
    city = chance.weighted(CITIES, CITY_WEIGHTS)
    surname = pools()[origin["pool"]].draw(chance, "family")
    head = someone(chance, origin, city, surname, "F" if size > 1 and chance.part(0.45) else "", "head")
    members = [head]
    for number in range(1, size):
        tie = "spouse" if number == 1 and chance.part(0.55) else "child"
        sex = ("M" if head.sex == "F" else "F") if tie == "spouse" else ""
        members.append(someone(chance, origin, city, surname, sex, tie))
    return Family(members)


def add_national(chance: Chance, home: Family) -> None:
    """A Moroccan spouse or parent in the household: reached with it, outside the universe of the figures."""
    origin = {"country": "MAR", "pool": "arab", "language": "ara"}
    surname = pools()["arab"].draw(chance, "family")
    home.nationals.append(someone(chance, origin, home.members[0].city, surname, "", "relative"))


def someone(
    chance: Chance, origin: dict[str, str], city: str, surname: tuple[str, str], sex: str, tie: str
) -> Someone:
    sex = sex or ("F" if chance.part(0.5 if tie == "child" else 0.36) else "M")
    born = birthday(chance, tie)
    shown = "unknown" if chance.part(0.002) else "refused" if chance.part(0.001) else sex
    known = chance.part(0.997)
    return Someone(
        sex=shown,
        born=born,
        birth=as_known(chance, born, child=tie == "child"),
        country=origin["country"] if known else "",
        names=names(chance, origin, sex, surname),
        city=city,
        language=origin["language"],
        tie=tie,
        contacts=contacts(chance) if tie != "child" else (),
        identifiers=papers(chance, origin["country"]) if known else (),
    )


def birthday(chance: Chance, tie: str) -> date:
    """Children 0 to 17, adults mostly 19 to 45 at the end of 2024."""
    age = chance.randrange(18) if tie == "child" else 19 + int(chance.betavariate(1.6, 4.2) * 52)
    return (
        chance.day(date(2024 - age, 1, 1), date(2024 - age, 12, 31))
        if age
        else chance.day(date(2022, 1, 1), date(2022, 12, 31))
    )


def as_known(chance: Chance, born: date, *, child: bool) -> PartialDate:
    """Many birth dates are known to the year only, or guessed (standards, section 10)."""
    drawn = chance.random()
    if drawn < 0.55 or (child and drawn < 0.8):
        return PartialDate(born, BirthPrecision.DAY)
    if drawn < 0.82:
        return PartialDate(date(born.year, 1, 1), BirthPrecision.YEAR)
    if drawn < 0.9:
        return PartialDate(date(born.year, born.month, 1), BirthPrecision.MONTH)
    if drawn < 0.985:
        return PartialDate(date(born.year, 1, 1), BirthPrecision.ESTIMATED)
    return PartialDate(None, BirthPrecision.UNKNOWN if drawn < 0.995 else BirthPrecision.REFUSED)


def names(
    chance: Chance, origin: dict[str, str], sex: str, surname: tuple[str, str]
) -> tuple[NameDraft, ...]:
    """As written at a counter: usually given then family, sometimes turned round; Arabic beside it for some."""
    given = pools()[origin["pool"]].draw(chance, sex)
    turned = chance.part(0.1)
    latin = f"{surname[0].upper()} {given[0]}" if turned else f"{given[0]} {surname[0]}"
    drafts = [NameDraft(text=latin, given=given[0], family=surname[0])]
    if chance.part(0.95 if origin["pool"] == "arab" else 0.25):
        drafts.append(NameDraft(text=f"{given[1]} {surname[1]}", given=given[1], family=surname[1]))
    if origin["pool"] == "arab" and chance.part(0.6):
        drafts.reverse()
    return tuple(drafts)


def contacts(chance: Chance) -> tuple[ContactDraft, ...]:
    """Telephone numbers that cannot ring: no Moroccan number begins with +212 0."""
    if not chance.part(0.4):
        return ()
    safety = "safe" if chance.part(0.7) else "message_only"
    return (ContactDraft("phone", f"+2120{chance.randrange(10**8):08d}", safety),)


def papers(chance: Chance, country: str) -> tuple[IdentifierDraft, ...]:
    if not chance.part(0.22):
        return ()
    return (IdentifierDraft("passport", f"X{chance.getrandbits(40):012X}", country),)
