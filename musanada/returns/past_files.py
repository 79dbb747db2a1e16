"""Files of the past with everything in them, before they are kept: movements, returns, and the support after them.

``on`` is the day something happened, ``at`` the moment it became known: figures at a cut-off read the second. Keys are
made by whoever says it, so that the same file twice is one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from musanada.kit.ids import new_id
from musanada.returns.models import Direction

Needs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hands:
    """Keys of the accounts that did the work at an office: who counsels, books, clears, plans, approves, pays."""

    counsel: UUID
    travel: UUID
    protect: UUID
    approve: UUID
    pay: UUID


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step the file took."""

    code: str
    on: date
    at: datetime
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastLeg:
    from_place: str
    to_place: str
    departs_on: date
    departs_at: time
    arrives_on: date
    arrives_at: time
    number: str = ""


@dataclass(frozen=True, slots=True)
class PastMovement:
    """A journey that took place."""

    unit: UUID
    hands: Hands
    direction: str
    mode: str
    to_country: str
    legs: tuple[PastLeg, ...]
    carrier: str
    seats: int
    cost: Decimal
    at: datetime
    channel: str = "iom"
    id: UUID = field(default_factory=new_id)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PastPapers:
    """What was in hand on the day of travel. ``exit_to`` is None where no exit authorisation was asked."""

    kind: str
    issuer: str
    number: str
    asked_on: date | None
    obtained_on: date
    valid_to: date
    fit_on: date
    fit_to: date
    cleared_on: date
    cleared_to: date
    exit_asked: date | None = None
    exit_from: date | None = None
    exit_to: date | None = None
    needs: Needs = ()
    alone: bool = False  # a child without a parent: the travel clearance too


@dataclass(frozen=True, slots=True)
class PastSeat:
    """The place on a movement, and what was handed over at the departure."""

    movement: UUID
    amount: Decimal
    currency: str
    rate: Decimal
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class PastFile:
    """One return: one person, one direction, one channel. ``country`` is the one that is not Morocco."""

    person: UUID
    unit: UUID
    hands: Hands
    country: str
    applied_on: date
    at: datetime
    steps: tuple[PastStep, ...]
    direction: str = Direction.FROM_MOROCCO
    channel: str = "iom"
    funding: UUID | None = None
    organised_by: UUID | None = None  # another mission, that handed the file over before the departure
    handed_on: date | None = None
    source: str = "unknown"
    language: str = "fra"
    flags: tuple[str, ...] = ()
    mission: str = ""  # named: counselled by video with it
    papers: PastPapers | None = None
    seat: PastSeat | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    wished_on: date | None = None
    place: UUID | None = None
    town: str = ""
    minor: bool = False
    apart: str = ""
    with_parent: bool | None = None
    guardian: UUID | None = None
    principal: UUID | None = None  # key of the principal's file, in the same load or before
    household: UUID | None = None
    id: UUID = field(default_factory=new_id)
    reference: str = ""

    def on(self, code: str) -> PastStep | None:
        """The step of that code, if the file took it."""
        return next((one for one in self.steps if one.code == code), None)


@dataclass(frozen=True, slots=True)
class PastTranche:
    """An instalment: approved and paid on their days, or given up, or neither yet."""

    amount: Decimal
    due_on: date
    proofs: tuple[str, ...] = ()
    approved_on: date | None = None
    paid_on: date | None = None
    given_up: bool = False
    rate: Decimal = Decimal(1)  # of the day of the approval
    paid_rate: Decimal = Decimal(1)
    receipt: str = ""
    id: UUID = field(default_factory=new_id)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PastActivity:
    """A line of a plan. ``given_on``: since when the person has it."""

    kind: str
    dimension: str
    form: str
    what: str
    amount: Decimal
    state: str
    starts_on: date
    ends_on: date
    given_on: date | None = None
    given_at: datetime | None = None
    tranches: tuple[PastTranche, ...] = ()
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class PastPlan:
    goal: str
    drafted_on: date
    approved_on: date | None
    at: datetime
    activities: tuple[PastActivity, ...] = ()
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class PastSupport:
    """A file of reintegration after the return ``ret``."""

    person: UUID
    unit: UUID
    hands: Hands
    ret: UUID
    scheme: UUID
    funding: UUID
    arrived_on: date
    at: datetime
    steps: tuple[PastStep, ...]
    contacted_on: date | None = None
    entitlement: Decimal | None = None
    currency: str = "EUR"
    town: str = ""
    found: str = ""
    plan: PastPlan | None = None
    visits: tuple[tuple[date, str, str], ...] = ()  # on, mode, runs
    id: UUID = field(default_factory=new_id)
    reference: str = ""
