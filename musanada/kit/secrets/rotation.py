"""A new data key: every ciphertext is opened with its own key and written anew under the current one.

Nothing but the rows says how far it got: what is under the current key is passed over. A run that was killed goes on
where it stopped, and the key it came from stays in the keyring until no row and no file uses it.
"""

# ruff: noqa: S608  tables and columns are those of our models; every value is a parameter

import fcntl
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, Refused
from musanada.kit.secrets.columns import BLANK, Column, columns, files_used, keys_used, sealed_files
from musanada.kit.secrets.errors import Unreadable
from musanada.kit.secrets.files import HEADER, SEALED_FOLDERS, key_id_of, read_sealed_file, write_sealed_file
from musanada.kit.secrets.keyring import CURRENT, OLD, RETIRED, Key, Keyring, change, keyring, new_key, path
from musanada.kit.secrets.text import MARK, decrypt, encrypt

BATCH = 500
PASSES = 3  # a server that looked at the file a second ago may still write under the key before
DRAFT = re.compile(r"\..+\.[0-9a-f]{8}")
STALE = 3600.0  # seconds after which a draft is what a killed process left
Tell = Callable[[str, int], None]


@dataclass(frozen=True)
class Turned:
    """What a rotation did. ``stuck``: column or folder → values that could not be opened or written."""

    key: str
    resumed: bool
    values: int
    files: int
    retired: tuple[str, ...]
    stuck: dict[str, int]


def silent(what: str, count: int) -> None:
    """Tells nobody."""


def rotate(tell: Tell = silent) -> Turned:
    """Renew the data key, or go on with a renewal that was interrupted. Raises: Refused while another one runs."""
    with only_one():
        resumed = any(key.state == OLD for key in keyring().data)
        ring = keyring() if resumed else change(with_new_key)
        values = files = 0
        stuck: Counter[str] = Counter()
        for _number in range(PASSES):
            stuck.clear()
            for column in columns():
                done = rotate_column(column, ring.current.id, stuck)
                values += done
                tell(column.label, done)
            files += rotate_files(ring.current.id, stuck)
            left = set(used()) - {ring.current.id}
            if not left or stuck:
                break
            time.sleep(1)
        retired = retire(set(used()))
    return Turned(ring.current.id, resumed, values, files, retired, dict(stuck))


def with_new_key(ring: Keyring) -> Keyring:
    before = tuple(k.become(OLD) if k.state == CURRENT else k for k in ring.data)
    return replace(ring, data=(*before, new_key()))


def rotate_column(column: Column, key_id: str, stuck: Counter[str]) -> int:
    """Values written anew. A batch is one transaction; a value changed meanwhile by somebody else is left to them."""
    total = 0
    for rows in behind(column, key_id):
        pairs = [(anew(column, stored), pk, stored) for pk, stored in rows]
        ready = [pair for pair in pairs if pair[0] is not None]
        stuck[column.label] += len(pairs) - len(ready)
        try:
            with transaction.atomic():
                total += swap(column, ready)
        except DatabaseError:  # a trigger that lets nobody change the table
            stuck[column.label] += len(ready)
    if not stuck[column.label]:
        del stuck[column.label]
    return total


def behind(column: Column, key_id: str) -> Iterator[list[tuple[Any, str]]]:
    """Primary key and stored text of what is not under the current key, by primary key."""
    table, name, key = column.quoted
    blank = ", ".join(["%s"] * len(BLANK))
    wanted = f"{name} NOT IN ({blank}) AND {name} NOT LIKE %s"
    values: list[Any] = [*BLANK, f"{MARK}{key_id}:%"]
    if not column.always:
        wanted, values = f"{wanted} AND {name} LIKE %s", [*values, f"{MARK}%"]
    last: list[Any] = []
    while True:
        after = f"{key} > %s AND " if last else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {name} FROM {table} WHERE {after}{wanted} ORDER BY {key} LIMIT {BATCH}",
                [*last, *values],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = [rows[-1][0]]


def anew(column: Column, stored: str) -> str | None:
    """The same text under the current key; None where it cannot be opened."""
    if not stored.startswith(MARK):
        return encrypt(stored, column.context)
    try:
        return encrypt(decrypt(stored, column.context), column.context)
    except Unreadable:
        return None


def swap(column: Column, rows: list[tuple[str | None, Any, str]]) -> int:
    table, name, key = column.quoted
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s", rows)
    return len(rows)


def rotate_files(key_id: str, stuck: Counter[str]) -> int:
    """Files written anew, each whole or not at all; drafts of a killed run are removed."""
    sweep()
    total = 0
    for context, file_path in sealed_files():
        try:
            with file_path.open("rb") as file:
                if key_id_of(file.read(HEADER)) == key_id:
                    continue
            write_sealed_file(file_path, read_sealed_file(file_path, context), context)
            total += 1
        except (Unreadable, OSError):
            stuck[file_path.parent.name] += 1
    return total


def sweep() -> None:
    limit = time.time() - STALE
    for sealed in SEALED_FOLDERS.values():
        for draft in sealed.folder().rglob(".*"):
            if draft.is_file() and DRAFT.fullmatch(draft.name) and draft.stat().st_mtime < limit:
                draft.unlink(missing_ok=True)


def used() -> Counter[str]:
    """Values and files by key."""
    found = files_used()
    for column in columns():
        found += keys_used(column)
    return found


def retire(in_use: set[str]) -> tuple[str, ...]:
    """Old keys that nothing uses become retired: they open backups still, and nothing else."""
    gone = [k.id for k in keyring().data if k.state == OLD and k.id not in in_use]
    if gone:
        change(lambda r: replace(r, data=tuple(k.become(RETIRED) if k.id in gone else k for k in r.data)))
    return tuple(gone)


def forget(key_id: str) -> Key:
    """Destroy a retired key for good: backups made before it was retired open no more. Raises: BadInput, Refused."""
    key = keyring().key(key_id)
    if key is None:
        raise BadInput(_("Aucune clé ne porte cet identifiant : voyez « musanada keys status »."))
    if key.state != RETIRED or used()[key_id]:
        raise Refused(_("Cette clé sert encore : lancez d'abord « musanada keys rotate »."))
    change(lambda r: replace(r, data=tuple(k for k in r.data if k.id != key_id)))
    return key


@contextmanager
def only_one() -> Iterator[None]:
    """Raises: Refused while another rotation runs."""
    keyring()
    descriptor = os.open(path().with_name(f".{path().name}.rotating"), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                _("Un renouvellement des clés est déjà en cours : attendez qu'il finisse.")
            ) from None
        yield
