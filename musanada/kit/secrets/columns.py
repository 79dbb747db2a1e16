"""Every encrypted column of the installation, found by the class of its field; what keys its rows use."""

# ruff: noqa: S608  tables and columns are those of our models; every value is a parameter

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from musanada.kit.secrets.fields import BlindIndexField, SealableCharField, Sealing, WrappedKeyField
from musanada.kit.secrets.files import HEADER, SEALED_FOLDERS, key_id_of
from musanada.kit.secrets.text import MARK, key_of

CLEAR = "clear"  # what stands instead of a key id where an encrypted column holds a clear text
BLANK = ("", "[]", "{}", '""')  # what encrypted columns keep as it is: nothing


@dataclass(frozen=True)
class Column:
    """A column of ciphertexts. ``always``: a clear text in it is a fault."""

    label: str
    table: str
    name: str
    key: str
    context: str
    always: bool

    @property
    def quoted(self) -> tuple[str, str, str]:
        quote = connection.ops.quote_name
        return quote(self.table), quote(self.name), quote(self.key)


def columns() -> list[Column]:
    """In the order of the models."""
    return [
        Column(
            label=f"{model._meta.label}.{field.name}",
            table=model._meta.db_table,
            name=str(field.column),
            key=model._meta.pk.column,
            context=field.context,
            always=not isinstance(field, SealableCharField),
        )
        for model, field in fields()
        if isinstance(field, (Sealing, SealableCharField, WrappedKeyField))
    ]


def fields() -> Iterator[tuple[Any, Any]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                yield model, field


def indexed() -> dict[str, models.Field[Any, Any]]:
    """``app.Model.field`` of every blind index."""
    return {f"{m._meta.label}.{f.name}": f for m, f in fields() if isinstance(f, BlindIndexField)}


def keys_used(column: Column) -> Counter[str]:
    """How many values each key has in a column; what is not encrypted but should be counts as ``clear``."""
    table, name, _key = column.quoted
    start = len(MARK) + 1
    group = f"CASE WHEN {name} LIKE %s THEN SUBSTR({name}, {start}, 8) ELSE %s END"
    blank = ", ".join(["%s"] * len(BLANK))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k, COUNT(*) FROM (SELECT {group} AS k FROM {table} WHERE {name} IS NOT NULL"
            f" AND {name} NOT IN ({blank})) used GROUP BY k",
            [f"{MARK}%", CLEAR, *BLANK],
        )
        found = Counter(dict(cursor.fetchall()))
    if not column.always:
        del found[CLEAR]
    return found


def sample_key(column: Column) -> str:
    """The key of one value of the column; "" if it holds none."""
    table, name, _key = column.quoted
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE {name} LIKE %s LIMIT 1", [f"{MARK}%"])
        found = cursor.fetchone()
    return key_of(found[0]) if found else ""


def files_used() -> Counter[str]:
    """How many files each key has in the sealed folders."""
    found: Counter[str] = Counter()
    for _context, path in sealed_files():
        with path.open("rb") as file:
            head = file.read(HEADER)
        found[key_id_of(head) if head.startswith(b"MSNE1") else CLEAR] += 1
    return found


def sealed_files() -> Iterator[tuple[str, Any]]:
    """Context and path of every sealed file."""
    for sealed in SEALED_FOLDERS.values():
        for path in sorted(sealed.folder().rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield sealed.context(path), path
