"""Deadlines as data: a row an administrator confirmed, or the default, which says that it is to be confirmed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Term
from musanada.cases.models.referrals import Urgency

# hours to answer, hours until it lapses, days until done, days until a package should be taken: to be confirmed
DEFAULTS: dict[str, tuple[int, int, int, int]] = {
    Urgency.IMMEDIATE: (4, 24, 1, 1),
    Urgency.DAY: (24, 72, 3, 1),
    Urgency.THREE_DAYS: (72, 168, 14, 2),
    Urgency.NORMAL: (168, 504, 30, 5),
}


def term(urgency: str) -> Term:
    """The deadlines of an urgency as they stand."""
    known = Term.objects.filter(pk=urgency).first()
    return known or default(urgency)


def default(urgency: str) -> Term:
    answer, lapse, done, opened = DEFAULTS[urgency]
    return Term(
        urgency=urgency,
        answer_hours=answer,
        lapse_hours=lapse,
        done_days=done,
        open_days=opened,
        confirmed=False,
    )


def terms() -> list[Term]:
    """All of them, the most urgent first."""
    known = {row.pk: row for row in Term.objects.all()}
    return [known.get(code) or default(code) for code in Urgency.values]


@dataclass(frozen=True)
class Clock:
    """The moments that follow from sending at ``start``."""

    start: datetime
    term: Term

    @property
    def respond_by(self) -> datetime:
        return self.start + timedelta(hours=self.term.answer_hours)

    @property
    def lapses_at(self) -> datetime:
        return self.start + timedelta(hours=self.term.lapse_hours)

    @property
    def done_by(self) -> datetime:
        return self.start + timedelta(days=self.term.done_days)

    @property
    def open_by(self) -> datetime:
        return self.start + timedelta(days=self.term.open_days)


def unit_of(actor: User) -> Unit:
    """Where the actor holds the right to set deadlines. Raises: Http404."""
    found = units_for(actor, "referral.terms").order_by("path").first()
    if found is None:
        raise Http404
    return found
