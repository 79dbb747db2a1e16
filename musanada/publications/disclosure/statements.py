"""What texts say of numbers beside printing them, as inequalities: shares, changes, ranks, "more than", claims."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from musanada.publications.disclosure.types import Says

ONE = Fraction(1)
Terms = tuple[tuple[str, Fraction], ...]


def share(part: str, whole: str, printed: Decimal, words: str = "") -> Iterator[Says]:
    """``printed`` percent, half a unit of its last digit either way; the part is never more than the whole."""
    half = Fraction(1, 2) * Fraction(10) ** int(printed.as_tuple().exponent)
    low, high = (Fraction(printed) - half) / 100, (Fraction(printed) + half) / 100
    yield Says(((part, ONE), (whole, -low)), low=Fraction(0), words=words)
    yield Says(((part, ONE), (whole, -high)), high=Fraction(0), words=words)


def change(new: str, old: str, printed: Decimal, words: str = "") -> Iterator[Says]:
    """A change in percent: up where positive."""
    half = Fraction(1, 2) * Fraction(10) ** int(printed.as_tuple().exponent)
    low, high = 1 + (Fraction(printed) - half) / 100, 1 + (Fraction(printed) + half) / 100
    yield Says(((new, ONE), (old, -low)), low=Fraction(0), words=words)
    yield Says(((new, ONE), (old, -high)), high=Fraction(0), words=words)


def difference(new: str, old: str, printed: Decimal, words: str = "") -> Iterator[Says]:
    value = Fraction(printed)
    yield Says(((new, ONE), (old, -ONE)), low=value, high=value, words=words)


def rank(keys: Sequence[str], words: str = "") -> Iterator[Says]:
    """A list from large to small: whatever stands in it lies between its neighbours."""
    for larger, smaller in pairwise(keys):
        yield Says(((larger, ONE), (smaller, -ONE)), low=Fraction(0), words=words)


def more_than(key: str, number: int | Decimal, words: str = "") -> Says:
    return Says(((key, ONE),), low=Fraction(number), strict=True, words=words)


def nearly(key: str, number: int | Decimal, words: str = "") -> Says:
    """*Près de*: at most five percent below."""
    return Says(((key, ONE),), low=Fraction(number) * Fraction(95, 100), high=Fraction(number), words=words)


def about(key: str, number: int | Decimal, words: str = "") -> Says:
    value = Fraction(number)
    return Says(((key, ONE),), low=value * Fraction(95, 100), high=value * Fraction(105, 100), words=words)


def claim(terms: Terms, sign: str, number: Fraction | int = 0, words: str = "") -> Says:
    """``Σ coefficient × number`` compared with a number: ``<``, ``<=``, ``>``, ``>=`` or ``=``."""
    value = Fraction(number)
    match sign:
        case "<" | "<=":
            return Says(terms, high=value, strict=sign == "<", words=words)
        case ">" | ">=":
            return Says(terms, low=value, strict=sign == ">", words=words)
    return Says(terms, low=value, high=value, words=words)
