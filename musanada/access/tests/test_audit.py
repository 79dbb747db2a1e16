"""The journal: append-only by trigger, chained, anchored; whatever is done to it is named with its line and its kind."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access import audit
from musanada.access.audit import anchors
from musanada.access.audit.chain import canonical, fold, link, seal_of, signature_of
from musanada.access.audit.reading import Journal
from musanada.access.commands import anchor_now, write_entry
from musanada.access.models import AuditAnchor, AuditEntry, AuditHead
from musanada.kit.errors import BadInput

pytestmark = pytest.mark.django_db
ENTRY, HEAD, ANCHOR = "access_auditentry", "access_audithead", "access_auditanchor"
TRIGGERS = {
    ENTRY: ("audit_no_update", "audit_no_delete", "audit_no_insert_between"),
    HEAD: ("audit_head_no_step_back", "audit_head_no_delete", "audit_head_no_replace"),
    ANCHOR: ("audit_anchor_no_update", "audit_anchor_no_delete", "audit_anchor_no_replace"),
}
LINES = 8


@pytest.fixture
def lines(alice, oujda):
    """Eight lines over three days, with the anchors of the first two."""
    start = AuditHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    assert start == 0
    with pytest.MonkeyPatch.context() as patch:
        for number in range(LINES):
            at = datetime(2026, 3, 1 + number // 3, 9, number, tzinfo=UTC)
            patch.setattr(timezone, "now", lambda at=at: at)
            write_entry(alice, f"test.{number}", "done", oujda, {"rows": number, "code": "à « é »"})


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unguarded(*statements: str) -> None:
    """What someone with the database's own keys could do."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # or the tables are busy with deferred keys
        run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TRIGGERS))
    else:
        run(*(f"DROP TRIGGER IF EXISTS {name}" for names in TRIGGERS.values() for name in names))
    run(*statements)


def damage(**options) -> str:
    return str(audit.verify(**options).damage or "")


# Append-only

ROW = "number, at, actor_id, verb, outcome, object_kind, object_id, unit_id, details, origin, previous, hash"
COPY = f"SELECT {ROW} FROM {ENTRY} WHERE number = 2"
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


# The chain


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


# Anchors


@pytest.fixture
def elsewhere(lines, tmp_path, settings):
    """The anchors' files, copied to where nobody of the installation writes."""
    settings.ANCHORS = tmp_path / "anchors"
    anchor_now(today=date(2026, 3, 4))
    return settings.ANCHORS


def rewrite(first: int) -> None:
    """What the holder of the key could do: alter a line and make everything after it anew, seals and anchors too."""
    unguarded(f"UPDATE {ENTRY} SET verb = 'other' WHERE number = {first}")
    previous, digest, ends = "", "", {}
    for entry in AuditEntry.objects.order_by("number"):
        text = canonical(entry.content())
        own, digest = link(previous, text), fold(digest, text)
        AuditEntry.objects.filter(pk=entry.pk).update(previous=previous, hash=own)
        previous, ends[entry.number] = own, (own, digest)
    AuditHead.objects.update(hash=previous, digest=digest, seal=seal_of(LINES, previous, digest))
    for anchor in AuditAnchor.objects.all():
        end = ends[anchor.number]
        signed = signature_of(anchor.day, anchor.number, *end)
        AuditAnchor.objects.filter(pk=anchor.pk).update(hash=end[0], digest=end[1], signature=signed)


def test_first_line_of_a_day_anchors_the_day_before(lines):
    assert list(AuditAnchor.objects.order_by("day").values_list("day", "number")) == [
        (date(2026, 3, 1), 3),
        (date(2026, 3, 2), 6),
    ]


def test_day_that_is_over_is_anchored_without_a_line(elsewhere):
    assert sorted(f.name for f in elsewhere.iterdir()) == [f"2026-03-0{n}.json" for n in (1, 2, 3)]
    told = json.loads((elsewhere / "2026-03-03.json").read_text())
    assert (told["day"], told["number"]) == ("2026-03-03", LINES)


def test_day_that_is_not_over_is_not_anchored(lines, tmp_path, settings):
    settings.ANCHORS = tmp_path
    anchor_now(today=date(2026, 3, 3))
    assert not (tmp_path / "2026-03-03.json").exists()


def test_anchor_file_is_never_written_over(elsewhere):
    path = elsewhere / "2026-03-01.json"
    path.write_text("{}")
    assert anchor_now(today=date(2026, 3, 4)) == []
    assert path.read_text() == "{}"


