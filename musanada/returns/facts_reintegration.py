"""Facts of reintegration: the ladder of each file by its cohort, and each support given, in dirhams at that day's rate.

Persons, interventions and money are three bases of three different percentages: ``reintegration_support`` holds one row
per activity given, ``reintegration_payment`` (``facts_money``) what was paid.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.reference.models import ExchangeRate
from musanada.returns.facts_common import COMMON, Filed, filed, replaced, steps_of
from musanada.returns.models import Activity, Plan, Reintegration
from musanada.returns.workflow_reintegration import CODE, OPEN, REINTEGRATION

CENT = Decimal("0.01")
MAD = "MAD"
PER_LINE = (Column("line", "id"), Column("event", "id"))
FILE = (
    *PER_LINE,
    *COMMON,
    Column("scheme", "code"),
    Column("cohort", "code"),
    Column("arrived_on", "date"),
    Column("recorded_at", "instant"),
    Column("contacted", "bool"),
    Column("started", "bool"),
    Column("started_on", "date"),
    Column("completed", "bool"),
    Column("completed_on", "date"),
    Column("outcome", "code"),
    Column("contact_days", "int"),
)
SUPPORT = (
    *PER_LINE,
    *COMMON,
    Column("scheme", "code"),
    Column("cohort", "code"),
    Column("on", "date"),
    Column("recorded_at", "instant"),
    Column("support", "code"),
    Column("dimension", "code"),
    Column("form", "code"),
    Column("level", "code"),
    Column("amount_mad", "decimal"),
)


@dataclass(frozen=True)
class Opened:
    """A reintegration as at the cut-off: its file of return, scheme, arrival, contact, and the office that helps."""

    pk: UUID
    case: UUID
    ret: UUID
    scheme: str | None
    arrived_on: date
    contacted_on: date | None
    recorded_at: datetime
    state: str
    office: str
    side: str

    def common(self, one: Filed) -> tuple[Any, ...]:
        """The return's columns, with the office that gives the support: often not the one that organised the journey."""
        return replaced(one.common, office=self.office, side=self.side)


def opened(known_at: datetime) -> dict[UUID, Opened]:
    """By return, every reintegration recorded by then."""
    rows = Reintegration.objects.filter(recorded_at__lte=known_at).values_list(
        "pk",
        "case_id",
        "ret_id",
        "scheme__code",
        "arrived_on",
        "contacted_on",
        "recorded_at",
        "case__state",
        "case__unit__code",
        "case__unit__side",
    )
    return {row[2]: Opened(*row) for row in rows.iterator(chunk_size=5000)}


def file_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per reintegration: the cohort is the year of the arrival, whenever support comes."""
    found, ladder = opened(known_at), climbed(known_at)
    today = timezone.localdate(known_at)
    for one in filed(known_at, protected=protected):
        if file := found.get(one.pk):
            state, started, completed = ladder.get(file.case, (file.state, None, None))
            met = file.contacted_on if file.contacted_on and file.contacted_on <= today else None
            yield (
                *(file.pk, file.pk, *file.common(one), file.scheme, str(file.arrived_on.year)),
                *(file.arrived_on, file.recorded_at, met is not None, started is not None, started),
                *(completed is not None, completed, outcome_of(state)),
                (met - file.arrived_on).days if met else None,
            )


def climbed(known_at: datetime) -> dict[UUID, tuple[str, date | None, date | None]]:
    """Per case: the state it had reached by then, the day support began, the day the plan was carried out."""
    found: dict[UUID, tuple[str, date | None, date | None]] = {}
    for case, _code, state, on, _at in steps_of(known_at, CODE):
        _was, started, completed = found.get(case, ("", None, None))
        if state == "started":
            started = started or on
        completed = on if state == "completed" else None
        found[case] = (state, started, completed)
    return found


def outcome_of(state: str) -> str:
    """``open`` while support may still come, else the state in which it ended."""
    return "open" if state in OPEN or state not in REINTEGRATION.states else state


def given(known_at: datetime) -> QuerySet[Activity]:
    """What was given and is known: of a plan that was approved once, even if another version replaced it since."""
    approved = (Plan.State.APPROVED, Plan.State.REPLACED)
    carried = Q(plan__state__in=approved) | Q(plan__approved_on__isnull=False)
    today = timezone.localdate(known_at)
    dropped = Q(state=Activity.State.DROPPED)
    rows = Activity.objects.filter(carried, given_on__lte=today, given_recorded_at__lte=known_at)
    # Gone on in a later version that was approved: that line says it.
    return rows.exclude(dropped).exclude(after__plan__approved_on__isnull=False)


def supported(known_at: datetime) -> set[UUID]:
    """Returns of whoever had received support by then."""
    return set(given(known_at).values_list("plan__file__ret_id", flat=True))


GIVEN = (
    *("pk", "plan__file__ret_id", "given_on", "given_recorded_at", "kind", "dimension", "form", "level"),
    *("amount", "currency"),
)


def support_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per activity given."""
    found, rates = opened(known_at), Rates()
    people = known_files(known_at, protected=protected)
    for row in given(known_at).order_by("pk").values_list(*GIVEN).iterator(chunk_size=5000):
        pk, ret, on, at, kind, dimension, form, level, amount, currency = row
        one, file = people.get(ret), found.get(ret)
        if one is not None and file is not None:
            yield (
                *(pk, pk, *file.common(one), file.scheme, str(file.arrived_on.year), on, at),
                *(kind, dimension, form, level, rates.in_mad(amount, currency, on)),
            )


class Rates:
    """Dirhams for a unit of a currency on a day: the last rate before it, as money kept no rate of its own."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[date, Decimal]]] = {}
        for currency, on, mad in ExchangeRate.objects.order_by("on").values_list("currency", "on", "mad"):
            self._known.setdefault(currency, []).append((on, mad))

    def on(self, currency: str, day: date) -> Decimal | None:
        if currency == MAD:
            return Decimal(1)
        listed = self._known.get(currency, [])
        at = bisect_right(listed, day, key=lambda pair: pair[0])
        return listed[at - 1][1] if at else None

    def in_mad(self, amount: Decimal | None, currency: str, day: date) -> Decimal | None:
        """Nothing where the amount or the rate is not known: an unknown is never a zero."""
        rate = self.on(currency, day)
        return None if amount is None or rate is None else (amount * rate).quantize(CENT)


def known_files(known_at: datetime, *, protected: bool = False) -> dict[UUID, Filed]:
    return {one.pk: one for one in filed(known_at, protected=protected)}


FACTS.add(
    "reintegration_file",
    Fact("reintegration_file", _("Dossiers de réintégration"), FILE, file_rows, row="line", event="event",
         person="person", date="arrived_on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "reintegration_support",
    Fact("reintegration_support", _("Appuis donnés après le retour"), SUPPORT, support_rows, row="line", event="event",
         person="person", date="on", recorded="recorded_at"),
)  # fmt: skip
