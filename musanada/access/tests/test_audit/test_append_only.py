"""No statement and no model alters or empties the journal."""

import pytest
from django.db import DatabaseError, connection, transaction

from musanada.access.models import AuditAnchor, AuditEntry, AuditHead
from musanada.access.tests.test_audit.helper import ANCHOR, COPY, ENTRY, HEAD, ROW, TRIGGERS, damage, run

pytestmark = pytest.mark.django_db


ON_BOTH = [
    f"UPDATE {ENTRY} SET verb = 'other' WHERE number = 2",
    f"UPDATE {ENTRY} SET number = 90 WHERE number = 8",
    f"DELETE FROM {ENTRY} WHERE number = 2",
    f"DELETE FROM {ENTRY}",
    f"INSERT INTO {ENTRY} ({ROW}) {COPY}",
    f"INSERT INTO {ENTRY} ({ROW}) {COPY.replace('number,', '-1,', 1)}",
    f"INSERT INTO {ENTRY} ({ROW}) {COPY.replace('number,', '20,', 1)}",
    f"INSERT INTO {ENTRY} ({ROW}) {COPY} ON CONFLICT (number) DO UPDATE SET verb = 'other'",
    f"UPDATE {HEAD} SET number = 3",
    f"UPDATE {HEAD} SET number = 9",
    f"UPDATE {HEAD} SET hash = ''",
    f"UPDATE {HEAD} SET seal = ''",
    f"DELETE FROM {HEAD}",
    f"UPDATE {ANCHOR} SET hash = ''",
    f"DELETE FROM {ANCHOR}",
    f"INSERT INTO {ANCHOR} SELECT * FROM {ANCHOR} WHERE true ON CONFLICT (day) DO UPDATE SET number = 1",
]


SQLITE_ONLY = [
    f"INSERT OR REPLACE INTO {ENTRY} ({ROW}) {COPY}",
    f"REPLACE INTO {ENTRY} ({ROW}) {COPY}",
    f"INSERT OR IGNORE INTO {ENTRY} ({ROW}) {COPY}",
    f"UPDATE OR REPLACE {ENTRY} SET number = 3 WHERE number = 2",
    f"REPLACE INTO {HEAD} SELECT * FROM {HEAD}",
    f"REPLACE INTO {ANCHOR} SELECT * FROM {ANCHOR}",
]


POSTGRESQL_ONLY = [f"TRUNCATE {table}" for table in TRIGGERS]


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    assert damage() == ""


@pytest.mark.parametrize("statement", ON_BOTH)
def test_raw_sql_cannot_alter_the_journal(lines, statement):
    refused(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statements")
@pytest.mark.parametrize("recursive", ["off", "on"])
@pytest.mark.parametrize("statement", SQLITE_ONLY)
def test_sqlite_cannot_replace_in_the_journal(lines, statement, recursive):
    """REPLACE deletes without asking the trigger on DELETE, unless ``recursive_triggers`` is on."""
    run(f"PRAGMA recursive_triggers = {recursive}")
    try:
        refused(statement)
    finally:
        run("PRAGMA recursive_triggers = off")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own statement")
@pytest.mark.parametrize("statement", POSTGRESQL_ONLY)
def test_postgresql_cannot_empty_the_journal(lines, statement):
    run("SET CONSTRAINTS ALL IMMEDIATE", "SET LOCAL musanada.throw_away = 'no'")
    refused(statement)


def save_again(row):
    row.verb = "other"
    row.save()


def put_anew(row):
    row.verb = "other"
    fields = ["verb", "hash"]
    AuditEntry.objects.bulk_create(
        [row], update_conflicts=True, update_fields=fields, unique_fields=["number"]
    )


ORM = {
    "save": save_again,
    "save of a field": lambda row: row.save(update_fields=["verb"]),
    "delete": lambda row: row.delete(),
    "update": lambda row: AuditEntry.objects.filter(pk=row.pk).update(verb="other"),
    "delete of many": lambda row: AuditEntry.objects.all().delete(),
    "raw delete": lambda row: AuditEntry.objects.all()._raw_delete("default"),
    "bulk update": lambda row: AuditEntry.objects.bulk_update([row], ["verb"]),
    "bulk create over it": put_anew,
    "create between": lambda row: AuditEntry.objects.create(number=0, at=row.at, verb="x", outcome="done"),
    "head back": lambda row: AuditHead.objects.update(number=1),
    "head away": lambda row: AuditHead.objects.all().delete(),
    "anchor changed": lambda row: AuditAnchor.objects.update(hash=""),
    "anchor away": lambda row: AuditAnchor.objects.all().delete(),
}


@pytest.mark.parametrize("way", ORM)
def test_models_cannot_alter_the_journal(lines, way):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ORM[way](AuditEntry.objects.get(number=2))
    assert damage() == ""
