"""The text in one spelling, with the way back to the text as given.

Lower case, no accents or vowel signs, western digits, one kind of space, quote and dash, Arabic letters unified (as
``kit.monthnames.fold`` does): every list of words here is written once and compared folded.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": ""}
SIGNS = {
    **dict.fromkeys("’‘ʼ`´٬", "'"),
    **dict.fromkeys("“”«»„‟", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("٪﹪％", "%"),
    "،": ",",
    "؛": ";",
    "؟": "?",
    "…": ".",
    "º": "°",
    "٫": "٫",
    "\t": " ",
    "\r": "",
    "\n": "\n",
    "\u00ad": "",
    "№": "n°",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0c": "\n",
}
WORD = re.compile(r"[^\W_]+")


def _fold(char: str) -> str:
    if char in SIGNS:
        return SIGNS[char]
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.digit(char))
    if kind == "Zs":
        return " "
    if kind in ("Mn", "Cf"):
        return ""
    if kind == "No":
        return char
    plain = unicodedata.normalize("NFKD", char).casefold()
    return "".join(ARABIC.get(c, c) for c in plain if not unicodedata.combining(c))


_TABLE: dict[str, str] = {}


@dataclass(frozen=True)
class Word:
    """A word of the folded text, by its stem."""

    start: int
    end: int
    text: str
    stem: str


@dataclass(frozen=True)
class Folded:
    """``at[i]`` is the place in the raw text of the folded character ``i``."""

    raw: str
    text: str
    at: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the folded text stands in the raw one."""
        return self.at[start], self.at[end - 1] + 1

    def place(self, raw_position: int) -> int:
        """The folded place of a raw one."""
        return bisect_left(self.at, raw_position)

    def capital(self, start: int) -> bool:
        return self.raw[self.at[start]].isupper()

    @cached_property
    def words(self) -> list[Word]:
        return [Word(m.start(), m.end(), m[0], stem(m[0])) for m in WORD.finditer(self.text)]

    @cached_property
    def starts(self) -> list[int]:
        return [word.start for word in self.words]

    def first_word(self, place: int) -> int:
        """Index of the first word that begins at ``place`` or later."""
        return bisect_left(self.starts, place)


def fold(raw: str) -> Folded:
    pieces: list[str] = []
    at: list[int] = []
    table = _TABLE
    for place, char in enumerate(raw):
        piece = table.get(char)
        if piece is None:
            piece = table[char] = _fold(char)
        if piece:
            pieces.append(piece)
            at.extend([place] * len(piece))
    return Folded(raw, "".join(pieces), at)


def folded(text: str) -> str:
    return fold(text).text


_STEMS: dict[str, str] = {}


def stem(word: str) -> str:
    """Without the plural's s or x (French, English), the Arabic article or the tanwin: enough to compare lists."""
    known = _STEMS.get(word)
    if known is None:
        known = _stem(word)
        if len(_STEMS) < 50_000:
            _STEMS[word] = known
    return known


def _stem(word: str) -> str:
    if word.isascii():
        if len(word) > 4 and word.endswith("ies"):
            return word[:-3] + "y"
        return word[:-1] if len(word) > 2 and word[-1] in "sx" else word
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return word[:-1] if len(word) > 4 and word.endswith("ا") else word
