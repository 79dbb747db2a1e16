"""How many people received what: the printed figures at scale 1, and an overlap between services that is realistic.

Printed (``domain/reference-figures.csv``): F022/F025/F037 36,000 foreign persons in 2024; F041 10,404 food and
non-food; F042 8,588 and F043 +60.7 % on 2023 (5,344, F043i); F044 1,368; F056 109 minors in language courses.
What the articles do not print (2023, the overlap) is invented.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from musanada.demo.chance import Chance
from musanada.demo.persons import Family, Someone


@dataclass(frozen=True)
class Numbers:
    """Persons in a year, by service; minors in language courses. At scale 1 unless scaled."""

    year: int
    persons: int
    aid: int
    health: int
    shelter: int
    language_minors: int

    def scaled(self, scale: float) -> "Numbers":
        counts = (self.persons, self.aid, self.health, self.shelter, self.language_minors)
        return Numbers(self.year, *(max(round(n * scale), 1) for n in counts))


NUMBERS = (
    Numbers(2023, persons=29_700, aid=8_350, health=5_344, shelter=1_120, language_minors=84),
    Numbers(2024, persons=36_000, aid=10_404, health=8_588, shelter=1_368, language_minors=109),
)
CARRIED = 0.3  # of the people of 2023 came again in 2024
HEALTH_AMONG_AID, SHELTER_AMONG_AID = 0.35, 0.6


@dataclass
class Year:
    """Who received what in a year. ``aid`` are whole families: a basket reaches the household."""

    numbers: Numbers
    families: list[Family]
    aid: list[Family]
    health: list[Someone]
    shelter: list[Someone]
    language_minors: list[Someone]

    def people(self) -> list[Someone]:
        return [p for f in self.families for p in f.foreigners]

    def others(self) -> list[Someone]:
        """Those of the year whom none of the printed services reached: they came for something else."""
        printed = {id(p) for f in self.aid for p in f.foreigners}
        printed |= {id(p) for p in (*self.health, *self.shelter, *self.language_minors)}
        return [p for p in self.people() if id(p) not in printed]


def take(families: Iterable[Family], persons: int) -> list[Family]:
    """Families with exactly ``persons`` foreigners among them: single people fill what large families leave."""
    taken, left = [], persons
    for family in families:
        size = len(family.foreigners)
        if size <= left:
            taken.append(family)
            left -= size
        if not left:
            break
    if left:
        raise ValueError(f"{left} of {persons} persons could not be placed: more single people are needed")
    return taken


def split(families: list[Family], before: Numbers, now: Numbers) -> tuple[list[Family], list[Family]]:
    """Families of the first and of the second year; ``CARRIED`` of the first came in both."""
    both = take(families, round(before.persons * CARRIED))
    rest = without(families, both)
    later = take(rest, now.persons - sum(len(f.foreigners) for f in both))
    return [*both, *without(rest, later)], [*both, *later]


def without(families: list[Family], some: list[Family]) -> list[Family]:
    gone = {id(f) for f in some}
    return [f for f in families if id(f) not in gone]


def year(chance: Chance, numbers: Numbers, families: list[Family]) -> Year:
    """Draw who received what: exactly as many as the numbers say."""
    shuffled = chance.sample(families, len(families))
    aid = take(shuffled, numbers.aid)
    inside = [p for f in aid for p in f.foreigners]
    outside = [p for f in without(families, aid) for p in f.foreigners]
    health = overlapping(chance, inside, outside, numbers.health, HEALTH_AMONG_AID)
    adults = [[p for p in group if p.age_in(numbers.year) >= 20] for group in (inside, outside)]
    shelter = overlapping(chance, adults[0], adults[1], numbers.shelter, SHELTER_AMONG_AID)
    minors = [p for p in (*inside, *outside) if 7 <= p.age_in(numbers.year) <= 16]
    return Year(numbers, families, aid, health, shelter, chance.sample(minors, numbers.language_minors))


def overlapping(
    chance: Chance, inside: list[Someone], outside: list[Someone], count: int, share: float
) -> list[Someone]:
    """``count`` people, ``share`` of them among those ``inside`` the other service."""
    within = min(round(count * share), len(inside))
    return [*chance.sample(inside, within), *chance.sample(outside, count - within)]
