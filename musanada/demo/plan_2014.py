"""How the operation of 2014 went, file by file in numbers: the printed figures at scale 1 and a path that leads to them.

Printed (``domain/systems.md``, section 1): 27,649 files lodged, 23,096 favourable in the end (F005, 83.53 %); as known
on 20 January 2015 27,130 and 16,180; as known on 9 February 2015 27,643, of which 18,694 favourable, 8,644 unfavourable
and 305 without an opinion. The shares of regions, sexes and nationalities are those of the favourable: 7,853 is 34 % of
23,096. How many were lifted by an appeal and how many by a relief decision nobody printed: it is invented here.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from musanada.demo.persons import DATA

T = TypeVar("T")
# Printed numbers of favourable files by group of offices: Rabat-Salé-Kénitra, Grand Casablanca, Oriental, Fès-Meknès.
REGIONS = {"R": 7_853, "C": 5_774, "O": 2_310, "F": 2_310, "X": 4_849}
MEN, MINORS = 0.56, 0.09  # of the favourable
WOMEN_REFUSED, MINORS_REFUSED = 0.07, 0.03  # of those who stayed without: women were relieved as a whole


@dataclass(frozen=True)
class Numbers:
    """The printed numbers, and the invented ones below the line."""

    filed: int = 27_649
    favourable: int = 23_096
    january_filed: int = 27_130
    january_favourable: int = 16_180
    february_filed: int = 27_643
    february_favourable: int = 18_694
    february_unfavourable: int = 8_644
    # ---
    favourable_after: int = 180  # opinions given after February 2015
    never_decided: int = 11
    women_relieved: int = 1_560
    children_relieved: int = 444
    minors_relieved: int = 58
    appeals_rejected: int = 188
    appeals_withdrawn: int = 46
    appeals_relieved: int = 612  # women who had appealed when the relief came

    def scaled(self, scale: float) -> "Numbers":
        """Each number times ``scale``, rounded, at least 1; where rounding would break a sum, the sum wins."""
        n = {name: max(round(value * scale), 1) for name, value in vars(self).items()}
        n["february_filed"] = n["filed"] - max(round((self.filed - self.february_filed) * scale), 1)
        n["january_filed"] = min(n["january_filed"], n["february_filed"])
        waiting = max(round((self.february_filed - 18_694 - 8_644) * scale), 1)
        n["february_unfavourable"] = max(n["february_filed"] - n["february_favourable"] - waiting, 1)
        return Numbers(**n)


@dataclass(frozen=True)
class Paths:
    """How many files took each way. Together they are the files lodged."""

    january: int  # favourable at first instance, known on 20 January 2015
    february: int  # the same, known on 9 February
    after: int  # the same, later
    women: int  # refused, then relieved
    children: int
    minors: int
    accepted: int  # refused, then accepted on appeal
    rejected: int
    withdrawn: int  # the appeal was taken back
    refused: int  # no appeal
    never: int  # ended without an opinion

    @property
    def lifted(self) -> int:
        return self.women + self.children + self.minors + self.accepted

    @property
    def left(self) -> int:
        """Without a favourable result in the end."""
        return self.rejected + self.withdrawn + self.refused + self.never


def paths(n: Numbers) -> Paths:
    undecided = n.filed - n.february_favourable - n.february_unfavourable
    never = min(n.never_decided, undecided)
    after = min(n.favourable_after, undecided - never)
    lifted = n.favourable - n.february_favourable - after
    women, children, minors = within(lifted, n.women_relieved, n.children_relieved, n.minors_relieved)
    stayed = n.filed - n.favourable - never
    rejected, withdrawn = within(stayed, n.appeals_rejected, n.appeals_withdrawn)
    return Paths(
        january=n.january_favourable,
        february=n.february_favourable - n.january_favourable,
        after=after,
        women=women,
        children=children,
        minors=minors,
        accepted=lifted - women - children - minors,
        rejected=rejected,
        withdrawn=withdrawn,
        refused=stayed - rejected - withdrawn,
        never=never,
    )


def within(total: int, *parts: int) -> list[int]:
    """Parts as wanted, as far as the total goes."""
    kept = []
    for part in parts:
        kept.append(min(part, total))
        total -= kept[-1]
    return kept


@dataclass(frozen=True)
class Office:
    """A bureau of 2014: its share of its region's files, how strict and how slow it was."""

    code: str
    group: str
    weight: float
    strict: float
    days: float


