"""The journal of a file: a line is added, and neither changed nor taken away, by whatever road."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from musanada.cases.caseflow import Move
from musanada.cases.models import CaseStep
from musanada.cases.tests.declared import a_case, declared

STATEMENTS = (
    "DELETE FROM cases_casestep",
    "UPDATE cases_casestep SET to_state = 'granted'",
    "UPDATE cases_casestep SET reasons = ',x,'",
    "UPDATE cases_casestep SET text = 'autre chose'",
    "UPDATE cases_casestep SET recorded_at = '2014-01-02 00:00:00'",
)


@pytest.fixture
def line(world):
    with declared() as one:
        case = a_case(world)
        one.flow.run(world.maha, case, "check", move=Move(text="Vu avec la personne.", seen="{}"))
        yield CaseStep.objects.get(code="check")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_sql_changes_nothing(line, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.delete(),
        lambda row: CaseStep.objects.all().delete(),
        lambda row: CaseStep.objects.update(on=timezone.localdate().replace(year=2014)),
        lambda row: CaseStep.objects.filter(pk=row.pk).update(text="Autre chose."),
        lambda row: CaseStep.objects.filter(pk=row.pk).update(text=row.text),
    ],
    ids=["delete", "delete many", "day", "words", "the same words again"],
)
def test_the_program_changes_nothing(line, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(line)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
def test_nothing_is_replaced(line):
    statement = "INSERT OR REPLACE INTO cases_casestep SELECT * FROM cases_casestep"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own statement")
def test_the_table_is_not_emptied(line):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL musanada.throw_away = 'no'")
        cursor.execute("TRUNCATE cases_casestep CASCADE")


def test_an_erasure_strips_the_words_and_leaves_the_line(line):
    CaseStep.objects.filter(pk=line.pk).update(text="", seen="")
    line.refresh_from_db()
    assert (line.text, line.seen, line.to_state) == ("", "", "checked")


def test_words_that_were_stripped_do_not_come_back(line):
    CaseStep.objects.filter(pk=line.pk).update(text="")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseStep.objects.filter(pk=line.pk).update(text="De nouveau.")


def test_a_new_key_encrypts_the_words_anew(line):
    """What ``musanada keys rotate`` does: the same words under another key's name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_casestep WHERE code = 'check'")
        stored = cursor.fetchone()[0]
        key = stored[5:13]
        other = stored.replace(key, ("b" if key[0] != "b" else "c") + key[1:], 1)
        cursor.execute("UPDATE cases_casestep SET text = %s WHERE code = 'check'", [other])
        cursor.execute("SELECT text FROM cases_casestep WHERE code = 'check'")
        assert cursor.fetchone()[0] == other
