"""How an Arabic spelling sounds, in the phones of ``phonetic``; and its letters in ASCII.

Arabic writes consonants and long vowels. و and ي are consonants at the beginning of a word and before a
written vowel, vowels elsewhere; where that guess often fails (نوال Nawal, أنور Anwar) ``other_reading``
gives the second one, so that either is found.
"""

import re
from functools import lru_cache

# One ASCII letter or sign per Arabic letter, so that a beginning of a word stays a beginning of its key.
ASCII = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژڤݣ", "abt4j75d8rzsc9e6o3gfqklmnhwypxivu", strict=True))
)
PHONES = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهپچژڤݣ", "abttJhkddrzsCsdtd'gfkklmnhpCJvg", strict=True))
)

RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), phones)
    for pattern, phones, _why in (
        (r"وو+", "و", "داوود is داود"),
        (r"يي+", "ي", "نيي"),
        (r"(?<=..)اه$", "ات", "حياة Hayat, نجاة Najat"),
        (r"ه$", "ا", "final ة is a vowel"),
        (r"دي(?=[او])", "J", "ديالو Diallo, ديوف Diouf: as in Latin di-"),
        (r"^[تث]ي(?=[او])", "C", "تيام Thiam"),
        (r"^و(?=.)|و(?=[ا])|و(?=ي(?![او]))", "w", "وتارا, نوال, علوي"),
        (r"^ي(?=.)|(?<=[او])ي(?=[او])|(?<=^ا)ي(?=ا)", "y", "يوسف, يايا, بايو"),
        (r"و", "u", "محمود"),
        (r"ي", "i", "كريم"),
    )
)
BETWEEN = re.compile(r"(?<=[^اوي])و(?=[^اوي])")
GLIDE = re.compile(r"(?<=[^اويد])ي(?=[ا])")


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> str:
    """Phones of a normalised Arabic word, without its article."""
    out = word
    for pattern, phones in RULES:
        out = pattern.sub(phones, out)
    return out.translate(PHONES).replace("'", "")


def other_reading(word: str) -> str:
    """The word with its doubtful و or ي read as a consonant; empty if there is no doubt."""
    if len(word) > 5:
        return ""
    marked = GLIDE.sub("y", BETWEEN.sub("w", word))
    return sounds(marked) if marked != word else ""


def ascii_letters(word: str) -> str:
    """The word letter by letter in ASCII, each Arabic letter its own sign; other letters as hexadecimal."""
    text = word.translate(ASCII)
    return text if text.isascii() else "".join(c if c.isascii() else f"{ord(c):x}" for c in text)


def without_article(word: str) -> str:
    """The word without ال, where three letters remain (not الله, not الفا)."""
    if word.startswith("ال") and len(word) >= 5 and word not in KEEP_ARTICLE:
        return word[2:]
    return word[1:] if word.startswith("لل") and len(word) >= 5 else word


# Names that only look as if they began with the article.
KEEP_ARTICLE = frozenset(
    {"الفا", "الياس", "الينا", "اليسا", "الحاج", "الاسان", "الاسن", "اليمان", "اليون", "اليو"}
)
