"""Facts of returns, nameless, as at a moment: files applied, departures, arrivals, days at each stage, withdrawals.

A departure is an event of the append-only journal of travel that still stood at the cut-off, or a line of a register of
the past. A file with several vulnerabilities has a row for each, under one event.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.people.queries.traits import SEXES
from musanada.returns.facts_common import (
    COMMON,
    REGISTERS,
    Filed,
    begins,
    filed,
    flags,
    lines_of,
    standing,
    steps_of,
)
from musanada.returns.models import PastReturn, TravelEvent
from musanada.returns.workflow import CODE, FLOW, RETURN

OPEN = "open"
DEPARTED = "departed"
# The milestones of a file, in their order, and the stage that ends with each.
STAGES = {
    "screened": "screening",
    "counselled": "counselling",
    "declared": "declaration",
    "ready": "papers",
    "booked": "papers",
    "departed": "departure",
}
WAIT = "whole"
PER_LINE = (Column("line", "id"), Column("event", "id"))
APPLICATION = (
    *PER_LINE,
    *COMMON,
    Column("minor", "bool"),
    Column("vulnerability", "code"),
    Column("applied_on", "date"),
    Column("recorded_at", "instant"),
    Column("departed", "bool"),
    Column("departed_on", "date"),
    Column("outcome", "code"),
)
DEPARTURE = (
    *PER_LINE,
    *COMMON,
    Column("minor", "bool"),
    Column("vulnerability", "code"),
    Column("departed_on", "date"),
    Column("recorded_at", "instant"),
    Column("applied_on", "date"),
    Column("late_entry", "bool"),
    Column("source", "code"),
)
ARRIVAL = (
    *PER_LINE,
    *COMMON,
    Column("minor", "bool"),
    Column("vulnerability", "code"),
    Column("arrived_on", "date"),
    Column("recorded_at", "instant"),
    Column("departed_on", "date"),
    Column("cohort", "code"),
    Column("supported", "bool"),
)
STAGE = (
    *PER_LINE,
    *COMMON,
    Column("minor", "bool"),
    Column("stage", "code"),
    Column("ended_on", "date"),
    Column("recorded_at", "instant"),
    Column("days", "int"),
)
WITHDRAWAL = (
    *PER_LINE,
    *COMMON,
    Column("minor", "bool"),
    Column("withdrawn_on", "date"),
    Column("recorded_at", "instant"),
    Column("at_gate", "bool"),
)


def application_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per file applied and vulnerability, with what had become of it by then."""
    left, held = standing(known_at, TravelEvent.Kind.DEPARTED), flags(known_at)
    reached = registered(known_at)
    for one in filed(known_at, protected=protected):
        state, told_at = reached.get(one.case, (one.state, one.recorded_at))
        if begins(state):
            continue
        gone = left.get(one.pk)
        for line, flag in lines_of(one.pk, held.get(one.pk, ())):
            yield (
                *(line, one.pk, *one.common, one.minor_on(one.applied_on), flag, one.applied_on, told_at),
                *(gone is not None, gone.on if gone else None, outcome_of(state, gone is not None)),
            )


def registered(known_at: datetime) -> dict[UUID, tuple[str, datetime]]:
    """Per case the state it had reached by then, and since when it is an application."""
    found: dict[UUID, tuple[str, datetime]] = {}
    for case, _code, state, _on, at in steps_of(known_at, CODE):
        known = found.get(case)
        since = at if known is None or begins(known[0]) else known[1]
        found[case] = (state, since)
    return found


def outcome_of(state: str, gone: bool) -> str:
    """What became of a file: it left, it still waits, or the state in which it ended."""
    if gone:
        return DEPARTED
    return OPEN if state in RETURN.waiting or state in ("departed", "arrived", "handed_over") else state


