"""Writes of the arrival list."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.intake.models import Arrival
from musanada.intake.workflow import ARRIVAL
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import Person

TRIES = 8


@command("arrivals.manage")
def check_in(
    actor: User, unit: Unit, *, call_name: str = "", purpose: str = "other", person: Person | None = None
) -> Arrival:
    """Put someone on today's list. Raises: BadInput without a name or a person; Refused when they wait already."""
    call_name = " ".join(call_name.split())
    problems = {}
    if not person and not call_name:
        problems["call_name"] = _("Écrivez comment appeler la personne : un prénom ou un surnom suffit.")
    if len(call_name) > 60:
        problems["call_name"] = _("Ce nom d'appel dépasse 60 caractères : un prénom ou un surnom suffit.")
    if purpose not in Arrival.Purpose.values:
        problems["purpose"] = _("Choisissez le motif de la visite.")
    if problems:
        raise BadInput(next(iter(problems.values())), fields=problems)
    forget_earlier_days(unit)
    if person:
        insist_on_new_visit(actor, unit, person)
    person = listed(person)
    return take_number(
        Arrival(unit=unit, person=person, call_name=call_name, purpose=purpose, opened_by=actor)
    )


def listed(person: Person | None) -> Person | None:
    """Who a list may show: someone hidden waits by their number alone."""
    return None if person and person.protected else person


def insist_on_new_visit(actor: User, unit: Unit, person: Person) -> None:
    if not may(actor, "people.find", person):
        raise Refused(_("Vous ne voyez pas cette personne : ajoutez-la à la liste par un nom d'appel."))
    waiting = Arrival.objects.filter(
        unit=unit, person=person, day=timezone.localdate(), state__in=Arrival.OPEN
    )
    if waiting.exists():
        raise Refused(_("Cette personne est déjà sur la liste d'attente."))


def take_number(arrival: Arrival) -> Arrival:
    """The next number of the day. Two clerks in the same second: the constraint says so, and the second draws again."""
    for _attempt in range(TRIES):
        today = Arrival.objects.filter(unit=arrival.unit, day=arrival.day)
        arrival.number = next_number(today.aggregate(last=Max("number"))["last"])
        try:
            with transaction.atomic():
                arrival.save(force_insert=True)
        except IntegrityError:
            continue
        return arrival
    raise Refused(_("Aucun numéro n'a pu être donné : réessayez."))


def next_number(last: int | None) -> int:
    return (last or 0) + 1


def forget_earlier_days(unit: Unit) -> None:
    """Visits left open on an earlier day have ended: their call names go."""
    Arrival.objects.filter(unit=unit, state__in=Arrival.OPEN, day__lt=timezone.localdate()).update(
        state=Arrival.State.LEFT, closed_at=timezone.now(), call_name=""
    )


def values_of(step: str, arrival: Arrival) -> dict[str, Any]:
    """What is written in the same UPDATE as the state."""
    now = timezone.now()
    if step == "call":
        return {"called_at": now}
    if step == "recall":
        return {"called_at": None, "closed_at": None}
    closing: dict[str, Any] = {"closed_at": now, "call_name": ""}
    return closing | ({"called_at": now} if step == "see" and not arrival.called_at else {})


def take_step(actor: User, arrival: Arrival, *, step: str) -> Arrival:
    """Call, see, leave or recall. Raises: BadInput for another word; Refused when someone was faster."""
    if step not in ARRIVAL.steps:
        raise BadInput(_("Cette étape n'existe pas."))
    return ARRIVAL.run(actor, arrival, step, **values_of(step, arrival))


@command("arrivals.manage")
def recognise(actor: User, arrival: Arrival, *, person: Person) -> Arrival:
    """The one who waits is this person of the register; the call name is no longer needed."""
    if not may(actor, "people.find", person):
        raise Refused(_("Vous ne voyez pas cette personne."))
    Arrival.objects.filter(pk=arrival.pk).update(person=listed(person), call_name="")
    arrival.refresh_from_db()
    return arrival
