"""The keys under which a name is filed and found: few, short, ASCII, the same in every script.

``exact``   the word as normalised (search while typing, spelling agreement)
``sound``   the consonant skeleton, or that of the name the word is known to spell
``origin``  the origin of a known name with relatives: Mamadou and Mohamed meet here and only here
``pair``    two words of the name together, in any order, by origin or sound: a rare key even where each
            word is common, so that "Mohamed Diallo" is found without reading every Mohamed
"""

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from musanada.kit.names import phonetic
from musanada.kit.names.equivalents import origin_of_sound
from musanada.kit.names.normalise import normalise
from musanada.kit.names.words import Unit, Word, units, word

LONGEST_PAIRED = 5
AMBIGUOUS_END = "cdgkpstzwhy"


class Key(NamedTuple):
    """One key: its kind (at most 8 letters) and its value (at most 32 ASCII letters, digits or '+')."""

    kind: str
    value: str


class Typed(NamedTuple):
    """Keys of a name being typed: ``whole`` of the finished words, ``begun`` are beginnings of keys of the last."""

    whole: tuple[Key, ...]
    begun: tuple[Key, ...]


@lru_cache(maxsize=1 << 17)
def word_keys(here: Word, core: Word | None) -> tuple[Key, ...]:
    """At most four keys of one unit, three if it is not the spelling of a known name."""
    out = [Key("exact", here.ascii)]
    if here.sound:
        out.append(Key("sound", here.sound))
    if here.name and here.name.origin:
        out.append(Key("origin", here.name.origin))
    elif core and core.sound:
        out.append(Key("sound", core.sound))
    if here.other and len(out) < 4 and not (core and core.sound and len(out) > 2):
        out.append(Key("sound", here.other))
    return tuple(out)


def coarse(unit: Unit) -> str:
    """The widest value of a unit, without its particle."""
    here = unit.word
    if unit.core and not here.name:
        here = unit.core
    return wide(here)[:15]


def wide(here: Word) -> str:
    """The origin of a known name, or of the only origin that sounds like an unknown spelling; else the sound.

    So that Mohmed, which the list does not hold, still makes a pair with a family name as Mohamed does.
    """
    if here.name:
        return here.name.origin or here.sound
    return origin_of_sound().get(here.sound, here.sound) or here.ascii


def pairs(all_units: tuple[Unit, ...]) -> list[Key]:
    """Keys of every two words; titles take part only where there is nothing else."""
    names = [u for u in all_units if not u.title]
    values = [coarse(u) for u in (names if len(names) > 1 else all_units)][:LONGEST_PAIRED]
    return [Key("pair", f"{min(a, b)}+{max(a, b)}") for a, b in combinations(values, 2) if a != b and a and b]


@lru_cache(maxsize=1 << 14)
def keys(text: str) -> tuple[Key, ...]:
    """Keys of a full name in any script, without repeats. Never raises; a text without letters has none."""
    found = units(text)
    out: list[Key] = []
    for unit in found:
        out.extend(word_keys(unit.word, unit.core))
    if len(found) > 1:
        out.extend(pairs(found))
    return tuple(dict.fromkeys(out))


def prefix_keys(text: str) -> Typed:
    """Keys of a name whose last word is still being typed; after a space or a sign every word is finished."""
    words = normalise(text).split()
    if not words:
        return Typed((), ())
    if not text[-1].isalnum():
        return Typed(keys(text), ())
    last = word(words[-1])
    begun = [Key("exact", last.ascii)]
    if last.name:
        begun.append(Key("sound", last.name.sound))
    if len(bones := begun_sound(last)) > 1:
        begun.append(Key("sound", bones))
    return Typed(keys(" ".join(words[:-1])), tuple(dict.fromkeys(begun)))


def begun_sound(last: Word) -> str:
    """Skeleton of an unfinished word, without an end that the next letter may change (c of ch, d of dj)."""
    if last.script == "Arab":
        return last.sound.rstrip("AIU") if last.name is None else ""
    text = last.text[:-1] if last.text[-1] in AMBIGUOUS_END else last.text
    return phonetic.bones(phonetic.sounds(text))


def completed(typed: str, name: str) -> str:
    """The text being typed with its last word completed from ``name``, if a word there begins like it."""
    if not typed or not typed[-1].isalnum():
        return typed
    *before, last = normalise(typed).split() or [""]
    begun = word(last)
    bones = begun_sound(begun)
    for unit in units(name):
        here = unit.word
        if here.ascii.startswith(begun.ascii) or (len(bones) > 1 and here.sound.startswith(bones)):
            return " ".join((*before, here.text))
    return typed
