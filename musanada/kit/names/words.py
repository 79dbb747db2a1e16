"""The words of a name as units of comparison: particles and articles joined or apart make no difference.

Abd El Kader, Abdelkader and عبد القادر are one unit; in Ben Ali the unit also answers to Ali; El and Al
vanish before a word; Nour Eddine and Nasr Allah are one unit; Moulay, Sidi, Lalla and Hadj are titles, and
words such as "dit", "épouse" or FNU (first name unknown) are no names: both weigh little.
"""

from dataclasses import dataclass
from functools import lru_cache

from musanada.kit.names import arabic, phonetic
from musanada.kit.names.equivalents import Name, named, pieces, spelled
from musanada.kit.names.normalise import tokens
from musanada.kit.names.readings import readings
from musanada.kit.names.scripts import TIFINAGH, Script, script_of


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ARTICLES = _set("el al ul il ال ايل de del dos das dela")
SERVANT = _set("abd abdel abdal abdul abdoul abdil عبد ابدول ابديل عبدول ابدل عبدل ابدال")
HALF_SERVANT = _set(
    "abdou abdu abdi abdo abdoulaye abdullahi abdoullahi abad abed abid"
)  # servants before an attribute of God only
SON = _set(
    "ben bin ibn bint bent ould wuld weld oulad mint walet oualet ait ag bou bu abu beni bani",
    "بن بين ابن بنت ولد منت ايت ابو بو بني اولاد",
)
FAITH = _set(
    "eddine eddin edine eddeen uddin uddine addine addin din dine deen elsir alsir essir السر الدين الله allah ullah oullah ollah"
)
TITLES = _set(
    "moulay mulay moulaye lalla lala lla sidi dr mr mrs ms mme mlle monsieur madame hadja hajja hajia elhadja",
    "mallam malam alfa imam oustaz ustaz ustadh ustad dit dite alias nee epse epouse veuve fnu lnu snu xxx inconnu inconnue",
    "unknown fils junior jr مولاي سيدي للا لاله السيد السيده الحاجه الدكتور الشيخ الامام",
)
JOINING = ARTICLES | SERVANT | HALF_SERVANT | SON
SERVANT_OF = "abdoul"
TITLE = 0.25
ATTRIBUTES = frozenset(
    phonetic.skeleton(phonetic.sounds(attribute))
    for attribute in [
        "rahmane",
        "rahim",
        "karim",
        "kader",
        "aziz",
        "salam",
        "latif",
        "hamid",
        "razak",
        "nasser",
        "majid",
        "malick",
        "wahab",
        "hadi",
        "ghani",
        "ilah",
        "basit",
        "jabbar",
        "jalil",
        "khalik",
        "moumin",
        "fatah",
        "ghafar",
        "hak",
        "hakim",
        "halim",
        "samad",
        "satar",
        "wahid",
        "wadoud",
        "kahar",
        "raouf",
        "salami",
        "quddous",
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What is known about one word (or joined words) of a name; made once by ``word``, compared by identity.

    ``sound`` and ``fold`` are described in ``phonetic``; ``other`` is a second skeleton under which the word
    may be filed: without its joined particle, without its h, or with a doubtful letter read the other way; for
    a known name its own skeleton where its name is filed under another. ``bits`` are the letters it holds:
    two words without common letters need no comparing.
    """

    text: str
    script: Script
    ascii: str
    name: Name | None
    sound: str
    fold: str
    other: str
    phones: str = ""
    bits: int = 0
    servant: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A word of a name; ``core`` is the word without its particle where one stood apart. Made by ``unit_of``."""

    word: Word
    core: Word | None = None
    title: bool = False
    plain: float = 1.0  # what it weighs where no weights are given
    bits: int = 0
    count: int = 0  # how many bits, none where there is but one


@lru_cache(maxsize=1 << 17)
def unit_of(word: Word, core: Word | None = None, title: bool = False) -> Unit:
    """The one unit with these parts: comparisons of units are then remembered by identity."""
    known = word.bits.bit_count()
    return Unit(word, core, title, TITLE if title else 1.0, word.bits, known if known > 1 else 0)


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
    fold = phonetic.fold(phones)
    return Word(
        text,
        script,
        filed(plain, read),
        name,
        sound,
        fold,
        other if other != sound else "",
        phones,
        bits(phonetic.bones(phones), name) if len(plain) > 1 else 0,
        phones.startswith("abd") and len(phones) > 5,
    )


def bits(sound: str, name: Name | None) -> int:
    """The consonant classes of a word as a set of bits, and one bit for its origin."""
    out = 1 << (26 + name.number) if name else 0
    for letter in sound:
        out |= 1 << (ord(letter) - 65)
    return out


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
    first = words[at]
    left = len(words) - at - 1
    if left and first in pieces():
        for size in (3, 2) if left > 1 else (2,):
            if (name := spelled(joined := "".join(words[at : at + size]))) and torn(words[at : at + size]):
                core = word(words[at + size - 1]) if first in SON or first in SERVANT else None
                return unit_of(word(joined), core, title=name.id == "elhadj"), size
    if left and (first in JOINING or is_article(first, words[at + 1])) and (found := particle_at(words, at)):
        return found
    here = word(first)
    return unit_of(here, title=first in TITLES or (here.name is not None and here.name.id == "elhadj")), 1


def torn(parts: tuple[str, ...]) -> bool:
    """Whether words that spell a listed name together are its pieces, not names themselves (Cheikh Tidiane)."""
    return len(parts[0]) + len(parts[1]) < 5 or parts[0] in JOINING or not all(map(spelled, parts))


def particle_at(words: tuple[str, ...], at: int) -> tuple[Unit, int] | None:
    """The unit that begins with an article or a particle and takes the word after it."""
    first, following = words[at], words[at + 1]
    if is_article(first, following):
        return unit_of(word(following)), 2
    half = first in HALF_SERVANT
    size = 3 if at + 2 < len(words) and is_article(following, words[at + 2]) else 2
    last = words[at + size - 1]
    if half and word(last).sound not in ATTRIBUTES:
        return None
    before = first if first in SON else SERVANT_OF if half else "".join(words[at : at + size - 1])
    return unit_of(word(before + last), word(last)), size


def is_article(first: str, following: str) -> bool:
    """El, Al, or the article that took the sound of the word after it: Es Saidi, Ar Rachid."""
    return first in ARTICLES or (len(first) == 2 and first[0] in "aeu" and first[1] == following[0])
