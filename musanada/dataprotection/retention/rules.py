"""The rule that holds for a kind in an organisation: its own, else the proposal."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from musanada.access.models import Unit
from musanada.dataprotection.models import RetentionRule
from musanada.dataprotection.models.retention import Then
from musanada.kit.errors import Sentence
from musanada.kit.subject import RETENTION, RetainedKind

DEFAULTS = Path(__file__).parent / "defaults.yaml"


@dataclass(frozen=True)
class Rule:
    """A kind, how long it is kept and what happens then. ``confirmed`` once the organisation decided it."""

    kind: str
    months: int
    then: str
    note: str
    confirmed: bool

    @property
    def subject(self) -> RetainedKind:
        return RETENTION[self.kind]

    @property
    def then_words(self) -> Sentence:
        return Then(self.then).label

    @property
    def runs(self) -> bool:
        """Does anything happen by this rule here, or is it done elsewhere, by hand or never?"""
        subject = self.subject
        if subject.of_people:
            return self.then == Then.PSEUDONYMISE
        return subject.dispose is not None and self.then == Then.DELETE

    def due_before(self, today: date | None = None) -> date:
        """Records whose time began before this day are due."""
        return months_before(today or timezone.localdate(), self.months)


@lru_cache(maxsize=1)
def proposal() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))
    return found


def rules_of(organisation: Unit) -> list[Rule]:
    """One for each kind this installation keeps, in the order of the proposal."""
    own = {row.kind: row for row in RetentionRule.objects.filter(unit=organisation)}
    return [made(kind, own.get(kind)) for kind in proposal() if kind in RETENTION]


def rule_of(organisation: Unit, kind: str) -> Rule:
    RETENTION[kind]
    return made(kind, RetentionRule.objects.filter(unit=organisation, kind=kind).first())


def made(kind: str, row: RetentionRule | None) -> Rule:
    if row:
        return Rule(kind, row.months, row.then, row.legal_note, row.confirmed)
    line = proposal()[kind]
    return Rule(kind, line["months"], line["then"], line["note"], confirmed=False)


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of a shorter month."""
    return shifted(day, -months)


def months_after(day: date, months: int) -> date:
    return shifted(day, months)


def shifted(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)
