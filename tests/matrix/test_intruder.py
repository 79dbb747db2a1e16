"""What an intruder with a copy of the disk, or an account too many, would try. One scenario each, by the ways that worked."""

import sqlite3
from contextlib import closing
from pathlib import Path

from musanada.config import env


def opened_as_the_application_does(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(env.sqlite(path)["OPTIONS"]["init_command"])
    return connection


def test_the_database_and_its_log_are_readable_by_their_owner_only(tmp_path):
    path = tmp_path / "register.sqlite3"
    with closing(opened_as_the_application_does(path)) as connection:
        connection.execute("CREATE TABLE t (word TEXT)")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3


def test_a_database_made_open_to_others_is_closed_at_the_next_start(tmp_path):
    path = tmp_path / "register.sqlite3"
    path.touch(mode=0o644)
    path.chmod(0o644)
    env.sqlite(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_overwritten_leaves_no_copy_in_the_file(tmp_path):
    """A name in the clear stayed on freed pages after its person was hidden (found on a copy of the file)."""
    path = tmp_path / "register.sqlite3"
    with closing(opened_as_the_application_does(path)) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT)")
        connection.execute("CREATE INDEX words ON t (word)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(n, f"Vartolumeo {n}") for n in range(500)])
        connection.execute("UPDATE t SET word = 'sealed'")
        connection.execute("DELETE FROM t WHERE id > 250")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Vartolumeo" not in path.read_bytes()
