"""What the register of associations puts on the day's work of who keeps it: what should have come and has not."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.regularisation.queries import associations

SHOWN = 6


def late_associations(actor: User) -> Panel | None:
    """Final receipts and yearly declarations past their date; nothing when none is."""
    if not holds(actor, associations.MANAGE):
        return None
    rows = associations.late(actor, associations.MANAGE)
    count = rows.count()
    if not count:
        return None
    found = [
        (
            isolate(str(one)),
            f"{act.receipt.get_kind_display()} · {day(act.receipt.due_on)}",
            reverse("regularisation:association", args=[one.pk]),
        )
        for one in rows[:SHOWN]
        for act in [next(a for a in associations.acts(one) if a.late)]
    ]
    return Panel(
        "associations-late",
        _("Associations : suites en retard"),
        found,
        more_url=f"{reverse('regularisation:associations')}?standing=late",
        count=count,
        order=60,
    )


def day(value: object) -> str:
    from datetime import date

    shown = format_date(value, get_language() or "fr", short=True) if isinstance(value, date) else ""
    return isolate(shown)


PANELS.add("regularisation.associations_late", late_associations)
