"""The phones of one word in either script, and the second reading under which it may be known.

A joined particle is taken apart here: Abdelkader is *abd* and Kader however it is written, Benali may be
filed as Ali, Elidrissi as Idrissi, العربي as Larbi.
"""

import re
from functools import lru_cache

from musanada.kit.names import arabic, phonetic

JOINED_SERVANT = re.compile(
    r"^(?!abd[aeiou]*l+[aeo]h?[iy]?e?$)(?:[c3]?abd[aeiou]*l?|abada?l)(?=[a-z]{3})"
)  # c: Somali Cabdi; abad: letter by letter
ARABIC_SERVANT = re.compile(r"^(?:عبد(?=...)|ابد[اوي]*ل(?=...))(?:ال(?=..))?")
SUDANESE = re.compile(r"g(?=[iy])(?!il)")  # Abdelbagi: g is ق there
JOINED_SON = re.compile(r"^(?:ben|bel|ould|bou|ait|dela)(?=[a-z]{4})|^(?:el|al)(?=[a-z]{3})")
ARABIC_SON = re.compile(r"^(?:بن|بو|ولد)(?=...)")


@lru_cache(maxsize=1 << 16)
def readings(text: str, script: str) -> tuple[str, str]:
    """Phones of a word, and another skeleton it may be known by (or nothing)."""
    return arabic_readings(text) if script == "Arab" else latin_readings(text)


def latin_readings(text: str) -> tuple[str, str]:
    if match := JOINED_SERVANT.match(text):
        rest = phonetic.sounds(SUDANESE.sub("gu", text[match.end() :]))
        return "abd" + rest, phonetic.skeleton(rest)
    phones = phonetic.sounds(text)
    if match := JOINED_SON.match(text):
        return phones, phonetic.skeleton(phonetic.sounds(text[match.end() :]))
    return phones, second(phonetic.skeleton(phones), phonetic.other_sounds(text))


def arabic_readings(text: str) -> tuple[str, str]:
    bare = arabic.without_article(text)
    if match := ARABIC_SERVANT.match(bare):
        rest = arabic.sounds(bare[match.end() :])
        return "abd" + rest, phonetic.skeleton(rest)
    phones = arabic.sounds(bare)
    if match := ARABIC_SON.match(bare):
        return phones, phonetic.skeleton(arabic.sounds(bare[match.end() :]))
    found = second(phonetic.skeleton(phones), arabic.other_sounds(bare))
    if not found and bare != text:  # what looks like the article may be said, or belong to the name: Alimata
        found = phonetic.skeleton(arabic.sounds(text))
    return phones, found


def second(first: str, phones: str) -> str:
    """The skeleton of a second reading where it differs from the first."""
    other = phonetic.skeleton(phones) if phones else ""
    return other if other != first else ""
