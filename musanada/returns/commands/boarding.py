"""Who is on a list of departure: booked, taken off, or gone from it because the person renounced.

A booking is all or none. Every lock is asked for the day of travel, with those who travel along; seats are counted under
the movement's own row lock, so that two clerks never share the last one. A refusal names each file that stands in the
way (``NotReady.stopped``), never a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import command, missing, scoped
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, Sentence, bad
from musanada.returns.locks import Block
from musanada.returns.models import Escort, Lock, Movement, Passenger, Return
from musanada.returns.queries import manifests
from musanada.returns.workflow import FLOW

RIGHT = "return.travel"
S = Passenger.State
OPEN = (S.BOOKED, S.BOARDED)
BOOKABLE = FLOW.steps["book"].source
NeedsOf = Mapping[UUID, Iterable[str]]


@dataclass(frozen=True)
class Stopped:
    """A file that cannot follow, with everything that blocks it."""

    ret: Return
    blocks: Sequence[Block]


class NotReady(Refused):
    """Nothing was recorded: these files cannot travel that day. ``stopped`` says which, and what blocks each."""

    def __init__(self, stopped: Sequence[Stopped]) -> None:
        first = stopped[0].blocks[0].why
        words = ngettext(
            "%(n)s dossier ne peut pas partir ce jour-là, rien n'a été enregistré. %(why)s",
            "%(n)s dossiers ne peuvent pas partir ce jour-là, rien n'a été enregistré. %(why)s",
            len(stopped),
        )
        super().__init__(words % {"n": len(stopped), "why": first}, code="return.book")
        self.stopped = list(stopped)


@dataclass(frozen=True)
class Asked:
    """For which day the locks are asked, who travels along, what is provided, until when the journey lasts."""

    day: date
    together: frozenset[UUID]
    needs: NeedsOf
    until: date | None = None


@dataclass(frozen=True)
class Apart:
    """Why families that a list parts do not travel together; empty: nobody said."""

    why: str = ""
    text: str = ""


NOT_APART = Apart()

# Booking


@command(RIGHT)
def book(
    actor: User,
    movement: Movement,
    rets: Iterable[Return],
    *,
    needs_of: NeedsOf | None = None,
    apart: str = "",
    apart_text: str = "",
) -> list[Passenger]:
    """Put these returns on the list, all of them or none. ``needs_of``: what is provided beside what the doctor asks;
    ``apart``: why families that the list parts do not travel together.

    Raises: NotReady naming every file that a lock refuses that day; Refused without a seat or when somebody was faster.
    """
    held = manifests.locked(movement)
    insist_planned(held)
    wanted = manifests.returns_of(one.pk for one in rets)
    if not wanted:
        raise bad("returns", _("Choisissez au moins une personne à inscrire."))
    insist_reached(actor, wanted)
    insist_same_way(held, wanted)
    insist_seats(held, len(wanted))
    needs = manifests.doctors_needs(wanted, held.departs_on)
    for pk, more in (needs_of or {}).items():
        needs[pk] = manifests.coded({*needs.get(pk, ()), *more})
    together = manifests.on_list(held) | {one.pk for one in wanted}
    asked = Asked(held.departs_on, frozenset(together), needs, manifests.last_day(held))
    insist_unlocked(wanted, asked, Apart(apart, apart_text))
    made: list[Passenger] = []

    def put(actor: User, cases: Sequence[Any]) -> None:
        made.extend(insert(actor, held, wanted, needs))

    said = Move(on=timezone.localdate())
    FLOW.run_many(actor, held, [one.case for one in wanted], "book", move_of=lambda _case: said, also=put)
    return made


def insist_planned(movement: Movement) -> None:
    if movement.state != Movement.State.PLANNED:
        raise Refused(
            _("La liste de ce voyage est arrêtée : rouvrez-la, ou choisissez un autre voyage."),
            code="movement.closed",
        )


def insist_reached(actor: User, rets: Sequence[Return]) -> None:
    """The right at every file's own office, before anything is said of what blocks it."""
    rows = Return.objects.filter(pk__in=[one.pk for one in rets])
    if scoped(actor, RIGHT, rows, named=True).count() != len(rets):
        raise missing(RIGHT)


