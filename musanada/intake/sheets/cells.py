"""A cell as received, and its text folded for comparison.

A cell is text, or a ``float`` when the sheet itself stored a number with decimals (so that 36.125 stays that number
while the text "36.000" is still to be read). Whole numbers are text: a phone, a code and a year are not quantities.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Cell = str | float
Row = tuple[Cell, ...]

SPACES = re.compile(r"[\s\u00a0\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
NOT_WORD = re.compile(r"[^\w\u0600-\u06ff]+|_+")
ARABIC_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩", "اااايهوي0123456789")
EXACT_WHOLE = 2**53


def clean(cell: object) -> Cell:
    """A raw value of a reader as a ``Cell``: spaces trimmed, whole floats as text, dates as ISO text."""
    if isinstance(cell, str):
        return squeeze(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_WHOLE else cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else squeeze(str(cell))


def squeeze(text: str) -> str:
    """Without outer spaces, doubled spaces, non-breaking and direction marks."""
    return SPACES.sub(" ", text).strip()


def text_of(cell: Cell) -> str:
    """What the cell shows."""
    return cell if isinstance(cell, str) else repr(cell)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, without accents, vowel marks and punctuation: ``"N° d'identité :"`` → ``"n d identite"``."""
    plain = unicodedata.normalize("NFKD", ARABIC_MARKS.sub("", text.translate(ARABIC_LETTERS)).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return NOT_WORD.sub(" ", plain).strip()


def filled(row: Sequence[Cell]) -> int:
    """How many cells hold something."""
    return sum(cell != "" for cell in row)
