"""What movements put on the page of a return: the journey, what took place, the receipts; and where its steps are taken."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from musanada.access.doors import may
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.returns.models import Return
from musanada.returns.queries import allowances
from musanada.returns.queries import movements as queries
from musanada.returns.show_parts import SHOW_PARTS, ShowPart
from musanada.returns.workflow import CODE

# Before the declaration there is no journey to speak of, unless something took place.
QUIET = ("enquiry", "registered", "screened", "counselled")
PAGES = {
    "book": "returns:book",
    "arrive": "returns:arrive",
    "depart_late": "returns:depart-late",
    "undo_departure": "returns:undo-departure",
    "undo_arrival": "returns:undo-arrival",
}


def journey(actor: User, ret: Return) -> ShowPart | None:
    if not may(actor, queries.VIEW, ret):
        return None
    place, events = queries.place_of(ret), queries.events_of(ret)
    if place is None and not events and ret.case.state in QUIET:
        return None
    values = {"place": place, "events": events, "allowances": allowances.of_return(actor, ret)}
    values |= doors(actor, ret, place)
    return ShowPart("returns/event_part.html", values, order=30)


def doors(actor: User, ret: Return, place: Any) -> dict[str, str]:
    """What may be done from the file about an open place: take it off the list; tell the gate, once the list is closed."""
    if place is None or place.state != "booked" or not may(actor, queries.TRAVEL, place):
        return {}
    movement = place.movement
    found = {"remove_url": reverse("returns:passenger-remove", args=[movement.pk, place.pk])}
    if movement.state in ("closed", "departed") and movement.departs_on <= timezone.localdate():
        found["gate_url"] = reverse("returns:gate", args=[ret.case_id])
    return found


SHOW_PARTS.add("journey", journey)
for step, name in PAGES.items():
    STEP_PAGES.add(f"{CODE}.{step}", name)
