"""Rows written before their column was encrypted: read and written by plain SQL, a batch at a time.

A row that is encrypted already is passed over, so that a migration cut off half-way goes on where it stopped.
"""

# ruff: noqa: S608  tables and columns come from migrations; every value is a parameter

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from musanada.kit.secrets.index import blind_index
from musanada.kit.secrets.text import encrypt, is_encrypted, open_text

BATCH = 1_000
Step = Callable[[Any, Any], None]


def batches(connection: Any, table: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """``(id, *columns)`` of every row, by key."""
    quote = connection.ops.quote_name
    head = f"SELECT {', '.join(map(quote, ('id', *columns)))} FROM {quote(table)}"
    last: list[Any] = []
    while True:
        where = f" WHERE {quote('id')} > %s" if last else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{head}{where} ORDER BY {quote('id')} LIMIT {BATCH}", last)
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = [rows[-1][0]]


def write(connection: Any, table: str, column: str, values: Sequence[tuple[Any, Any]]) -> None:
    """``(value, id)`` pairs."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote('id')} = %s", list(values)
        )


def encrypting(table: str, *columns: str, empty: Sequence[str] = ("", "[]", "{}")) -> Step:
    """For ``RunPython``: every value of these columns, encrypted under its own place."""

    def run(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        for column in columns:
            context = f"{table}.{column}"
            for rows in batches(connection, table, (column,)):
                todo = [
                    (encrypt(text, context), pk)
                    for pk, text in rows
                    if text is not None and text not in empty and not is_encrypted(text)
                ]
                write(connection, table, column, todo)

    return run


def indexing(table: str, column: str, source: str, other: str, compared: Callable[[str, str], Any]) -> Step:
    """For ``RunPython``: the blind index of ``source``; ``compared(other column, value)`` is purpose and text."""

    def run(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        for rows in batches(connection, table, (other, source)):
            found = [
                (blind_index(*compared(kind, open_text(value, f"{table}.{source}"))), pk)
                for pk, kind, value in rows
            ]
            write(connection, table, column, found)

    return run
