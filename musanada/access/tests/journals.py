"""A journal by the million, in a file of its own: chained, sealed and anchored as the application would, without it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from musanada.access.audit.chain import fold, key_bytes, link, seal_of, signature_of, text_of
from musanada.access.audit.reading import End

START = datetime(2025, 1, 1, 8, tzinfo=UTC)
VERBS = ("people.register", "people.meet", "assistance.record", "people.read_protected", "access.sign_in")
TABLES = """
CREATE TABLE access_auditentry (number bigint PRIMARY KEY, at datetime, actor_id char(32), verb varchar(80),
 outcome varchar(8), object_kind varchar(80), object_id varchar(64), unit_id char(32), details text,
 origin varchar(45), previous varchar(64), hash varchar(64)) WITHOUT ROWID;
CREATE TABLE access_audithead (id smallint PRIMARY KEY, number bigint, hash varchar(64), digest varchar(64),
 seal varchar(64), day date);
CREATE TABLE access_auditanchor (day date PRIMARY KEY, number bigint, hash varchar(64), digest varchar(64),
 signature varchar(64));
"""
INSERT = "INSERT INTO access_auditentry VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"


class Chain:
    """Lines one after the other, with the anchors of their days."""

    def __init__(self, per_day: int, actors: list[UUID], units: list[UUID]) -> None:
        self.per_day, self.actors, self.units = per_day, actors, units
        self.number, self.hash, self.digest = 0, "", ""
        self.anchors: list[End] = []

    def rows(self, count: int) -> Iterator[tuple[Any, ...]]:
        key, step = key_bytes(), timedelta(seconds=36_000 / self.per_day)
        actors = [(str(a), a.hex) for a in self.actors]
        units = [(str(u), u.hex) for u in self.units]
        for n in range(count):
            day, place = divmod(n, self.per_day)
            if n and not place:
                self.anchors.append(self.end(START + timedelta(days=day - 1)))
            at = START + timedelta(days=day) + step * place
            moment = at.isoformat(timespec="microseconds")
            actor, unit = actors[n % len(actors)], units[n % len(units)]
            verb, self.number = VERBS[n % len(VERBS)], n + 1
            thing = f"01950000-0000-7000-8000-{n % 50_000:012x}"
            text = text_of(
                self.number, moment, actor[0], verb, "done", "people.person", thing, unit[0], "{}", ""
            )
            previous, self.hash = self.hash, link(self.hash, text, key)
            self.digest = fold(self.digest, text)
            yield (
                *(self.number, f"{moment[:10]} {moment[11:26]}", actor[1], verb, "done"),
                *("people.person", thing, unit[1], "{}", "", previous, self.hash),
            )

    def end(self, at: datetime) -> End:
        day = at.date()
        signature = signature_of(day, self.number, self.hash, self.digest)
        return End(self.number, self.hash, self.digest, signature, day)


def journal_file(path: Path, lines: int, per_day: int) -> tuple[BaseDatabaseWrapper, list[End]]:
    """A connection to a new SQLite file with ``lines`` lines, and their anchors. Without the guards: it is to be hurt."""
    settings = connections.configure_settings(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}}
    )
    from django.db.backends.sqlite3.base import DatabaseWrapper

    wrapper = DatabaseWrapper(settings["default"], alias="journal")
    wrapper.ensure_connection()
    raw: Any = wrapper.connection
    raw.executescript(f"PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; {TABLES}")
    chain = Chain(per_day, [UUID(int=n + 1) for n in range(40)], [UUID(int=n + 99) for n in range(12)])
    raw.execute("BEGIN")
    raw.executemany(INSERT, chain.rows(lines))
    raw.executemany(
        "INSERT INTO access_auditanchor VALUES (?,?,?,?,?)",
        [(str(a.day), a.number, a.hash, a.digest, a.signature) for a in chain.anchors],
    )
    last = chain.end(START)
    seal = seal_of(last.number, last.hash, last.digest)
    raw.execute(
        "INSERT INTO access_audithead VALUES (1,?,?,?,?,NULL)", (last.number, last.hash, last.digest, seal)
    )
    raw.execute("COMMIT")
    return wrapper, chain.anchors