def test_anchor_file_that_was_lost_is_written_again(elsewhere):
    before = (elsewhere / "2026-03-01.json").read_text()
    (elsewhere / "2026-03-01.json").unlink()
    assert [anchor.day for anchor in anchor_now(today=date(2026, 3, 4))] == [date(2026, 3, 1)]
    assert (elsewhere / "2026-03-01.json").read_text() == before


def test_file_is_written_when_the_line_is(
    lines, tmp_path, settings, alice, django_capture_on_commit_callbacks
):
    settings.ANCHORS = tmp_path / "anchors"
    with django_capture_on_commit_callbacks(execute=True):
        write_entry(alice, "test.later", "done", None)
    assert (tmp_path / "anchors" / "2026-03-03.json").exists()


def test_disk_that_refuses_does_not_undo_what_was_done(
    lines, tmp_path, settings, alice, django_capture_on_commit_callbacks, caplog
):
    (tmp_path / "file").write_text("")
    settings.ANCHORS = tmp_path / "file"
    with django_capture_on_commit_callbacks(execute=True):
        write_entry(alice, "test.later", "done", None)
    assert AuditEntry.objects.filter(verb="test.later").exists()
    assert "2026-03-03" in caplog.text


def test_clock_that_goes_back_and_forth_anchors_a_day_once(lines, monkeypatch):
    for day in (9, 3, 4, 3, 9, 4):
        at = datetime(2026, 3, day, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        write_entry(None, "test.clock", "done", None)
    assert damage() == ""
    days = list(AuditAnchor.objects.order_by("day").values_list("day__day", flat=True))
    assert days == [1, 2, 3, 4, 9]


def test_whoever_has_the_key_rewrites_unseen_but_for_the_old_anchors(elsewhere):
    rewrite(first=5)
    assert damage() == ""
    assert damage(outside=anchors.read_folder(elsewhere)) == "4-6 rewritten (anchor 2026-03-02)"


def test_old_anchors_of_an_untouched_journal_hold(elsewhere):
    report = audit.verify(outside=anchors.read_folder(elsewhere))
    assert (report.damage, report.anchors) == (None, 6)


def test_tail_cut_with_the_key_is_found_by_an_old_anchor(elsewhere):
    line = AuditEntry.objects.get(number=6)
    digest = AuditAnchor.objects.get(number=6).digest
    unguarded(
        f"DELETE FROM {ENTRY} WHERE number > 6",
        f"DELETE FROM {ANCHOR} WHERE number > 6",
        f"UPDATE {HEAD} SET number = 6, hash = '{line.hash}', digest = '{digest}', "
        f"seal = '{seal_of(6, line.hash, digest)}'",
    )
    assert damage() == ""
    assert damage(outside=anchors.read_folder(elsewhere)) == "7-8 removed (anchor 2026-03-03)"


def test_forged_anchor_is_named(elsewhere):
    path = elsewhere / "2026-03-02.json"
    path.write_text(path.read_text().replace('"number": 6', '"number": 5'))
    assert damage(outside=anchors.read_folder(elsewhere)) == "5 anchor (anchor 2026-03-02)"


def test_verification_may_start_at_an_anchor(lines):
    unguarded(f"UPDATE {ENTRY} SET verb = 'other' WHERE number = 2")
    assert damage(since=date(2026, 3, 2)) == ""
    assert damage(since=date(2026, 3, 1)) == "2 altered"
    report = audit.verify(since=date(2026, 3, 3))
    assert (report.start.number, report.end) == (6, LINES)


def test_start_at_an_anchor_finds_what_comes_after(lines):
    unguarded(f"UPDATE {ENTRY} SET verb = 'other' WHERE number = 7")
    assert damage(since=date(2026, 3, 3)) == "7 altered"


def test_start_after_the_end_finds_what_was_cut(lines):
    unguarded(f"DELETE FROM {ENTRY} WHERE number > 5")
    assert damage(since=date(2026, 3, 3)) == "6-8 removed"


@pytest.mark.parametrize("content", ["", "[]", '{"day": "2026-03-01"}', '{"day": 1}'])
def test_unreadable_anchor_is_said(tmp_path, content):
    (tmp_path / "2026-03-01.json").write_text(content)
    with pytest.raises(BadInput, match="illisible"):
        anchors.read_folder(tmp_path)


def test_folder_without_anchors_is_said(tmp_path):
    with pytest.raises(BadInput, match="Aucune ancre"):
        anchors.read_folder(tmp_path)


def test_time_of_a_line_is_its_own(lines):
    """Lines of a second after midnight in UTC belong to the new day."""
    assert AuditEntry.objects.get(number=4).at - AuditEntry.objects.get(number=3).at > timedelta(hours=23)
