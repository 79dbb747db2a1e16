"""What takes place: who boards, who does not come, who renounces at the gate, who arrives.

Each is a line of the append-only journal of travel, written with the step of the file and the columns that repeat what
stands (``corrections`` undoes one). A person who renounces at the gate is refused nothing later: no reason is asked,
none is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, scoped
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.returns.commands import boarding
from musanada.returns.commands.boarding import RIGHT, Apart, Asked
from musanada.returns.commands.leaving import end_declaration
from musanada.returns.locks import Block
from musanada.returns.models import Lock, Movement, Passenger, Reintegration, Return, TravelEvent
from musanada.returns.queries import manifests
from musanada.returns.workflow import FLOW

LATE, RECEIVE = "return.late", "return.receive"
S, K = Passenger.State, TravelEvent.Kind
GATE = (S.BOARDED, S.NO_SHOW, S.WITHDRAWN)
LEFT_BEHIND = _(
    "Quelqu'un de la famille ne part pas : dites pourquoi les autres partent sans attendre, ou notez-les absents."
)


@dataclass(frozen=True)
class Gate:
    """What was seen at the gate: by key of the passenger, and why a family that is parted goes on."""

    said: Mapping[UUID, str]
    apart: Apart = boarding.NOT_APART


# The day of departure


@command(RIGHT)
def depart(actor: User, movement: Movement, gate: Gate) -> Movement:
    """Who boarded, who did not come, who renounced: everybody on the list at once, in one transaction.

    Raises: NotReady naming who may not leave that day; BadInput while somebody of the list is not told.
    """
    held = insist_gate_open(movement)
    rows = Passenger.objects.filter(movement=held, state=S.BOOKED)
    shown = set(scoped(actor, RIGHT, rows).values_list("pk", flat=True))
    if shown - set(gate.said):
        raise bad(
            "said", _("Dites de chaque personne de la liste si elle a embarqué, est absente ou renonce.")
        )
    return at_gate(actor, held, rows.filter(pk__in=gate.said), gate)


@command(RIGHT)
def depart_one(
    actor: User, passenger: Passenger, *, outcome: str, apart: Apart = boarding.NOT_APART
) -> Movement:
    """The same of one person whom no list shows, or who was left when the others were told."""
    held = insist_gate_open(passenger.movement)
    rows = Passenger.objects.filter(movement=held, state=S.BOOKED, pk=passenger.pk)
    return at_gate(actor, held, rows, Gate({passenger.pk: outcome}, apart))


def insist_gate_open(movement: Movement) -> Movement:
    held = manifests.locked(movement)
    if held.state == Movement.State.PLANNED:
        raise Refused(_("Arrêtez d'abord la liste de ce voyage, puis notez qui a embarqué."))
    if held.state == Movement.State.CANCELLED:
        raise Refused(_("Ce voyage est annulé : personne n'y embarque."))
    if held.departs_on > timezone.localdate():
        raise Refused(_("Le jour du départ n'est pas encore venu : notez qui embarque ce jour-là."))
    return held


def at_gate(actor: User, movement: Movement, rows: Any, gate: Gate) -> Movement:
    places = list(rows.select_related("ret"))
    if len(places) != len(gate.said) or not places:
        raise Refused(_("La liste a changé entre-temps : rechargez la page."), code="faster")
    if unknown := set(gate.said.values()) - set(GATE):
        raise bad("said", _("Réponse inconnue : choisissez embarqué, absent ou renonce.") if unknown else "")
    rets = {one.pk: one for one in manifests.returns_of(place.ret_id for place in places)}
    by_outcome = {code: [p for p in places if gate.said[p.pk] == code] for code in GATE}
    for place in places:
        setattr(rets[place.ret_id].case, "place_at_hand", place)  # noqa: B010  read by the guard
    miss(actor, movement, by_outcome[S.NO_SHOW], rets)
    renounce(actor, movement, by_outcome[S.WITHDRAWN], rets)
    board(actor, movement, by_outcome[S.BOARDED], rets, parted(by_outcome, rets), gate.apart)
    closed, left = Movement.State.CLOSED, Movement.State.DEPARTED
    Movement.objects.filter(pk=movement.pk, state=closed).update(state=left)
    movement.refresh_from_db()
    return movement


Places = Sequence[Passenger]
Rets = Mapping[UUID, Return]


def parted(by_outcome: Mapping[Any, Places], rets: Rets) -> dict[UUID, Block]:
    """Those who board and leave somebody of their family behind, unless their file says why."""
    staying = {head(rets[p.ret_id]) for code in (S.NO_SHOW, S.WITHDRAWN) for p in by_outcome[code]}
    going = [rets[place.ret_id] for place in by_outcome[S.BOARDED]]
    return {
        one.pk: Block(Lock.FAMILY, LEFT_BEHIND) for one in going if head(one) in staying and not one.apart
    }


def head(ret: Return) -> UUID:
    """The key of the family: its principal's case."""
    return ret.case.principal_id or ret.case_id


def miss(actor: User, movement: Movement, places: Places, rets: Rets) -> None:
    """Not there: the seat is free, and they may be booked again."""
    if not places:
        return

    def note(actor: User, cases: Sequence[Any]) -> None:
        end(places, S.NO_SHOW)
        write(actor, places, rets, K.NO_SHOW, movement.departs_on)

    said = Move(on=movement.departs_on)
    cases = [rets[place.ret_id].case for place in places]
    FLOW.run_many(actor, movement, cases, "miss", move_of=lambda _case: said, also=note)


