"""An act as someone is about to record it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from musanada.kit.ids import new_id


@dataclass(frozen=True)
class ActDraft:
    """``id`` is made by whoever records: the same id twice is the same act. Keys are the rows' primary keys."""

    person: UUID
    service: str
    given_on: date = field(default_factory=timezone.localdate)
    until_on: date | None = None
    programme: UUID | None = None
    partner: UUID | None = None
    place: UUID | None = None
    quantity: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""
    members: tuple[UUID, ...] = ()  # bulk only: who else was reached; else the household of the day
    recorded_at: datetime = field(default_factory=timezone.now)
    occasion: UUID | None = None
    id: UUID = field(default_factory=new_id)
    reference: str = ""