@dataclass(frozen=True)
class Origin:
    country: str
    pool: str
    share: float  # per cent of the favourable
    language: str


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def offices() -> list[Office]:
    return [
        Office(r["code"], r["group"], float(r["weight"]), float(r["strict"]), float(r["days"]))
        for r in rows("offices-2014.csv")
    ]


@lru_cache(maxsize=1)
def origins() -> list[Origin]:
    return [
        Origin(r["country"], r["pool"], float(r["share"]), r["language"])
        for r in rows("nationalities-2014.csv")
    ]


@lru_cache(maxsize=1)
def by_country() -> dict[str, Origin]:
    return {one.country: one for one in origins()}


def apportion(total: int, weights: Mapping[T, float], at_least: int = 0) -> dict[T, int]:
    """Whole numbers that add up to ``total``, by the largest remainder; each ``at_least``, as far as the total goes."""
    floor = min(at_least, total // len(weights)) if weights else 0
    rest, whole = total - floor * len(weights), sum(weights.values()) or 1
    exact = {key: rest * weight / whole for key, weight in weights.items()}
    made = {key: floor + int(value) for key, value in exact.items()}
    missing = total - sum(made.values())
    for key in sorted(exact, key=lambda k: int(exact[k]) - exact[k])[:missing]:
        made[key] += 1
    return made


@dataclass(frozen=True)
class Spread:
    """How many files of each office: favourable at first instance, lifted later, never favourable."""

    first: dict[str, int]
    lifted: dict[str, int]
    left: dict[str, int]


def spread(p: Paths) -> Spread:
    """The favourable exactly as printed by region; refusals fall where offices were strict."""
    favourable = p.january + p.february + p.after + p.lifted
    regions = apportion(favourable, REGIONS)
    won: dict[str, int] = {}
    for group, total in regions.items():
        won |= apportion(total, {o.code: o.weight for o in offices() if o.group == group})
    lifted = capped(p.lifted, {o.code: won[o.code] * o.strict for o in offices()}, won)
    left = apportion(p.left, {o.code: (won[o.code] + 3) * o.strict**0.8 for o in offices()})
    return Spread({code: won[code] - lifted[code] for code in won}, lifted, left)


def capped(total: int, weights: Mapping[str, float], most: Mapping[str, int]) -> dict[str, int]:
    """Apportioned, no key above ``most``: what is too much goes to the others."""
    made = apportion(total, weights)
    over = 0
    for key, value in made.items():
        over += max(value - most[key], 0)
        made[key] = min(value, most[key])
    for key in sorted(made, key=lambda k: most[k] - made[k], reverse=True):
        more = min(over, most[key] - made[key])
        made[key] += more
        over -= more
    return made


def nationalities(favourable: int, left: int) -> tuple[dict[str, int], dict[str, int]]:
    """Of the favourable exactly the printed shares, every country once if it can be; of the others about the same."""
    shares = {o.country: o.share for o in origins()}
    printed = {code: round(shares[code] / 100 * favourable) for code in ("SYR", "SEN", "COD")}
    others = {code: share for code, share in shares.items() if code not in printed}
    won = printed | apportion(favourable - sum(printed.values()), others, at_least=1)
    return won, apportion(left, {code: share**0.9 for code, share in shares.items()})


def laid_out(counts: Mapping[T, int]) -> list[T]:
    """Each key as often as it counts, the rarest first."""
    return [key for key in sorted(counts, key=lambda k: counts[k]) for _time in range(counts[key])]
