"""Each day is anchored outside the database: who holds the key still cannot rewrite the past unseen."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from musanada.access import audit
from musanada.access.audit import anchors
from musanada.access.audit.chain import canonical, fold, link, seal_of, signature_of
from musanada.access.commands import anchor_now, write_entry
from musanada.access.models import AuditAnchor, AuditEntry, AuditHead
from musanada.access.tests.test_audit.helper import ANCHOR, ENTRY, HEAD, LINES, damage, unguarded
from musanada.kit.errors import BadInput

pytestmark = pytest.mark.django_db


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
