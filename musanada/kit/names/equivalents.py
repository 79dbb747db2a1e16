"""Names known to be one name, or to have one origin: the table ``equivalents.csv``, looked up by spelling or sound.

A row is one name with its spellings in both scripts; rows of one *origin* are related names that live side
by side: Mamadou and Mohamed are two names in use, so a common origin only raises a candidate.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from musanada.kit.names import arabic, phonetic
from musanada.kit.names.normalise import normalise
from musanada.kit.names.readings import readings
from musanada.kit.names.scripts import script_of

FILE = Path(__file__).with_name("equivalents.csv")
SHORTEST_SOUND = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name in use. ``origin`` is empty where no other name shares it; ``sound`` files all its spellings.

    ``number`` is one for all names of an origin: a bit by which related names are known without comparing.
    """

    id: str
    origin: str
    sound: str
    number: int = 0


@cache
def table() -> tuple[dict[str, Name], dict[str, Name]]:
    """Names by spelling, and by folded sound where that sound belongs to one name only."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    shared = {o for o in {r["origin"] for r in rows} if sum(r["origin"] == o for r in rows) > 1}
    numbers: dict[str, int] = {}
    spellings: dict[str, Name] = {}
    sounding: dict[str, set[Name]] = {}
    for row in rows:
        forms = [normalise(form) for form in row["forms"].split()]
        origin = row["origin"] if row["origin"] in shared else ""
        number = numbers.setdefault(origin or f"={row['name']}", len(numbers))
        sound = phonetic.skeleton(readings(forms[0], script_of(forms[0]))[0])
        name = Name(row["name"], origin, sound, number)
        for form in forms:
            if spellings.setdefault(form, name) != name:
                raise ValueError(
                    f"{FILE.name}: '{form}' stands in two names, {spellings[form].id} and {name.id}"
                )
            if script_of(form) == "Latn":
                sounding.setdefault(phonetic.fold(readings(form, "Latn")[0]), set()).add(name)
    alone = {
        fold: names.pop()
        for fold, names in sounding.items()
        if len(names) == 1 and len(fold) >= SHORTEST_SOUND
    }
    return spellings, alone


def named(word: str) -> Name | None:
    """The name a normalised word spells: listed, or sounding like the spellings of one name only."""
    spellings, sounding = table()
    found = spellings.get(word)
    if found is None and word.isascii():
        found = sounding.get(phonetic.fold(readings(word, "Latn")[0]))
    elif found is None:
        found = spellings.get(arabic.without_article(word))
    return found


def spelled(word: str) -> Name | None:
    """The name a normalised word spells by the list alone."""
    return table()[0].get(word)


@cache
def pieces() -> frozenset[str]:
    """Every beginning of a listed spelling: only there may a name be torn into two words."""
    return frozenset(
        form[:end] for form in table()[0] for end in range(1, len(form)) if end > 1 or form[0] in "mn"
    )


@cache
def origin_of_sound() -> dict[str, str]:
    """Origins by sound, of sounds that all names of one origin have alone."""
    found: dict[str, set[str]] = {}
    for name in set(table()[0].values()):
        found.setdefault(name.sound, set()).add(name.origin)
    return {
        sound: next(iter(origins))
        for sound, origins in found.items()
        if len(origins) == 1 and "" not in origins
    }
