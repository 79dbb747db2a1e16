"""What surveys put on the day's work and on a person's time line: whom to ask now, what was answered."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import holds, scoped
from musanada.access.models import User
from musanada.kit.timeline import PANELS, TIMELINE, Line, Panel
from musanada.surveys.models import Interview
from musanada.surveys.queries import rounds as queries
from musanada.surveys.words import STATES

SHOWN = 5


def to_ask(actor: User) -> Panel | None:
    """Rounds with people whose window is open, the late ones told."""
    if not holds(actor, queries.INTERVIEW):
        return None
    due = queries.to_do(actor)
    if not due:
        return None
    rows = [
        (str(one), words(found["now"], found["late"]), reverse("surveys:round", args=[one.pk]))
        for one, found in due
    ]
    count = sum(found.total() for _one, found in due)
    more = reverse("surveys:home")
    return Panel("surveys", _("Personnes à interroger"), rows[:SHOWN], more_url=more, count=count, order=36)


def words(now: int, late: int) -> str:
    said = ngettext("%(n)s personne maintenant", "%(n)s personnes maintenant", now) % {"n": now}
    if not late:
        return said
    return f"{said} · " + ngettext("%(n)s en retard", "%(n)s en retard", late) % {"n": late}


def timeline(actor: User, people: list[UUID]) -> list[Line]:
    """Interviews of one person's records, whose page was opened already. What was answered is not told here."""
    rows = Interview.objects.filter(case__person__in=people).exclude(outcome=Interview.Outcome.STARTED)
    rows = rows.select_related("round", "case__unit", "version__instrument")
    return [
        Line(
            on=one.on,
            kind="survey",
            what=_("Enquête : %(name)s") % {"name": one.version.instrument},
            where=str(one.case.unit),
            programme=str(one.round),
            state=STATES[one.outcome],
            tone="" if one.outcome == Interview.Outcome.DONE else "muted",
            url=reverse("surveys:interview", args=[one.pk]),
        )
        for one in scoped(actor, queries.INTERVIEW, rows, named=True)
    ]


PANELS.add("surveys", to_ask)
TIMELINE.add("surveys", timeline)
