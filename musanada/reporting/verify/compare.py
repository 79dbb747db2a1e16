"""Does a value meet a printed one? The words in front of a number decide (figures, section 7: tolerance policy)."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from musanada.reporting.engine.cells import rounded

NEAR = Fraction(5, 100)  # "about" and "nearly": within 5 %


def show(value: Fraction, decimals: int = 0) -> str:
    """A value for a line of text: whole numbers whole, else two decimals at least, without idle zeros."""
    if value.denominator == 1:
        return str(value.numerator)
    text = f"{rounded(value, max(decimals, 2)):f}".rstrip("0").rstrip(".")
    return text or "0"


def printed_like(found: Fraction, decimals: int) -> Decimal:
    return rounded(found, decimals)


def meets(expected: Decimal, decimals: int, qualifier: str, found: Fraction) -> tuple[bool, str]:
    """Whether ``found`` bears out the printed number, and why. An unknown qualifier is read as exact."""
    return _RULES.get(qualifier, _exact)(expected, decimals, found)


def _exact(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    if Fraction(expected) == found:
        return True, _("égal")
    if printed_like(found, decimals) == expected:
        return True, _("arrondi à la décimale imprimée")
    if _truncated_to(found, decimals) == expected:
        return False, _("tronqué : arrondi, ce serait %(value)s") % {"value": printed_like(found, decimals)}
    return False, _("écart de %(gap)s") % {"gap": _gap(expected, found)}


def _truncated(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    if _truncated_to(found, decimals) != expected:
        return _exact(expected, decimals, found)
    nearest = printed_like(found, decimals)
    if nearest == expected:
        return True, _("égal à la troncature")
    return True, _("tronqué ; arrondi, ce serait %(value)s") % {"value": nearest}


def _more(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    if found > Fraction(expected):
        return True, _("plus que le chiffre imprimé, comme il le dit")
    if found == Fraction(expected):
        return False, _("« plus de » devant une valeur exacte")
    return False, _("moins que le chiffre imprimé : écart de %(gap)s") % {"gap": _gap(expected, found)}


def _under(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    if found < Fraction(expected):
        return True, _("moins que le chiffre imprimé, comme il le dit")
    return False, _("pas moins que le chiffre imprimé : écart de %(gap)s") % {"gap": _gap(expected, found)}


def _near(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    if found == Fraction(expected):
        return True, _("égal : le mot d'approximation est devant une valeur exacte")
    if abs(found - Fraction(expected)) <= NEAR * abs(Fraction(expected)):
        return True, _("à moins de 5 %% près") % {}
    return False, _("à plus de 5 %% : écart de %(gap)s") % {"gap": _gap(expected, found)}


def _rounded(expected: Decimal, decimals: int, found: Fraction) -> tuple[bool, str]:
    """To the unit of the last digit that is not zero: 36000 stands for 35500 to 36499."""
    if Fraction(expected) == found:
        return True, _("égal")
    zeros = len(str(expected)) - len(str(expected).rstrip("0")) if decimals == 0 else -decimals
    if Fraction(printed_like(found / Fraction(10) ** zeros, 0)) * Fraction(10) ** zeros == Fraction(expected):
        return True, _("arrondi")
    return _exact(expected, decimals, found)


def _truncated_to(found: Fraction, decimals: int) -> Decimal:
    scaled = abs(found) * 10**decimals
    whole = Decimal(int(scaled)).scaleb(-decimals)
    return -whole if found < 0 else whole


def _gap(expected: Decimal, found: Fraction) -> str:
    gap = found - Fraction(expected)
    return ("+" if gap > 0 else "") + show(gap)


_RULES: dict[str, Callable[[Decimal, int, Fraction], tuple[bool, str]]] = {
    "exact": _exact,
    "truncated": _truncated,
    "more-than": _more,
    "under": _under,
    "about": _near,
    "nearly": _near,
    "rounded": _rounded,
}
