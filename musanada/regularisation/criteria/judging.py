"""From conditions and facts to an outcome: three-valued, explained condition by condition.

Every condition is judged twice: with all pieces received, and with the verified ones alone (``firm``). An outcome that
rests on pieces nobody has verified yet says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from musanada.regularisation.criteria.reading import READERS, SHOWN, Found
from musanada.regularisation.criteria.shown import Shown, Truth
from musanada.regularisation.criteria.vocabulary import AT_LEAST, AT_MOST, BEFORE, FACTS, Kind

MET, NOT_MET, NOT_SHOWN, NOT_EXAMINED = "met", "not_met", "not_shown", "not_examined"
OUTCOMES = {Truth.YES: MET, Truth.NO: NOT_MET, Truth.UNKNOWN: NOT_SHOWN}
ORDER = {code: number for number, code in enumerate(FACTS)}
Finding = dict[str, Any]


class Asked(Protocol):
    """A condition: a row of the table or a draft."""

    alternative: int
    fact: str
    compare: str
    value: str


@dataclass(frozen=True)
class Evaluated:
    """What the pieces show of one version. ``firm``: the same outcome with the verified pieces alone."""

    outcome: str
    findings: list[Finding]
    firm: bool


def all_of(truths: Iterable[Truth]) -> Truth:
    """Together: one no is no; else one unknown is unknown."""
    known = set(truths)
    if Truth.NO in known:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in known else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """One is enough: one yes is yes; else one unknown is unknown."""
    known = set(truths)
    if Truth.YES in known:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in known else Truth.NO


def evaluate(shown: Shown, version: Any) -> Evaluated:
    """``version`` has ``conditions.all()`` and ``gap_days``. One that asks nothing examines nothing."""
    return judge(shown, list(version.conditions.all()), version.gap_days)


def judge(shown: Shown, conditions: Sequence[Asked], gap_days: int) -> Evaluated:
    if not conditions:
        return Evaluated(NOT_EXAMINED, [], True)
    findings = [finding(shown, one, gap_days) for one in sorted(conditions, key=in_order)]
    outcome = outcome_of(findings, "truth")
    return Evaluated(outcome, findings, outcome == outcome_of(findings, "firm"))


def in_order(asked: Asked) -> tuple[int, int]:
    """By alternative, then as the vocabulary goes: whose spouse before since when."""
    return asked.alternative, ORDER.get(asked.fact, len(ORDER))


def outcome_of(findings: Sequence[Finding], key: str = "truth") -> str:
    """Alternatives: any; conditions of one alternative: all. ``key`` is ``firm`` for verified pieces alone."""
    if not findings:
        return NOT_EXAMINED
    ways: dict[int, list[Truth]] = {}
    for one in findings:
        ways.setdefault(one["alternative"], []).append(Truth(one[key]))
    return OUTCOMES[any_of(all_of(way) for way in ways.values())]


def finding(shown: Shown, asked: Asked, gap_days: int) -> Finding:
    """One condition with what was found, as JSON of codes, dates and numbers."""
    reader = READERS.get(asked.fact)
    if reader is None:  # a fact of a later version of the software: said, never guessed
        found, truth, firm, firm_found = Found("unreadable"), Truth.UNKNOWN, Truth.UNKNOWN, None
    else:
        found = reader(shown, gap_days)
        truth = compared(asked, found)
        firm, firm_found = truth, found
        if not shown.all_verified and FACTS[asked.fact].pieces:
            firm_found = reader(shown.firm, gap_days)
            firm = compared(asked, firm_found)
    said: Finding = {
        "alternative": asked.alternative,
        "fact": asked.fact,
        "compare": asked.compare,
        "value": asked.value,
        "truth": str(truth),
        "firm": str(firm),
        "state": found.state,
        "found": plain(found.value),
        "pieces": list(found.pieces),
        **found.details,
    }
    if firm_found is not None and firm_found.value != found.value and not isinstance(found.value, Mapping):
        said["firm_found"] = plain(firm_found.value)
    return said


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, Mapping) else value


def compared(asked: Asked, found: Found) -> Truth:
    """Only what is shown is compared; what is declared or not known leaves it open."""
    if found.state != SHOWN:
        return Truth.UNKNOWN
    kind = FACTS[asked.fact].kind
    if found.bounds is not None:
        return within(asked.compare, int(asked.value), *found.bounds)
    if kind in (Kind.MONTHS, Kind.YEARS, Kind.LEVEL):
        number, limit = int(found.value), int(asked.value)
        return within(asked.compare, limit, number, number)
    if kind == Kind.DAY and asked.compare == BEFORE:
        return true(found.value < date.fromisoformat(asked.value))
    if kind == Kind.CODES:
        return any_of(found.value.get(code, Truth.NO) for code in asked.value.split(","))
    return true(found.value == asked.value)


def within(compare: str, limit: int, low: int, high: int) -> Truth:
    """A number known to lie from ``low`` to ``high``, against a limit."""
    if compare == AT_LEAST:
        return Truth.YES if low >= limit else Truth.NO if high < limit else Truth.UNKNOWN
    if compare == AT_MOST:
        return Truth.YES if high <= limit else Truth.NO if low > limit else Truth.UNKNOWN
    if low == high:
        return true(low == limit)
    return Truth.UNKNOWN if low <= limit <= high else Truth.NO


def true(holds: bool) -> Truth:
    return Truth.YES if holds else Truth.NO
