"""The words of a name as units of comparison: particles and articles joined or apart make no difference.

Abd El Kader, Abdelkader and عبد القادر are one unit; in Ben Ali the unit also answers to Ali; El and Al
vanish before a word; Nour Eddine and Nasr Allah are one unit; Moulay, Sidi, Lalla and Hadj are titles, and
words such as "dit", "épouse" or FNU (first name unknown) are no names: both weigh little.
"""

from dataclasses import dataclass
from functools import lru_cache

from musanada.kit.names import arabic, phonetic
from musanada.kit.names.equivalents import Name, named, spelled
from musanada.kit.names.normalise import tokens
from musanada.kit.names.readings import readings
from musanada.kit.names.scripts import TIFINAGH, Script, script_of


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ARTICLES = _set("el al ul il ال de del dos das dela")
SERVANT = _set("abd abdel abdal abdul abdoul abdil عبد")
HALF_SERVANT = _set(
    "abdou abdu abdi abdo abdoulaye abdullahi abdoullahi"
)  # servants before an attribute of God only
SON = _set(
    "ben bin ibn bint bent ould wuld weld oulad mint walet oualet ait ag bou bu abu beni bani",
    "بن ابن بنت ولد منت ايت ابو بو بني اولاد",
)
FAITH = _set(
    "eddine eddin edine eddeen uddin uddine addine addin din dine deen الدين الله allah ullah oullah ollah"
)
TITLES = _set(
    "moulay mulay moulaye lalla lala lla sidi dr mr mrs ms mme mlle monsieur madame hadja hajja hajia elhadja",
    "mallam malam alfa imam oustaz ustaz ustadh ustad dit dite alias nee epse epouse veuve fnu lnu snu xxx inconnu inconnue",
    "unknown fils junior jr مولاي سيدي للا لاله السيد السيده الحاجه الدكتور الشيخ الامام",
)
SERVANT_OF = "abdoul"
ATTRIBUTES = frozenset(
    phonetic.skeleton(phonetic.sounds(attribute))
    for attribute in (
        "rahmane rahim karim kader aziz salam latif hamid razak nasser majid malick wahab hadi ghani ilah basit "
        "jabbar jalil khalik moumin fatah ghafar hak hakim halim samad satar wahid wadoud kahar raouf salami quddous"
    ).split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What is known about one word (or joined words) of a name; made once by ``word``, compared by identity.

    ``sound`` and ``fold`` are described in ``phonetic``; ``other`` is a second skeleton under which the word
    may be filed: without its joined particle, without its h, or with a doubtful و or ي read the other way.
    """

    text: str
    script: Script
    ascii: str
    name: Name | None
    sound: str
    fold: str
    other: str


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A word of a name; ``core`` is the word without its particle where one stood apart. Made by ``unit_of``."""

    word: Word
    core: Word | None = None
    title: bool = False


@lru_cache(maxsize=1 << 17)
def unit_of(word: Word, core: Word | None = None, title: bool = False) -> Unit:
    """The one unit with these parts: comparisons of units are then remembered by identity."""
    return Unit(word, core, title)


@lru_cache(maxsize=1 << 17)
def word(text: str) -> Word:
    """Everything known about a normalised word."""
    script = script_of(text)
    plain = text.translate(TIFINAGH) if script in ("Tfng", "mixed") else text
    read = script_of(plain)
    if read not in ("Latn", "Arab"):
        return Word(text, script, filed(plain, read), None, "", plain, "")
    name = named(plain)
    phones, other = readings(plain, read)
    sound = phonetic.skeleton(phones)
    if name:  # its own skeleton stays as the second: an unknown spelling may come near this one only
        sound, other = name.sound, sound
    elif not other and "H" in sound:
        other = sound.replace("H", "")
    return Word(
        text, script, filed(plain, read), name, sound, phonetic.fold(phones), other if other != sound else ""
    )


def filed(text: str, script: str) -> str:
    """The word in ASCII letters and digits of one case, at most 32: prefixes order alike in every database."""
    if script == "Latn" and text.isascii():
        return text[:32]
    return ("0" + arabic.ascii_letters(text))[:32]


@lru_cache(maxsize=1 << 16)
def units(text: str) -> tuple[Unit, ...]:
    """A full name as units, in the order written."""
    words = tokens(text)
    out: list[Unit] = []
    at = 0
    while at < len(words):
        unit, used = unit_at(words, at)
        if out and unit.word.text in FAITH and unit.core is None:
            before = out.pop().word
            unit = unit_of(word(before.text + "".join(words[at : at + used])), before)
        out.append(unit)
        at += used
    return tuple(out)


def unit_at(words: tuple[str, ...], at: int) -> tuple[Unit, int]:
    """The unit that begins at a word, and how many words it takes."""
    for size in (3, 2):
        joined = "".join(words[at : at + size])
        if (
            at + size <= len(words)
            and (len(words[at]) > 1 or words[at] in "mn")
            and (name := spelled(joined))
        ):
            core = word(words[at + size - 1]) if words[at] in SON | SERVANT else None
            return unit_of(word(joined), core, title=name.id == "elhadj"), size
    first, rest = words[at], words[at + 1 :]
    if rest and is_article(first, rest[0]):
        return unit_of(word(rest[0])), 2
    if rest and (first in SERVANT | SON or (first in HALF_SERVANT and word(rest[0]).sound in ATTRIBUTES)):
        size = 3 if len(rest) > 1 and is_article(rest[0], rest[1]) else 2
        last = words[at + size - 1]
        body = (
            first + last
            if first in SON
            else SERVANT_OF + last
            if first in HALF_SERVANT
            else "".join(words[at : at + size])
        )
        return unit_of(word(body), word(last)), size
    here = word(first)
    return unit_of(here, title=first in TITLES or (here.name is not None and here.name.id == "elhadj")), 1


def is_article(first: str, following: str) -> bool:
    """El, Al, or the article that took the sound of the word after it: Es Saidi, Ar Rachid."""
    return first in ARTICLES or (len(first) == 2 and first[0] in "aeu" and first[1] == following[0])
