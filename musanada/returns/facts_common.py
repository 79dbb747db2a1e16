"""What every fact of returns repeats of a file, as at the cut-off: nameless, and each file once.

``file`` is the return's own key in every fact: it opens the records behind a figure to whoever may see that file. Of a
register of the past the register's own number stands for the person, and its line for the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone

from musanada.cases.models import CaseStep
from musanada.kit.ages import age_on
from musanada.kit.facts import Column
from musanada.kit.territory import levels
from musanada.people.queries import canonical_at
from musanada.people.queries.traits import NOBODY, Traits, traits_at
from musanada.returns.models import Direction, Return, TravelEvent, Vulnerability
from musanada.returns.workflow import CODE, FLOW

ADULT = 18
REGISTERS = UUID(
    "6f0c3a52-6f0b-5d0e-9c53-5f4be2a5b1d7"
)  # the namespace of persons known by a register's number
# The same person's file twice is one file.
DOUBLE = "mark_duplicate"

COMMON = (
    Column("reference", "code"),
    Column("file", "id"),
    Column("person", "id"),
    Column("direction", "code"),
    Column("channel", "code"),
    Column("funding", "code"),
    Column("programme", "code"),
    Column("office", "code"),
    Column("side", "code"),
    Column("country", "code"),
    Column("region", "code"),
    Column("sex", "code"),
    Column("birth_date", "date"),
    Column("birth_precision", "code"),
    Column("nationality", "code"),
    Column("family_part", "code"),
    Column("apart", "code"),
)
VALUES = (
    "pk",
    "case_id",
    "case__reference",
    "case__person_id",
    "case__principal_id",
    "case__state",
    "direction",
    "channel",
    "funding__code",
    "funding__programme__code",
    "organised_by__code",
    "organised_by__side",
    "from_country_id",
    "to_country_id",
    "to_place__path",
    "apart",
    "applied_on",
    "recorded_at",
)


@dataclass(frozen=True)
class Filed:
    """One return as at the cut-off."""

    pk: UUID
    case: UUID
    state: str
    common: tuple[Any, ...]
    who: Traits
    applied_on: date
    recorded_at: datetime

    def minor_on(self, day: date) -> bool | None:
        """Under eighteen that day; unknown without a birth date."""
        age = age_on(self.who[1], self.who[2] or "", day)
        return None if age is None else age < ADULT


@dataclass(frozen=True)
class Told:
    """What a travel event says: the day, and when it was written."""

    on: date
    recorded_at: datetime
    late: bool


def filed(known_at: datetime, *, protected: bool = False) -> Iterator[Filed]:
    """Every return recorded by then, whatever its state: a double of another file is none."""
    hidden = Q() if protected else Q(case__person__protected=False)
    doubles = CaseStep.objects.filter(case__procedure=CODE, code=DOUBLE, recorded_at__lte=known_at)
    rows = Return.objects.filter(hidden, recorded_at__lte=known_at).exclude(case__in=doubles.values("case"))
    canonical, traits = canonical_at(known_at), traits_at(known_at)
    for row in rows.order_by("pk").values_list(*VALUES).iterator(chunk_size=5000):
        person = canonical.get(row[3], row[3])
        who = traits.get(person, NOBODY)
        yield Filed(row[0], row[1], row[5], common_columns(row, person, who), who, row[16], row[17])


def common_columns(row: tuple[Any, ...], person: UUID, who: Traits) -> tuple[Any, ...]:
    pk, _case, reference, _person, principal, _state, direction, channel, funding, programme = row[:10]
    office, side, origin, destination, path, apart = row[10:16]
    country = destination if direction == Direction.FROM_MOROCCO else origin
    return (
        *(reference, pk, person, direction, channel, funding, programme, office, side, country),
        *(levels(path)[0], *who, "principal" if principal is None else "dependant", apart or None),
    )


def replaced(common: tuple[Any, ...], **values: Any) -> tuple[Any, ...]:
    """The same columns with some of them said by another table: a payment has a funding of its own."""
    return tuple(values.get(column.name, value) for column, value in zip(COMMON, common, strict=True))


def standing(known_at: datetime, kind: str) -> dict[UUID, Told]:
    """Per return the event of that kind that stands: a counter-fact counts from the moment it was written."""
    undone = TravelEvent.objects.filter(kind=TravelEvent.Kind.UNDONE, recorded_at__lte=known_at)
    rows = TravelEvent.objects.filter(kind=kind, recorded_at__lte=known_at).exclude(
        pk__in=undone.values("undoes")
    )
    columns = ("ret_id", "on", "recorded_at", "late_entry")
    ordered = rows.order_by("recorded_at", "pk").values_list(*columns)
    return {ret: Told(on, at, late) for ret, on, at, late in ordered.iterator(chunk_size=5000)}


def flags(known_at: datetime) -> dict[UUID, list[str]]:
    """Vulnerabilities of each return that held at the cut-off, in the order of their codes."""
    day = timezone.localdate(known_at)
    held = Q(ended_on=None) | Q(ended_on__gt=day)
    rows = Vulnerability.objects.filter(held, recorded_at__lte=known_at).order_by("flag")
    found: dict[UUID, list[str]] = {}
    for ret, flag in rows.values_list("ret_id", "flag").iterator(chunk_size=5000):
        found.setdefault(ret, []).append(flag)
    return found


def lines_of(key: UUID, codes: Iterable[str]) -> list[tuple[UUID, str | None]]:
    """A key and a code for each row of one event: the same again at every extract."""
    listed = list(codes)
    return [(uuid5(key, code), code) for code in listed] if listed else [(key, None)]


def steps_of(known_at: datetime, procedure: str) -> Iterator[tuple[UUID, str, str, date, datetime]]:
    """``(case, code, state reached, on, recorded)`` of every step known by then, in the order they were written."""
    rows = CaseStep.objects.filter(case__procedure=procedure, recorded_at__lte=known_at)
    columns = ("case_id", "code", "to_state", "on", "recorded_at")
    return rows.order_by("recorded_at", "pk").values_list(*columns).iterator(chunk_size=5000)


def begins(state: str) -> bool:
    """Somebody asked what a return is: not yet an application."""
    return state == FLOW.initial