def insist_same_way(movement: Movement, rets: Sequence[Return]) -> None:
    """One direction, one channel, one country of arrival, and files from which one may be booked."""
    stopped = [Stopped(one, [Block("movement", why)]) for one in rets if (why := other_way(movement, one))]
    if stopped:
        raise NotReady(stopped)


def other_way(movement: Movement, ret: Return) -> Sentence | None:
    if ret.case.state == "booked":
        return _("Déjà inscrit à un voyage : retirez la personne de l'autre liste d'abord.")
    if ret.case.state not in BOOKABLE:
        return _("Le dossier n'en est pas là : la déclaration de retour volontaire vient d'abord.")
    if ret.direction != movement.direction or ret.to_country_id != movement.to_country_id:
        return _("Ce voyage ne va pas où la personne rentre : choisissez un voyage vers son pays.")
    if ret.channel != movement.channel:
        return _("Ce voyage est d'une autre voie que le dossier : choisissez un voyage de la même voie.")
    return None


def insist_seats(movement: Movement, more: int) -> None:
    """Travellers and those who escort them; the caller holds the movement's row."""
    if movement.seats is None:
        return
    free = movement.seats - manifests.seats_taken(movement)
    if more > free:
        raise Refused(
            ngettext(
                "Il reste %(free)s place sur ce voyage : inscrivez moins de personnes, ou augmentez les places.",
                "Il reste %(free)s places sur ce voyage : inscrivez moins de personnes, ou augmentez les places.",
                max(free, 0),
            )
            % {"free": max(free, 0)},
            code="movement.full",
        )


def insist_unlocked(
    rets: Sequence[Return], asked: Asked, apart: Apart = NOT_APART, extra: Mapping[UUID, Block] | None = None
) -> None:
    """Ask every lock of everybody for that day. With a reason given, a family that is parted says it and goes.
    ``extra``: what the caller found besides."""
    known = manifests.blocks_by_return(rets, asked.day, asked.together, asked.needs, asked.until)
    for key, block in (extra or {}).items():
        known[key] = [*(one for one in known[key] if one.lock != block.lock), block]
    if apart.why and (parted := [one for one in rets if parted_only(known[one.pk])]):
        say_apart(parted, apart)
        known |= {one.pk: [] for one in parted}
    if stopped := [Stopped(one, known[one.pk]) for one in rets if known[one.pk]]:
        raise NotReady(stopped)
    for one in rets:
        setattr(one.case, "locks_at_hand", known[one.pk])  # noqa: B010  read by the guard, one by one


