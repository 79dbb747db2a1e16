"""What the sentences of a text tell beside their numbers, as inequalities for disclosure control: shares rounded to a
decimal, changes, differences, ranks, "more than", claims. From what the text asks for (``narrative.wants``).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from musanada.publications.cells import FigureCell
from musanada.publications.disclosure import Says
from musanada.publications.narrative import Derived, Term
from musanada.reporting.engine.cells import rounded

Terms = tuple[tuple[str, Fraction], ...]
NEAR = Fraction(5, 100)


def sayings(derived: Iterable[Derived], cells: Mapping[str, FigureCell]) -> tuple[Says, ...]:
    """Nothing of others' figures: they are published already, and nobody's people stand behind them here."""
    found: list[Says] = []
    for one in derived:
        terms = (*one.over, *one.under)
        if all(term.key in cells for term in terms) and not any(cells[t.key].external for t in terms):
            found += said(one, cells)
    return tuple(found)


def said(one: Derived, cells: Mapping[str, FigureCell]) -> Iterator[Says]:
    if one.kind in {"share", "chg"}:
        yield from quotient(one, cells)
    elif one.kind == "rank":
        keys = [term.key for term in one.over]
        for larger, smaller in pairwise(keys):
            yield Says(((larger, Fraction(1)), (smaller, Fraction(-1))), low=Fraction(0), words=one.source)
    elif one.kind == "diff":
        value = total(one.over, cells) - total(one.under, cells)
        yield Says(weighted(one.over, 1) + weighted(one.under, -1), low=value, high=value, words=one.source)
    elif one.kind == "approx":
        yield approximate(one)
    else:
        yield claimed(one)


def quotient(one: Derived, cells: Mapping[str, FigureCell]) -> Iterator[Says]:
    """A printed percentage leaves an interval of one unit of its last decimal."""
    under = total(one.under, cells)
    if not under:
        return
    shift = 1 if one.kind == "chg" else 0
    printed = rounded((total(one.over, cells) / under - shift) * 100, one.decimals)
    half = Fraction(1, 2) * Fraction(10) ** -one.decimals
    low = shift + (Fraction(printed) - half) / 100
    high = shift + (Fraction(printed) + half) / 100
    yield Says(weighted(one.over, 1) + weighted(one.under, -low), low=Fraction(0), words=one.source)
    yield Says(weighted(one.over, 1) + weighted(one.under, -high), high=Fraction(0), words=one.source)


def approximate(one: Derived) -> Says:
    bound, terms = Fraction(Decimal(one.bound)), weighted(one.over, 1)
    if one.op == ">":
        return Says(terms, low=bound, strict=True, words=one.source)
    top = bound if one.op == "<" else bound * (1 + NEAR)
    return Says(terms, low=bound * (1 - NEAR), high=top, words=one.source)


def claimed(one: Derived) -> Says:
    """A sum, or one sum over another, compared with a number."""
    bound = Fraction(Decimal(one.bound or "0")) / (100 if one.percent else 1)
    if one.under:
        terms, value = weighted(one.over, 1) + weighted(one.under, -bound), Fraction(0)
    else:
        terms, value = weighted(one.over, 1), bound
    low = value if one.op in {">", ">=", "="} else None
    high = value if one.op in {"<", "<=", "="} else None
    return Says(terms, low=low, high=high, strict=one.op in {"<", ">"}, words=one.source)


def total(terms: Iterable[Term], cells: Mapping[str, FigureCell]) -> Fraction:
    return sum((term.factor * Fraction(cells[term.key].value or 0) for term in terms), Fraction(0))


def weighted(terms: Iterable[Term], factor: int | Fraction) -> Terms:
    return tuple((term.key, Fraction(term.factor) * factor) for term in terms)
