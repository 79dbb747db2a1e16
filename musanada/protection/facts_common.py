"""What the P4-safe facts of protection share: the month at which they stand still, coarse traits, pseudonyms.

The rule of these facts is in ``kit.facts``. They count hidden people too, so nothing here leaves as exact as it came: a
date as its month, an age as full years on the day it is about, a place as its province, a key as a pseudonym. What a row
came to later (a visit made, a search ended) is read only if it happened before the month of the cut-off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from musanada.kit.ages import AgeBands, age_on
from musanada.kit.errors import Sentence
from musanada.kit.facts import FACTS, Column, Fact, month_of, pseudonym, settled
from musanada.kit.territory import levels
from musanada.people.models import Nationality, Person
from musanada.people.queries import canonical_at
from musanada.people.queries.traits import NOBODY, SEXES, Traits
from musanada.protection.models import Closing, ProtectionFile

MOROCCO = "MAR"
ADULT = 18
ADULTS = f"{ADULT}+"
BRACKETS = AgeBands((0, 13, ADULT))  # the article's
BANDS = AgeBands((0, 6, 13, ADULT))
Row = tuple[Any, ...]

# Every row of these facts: itself, what happened, who, in which month, when we learned of it (by the month too).
HEAD = (
    Column("line", "id"),
    Column("event", "id"),
    Column("person", "id"),
    Column("happened_on", "date"),
    Column("recorded_on", "date"),
)
OF_CHILD = (
    Column("sex", "code"),
    Column("years", "code"),
    Column("band", "code"),
    Column("bracket", "code"),
    Column("nationality", "code"),
    Column("origin", "code"),
    Column("situation", "code"),
    Column("town", "code"),
)


@dataclass(frozen=True)
class Still:
    """The moment a safe fact stands at: the first instant of the cut-off's month."""

    fact: str
    known_at: datetime

    @cached_property
    def at(self) -> datetime:
        return settled(self.known_at)

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.at)

    def past(self, day: date | None) -> date | None:
        """A day as far as it was before; what comes later has not happened yet."""
        return day if day is not None and day < self.day else None

    def been(self, moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment < self.at else None

    def head(
        self, key: UUID | str, event: UUID | str, person: UUID | str, on: date, told: datetime | date
    ) -> Row:
        """The columns ``HEAD``. ``told``: when it was recorded, or the day where no other clock was kept."""
        known = month_of(timezone.localdate(told) if isinstance(told, datetime) else told)
        names = (pseudonym(self.fact, one) for one in (key, event, person))
        return (*names, month_of(on), known)


@dataclass(frozen=True)
class Filed:
    """A file of protection, as facts read it."""

    pk: UUID
    person: UUID
    who: Traits
    identified_on: date
    recorded_at: datetime
    town: str | None
    source: str
    situation: str | None
    critical: bool | None

    def of_child(self, day: date) -> Row:
        """The columns ``OF_CHILD``; the age on the day that the row is about."""
        sex, birth, precision, country = self.who
        return (
            sex,
            *ages(age_on(birth, precision or "", day)),
            country,
            origin(country),
            self.situation,
            self.town,
        )


def ages(age: int | None) -> tuple[str | None, str | None, str | None]:
    """Single year, band, bracket; whoever is of age is not told apart."""
    if age is None:
        return None, None, None
    return ADULTS if age >= ADULT else str(age), BANDS.band(age), BRACKETS.band(age)


def origin(country: str | None) -> str | None:
    if country is None:
        return None
    return "moroccan" if country == MOROCCO else "foreign"


def province(path: str | None) -> str | None:
    return levels(path)[1]


def traits(people: QuerySet[Any], canonical: dict[UUID, UUID]) -> dict[UUID, Traits]:
    """Like ``people.queries.traits.traits_at``, of these people and those they were merged with alone."""
    others = set(canonical.values())
    wanted = Q(pk__in=people) | Q(pk__in=others)
    countries: dict[UUID, str] = {}
    rows = Nationality.objects.filter(Q(person__in=people) | Q(person__in=others)).order_by("basis", "-id")
    for person, country in rows.values_list("person_id", "country_id").iterator(chunk_size=5000):
        countries[person] = country  # the last one written here is the one that counts
    columns = ("pk", "sex", "birth_date", "birth_precision")
    return {
        pk: (sex if sex in SEXES else None, birth, precision if birth else None, countries.get(pk))
        for pk, sex, birth, precision in Person.objects.filter(wanted)
        .values_list(*columns)
        .iterator(chunk_size=5000)
    }


def people_of(people: QuerySet[Any], known_at: datetime) -> tuple[dict[UUID, UUID], dict[UUID, Traits]]:
    canonical = canonical_at(known_at)
    return canonical, traits(people, canonical)


FILE = (
    *("pk", "case__person_id", "identified_on", "recorded_at", "town__path", "source"),
    *("child__status", "child__critical"),
)


def files(still: Still, kind: str) -> dict[UUID, Filed]:
    """The files of one kind that were known then, but those opened by mistake or twice."""
    mistakes = Closing.objects.filter(
        reason=Closing.Reason.DUPLICATE, state=Closing.State.APPROVED, answered_on__lt=still.day
    )
    rows = ProtectionFile.objects.filter(kind=kind, recorded_at__lt=still.at, identified_on__lt=still.day)
    rows = rows.exclude(pk__in=mistakes.values("file")).order_by("pk")
    canonical, known = people_of(rows.order_by().values("case__person"), still.known_at)
    found = {}
    for pk, person, on, at, path, source, status, critical in rows.values_list(*FILE).iterator(
        chunk_size=5000
    ):
        kept = canonical.get(person, person)
        who = known.get(kept) or known.get(person) or NOBODY
        found[pk] = Filed(pk, kept, who, on, at, province(path), source, status, critical)
    return found


def children(still: Still) -> dict[UUID, Filed]:
    return files(still, ProtectionFile.Kind.CHILD)


def victims(still: Still) -> dict[UUID, Filed]:
    return files(still, ProtectionFile.Kind.VICTIM)


def lines(rows: Iterable[Row], filed: dict[UUID, Filed]) -> Iterator[tuple[Filed, Row]]:
    """Rows whose second column is a file, with that file; others are of files that do not count."""
    for row in rows:
        if (one := filed.get(row[1])) is not None:
            yield one, row


def add(name: str, label: Sentence, columns: tuple[Column, ...], rows: Any, until: str | None = None) -> None:
    """A safe fact. ``rows(still)``; what hides people hides nothing here (``protected`` changes nothing)."""

    def at(known_at: datetime, *, protected: bool = False) -> Iterator[Row]:
        return iter(rows(Still(name, known_at)))

    FACTS.add(
        name,
        Fact(name, label, (*HEAD, *columns), at, row="line", event="event", person="person", date="happened_on",
             recorded="recorded_on", until=until, safe=True),
    )  # fmt: skip
