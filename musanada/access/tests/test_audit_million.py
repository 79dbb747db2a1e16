"""A million lines: the walk that holds, and one line altered, removed, inserted or moved, named among them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from musanada.access import audit
from musanada.access.audit.reading import Journal

from .journals import journal_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="once, on SQLite; the damages on both: test_audit"
    ),
]
MILLION, PER_DAY = 1_000_000, 4_000
ENTRY = "access_auditentry"
COPY = f"""INSERT INTO {ENTRY} SELECT {{number}}, at, actor_id, verb, outcome, object_kind, object_id, unit_id, details,
    origin, previous, hash FROM {ENTRY} WHERE number = 1000"""


@pytest.fixture(scope="module")
def million(tmp_path_factory, django_db_blocker) -> Iterator:
    path = tmp_path_factory.mktemp("journal") / "million.sqlite3"
    with django_db_blocker.unblock():
        wrapper, anchors = journal_file(path, MILLION, PER_DAY)
        yield wrapper, anchors
        wrapper.close()
    path.unlink()


@contextmanager
def hurt(wrapper, *statements: str) -> Iterator[Journal]:
    with wrapper.cursor() as cursor:
        cursor.execute("BEGIN")
        for statement in statements:
            cursor.execute(statement)
        yield Journal(wrapper)
        cursor.execute("ROLLBACK")


def test_million_lines_hold(million):
    wrapper, anchors = million
    report = audit.verify(Journal(wrapper), outside=anchors)
    assert (report.damage, report.end) == (None, MILLION)
    assert report.anchors == 2 * (MILLION // PER_DAY - 1)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"UPDATE {ENTRY} SET outcome = 'denied' WHERE number = 400000", "400000 altered"),
        (f"DELETE FROM {ENTRY} WHERE number = 123457", "123457 removed"),
    ],
)
def test_one_line_among_a_million_is_named_from_the_first_on(million, statement, named):
    with hurt(million[0], statement) as journal:
        assert str(audit.verify(journal).damage) == named


def shifted(first: int, last: int, by: int) -> list[str]:
    numbers = range(last, first - 1, -1) if by > 0 else range(first, last + 1)
    return [f"UPDATE {ENTRY} SET number = {n + by} WHERE number = {n}" for n in numbers]


NEAR = MILLION - 40
LATE = {
    "altered": ([f"UPDATE {ENTRY} SET verb = 'other' WHERE number = {NEAR}"], "altered"),
    "removed": ([f"DELETE FROM {ENTRY} WHERE number = {NEAR}"], "removed"),
    "removed and closed up": (
        [f"DELETE FROM {ENTRY} WHERE number = {NEAR}", *shifted(NEAR + 1, MILLION, -1)],
        "removed",
    ),
    "inserted": ([*shifted(NEAR, MILLION, 1), COPY.format(number=NEAR)], "inserted"),
    "moved": (
        [
            f"UPDATE {ENTRY} SET number = {a} WHERE number = {b}"
            for a, b in ((0, NEAR), (NEAR, MILLION), (MILLION, 0))
        ],
        "reordered",
    ),
}


@pytest.mark.parametrize("name", LATE)
def test_one_line_is_named_from_the_nearest_anchor_on(million, name):
    wrapper, anchors = million
    statements, kind = LATE[name]
    with hurt(wrapper, *statements) as journal:
        report = audit.verify(journal, outside=anchors, since=anchors[-1].day + timedelta(days=1))
        assert str(report.damage) == f"{NEAR} {kind}"
        assert report.start.number == MILLION - PER_DAY


def test_cut_tail_is_named(million):
    with hurt(million[0], f"DELETE FROM {ENTRY} WHERE number > {MILLION - 7}") as journal:
        report = audit.verify(journal, since=million[1][-1].day + timedelta(days=1))
        assert str(report.damage) == f"{MILLION - 6}-{MILLION} removed"
