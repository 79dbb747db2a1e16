"""What every family of checks works with: the text as read, its groups, the voice; and how a finding is made."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Literal

from musanada.press.explain import Voice
from musanada.press.matching import Claim, Reading
from musanada.press.reading.folding import folded
from musanada.press.reading.numbers import Finding
from musanada.press.structure import Group, groups, value
from musanada.press.universe import Known

Level = Literal["error", "check"]
ACCORDING = re.compile(
    r"(?:selon|d'apres|de source|indique|affirme|annonce|rapporte|source ?:|according to|said|says|reports?|figures? (?:of|from)|data (?:of|from)|حسب|وفق|اعلن|افاد|كشف|ذكر|بحسب)[^.;]{0,80}"
)
NEARLY = Decimal("0.05")  # "about", "nearly": five per cent


@dataclass
class Case:
    """One text under examination."""

    reading: Reading
    voice: Voice = field(init=False)

    def __post_init__(self) -> None:
        self.voice = Voice(self.reading.lang)

    @cached_property
    def groups(self) -> list[Group]:
        return groups(self.reading)

    def finding(self, code: str, level: Level, claims: list[Claim], key: str, **values: Any) -> Finding:
        """At the first claim; about all of them."""
        first = claims[0].number
        return Finding(
            code, level, first.start, first.end, self.voice.say(key, **values), tuple(c.index for c in claims)
        )

    def source(self, known: Known) -> str:
        """Who gives a known value."""
        found = self.reading.universe.sources.get(known.source)
        return found.name[self.voice.lang] if found else known.source

    def attributed(self, claim: Claim) -> str:
        """The folded words that say who gives the number: the reading's, else "selon …" in its sentence."""
        if claim.number.attributed:
            return f"{folded(claim.number.attributed)} "
        said = ACCORDING.search(claim.whole)
        return said[0] if said else ""


Check = Callable[[Case], Iterator[Finding]]


def half_up(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def floor(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(Decimal(1), ROUND_FLOOR) * step


def meets(claim: Claim, low: Decimal, high: Decimal | None = None) -> bool:
    """Is what is printed true of a value (or of some value of an interval), by its qualifier and its last digit?"""
    high = low if high is None else high
    said, step = value(claim), claim.number.step
    match claim.number.qualifier:
        case "more-than":
            return high > said
        case "at-least":
            return high >= said - step / 2
        case "less-than":
            return low < said
        case "at-most":
            return low <= said + step / 2
        case "nearly":
            return low <= said + step / 2 and high >= said * (1 - NEARLY) - step / 2
        case "about":
            return low <= said * (1 + NEARLY) + step / 2 and high >= said * (1 - NEARLY) - step / 2
    if (
        claim.number.spelled
        and claim.percent
        and said not in (Decimal(50), Decimal(25), Decimal(75), Decimal(100))
    ):
        return low <= said * (1 + NEARLY) and high >= said * (1 - NEARLY)
    return low <= said + step / 2 and high >= said - step / 2


def printed_exactly(claim: Claim) -> bool:
    """ "Près de 2 712": whatever the word says, nobody rounds to 2 712."""
    said = value(claim)
    return claim.counts and said == int(said) and len(str(int(said)).rstrip("0")) >= 4


def interval(claim: Claim) -> tuple[Decimal, Decimal]:
    """Where the true value lies: an exact count is itself; a rounded or approximate one an interval."""
    said = value(claim)
    match "exact" if printed_exactly(claim) else claim.number.qualifier:
        case "exact":
            half = claim.number.step / 2 if claim.number.step != 1 else Decimal(0)
            return said - half, said + half
        case "more-than" | "at-least":
            return said, said * (1 + NEARLY)
        case "less-than" | "at-most" | "nearly":
            return said * (1 - NEARLY), said
    return said * (1 - NEARLY), said * (1 + NEARLY)


def one_slip(printed: int, meant: int) -> bool:
    """One digit wrong, missing, doubled, or two neighbours swapped: what a hand mistypes."""
    a, b = str(printed), str(meant)
    if a == b or min(len(a), len(b)) < 3:
        return False
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            return True
        if len(wrong) == 2:
            i, j = wrong
            return a[i] == b[j] and a[j] == b[i]
        return False
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
