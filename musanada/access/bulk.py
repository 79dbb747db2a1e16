"""Rows by the ten thousand: one prepared statement, no model instances. Called by commands only.

Django's ``bulk_create`` spends most of its time building instances and SQL text; here the caller gives
tuples. Constraints and triggers of the database still hold; ``full_clean`` does not run: the caller has checked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.db import connection, connections, models

CHUNK = 5_000
AS_IS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField)
Field = models.Field[Any, Any]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert ``rows`` (values in the order of ``columns``, which are field names); columns left out take the
    field's default. Returns how many. Runs inside the caller's transaction."""
    given: list[Any] = [model._meta.get_field(name) for name in columns]
    filler = [
        f for f in model._meta.concrete_fields if f not in given and not isinstance(f, models.AutoField)
    ]
    converters = [converter(f) for f in given]
    needed = [(i, convert) for i, convert in enumerate(converters) if convert]
    defaults = [default(f) for f in filler]
    total = 0
    for chunk in chunks(rows):
        values = [[*row, *(make() for make in defaults)] for row in chunk]
        for value in values:
            for i, convert in needed:
                if value[i] is not None:
                    value[i] = convert(value[i])
        write(model._meta.db_table, [f.column for f in (*given, *filler)], values)
        total += len(values)
    return total


def converter(field: Field) -> Callable[[Any], Any] | None:
    """How the database wants a value that is not None; None when it takes it as it is."""
    target: Any = field.target_field if isinstance(field, models.ForeignKey) else field
    if seal := getattr(target, "to_table", None):  # kept encrypted (``kit.secrets``)
        return cast(Callable[[Any], Any], seal)
    if isinstance(target, AS_IS):
        return None
    if connection.vendor == "postgresql" and not isinstance(target, models.JSONField):
        return None
    if isinstance(target, models.UUIDField):
        return hexadecimal
    database = connections[connection.alias]  # the proxy's lookups cost more than the conversion
    if isinstance(target, models.DateTimeField):
        return database.ops.adapt_datetimefield_value
    if isinstance(target, models.DateField):
        return str
    return lambda value: target.get_db_prep_save(value, database)


def hexadecimal(value: UUID | str) -> str:
    return value.hex if isinstance(value, UUID) else UUID(value).hex


def default(field: Field) -> Callable[[], Any]:
    """A maker of the field's default, already as the database wants it."""
    convert = converter(field)
    if field.has_default() and callable(field.default):
        make = field.default
        return (lambda: convert(make())) if convert else make
    value = field.get_default()
    ready = convert(value) if convert and value is not None else value
    return lambda: ready


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


def measure() -> None:
    """Let PostgreSQL look at what a long load has written so far, inside its transaction.

    Its own collector looks only at what is committed: until then it takes a table of ten thousand rows for an empty one,
    and a question that takes a millisecond takes minutes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
