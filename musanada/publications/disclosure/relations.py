"""What a reader knows of how figures hang together: parts of a whole, sums, quotients, coarser codes, periods.

Taken from the definitions, which are published word for word: whoever reads them can subtract as well as we can.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from musanada.kit.errors import BadInput
from musanada.reporting.codelists import ROLLUPS
from musanada.reporting.definitions import MIDDLES, Indicator
from musanada.reporting.engine.axes import axes_of, overlaps, read_filters
from musanada.reporting.parts import tests
from musanada.reporting.where import Comparison

Clock = Literal["adds", "once", "ever", "stock", ""]
Pairs = tuple[tuple[str, str], ...]  # (axis, code)


@dataclass(frozen=True)
class Same:
    """``figure`` is ``of`` with these codes: the number stands in two places."""

    figure: str
    of: str
    codes: Pairs


@dataclass(frozen=True)
class Quotient:
    """Where its two numbers stand. ``part``: the upper one is a part of the lower one, so that the rest counts people.
    ``codes`` are those of the upper one: several of one axis are added up."""

    figure: str
    top: str
    bottom: str
    codes: Pairs = ()
    part: bool = False


@dataclass(frozen=True)
class Coarser:
    """Rows of ``fine`` add up to the rows of ``coarse``: countries to regions of the world. No parents: not known here,
    the codes of both stand in one table."""

    fine: str
    coarse: str
    parents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relations:
    same: tuple[Same, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # (part, whole): never more than the whole, along every axis
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotients: Mapping[str, Quotient] = field(default_factory=dict)
    most: tuple[tuple[str, str], ...] = ()  # (figure, at most)
    coarser: Mapping[str, tuple[Coarser, ...]] = field(default_factory=dict)  # by figure
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    overlapping: Mapping[str, frozenset[str]] = field(default_factory=dict)


def relations_of(indicators: Mapping[str, Indicator], figures: Iterable[str] = ()) -> Relations:
    """Of all indicators, or of those a publication speaks of and what these derive from."""
    wanted = set(figures) or set(indicators)
    known = {code: indicators[code] for code in sorted(closure(wanted, indicators))}
    same: list[Same] = []
    parts: list[tuple[str, str]] = []
    sums: dict[str, tuple[str, ...]] = {}
    quotients: dict[str, Quotient] = {}
    for code, one in known.items():
        if one.part_of and one.part_of in indicators:
            parts.append((code, one.part_of))
            same += same_as_whole(one, indicators[one.part_of])
        if one.kind == "part" and isinstance(one.of, str):
            same += [Same(code, one.of, pairs) for pairs in single(one, indicators)]
        if one.kind == "sum" and isinstance(one.of, tuple):
            sums[code] = one.of
        if quotient := quotient_of(one, indicators):
            quotients[code] = quotient
    said = [line for code, one in known.items() for line in checked(code, one)]
    return Relations(
        same=tuple(same),
        parts=tuple(parts),
        sums=sums | {figure: terms for figure, sign, terms in said if sign == "="},
        quotients=quotients,
        most=tuple((figure, terms[0]) for figure, sign, terms in said if sign == "<="),
        coarser={code: found for code, one in known.items() if (found := tuple(rollups(one)))},
        clocks={code: clock(one) for code, one in known.items()},
        overlapping={code: named for code, one in known.items() if (named := overlap(one))},
    )


def closure(wanted: set[str], indicators: Mapping[str, Indicator]) -> set[str]:
    found: set[str] = set()
    left = [code for code in wanted if code in indicators]
    while left:
        code = left.pop()
        if code in found:
            continue
        found.add(code)
        one = indicators[code]
        left += [other for other in (*one.refers_to(), one.part_of) if other and other in indicators]
    return found


def same_as_whole(one: Indicator, whole: Indicator) -> Iterator[Same]:
    """A part that differs from its whole by codes alone is a row of the whole."""
    theirs = set(tests(whole.condition))
    extra = [test for test in tests(one.condition) if test not in theirs]
    pairs: list[tuple[str, str]] = []
    for test in extra:
        if not isinstance(test, Comparison) or test.span or len(test.values) != 1:
            return
        axis = next((n for n, d in whole.dims.items() if (d.column or n) == test.name and not d.bands), "")
        if not axis:
            return
        value = test.values[0]
        pairs.append((axis, str(value).lower() if isinstance(value, bool) else str(value)))
    if pairs:
        yield Same(one.id, whole.id, tuple(sorted(pairs)))


def base_of(one: Indicator, indicators: Mapping[str, Indicator]) -> Indicator:
    while not one.counted:
        one = indicators[one.refers_to()[0]]
    return one


def codes_of(one: Indicator, indicators: Mapping[str, Indicator]) -> Pairs:
    """The codes of a share's part; the same axis several times where several codes are meant."""
    try:
        filters = read_filters(base_of(one, indicators), one.part or "")
    except BadInput:
        return ()
    return tuple((f.axis.name, code) for f in filters for code in f.codes)


def single(one: Indicator, indicators: Mapping[str, Indicator]) -> Iterator[Pairs]:
    pairs = codes_of(one, indicators)
    if pairs and len({axis for axis, _code in pairs}) == len(pairs):
        yield tuple(sorted(pairs))


def quotient_of(one: Indicator, indicators: Mapping[str, Indicator]) -> Quotient | None:
    if one.kind == "share" and isinstance(one.of, str):
        return Quotient(one.id, one.of, one.of, codes_of(one, indicators), part=True)
    if one.kind == "ratio" and one.numerator and one.denominator:
        part = (one.numerator, one.denominator) in {(c, i.part_of) for c, i in indicators.items()}
        return Quotient(one.id, one.numerator, one.denominator, part=part)
    if one.kind == "change" and isinstance(one.of, str):
        return Quotient(one.id, one.of, one.of)
    return None


def checked(code: str, one: Indicator) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What the definition's own checks say of other figures: ``value = a + b``, ``value <= a``."""
    for text in one.checks:
        words = text.split()
        if words[:2] == ["value", "="] and "+" in words:
            yield code, "=", tuple(word for word in words[2:] if word != "+")
        elif words[:2] == ["value", "<="] and len(words) == 3:
            yield code, "<=", (words[2],)
        elif words[:2] == ["value", ">="] and len(words) == 3:
            yield words[2], "<=", (code,)


def rollups(one: Indicator) -> Iterator[Coarser]:
    for name, dim in one.dims.items():
        if dim.rollup:
            yield Coarser(name, dim.rollup, ROLLUPS[dim.rollup].parents() if dim.rollup in ROLLUPS else {})
        if dim.within:
            yield Coarser(name, dim.within)


def clock(one: Indicator) -> Clock:
    """How a figure behaves when periods are put together."""
    if not one.counted or one.how in MIDDLES or one.how == "mean":
        return ""
    if one.kind == "flow":
        return "once" if one.once else "adds"
    return "ever" if one.kind == "ever" else "stock"


def overlap(one: Indicator) -> frozenset[str]:
    if not one.counted:
        return frozenset()
    named = {axis.name for axis in axes_of(one).values() if axis.overlapping}
    return frozenset(named | {name for name, dim in one.dims.items() if overlaps(one, dim)})
