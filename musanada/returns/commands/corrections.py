"""What is written after the fact: a departure that was in no list, and counter-facts of what was written in error.

Nothing is deleted: a counter-fact names the line it undoes, an arrival before the departure it follows. As known at a
cut-off between the two, the first line still stands; the columns of the return repeat what stands now.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.returns.commands import movements
from musanada.returns.commands.events import left
from musanada.returns.commands.movements import MovementDraft
from musanada.returns.models import Movement, Passenger, Reintegration, Return, TravelEvent
from musanada.returns.queries import manifests
from musanada.returns.workflow import FLOW

LATE = "return.late"
S, K = Passenger.State, TravelEvent.Kind


# Entered late


@command(LATE)
def enter_late(
    actor: User, unit: Unit, rets: Sequence[Return], *, draft: MovementDraft, text: str
) -> Movement:
    """A departure that took place and was in no list: entered with its day, and with what a booking would have lacked.

    Raises: BadInput for a day to come or before the application; Refused without a funding.
    """
    wanted = manifests.returns_of(one.pk for one in rets)
    insist_late(unit, wanted, draft, text)
    day = draft.departs_on
    keys = frozenset(one.pk for one in wanted)
    until = max(leg.arrives_on for leg in draft.legs)
    lacking = manifests.blocks_by_return(wanted, day, keys, manifests.doctors_needs(wanted, day), until)
    made = movements.make(
        actor, unit, replace(draft, seats=None), state=Movement.State.DEPARTED, late_entry=True
    )
    papers = manifests.best_documents(wanted, day)
    for one in wanted:
        place = late_place(actor, made, one, papers.get(one.pk))
        codes = ",".join(dict.fromkeys(block.lock for block in lacking[one.pk]))
        more = {"late_entry": True, "lacking": f",{codes}," if codes else "", "text": text.strip()}

        def note(actor: User, case: Any, place: Passenger = place, more: Any = more) -> None:
            left(actor, [place], {place.ret_id: place.ret}, day, **more)

        FLOW.run(actor, one.case, "depart_late", move=Move(on=day, text=text.strip()), also=note)
    return made


def insist_late(unit: Unit, rets: Sequence[Return], draft: MovementDraft, text: str) -> None:
    movements.insist_sound(draft)
    if not rets:
        raise bad("returns", _("Choisissez au moins une personne."))
    if draft.departs_on > timezone.localdate():
        raise bad(
            "legs-0-departs_on",
            _("Ce jour n'est pas encore venu : on ne saisit après coup que ce qui a eu lieu."),
        )
    if any(draft.departs_on < one.applied_on for one in rets):
        raise bad("legs-0-departs_on", _("Ce jour est avant la demande : vérifiez la date."))
    if not text.strip():
        raise bad(
            "text",
            _("Écrivez comment vous savez que ce départ a eu lieu, et pourquoi il est saisi après coup."),
        )
    for one in rets:
        way = (one.direction, one.channel, one.to_country_id)
        if way != (draft.direction, draft.channel, draft.to_country):
            raise Refused(
                _("Ces dossiers ne vont pas tous au même pays par la même voie : saisissez-les à part.")
            )


def late_place(actor: User, movement: Movement, ret: Return, document: Any) -> Passenger:
    try:
        with transaction.atomic():
            return Passenger.objects.create(
                movement=movement, ret=ret, document=document, state=S.BOARDED, booked_by=actor
            )
    except IntegrityError:
        raise Refused(
            _("Cette personne est inscrite à un voyage : enregistrez son départ depuis cette liste."),
            code="faster",
        ) from None


# Undone


def undo_departure(actor: User, ret: Return, *, text: str) -> Return:
    """A departure written in error: a counter-fact beside it. An arrival is undone first."""

    def note(actor: User, case: Any) -> None:
        line = undone(actor, ret, K.DEPARTED, text)
        now = timezone.now()
        open_ones = Passenger.objects.filter(ret=ret, state=S.BOARDED)
        open_ones.update(state=S.REMOVED, reason=text.strip(), ended_at=now)
        Return.objects.filter(pk=line.ret_id).update(departed_on=None, travel_on=None)

    return undo(actor, ret, "undo_departure", text, note)


def undo_arrival(actor: User, ret: Return, *, text: str) -> Return:
    """An arrival written in error. A reintegration that is open stands on it, and is closed first."""
    if Reintegration.objects.filter(ret=ret, case__closed_on=None).exists():
        raise Refused(
            _("Un dossier de réintégration est ouvert sur cette arrivée : fermez-le d'abord."),
            code="return.undo_arrival",
        )

    def note(actor: User, case: Any) -> None:
        undone(actor, ret, K.ARRIVED, text)
        Return.objects.filter(pk=ret.pk).update(arrived_on=None)

    return undo(actor, ret, "undo_arrival", text, note)


def undo(actor: User, ret: Return, step: str, text: str, note: Any) -> Return:
    if not text.strip():
        raise bad("text", _("Écrivez pourquoi ce fait est contre-écrit."))
    (fresh,) = manifests.returns_of([ret.pk])
    FLOW.run(actor, fresh.case, step, move=Move(text=text.strip()), also=note)
    fresh.refresh_from_db()
    return fresh


def undone(actor: User, ret: Return, kind: str, text: str) -> TravelEvent:
    """The counter-fact of the line of that kind that stands. It bears the day of the line it undoes."""
    standing = TravelEvent.objects.filter(ret=ret, kind=kind, undone_by=None).order_by("recorded_at").last()
    if standing is None:
        raise Refused(_("Ce fait n'est pas au journal des voyages : rien à contre-écrire."), code="faster")
    try:
        with transaction.atomic():
            return TravelEvent.objects.create(
                ret=ret,
                unit_id=standing.unit_id,
                kind=K.UNDONE,
                on=standing.on,
                passenger=standing.passenger,
                undoes=standing,
                text=text.strip(),
                by=actor,
            )
    except IntegrityError:
        raise Refused(_("Ce fait est déjà contre-écrit : rechargez la page."), code="faster") from None


say({"returns.enter_late": _("Départ saisi après coup")})
