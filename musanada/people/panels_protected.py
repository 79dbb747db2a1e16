"""What P4 files put on the day's work: how many name me; for the focal point, what was opened in an emergency.

Counts and references only: no name of a hidden person stands on a home page.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, named_keys
from musanada.access.handover import HANDOVERS, RESETS, Handover
from musanada.access.models import User
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.people.commands.confidential import hand_over_all, shut_when_reset
from musanada.people.queries import confidential as files

SHOWN = 6


def protected(actor: User) -> Panel | None:
    """How many files name me; nothing for whom none does."""
    if not holds(actor, files.VIEW) or not named_keys(actor, "files"):
        return None
    count = files.files(actor).count()
    text = ngettext("%(count)s dossier vous nomme", "%(count)s dossiers vous nomment", count) % {
        "count": count
    }
    row = (text, _("Chaque lecture est enregistrée."), reverse("protected:list"))
    return Panel("protected", _("Dossiers protégés"), [row], count=count, order=15) if count else None


def emergencies(actor: User) -> Panel | None:
    """Openings in an emergency that wait for the focal point's review, the oldest first."""
    if not holds(actor, files.REVIEW):
        return None
    waiting, language = list(files.unreviewed(actor)), get_language() or "fr"
    rows = [
        (
            f"{isolate(str(one.file))} · {one.user}",
            _("En retard : à examiner avant le %(day)s") % {"day": isolate(day_of(one, language))}
            if files.overdue(one)
            else _("À examiner avant le %(day)s") % {"day": isolate(day_of(one, language))},
            reverse("protected:review", args=[one.pk]),
        )
        for one in waiting[:SHOWN]
    ]
    return Panel(
        "emergencies",
        _("Ouvertures en urgence à examiner"),
        rows,
        more_url=reverse("protected:reviews"),
        empty=_("Aucun dossier protégé n'a été ouvert en urgence sans être examiné."),
        count=len(waiting),
        order=5,
    )


def day_of(one: object, language: str) -> str:
    return format_date(timezone.localtime(files.review_due(one)).date(), language)  # type: ignore[arg-type]


def alarms(actor: User) -> Iterator[Alarm]:
    """Every opening that nobody reviewed yet is an alarm at once; past 72 hours it is one against the rule."""
    if not holds(actor, files.REVIEW):
        return
    for one in files.unreviewed(actor):
        late = files.overdue(one)
        yield Alarm(
            _("Dossier protégé ouvert en urgence : %(file)s") % {"file": isolate(str(one.file))},
            _("L'examen est en retard.") if late else _("À examiner dans les 72 heures."),
            reverse("protected:review", args=[one.pk]),
            "danger" if late else "warning",
            timezone.localtime(files.review_due(one)).date(),
        )


PANELS.add("people.protected", protected)
PANELS.add("people.emergencies", emergencies)
ALARMS.add("people.emergencies", alarms)
RESETS.add("people.files", shut_when_reset)
HANDOVERS.add("people.files", Handover(_("Dossiers protégés"), count=files.owned_by, hand_over=hand_over_all))
