"""A journey of today with its list closed, one traveller with an escort and pocket money, and an event of the journal: of
the estate's own office."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.returns.models import Allowance, Escort, Leg, Movement, Passenger, Return, TravelEvent


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def case_of(name: str) -> Any:
    """A file of return is named by the key of its case."""
    return lambda estate: (getattr(estate, name).case_id,)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    day, actor = timezone.localdate(), estate.everyone
    case = open_case(actor, estate.office, code="return", person=estate.person, opened_on=day)
    Case.objects.filter(pk=case.pk).update(state="booked")
    ret = Return.objects.create(
        case=case, direction="from_morocco", channel="iom", organised_by=estate.office, from_country_id="MAR",
        to_country_id="SEN", applied_on=day, travel_on=day,
    )  # fmt: skip
    movement = Movement.objects.create(
        unit=estate.office, direction="from_morocco", channel="iom", mode="air", state="closed", departs_on=day,
        to_country_id="SEN", seats=9, made_by=actor,
    )  # fmt: skip
    Leg.objects.create(
        movement=movement, from_place="Casablanca", to_place="Dakar", departs_on=day, arrives_on=day
    )
    place = Passenger.objects.create(movement=movement, ret=ret, booked_by=actor)
    escort = Escort.objects.create(
        movement=movement, passenger=place, kind="medical", name=f"Dr {estate.root.code}", by=actor
    )
    allowance = Allowance.objects.create(
        unit=estate.office, ret=ret, passenger=place, number=1, amount=Decimal(30), currency="EUR", rate=Decimal("10.8"),
        on=day, received_by="signature", by=actor,
    )  # fmt: skip
    TravelEvent.objects.create(
        ret=ret, unit=estate.office, kind="no_show", on=day, passenger=place, by=actor, text="Embouteillage"
    )
    return {
        "travelling": ret,
        "movement": movement,
        "passenger": place,
        "movement_escort": escort,
        "allowance": allowance,
    }


MAKERS = {
    "returns:movement": of("movement"),
    "returns:movement-edit": of("movement"),
    "returns:movement-close": of("movement"),
    "returns:movement-reopen": of("movement"),
    "returns:movement-cancel": of("movement"),
    "returns:movement-book": of("movement"),
    "returns:movement-gate": of("movement"),
    "returns:movement-arrivals": of("movement"),
    "returns:movement-money": of("movement"),
    "returns:movement-escort": of("movement"),
    "returns:movement-escort-remove": of("movement", "movement_escort"),
    "returns:passenger": of("movement", "passenger"),
    "returns:passenger-remove": of("movement", "passenger"),
    "returns:manifest": of("movement", "=fr", "=xlsx"),
    "returns:allowance": of("allowance"),
    "returns:allowance-paper": of("allowance", "=fr"),
    "returns:allowance-void": of("allowance"),
    "returns:book": case_of("travelling"),
    "returns:arrive": case_of("travelling"),
    "returns:depart-late": case_of("travelling"),
    "returns:gate": case_of("travelling"),
    "returns:undo-departure": case_of("travelling"),
    "returns:undo-arrival": case_of("travelling"),
}
POST_ONLY = {"returns:movement-close", "returns:movement-reopen", "returns:movement-escort-remove"}
