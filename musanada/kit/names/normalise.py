"""The comparable form of a name: what differs only in the hand that typed it becomes the same text.

Storage keeps the name as written; this form is for keys and comparison only (standards §12). Capitals,
accents, Arabic vowel signs and tatweel, forms of alef, hamza carriers, ى/ي, ة/ه and kinds of apostrophe
vanish; a hyphen separates; an apostrophe joins (N'Diaye is Ndiaye).
"""

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose: African and European Latin, Persian and Urdu forms of Arabic letters.
LETTERS = str.maketrans(
    {
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "ŋ": "n",
        "ɲ": "ny",
        "ɔ": "o",
        "ɛ": "e",
        "ə": "e",
        "ǝ": "e",
        "ɣ": "gh",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ß": "ss",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ۀ": "ه",
        "ھ": "ه",
        "گ": "ݣ",
        "ڭ": "ݣ",
        "ڥ": "ڤ",
        "ء": "",
        "ـ": "",
    }
)
# Letters of scholarly romanisations and of Turkish whose mark says another sound, not a shade of the same one.
MARKED = str.maketrans(
    {
        "š": "sh",
        "ş": "sh",
        "ș": "sh",
        "č": "ch",
        "ğ": "gh",
        "ġ": "gh",
        "ǧ": "j",
        "ž": "j",
        "ḫ": "kh",
        "ẖ": "kh",
    }
    | {"ṯ": "th", "ḏ": "dh"}
)
APOSTROPHES = frozenset("'’‘ʼʻʽʾʿ`´ʹ′＇‛")


@lru_cache(maxsize=1 << 15)
def character(letter: str) -> str:
    """Comparable form of one character: letters and digits stay, marks vanish, the rest separates."""
    if letter in APOSTROPHES:
        return ""
    out = []
    plain = letter.casefold().translate(MARKED)
    for part in unicodedata.normalize("NFKD", plain).casefold().translate(LETTERS):
        for piece in unicodedata.normalize("NFKD", part):
            category = unicodedata.category(piece)
            if category[0] == "M" or category in ("Cf", "Lm") or piece in APOSTROPHES:
                continue  # marks, direction signs, tatweel
            out.append(piece if category[0] in "LN" else " ")
    return "".join(out)


ASCII = {code: character(chr(code)) for code in range(128)}


@lru_cache(maxsize=1 << 14)
def normalise(text: str) -> str:
    """Comparable form of a name: words separated by one space. Idempotent, never raises."""
    if text.isascii():
        return " ".join(text.translate(ASCII).split())
    # Compose first: a hamza typed apart from its alef, or an accent apart from its letter, is the same letter.
    composed = unicodedata.normalize("NFKC", text)
    return " ".join("".join(map(character, composed)).split())


def tokens(text: str) -> tuple[str, ...]:
    """Words of the comparable form, in the order written."""
    return tuple(normalise(text).split())
