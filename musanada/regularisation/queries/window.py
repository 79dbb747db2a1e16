"""The applicant's window: by file number and secret, how a file stands and its next date. Nothing else leaves here.

One statement whatever is asked, and the same work over its answer: a number that does not exist, a wrong secret, a
file of another procedure, of an erased or of a protected person are one and the same answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unicodedata import decimal, normalize

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.utils import timezone

from musanada.cases.models import Appointment
from musanada.regularisation import window_words
from musanada.regularisation.models import AgendaItem, Application, Card, Renewal
from musanada.regularisation.secrets import matches
from musanada.regularisation.workflow import BEFORE_OPINION, CODE

LONGEST = 64
HAVING_CARD = ("card_issued", "closed")
UNTIL_OPINION = (*BEFORE_OPINION, "scheduled")


@dataclass(frozen=True)
class Standing:
    """``code`` names the sentence, ``kind`` what the date is of (empty: there is none)."""

    code: str
    kind: str = ""
    on: date | None = None

    def sentence(self, lang: str) -> str:
        return window_words.sentence(self.code, lang)

    def label(self, lang: str) -> str:
        return window_words.date_label(self.kind, lang) if self.kind else ""


def tidy(text: str) -> str:
    """As printed on the receipt: typed small, in groups, with any dash, in Arabic-Indic or wide digits."""
    wide = normalize("NFKC", text[:LONGEST])[:LONGEST]  # cut first: some signs unfold to eighteen
    plain = (str(decimal(c)) if c.isdecimal() else c for c in wide)
    return "".join(c for c in plain if c.isascii() and c.isalnum()).upper()


def standing(number: str, secret: str) -> Standing | None:
    """How the file of ``number`` stands, where ``secret`` is its own; None in every other case."""
    number, secret = tidy(number), tidy(secret)
    row = asked(number).first()
    stored = str(row["secret_hash"]) if row else ""
    if not matches(stored, number, secret) or row is None:
        return None
    return told(row, timezone.localdate())


def asked(number: str) -> Any:
    """Everything the answer may need, in one statement. People whom a file hides, and erased ones, have no window."""
    card = (
        Card.objects.filter(application=OuterRef("pk"))
        .exclude(state="cancelled")
        .order_by("-ordered_on", "-id")
    )
    item = AgendaItem.objects.filter(application=OuterRef("pk"), result="", removed_at=None)
    planned = Appointment.objects.filter(
        case=OuterRef("case"), state=Appointment.State.PLANNED, at__gte=timezone.now()
    ).order_by("at")
    renewal = Renewal.objects.filter(card__application=OuterRef("pk"), state=Renewal.State.FILED)
    rows = Application.objects.filter(
        case__reference=number,
        case__procedure=CODE,
        case__person__protected=False,
        case__person__erased_at=None,
        case__person__voided_at=None,
    ).exclude(secret_hash="")
    return rows.order_by("pk").values(
        "secret_hash",
        state=F("case__state"),
        due_on=F("case__due_on"),
        appeal_days=F("operation__appeal_days"),
        told_on=Max("notifications__received_on"),
        held_on=Subquery(item.values("session__held_on")[:1]),
        expected_at=Subquery(planned.values("at")[:1]),
        card_state=Subquery(card.values("state")[:1]),
        card_to=Subquery(card.values("valid_to")[:1]),
        renewing=Exists(renewal),
    )


def told(row: dict[str, Any], today: date) -> Standing:
    code = code_of(row, today)
    if row["expected_at"]:
        return Standing(code, "appointment", timezone.localtime(row["expected_at"]).date())
    kind, on = next_date(code, row, today)
    return Standing(code, kind if on else "", on)


def code_of(row: dict[str, Any], today: date) -> str:
    """The state of the file; once a card was handed over, what became of the card."""
    state, card = str(row["state"]), row["card_state"]
    if state == "card_ordered" and card == Card.State.PRINTED:
        return "card_printed"
    if state not in HAVING_CARD:
        return state
    if row["renewing"]:
        return "renewal"
    if card in (Card.State.ORDERED, Card.State.PRINTED):
        return "card_printed" if card == Card.State.PRINTED else "card_ordered"
    if card == Card.State.DELIVERED and row["card_to"]:
        return "card_valid" if row["card_to"] >= today else "card_lapsed"
    return state


def next_date(code: str, row: dict[str, Any], today: date) -> tuple[str, date | None]:
    if code in ("card_valid", "card_lapsed"):
        return ("card" if code == "card_valid" else "card_over"), row["card_to"]
    if code == "scheduled" and row["held_on"] and row["held_on"] >= today:
        return "session", row["held_on"]
    if code == "notified_refusal" and row["appeal_days"] and row["told_on"]:
        return "appeal", row["told_on"] + timedelta(days=row["appeal_days"])
    return ("opinion", row["due_on"]) if code in UNTIL_OPINION else ("", None)
