"""Protection on the front page of who works in it: how many deadlines of their files are due. It names nobody."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.kit.timeline import PANELS, Panel
from musanada.protection.queries import work
from musanada.protection.queries.files import VIEW

SHOWN = 6


def due(actor: User) -> Panel | None:
    """What is late or due within the week, by reference and kind of clock; and what waits for the actor's word."""
    if not holds(actor, VIEW):
        return None
    terms = work.terms(timezone.localdate())
    rows = work.running(actor).filter(terms[work.LATE] | terms[work.TODAY] | terms[work.WEEK])
    count, deciding = rows.count(), work.to_decide(actor)
    if not count and not deciding:
        return None
    found = [(one.label, isolate(show_reference(one.reference)), one.url) for one in deciding[:SHOWN]]
    for clock in rows.select_related("file__case")[: SHOWN - len(found)]:
        when = _("pour le %(day)s") % {
            "day": isolate(format_date(clock.due_on, get_language() or "fr", short=True))
        }
        found.append((f"{isolate(str(clock.file.case))} · {clock}", when, work.url_of(clock.file)))
    return Panel(
        "protection-due",
        _("Protection : échéances de mes dossiers"),
        found,
        more_url=reverse("protection:home"),
        count=count + len(deciding),
        order=12,
    )


PANELS.add("protection.due", due)