def renounce(actor: User, movement: Movement, places: Places, rets: Rets) -> None:
    """The declaration is withdrawn with a day and nothing else: no reason, no line among the absences."""
    for place in places:
        ret = rets[place.ret_id]
        FLOW.run(actor, ret.case, "withdraw_at_gate", move=Move(on=movement.departs_on))
        end_declaration(ret, movement.departs_on)
    if places:
        end(places, S.WITHDRAWN)


def end(places: Places, state: str) -> None:
    boarding.end_places(Passenger.objects.filter(pk__in=[p.pk for p in places]), "", state)
    Return.objects.filter(pk__in=[p.ret_id for p in places]).update(travel_on=None)


def board(
    actor: User,
    movement: Movement,
    places: Places,
    rets: Rets,
    left_behind: Mapping[UUID, Block],
    apart: Apart,
) -> None:
    """Every lock is asked once more, for the day itself and those who are really on board."""
    if not places:
        return
    going = [rets[place.ret_id] for place in places]
    aboard = Passenger.objects.filter(movement=movement, state=S.BOARDED).values_list("ret_id", flat=True)
    needs = {place.ret_id: place.need_set for place in places}
    together = frozenset(needs) | frozenset(aboard)
    asked = Asked(movement.departs_on, together, needs, manifests.last_day(movement))
    boarding.insist_unlocked(going, asked, apart, left_behind)

    def note(actor: User, cases: Sequence[Any]) -> None:
        Passenger.objects.filter(pk__in=[p.pk for p in places]).update(state=S.BOARDED)
        left(actor, places, rets, movement.departs_on)

    said = Move(on=movement.departs_on)
    FLOW.run_many(
        actor, movement, [one.case for one in going], "depart", move_of=lambda _case: said, also=note
    )


def left(actor: User, places: Places, rets: Rets, day: date, **more: Any) -> None:
    Return.objects.filter(pk__in=[p.ret_id for p in places]).update(departed_on=day, travel_on=day)
    write(actor, places, rets, K.DEPARTED, day, **more)


def write(actor: User, places: Places, rets: Rets, kind: str, day: date, **more: Any) -> None:
    """One line each, said by the office where the file lies."""
    TravelEvent.objects.bulk_create(
        TravelEvent(
            ret_id=place.ret_id,
            unit_id=rets[place.ret_id].case.unit_id,
            kind=kind,
            on=day,
            passenger=place,
            by=actor,
            **more,
        )
        for place in places
    )


# Arrival


def arrive(actor: User, ret: Return, *, on: date, text: str = "") -> Return:
    """The arrival of one, confirmed where the file lies now. ``text``: who said so, where the office that organised the
    journey notes it on the word of the mission."""
    (fresh,) = manifests.returns_of([ret.pk])
    insist_arrival(fresh, on, text)

    def note(actor: User, case: Any) -> None:
        came(actor, [fresh], on, text)

    FLOW.run(actor, fresh.case, "arrive", move=Move(on=on), also=note)
    fresh.refresh_from_db()
    return fresh


@command(RECEIVE)
def arrive_many(actor: User, movement: Movement, rets: Sequence[Return], *, on: date, text: str = "") -> int:
    """Those of a movement who arrived, all of them or none."""
    wanted = manifests.returns_of(one.pk for one in rets)
    aboard = set(movement.passengers.filter(state=S.BOARDED).values_list("ret_id", flat=True))
    if not wanted or not {one.pk for one in wanted} <= aboard:
        raise Refused(_("Choisissez des personnes parties par ce voyage : rechargez la page."))
    for one in wanted:
        insist_arrival(one, on, text)

    def note(actor: User, cases: Sequence[Any]) -> None:
        came(actor, wanted, on, text)

    said = Move(on=on)
    cases = [one.case for one in wanted]
    return FLOW.run_many(actor, movement, cases, "arrive", move_of=lambda _case: said, also=note)


def insist_arrival(ret: Return, on: date, text: str) -> None:
    insist_past(on)
    if ret.departed_on and on < ret.departed_on:
        raise bad("on", _("L'arrivée est avant le départ : vérifiez la date."))
    if ret.case.unit_id == ret.organised_by_id and not text.strip():
        raise bad("text", _("Écrivez qui, à la mission d'arrivée, a confirmé, et comment."))


def insist_past(on: date) -> None:
    if on > timezone.localdate():
        raise bad("on", _("Ce jour n'est pas encore venu : donnez le jour où cela s'est fait."))


def came(actor: User, rets: Sequence[Return], on: date, text: str) -> None:
    keys = [one.pk for one in rets]
    places = {
        p.ret_id: p
        for p in Passenger.objects.filter(ret__in=keys, state=S.BOARDED).select_related("movement")
    }
    TravelEvent.objects.bulk_create(
        TravelEvent(
            ret=one,
            unit_id=one.case.unit_id,
            kind=K.ARRIVED,
            on=on,
            passenger=places.get(one.pk),
            late_entry=one.pk in places and places[one.pk].movement.late_entry,
            text=text.strip(),
            by=actor,
        )
        for one in rets
    )
    Return.objects.filter(pk__in=keys).update(arrived_on=on)
    # A file of reintegration that an undone arrival left counts from the arrival that stands.
    Reintegration.objects.filter(ret__in=keys).exclude(arrived_on=on).update(arrived_on=on)


say(
    {
        "returns.depart": _("Départ d'un voyage enregistré"),
        "returns.depart_one": _("Départ d'une personne enregistré"),
        "returns.arrive_many": _("Arrivées d'un voyage confirmées"),
    },
    kinds={"returns.travelevent": _("Fait de voyage")},
)
