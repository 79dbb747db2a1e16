"""Implied figures: a formula over other lines of the reference file, recomputed exactly."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR = r"""
    ?start: sum
    ?sum: product | sum "+" product -> add | sum "-" product -> sub
    ?product: atom | product "*" atom -> mul | product "/" atom -> div
    ?atom: NUMBER -> number | ID -> figure | "(" sum ")"
    ID: /[A-Z]+\d+(i\d*)?/
    NUMBER: /\d+(\.\d+)?/
    %ignore /\s+/
"""


def compute(formula: str, value_of: Callable[[str], Fraction]) -> Fraction:
    """``100*F030/F029``. Raises BadInput for what is no formula, names no figure, or divides by zero."""
    from lark.exceptions import LarkError

    try:
        return _walk(_parser().parse(formula), value_of)
    except ZeroDivisionError:
        raise BadInput(_("La formule %(formula)s divise par zéro.") % {"formula": formula[:80]}) from None
    except LarkError:
        raise BadInput(_("« %(formula)s » n'est pas une formule.") % {"formula": formula[:80]}) from None


def named(formula: str) -> list[str]:
    """The figures a formula names."""
    return re.findall(r"[A-Z]+\d+(?:i\d*)?", formula)


@cache
def _parser() -> "Lark":
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr")


def _walk(tree: Any, value_of: Callable[[str], Fraction]) -> Fraction:
    parts = tree.children
    if tree.data == "number":
        return Fraction(str(parts[0]))
    if tree.data == "figure":
        return value_of(str(parts[0]))
    left, right = (_walk(part, value_of) for part in parts)
    match tree.data:
        case "add":
            return left + right
        case "sub":
            return left - right
        case "mul":
            return left * right
    return left / right
