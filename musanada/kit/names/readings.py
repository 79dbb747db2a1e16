"""The phones of one word in either script, and the second reading under which it may be known.

A joined particle is taken apart here: Abdelkader is *abd* and Kader however it is written, Benali may be
filed as Ali, Elidrissi as Idrissi.
"""

import re

from musanada.kit.names import arabic, phonetic

JOINED_SERVANT = re.compile(r"^abd[aeiou]*l?(?=[a-z]{3})")
JOINED_SON = re.compile(
    r"^(?:ben|bel|ould|bou|ait)(?=[a-z]{4})|^(?:el)(?=[a-z]{4})|^(?:al)(?=[^aeiou][a-z]{3})"
)


def readings(text: str, script: str) -> tuple[str, str]:
    """Phones of a word, and another skeleton it may be known by (or nothing)."""
    if script == "Arab":
        bare = arabic.without_article(text)
        if bare.startswith("عبد") and len(bare) >= 6:
            rest = arabic.sounds(arabic.without_article(bare[3:]))
            return "abd" + rest, phonetic.skeleton(rest)
        if bare.startswith("بن") and len(bare) >= 5:
            return arabic.sounds(bare), phonetic.skeleton(arabic.sounds(bare[2:]))
        second = arabic.other_reading(bare)
        return arabic.sounds(bare), phonetic.skeleton(second) if second else ""
    if match := JOINED_SERVANT.match(text):
        rest = phonetic.sounds(text[match.end() :])
        return "abd" + rest, phonetic.skeleton(rest)
    if match := JOINED_SON.match(text):
        return phonetic.sounds(text), phonetic.skeleton(phonetic.sounds(text[match.end() :]))
    return phonetic.sounds(text), ""
