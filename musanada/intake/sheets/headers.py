"""Which column is which? Headers in French, Arabic, English and Spanish, compared word by word.

The proposal depends on the words alone, never on the order of the columns, and carries its confidence; a person
confirms it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from musanada.intake.sheets.cells import fold

SURE, LIKELY = 0.8, 0.6
FILLERS = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "of",
        "the",
        "a",
        "del",
        "el",
        "los",
        "las",
        "al",
        "en",
        "y",
        "et",
        "and",
        "ou",
        "or",
        "un",
        "une",
        "no",
        "n",
        "num",
        "numero",
        "number",
        "nº",
        "et/ou",
        "svp",
        "حسب",
        "من",
        "في",
        "عن",
        "او",
        "أو",
    ]
)


@dataclass(frozen=True)
class Words:
    """The words by which a field is recognised: ``code`` and its synonyms in any language."""

    code: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """``column`` is the position in the headers; ``confidence`` from 0.6 to 1."""

    field: str
    column: int
    confidence: float


def suggest(headers: Sequence[str], fields: Iterable[Words]) -> dict[str, Match]:
    """Field code → the column it is likely in. One column for a field, one field for a column, best first."""
    found = [
        Match(field.code, column, confidence)
        for field in fields
        for column, header in enumerate(headers)
        if header and (confidence := likeness(header, field.synonyms)) >= LIKELY
    ]
    found.sort(key=lambda m: (-m.confidence, fold(headers[m.column]), m.field, m.column))
    chosen: dict[str, Match] = {}
    taken: set[int] = set()
    for match in found:
        if match.field not in chosen and match.column not in taken:
            chosen[match.field] = match
            taken.add(match.column)
    return chosen


def likeness(header: str, synonyms: Iterable[str]) -> float:
    """1 for the same words in any order, less for a spelling apart or for words around them."""
    words = significant(header)
    return (
        max((_likeness(words, significant(synonym)) for synonym in synonyms), default=0.0) if words else 0.0
    )


@lru_cache(maxsize=50_000)
def _likeness(words: tuple[str, ...], synonym: tuple[str, ...]) -> float:
    if words == synonym:
        return 1.0
    spelling = fuzz.ratio(" ".join(words), " ".join(synonym)) / 100
    if spelling >= 0.84 and len(" ".join(synonym)) > 4:
        return round(spelling * 0.95, 3)
    if set(synonym) <= set(words):
        return round(0.5 + 0.4 * len(synonym) / len(words), 3)
    return 0.0


@lru_cache(maxsize=10_000)
def significant(text: str) -> tuple[str, ...]:
    """The words that carry meaning, without articles, in alphabetical order."""
    words = (bare(word) for word in fold(text).split())
    return tuple(sorted(word for word in words if word and word not in FILLERS))


def bare(word: str) -> str:
    """Without the Arabic article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def weight(matches: Mapping[str, Match]) -> float:
    """How much of a header row was understood."""
    return sum(match.confidence for match in matches.values())
