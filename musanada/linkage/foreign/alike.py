"""The agreement of one word with thousands: what `kit.names.compare.units_alike` says, on columns.

Only words with a particle apart (Ben Ali) are few enough to be asked one by one. A test holds both to the
same answers.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from musanada.kit.names.compare import CLOSE, FOLDED, ORIGIN, SAME, SOUND, SPELLING, servant, units_alike
from musanada.kit.names.words import Unit, Word

Array = np.ndarray[Any, Any]
ACROSS_LONG, ACROSS_SHORT, ACROSS_OTHER, OTHER, SHARED = 0.93, 0.86, 0.84, 0.76, 0.14
SLIP, ACROSS_SLIP = 0.92, 0.70
SLIP_ACROSS = 0.75  # share of consonants from which a word of the other script is a slip away
LONG_ENOUGH = 4


class Columns:
    """Values of every word of a list, interned: equal numbers are equal values, -1 is none."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        words = [unit.word for unit in units]
        self._numbers: dict[object, int] = {}
        self.text = np.array([word.text for word in words], object)
        self.fold = np.array([word.fold for word in words], object)
        self.sound = np.array([word.sound for word in words], object)
        self.length = np.array([len(word.text) for word in words], np.int32)
        self.name = self._interned(words, lambda word: word.name)
        self.origin = self._interned(words, lambda word: word.name.origin if word.name else "")
        self.sound_of = self._interned(words, lambda word: word.sound)
        self.fold_of = self._interned(words, lambda word: word.fold)
        self.other_of = self._interned(words, lambda word: word.other)
        self.arabic = np.array([word.script == "Arab" for word in words], bool)
        self.script = self._interned(words, lambda word: word.script)
        self.apart = np.array([unit.core is not None for unit in units], bool)
        self.servant = np.array([servant(word) for word in words], bool)

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
        one_by_one = self.apart[words] if unit.core is None else np.ones(len(words), bool)
        one_by_one |= self.length[words] == 1
        out = self._by_sound(here, words)
        if here.name:
            named = self.name[words] >= 0
            out[named] = 0.0
            out[self.origin[words] == self.number(here.name.origin)] = ORIGIN
            out[self.name[words] == self.number(here.name)] = SPELLING
        out[self.text[words] == here.text] = SAME
        for place in np.nonzero(one_by_one)[0]:
            out[place] = units_alike(unit, self.units[words[place]])[0]
        return out

    def _by_sound(self, here: Word, words: Array) -> Array:
        across = self.script[words] != self.number(here.script)
        share = np.zeros(len(words))
        share[~across] = self.letters(here, words[~across])
        sound, other = self.sound_of[words], self.other_of[words]
        own, second = self.number(here.sound), self.number(here.other)
        out = np.where(share >= CLOSE, share * SLIP, 0.0)
        long = (self.length[words] > 3) & (len(here.fold) > 3)
        out[~long] = 0
        by_other = (other == own) | (sound == second) | (other == second)
        halved = by_other & (self.servant[words] != servant(here))
        out[by_other] = np.where(across, ACROSS_OTHER, OTHER + SHARED * share)[by_other]
        out[halved] = 0.75
        met = sound == own
        same_fold = self.fold_of[words] == self.number(here.fold)
        within = np.where(same_fold, FOLDED, SOUND + SHARED * share)
        apart = ACROSS_LONG if len(here.sound) > 2 else ACROSS_SHORT
        out[met] = np.where(across, apart, within)[met]
        return out

    def letters(self, here: Word, words: Array) -> Array:
        """Share of letters in common, by sound or as written."""
        if not len(words):
            return np.zeros(0)
        return np.maximum(
            similar(here.fold, self.fold[words].tolist()), similar(here.text, self.text[words].tolist())
        )

    def near(self, here: Word, words: Array) -> tuple[Array, Array]:
        """Of words one consonant away those a slip away, and their agreement. Two known names are no slips."""
        if here.name:
            words = words[self.name[words] < 0]
        across = self.script[words] != self.number(here.script)
        size = len(here.text)
        longer = np.maximum(self.length[words], size)
        fits = ~across & (np.abs(self.length[words] - size) <= 0.4 * longer) & (self.length[words] > 3)
        same = words[fits] if size > 3 else words[:0]
        share = self.letters(here, same)
        close = share >= CLOSE
        other = words[across] if len(here.sound) >= LONG_ENOUGH else words[:0]
        heard = similar(here.sound, self.sound[other].tolist()) >= SLIP_ACROSS
        found = np.concatenate([same[close], other[heard]])
        told = np.concatenate([share[close] * SLIP, np.full(int(heard.sum()), ACROSS_SLIP)])
        return found, told


def similar(one: str, many: list[str]) -> Array:
    """Share of letters in common with each, slips and neighbours swapped allowed."""
    if not many:
        return np.zeros(0)
    cut = float(CLOSE)
    found: Array = process.cdist(
        [one], many, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=cut, dtype=np.float32
    )[0]
    return found
