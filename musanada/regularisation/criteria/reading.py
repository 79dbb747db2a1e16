"""Each fact read from a file: its value, or that it is declared and not shown, or that nothing is known of it.

One function per word of the vocabulary. A fact against the person's own interest (``unaccompanied``: no) needs no piece.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from musanada.regularisation.criteria.shown import Evidence, Parent, Shown, Truth
from musanada.regularisation.criteria.vocabulary import PRESENCE, SCHOOLING, SEX
from musanada.regularisation.evidence import Gap, months_between, period, residence

SHOWN, DECLARED, NOTHING = "shown", "declared", "nothing"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """``value`` as it is compared; ``range`` where only bounds are known; ``details`` for the explanation, as JSON."""

    state: str
    value: Any = None
    pieces: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    bounds: tuple[int, int] | None = None


NONE = Found(NOTHING)


def kinds(pieces: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({one.type for one in pieces}))


def by_piece(shown: Shown, *what: str, declared: bool = False) -> Found:
    """Yes when such a piece is there."""
    pieces = shown.that_show(*what)
    if pieces:
        return Found(SHOWN, "yes", kinds(pieces))
    return Found(DECLARED, "yes") if declared else NONE


def spouse_of(shown: Shown, gap_days: int) -> Found:
    """The marriage, and the spouse's own paper that says what they are."""
    marriage = shown.that_show("marriage")
    papers = {of: shown.that_show(f"spouse_{of}") for of in ("moroccan", "regular")}
    order = sorted(papers, key=lambda of: of != shown.spouse)
    for of in order:
        if marriage and papers[of]:
            return Found(SHOWN, of, kinds((*marriage, *papers[of])))
    given = kinds((*marriage, *papers["moroccan"], *papers["regular"]))
    if shown.spouse in ("", "other"):
        return Found(SHOWN, shown.spouse, given) if shown.spouse else Found(NOTHING, pieces=given)
    return Found(DECLARED, shown.spouse, given, {"lacks": "spouse_paper" if marriage else "marriage"})


def life_together_months(shown: Shown, gap_days: int) -> Found:
    pieces = shown.that_show("marriage", "life_together")
    begun = [one.first for one in pieces if one.first and one.first <= shown.day]
    if begun:
        since = min(begun)
        return Found(SHOWN, months_between(since, shown.day), kinds(pieces), {"since": since.isoformat()})
    if shown.together_on:
        months = months_between(shown.together_on, shown.day)
        return Found(
            DECLARED, months, kinds(pieces), {"since": shown.together_on.isoformat()} | undated(pieces)
        )
    return Found(NOTHING, pieces=kinds(pieces), details=undated(pieces))


def undated(pieces: Iterable[Evidence]) -> dict[str, int]:
    """Pieces that do not say which days they cover: they show no period until somebody writes it."""
    number = sum(1 for one in pieces if one.first is None and one.last is None)
    return {"undated": number} if number else {}


def residence_months(shown: Shown, gap_days: int) -> Found:
    pieces = shown.that_show(*PRESENCE)
    periods = [
        covered for one in pieces if (covered := period(one.first, one.last)) and covered[0] <= shown.day
    ]
    if not periods:
        return Found(NOTHING, pieces=kinds(pieces), details=undated(pieces))
    found = residence(periods, shown.day, gap_days)
    details: dict[str, Any] = {
        "since": found.since.isoformat() if found.since else None,
        "last": found.last.isoformat() if found.last else None,
        "gaps": [in_json(gap) for gap in found.gaps],
        "bridged": [in_json(gap) for gap in found.bridged],
    }
    return Found(SHOWN, found.months, kinds(pieces), details | undated(pieces))


def in_json(gap: Gap) -> list[Any]:
    return [gap.first.isoformat(), gap.last.isoformat(), gap.days]


def present_before(shown: Shown, gap_days: int) -> Found:
    """The first day that any piece proves."""
    pieces = shown.that_show(*PRESENCE)
    days = [(covered[0], one.type) for one in pieces if (covered := period(one.first, one.last))]
    if not days:
        return Found(NOTHING, pieces=kinds(pieces), details=undated(pieces))
    first = min(days)[0]
    return Found(SHOWN, first, tuple(sorted({kind for day, kind in days if day == first})))


