"""What blocks a departure on a day: one list, for the board, the file's page and the guards of the booking.

Each lock says exactly what is missing, or by how many days what there is does not reach the day of travel. Locks of a
person's protection are asked of ``cases`` (clearances): their sentence is the same whatever stands behind it.

A list being booked asks ``blocks_of`` once for all its travellers; a single file asks ``blocks``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from musanada.cases.models import Clearance
from musanada.cases.queries import clearances
from musanada.kit.errors import Sentence
from musanada.returns.models import Lock, LockRule, Return
from musanada.returns.queries.lock_facts import GONE, Facts, Kin, facts_of, people_of
from musanada.returns.queries.lock_papers import Verdict, document_verdict, exit_verdict, fitness_verdict

__all__ = ("GONE", "Block", "Journey", "Standing", "blocks", "blocks_of", "day_asked", "standings_of")
DONE, MISSING, SHORT, WAITING, REFUSED, OFF = "done", "missing", "short", "waiting", "refused", "off"


@dataclass(frozen=True)
class Block:
    """A lock that does not open on that day, with the sentence that says why."""

    lock: str
    why: Sentence


@dataclass(frozen=True)
class Standing:
    """One lock of one return. ``state``: done, missing, short (does not reach the day), waiting (asked, ``days`` ago),
    refused, off (not demanded). ``why`` is empty where nothing blocks."""

    lock: str
    state: str
    why: Sentence = ""
    days: int = 0

    @property
    def blocks(self) -> bool:
        return bool(self.why)


@dataclass(frozen=True)
class Journey:
    """What is asked about: the day, and what a booking knows of it. What is None is read from the open place, if any.

    ``together``: keys of the returns on the same list (None and no place: nobody is booked yet, the plan counts);
    ``needs``: what the booking provides; ``document``: the one chosen for it; ``until``: the day of the last arrival.
    """

    day: date
    together: frozenset[UUID] | None = None
    needs: frozenset[str] | None = None
    document: UUID | None = None
    until: date | None = None

    @property
    def last_day(self) -> date:
        return max(self.day, self.until or self.day)


def day_asked(ret: Return) -> date:
    """The day the locks are asked for: of the booking, else the wish while it lies ahead, else today."""
    if ret.travel_on:
        return ret.travel_on
    today = timezone.localdate()
    return max(ret.wished_on or today, today)


class Rules:
    """Every rule, read once. A lock without a rule that day is demanded."""

    def __init__(self) -> None:
        self.rows = list(LockRule.objects.order_by("valid_from"))

    def on(self, day: date, direction: str, channel: str) -> dict[str, LockRule]:
        return {
            row.lock: row
            for row in self.rows
            if (row.direction, row.channel) == (direction, channel)
            and row.valid_from <= day
            and (row.valid_to is None or row.valid_to > day)
        }


def rules_on(day: date, direction: str, channel: str) -> dict[str, LockRule]:
    """The rules that hold that day, by lock."""
    rows = LockRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return {row.lock: row for row in rows.filter(direction=direction, channel=channel).order_by("valid_from")}


def blocks(
    ret: Return,
    day: date,
    *,
    together: Iterable[Any] | None = None,
    needs: Iterable[str] | None = None,
    document: UUID | None = None,
    until: date | None = None,
) -> list[Block]:
    """Every lock that refuses this return on ``day``, in the order in which they are mended."""
    return blocks_of(
        [ret],
        lambda _ret: day,
        together=together,
        needs_of=None if needs is None else lambda _ret: needs,
        document_of=lambda _ret: document,
        until_of=lambda _ret: until,
    )[ret.pk]


def blocks_of(
    rets: Sequence[Return],
    day_of: Callable[[Return], date] = day_asked,
    *,
    together: Iterable[Any] | None = None,
    needs_of: Callable[[Return], Iterable[str] | None] | None = None,
    document_of: Callable[[Return], UUID | None] | None = None,
    until_of: Callable[[Return], date | None] | None = None,
) -> dict[Any, list[Block]]:
    """The blocks of many returns by their keys, in a fixed number of statements. ``together``: all on that list."""
    asked = {}
    with_whom = None if together is None else frozenset(together)
    for ret in rets:
        needs = needs_of(ret) if needs_of else None
        asked[ret.pk] = Journey(
            day_of(ret),
            with_whom,
            None if needs is None else frozenset(needs),
            document_of(ret) if document_of else None,
            until_of(ret) if until_of else None,
        )
    return {
        key: [Block(one.lock, one.why) for one in row if one.blocks]
        for key, row in standings_of(asked).items()
    }


def standings_of(asked: Mapping[Any, Journey]) -> dict[Any, list[Standing]]:
    """How every lock of every return stands for its journey, in the order in which they are mended."""
    facts, rules = facts_of(asked), Rules()
    journeys = {key: completed(facts[key], asked[key]) for key in facts}
    listed = {pk for journey in journeys.values() for pk in journey.together or ()}
    people = people_of(list(listed)) if listed else {}
    found = {}
    for key, one in facts.items():
        here = rules.on(journeys[key].day, one.ret.direction, one.ret.channel)
        found[key] = [standing(lock, one, journeys[key], here.get(lock), people) for lock in Lock.values]
    return found


def completed(facts: Facts, asked: Journey) -> Journey:
    """With what the open place says of what the asker left open."""
    seat = facts.seat
    if seat is None or asked.together is not None:
        return asked
    return Journey(
        asked.day,
        seat.others,
        seat.needs if asked.needs is None else asked.needs,
        asked.document or seat.document,
        asked.until or seat.ends_on,
    )


def standing(
    lock: str, facts: Facts, journey: Journey, rule: LockRule | None, people: Mapping[UUID, UUID]
) -> Standing:
    if rule is not None and not rule.demanded:
        return Standing(lock, OFF)
    state, why, days = judge(lock, facts, journey, rule.days if rule else 0, people)
    return Standing(lock, state, why, days)


def judge(lock: str, facts: Facts, journey: Journey, margin: int, people: Mapping[UUID, UUID]) -> Verdict:
    match lock:
        case Lock.DECLARATION:
            return declaration_verdict(facts, journey.day)
        case Lock.DOCUMENT:
            return document_verdict(facts.documents, journey.day, journey.last_day, margin, journey.document)
        case Lock.EXIT:
            return exit_verdict(facts.exits, journey.day)
        case Lock.FITNESS:
            return fitness_verdict(facts.exams, journey.day, margin, journey.needs)
        case Lock.PROTECTION:
            return clearance_verdict(facts, Clearance.Kind.PROTECTION, journey.day)
        case Lock.TRAVEL:
            if parent_travels(facts, journey, people) or not clearances.may_be_minor(
                facts.person, journey.day
            ):
                return DONE, "", 0
            return clearance_verdict(facts, Clearance.Kind.TRAVEL, journey.day)
        case Lock.FAMILY:
            return family_verdict(facts, journey)
        case _:
            return funding_verdict(facts, journey.day)


def declaration_verdict(facts: Facts, day: date) -> Verdict:
    if facts.declared_on is None:
        words = _(
            "Pas de déclaration de retour volontaire : recevez-la de la personne, dans une langue qu'elle comprend."
        )
        return MISSING, words, 0
    if facts.declared_on > day:
        return SHORT, _("La déclaration est signée après le jour du départ : vérifiez les dates."), 0
    return DONE, "", 0


def clearance_verdict(facts: Facts, kind: str, day: date) -> Verdict:
    """One sentence, whatever stands behind. That it waits is told to the office that asked, and to nobody else."""
    rows = [row for row in facts.clearances if row["kind"] == kind]
    if any(row["state"] == "granted" and row["from_on"] <= day <= row["to_on"] for row in rows):
        return DONE, "", 0
    own = [
        row["asked_at"]
        for row in rows
        if row["state"] == "asked" and row["unit_id"] == facts.ret.case.unit_id
    ]
    if own:
        return WAITING, clearances.NONE[kind], (timezone.localdate() - timezone.localdate(min(own))).days
    return MISSING, clearances.NONE[kind], 0


def parent_travels(facts: Facts, journey: Journey, people: Mapping[UUID, UUID]) -> bool:
    """By the ties of the register; else by what the counsellor wrote: on a list, only of an adult of the family who is on
    it too, or where the family has no file of its own here."""
    said = bool(facts.ret.with_parent)
    if journey.together is None:
        tied = (
            one.person in facts.parents and one.waits and on_the_plan(facts, one, journey.day)
            for one in facts.kin
        )
        return said or any(tied)
    if any(people.get(key) in facts.parents for key in journey.together):
        return True
    along = (one for one in facts.kin if one.pk in (journey.together or ()))
    return said and (
        not facts.kin or any(not clearances.may_be_minor(one.birth, journey.day) for one in along)
    )


def on_the_plan(facts: Facts, kin: Kin, day: date) -> bool:
    """The same day as mine, planned or asked about."""
    return kin.planned in (facts.ret.travel_on or facts.ret.wished_on, day)


def family_verdict(facts: Facts, journey: Journey) -> Verdict:
    """Families travel together or say why not."""
    others = [one for one in facts.kin if one.waits]
    if facts.ret.apart or not others:
        return DONE, "", 0
    if journey.together is not None:
        ok = all(one.pk in journey.together for one in others)
    else:
        ok = all(on_the_plan(facts, one, journey.day) for one in others)
    if ok:
        return DONE, "", 0
    words = _(
        "La famille ne voyage pas ensemble : inscrivez tous ses membres sur la même liste, ou dites pourquoi."
    )
    return MISSING, words, 0


def funding_verdict(facts: Facts, day: date) -> Verdict:
    one = facts.funding
    if one is None:
        return MISSING, _("Pas de financement : choisissez celui de ce retour."), 0
    if one.channel != facts.ret.channel:
        return (
            MISSING,
            _("Le financement choisi n'est pas celui de cette voie : changez l'un ou l'autre."),
            0,
        )
    if one.valid_from > day:
        days = (one.valid_from - day).days
        words = ngettext_lazy(
            "Le financement choisi ne commence que %(days)s jour après le départ : choisissez-en un autre.",
            "Le financement choisi ne commence que %(days)s jours après le départ : choisissez-en un autre.",
            "days",
        )
        return SHORT, words % {"days": days}, days
    if one.valid_to is not None and one.valid_to <= day:
        days = (day - one.valid_to).days + 1
        words = ngettext_lazy(
            "Le financement choisi finit %(days)s jour avant le départ : choisissez-en un autre.",
            "Le financement choisi finit %(days)s jours avant le départ : choisissez-en un autre.",
            "days",
        )
        return SHORT, words % {"days": days}, days
    return DONE, "", 0
