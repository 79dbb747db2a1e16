"""The condition of an indicator, in words a reader of the definition understands.

``and or not = != in between is null``, parentheses, names of columns or of the age, codes, dates, numbers,
``true`` and ``false``; nothing else, and never SQL. The logic has two values: a comparison with a missing
value is false, and ``!=`` and ``not`` are its exact opposites, so ``not (x = A)`` and ``x != A`` both hold
where x is missing. A condition compiles to sqlglot and is also read in plain Python by the tests.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from sqlglot import exp

Value = str | int | Decimal | date | bool
GRAMMAR = r"""
    ?start: either
    ?either: both ("or"i both)*           -> either
    ?both: negated ("and"i negated)*      -> both
    ?negated: "not"i negated              -> negated
            | "(" either ")"
            | test
    test: NAME "=" value                  -> equal
        | NAME "!=" value                 -> unequal
        | NAME "in"i "[" value ("," value)* "]"          -> among
        | NAME "not"i "in"i "[" value ("," value)* "]"   -> not_among
        | NAME "between"i value "and"i value             -> between
        | NAME "is"i "null"i              -> missing
        | NAME "is"i "not"i "null"i       -> present
    ?value: DATE -> day | NUMBER -> number | WORD -> word | NAME -> word | QUOTED -> quoted
    DATE.4: /\d{4}-\d{2}-\d{2}(?![\w-])/
    NUMBER.3: /-?\d+(\.\d+)?(?![\w+.-])/
    NAME.2: /(?!(and|or|not|in|between|is|null)\b)[a-z][a-z0-9_]*(?![A-Za-z0-9_+.-])/
    WORD.1: /(?!(and|or|not|in|between|is|null)\b)[A-Za-z0-9][A-Za-z0-9_+.-]*/
    QUOTED: /"[^"]*"/
    %ignore /\s+/
"""


LONGEST, DEEPEST = 1000, 50
NESTS = re.compile(r'"[^"]*"|[()]|\bnot\b', re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """``name`` is one of ``values``; or, with ``span``, lies between the two, both included; or is missing."""

    name: str
    values: tuple[Value, ...] = ()
    span: bool = False


@dataclass(frozen=True)
class Not:
    inner: "Condition"


@dataclass(frozen=True)
class And:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Or:
    parts: tuple["Condition", ...]


Condition = Comparison | Not | And | Or


def read(text: str) -> Condition:
    """Raises BadInput that shows where the reading stopped."""
    from lark.exceptions import UnexpectedInput, VisitError

    if len(text) > LONGEST or nesting(text) > DEEPEST:
        raise BadInput(
            _(
                "Une condition a au plus %(longest)s signes et %(deepest)s parenthèses : faites-en deux définitions."
            )
            % {"longest": LONGEST, "deepest": DEEPEST}
        )
    try:
        return _condition(_parser().parse(text))
    except UnexpectedInput as error:
        at = getattr(error, "pos_in_stream", None)
        place = text[at : at + 30] if isinstance(at, int) and at >= 0 else ""
        raise BadInput(
            _("La condition « %(text)s » ne se lit pas à partir de « %(place)s ».")
            % {"text": text[:200], "place": place or _("la fin")}
        ) from None
    except (VisitError, ValueError) as error:
        raise BadInput(
            _("La condition « %(text)s » contient une date impossible.") % {"text": text[:200]}
        ) from error


def nesting(text: str) -> int:
    """Parentheses in parentheses at the deepest place, and every ``not``."""
    depth = deepest = 0
    for found in NESTS.finditer(text):
        sign = found.group().lower()
        depth += {"(": 1, "not": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every test in it, in the order of writing."""
    match condition:
        case Comparison():
            yield condition
        case Not(inner):
            yield from comparisons(inner)
        case And(parts) | Or(parts):
            for part in parts:
                yield from comparisons(part)


def holds(condition: Condition, value_of: Callable[[str], Any]) -> bool:
    """The condition in plain Python: what the SQL must agree with."""
    match condition:
        case And(parts):
            return all(holds(part, value_of) for part in parts)
        case Or(parts):
            return any(holds(part, value_of) for part in parts)
        case Not(inner):
            return not holds(inner, value_of)
        case Comparison(name, values, span):
            value = value_of(name)
            if value is None:
                return not values
            if span:
                return bool(values[0] <= value <= values[1])
            return value in values


def compile_condition(
    condition: Condition, column: Callable[[str], "exp.Expr"], *, negated: bool = False
) -> "exp.Expr":
    """SQL. Negations are pushed down to the tests, where missing values are answered for."""
    from sqlglot import exp

    match condition:
        case Not(inner):
            return compile_condition(inner, column, negated=not negated)
        case Comparison():
            return _compile_test(condition, column(condition.name), negated)
        case And(parts):
            join: Any = exp.or_ if negated else exp.and_
        case Or(parts):
            join = exp.and_ if negated else exp.or_
    return reduce(join, [compile_condition(part, column, negated=negated) for part in parts])


def literal(value: Value) -> "exp.Expr":
    """A value as SQL; a code can hold anything and stays a string."""
    from sqlglot import exp

    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, int | Decimal):
        return exp.Literal.number(str(value))
    return exp.Literal.string(value)


def _compile_test(test: Comparison, column: "exp.Expr", negated: bool) -> "exp.Expr":
    from sqlglot import exp

    missing = exp.Is(this=column.copy(), expression=exp.Null())
    if not test.values:
        return exp.not_(missing) if negated else missing
    values = [literal(value) for value in test.values]
    inside: exp.Expression
    if test.span:
        inside = exp.Between(this=column, low=values[0], high=values[1])
    elif len(values) == 1:
        inside = exp.EQ(this=column, expression=values[0])
    else:
        inside = exp.In(this=column, expressions=values)
    return exp.paren(exp.or_(exp.not_(inside), missing)) if negated else inside


@cache
def _parser() -> "Lark":
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", lexer="contextual")


def _condition(tree: "Tree[Token]") -> Condition:
    kind, children = str(tree.data), tree.children
    if kind in {"either", "both", "negated"}:
        inner = tuple(_condition(child) for child in children)  # type: ignore[arg-type]
        if kind == "negated":
            return Not(inner[0])
        if len(inner) == 1:
            return inner[0]
        return Or(inner) if kind == "either" else And(inner)
    name = str(children[0])
    values = tuple(_value(child) for child in children[1:])  # type: ignore[arg-type]
    test = Comparison(name, values, span=kind == "between")
    return Not(test) if kind in {"unequal", "not_among", "present"} else test


def _value(tree: "Tree[Token]") -> Value:
    text = str(tree.children[0])
    match str(tree.data):
        case "day":
            return date.fromisoformat(text)
        case "number":
            return Decimal(text) if "." in text else int(text)
        case "quoted":
            return text[1:-1]
    return text == "true" if text in {"true", "false"} else text
