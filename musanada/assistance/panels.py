"""What assistance puts on the day's work and on a person's time line."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.assistance import queries
from musanada.assistance.models import Act
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.kit.timeline import PANELS, TIMELINE, Panel

SHOWN = 6


def rows_of(actor: User, rows: QuerySet[Act]) -> list[tuple[Sentence, Sentence, str]]:
    from django.utils.translation import get_language

    language = get_language() or "fr"
    return [
        (
            f"{isolate(show_reference(one.person.reference))} · {queries.what(actor, one)}",
            f"{isolate(format_date(one.given_on, language))} · {one.unit}",
            queries.address("assistance:act", one.pk),
        )
        for one in rows[:SHOWN]
    ]


def approvals(actor: User) -> Panel | None:
    """Requests above a ceiling that wait for this actor."""
    if not holds(actor, "assistance.approve"):
        return None
    rows = queries.to_approve(actor)
    return Panel(
        "approvals",
        _("À approuver"),
        rows_of(actor, rows),
        empty=_("Aucune demande au-dessus du plafond n'attend votre décision."),
        count=rows.count(),
        order=20,
    )


def handovers(actor: User) -> Panel | None:
    """Approved and not yet handed over."""
    if not holds(actor, "assistance.record"):
        return None
    rows = queries.to_give(actor)
    if not rows.exists():
        return None
    return Panel("handovers", _("Approuvé, à remettre"), rows_of(actor, rows), count=rows.count(), order=25)


def stays(actor: User) -> Panel | None:
    """Stays to review after a week (domain, T15: to be confirmed by each organisation)."""
    if not holds(actor, "assistance.record"):
        return None
    rows = queries.open_stays(actor)
    if not rows.exists():
        return None
    return Panel("stays", _("Hébergements à revoir"), rows_of(actor, rows), count=rows.count(), order=30)


TIMELINE.add("assistance", queries.timeline)
PANELS.add("assistance.approvals", approvals)
PANELS.add("assistance.handovers", handovers)
PANELS.add("assistance.stays", stays)
