"""The agreement of one word with thousands: what `kit.names.compare.units_alike` says, asked only where it matters.

Known names are compared by their numbers; slips of the pen are sifted out of the whole list by the letters
they use (one machine word per word of the list); some dozens are left to be compared one by one.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from musanada.kit.names.compare import CLOSE, ORIGIN, SAME, SPELLING, units_alike
from musanada.kit.names.words import Unit, Word

Array = np.ndarray[Any, Any]
COMPARED = 48  # words of the same sound that are compared one by one: the most borne
SAME_SOUND = 0.85  # what the others are taken for
ACROSS_SLIP = 0.70  # what a word of the other script says that is a slip away by its consonants
SHARED = 0.75  # of the consonants
LONG_ENOUGH = 4


class Columns:
    """Values of every word of a list, interned: equal numbers are equal values, -1 is none."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        words = [unit.word for unit in units]
        self._numbers: dict[object, int] = {}
        self.text, self.fold, self.sound = (
            np.array([getattr(word, field) for word in words], object) for field in ("text", "fold", "sound")
        )
        self.name = self._interned(words, lambda word: word.name)
        self.origin = self._interned(words, lambda word: word.name.origin if word.name else "")
        self.script = self._interned(words, lambda word: word.script)
        self.whole = np.array([unit.core is None for unit in units], bool)
        self.sound_of = self._interned(words, lambda word: word.sound)
        self.sides = [Side(self, np.nonzero(self.script == one)[0]) for one in np.unique(self.script)]

    def _interned(self, words: Sequence[Word], value: Callable[[Word], object]) -> Array:
        numbers = self._numbers
        found = (value(word) for word in words)
        return np.array([numbers.setdefault(v, len(numbers)) if v else -1 for v in found], np.int32)

    def number(self, value: object) -> int:
        """The number of a value; one that no word has where no word has it."""
        return self._numbers.get(value, -2) if value else -2

    def alike(self, unit: Unit, words: Array) -> Array:
        """0..1 by word."""
        here = unit.word
        out = np.zeros(len(words))
        done = np.zeros(len(words), bool)
        if here.name and unit.core is None:
            done = (self.name[words] >= 0) & self.whole[words]
            out[done & (self.origin[words] == self.number(here.name.origin))] = ORIGIN
            out[done & (self.name[words] == self.number(here.name))] = SPELLING
            out[done & (self.text[words] == here.text)] = SAME
        left = np.nonzero(~done)[0]
        for place in left[:COMPARED]:
            out[place] = units_alike(unit, self.units[words[place]])[0]
        rest = left[COMPARED:]
        out[rest] = np.where(self.sound_of[words[rest]] == self.number(here.sound), SAME_SOUND, 0)
        return out

    def near(self, unit: Unit) -> tuple[Array, Array]:
        """Words a slip away, the most alike first, and their agreement. Two known names are no slips."""
        here, script = unit.word, self.number(unit.word.script)
        same = [side.close(here) for side in self.sides if side.script == script]
        other = [side.heard(here) for side in self.sides if side.script != script]
        found = np.concatenate([np.empty(0, np.int64), *same, *other])
        across = np.arange(len(found)) >= sum(map(len, same))
        if here.name:
            kept = self.name[found] < 0
            found, across = found[kept], across[kept]
        told = self.alike(unit, found)
        return found, np.where(across, np.maximum(told, ACROSS_SLIP), told)


class Side:
    """The words of one script side by side, with the letters they use."""

    def __init__(self, columns: Columns, words: Array) -> None:
        self.words = words
        self.script = int(columns.script[words[0]])
        self.forms = [Form(column[words]) for column in (columns.fold, columns.text)]
        self.sounds = Form(columns.sound[words])

    def close(self, here: Word) -> Array:
        """With most letters in common, by sound or as written."""
        if len(here.text) < LONG_ENOUGH:
            return self.words[:0]
        share = np.zeros(len(self.words), np.float32)
        for form, text in zip(self.forms, (here.fold, here.text), strict=True):
            at, alike = form.like(text)
            share[at] = np.maximum(share[at], alike)
        at = np.nonzero((share >= CLOSE) & (self.forms[1].length >= LONG_ENOUGH))[0]
        found: Array = self.words[at[np.argsort(-share[at], kind="stable")]]
        return found

    def heard(self, here: Word) -> Array:
        """With most consonants in common."""
        if len(here.sound) < LONG_ENOUGH:
            return self.words[:0]
        found: Array = self.words[self.sounds.like(here.sound)[0]]
        return found


class Form:
    """One text per word, its length and its letters as bits."""

    def __init__(self, texts: Array) -> None:
        self.texts = texts
        self.length = np.array([len(text) for text in texts], np.int16)
        self.bits = np.array([mask(text) for text in texts], np.uint64)
        self._bounds: dict[int, tuple[Array, Array]] = {}

    def bounds(self, length: int) -> tuple[Array, Array]:
        """For a text of this length: which are neither too long nor too short, and how many bits may differ."""
        if (found := self._bounds.get(length)) is None:
            slips = (np.maximum(self.length, length) * (1 - SHARED)).astype(np.int16)
            fits = np.nonzero(np.abs(self.length - length) <= slips)[0].astype(np.int32)
            found = self._bounds[length] = fits, (2 * slips[fits]).astype(np.uint8)
        return found

    def like(self, text: str) -> tuple[Array, Array]:
        """Which have a share of SHARED letters in common with this, and the share. A slip changes two bits at most."""
        fits, most = self.bounds(len(text))
        at = fits[np.bitwise_count(self.bits[fits] ^ np.uint64(mask(text))) <= most]
        share = similar(text, self.texts[at].tolist())
        kept = share >= SHARED
        return at[kept], share[kept]


def mask(text: str) -> int:
    """One bit per letter used."""
    out = 0
    for letter in text:
        out |= 1 << (ord(letter) & 63)
    return out


def similar(one: str, many: list[str]) -> Array:
    """Share of letters in common with each, slips and neighbours swapped allowed; 0 where it is too small."""
    if not many:
        return np.zeros(0)
    scorer = DamerauLevenshtein.normalized_similarity
    found: Array = process.cdist([one], many, scorer=scorer, score_cutoff=SHARED, dtype=np.float32)[0]
    return found
