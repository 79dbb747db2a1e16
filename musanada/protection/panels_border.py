"""What border medical adds: a person's time line once there is a name, and the day's work. A home page names nobody."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, TIMELINE, Line, Panel
from musanada.protection.queries import border as queries

SHOWN = 6
Row = tuple[Sentence, Sentence, str]


def lines(actor: User, people: list[UUID]) -> Iterable[Line]:
    """Casualties of a person whose page the actor opened, those hidden for whom a file names the actor included."""
    if not holds(actor, queries.VIEW):
        return
    for one in queries.casualties(actor, named=True).filter(person__in=people, voided_at=None):
        yield Line(
            on=timezone.localdate(one.seen_at),
            kind="casualty",
            what=_("Blessé à la frontière, code %(code)s") % {"code": isolate(str(one))},
            where=str(one.incident.unit),
            state=one.get_outcome_display() if one.outcome else "",
            url=reverse("protection:casualty", args=[one.pk]),
        )


def liaison(actor: User) -> Panel | None:
    """What somebody hurt needs next, urgent first."""
    if not holds(actor, queries.LIAISE):
        return None
    rows = queries.open_needs(actor)
    shown: list[Row] = [
        (
            f"{one.get_need_display()} · {isolate(str(one.casualty))}",
            _("Urgent") if one.urgent else str(one.casualty.incident.town),
            reverse("protection:casualty", args=[one.casualty_id]),
        )
        for one in rows[:SHOWN]
    ]
    if not shown:
        return None
    more = reverse("protection:border-needs")
    return Panel(
        "border-needs", _("Suites pour des blessés"), shown, more_url=more, count=rows.count(), order=24
    )


def ward(actor: User) -> Panel | None:
    """At the hospital: who was sent and is not admitted yet."""
    if not holds(actor, queries.HOSPITAL):
        return None
    rows = [one for one in queries.at_hospital(actor) if not one.inside]  # type: ignore[attr-defined]
    if not rows:
        return None
    shown: list[Row] = [
        (isolate(str(one)), one.get_triage_display(), reverse("protection:casualty", args=[one.pk]))
        for one in rows[:SHOWN]
    ]
    more = reverse("protection:border-hospital")
    return Panel(
        "border-hospital", _("Blessés adressés à l'hôpital"), shown, more_url=more, count=len(rows), order=20
    )


TIMELINE.add("protection_border", lines)
PANELS.add("border_needs", liaison)
PANELS.add("border_hospital", ward)
