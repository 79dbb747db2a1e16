"""The deadlines of a case in words: how long is left, since when it stands still, when it was met."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from musanada.cases.models import Case, Deadline, DeadlineRule
from musanada.kit.errors import Sentence

MET, DROPPED, SUSPENDED, LATE, SOON, RUNNING = "met", "dropped", "suspended", "late", "soon", "running"
SHAPES = {MET: "done", DROPPED: "void", SUSPENDED: "wait", LATE: "late", SOON: "open", RUNNING: "next"}


@dataclass(frozen=True)
class DeadlineShown:
    """One deadline: what it is, where it stands, in words and as a shape."""

    deadline: Deadline
    rule: DeadlineRule
    standing: str
    words: Sentence

    @property
    def shape(self) -> str:
        return SHAPES[self.standing]

    @property
    def runs(self) -> bool:
        return self.standing in (LATE, SOON, RUNNING, SUSPENDED)


def deadlines_of(case: Case) -> list[DeadlineShown]:
    """Those that run first, by their day; then what is over."""
    rows = Deadline.objects.filter(case=case).select_related("rule").order_by("due_on", "id")
    found = [shown(one) for one in rows]
    return sorted(found, key=lambda one: not one.runs)


def shown(one: Deadline, today: date | None = None) -> DeadlineShown:
    today = today or timezone.localdate()
    standing = standing_of(one, today)
    return DeadlineShown(one, one.rule, standing, words_of(one, standing, today))


def standing_of(one: Deadline, today: date) -> str:
    if one.met_on:
        return MET
    if one.dropped_on:
        return DROPPED
    if one.suspended_on:
        return SUSPENDED
    if one.due_on < today:
        return LATE
    return SOON if (one.due_on - today).days <= one.rule.warn_days else RUNNING


def words_of(one: Deadline, standing: str, today: date) -> Sentence:
    if standing == MET and one.met_on:
        return late_by((one.met_on - one.due_on).days) if one.met_on > one.due_on else gettext("Tenu à temps")
    if standing == DROPPED:
        return gettext("Sans objet : le dossier est clos")
    if standing == SUSPENDED and one.suspended_on:
        days = one.suspended_days + max((today - one.suspended_on).days, 0)
        return ngettext("Suspendu, %(n)s jour en tout", "Suspendu, %(n)s jours en tout", days) % {"n": days}
    return left(one.due_on, today)


def left(due: date, today: date | None = None) -> Sentence:
    """ "Dans 12 jours", "Aujourd'hui", "En retard de 5 jours"."""
    days = (due - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("En retard de %(n)s jour", "En retard de %(n)s jours", -days) % {"n": -days}
    if days == 0:
        return gettext("Aujourd'hui")
    return ngettext("Dans %(n)s jour", "Dans %(n)s jours", days) % {"n": days}


def late_by(days: int) -> Sentence:
    return ngettext("Tenu avec %(n)s jour de retard", "Tenu avec %(n)s jours de retard", days) % {"n": days}
