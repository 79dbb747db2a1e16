"""The journal: append-only by trigger, chained, and able to name the first altered line."""

import pytest
from django.db import DatabaseError, connection, transaction

from musanada.access.audit import first_broken
from musanada.access.commands import write_entry
from musanada.access.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(alice, oujda):
    for number in range(5):
        write_entry(alice, f"test.{number}", "done", oujda, {"rows": number})


def without_triggers(statement: str) -> None:
    """What someone with the database's keys could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table is busy with deferred keys
            cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")
        cursor.execute(statement)


def test_chain_holds(lines):
    assert first_broken() is None


def test_empty_journal_holds(db):
    assert first_broken() is None


def test_line_cannot_be_altered(lines):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(number=2).update(verb="other")


def test_line_cannot_be_deleted(lines):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM access_auditentry WHERE number = 2")


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE access_auditentry SET verb = 'other' WHERE number = 3", 3),
        ("UPDATE access_auditentry SET outcome = 'denied' WHERE number = 1", 1),
        ("UPDATE access_auditentry SET actor_id = NULL WHERE number = 4", 4),
        ("UPDATE access_auditentry SET details = '{}' WHERE number = 5", 5),
        ("DELETE FROM access_auditentry WHERE number = 2", 2),
        ("DELETE FROM access_auditentry WHERE number = 5", 5),
    ],
)
def test_tampering_is_found_at_its_line(lines, statement, number):
    without_triggers(statement)
    assert first_broken() == number


def test_forged_tail_is_found(lines):
    AuditHead.objects.filter(pk=1).update(number=4)
    assert first_broken() == 6


def test_verify_command_names_the_line(lines, capsys):
    from musanada.access.cli import verify

    without_triggers("UPDATE access_auditentry SET verb = 'other' WHERE number = 3")
    assert verify(None, None) == 1
    assert capsys.readouterr().out.strip() == "3"
