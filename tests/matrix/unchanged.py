"""Whether a request left the tables as they were.

Reading every row of every table twice for each of hundreds of refused requests took most of the matrix's time. A request
that wrote to no table of ours, the journal apart, changed nothing; one that did is held against every row, as before.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection

from musanada.access import bulk

Contents = dict[str, tuple[int, str]]
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET|SHOW|EXPLAIN)\b", re.IGNORECASE)
WRITES = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(?P<table>\w+)"?', re.IGNORECASE
)


def ours() -> dict[str, Any]:
    """Tables of ours by name; the journal apart: a refusal leaves its line there."""
    found = [m for m in apps.get_models() if m.__module__.startswith("musanada.")]
    return {m._meta.db_table: m for m in found if not m._meta.label.startswith("access.Audit")}


def contents() -> Contents:
    """Every row of every table of ours, as a number and a hash."""
    found = {}
    for model in ours().values():
        rows = list(model._default_manager.order_by("pk").values_list())
        found[model._meta.label] = len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


class Watch:
    """Which tables the statements of a while wrote to; ``""`` for a statement it cannot read."""

    def __init__(self) -> None:
        self.written: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(sql):
            found = WRITES.match(sql)
            self.written.add(found["table"] if found else "")
        return execute(sql, params, many, context)

    def touched(self) -> bool:
        return bool(self.written & {"", *ours()})


@contextmanager
def left_as(before: Contents) -> Iterator[None]:
    """What is done inside leaves every row as it was ``before``."""
    watch, write = Watch(), bulk.write

    def copied(table: str, names: list[str], values: list[list[Any]]) -> None:
        watch.written.add(table)  # a COPY passes no wrapper
        write(table, names, values)

    with connection.execute_wrapper(watch), patch.object(bulk, "write", copied):
        yield
    assert not watch.touched() or contents() == before
