"""Facts: what a domain lets reporting read. Named, typed, nameless rows as at a moment.

A domain writes ``facts.py`` and adds its facts here; the extract writes one Parquet file per fact; the
engine knows nothing else about the domain. Columns hold codes, dates and numbers, never a name, a phone or
free text. A value that is unknown, refused or not asked leaves as NULL: the engine owes it an *unknown* row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry

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
    order of ``columns``, as the register stood at ``known_at``.
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

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


FACTS: Registry[Fact] = Registry("fact")
