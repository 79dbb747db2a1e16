"""Files of returns of the past by the hundred, with their journal, papers, journey and receipts. All of them or none.

The rows whose tables a trigger guards come first, as in ``regularisation.commands.past_rows``: on SQLite the cost of
what may have to be undone grows with what was written before each of them. Foreign keys are asked at the end of the
transaction, so that the order is free. Hand over some hundreds at a time, in the order of their keys.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.models import Case, CaseStep, Clearance
from musanada.kit.errors import BadInput
from musanada.kit.ids import new_id, new_reference
from musanada.people.models import Relationship
from musanada.returns.drafts import POINTS, SPOKEN, TEXT_VERSION, TOPICS, coded
from musanada.returns.models import (
    Allowance,
    Counselling,
    Declaration,
    Direction,
    ExitAuthorisation,
    FitToTravel,
    HandOver,
    Leg,
    Movement,
    Passenger,
    Return,
    Screening,
    TravelDocument,
    TravelEvent,
    Vulnerability,
)
from musanada.returns.past import noon
from musanada.returns.past_files import PastFile, PastMovement
from musanada.returns.workflow import CODE, FLOW, RETURN

LOAD = "return.load"
HOME = "MAR"
BOOKED_BY = frozenset({"book", "unbook", "depart", "miss", "withdraw_at_gate"})
Row = tuple[Any, ...]
# After the interview, what it concluded.
CONCLUDED = {"screen": "eligible", "find_ineligible": "ineligible", "refer": "elsewhere"}
WHY = {"ineligible": ",not_voluntary,", "elsewhere": ",other_service,"}


@command(LOAD)
def load_movements(actor: User, unit: Unit, movements: Iterable[PastMovement]) -> int:
    """Journeys that took place, with their legs. Returns how many."""
    listed = list(movements)
    bulk.insert(
        Movement,
        ("id", "reference", "unit", "direction", "channel", "mode", "state", "departs_on", "to_country", "carrier",
         "seats", "late_entry", "cost", "currency", "made_by", "recorded_at"),
        (
            (m.id, m.reference or new_reference(), m.unit, m.direction, m.channel, m.mode, Movement.State.DEPARTED,
             m.legs[0].departs_on, m.to_country, m.carrier, m.seats, False, m.cost, "MAD", m.hands.travel, m.at)
            for m in listed
        ),
    )  # fmt: skip
    bulk.insert(
        Leg,
        ("id", "movement", "order", "carrier", "number", "from_place", "to_place", "departs_on", "departs_at",
         "arrives_on", "arrives_at"),
        (
            (new_id(), m.id, order, m.carrier, leg.number, leg.from_place, leg.to_place, leg.departs_on,
             leg.departs_at, leg.arrives_on, leg.arrives_at)
            for m in listed
            for order, leg in enumerate(m.legs, start=1)
        ),
    )  # fmt: skip
    return len(listed)


@command(LOAD)
def load_past_files(actor: User, unit: Unit, files: Iterable[PastFile]) -> int:
    """Keep files of return with their dates. Files already kept are passed over. Returns how many are new.

    Raises: BadInput naming the first file that contradicts itself; nothing is kept then.
    """
    listed = list(files)
    for number, one in enumerate(listed, start=1):
        insist(number, one)
    known = set(Return.objects.filter(pk__in=[one.id for one in listed]).values_list("pk", flat=True))
    fresh = [one for one in listed if one.id not in known]
    write(fresh)
    return len(fresh)


def insist(number: int, one: PastFile) -> None:
    """Steps follow each other, days are in order, who left has a funding."""
    if one.departed_on and one.funding is None:
        raise BadInput(_("Ligne %(line)s : un départ a un financement.") % {"line": number})
    if [step.at for step in one.steps] != sorted(step.at for step in one.steps):
        raise BadInput(_("Ligne %(line)s : les étapes ne sont pas dans l'ordre.") % {"line": number})
    state = FLOW.initial
    for step in one.steps:
        known = FLOW.steps.get(step.code)
        if known is None or state not in known.source:
            raise BadInput(
                _("Ligne %(line)s : l'étape « %(code)s » ne suit pas ce qui précède.")
                % {"line": number, "code": step.code}
            )
        state = known.target


def write(files: Sequence[PastFile]) -> None:
    bulk.insert(CaseStep, STEP, (row for one in files for row in step_rows(one)))
    bulk.insert(TravelEvent, EVENT, (row for one in files for row in event_rows(one)))
    bulk.insert(Case, CASE, map(case_row, files))
    bulk.insert(Return, RETURN_COLUMNS, map(return_row, files))
    write_interviews(files)
    write_papers(files)
    write_journeys(files)
    write_handovers(files)


STEP = ["id", "case", "code", "from_state", "to_state", "on", "recorded_at", "by", "reasons"]
EVENT = ["id", "ret", "unit", "kind", "on", "passenger", "late_entry", "by", "recorded_at"]
CASE = ["id", "reference", "procedure", "state", "person", "household", "principal", "unit", "opened_on", "opened_by",
        "recorded_at", "closed_on", "closure"]  # fmt: skip
RETURN_COLUMNS = ["id", "case", "direction", "channel", "funding", "organised_by", "from_country", "to_country", "to_place",
                  "to_town", "source", "applied_on", "wished_on", "travel_on", "departed_on", "arrived_on", "with_parent",
                  "apart", "recorded_at"]  # fmt: skip


def by_of(one: PastFile, code: str) -> UUID:
    return one.hands.travel if code in BOOKED_BY else one.hands.counsel


def state_of(one: PastFile) -> str:
    return FLOW.steps[one.steps[-1].code].target if one.steps else FLOW.initial


def step_rows(one: PastFile) -> Iterator[Row]:
    state = FLOW.initial
    yield (new_id(), one.id, "open", "", state, one.applied_on, one.at, one.hands.counsel, "")
    for taken in one.steps:
        target = FLOW.steps[taken.code].target
        reasons = f",{','.join(taken.reasons)}," if taken.reasons else ""
        yield (
            *(new_id(), one.id, taken.code, state, target, taken.on, taken.at, by_of(one, taken.code)),
            reasons,
        )
        state = target


def event_rows(one: PastFile) -> Iterator[Row]:
    seat = one.seat.id if one.seat else None
    unit = one.organised_by or one.unit
    for kind, code, day in (
        ("departed", "depart", one.departed_on),
        ("arrived", "arrive", one.arrived_on),
    ):
        taken = one.on(code)
        if day and taken:
            yield (new_id(), one.id, unit, kind, day, seat, False, by_of(one, code), taken.at)


def case_row(one: PastFile) -> Row:
    state = state_of(one)
    closure = RETURN.closures.get(state, "")
    closed = one.steps[-1].on if closure else None
    return (
        *(one.id, one.reference or new_reference(), CODE, state, one.person, one.household, one.principal),
        *(one.unit, one.applied_on, one.hands.counsel, one.at, closed, closure),
    )


def return_row(one: PastFile) -> Row:
    leaves = one.direction == Direction.FROM_MOROCCO
    ends = (HOME, one.country) if leaves else (one.country, HOME)
    return (
        *(one.id, one.id, one.direction, one.channel, one.funding, one.organised_by or one.unit, *ends),
        *(one.place, one.town, one.source, one.applied_on, one.wished_on, one.departed_on, one.departed_on),
        *(one.arrived_on, one.with_parent, one.apart, one.at),
    )


def write_interviews(files: Sequence[PastFile]) -> None:
    bulk.insert(
        Screening,
        ("id", "ret", "on", "by", "covered", "outcome", "reasons", "recorded_at"),
        (
            (new_id(), one.id, taken.on, one.hands.counsel, coded(TOPICS, TOPICS), outcome, WHY.get(outcome, ""), taken.at)
            for one in files
            for code, outcome in CONCLUDED.items()
            if (taken := one.on(code))
        ),
    )  # fmt: skip
    bulk.insert(
        Vulnerability,
        ("id", "ret", "flag", "since", "by", "recorded_at"),
        (
            (new_id(), one.id, flag, heard.on, one.hands.counsel, heard.at)
            for one in files
            if one.flags and (heard := next((s for s in one.steps if s.code in CONCLUDED), None))
            for flag in one.flags
        ),
    )
    bulk.insert(
        Counselling,
        ("id", "ret", "on", "mode", "mission", "language", "interpreter", "topics", "by", "recorded_at"),
        (
            (new_id(), one.id, told.on, "video" if one.mission else "present", one.mission, one.language, False,
             coded(SPOKEN, SPOKEN), one.hands.counsel, told.at)
            for one in files
            if (told := one.on("counsel"))
        ),
    )  # fmt: skip
    bulk.insert(Declaration, DECLARATION, (row for one in files for row in declaration_rows(one)))


DECLARATION = ["id", "ret", "signed_on", "means", "language", "interpreter", "text_version", "points", "guardian", "assent",
               "by", "withdrawn_on", "withdrawn_at", "recorded_at"]  # fmt: skip


def declaration_rows(one: PastFile) -> Iterator[Row]:
    """Signed; taken back by whoever gave up afterwards. For a child its parent signs, and it is asked."""
    signed = one.on("declare")
    if signed is None:
        return
    back = one.on("withdraw") or one.on("withdraw_at_gate")
    yield (
        *(new_id(), one.id, signed.on, "signature", one.language, "no", TEXT_VERSION, coded(POINTS, POINTS)),
        *(one.guardian, "yes" if one.minor else "not_asked", one.hands.counsel),
        *(back.on if back else None, back.at if back else None, signed.at),
    )


def write_papers(files: Sequence[PastFile]) -> None:
    held = [(one, one.papers) for one in files if one.papers]
    obtained, granted = TravelDocument.State.OBTAINED, ExitAuthorisation.State.GRANTED
    bulk.insert(
        TravelDocument,
        ("id", "ret", "kind", "state", "issuer", "number", "asked_on", "obtained_on", "valid_to", "by", "recorded_at"),
        (
            (new_id(), one.id, p.kind, obtained, p.issuer, p.number, p.asked_on, p.obtained_on, p.valid_to,
             one.hands.counsel, noon(p.obtained_on))
            for one, p in held
        ),
    )  # fmt: skip
    bulk.insert(
        ExitAuthorisation,
        ("id", "ret", "state", "asked_on", "answered_on", "valid_from", "valid_to", "by", "recorded_at"),
        (
            (new_id(), one.id, granted, p.exit_asked, p.exit_from, p.exit_from, p.exit_to, one.hands.counsel,
             noon(p.exit_from))
            for one, p in held
            if p.exit_asked and p.exit_from
        ),
    )  # fmt: skip
    bulk.insert(
        FitToTravel,
        ("id", "ret", "on", "doctor", "result", "needs", "valid_to", "by", "recorded_at"),
        (
            (new_id(), one.id, p.fit_on, "Médecin (démonstration)", "conditions" if p.needs else "fit",
             f",{','.join(p.needs)}," if p.needs else "", p.fit_to, one.hands.counsel, noon(p.fit_on))
            for one, p in held
        ),
    )  # fmt: skip
    bulk.insert(
        Clearance,
        ("id", "reference", "kind", "state", "person", "case", "unit", "asked_by", "asked_at", "answered_by",
         "answered_at", "from_on", "to_on"),
        (
            (new_id(), new_reference(), kind, Clearance.State.GRANTED, one.person, one.id, one.unit, one.hands.counsel,
             noon(p.cleared_on), one.hands.protect, noon(p.cleared_on), p.cleared_on, p.cleared_to)
            for one, p in held
            for kind in (("protection", "travel") if p.alone else ("protection",))
        ),
    )  # fmt: skip


def write_journeys(files: Sequence[PastFile]) -> None:
    """Places on the lists, and the receipts, numbered on from the unit's last."""
    left = [(one, one.seat, taken) for one in files if one.seat and (taken := one.on("depart"))]
    bulk.insert(
        Passenger,
        ("id", "movement", "ret", "state", "needs", "booked_by", "booked_at", "ended_at"),
        (
            (seat.id, seat.movement, one.id, Passenger.State.BOARDED,
             f",{','.join(one.papers.needs)}," if one.papers and one.papers.needs else "", one.hands.travel,
             noon(booked.on) if (booked := one.on("book")) else taken.at, taken.at)
            for one, seat, taken in left
        ),
    )  # fmt: skip
    numbers = next_receipts({one.organised_by or one.unit for one, seat, _taken in left if seat.amount})
    rows = []
    for one, seat, taken in sorted(left, key=lambda row: (row[2].on, row[0].id)):
        unit = one.organised_by or one.unit
        if seat.amount:
            numbers[unit] += 1
            rows.append(
                (new_id(), unit, one.id, seat.id, numbers[unit], seat.amount, seat.currency, seat.rate, taken.on,
                 "parent" if one.minor else "signature", one.hands.travel, taken.at)
            )  # fmt: skip
    bulk.insert(
        Allowance,
        ("id", "unit", "ret", "passenger", "number", "amount", "currency", "rate", "on", "received_by", "by", "recorded_at"),
        rows,
    )  # fmt: skip


