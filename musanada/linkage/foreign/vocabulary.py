"""The different words of a list, each understood once; and which of them a word of a question may mean.

A word is filed under one *class*, the widest value of `kit.names` (its origin, else its sound). A word of a question
reaches the classes of all its values, and those of the words a slip of the pen away.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from musanada.kit.names import phonetic
from musanada.kit.names.indexing import coarse
from musanada.kit.names.readings import readings
from musanada.kit.names.words import Unit, unit_of, units, word
from musanada.linkage.foreign.alike import Columns
from musanada.linkage.weights import LETTER, LEVELS, TITLE

Ints = np.ndarray[Any, np.dtype[np.int32]]
Floats = np.ndarray[Any, np.dtype[np.float32]]

UNSEEN = 100.0  # words of other people taken for granted: in a list of ten nobody's name is common
COMMON = 1_500  # words understood before the first question
LONGEST = 5  # words of one name that are compared
ARTICLE = re.compile(r"[aeu]l[a-z]{4}")


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """What a word of a question may mean in this list.

    ``classes`` are its own, ``near`` those one slip away; ``units`` the words alike, ``tell`` what each tells.
    """

    classes: Ints
    near: Ints
    units: Ints
    tell: Floats
    title: bool
    arabic: bool


class Vocabulary:
    """Words by number. ``words_of`` gives the numbers of a name and learns new words; ``finish`` closes the list."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._numbers: dict[tuple[str, str, bool], int] = {}
        self._expansions: dict[Unit, Expansion] = {}

    def number(self, unit: Unit) -> int:
        key = (unit.word.text, unit.core.text if unit.core else "", unit.title)
        if (found := self._numbers.get(key)) is None:
            found = self._numbers[key] = len(self.units)
            self.units.append(unit)
        return found

    def words_of(self, name: str) -> list[int]:
        return [self.number(unit) for unit in parted(name)]

    def finish(self, counts: np.ndarray[Any, Any]) -> None:
        """Classes, their neighbours and how common each word is. ``counts``: bearers of each word."""
        self.counts = counts.astype(np.float64)
        classes: dict[str, int] = {}
        filed = [classes.setdefault(coarse(unit), len(classes)) for unit in self.units]
        self.class_of: Ints = np.array(filed, np.int32)
        self.classes = len(classes)
        self.order = np.argsort(self.class_of, kind="stable").astype(np.int32)
        self.starts = np.searchsorted(self.class_of[self.order], np.arange(self.classes + 1))
        self.arabic = np.array([unit.word.script == "Arab" for unit in self.units], bool)
        self.totals = [float(self.counts[self.arabic == side].sum()) + UNSEEN for side in (False, True)]
        self.columns = Columns(self.units)
        self._file(filed)

    def _file(self, filed: Sequence[int]) -> None:
        """By every value of a word: its classes; by every letter: the words that begin with it."""
        aliases: defaultdict[str, set[int]] = defaultdict(set)
        self.initials: defaultdict[str, list[int]] = defaultdict(list)
        for number, (unit, its_class) in enumerate(zip(self.units, filed, strict=True)):
            for value in values_of(unit):
                aliases[value].add(its_class)
            if len(unit.word.text) == 1:
                self.initials[unit.word.ascii[:1]].append(number)
        self.aliases = dict(aliases)
        beginning: defaultdict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(self.units):
            beginning[unit.word.ascii[:1]].append(number)
        self.beginning = {letter: np.array(found, np.int32) for letter, found in beginning.items()}

    def members(self, classes: Iterable[int]) -> Ints:
        """Words of these classes, the most borne first."""
        parts = []
        for one in classes:
            part = self.order[self.starts[one] : self.starts[one + 1]]
            parts.append(part)
        found = np.concatenate(parts) if parts else np.empty(0, np.int32)
        return found[np.argsort(-self.counts[found], kind="stable")]

    def expand(self, unit: Unit) -> Expansion:
        """Remembered: questions repeat the common words."""
        if (found := self._expansions.get(unit)) is None:
            found = self._expansions[unit] = self._expanded(unit)
        return found

    def warm(self) -> None:
        """The most borne words are what questions will be about."""
        for number in np.argsort(-self.counts, kind="stable")[:COMMON]:
            self.expand(self.units[number])

    def _expanded(self, unit: Unit) -> Expansion:
        values = values_of(unit)
        own = sorted({one for value in values for one in self.aliases.get(value, ())})
        if len(unit.word.text) == 1:
            words, told = self._beginning(unit)
        else:
            words = self.members(own)
            near, slips = self._near(unit, own)
            alike = np.concatenate([self.columns.alike(unit, words), slips])
            words = np.concatenate([words, near])
            told = self._told(unit, words, alike)
            initials = np.array(self.initials.get(unit.word.ascii[:1], ()), np.int32)
            words = np.concatenate([words, initials])
            told = np.concatenate([told, np.full(len(initials), self._letter(unit))])
        good = told > 0
        reached = np.setdiff1d(self.class_of[words[good]], np.array(own, np.int32)).astype(np.int32)
        scale = TITLE if unit.title else 1.0
        return Expansion(
            np.array(own, np.int32),
            reached,
            words[good].astype(np.int32),
            (told[good] * scale).astype(np.float32),
            unit.title,
            unit.word.script == "Arab",
        )

    def _near(self, unit: Unit, own: Sequence[int]) -> tuple[Ints, np.ndarray[Any, Any]]:
        """Words of other classes that are a slip away, and their agreement."""
        words, alike = self.columns.near(unit)
        other = ~np.isin(self.class_of[words], own)
        return words[other].astype(np.int32), alike[other]

    def _letter(self, unit: Unit) -> float:
        """What it tells that two words begin alike where one of them is a single letter."""
        letter = unit.word.ascii[:1]
        borne = float(self.counts[self.beginning.get(letter, ())].sum())
        return float(np.log(LETTER * sum(self.totals) / (borne + 1)))

    def _beginning(self, unit: Unit) -> tuple[Ints, np.ndarray[Any, Any]]:
        """The words that a single letter may stand for."""
        words = self.beginning.get(unit.word.ascii[:1], np.empty(0, np.int32))
        return words, np.full(len(words), self._letter(unit))

    def _told(self, unit: Unit, words: Ints, alike: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """ln(m/u) of each word: u is the share of words of its script that are as much like the one said."""
        told = np.zeros(len(words))
        arabic = self.arabic[words]
        for side in (False, True):
            here = arabic == side
            across = side != (unit.word.script == "Arab")
            for place, level in enumerate(LEVELS):
                above = here & (alike >= level.least)
                at = above & (alike < LEVELS[place - 1].least) if place else above
                if at.any():
                    u = (self.counts[words[above]].sum() + 0.5) / self.totals[side]
                    told[at] = np.log((level.across if across else level.m) / u)
        return told


@lru_cache(maxsize=1 << 14)
def parted(name: str) -> tuple[Unit, ...]:
    """The words of a name; one that may begin with an article (Alahdal) also answers to the rest of it."""
    return tuple(without_article(unit) for unit in units(name)[:LONGEST])


def without_article(unit: Unit) -> Unit:
    here = unit.word
    if unit.core or here.name or here.script != "Latn" or not ARTICLE.match(here.text):
        return unit
    return unit_of(here, word(here.text[2:]), unit.title)


def values_of(unit: Unit) -> list[str]:
    """Everything a word may be filed under, the widest first."""
    here, core = unit.word, unit.core
    found = [coarse(unit), here.sound, here.other]
    if here.name:  # filed by its name; a slip is found by how this spelling sounds
        found.append(phonetic.skeleton(readings(here.text, here.script)[0]))
    if core:
        found += [core.sound, core.other, core.name.origin if core.name else ""]
    return [value for value in dict.fromkeys(found) if value]
