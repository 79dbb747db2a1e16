"""Rows by the ten thousand: one prepared statement, no model instances. Called by commands only.

Django's ``bulk_create`` spends most of its time building instances and SQL text; here the caller gives
tuples. Constraints and triggers of the database still hold; ``full_clean`` does not run: the caller has checked.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK = 5_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert ``rows`` (values in the order of ``columns``, which are field names); columns left out take the
    field's default. Returns how many. Runs inside the caller's transaction."""
    fields = [model._meta.get_field(name) for name in columns]
    given = set(columns)
    filler = [
        f
        for f in model._meta.concrete_fields
        if f.name not in given and f.attname not in given and not isinstance(f, models.AutoField)
    ]
    prepare = [getattr(f, "get_db_prep_save") for f in (*fields, *filler)]  # noqa: B009  stubs do not know it
    names = [f.column for f in (*fields, *filler)]  # type: ignore[union-attr]
    total = 0
    for chunk in chunks(rows):
        filled = [[*row, *(f.get_default() for f in filler)] for row in chunk]
        values = [[p(v, connection) for p, v in zip(prepare, row, strict=True)] for row in filled]
        write(model._meta.db_table, names, values)
        total += len(values)
    return total


def chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def write(table: str, names: list[str], values: list[list[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(n) for n in names)
    target = f"{connection.ops.quote_name(table)} ({quoted})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", values)  # noqa: S608