def next_receipts(units: set[UUID]) -> dict[UUID, int]:
    rows = (
        Allowance.objects.filter(unit__in=units).values_list("unit").annotate(last=Max("number")).order_by()
    )
    return dict.fromkeys(units, 0) | dict(rows)


def write_handovers(files: Sequence[PastFile]) -> None:
    """Files that another mission handed over: what that mission sees of them since."""
    accepted = HandOver.State.ACCEPTED
    bulk.insert(
        HandOver,
        ("id", "reference", "ret", "from_unit", "to_unit", "state", "proposed_by", "proposed_at", "answered_by",
         "answered_at"),
        (
            (new_id(), new_reference(), one.id, one.organised_by, one.unit, accepted, one.hands.counsel,
             noon(one.handed_on), one.hands.counsel, noon(one.handed_on))
            for one in files
            if one.handed_on and one.organised_by
        ),
    )  # fmt: skip


@command(LOAD)
def load_ties(actor: User, unit: Unit, *, ties: Sequence[tuple[UUID, UUID]]) -> int:
    """Who is whose parent among the people of these files: parent and child. Returns how many."""
    bulk.insert(
        Relationship,
        ("id", "person", "other", "kind"),
        ((new_id(), parent, child, Relationship.Kind.PARENT) for parent, child in ties),
    )
    return len(ties)


say(
    {
        "returns.load_ties": _("A repris des liens de parenté de dossiers de retour passés"),
        "returns.load_movements": _("A repris des voyages passés"),
        "returns.load_past_files": _("A repris des dossiers de retour passés"),
    }
)
