"""Numbers as people type them and as spreadsheets hold them.

The declared rules, printed in the import help:

- Spaces of any width and the Swiss apostrophe group thousands: ``23 096``.
- A dot before exactly three digits groups thousands, as statistics here are typed: ``36.000`` is 36000,
  ``1.500`` is 1500, but ``1.5`` is one and a half.
- A comma is the decimal mark; a comma before exactly three digits (``1,024``) could be either and is refused,
  unless ``decimal_mark`` says which mark the file uses.
- ``0,125`` and ``1234.567`` cannot be grouped, so their mark is decimal; of two different marks the last is.
- A percent sign is dropped: ``60,7 %`` is 60.7.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal, NoReturn

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput

DecimalMark = Literal[",", "."]

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"))
_SIGNS = str.maketrans({"٫": ",", "٬": "'", "’": "'", "−": "-", "–": "-", "٪": "%", "\ufe6a": "%"})
_SHAPE = re.compile(r"([+-]?) ?(\d[\d ',.]*?) ?%?")
_LONGEST = 40


def parse_number(text: object, *, decimal_mark: DecimalMark | None = None) -> Decimal:
    """The number in ``text`` (or the number it already is), by the rules above; ``BadInput`` otherwise."""
    if isinstance(text, int | float | Decimal) and not isinstance(text, bool):
        return _finite(text)
    shown = str(text).strip()
    shape = _SHAPE.fullmatch(_plain(shown)) if len(shown) <= _LONGEST else None
    if shape is None:
        _refuse(shown)
    sign, body = shape.groups()
    number = _digits(body, shown, decimal_mark)
    return -number if sign == "-" and number else number


def parse_count(text: object) -> int:
    """A whole number of persons or acts, zero or more; ``BadInput`` otherwise."""
    number = parse_number(text)
    if number != number.to_integral_value() or number < 0:
        raise BadInput(_("« %(text)s » n'est pas un nombre entier positif.") % {"text": text})
    return int(number)


def western_digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0–9; bidi marks dropped."""
    clean = text.translate(_INVISIBLE)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in clean)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", western_digits(text)).translate(_SIGNS).strip()


def _digits(body: str, shown: str, mark: DecimalMark | None) -> Decimal:
    """``body`` holds digits, spaces, apostrophes, dots and commas, and starts with a digit."""
    whole, fraction = _split(body, shown, mark)
    groups = re.split(r"[ ',.]", whole)
    marks = set(re.findall(r"[ ',.]", whole))
    grouped = len(groups) > 1
    if len(marks) > 1 or (grouped and not _well_grouped(groups)):
        _refuse(shown)
    if fraction and not fraction.isdecimal():
        _refuse(shown)
    return Decimal("".join(groups) + (f".{fraction}" if fraction else ""))


def _split(body: str, shown: str, mark: DecimalMark | None) -> tuple[str, str]:
    """Whole part (still grouped) and decimals."""
    last = max(body.rfind(","), body.rfind("."))
    if last < 0:
        return body, ""
    sign, head, tail = body[last], body[:last], body[last + 1 :]
    if not tail:
        _refuse(shown)
    if sign in head or (mark is not None and sign != mark):
        return body, ""
    sure = mark is not None or not re.fullmatch(r"\d{3}", tail) or not re.fullmatch(r"[1-9]\d{0,2}", head)
    if sure:
        return head, tail
    if sign == ".":
        return body, ""
    choice = {"text": shown, "whole": head + tail, "decimal": f"{head},{tail}0"}
    raise BadInput(
        _(
            "« %(text)s » peut se lire de deux façons. Écrivez %(whole)s pour le nombre entier, "
            "ou %(decimal)s pour le nombre décimal."
        )
        % choice,
        code="ambiguous",
    )


def _well_grouped(groups: list[str]) -> bool:
    return (
        1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(re.fullmatch(r"\d{3}", g) for g in groups[1:])
    )


def _finite(value: int | float | Decimal) -> Decimal:
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        _refuse(str(value))
    return number


def _refuse(shown: str) -> NoReturn:
    if not shown:
        raise BadInput(_("Il manque un nombre."))
    text = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
    raise BadInput(
        _("« %(text)s » n'est pas un nombre lisible. Écrivez-le en chiffres, par exemple 23 096 ou 60,7.")
        % {"text": text}
    )
