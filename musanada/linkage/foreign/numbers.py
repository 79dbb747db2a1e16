"""Documents and phones of a list: sorted columns, so that a number is found by halving.

A document is its letters and digits, with the letters O and I read as the digits they look like. A phone is its
digits read from the end: two numbers that end alike are one number with and without a country's prefix.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from musanada.linkage.foreign.dates import DIGITS

LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
SIGNS = re.compile(r"[\W_]+")
OTHERS = re.compile(r"\D+")
SHORTEST_DOCUMENT, SHORTEST_PHONE, WHOLE = 4, 6, 9
WIDTH = 24
MOST = 200  # bearers of one number that are looked at
Array = np.ndarray[Any, Any]


def document_of(value: str | None) -> str:
    """A document number as compared; nothing of what is too short or only zeros."""
    if not value:
        return ""
    plain = SIGNS.sub("", value.translate(DIGITS)).upper().translate(LOOKALIKE)
    return plain[:WIDTH] if len(plain) >= SHORTEST_DOCUMENT and plain.strip("0X") else ""


def phone_of(value: str | None) -> str:
    """The digits of a phone from the end; nothing of what is too short or one digit repeated."""
    if not value:
        return ""
    digits = OTHERS.sub("", value.translate(DIGITS)).lstrip("0")
    return digits[::-1][:WIDTH] if len(digits) >= SHORTEST_PHONE and len(set(digits)) > 1 else ""


class Documents:
    """Who bears a document number."""

    def __init__(self, values: Sequence[str | None] | None) -> None:
        self.of = packed(document_of(value) for value in values or ())
        self.order = np.argsort(self.of, kind="stable").astype(np.int32)
        self.sorted = self.of[self.order]

    def bearers(self, number: str) -> Array:
        """People by place."""
        wanted = np.array(number.encode("ascii", "replace"), self.of.dtype) if len(self.of) else b""
        first, last = np.searchsorted(self.sorted, wanted), np.searchsorted(self.sorted, wanted, "right")
        return self.order[first : min(last, first + MOST)] if number else self.order[:0]

    def said(self, place: int) -> str:
        return self.of[place].decode() if len(self.of) else ""


class Phones:
    """Who is reached by a number that ends like this one."""

    def __init__(self, values: Sequence[str | None] | None) -> None:
        self.of = packed(phone_of(value) for value in values or ())
        self.order = np.argsort(self.of, kind="stable").astype(np.int32)
        self.sorted = self.of[self.order]

    def bearers(self, number: str) -> Array:
        """People by place whose last digits are the same."""
        if not number or not len(self.of):
            return self.order[:0]
        end = number[:WHOLE].encode() if len(number) >= WHOLE else number.encode()
        first = np.searchsorted(self.sorted, np.array(end, self.of.dtype))
        last = np.searchsorted(self.sorted, np.array(end + b"~", "S" + str(WIDTH + 1)), "right")
        found = self.order[first : min(last, first + MOST)]
        shorter = [
            self.order[at : np.searchsorted(self.sorted, cut, "right")][:MOST]
            for size in range(SHORTEST_PHONE, len(end))
            if (at := np.searchsorted(self.sorted, cut := np.array(end[:size], self.of.dtype)))
            < len(self.sorted)
        ]
        return np.concatenate([found, *shorter])

    def said(self, place: int) -> str:
        return self.of[place].decode() if len(self.of) else ""


def packed(values: Iterable[str]) -> Array:
    """Numbers as a column of fixed width; a sign that is no ASCII becomes a question mark."""
    encoded = [value.encode("ascii", "replace") for value in values]
    return np.array(encoded, "S24") if any(encoded) else np.empty(0, "S24")
