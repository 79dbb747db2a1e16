"""Where a benchmark runs: an installation of its own, on SQLite or PostgreSQL, which can be copied."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class Place(Protocol):
    """An installation: ``call`` runs a job in it, ``copy`` gives another one with the same data."""

    vendor: str
    folder: Path

    def call(self, job: str, **options: Any) -> Any: ...

    def copy(self) -> "Place": ...

    def drop(self) -> None: ...


class Installation:
    """A data folder and a database; each job runs in a process of its own."""

    count = 0

    def __init__(self, above: Path, url: str = "") -> None:
        Installation.count += 1
        self.above, self.url = above, url
        self.vendor = "PostgreSQL" if url else "SQLite"
        self.folder = above / f"{self.vendor.lower()}-{Installation.count}"

    def call(self, job: str, **options: Any) -> Any:
        """Raises CalledProcessError; what went wrong stands on stderr."""
        environment = {**os.environ, "MUSANADA_DATA": str(self.folder), "MUSANADA_DATABASE": self.url}
        words = [sys.executable, "-m", "bench.child", job, json.dumps(options)]
        # S603: our own module, in our own interpreter.
        done = subprocess.run(
            words,
            cwd=ROOT,
            env={**environment, "MUSANADA_POOL": "no"},
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout)

    def copy(self) -> "Installation":
        """Same data, on its own. Nothing may be connected to this one meanwhile."""
        if not self.url:
            other = Installation(self.above)
        else:
            other = Installation(self.above, new_database(self.url, template=True))
        shutil.copytree(self.folder, other.folder)
        return other

    def drop(self) -> None:
        """Give the room back before the run is over."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.url:
            drop_database(self.url)


def database_of(url: str) -> str:
    return urlsplit(url).path.strip("/")


def statement(url: str, sql: str) -> None:
    """Run a statement beside the database that ``url`` names."""
    import psycopg

    with psycopg.connect(url.replace(f"/{database_of(url)}", "/postgres"), autocommit=True) as connection:
        connection.execute(sql.encode())


def new_database(url: str, *, template: bool) -> str:
    """Another database on the server of ``url``, empty or with the same content."""
    name = f"bench_{Installation.count + 1}"
    statement(url, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{database_of(url)}"' if template else ""))
    return url.replace(f"/{database_of(url)}", f"/{name}")


def drop_database(url: str) -> None:
    statement(url, f'DROP DATABASE IF EXISTS "{database_of(url)}"')


@contextmanager
def installations(vendor: str) -> Iterator[Any]:
    """A maker of empty, prepared installations; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="musanada-bench-") as folder:
        if vendor == "sqlite":
            yield lambda: prepared(Installation(Path(folder)))
            return
        from tools.private_postgres import private_postgres

        with private_postgres() as url:
            yield lambda: prepared(Installation(Path(folder), new_database(url, template=False)))


def prepared(place: Installation) -> Installation:
    place.call("house.prepare")
    return place