def departure_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per departure that stands and vulnerability; then the registers of the past."""
    left, held = standing(known_at, TravelEvent.Kind.DEPARTED), flags(known_at)
    for one in filed(known_at, protected=protected):
        if gone := left.get(one.pk):
            for line, flag in lines_of(one.pk, held.get(one.pk, ())):
                yield (
                    *(line, one.pk, *one.common, one.minor_on(gone.on), flag),
                    *(gone.on, gone.recorded_at, one.applied_on, gone.late, "file"),
                )
    yield from past_rows(known_at)


PAST = (
    *("pk", "unit_id", "pseudonym", "direction", "channel", "funding__code", "funding__programme__code"),
    *("unit__code", "unit__side", "country_id", "sex", "minor", "departed_on", "recorded_at"),
)


def past_rows(known_at: datetime) -> Iterator[tuple[Any, ...]]:
    """Lines of registers of the past: nobody's file, and nothing but what the register says."""
    stands = Q(voided_at=None) | Q(voided_at__gt=known_at)
    rows = PastReturn.objects.filter(stands, recorded_at__lte=known_at).order_by("pk").values_list(*PAST)
    for row in rows.iterator(chunk_size=5000):
        pk, unit, pseudonym, direction, channel, funding, programme = row[:7]
        office, side, country, sex, minor, on, at = row[7:]
        person = uuid5(REGISTERS, f"{unit}:{pseudonym}")
        known_sex = sex if sex in SEXES else None
        yield (
            *(pk, pk, pseudonym, pk, person, direction, channel, funding, programme, office, side, country),
            *(None, known_sex, None, None, None, None, None, minor, None),
            *(on, at, None, True, "register"),
        )


def arrival_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per arrival that stands and vulnerability; whether support was given since, as known by then."""
    from musanada.returns.facts_reintegration import supported

    came, held = standing(known_at, TravelEvent.Kind.ARRIVED), flags(known_at)
    left, helped = standing(known_at, TravelEvent.Kind.DEPARTED), supported(known_at)
    for one in filed(known_at, protected=protected):
        if here := came.get(one.pk):
            gone = left.get(one.pk)
            for line, flag in lines_of(one.pk, held.get(one.pk, ())):
                yield (
                    *(line, one.pk, *one.common, one.minor_on(here.on), flag, here.on, here.recorded_at),
                    *(gone.on if gone else None, str(here.on.year), one.pk in helped),
                )


def stage_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """Days of each stage a file passed, and of the whole way from the application to the departure that stands."""
    left, passed = standing(known_at, TravelEvent.Kind.DEPARTED), milestones(known_at)
    for one in filed(known_at, protected=protected):
        ends = passed.get(one.case, [])
        if gone := left.get(one.pk):
            ends = [*ends, (STAGES[DEPARTED], gone.on, gone.recorded_at)]
            yield stage_row(one, WAIT, one.applied_on, gone.on, gone.recorded_at)
        since = one.applied_on
        for stage, on, at in ends:
            yield stage_row(one, stage, since, on, at)
            since = max(since, on)


def milestones(known_at: datetime) -> dict[UUID, list[tuple[str, date, datetime]]]:
    """Per case, the stages it passed for the first time before leaving: what is done again is not counted again."""
    found: dict[UUID, dict[str, tuple[str, date, datetime]]] = {}
    for case, _code, state, on, at in steps_of(known_at, CODE):
        stage = STAGES.get(state)
        if stage is not None and state != DEPARTED:
            found.setdefault(case, {}).setdefault(stage, (stage, on, at))
    return {case: list(stages.values()) for case, stages in found.items()}


def stage_row(one: Filed, stage: str, since: date, on: date, at: datetime) -> tuple[Any, ...]:
    days = max((on - since).days, 0)
    return (uuid5(one.pk, stage), one.pk, *one.common, one.minor_on(on), stage, on, at, days)


def withdrawal_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """Files withdrawn and not taken up again by then: the day, never why."""
    ended: dict[UUID, tuple[date, datetime, bool]] = {}
    for case, code, state, on, at in steps_of(known_at, CODE):
        if state == "withdrawn":
            ended[case] = (on, at, code == "withdraw_at_gate")
        elif state not in (FLOW.initial, "withdrawn"):
            ended.pop(case, None)
    for one in filed(known_at, protected=protected):
        if found := ended.get(one.case):
            yield (one.pk, one.pk, *one.common, one.minor_on(found[0]), *found)


def add(name: str, label: Any, columns: tuple[Column, ...], rows: Any, on: str) -> None:
    fact = Fact(name, label, columns, rows, row="line", event="event", person="person", date=on,
                recorded="recorded_at")  # fmt: skip
    FACTS.add(name, fact)


add("return_application", _("Demandes de retour"), APPLICATION, application_rows, "applied_on")
add("return_departure", _("Départs"), DEPARTURE, departure_rows, "departed_on")
add("return_arrival", _("Arrivées"), ARRIVAL, arrival_rows, "arrived_on")
add("return_stage", _("Durée des étapes d'un retour"), STAGE, stage_rows, "ended_on")
add("return_withdrawal", _("Renoncements"), WITHDRAWAL, withdrawal_rows, "withdrawn_on")
