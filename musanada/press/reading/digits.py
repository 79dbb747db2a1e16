"""Numbers written in digits: groups of thousands, decimals, and how fine the last digit is.

Space, narrow space and apostrophe group. A dot or comma before exactly three digits groups too (``36.000``, ``1,024``):
the texts here count people; before ``%``, ``millions`` or another word of scale, or after a zero, it is decimal.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(
    r"(?<![\d])(?:[1-9]\d{0,2}(?:(?P<mark>[ '.,])\d{3})(?:(?P=mark)\d{3})*(?!\d)(?:[.,٫]\d{1,4}(?!\d|[.,]\d))?"
    r"|\d+(?:[.,٫]\d+)?)"
)
# What follows decides "12,345 millions" and "60,702 %": a decimal.
_FRACTIONAL = re.compile(
    r" ?(?:%|pour ?cent|per ?cent|pct|millions?|milliards?|billions?|mille?ards?|m(?:dh|ds|d)\b|في الم|بالم|مليون|ملايين|مليار)"
)


@dataclass(frozen=True)
class Written:
    """A value as printed: ``step`` is the unit of its last digit."""

    value: Decimal
    step: Decimal


def read_digits(token: str, after: str = "", decimal_mark: str = "") -> Written:
    """``token`` as ``NUMBER`` finds it; ``after`` is the text behind it."""
    if "٫" in token:
        whole, _mark, fraction = token.partition("٫")
        return _written(re.sub(r"\D", "", whole), fraction)
    last = max(token.rfind(","), token.rfind("."))
    if last < 0:
        return _written(re.sub(r"\D", "", token), "")
    head, mark, tail = token[:last], token[last], token[last + 1 :]
    groups = len(tail) == 3 and (
        mark in head or (head.isdecimal() and 1 <= len(head) <= 3 and head[0] != "0")
    )
    if groups and mark not in head and (mark == decimal_mark or _FRACTIONAL.match(after)):
        groups = False
    if groups:
        return _written(re.sub(r"\D", "", token), "")
    return _written(re.sub(r"\D", "", head), tail)


def _written(whole: str, fraction: str) -> Written:
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return Written(value, Decimal(1).scaleb(-len(fraction)))
