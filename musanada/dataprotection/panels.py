"""What the data-protection officer finds on the day's work: the alarms, the worst first."""

from django.urls import reverse
from django.utils.translation import gettext as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.dataprotection import alarms  # noqa: F401  this app's own alarms
from musanada.kit.alarms import alarms_for
from musanada.kit.timeline import PANELS, Panel

SHOWN = 6


def data_protection(actor: User) -> Panel | None:
    if not holds(actor, "dataprotection.view"):
        return None
    found = alarms_for(actor)
    return Panel(
        "data-protection",
        _("Protection des données"),
        [(alarm.what, alarm.detail, alarm.url) for alarm in found[:SHOWN]],
        more_url=reverse("dataprotection:overview"),
        empty=_("Rien n'est en retard et rien ne manque aux registres."),
        count=len(found),
        order=5,
    )


PANELS.add("dataprotection.alarms", data_protection)
