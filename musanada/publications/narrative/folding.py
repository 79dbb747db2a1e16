"""Text as the linter compares it: small letters, no accents, no invisible characters, every digit of the world as 0–9.

A number can hide behind a full-width digit, a circled one, a soft hyphen in its middle or a Cyrillic letter in its name;
after folding it looks as it reads. ``at`` gives the place in the text of each folded character.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that look like Latin ones.
LOOKALIKES = str.maketrans("аеорсухіјѕԁһӏвкмнтѵѡгпαοερτυικνχβμηγсſ", "aeopcyxijsdhlbkmhtvwrnaoeptuiknxbmhycs")
SIGNS = {
    "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "٪": "%", "﹪": "%", "％": "%", "‰": "%", "ـ": "", "ة": "ه", "ى": "ي",
    "🔟": "10", "💯": "100", "🥇": "1", "🥈": "2", "🥉": "3", "₀": "0",
}  # fmt: skip
DASHES = frozenset("‐‑‒–—―−﹣－")
OBJECT = "\ufffc"  # a citation


@dataclass(frozen=True)
class Folded:
    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the text that was folded."""
        if not self.at:
            return 0, 0
        last = min(max(end - 1, start), len(self.at) - 1)
        return self.at[min(start, len(self.at) - 1)], self.at[last] + 1


def fold(text: str) -> Folded:
    out, at = [], []
    for place, char in enumerate(text):
        folded = char if char in _PLAIN else _one(char)
        out.append(folded)
        at.extend([place] * len(folded))
    return Folded("".join(out), tuple(at))


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 \n.,;:!?()'\"%/-")


@lru_cache(maxsize=20_000)
def _one(char: str) -> str:
    if char in SIGNS:
        return SIGNS[char]
    if char in DASHES:
        return "-"
    if char == OBJECT or char == "\n":
        return char
    category = unicodedata.category(char)
    if category == "Zs" or char in "\t\u2028\u2029":
        return " "
    if category in ("Cf", "Cc", "Mn", "Me", "Co"):
        return ""
    if (value := unicodedata.numeric(char, None)) is not None:
        return _digits(char, value)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in ("Mn", "Me")
    )
    return "".join(SIGNS.get(c, c) for c in plain.lower().translate(LOOKALIKES))


def _digits(char: str, value: float) -> str:
    """Digits, circled digits, fractions, Roman numerals, ideographs: what they are worth."""
    plain = unicodedata.normalize("NFKC", char)
    if plain.isdecimal():
        return "".join(str(unicodedata.digit(c)) for c in plain)
    return str(int(value)) if value == int(value) else "1/2"
