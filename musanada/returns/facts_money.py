"""Facts of money: what the ledger paid, and what a return cost in all. Dirhams, at the rate each line kept or its day's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.returns.facts_common import COMMON, filed, replaced, standing
from musanada.returns.facts_reintegration import CENT, Rates, known_files
from musanada.returns.models import Allowance, LedgerLine, Passenger, TravelEvent

PER_LINE = (Column("line", "id"), Column("event", "id"))
PAYMENT = (
    *PER_LINE,
    *COMMON,
    Column("cohort", "code"),
    Column("on", "date"),
    Column("recorded_at", "instant"),
    Column("support", "code"),
    Column("dimension", "code"),
    Column("form", "code"),
    Column("amount_mad", "decimal"),
    Column("due_on", "date"),
    Column("delay", "int"),
    Column("late", "bool"),
)
COST = (
    *PER_LINE,
    *COMMON,
    Column("departed_on", "date"),
    Column("recorded_at", "instant"),
    Column("travel_mad", "decimal"),
    Column("allowance_mad", "decimal"),
    Column("support_mad", "decimal"),
    Column("total_mad", "decimal"),
)
K = LedgerLine.Kind
PAID = (
    *(
        "pk",
        "file__ret_id",
        "file__arrived_on",
        "funding__code",
        "on",
        "recorded_at",
        "tranche__activity__kind",
    ),
    *("tranche__activity__dimension", "tranche__form", "mad", "tranche__due_on", "kind"),
)


def payment_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per payment and per counter-entry (negative): the sum is what was spent. A payment taken back has no delay."""
    people = known_files(known_at, protected=protected)
    rows = LedgerLine.objects.filter(kind__in=(K.PAY, K.REFUND), recorded_at__lte=known_at)
    back = set(rows.filter(kind=K.REFUND).values_list("reverses_id", flat=True))
    for row in rows.order_by("pk").values_list(*PAID).iterator(chunk_size=5000):
        pk, ret, arrived, funding, on, at, kind, dimension, form, mad, due, entry = row
        if one := people.get(ret):
            stands = entry == K.PAY and pk not in back
            delay = (on - due).days if stands else None
            yield (
                *(
                    pk,
                    pk,
                    *replaced(one.common, funding=funding),
                    str(arrived.year),
                    on,
                    at,
                    kind,
                    dimension,
                    form,
                    mad,
                ),
                *(due, delay, None if delay is None else delay > 0),
            )


@dataclass(frozen=True)
class Seat:
    """A place of a movement that was taken: its part of what the movement cost, where that is known."""

    mad: Decimal | None


def cost_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per departure that stands: its part of the journey, the money in hand, what was paid since."""
    left = standing(known_at, TravelEvent.Kind.DEPARTED)
    seats, handed, paid = shared_costs(), allowances(known_at), payments(known_at)
    for one in filed(known_at, protected=protected):
        if gone := left.get(one.pk):
            travel = seats.get(one.pk, Seat(None)).mad
            pocket, support = handed.get(one.pk, Decimal(0)), paid.get(one.pk, Decimal(0))
            yield (
                *(one.pk, one.pk, *one.common, gone.on, gone.recorded_at, travel, pocket, support),
                None if travel is None else travel + pocket + support,
            )


def shared_costs() -> dict[UUID, Seat]:
    """By return, the cost of its movement over those who boarded."""
    boarded = Passenger.objects.filter(state=Passenger.State.BOARDED)
    on_board = dict(boarded.values_list("movement").annotate(n=Count("pk")).order_by())
    rates, found = Rates(), {}
    columns = ("ret_id", "movement_id", "movement__cost", "movement__currency", "movement__departs_on")
    for ret, movement, cost, currency, on in boarded.values_list(*columns).iterator(chunk_size=5000):
        whole = rates.in_mad(cost, currency, on)
        found[ret] = Seat(None if whole is None else (whole / on_board[movement]).quantize(CENT))
    return found


def allowances(known_at: datetime) -> dict[UUID, Decimal]:
    """By return, pocket money handed over and not voided by then, at the rate of its receipt."""
    stands = Q(voided_at=None) | Q(voided_at__gt=known_at)
    found: dict[UUID, Decimal] = {}
    rows = Allowance.objects.filter(stands, recorded_at__lte=known_at).values_list("ret_id", "amount", "rate")
    for ret, amount, rate in rows.iterator(chunk_size=5000):
        found[ret] = found.get(ret, Decimal(0)) + (amount * rate).quantize(CENT)
    return found


def payments(known_at: datetime) -> dict[UUID, Decimal]:
    """By return, what the ledger paid, less what came back."""
    rows = LedgerLine.objects.filter(kind__in=(K.PAY, K.REFUND), recorded_at__lte=known_at)
    sums = rows.values_list("file__ret_id").annotate(all=Coalesce(Sum("mad"), Decimal(0))).order_by()
    return dict(sums)


FACTS.add(
    "reintegration_payment",
    Fact("reintegration_payment", _("Versements de réintégration"), PAYMENT, payment_rows, row="line", event="event",
         person="person", date="on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "return_cost",
    Fact("return_cost", _("Coût des retours"), COST, cost_rows, row="line", event="event", person="person",
         date="departed_on", recorded="recorded_at"),
)  # fmt: skip
