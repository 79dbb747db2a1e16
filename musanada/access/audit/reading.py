"""The journal's rows as plain values, in order and in flat memory: a million of them in seconds.

No model instances: the walk needs four values of a row, and says for both databases what the hash covers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from musanada.access.audit.chain import START, canonical_details, text_of

CHUNK = 5_000
# Everything as text: the drivers would make an object of every time and key, and SQLite's leave the time zone out.
COLUMNS = {
    "sqlite": "number, at || '', actor_id, verb, outcome, object_kind, object_id, unit_id, details, origin, previous, hash",
    "postgresql": "number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor_id::text, verb, outcome,"
    " object_kind, object_id, unit_id::text, details::text, origin, previous, hash",
}


class Row(NamedTuple):
    """A line as the walk needs it."""

    number: int
    text: str
    previous: str
    hash: str


@dataclass(frozen=True)
class End:
    """The end of the chain as written down: by the head, or by an anchor at the end of a day."""

    number: int = 0
    hash: str = START
    digest: str = START
    signature: str = ""
    day: date | None = None


@lru_cache(maxsize=65_536)
def key_text(key: str | None) -> str:
    """A UUID as it is written: SQLite keeps its 32 digits."""
    k = key or ""
    return k if len(k) != 32 else f"{k[:8]}-{k[8:12]}-{k[12:16]}-{k[16:20]}-{k[20:]}"


def moment_text(at: str) -> str:
    """ISO 8601 in UTC with microseconds. SQLite leaves six zeros out."""
    fraction = at[19:26] or ".000000"
    return f"{at[:10]}T{at[11:19]}{fraction}+00:00"


def as_row(values: tuple[Any, ...]) -> Row:
    number, at, actor, verb, outcome, kind, key, unit, details, origin, previous, own = values
    text = text_of(
        number,
        moment_text(at),
        key_text(actor),
        verb,
        outcome,
        kind,
        key,
        key_text(unit),
        "{}" if details == "{}" else canonical_details(details),
        origin,
    )
    return Row(number, text, previous, own)


class Journal:
    """The tables of a journal, wherever they stand."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.columns = COLUMNS[connection.vendor]

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def rows(self, after: int, until: int) -> Iterator[Row]:
        """Rows numbered above ``after``, up to ``until``, by their number."""
        # S608: nothing but our own column names is put in.
        sql = (
            f"SELECT {self.columns} FROM access_auditentry WHERE number > %s AND number <= %s"  # noqa: S608
            f" ORDER BY number LIMIT {CHUNK}"
        )
        while chunk := self.ask(sql, after, until):
            for values in chunk:
                yield as_row(values)
            after = chunk[-1][0]

    def head(self) -> End | None:
        found = self.ask("SELECT number, hash, digest, seal FROM access_audithead WHERE id = 1")
        return End(*found[0]) if found else None

    def last(self) -> int:
        """The highest number there is, whatever the head says."""
        return int(self.ask("SELECT COALESCE(MAX(number), 0) FROM access_auditentry")[0][0])

    def beyond_head(self) -> list[int]:
        """Numbers of lines after the head's, in one look: nobody is writing between its two halves."""
        sql = (
            "SELECT number FROM access_auditentry WHERE number > "
            "(SELECT COALESCE(MAX(number), 0) FROM access_audithead) ORDER BY number LIMIT 1"
        )
        return [row[0] for row in self.ask(sql)]

    def anchors(self) -> list[End]:
        sql = "SELECT number, hash, digest, signature, day FROM access_auditanchor ORDER BY number, day"
        return [End(n, own, digest, signed, as_day(day)) for n, own, digest, signed, day in self.ask(sql)]

    def number_of(self, column: str, value: str, other_than: int) -> int | None:
        """The number of another line whose ``hash`` or ``previous`` is ``value``: looked for once a fault is found."""
        sql = f"SELECT number FROM access_auditentry WHERE {column} = %s AND number <> %s LIMIT 1"  # noqa: S608
        found = self.ask(sql, value, other_than)
        return int(found[0][0]) if found else None


def as_day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
