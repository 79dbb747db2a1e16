"""Names by columns: a batch has a million names but some ten thousand distinct words.

How a batch uses it (``linkage.twins``):

1. read the distinct names, ask ``parts_of`` for the words of each: particles are joined or dropped there, so
   "Abd El Kader", "Abdelkader" and عبد القادر are one word each. A name without any word of ``JOINERS``
   is nearly always simply its ``tokens``, which a database can split by itself (lower case, signs to blanks);
2. read the distinct words of that result, ask ``word_features`` once for all of them, and join the answers
   back as columns;
3. count the rows of each ``WordFeatures.group`` and give them to ``frequency.Frequencies``.

Which column for what:

=========  ====================================================================  =========================
column     what is equal                                                         for
=========  ====================================================================  =========================
text       the hand that typed it (capitals, accents, tashkil, hamza) vanished   "same word"
fold       sounds alike with its vowels (Latin only meets Latin)                 blocking and "sounds alike"
sound      consonants only: Latin meets Arabic; a known name has one sound       blocking
other      a second sound under which the word may be filed, or empty            blocking (as a second row)
name       id of the known name it spells, or empty                              "other spelling"
origin     known names of one root (Mamadou, Mohamed), or empty                  candidates, never a proof
group      ``name`` if known, else ``sound``: the key for counting               term frequencies
wide       ``origin`` if any, else ``sound``: the widest value, as in pair keys   blocking by two words
=========  ====================================================================  =========================

50,000 distinct words take about one second on one core. Everything is pure and deterministic.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from musanada.kit.names.indexing import wide
from musanada.kit.names.normalise import normalise
from musanada.kit.names.words import FAITH, HALF_SERVANT, JOINING, TITLES, Unit, Word, unit_of, units, word

Kind = Literal["name", "title", "particle", "initial"]

JOINERS = JOINING | FAITH


PARTICLES = JOINERS - HALF_SERVANT


class WordFeatures(NamedTuple):
    """What is known of one distinct word; every text is short, empty where nothing is known."""

    text: str
    ascii: str
    script: str
    sound: str
    fold: str
    other: str
    name: str
    origin: str
    group: str
    wide: str
    kind: Kind


class Part(NamedTuple):
    """One word of a full name: the word (its particle joined), the word without it, and whether it is a title."""

    text: str
    core: str
    title: bool


def word_features(words: Iterable[str]) -> dict[str, WordFeatures]:
    """Features by word as given (any text; it is normalised here, a blank inside is taken away)."""
    return {text: features(text) for text in words}


def features(text: str) -> WordFeatures:
    """Features of one word."""
    plain = normalise(text).replace(" ", "")
    return of_word(word(plain)) if plain else NOTHING


def of_word(here: Word) -> WordFeatures:
    name = here.name
    known = name.id if name else ""
    origin = name.origin if name else ""
    return WordFeatures(
        here.text,
        here.ascii,
        here.script,
        here.sound,
        here.fold,
        here.other,
        known,
        origin,
        known or here.sound or here.ascii,
        wide(here),
        kind_of(unit_of(here, title=here.text in TITLES)),
    )


def kind_of(unit: Unit) -> Kind:
    if unit.word.text in PARTICLES:
        return "particle"
    if unit.title or (unit.word.name is not None and unit.word.name.id == "elhadj"):
        return "title"
    return "initial" if len(unit.word.text) == 1 else "name"


NOTHING = WordFeatures("", "", "other", "", "", "", "", "", "", "", "particle")


def parts_of(name: str) -> tuple[Part, ...]:
    """The words of a full name, particles joined or dropped, in the order written."""
    return tuple(Part(u.word.text, u.core.text if u.core else "", u.title) for u in units(name))


def parts_of_all(names: Iterable[str]) -> dict[str, tuple[Part, ...]]:
    """``parts_of`` for many distinct names: what needs no joining takes the short way."""
    return {name: parts_of(name) for name in names}
