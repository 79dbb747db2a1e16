"""What the counter puts on the day's work: who is waiting, the longest first."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.intake import queries
from musanada.intake.models import Arrival
from musanada.kit.errors import Sentence
from musanada.kit.timeline import PANELS, Panel

SHOWN = 6


def waiting(actor: User) -> Panel | None:
    if not holds(actor, "arrivals.view"):
        return None
    everyone = queries.waiting(actor)
    return Panel(
        "waiting",
        _("Qui attend"),
        [row(one) for one in everyone[:SHOWN]],
        more_url=reverse("intake:waiting"),
        empty=_("Personne n'attend à l'accueil."),
        count=everyone.count(),
        order=10,
    )


def row(arrival: Arrival) -> tuple[Sentence, Sentence, str]:
    who = queries.who(arrival)
    since = minutes_since(arrival)
    return (
        f"{arrival.number} · {who}" if who else str(arrival.number),
        _("%(purpose)s · depuis %(minutes)s min · %(unit)s")
        % {"purpose": arrival.get_purpose_display(), "minutes": since, "unit": arrival.unit},
        f"{reverse('intake:waiting')}?unit={arrival.unit_id}",
    )


def minutes_since(arrival: Arrival) -> int:
    return max(0, int((timezone.now() - arrival.arrived_at).total_seconds() // 60))


PANELS.add("intake.waiting", waiting)
