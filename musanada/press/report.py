"""``check``: a text read, its numbers put beside each other and beside what sources give, the findings in order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation

from musanada.press.matching import Reading
from musanada.press.reading.numbers import Finding, Text
from musanada.press.universe import Universe, shipped

if TYPE_CHECKING:
    from musanada.access.models import User

# A finding of the first kind says all that the second says of the same number.
SAYS_ENOUGH = {
    "PER.mixed": ("PER.misread", "REV.stale", "DEF.conflict"),
    "PER.misread": ("REV.stale",),
    "DEF.conflict": ("SRC.value",),
    "ENT.confusable": ("LBL.swap", "DUP.value"),
    "LBL.swap": ("TYP.digits", "SRC.value"),
    "TYP.digits": ("SRC.value",),
    "CHG.base": ("CHG.mismatch", "TYP.digits"),
    "PCT.base": ("PCT.mismatch", "PCT.impossible"),
    "PCT.trunc": ("PCT.mismatch",),
    "PCT.impossible": ("PCT.mismatch",),
    "SUM.parts": ("SUM.missing", "SRC.value"),
    "PER.unequal": ("PER.misread",),
}


@dataclass(frozen=True)
class Report:
    """What was read and what was found, in the order of the text."""

    text: Text
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        return sum(finding.level == "error" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The contract of ``musanada text check``."""
        return {
            "language": self.text.language,
            "numbers": [
                {
                    "start": number.start, "end": number.end, "text": number.text,
                    "value": None if number.value is None else plain(number.value),
                    "class": number.cls, "unit": number.unit, "period": number.period,
                }
                for number in self.text.numbers
            ],
            "findings": [
                {
                    "code": finding.code, "level": finding.level, "start": finding.start, "end": finding.end,
                    "message": finding.message,
                }
                for finding in self.findings
            ],
        }  # fmt: skip


def plain(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def check(text: str, lang: str = "", actor: "User | None" = None) -> Report:
    """Read and check. With an ``actor``: beside the figures of this installation too, live and imported ones."""
    from musanada.press.reading import read

    universe = shipped() if actor is None else of_installation(actor)
    return examined(read(text, lang), universe, actor)


def of_installation(actor: "User") -> Universe:
    from musanada.press.queries.known import universe

    return universe(actor)


def examined(text: Text, universe: Universe, actor: "User | None" = None) -> Report:
    """The checks over a text that was read."""
    from musanada.press.checks import FAMILIES
    from musanada.press.checks.common import Case

    case = Case(Reading(text, universe))
    with translation.override(case.reading.lang):
        found = [finding for family in FAMILIES for finding in family(case)]
        if actor is not None:
            from musanada.press.queries.live import beside_records

            found += beside_records(case, actor)
    return Report(text, tuple(in_order(found)))


def in_order(found: list[Finding]) -> list[Finding]:
    """By place; each said once, and not where another finding says all of it."""
    kept: list[Finding] = []
    covered = {
        (code, index)
        for one in found
        for code in SAYS_ENOUGH.get(one.code, ())
        for index in (one.numbers if one.code in ("SUM.parts", "PER.unequal") else one.numbers[:1])
    }
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for one in sorted(found, key=lambda f: (f.start, f.level != "error", f.code)):
        key = (one.code, one.numbers[:1])
        if key in seen or (one.code, one.numbers[0] if one.numbers else -1) in covered:
            continue
        seen.add(key)
        kept.append(one)
    return kept
