"""The lists of words shipped in ``press/data``: read once, compared by stems, found in one pass over the words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from musanada.press.reading.folding import WORD, Folded, folded, stem

DATA = Path(__file__).parent.parent / "data"
AND, PREPOSITIONS = "وف", "بلك"


@lru_cache(maxsize=16)
def data(name: str) -> Any:
    """A data file as written."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as lines:
        return yaml.safe_load(lines)


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the text found in a list: from ``first`` to ``last`` (excluded) in words, and what the list says."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    key: str
    stripped: str = ""  # the Arabic letters that stood before it: و ب ل


@dataclass
class Phrases:
    """Phrases of several words by their first stem, the longest first. ``tag`` is (kind, key)."""

    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = field(default_factory=dict)

    def add(self, phrase: str, kind: str, key: str) -> None:
        stems = tuple(stem(word) for word in WORD.findall(folded(phrase)))
        if not stems:
            return
        row = self.by_first.setdefault(stems[0], [])
        if (stems, (kind, key)) not in row:
            row.append((stems, (kind, key)))
            row.sort(key=lambda entry: -len(entry[0]))

    def add_all(self, phrases: Iterable[str], kind: str, key: str) -> None:
        for phrase in phrases:
            self.add(phrase, kind, key)

    def find(self, text: Folded) -> list[Match]:
        """Every phrase, from left to right, none inside another of the same kind."""
        found: list[Match] = []
        ends: dict[str, int] = {}
        for place, word in enumerate(text.words):
            if word.stem not in self.by_first and (word.stem.isascii() or len(word.stem) < 4):
                continue
            for match in self.at(text, place):
                if ends.get(match.kind, 0) <= place:
                    ends[match.kind] = match.last
                    found.append(match)
        return found

    def at(self, text: Folded, place: int) -> Iterator[Match]:
        """The phrases that begin at this word."""
        words = text.words
        for first, stripped in openings(words[place].stem):
            hits = [
                Match(
                    place,
                    place + len(stems),
                    words[place].start + (len(stripped) if words[place].text.startswith(stripped) else 0),
                    words[place + len(stems) - 1].end,
                    *tag,
                    stripped,
                )
                for stems, tag in self.by_first.get(first, ())
                if place + len(stems) <= len(words)
                and all(words[place + n].stem == stems[n] for n in range(1, len(stems)))
                and _close(text, place, place + len(stems))
            ]
            if hits:
                yield from hits
                return


def openings(word: str) -> Iterator[tuple[str, str]]:
    """The word, and where it is Arabic the word without the letters joined to it: والسنغال → سنغال, للمغرب → مغرب."""
    yield word, ""
    if word.isascii() or len(word) < 4:
        return
    rest, taken = word, ""
    if rest[0] in AND:
        rest, taken = rest[1:], rest[0]
        yield stem(rest), taken
    if rest.startswith("لل") and len(rest) > 4:
        yield rest[2:], taken + "لل"
    elif rest[0] in PREPOSITIONS and len(rest) > 3:
        yield stem(rest[1:]), taken + rest[0]


def _close(text: Folded, first: int, last: int) -> bool:
    """Nothing but spaces, hyphens, apostrophes and dots of abbreviation between the words."""
    words = text.words
    return all(
        set(text.text[words[n].end : words[n + 1].start]) <= set(" -'\n/.") for n in range(first, last - 1)
    )
