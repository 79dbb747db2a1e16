"""What monitoring puts on the day's work: totals to accept, totals sent back, views kept. Nothing here is computed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.timeline import PANELS, Panel
from musanada.monitoring.queries import aggregates, boards
from musanada.monitoring.words import language, when

SHOWN = 5


def to_accept(actor: User) -> Panel | None:
    """Totals of associations that somebody else entered."""
    if not holds(actor, aggregates.ACCEPT):
        return None
    rows = aggregates.waiting(actor)
    count = rows.count()
    if not count:
        return None
    words = aggregates.service_words()
    listed = [
        (
            str(one.partner),
            f"{words.get(one.service, one.service)}, {when(one.period, language())}",
            reverse("monitoring:reported", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    more = reverse("monitoring:reported-waiting")
    return Panel("reported-waiting", _("Totaux à accepter"), listed, more_url=more, count=count, order=44)


def sent_back(actor: User) -> Panel | None:
    """Totals that came back to who entered them."""
    if not holds(actor, aggregates.REPORT):
        return None
    rows = aggregates.sent_back(actor)
    count = rows.count()
    if not count:
        return None
    listed = [
        (str(one.partner), one.remark, reverse("monitoring:reported-correct", args=[one.pk]))
        for one in rows[:SHOWN]
    ]
    more = reverse("monitoring:reported-entered")
    return Panel("reported-back", _("Totaux à corriger"), listed, more_url=more, count=count, order=34)


def kept(actor: User) -> Panel | None:
    """The reader's views, and those shown to them."""
    if not holds(actor, boards.VIEW):
        return None
    rows = [
        (one.title, str(one.unit), reverse("monitoring:view", args=[one.pk]))
        for one in boards.views(actor)[:SHOWN]
    ]
    if not rows:
        return None
    return Panel("views", _("Vues gardées"), rows, more_url=reverse("monitoring:views"), order=70)


PANELS.add("reported-waiting", to_accept)
PANELS.add("reported-back", sent_back)
PANELS.add("monitoring-views", kept)
