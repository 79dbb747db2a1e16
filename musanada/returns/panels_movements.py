"""What movements put on the page of a return: the journey, what took place, the receipts; and where its steps are taken."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.returns.models import Return
from musanada.returns.parts import SHOW_PARTS, Part
from musanada.returns.queries import allowances
from musanada.returns.queries import movements as queries
from musanada.returns.workflow import CODE, FLOW

SHOWN = 6
# Rare corrections are links beside what they correct, never the first button of the page.
CORRECTIONS = {
    "depart_late": ("returns:depart-late", _("Saisir un départ après coup")),
    "undo_departure": ("returns:undo-departure", _("Contre-écrire le départ")),
    "undo_arrival": ("returns:undo-arrival", _("Contre-écrire l'arrivée")),
}
# Before the declaration there is no journey to speak of, unless something took place.
QUIET = ("enquiry", "registered", "screened", "counselled")
PAGES = {
    "book": "returns:book",
    "arrive": "returns:arrive",
}


def journey(actor: User, ret: Return) -> Part | None:
    if not may(actor, queries.VIEW, ret):
        return None
    place, events = queries.place_of(ret), queries.events_of(ret)
    if place is None and not events and ret.case.state in QUIET and not corrections(actor, ret):
        return None
    values: dict[str, Any] = {
        "place": place,
        "events": events,
        "allowances": allowances.of_return(actor, ret),
    }
    values |= doors(actor, ret, place) | {"corrections": corrections(actor, ret)}
    return Part("returns/event_part.html", values, order=30)


def doors(actor: User, ret: Return, place: Any) -> dict[str, str]:
    """What may be done from the file about an open place: take it off the list; tell the gate, once the list is closed."""
    if place is None or place.state != "booked" or not may(actor, queries.TRAVEL, place):
        return {}
    movement = place.movement
    found = {"remove_url": reverse("returns:passenger-remove", args=[movement.pk, place.pk])}
    if movement.state in ("closed", "departed") and movement.departs_on <= timezone.localdate():
        found["gate_url"] = reverse("returns:gate", args=[ret.case_id])
    return found


def corrections(actor: User, ret: Return) -> list[tuple[str, Sentence]]:
    """What may be written after the fact, from where the file stands."""
    open_ones = [code for code in CORRECTIONS if ret.case.state in FLOW.steps[code].source]
    if not open_ones or not may(actor, queries.LATE, ret):
        return []
    return [(reverse(CORRECTIONS[code][0], args=[ret.case_id]), CORRECTIONS[code][1]) for code in open_ones]


def departures(actor: User) -> Panel | None:
    """On the day's work of who organises: what leaves this week, and what is still to be told."""
    if not holds(actor, queries.TRAVEL):
        return None
    rows = queries.soon(actor)
    shown: list[tuple[Sentence, Sentence, str]] = [
        (
            isolate(format_date(one.departs_on, get_language() or "fr", short=True)),
            f"{country_name(one.to_country_id, get_language() or 'fr')} · {one.get_state_display()}",
            reverse("returns:movement", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    if not shown:
        return None
    more = reverse("returns:movements")
    return Panel("departures", _("Départs de la semaine"), shown, more_url=more, count=rows.count(), order=36)


PANELS.add("departures", departures)
SHOW_PARTS.add("journey", journey)
for step, name in PAGES.items():
    STEP_PAGES.add(f"{CODE}.{step}", name)
