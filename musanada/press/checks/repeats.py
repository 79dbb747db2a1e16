"""One text against itself: a value under two labels or two units, one label with two values."""

from collections.abc import Iterator
from itertools import combinations

from musanada.press.checks.common import Case, one_slip
from musanada.press.matching import Claim, Match
from musanada.press.reading.numbers import Finding
from musanada.press.structure import value

COUNTS = frozenset(
    {
        "persons",
        "applications",
        "attempts",
        "acts",
        "services",
        "cards",
        "households",
        "children",
        "migrants",
        "consultations",
        "cases",
        "files",
        "visits",
        "returns",
    }
)
SAME = {"children": "persons", "migrants": "persons", "files": "applications"}
AXES = ("nation", "region", "sex", "origin", "city")


def unit_of(claim: Claim) -> str:
    return SAME.get(claim.number.unit, claim.number.unit)


def units(case: Case) -> Iterator[Finding]:
    """UNIT.conflict: one particular value, persons here and applications there."""
    seen: dict[object, Claim] = {}
    for claim in case.reading.claims:
        if (
            not claim.counts
            or value(claim) < 100
            or len(str(value(claim)).rstrip("0")) < 3
            or unit_of(claim) not in COUNTS
        ):
            continue
        first = seen.setdefault(value(claim), claim)
        if unit_of(first) != unit_of(claim):
            yield case.finding(
                "UNIT.conflict", "check", [claim, first], "unit_twice", printed=claim,
                said=case.voice.unit(unit_of(claim)), other=case.voice.unit(unit_of(first)),
            )  # fmt: skip


def duplicates(case: Case) -> Iterator[Finding]:
    """DUP.value: the same particular number in two rows of one split."""
    for one, two in combinations([c for c in case.reading.claims if c.counts and value(c) >= 100], 2):
        if (
            value(one) != value(two)
            or two.number.sentence - one.number.sentence > 1
            or one.number.unit != two.number.unit
        ):
            continue
        axis = next((a for a in AXES if a in one.dims and a in two.dims and one.dims[a] != two.dims[a]), "")
        if axis and len(str(int(value(one))).rstrip("0")) >= 3 and not known_pair(case, one, two):
            yield case.finding(
                "DUP.value",
                "check",
                [two, one],
                "dup_value",
                printed=two,
                label=two.number.label or two.dims[axis],
                other=one.number.label or one.dims[axis],
            )


def known_pair(case: Case, one: Claim, two: Claim) -> bool:
    """A source gives both values, equal."""
    found: list[Match] = [*case.reading.matches[one.index], *case.reading.matches[two.index]]
    return len({m.known.dims for m in found if m.known and m.known.dims}) > 1


def differing(case: Case) -> Iterator[Finding]:
    """TYP.digits inside a text: one label, two values a slip apart; neither known to a source better than the other."""
    claims = [
        c
        for c in case.reading.claims
        if c.counts and c.number.noun and value(c) >= 100 and value(c) == int(value(c))
    ]
    done: set[int] = set()
    for one, two in combinations(claims, 2):
        if two.index in done or value(one) == value(two) or one.number.unit != two.number.unit:
            continue
        same = (
            one.number.noun.casefold() == two.number.noun.casefold()
            and one.number.entity == two.number.entity
        )
        same = same and (one.number.period == two.number.period) and one.number.subject == two.number.subject
        if not same or not swapped(int(value(one)), int(value(two))):
            continue
        if case.reading.best(one) and case.reading.best(two):
            continue
        done.add(two.index)
        yield case.finding("TYP.digits", "check", [two, one], "typ_twice", printed=two, other=one)


def swapped(one: int, two: int) -> bool:
    """Two digits exchanged: chance seldom does that."""
    return one_slip(one, two) and sorted(str(one)) == sorted(str(two))
