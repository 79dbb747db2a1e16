"""A movement: made, changed, its list closed and opened again, called off; and who escorts it.

The day of a movement is the day of its first leg. When it changes, every lock of everybody booked is asked again for the
new day: who falls out is named, and the change is refused until they are taken off the list.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.commands import system_user
from musanada.access.doors import command, scoped
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.commands.spine import steps_taken
from musanada.cases.models import Case
from musanada.kit.errors import Refused, bad
from musanada.returns.commands import boarding
from musanada.returns.commands.boarding import RIGHT, Asked
from musanada.returns.models import Channel, Direction, Escort, Leg, Movement, Passenger, Return
from musanada.returns.queries import manifests
from musanada.returns.workflow import FLOW

S = Movement.State
BEFORE = (S.PLANNED, S.CLOSED)
MOST_LEGS = 6


@dataclass(frozen=True)
class LegDraft:
    """One stretch, in local times; an hour may be unknown."""

    from_place: str
    to_place: str
    departs_on: date
    arrives_on: date
    departs_at: time | None = None
    arrives_at: time | None = None
    carrier: str = ""
    number: str = ""


@dataclass(frozen=True)
class MovementDraft:
    direction: str
    channel: str
    mode: str
    to_country: str
    legs: Sequence[LegDraft]
    carrier: str = ""
    seats: int | None = None
    cost: Decimal | None = None
    currency: str = "MAD"

    @property
    def departs_on(self) -> date:
        return self.legs[0].departs_on


# Making and changing


@command(RIGHT)
def plan_movement(actor: User, unit: Unit, *, draft: MovementDraft) -> Movement:
    """A journey to come, organised by ``unit``. Raises: BadInput."""
    insist_sound(draft)
    if draft.departs_on < timezone.localdate():
        raise bad(
            "legs-0-departs_on",
            _(
                "Ce jour est passé : si le départ a eu lieu, saisissez-le après coup dans le dossier de retour."
            ),
        )
    return make(actor, unit, draft)


def make(actor: User, unit: Unit, draft: MovementDraft, **more: Any) -> Movement:
    """The rows. The caller, a command, has asked for the right and looked at the draft."""
    movement = Movement(unit=unit, made_by=actor, **columns(draft), **more)
    movement.full_clean(validate_constraints=False)
    movement.save(force_insert=True)
    write_legs(movement, draft)
    return movement


def columns(draft: MovementDraft) -> dict[str, Any]:
    return {
        "direction": draft.direction,
        "channel": draft.channel,
        "mode": draft.mode,
        "to_country_id": draft.to_country,
        "departs_on": draft.departs_on,
        "carrier": " ".join(draft.carrier.split()),
        "seats": draft.seats,
        "cost": draft.cost,
        "currency": draft.currency,
    }


def write_legs(movement: Movement, draft: MovementDraft) -> None:
    movement.legs.all().delete()
    for order, leg in enumerate(draft.legs, start=1):
        Leg.objects.create(movement=movement, order=order, **asdict(leg))


def insist_sound(draft: MovementDraft) -> None:
    """Raises: BadInput naming the field."""
    if draft.direction not in Direction.values or draft.channel not in Channel.values:
        raise bad("direction", _("Choisissez le sens et la voie dans les listes."))
    if draft.mode not in Movement.Mode.values:
        raise bad("mode", _("Choisissez le moyen de transport dans la liste."))
    if (draft.direction == Direction.TO_MOROCCO) != (draft.to_country == "MAR"):
        raise bad(
            "to_country", _("Le pays d'arrivée ne va pas avec le sens du voyage : corrigez l'un ou l'autre.")
        )
    if draft.seats is not None and draft.seats < 1:
        raise bad("seats", _("Un voyage a au moins une place : corrigez ce nombre, ou laissez-le vide."))
    if draft.cost is not None and draft.cost < 0:
        raise bad("cost", _("Un coût n'est pas négatif : corrigez le montant."))
    if not 1 <= len(draft.legs) <= MOST_LEGS:
        raise bad(
            "legs-0-from_place",
            _("Un voyage compte de un à six trajets : indiquez d'où il part et où il va."),
        )
    for number, leg in enumerate(draft.legs):
        insist_leg(number, leg, draft.legs[number - 1] if number else None)


def insist_leg(number: int, leg: LegDraft, before: LegDraft | None) -> None:
    if not leg.from_place.strip() or not leg.to_place.strip():
        raise bad(f"legs-{number}-from_place", _("Indiquez d'où ce trajet part et où il arrive."))
    if leg.arrives_on < leg.departs_on:
        raise bad(f"legs-{number}-arrives_on", _("Ce trajet arrive avant de partir : vérifiez les jours."))
    if before and starts(leg) < ends(before):
        raise bad(
            f"legs-{number}-departs_on",
            _("Ce trajet part avant l'arrivée du précédent : vérifiez les jours et les heures locales."),
        )


def starts(leg: LegDraft) -> datetime:
    """An unknown hour is read in favour of the draft: the last of the day here, the first of it in ``ends``."""
    return datetime.combine(leg.departs_on, leg.departs_at or time.max)


def ends(leg: LegDraft) -> datetime:
    return datetime.combine(leg.arrives_on, leg.arrives_at or time.min)


@command(RIGHT)
def change_movement(actor: User, movement: Movement, *, draft: MovementDraft) -> Movement:
    """Another day, carrier, leg or number of seats. Raises: BadInput, Refused, NotReady naming who falls out."""
    held = manifests.locked(movement)
    boarding.insist_planned(held)
    insist_sound(draft)
    booked = manifests.returns_of(manifests.on_list(held))
    same = (held.direction, held.channel, held.to_country_id) == (
        draft.direction,
        draft.channel,
        draft.to_country,
    )
    if booked and not same:
        raise Refused(
            _(
                "Des personnes sont inscrites : le sens, la voie et le pays ne changent plus. Retirez-les d'abord."
            )
        )
    if draft.seats is not None and draft.seats < manifests.seats_taken(held):
        raise bad("seats", _("Plus de places sont déjà prises : retirez des personnes de la liste d'abord."))
    if booked and draft.departs_on != held.departs_on:
        follow_day(held, booked, draft)
    Movement.objects.filter(pk=held.pk).update(**columns(draft))
    held.refresh_from_db()
    write_legs(held, draft)
    return held


def follow_day(movement: Movement, booked: Sequence[Return], draft: MovementDraft) -> None:
    """The locks of the new day, then the day of travel and the document that holds longest then."""
    day, last = draft.departs_on, max(leg.arrives_on for leg in draft.legs)
    places = {one.ret_id: one for one in movement.passengers.filter(state__in=manifests.ON_BOARD)}
    needs = {key: place.need_set for key, place in places.items()}
    for one in booked:
        one.travel_on = day
    Return.objects.filter(pk__in=list(places)).update(travel_on=day)
    boarding.insist_unlocked(booked, Asked(day, frozenset(places), needs, last))
    papers = manifests.best_documents(booked, day)
    for key, place in places.items():
        place.document = papers.get(key)
    Passenger.objects.bulk_update(places.values(), ["document"])


# The list


@command(RIGHT)
def close_list(actor: User, movement: Movement) -> Movement:
    """The list is final: everybody may travel that day, and who needs an escort has one. Then the manifest is printed."""
    held = manifests.locked(movement)
    booked = list(held.passengers.filter(state=Passenger.State.BOOKED))
    if not booked:
        raise Refused(_("Personne n'est inscrit à ce voyage : inscrivez au moins une personne."))
    insist_escorted(held, booked)
    rets = manifests.returns_of(one.ret_id for one in booked)
    needs = {one.ret_id: one.need_set for one in booked}
    last = manifests.last_day(held)
    boarding.insist_unlocked(rets, Asked(held.departs_on, frozenset(needs), needs, last))
    return turned(held, S.PLANNED, S.CLOSED)


def insist_escorted(movement: Movement, booked: Sequence[Passenger]) -> None:
    """A doctor's escort is on the list of escorts: that traveller's own, or one for the whole movement."""
    escorts = Escort.objects.filter(movement=movement, kind=Escort.Kind.MEDICAL, removed_at=None)
    covered = set(escorts.values_list("passenger_id", flat=True))
    if None in covered:
        return
    alone = [one for one in booked if "escort" in one.need_set and one.pk not in covered]
    if alone:
        raise Refused(
            ngettext(
                "%(n)s personne doit voyager avec un accompagnateur médical : inscrivez-le avant d'arrêter la liste.",
                "%(n)s personnes doivent voyager avec un accompagnateur médical : inscrivez-le avant d'arrêter la liste.",
                len(alone),
            )
            % {"n": len(alone)},
            code="movement.escort",
        )


@command(RIGHT)
def reopen_list(actor: User, movement: Movement) -> Movement:
    return turned(movement, S.CLOSED, S.PLANNED)


def turned(movement: Movement, source: str, target: str) -> Movement:
    if not Movement.objects.filter(pk=movement.pk, state=source).update(state=target):
        raise Refused(_("Ce voyage n'en est plus là : rechargez la page."), code="faster")
    movement.refresh_from_db()
    return movement


@command(RIGHT)
def cancel_movement(actor: User, movement: Movement, *, reason: str) -> Movement:
    """Called off: everybody on the list is free again, with the reason; their files are prepared anew."""
    reason = reason.strip()
    if not reason:
        raise bad("reason", _("Écrivez pourquoi le voyage est annulé."))
    held = manifests.locked(movement)
    if held.state not in BEFORE:
        raise Refused(_("Ce voyage est parti ou déjà annulé : rechargez la page."))
    rows = Passenger.objects.filter(movement=held, state=Passenger.State.BOOKED)
    mine = scoped(actor, RIGHT, Return.objects.filter(places__in=rows), named=True)
    keys = list(mine.values_list("pk", flat=True))
    if keys:
        boarding.free(actor, held, keys, reason)
    free_others(held, reason)
    return turned(held, held.state, S.CANCELLED)


def free_others(movement: Movement, reason: str) -> None:
    """Whom no list showed to the actor: the house frees them under its own name, without a word on the page."""
    rows = Passenger.objects.filter(movement=movement, state=Passenger.State.BOOKED)
    keys = list(rows.values_list("ret_id", flat=True))
    if not keys:
        return
    cases = [one.case for one in manifests.returns_of(keys) if one.case.state == "booked"]
    Case.objects.filter(pk__in=[case.pk for case in cases], state="booked").update(state="declared")
    for case in cases:
        case.state = "declared"
    steps_taken(system_user(), FLOW.steps["unbook"], [(case, "booked", Move(text=reason)) for case in cases])
    boarding.end_places(rows, reason, Passenger.State.REMOVED)
    Return.objects.filter(pk__in=keys).update(travel_on=None)


# Escorts


@command(RIGHT)
def add_escort(
    actor: User,
    movement: Movement,
    *,
    kind: str,
    name: str,
    passenger: Passenger | None = None,
    until: str = "",
) -> Escort:
    """Somebody travels along: with the whole movement, or with one traveller. They take a seat."""
    held = manifests.locked(movement)
    boarding.insist_planned(held)
    if kind not in Escort.Kind.values:
        raise bad("kind", _("Choisissez la sorte d'accompagnateur dans la liste."))
    name = " ".join(name.split())
    if not name:
        raise bad("name", _("Écrivez le nom de l'accompagnateur, comme dans son document."))
    if passenger is not None and (
        passenger.movement_id != held.pk or passenger.state != Passenger.State.BOOKED
    ):
        raise bad("passenger", _("Cette personne n'est plus sur la liste : rechargez la page."))
    boarding.insist_seats(held, 1)
    return Escort.objects.create(
        movement=held, kind=kind, name=name, passenger=passenger, until=" ".join(until.split()), by=actor
    )


@command(RIGHT)
def remove_escort(actor: User, escort: Escort) -> Escort:
    boarding.insist_planned(manifests.locked(escort.movement))
    if not Escort.objects.filter(pk=escort.pk, removed_at=None).update(removed_at=timezone.now()):
        raise Refused(_("Cet accompagnateur n'est plus sur la liste : rechargez la page."))
    escort.refresh_from_db()
    return escort


say(
    {
        "returns.plan_movement": _("Voyage préparé"),
        "returns.change_movement": _("Voyage modifié"),
        "returns.close_list": _("Liste d'un voyage arrêtée"),
        "returns.reopen_list": _("Liste d'un voyage rouverte"),
        "returns.cancel_movement": _("Voyage annulé"),
        "returns.add_escort": _("Accompagnateur inscrit"),
        "returns.remove_escort": _("Accompagnateur retiré"),
    },
    kinds={"returns.movement": _("Voyage"), "returns.escort": _("Accompagnateur d'un voyage")},
    pages={"returns.movement": "returns:movement"},
)