def parted_only(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and all(block.lock == Lock.FAMILY for block in blocks)


def say_apart(rets: Sequence[Return], apart: Apart) -> None:
    """Why these do not travel with their family. The caller, a command, has asked for the right."""
    text = apart.text.strip()
    if apart.why not in Return.Why.values:
        raise bad("apart", _("Choisissez dans la liste pourquoi la famille ne voyage pas ensemble."))
    if apart.why == Return.Why.OTHER and not text:
        raise bad("apart_text", _("Écrivez pourquoi la famille ne voyage pas ensemble."))
    for one in rets:
        one.apart, one.apart_text = apart.why, text
        one.save(update_fields=["apart", "apart_text"])


def insert(actor: User, movement: Movement, rets: Sequence[Return], needs: NeedsOf) -> list[Passenger]:
    """The rows, each with the document that holds longest, and the day of travel on the returns."""
    papers = manifests.best_documents(rets, movement.departs_on)
    rows = [
        Passenger(
            movement=movement,
            ret=one,
            document=papers.get(one.pk),
            needs=manifests.listed(needs.get(one.pk, ())),
            booked_by=actor,
        )
        for one in rets
    ]
    try:
        with transaction.atomic():
            made = Passenger.objects.bulk_create(rows)
    except IntegrityError:
        raise Refused(
            _("Une de ces personnes vient d'être inscrite à un autre voyage : rechargez la page."),
            code="faster",
        ) from None
    Return.objects.filter(pk__in=[one.pk for one in rets]).update(travel_on=movement.departs_on)
    return made


# Leaving a list


def leave_list(actor: User, ret: Return, on: date, *, reason: str = "", state: str = S.REMOVED) -> int:
    """The return's open place ends, and its seat is free. For commands that close or move the file themselves (a
    withdrawal, a death): they have asked for the right, hold the transaction and take their own step. How many ended."""
    ended = end_places(Passenger.objects.filter(ret=ret, state=S.BOOKED), reason, state)
    if ended:
        Return.objects.filter(pk=ret.pk).update(travel_on=None)
        ret.travel_on = None
    return ended


def end_places(rows: QuerySet[Passenger], reason: str, state: str) -> int:
    """Places end where they stand booked; what escorted one of them alone escorts nobody now."""
    keys = list(rows.values_list("pk", flat=True))
    now = timezone.now()
    ended = Passenger.objects.filter(pk__in=keys).update(state=state, reason=reason, ended_at=now)
    Escort.objects.filter(passenger__in=keys, removed_at=None).update(removed_at=now)
    return ended


@command(RIGHT)
def remove(actor: User, passenger: Passenger, reason: str) -> Passenger:
    """Take somebody off the list before the departure: the file is prepared again, the seat is free."""
    take_off(actor, passenger.movement, [passenger], reason)
    passenger.refresh_from_db()
    return passenger


@command(RIGHT)
def remove_many(actor: User, movement: Movement, passengers: Sequence[Passenger], reason: str) -> int:
    """The same for several of one list, all of them or none."""
    if any(one.movement_id != movement.pk for one in passengers):
        raise Refused(_("Ces personnes ne sont pas toutes de ce voyage : rechargez la page."))
    return take_off(actor, movement, passengers, reason)


def take_off(actor: User, movement: Movement, passengers: Sequence[Passenger], reason: str) -> int:
    reason = reason.strip()
    if not reason:
        raise bad("reason", _("Écrivez pourquoi la personne est retirée de la liste."))
    held = manifests.locked(movement)
    if held.state not in (Movement.State.PLANNED, Movement.State.CLOSED):
        raise Refused(_("Ce voyage est parti ou annulé : sa liste ne change plus."), code="movement.over")
    rows = Passenger.objects.filter(pk__in=[one.pk for one in passengers], state=S.BOOKED)
    keys = list(rows.values_list("ret_id", flat=True))
    if not keys or len(keys) != len({one.pk for one in passengers}):
        raise Refused(
            _("Certaines de ces personnes ne sont plus sur la liste : rechargez la page."), code="faster"
        )
    return free(actor, held, keys, reason)


def free(actor: User, movement: Movement, keys: Sequence[UUID], reason: str, state: str = S.REMOVED) -> int:
    """The step of the files and the end of their places, together."""
    said = Move(on=timezone.localdate(), text=reason)

    def leave(actor: User, cases: Sequence[Any]) -> None:
        end_places(Passenger.objects.filter(movement=movement, ret__in=keys, state=S.BOOKED), reason, state)
        Return.objects.filter(pk__in=keys).update(travel_on=None)

    cases = [one.case for one in manifests.returns_of(keys)]
    return FLOW.run_many(actor, movement, cases, "unbook", move_of=lambda _case: said, also=leave)


@command(RIGHT)
def set_needs(actor: User, passenger: Passenger, needs: Iterable[str]) -> Passenger:
    """What the carrier must provide: never less than what the doctor asks."""
    insist_planned(manifests.locked(passenger.movement))
    if not Passenger.objects.filter(pk=passenger.pk, state=S.BOOKED).exists():
        raise Refused(_("Cette place n'est plus ouverte : rechargez la page."))
    asked = manifests.doctors_needs([passenger.ret], passenger.movement.departs_on).get(passenger.ret_id, ())
    passenger.needs = manifests.listed(manifests.coded({*needs, *asked}))
    passenger.save(update_fields=["needs"])
    return passenger


say(
    {
        "returns.book": _("Personnes inscrites à un voyage"),
        "returns.remove": _("Personne retirée d'une liste de départ"),
        "returns.remove_many": _("Personnes retirées d'une liste de départ"),
        "returns.set_needs": _("Besoins d'un voyageur notés"),
    },
    kinds={"returns.passenger": _("Voyageur")},
)
