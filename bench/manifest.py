"""A movement of 150 in one go: booked, its list closed, its manifest printed, the gate, the arrivals.

The baseline is what the same list costs as bare rows: one UPDATE of the files and one INSERT of the places, without
rights, locks, guards, journal or deadlines.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.measure import Line, Table, once
from bench.places import Place

BARE = "bare rows: one UPDATE and one INSERT"
PEOPLE = 150


def tables(place: Place, people: int = PEOPLE, repeat: int = 1) -> Iterator[Table]:
    """``place`` is an installation with nothing in it."""
    place.call("manifest.prepare", people=people)
    took = place.call("manifest.journey")
    base = took.pop(BARE)
    lines = [Line(BARE, base, notes(base, people))]
    lines += [Line(name, value, notes(value, people)) for name, value in took.items()]
    yield Table(f"A movement of {people} in one go ({place.vendor})", BARE, lines)


def notes(took: float, people: int) -> dict[str, str]:
    return {"ms": f"{took * 1000:.0f}", "ms a traveller": f"{took * 1000 / people:.2f}"}


# Jobs -------------------------------------------------------------------------------------------------------------


def prepare(people: int) -> None:
    """A mission with so many files ready to leave today, in families of three; two thirds have a parent to travel with."""
    from django.utils import timezone

    from musanada.returns.models import FitToTravel
    from musanada.returns.tests import scene as made

    scene, today = made.build(), timezone.localdate()
    for _number in range(people // 3):
        made.a_family(scene, 3, "ready", day=today)
    FitToTravel.objects.update(on=today)  # a certificate is good for a few days
    made.a_movement(scene, today, seats=people + 10)


def journey() -> dict[str, float]:
    from django.utils import timezone

    from musanada.access.models import User
    from musanada.returns.commands import boarding, events, manifesting, movements
    from musanada.returns.models import Movement, Passenger, Return

    officer, flight = User.objects.get(username="maroc.travel_officer"), Movement.objects.get()
    rets = list(Return.objects.filter(case__state="ready"))
    took: dict[str, float] = {BARE: once(lambda: bare(flight, rets, officer))[0]}

    def step(name: str, act: Callable[[], Any]) -> None:
        took[name] = once(act)[0]

    step("booked", lambda: boarding.book(officer, flight, rets))
    step("list closed", lambda: movements.close_list(officer, flight))
    flight.refresh_from_db()
    for form in ("pdf", "xlsx"):
        step(
            f"manifest {form}",
            partial(manifesting.export_manifest, officer, flight, lang="fr", form=form),
        )
    said = dict.fromkeys(Passenger.objects.values_list("pk", flat=True), "boarded")
    step("left", lambda: events.depart(officer, flight, events.Gate(said)))
    day = timezone.localdate()
    step("arrived", lambda: events.arrive_many(officer, flight, rets, on=day, text="Mission"))
    return took


def bare(flight: Any, rets: Any, officer: Any) -> None:
    """Written and taken back."""
    from django.db import transaction

    from musanada.cases.models import Case
    from musanada.returns.models import Passenger

    with transaction.atomic():
        Case.objects.filter(return_file__in=rets).update(state="booked")
        Passenger.objects.bulk_create(Passenger(movement=flight, ret=one, booked_by=officer) for one in rets)
        transaction.set_rollback(True)
