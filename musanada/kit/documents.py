"""Numbers on documents, as compared: one spelling for a number written in several ways.

``normal`` is what an index keeps: it loses nothing that could tell two documents apart. ``variants`` are what a search
also looks up: leading zeros lost or added, O for 0 where the shape of a known kind of number proves it. The known
shapes (``documents.csv``) come from general knowledge and await confirmation: they help to find, they refuse nothing.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SHAPES = Path(__file__).with_name("documents.csv")
# Letters of Greek and Cyrillic keyboards that look like Latin ones: typed by mistake, never printed so.
LOOKALIKES = str.maketrans("АВЕКМНОРСТХУІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXYISJABEZHIKMNOPTYX")
LABEL = re.compile(r"^\s*(?:N\s*[°º]|№|#)\s*[:.]?", re.IGNORECASE)  # "N° 12 34"
MOST_ZEROS = 3
LEAST_DIGITS = 4
TAIL = re.compile(r"^([A-Z]{0,3})(\d{4,})$")
REFUGEE = re.compile(r"^(?:UNHCR|HCR|ACNUR)?(\d{3})(\d{2})([C])(\d{1,5})$")  # 354-12C00123
REFUGEE_DIGITS = 5


def normal(value: str) -> str:
    """ASCII capitals and digits; letters of other scripts that have no Latin form stay as they are."""
    bare = LABEL.sub("", value)
    composed = (
        unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", bare)).upper().translate(LOOKALIKES)
    )
    return "".join(as_ascii(c) for c in composed if c.isalnum())


def as_ascii(character: str) -> str:
    """A digit of any script by its value."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character


@dataclass(frozen=True)
class Shape:
    """``pattern``: L for a letter, D for a digit, anything else for itself."""

    country: str
    kind: str
    pattern: str

    def read(self, value: str) -> str:
        """The value with O and 0 as the shape demands them; empty where it has another shape."""
        if len(value) != len(self.pattern):
            return ""
        out = ""
        for place, character in zip(self.pattern, value, strict=True):
            found = fitting(place, character)
            if not found:
                return ""
            out += found
        return out


def fitting(place: str, character: str) -> str:
    """The character as this place takes it; empty where it cannot."""
    if place == "D":
        wanted = "0" if character == "O" else character
        return wanted if wanted.isdecimal() and wanted.isascii() else ""
    wanted = "O" if character == "0" else character
    if place == "L":
        return wanted if "A" <= wanted <= "Z" else ""
    return place if wanted == place or character == place else ""


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    with SHAPES.open(encoding="utf-8", newline="") as file:
        return tuple(Shape(row["country"], row["kind"], row["pattern"]) for row in csv.DictReader(file))


def variants(value: str, *, kind: str = "", country: str = "") -> list[str]:
    """Every spelling under which this number may have been written down, the normal one first.

    ``kind`` and ``country`` narrow the shapes that are tried; without them all are.
    """
    first = normal(value)
    if not first:
        return []
    found = dict.fromkeys((first, *refugee(first), *proved(first, kind, country)))
    for one in list(found):
        found |= dict.fromkeys(zeros(one))
    return list(found)


def proved(value: str, kind: str, country: str) -> Iterator[str]:
    """O and 0 as each known shape that fits demands them."""
    if "O" not in value and "0" not in value:
        return
    known = [s for s in shapes() if (not kind or s.kind == kind) and (not country or s.country == country)]
    yield from sorted({found for shape in known if (found := shape.read(value))})


def refugee(value: str) -> Iterator[str]:
    """UNHCR: office, year, C for a case, number: with its zeros and without the letters before it."""
    if found := REFUGEE.match(value):
        office, year, letter, number = found.groups()
        yield f"{office}{year}{letter}{number.rjust(REFUGEE_DIGITS, '0')}"
        yield f"{office}{year}{letter}{number.lstrip('0') or '0'}"


def zeros(value: str) -> Iterator[str]:
    """Spreadsheets drop leading zeros; forms add them."""
    found = TAIL.match(value)
    if not found:
        return
    letters, digits = found.groups()
    bare = digits.lstrip("0")
    if bare != digits and len(bare) >= LEAST_DIGITS:
        yield letters + bare
    for n in range(1, MOST_ZEROS + 1):
        yield letters + digits.rjust(len(digits) + n, "0")
