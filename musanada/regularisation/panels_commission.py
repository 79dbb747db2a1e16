"""What commissions put on the day's work: for a member, what they are called to and have to read; for a secretary, the
sessions of the week and the files whose opinion is due and that stand before no session. Never who a file is about."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_REASONS
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.regularisation.models import Application
from musanada.regularisation.queries import commission, sessions

SHOWN = 6
SOON = timedelta(days=14)
Row = tuple[Sentence, Sentence, str]


def day(value: date) -> str:
    return isolate(format_date(value, get_language() or "fr"))


def named(number: int, held_on: date) -> Sentence:
    return _("Session n° %(number)s du %(day)s") % {"number": isolate(number), "day": day(held_on)}


def called(actor: User) -> Panel | None:
    """Sessions that sit or will, to which the actor is called; how many files they have not read."""
    if not holds(actor, commission.READ):
        return None
    unread = sessions.unread_by_session(actor)
    calls = sessions.my_calls(actor).filter(session__state__in=commission.READABLE)
    rows: list[Row] = [
        (
            named(one.session.number, one.session.held_on),
            to_read(unread.get(one.session_id, 0), str(one.session.unit)),
            reverse("regularisation:session", args=[one.session_id]),
        )
        for one in calls[:SHOWN]
    ]
    return Panel(
        "commission-called",
        _("Mes sessions"),
        rows,
        more_url=reverse("regularisation:my-sessions"),
        empty=_("Vous n'êtes appelé à aucune session en ce moment."),
        count=sum(unread.values()),
        order=11,
    )


def to_read(count: int, where: str) -> Sentence:
    if not count:
        return _("%(where)s · tout est lu") % {"where": where}
    words = ngettext("%(n)s dossier à lire", "%(n)s dossiers à lire", count) % {"n": count}
    return f"{where} · {words}"


def week(actor: User) -> Panel | None:
    """Sessions of the next seven days, and those that should be closed."""
    if not holds(actor, commission.RECORD):
        return None
    rows: list[Row] = []
    found: Any = sessions.this_week(actor)[:SHOWN]
    for one in found:
        files = ngettext("%(n)s dossier", "%(n)s dossiers", one.files) % {"n": one.files}
        address = reverse("regularisation:session", args=[one.pk])
        rows.append((named(one.number, one.held_on), f"{one.get_state_display()} · {files}", address))
    return Panel(
        "commission-week",
        _("Sessions de la semaine"),
        rows,
        more_url=reverse("regularisation:sessions"),
        empty=_("Aucune session dans les sept jours."),
        order=16,
    )


def due(actor: User) -> Panel | None:
    """Files to be decided within two weeks that no session has on its agenda."""
    if not holds(actor, commission.PREPARE):
        return None
    rows = sessions.due_without_session(actor, timezone.localdate() + SOON)
    found: list[Row] = [
        (isolate(str(one.case)), due_words(one), reverse("regularisation:show", args=[one.case_id]))
        for one in rows[:SHOWN]
    ]
    if not found:
        return None
    return Panel(
        "commission-due",
        _("Dossiers dus sans session"),
        found,
        more_url=reverse("regularisation:sessions"),
        count=rows.count(),
        order=13,
    )


def due_words(one: Application) -> Sentence:
    case: Any = one.case
    if case.late:
        return _("En retard depuis le %(day)s") % {"day": day(case.due_on)}
    return _("Avis attendu le %(day)s") % {"day": day(case.due_on)}


PANELS.add("regularisation.called", called)
PANELS.add("regularisation.week", week)
PANELS.add("regularisation.due", due)

# The journal of a file says an opinion's reasons in words.
for step in ("refuse", "uphold"):
    STEP_REASONS.add(f"regularisation.{step}", tuple(sessions.REASONS))
