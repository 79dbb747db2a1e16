"""What a number of a text is about: the words around it, whom it counts, and the known values it may be.

The reading says what the sentence says; here each number is put beside the series of the universe. A match is *strong*
where the words of the series stand between the number's neighbours, *fair* where they stand in its sentence, *faint*
otherwise.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, read_span
from musanada.press.reading.entities import find_entities
from musanada.press.reading.folding import Folded, fold
from musanada.press.reading.numbers import Number, Text
from musanada.press.universe import DATA, Known, Series, Universe, pattern

COUNTED = ("figure", "percent", "change", "rank", "money", "list", "ordinal")
NATIONS = ("nationality", "country", "destination", "host", "residence")
STRONG, FAIR, FAINT = 3, 2, 1
CUT = re.compile(
    r"[;:()\n]|[.,](?= )|(?<= )(?:et(?! \d)|and(?! \d)|mais|but|while|tandis que|alors que|quant)(?= )|(?<= )و(?=\S)"
)


@cache
def vocabulary() -> dict[str, Any]:
    """``labels`` (word patterns by ``axis=code``), ``pairs``, ``confusable`` and ``cues``."""
    import yaml

    body = yaml.safe_load((DATA / "labels.yaml").read_text(encoding="utf-8"))
    return {
        "labels": {name: pattern(text) for name, text in body["labels"].items()},
        "pairs": [frozenset(pair) for pair in body["pairs"]],
        "confusable": [tuple(group) for group in body["confusable"]],
        "cues": {name: pattern(text) for name, text in body["cues"].items()},
    }


def cue(name: str, text: str) -> re.Match[str] | None:
    """Does the folded text hold a word of this list? ``parts``, ``whole``, ``total``, ``order`` …"""
    found: re.Match[str] | None = vocabulary()["cues"][name].search(text)
    return found


def labels_in(text: str) -> dict[str, str]:
    """``axis → code`` of what a folded text names, the first of each axis."""
    found: dict[str, tuple[int, str]] = {}
    for name, words in vocabulary()["labels"].items():
        axis, _equals, code = name.partition("=")
        hit = words.search(text)
        if hit and (axis not in found or hit.start() < found[axis][0]):
            found[axis] = (hit.start(), code)
    return {axis: code for axis, (_place, code) in found.items()}


def near_first(text: str) -> str:
    """Up to the first cut: what directly follows a number."""
    if text[:1] in ";؛" or text[:2] == ". ":
        return ""
    cut = CUT.search(text, 1) if text else None
    return text[: cut.start()] if cut else text


def near_last(text: str) -> str:
    """After the last cut: what directly precedes a number."""
    last = 0
    for cut in CUT.finditer(text):
        if text[cut.end() :].strip(" ,:("):
            last = cut.end()
    return text[last:]


@dataclass(frozen=True)
class Claim:
    """A number with the words around it, folded: between its neighbours, and its whole sentence."""

    index: int
    number: Number
    before: str
    after: str
    whole: str
    above: str = ""  # the sentence before it in the same paragraph
    country: str = ""  # the one country named beside it

    @cached_property
    def local(self) -> str:
        return f"{self.before} {self.after}"

    @cached_property
    def near(self) -> str:
        """The words that belong to this number alone, as far as commas and "and" tell."""
        behind = near_first(self.after)
        if self.bracketed or len(behind.strip(" .,;:%")) < 3:
            return f"{near_last(self.before.rstrip(' (:'))} {behind}"
        return behind

    @cached_property
    def bracketed(self) -> bool:
        """The label stands before it: ``le Mali (265)``, ``Mali : 265``."""
        return self.before.rstrip().endswith(("(", ":", "=", "-"))

    @cached_property
    def dims(self) -> dict[str, str]:
        """Of whom: what the reading found, else what the nearest words say."""
        found = {**labels_in(self.near), **self.number.entity}
        if found.get("nationality") == "MAR":
            found["origin"] = "Moroccan"
        if self.country and not any(axis in found for axis in NATIONS):
            found["country"] = self.country
        for axis in NATIONS:
            if axis in found:
                found.setdefault("nation", found[axis])
        return found

    @cached_property
    def span(self) -> Period | Change | None:
        return span_of(self.number.period)

    @property
    def counts(self) -> bool:
        return self.number.cls == "figure" and self.number.value is not None

    @property
    def percent(self) -> bool:
        return self.number.cls in ("percent", "change") and self.number.value is not None


@dataclass(frozen=True)
class Match:
    """A series that a number may belong to, and the known value it equals, if any."""

    series: Series
    strength: int
    known: Known | None = None


@dataclass
class Reading:
    """A text with its claims and what they may be."""

    text: Text
    universe: Universe
    claims: list[Claim] = field(default_factory=list)
    folded: Folded = field(init=False)

    def __post_init__(self) -> None:
        self.folded = fold(self.text.raw)
        self.claims = list(claims_of(self.text, self.folded))

    @property
    def lang(self) -> str:
        return self.text.language if self.text.language in ("fr", "ar", "en") else "fr"

    @cached_property
    def by_index(self) -> dict[int, Claim]:
        return {claim.index: claim for claim in self.claims}

    @cached_property
    def sentences(self) -> list[list[Claim]]:
        """The claims of each sentence that has some, in order."""
        rows: dict[int, list[Claim]] = {}
        for claim in self.claims:
            rows.setdefault(claim.number.sentence, []).append(claim)
        return list(rows.values())

    @cached_property
    def matches(self) -> dict[int, list[Match]]:
        """By claim: the series it equals a value of, the best first."""
        return {claim.index: equal(claim, self.universe) for claim in self.claims}

    def best(self, claim: Claim) -> Match | None:
        """The series it belongs to where it equals a known value of it."""
        return next(iter(self.matches[claim.index]), None)

    def between(self, first: Claim, second: Claim) -> str:
        """The folded text between two numbers."""
        return self.folded.text[self.folded.place(first.number.end) : self.folded.place(second.number.start)]


def claims_of(text: Text, folded: Folded) -> Iterator[Claim]:
    """Every number that states something: no dates, ages, pages …"""
    starts = [sentence.start for sentence in text.sentences]
    stating = [
        (i, n)
        for i, n in enumerate(text.numbers)
        if n.cls in COUNTED and n.value is not None and not article(n)
    ]
    spans = {i: (folded.place(n.start), folded.place(n.end)) for i, n in stating}
    named = [m for m in find_entities(folded) if m.kind == "country" and not m.key.endswith("=MAR")]
    for row, (index, number) in enumerate(stating):
        at = max(bisect_right(starts, number.start) - 1, 0)
        sentence = text.sentences[at]
        left, right = folded.place(sentence.start), folded.place(sentence.end)
        start, end = spans[index]
        earlier = [spans[i][1] for i, _n in stating[max(0, row - 1) : row]]
        later = [spans[i][0] for i, _n in stating[row + 1 : row + 2]]
        begin = max([left, *earlier])
        finish = min([right, *later])
        above = text.sentences[at - 1] if at else None
        counts = [spans[i][1] for i, n in stating[:row] if n.cls not in ("rank", "ordinal")]
        beside = {m.key for m in named if max([left, *counts[-1:]]) <= m.start < start}
        if not beside and finish == right:
            beside = {m.key for m in named if end <= m.start < finish}
        yield Claim(
            index,
            number,
            folded.text[begin:start],
            folded.text[end : max(finish, end)],
            folded.text[left:right],
            folded.text[folded.place(above.start) : folded.place(above.end)] if above else "",
            next(iter(beside)).partition("=")[2] if len(beside) == 1 else "",
        )


def article(number: Number) -> bool:
    """``un avis favorable``, ``one of``: the word before a noun counts nothing here."""
    return number.spelled and number.value == 1


def strength(claim: Claim, series: Series) -> int:
    """How surely the words around the number name the series; 0 where they speak of something else."""
    if series.avoid and series.avoid.search(claim.local):
        return 0
    if all(words.search(claim.local) for words in series.words):
        return STRONG
    hits = sum(bool(words.search(claim.whole)) for words in series.words)
    if hits == len(series.words):
        return FAIR
    return FAINT if hits or any(words.search(claim.above) for words in series.words) else 0


def alike(claim: Claim, unit: str) -> bool:
    """May the number be counted in this unit? Percentages, ranks and counts never mix."""
    if unit == "percent":
        return claim.percent
    if unit == "rank":
        return claim.number.cls in ("rank", "ordinal")
    return claim.counts


def telling(claim: Claim) -> bool:
    """A value so particular that it is recognised without many words: 23 096, not 32 or 36 000."""
    value = claim.number.value
    return value is not None and value >= 1000 and len(str(value).replace(".", "").rstrip("0")) >= 4


def equal(claim: Claim, universe: Universe) -> list[Match]:
    """The series with a value that equals the number, where the words allow it."""
    value = claim.number.value
    found: list[Match] = []
    for known in universe.by_value.get(value, ()) if value is not None else ():
        series = universe.series[known.series]
        sure = strength(claim, series)
        if telling(claim):
            sure = max(sure, FAINT)
        if alike(claim, series.unit) and sure >= (FAINT if telling(claim) else FAIR):
            found.append(Match(series, sure, known))
    return sorted(found, key=lambda match: -rate(claim, match))


def rate(claim: Claim, match: Match) -> int:
    """Which of several matches is meant: the words first, then whom, then when."""
    known = match.known
    points = 10 * match.strength
    if known:
        points += 4 * sum(claim.dims.get(axis) == code for axis, code in known.dims)
        points -= 2 * sum(axis in claim.dims and claim.dims[axis] != code for axis, code in known.dims)
        points += 3 * (claim.number.period == known.period)
    return points


def named(claim: Claim, universe: Universe, least: int = STRONG) -> Iterator[Series]:
    """The series that the words around a number name."""
    for series in universe.series.values():
        if alike(claim, series.unit) and strength(claim, series) >= least:
            yield series


@cache
def span_of(text: str) -> Period | Change | None:
    try:
        return read_span(text) if text else None
    except BadInput:
        return None


def same_time(claim: Claim, known: Known) -> bool | None:
    """Is the number's period the known value's? ``None`` where the text does not say."""
    said, meant = claim.span, known.span
    if not isinstance(said, Period) or not isinstance(meant, Period):
        return None if said is None else said == meant
    if (
        said == meant
        or known.status == "census"
        or (meant.closed and meant.days <= 31 and said.covers(meant))
    ):
        return True
    if meant.start is None or said.start is None:
        return said.end is not None and meant.end is not None and abs((said.end - meant.end).days) <= 31
    return False


def confusable(one: str, other: str) -> bool:
    """Two countries whose names are taken for one another."""
    return any(one in group and other in group for group in vocabulary()["confusable"]) and one != other


def complementary(labels: Iterable[dict[str, str]]) -> bool:
    """Do the labels leave nobody out? Men and women, Moroccans and foreigners; or one of them is "the others"."""
    rows = list(labels)
    said = {f"{axis}={code}" for row in rows for axis, code in row.items()}
    if "rest=other" in said and len(rows) > 1:
        return True
    return any(pair <= said for pair in vocabulary()["pairs"])