def contract_months(shown: Shown, gap_days: int) -> Found:
    """The longest one; without a last day it counts up to the reference day."""
    pieces = shown.that_show("contract")
    dated = [(one.first, one.last, one.type) for one in pieces if one.first]
    if not dated:
        return Found(NOTHING, pieces=kinds(pieces), details=undated(pieces))
    lengths = [
        (months_between(first, last + DAY if last else shown.day), first, last, kind)
        for first, last, kind in dated
    ]
    months, first, last, kind = max(lengths, key=lambda one: one[0])
    details = {"since": first.isoformat(), "until": last.isoformat() if last else None}
    return Found(SHOWN, months, (kind,), details)


def occupation_shown(shown: Shown, gap_days: int) -> Found:
    return by_piece(shown, "contract", "work", declared=shown.occupation)


def illness_shown(shown: Shown, gap_days: int) -> Found:
    return by_piece(shown, "illness")


def sex(shown: Shown, gap_days: int) -> Found:
    return Found(SHOWN, shown.sex) if shown.sex in SEX else NONE


def age(shown: Shown, gap_days: int) -> Found:
    """Bounds where the birth is known by its month or year only: never the middle of statistics for one person."""
    if shown.birth_date is None or shown.birth_date > shown.day:
        return NONE
    earliest, latest = birth_bounds(shown.birth_date, shown.birth_precision)
    low, high = full_years(latest, shown.day), full_years(earliest, shown.day)
    details = {"low": low, "high": high, "estimated": shown.birth_precision == "estimated"}
    return Found(SHOWN, low if low == high else None, details=details, bounds=(low, high))


def birth_bounds(birth: date, precision: str) -> tuple[date, date]:
    if precision == "day":
        return birth, birth
    if precision == "month":
        return birth.replace(day=1), birth.replace(day=monthrange(birth.year, birth.month)[1])
    return date(birth.year, 1, 1), date(birth.year, 12, 31)


def full_years(born: date, day: date) -> int:
    return max(day.year - born.year - ((day.month, day.day) < (born.month, born.day)), 0)


def unaccompanied(shown: Shown, gap_days: int) -> Found:
    if shown.unaccompanied == "no" and not shown.that_show("unaccompanied"):
        return Found(SHOWN, "no")
    return by_piece(shown, "unaccompanied", declared=shown.unaccompanied == "yes")


def schooling(shown: Shown, gap_days: int) -> Found:
    """The level as declared, once a school paper supports it."""
    pieces = shown.that_show("schooling")
    if shown.schooling not in SCHOOLING:
        return Found(NOTHING, pieces=kinds(pieces), details={"level_missing": True} if pieces else {})
    return Found(SHOWN if pieces else DECLARED, shown.schooling, kinds(pieces))


def filiation_shown(shown: Shown, gap_days: int) -> Found:
    return by_piece(shown, "filiation")


def parent_meets(shown: Shown, gap_days: int) -> Found:
    if shown.parent is None:
        return Found(SHOWN, {}, details={"no_parent": True})
    met = sorted(code for code, truth in shown.parent.meets.items() if truth is Truth.YES)
    return Found(SHOWN, dict(shown.parent.meets), details={"met": met})


def parent_favourable(shown: Shown, gap_days: int) -> Found:
    if shown.parent is None:
        return Found(SHOWN, "no", details={"no_parent": True})
    if shown.parent.favourable is None:
        return Found(NOTHING, details={"undecided": True})
    return Found(SHOWN, "yes" if shown.parent.favourable else "no")


def parent_sex(shown: Shown, gap_days: int) -> Found:
    parent: Parent | None = shown.parent
    if parent is None:
        return Found(SHOWN, "", details={"no_parent": True})
    return Found(SHOWN, parent.sex) if parent.sex in SEX else NONE


def refugee_recognised(shown: Shown, gap_days: int) -> Found:
    return by_piece(shown, "refugee")


Reader = Callable[[Shown, int], Found]
READERS: Mapping[str, Reader] = {
    read.__name__: read
    for read in (
        spouse_of,
        life_together_months,
        residence_months,
        present_before,
        contract_months,
        occupation_shown,
        illness_shown,
        sex,
        age,
        unaccompanied,
        schooling,
        filiation_shown,
        parent_meets,
        parent_favourable,
        parent_sex,
        refugee_recognised,
    )
}
