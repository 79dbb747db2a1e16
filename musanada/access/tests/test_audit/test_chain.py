"""Any damage to the chain is named by its line and kind."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access import audit
from musanada.access.audit.chain import canonical, link
from musanada.access.audit.reading import Journal
from musanada.access.commands import write_entry
from musanada.access.models import AuditEntry
from musanada.access.tests.test_audit.helper import (
    ANCHOR,
    COPY,
    ENTRY,
    HEAD,
    LINES,
    ROW,
    damage,
    run,
    unguarded,
)

pytestmark = pytest.mark.django_db


def test_chain_holds(lines):
    report = audit.verify()
    assert (report.damage, report.end, report.anchors) == (None, LINES, 2)
    assert audit.first_broken() is None


def test_empty_journal_holds(db):
    assert audit.verify().damage is None


def test_what_the_database_gives_back_is_what_was_hashed(lines):
    """On both databases, to the byte: times, keys, details with letters of every kind."""
    rows = list(Journal(connection).rows(0, LINES))
    assert [row.text for row in rows] == [
        canonical(e.content()) for e in AuditEntry.objects.order_by("number")
    ]
    assert [row.hash for row in rows] == [link(row.previous, row.text) for row in rows]


@given(
    verb=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    details=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),
        st.integers(-9, 9) | st.none(),
    ),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    origin=st.sampled_from(["", "10.0.0.0", "2001:db8::"]),
)
def test_any_line_reads_back_as_it_was_hashed(db, verb, details, at, origin):
    """Quotes, line ends, letters beyond Latin, whole seconds."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: at)
        patch.setattr("musanada.access.audit.lines.current_origin", lambda: origin)
        write_entry(None, verb, "done", None, details)
        assert damage() == ""
        transaction.set_rollback(True)


SWAP = [f"UPDATE {ENTRY} SET number = {a} WHERE number = {b}" for a, b in ((-1, 3), (3, 4), (4, -1))]


FAR_SWAP = [f"UPDATE {ENTRY} SET number = {a} WHERE number = {b}" for a, b in ((-1, 2), (2, 7), (7, -1))]


CLOSE_UP = [f"UPDATE {ENTRY} SET number = {n} WHERE number = {n + 1}" for n in range(3, LINES)]


MAKE_ROOM = [f"UPDATE {ENTRY} SET number = {n + 1} WHERE number = {n}" for n in range(LINES, 4, -1)]


FORGED = f"INSERT INTO {ENTRY} ({ROW}) " + COPY.replace("number,", "5,", 1)


AFTER = f"INSERT INTO {ENTRY} ({ROW}) " + COPY.replace("number,", f"{LINES + 1},", 1)


THERE = f"(SELECT hash FROM {ENTRY} WHERE number = 4)"


DAMAGES = {
    "verb": ([f"UPDATE {ENTRY} SET verb = 'other' WHERE number = 3"], "3 altered"),
    "outcome": ([f"UPDATE {ENTRY} SET outcome = 'denied' WHERE number = 1"], "1 altered"),
    "actor": ([f"UPDATE {ENTRY} SET actor_id = NULL WHERE number = 4"], "4 altered"),
    "place": ([f"UPDATE {ENTRY} SET unit_id = NULL WHERE number = 4"], "4 altered"),
    "time": ([f"UPDATE {ENTRY} SET at = '2020-01-01 00:00:00+00' WHERE number = 4"], "4 altered"),
    "object": ([f"UPDATE {ENTRY} SET object_id = '' WHERE number = 4"], "4 altered"),
    "origin": ([f"UPDATE {ENTRY} SET origin = '10.0.0.0' WHERE number = 4"], "4 altered"),
    "last line": ([f"UPDATE {ENTRY} SET details = '{{}}' WHERE number = {LINES}"], f"{LINES} altered"),
    "hash too": ([f"UPDATE {ENTRY} SET verb = 'x', hash = 'x' WHERE number = 3"], "3 altered"),
    "previous": ([f"UPDATE {ENTRY} SET previous = 'x' WHERE number = 3"], "3 altered"),
    "removed": ([f"DELETE FROM {ENTRY} WHERE number = 2"], "2 removed"),
    "first removed": ([f"DELETE FROM {ENTRY} WHERE number = 1"], "1 removed"),
    "many removed": ([f"DELETE FROM {ENTRY} WHERE number BETWEEN 3 AND 5"], "3-5 removed"),
    "removed and closed up": ([f"DELETE FROM {ENTRY} WHERE number = 3", *CLOSE_UP], "3 removed"),
    "tail cut": ([f"DELETE FROM {ENTRY} WHERE number >= 7"], "7-8 removed"),
    "all removed": ([f"DELETE FROM {ENTRY}"], "1-8 removed"),
    "tail cut, head set back": (
        [
            f"DELETE FROM {ENTRY} WHERE number = 8",
            f"UPDATE {HEAD} SET number = 7, hash = (SELECT hash FROM {ENTRY} WHERE number = 7)",
        ],
        "7 head",
    ),
    "head gone": ([f"DELETE FROM {HEAD}"], "0 head"),
    "inserted copy": ([*MAKE_ROOM, FORGED], "5 inserted"),
    "inserted line that links": (
        [*MAKE_ROOM, FORGED, f"UPDATE {ENTRY} SET previous = {THERE}, hash = 'x' WHERE number = 5"],
        "5 inserted",
    ),
    "inserted at the end": ([AFTER], "9 inserted"),
    "inserted at the end, head moved": (
        [
            AFTER,
            f"UPDATE {ENTRY} SET previous = (SELECT hash FROM {HEAD}), hash = 'x' WHERE number = 9",
            f"UPDATE {HEAD} SET number = 9, hash = 'x'",
        ],
        "9 inserted",
    ),
    "swapped": (SWAP, "3 reordered"),
    "swapped far": (FAR_SWAP, "2 reordered"),
    "anchor altered": (
        [f"UPDATE {ANCHOR} SET number = 4 WHERE day = '2026-03-01'"],
        "4 anchor (anchor 2026-03-01)",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_with_its_line_and_kind(lines, name):
    statements, expected = DAMAGES[name]
    unguarded(*statements)
    assert damage() == expected


COLUMNS = ("verb", "object_kind", "object_id", "origin", "hash", "previous")


@given(data=st.data())
def test_any_single_damage_is_found_at_its_line(lines, data):
    number = data.draw(st.integers(1, LINES))
    statement = data.draw(
        st.sampled_from(
            [f"DELETE FROM {ENTRY} WHERE number = {number}"]
            + [f"UPDATE {ENTRY} SET {column} = 'other' WHERE number = {number}" for column in COLUMNS]
        )
    )
    with transaction.atomic():
        unguarded(statement)
        assert audit.first_broken() == number
        transaction.set_rollback(True)


@given(order=st.permutations(range(1, LINES + 1)))
def test_any_other_order_is_found_at_the_first_line_out_of_place(lines, order):
    first = next((n for n, moved in enumerate(order, 1) if n != moved), None)
    with transaction.atomic():
        unguarded(f"UPDATE {ENTRY} SET number = -number")
        run(*(f"UPDATE {ENTRY} SET number = {n} WHERE number = {-moved}" for n, moved in enumerate(order, 1)))
        assert damage() == (f"{first} reordered" if first else "")
        transaction.set_rollback(True)
