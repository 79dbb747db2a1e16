"""What hangs on one application, in words for its page: decisions and letters, appeals, sessions, cards, evaluations.

The caller has found the file. Another area's page is linked only where this actor may open it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from musanada.access.doors import may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.regularisation.evidence import Residence, residence
from musanada.regularisation.models import Application, Decision, Notification, Refusal, Result
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.queries.examining import reference_day
from musanada.regularisation.queries.hearing import covered, tolerance_of

TONES = {Result.FAVOURABLE: "done", Result.UNFAVOURABLE: "blocked", Result.ADJOURNED: "wait"}


@dataclass(frozen=True)
class DecisionShown:
    decision: Decision
    tone: str
    reasons: Sequence[Sentence]
    letters: Sequence[Notification]
    may_tell: bool


def address(name: str, *args: Any) -> str:
    try:
        return reverse(f"regularisation:{name}", args=args)
    except NoReverseMatch:
        return ""


def decisions(actor: User, one: Application) -> list[DecisionShown]:
    """In order. The one that stands and was not told yet can be told."""
    standing = queries.standing_decision(one)
    tells = may(actor, queries.NOTIFY, one) and one.case.state in (*queries.TO_NOTIFY, "refused")
    found = []
    for row in queries.decisions(one):
        letters = list(row.notifications.all())
        mine = bool(standing and row.pk == standing.pk and tells and not letters)
        words = [Refusal(code).label for code in row.reason_set if code in Refusal.values]
        found.append(DecisionShown(row, TONES[Result(row.result)], words, letters, mine))
    return found


@dataclass(frozen=True)
class Linked:
    """A row of another area: what it is, its address where the actor may open it."""

    row: Any
    url: str


def appeals(actor: User, one: Application) -> list[Linked]:
    rows = one.appeals.select_related("unit")
    return [Linked(row, address("appeal", row.pk) if may(actor, "appeal.view", row) else "") for row in rows]


def sittings(actor: User, one: Application) -> list[Linked]:
    """The sessions the file came before, the last one first."""
    rows = one.agenda_items.filter(removed_at=None).select_related("session__unit")
    found = rows.order_by("-session__held_on")
    return [
        Linked(row, address("session", row.session_id) if may(actor, "commission.view", row.session) else "")
        for row in found
    ]


def cards(actor: User, one: Application) -> list[Linked]:
    rows = one.cards.all()
    return [Linked(row, address("card", row.pk) if may(actor, "card.view", row) else "") for row in rows]


@dataclass(frozen=True)
class Presence:
    """The continuous residence that the pieces show on the day of the deposit, and what interrupts it."""

    found: Residence
    tolerance: int
    day: date


def presence(one: Application, pieces: Sequence[Any]) -> Presence:
    tolerance, day = tolerance_of(one), reference_day(one)
    return Presence(residence(covered(pieces), day, tolerance), tolerance, day)
