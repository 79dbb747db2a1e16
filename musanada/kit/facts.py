"""Facts: what a domain lets reporting read. Named, typed, nameless rows as at a moment.

A domain writes ``facts.py`` and adds its facts here; the extract writes one Parquet file per fact; the
engine knows nothing else about the domain. Columns hold codes, dates and numbers, never a name, a phone or
free text. A value that is unknown, refused or not asked leaves as NULL: the engine owes it an *unknown* row.

**P4-safe facts** (``safe=True``) count hidden people too, and are therefore coarse; an architecture test holds them to it:

* no key of a table: rows, events and people are pseudonyms (``pseudonym``: keyed, stable, of this fact alone, so that
  two facts cannot be joined), and there is no reference;
* no exact date: every date is the first of its month (``month_of``), also the day on which it was recorded; an age is in
  full years on the day, a place a province at the finest;
* they stand still for a month: what was recorded or happened since the first of the cut-off's month is not in them
  (``settled``). A page loaded twice would otherwise tell of the child recorded in between;
* only indicators of the disclosure class *protection* read them, and the records behind never open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry
from musanada.kit.secrets import blind_index

ColumnKind = Literal["id", "code", "date", "instant", "int", "decimal", "fraction", "bool"]


@dataclass(frozen=True)
class Column:
    """One column. ``id`` travels as 32 hex digits, ``instant`` in UTC, ``decimal`` as decimal(18, 2),
    ``fraction`` (a score from 0 to 1) as decimal(18, 6)."""

    name: str
    kind: ColumnKind


@dataclass(frozen=True)
class Fact:
    """One fact table.

    ``row`` names the column that identifies a row (it goes to the lineage file), ``event`` the column that
    identifies what happened (several rows may belong to one event: a household's basket), ``person`` the
    canonical person at the cut-off. ``date`` is when it happened; ``until`` closes an interval (excluded,
    NULL = still going); ``recorded`` is when we learned of it. ``rows(known_at)`` yields tuples in the
    order of ``columns``, as the register stood at ``known_at``. ``safe``: see the top of this module.
    """

    name: str
    label: Sentence
    columns: tuple[Column, ...]
    rows: Callable[[datetime], Iterable[tuple[Any, ...]]]
    row: str
    event: str
    date: str
    recorded: str
    person: str | None = None
    until: str | None = None
    safe: bool = False

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


FACTS: Registry[Fact] = Registry("fact")


def pseudonym(fact: str, key: UUID | str) -> str:
    """A key as a safe fact shows it: 32 hexadecimal digits under the index key, the same at every extract."""
    return blind_index(f"fact:{fact}", key.hex if isinstance(key, UUID) else key)


def month_of(day: date) -> date:
    """The first of the month: as exact as a safe fact gets."""
    return day.replace(day=1)


def settled(known_at: datetime) -> datetime:
    """The first instant of the cut-off's month, here: a safe fact holds what was recorded before it."""
    first = month_of(timezone.localdate(known_at))
    return timezone.make_aware(datetime.combine(first, time.min))
