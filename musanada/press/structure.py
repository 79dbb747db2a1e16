"""How the numbers of a sentence belong together: a total and its parts, a share and its base, an old value and a new.

Only what the words say: a total is a total because "dont", "of whom", "au total", a colon or a bracket stands between.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from musanada.press.matching import Claim, Reading, complementary, cue

PEOPLE = frozenset(
    {"", "persons", "people", "migrants", "children", "applications", "returns", "beneficiaries", "attempts"}
)
OPENING = re.compile(r":[^.]{0,40}$")
BRACKET = re.compile(r"\([^()]{0,40}$")
TOTAL_BEFORE = re.compile(
    r"(?:\bsoit|making|totall?ing|total(?: general)?(?: de| of)?|au total|en tout|in total|altogether|which makes|ما مجموعه|بمجموع|مجموع[ها]*|"
    r"المجموع|اي|في المجموع)(?: [^\W\d]+'?){0,3} ?:? ?$"
)
ANYTHING = {"groups": ""}  # "a group of", مجموعة: says nothing of what is counted
BARE = re.compile(r"(?:^|[,\s])(?:soit|making|or|اي)$")
MORE = re.compile(
    r"^(?: [^\W\d]+){0,2} (?:de plus|de moins|supplementaires?|additionn\w+|more|fewer|less|additional|extra|اضافي|اكثر|اقل)"
)
SUBSET = re.compile(
    r"(?:parmi (?:les|ces|ses|eux)|\bsur(?: (?:les|un total de|quelque))?|(?:^|out )of(?: the| these| a total of)?|among(?: the| these)?|"
    r"من بين|من اصل|من مجموع|من ضمن)(?: (?:ال)?)?$"
)
STOP = re.compile(r";|\n\n")
ALL = re.compile(r"au total|en tout\b|in total|altogether|in all\b|في المجموع|اجمالا|المجموع")


def value(claim: Claim) -> Decimal:
    found = claim.number.value
    return Decimal(0) if found is None else found


def loose(claim: Claim) -> bool:
    """Not printed as exact."""
    return claim.number.qualifier != "exact" or claim.number.value is None


def same_unit(one: Claim, other: Claim) -> bool:
    """May the two be added? Units that texts mix for people count as one here; another check names the mixing."""
    first, second = (ANYTHING.get(c.number.unit, c.number.unit) for c in (one, other))
    return first == second or {first, second} <= PEOPLE or not first or not second


@dataclass(frozen=True)
class Group:
    """A total and the parts named with it. ``whole``: the words say that the parts are all of it."""

    total: Claim
    parts: tuple[Claim, ...]
    whole: bool
    words: str  # between the total and its parts
    soft: bool = False  # "soit" alone: it may say something else
    listed: bool = False  # behind a colon, up to the end of the sentence

    @property
    def sum(self) -> Decimal:
        return sum((value(part) for part in self.parts), Decimal(0))

    @property
    def loose(self) -> bool:
        return any(loose(claim) for claim in (self.total, *self.parts))

    @cached_property
    def axis(self) -> str:
        """The split on which every part has a label of its own, "" where none."""
        named = [part for part in self.parts if "rest" not in part.dims]
        if not named or len(self.parts) - len(named) > 1:
            return ""
        axes = [axis for axis in named[0].dims if all(axis in part.dims for part in named)]
        own = [axis for axis in axes if len({part.dims[axis] for part in named}) == len(named)]
        return next(iter(own), "") if len(self.parts) > 1 else ""

    @cached_property
    def complete(self) -> bool:
        """Do the parts leave nobody out, by what the words say or what the labels are?"""
        if cue("main", self.words):
            return False
        return self.whole or (len(self.parts) > 1 and complementary(part.dims for part in self.parts))


def groups(reading: Reading) -> list[Group]:
    """Every total with its parts, each total once."""
    found: list[Group] = []
    for row, claims in enumerate(reading.sentences):
        counts = [claim for claim in claims if claim.counts and not two_wholes(claim)]
        found += forward(reading, counts)
        found += backward(reading, counts)
        if row:
            found += across(reading, reading.sentences[row - 1], counts)
    found = [group for group in found if not counts_labels(group)]
    seen: set[tuple[int, ...]] = set()
    once = []
    for group in found:
        key = (group.total.index, *sorted(part.index for part in group.parts))
        if key not in seen:
            seen.add(key)
            once.append(group)
    return once


def counts_labels(group: Group) -> bool:
    """``Quatre pays : Mali (265), Guinée (410)``: the number counts the names, not the people behind them."""
    total = group.total.number
    small = total.unit in ("countries", "cities", "regions", "communes", "nationalities", "provinces")
    return small and any(
        axis in part.dims
        for part in group.parts
        for axis in ("nation", "region", "city")
        if axis not in total.entity
    )


# "10 178 parmi les 23 096": the first is the part.
REVERSED = re.compile(
    r"(?:\bparmi|\bsur|\bamong|\bof|من بين|من اصل|من مجموع)(?! (?:eux|elles|lesquel|them|whom|which))(?: [^\W\d]+'?){0,3} ?$"
)
AGAINST = re.compile(r"\bcontre\b|\bagainst\b|\bversus\b|\bcompare|مقابل|مقارنه")


TWO_WHOLES = re.compile(
    r"(?:\b(?:sur|parmi|of|out of|among)|من بين|من اصل) (?:les |the )?\d[\d.,\s]* [^,.;:\d()]{2,30} (?:et|and|و) ?(?:les |the )?\d[\d.,\s]* [^,.;:\d]{2,30},"
    r"|%[^,.;:\d]{2,12}\d[\d.,]*[^,.;:\d]{2,20}(?:et|and|و) ?\d[\d.,]* ?%[^,.;:\d]{2,12}\d"
)


def two_wholes(claim: Claim) -> bool:
    """ "Sur 250 femmes et 150 hommes, 200 femmes (80 %) et 90 hommes (60 %)": which is of which is not proved."""
    return bool(TWO_WHOLES.search(claim.whole))


def forward(reading: Reading, counts: list[Claim]) -> Iterator[Group]:
    """``T, dont A et B``; ``T : A, B``."""
    for place, total in enumerate(counts[:-1]):
        first = counts[place + 1]
        words = reading.between(total, first)
        start = place + 1
        if not same_unit(total, first) and place + 2 < len(counts):  # 2 196 … vers 32 pays, dont A, B
            start, words = place + 2, words + " " + reading.between(first, counts[place + 2])
        told = (
            cue("parts", words)
            or cue("whole", words)
            or cue("main", words)
            or (value(total) >= 10 and SUBSET.search(total.before.strip()))
        )
        bracket = (
            not told
            and bool(BRACKET.search(words))
            and ")" in first.after + " ".join(c.after for c in counts[start:])
        )
        opened = bool(OPENING.search(words)) or bracket
        if not (told or opened):
            continue
        aside = bool(place and ")" in words.partition("dont")[0] and BRACKET.search(total.before))
        if STOP.search(words) or (first.number.of not in (None, total.index) and not aside):
            continue
        if aside:  # "852 formées (372 en 2023), dont": the bracket is not the whole
            total = counts[place - 1]
            if not same_unit(total, first):
                continue
        if (REVERSED.search(words) and value(first) > value(total)) or (not told and ALL.search(words)):
            continue
        parts = run(reading, total, counts[start:], bracket=bracket)
        if not parts or (opened and not cue("parts", words) and len(parts) < 2):
            continue
        whole = bool(cue("whole", words)) or (
            opened and not cue("parts", words) and (bracket or starts_all(total))
        )
        tail = parts[-1].after
        yield Group(
            total,
            tuple(parts),
            whole and not cue("examples", words),
            words + (tail if cue("overlap", tail) else ""),
            listed=opened and not told and parts[-1] is counts[-1] and not cue("examples", words),
        )


def starts_all(total: Claim) -> bool:
    return bool(ALL.search(total.before) or ALL.search(total.after))


def run(reading: Reading, total: Claim, counts: list[Claim], *, bracket: bool = False) -> list[Claim]:
    """The parts in a row: until another sentence part, another unit, another "dont" or a total."""
    parts: list[Claim] = []
    for place, claim in enumerate(counts):
        if place:
            words = reading.between(counts[place - 1], claim)
            if bracket and ")" in words:
                break
            if AGAINST.search(words):
                break
            if STOP.search(words) or cue("parts", words) or (cue("total", words) and not cue("parts", words)):
                break
        named = claim.number.of == total.index and "sex" in claim.dims  # "640 consultations, dont 250 hommes"
        if not (same_unit(total, claim) or named) or claim.number.unit == "countries" != total.number.unit:
            break
        parts.append(claim)
    return parts


def backward(reading: Reading, counts: list[Claim]) -> Iterator[Group]:
    """``A, B et C, soit un total de T``; ``A et B, T au total``."""
    for place in range(2, len(counts)):
        total = counts[place]
        words = reading.between(counts[place - 1], total)
        after = bool(ALL.search(re.split(r"[:;,.]", total.after[:25])[0]))
        if not (TOTAL_BEFORE.search(words) or after) or STOP.search(words) or MORE.search(total.after):
            continue
        parts: list[Claim] = []
        for at in range(place - 1, -1, -1):
            claim = counts[at]
            if not same_unit(total, claim):
                if not STOP.search(reading.between(claim, counts[at + 1])):
                    parts.clear()  # a row of several units: which of them are added is not said
                break
            parts.insert(0, claim)
            if at and (
                STOP.search(reading.between(counts[at - 1], claim))
                or cue("parts", reading.between(counts[at - 1], claim))
                or cue("total", reading.between(counts[at - 1], claim))
            ):
                break
        if len(parts) > 1:
            tail = words[-40:].strip(" ,")
            soft = not after and bool(BARE.search(tail)) and not ALL.search(tail) and "total" not in tail
            yield Group(total, tuple(parts), True, words, soft)


OF_THEM = re.compile(
    r"^\W*(?:parmi (?:eux|elles|ces|les)|d'entre (?:eux|elles)|of (?:them|these|those)|among (?:them|these|those)|من بينهم|من بينها|منهم|ومن بينهم|بينهم|on compte|il s'agit)"
)


def across(reading: Reading, before: list[Claim], counts: list[Claim]) -> Iterator[Group]:
    """``T enfants. Parmi eux, A et B.``"""
    if not counts or not before or before[0].number.sentence != counts[0].number.sentence - 1:
        return
    totals = [claim for claim in before if claim.counts]
    if not totals:
        return
    told = counts[0].number.of
    named = [claim for claim in totals if claim.index == told]
    if not named and not OF_THEM.search(counts[0].before):
        return
    total = named[0] if named else totals[-1]
    parts = run(reading, total, counts)
    if parts and not (len(parts) == 1 and counts[1:] and not same_unit(total, counts[1])):
        yield Group(total, tuple(parts), False, counts[0].before)
