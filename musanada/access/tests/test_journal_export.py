"""What an auditor takes away, and what can be proved with it elsewhere."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access import audit
from musanada.access.audit import anchors
from musanada.access.audit.export import check
from musanada.access.commands import anchor_now, export_journal, found_organisation, system_user, write_entry
from musanada.access.models import AuditEntry
from musanada.config.cli import parser
from musanada.kit.errors import BadInput, MissingRight

from .conftest import make_user

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 3)


@pytest.fixture
def written(alice, oujda, tmp_path, settings, monkeypatch):
    """Nine lines over three days that are over; their anchors lie elsewhere."""
    settings.ANCHORS = tmp_path / "anchors"
    for number in range(9):
        at = datetime(2026, 3, 1 + number // 3, 9, number, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        write_entry(alice, f"test.{number}", "done", oujda)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 4, 9, tzinfo=UTC))
    anchor_now()
    monkeypatch.undo()


def exported(path, actor=None, first=FIRST, last=LAST):
    path.write_text("".join(export_journal(actor or system_user("console"), first=first, last=last)))
    return path


def told(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def run(*words) -> int:
    args = parser().parse_args([str(word) for word in words])
    return args.run(args, system_user("console"))


def test_every_line_of_the_days_is_there(written, tmp_path):
    head, *lines, foot = told(exported(tmp_path / "file"))
    assert [line["line"]["verb"] for line in lines] == [f"test.{n}" for n in range(9)]
    assert (head["scope"], head["opening"]["number"], head["closing"]["number"]) == ("all", 0, 9)
    assert ([a["number"] for a in head["anchors"]], foot["lines"]) == ([3, 6, 9], 9)


def test_file_is_of_whole_days_between_anchors(written, tmp_path):
    _head, *lines, _foot = told(exported(tmp_path / "file", first=date(2026, 3, 2), last=date(2026, 3, 2)))
    assert [line["line"]["number"] for line in lines] == [4, 5, 6]
    assert check(tmp_path / "file", outside=anchors.read_folder(tmp_path / "anchors")).anchors == 2


def test_days_that_are_not_over_go_to_the_last_line(written, tmp_path):
    """The line that says who exported is the last of them."""
    today = timezone.now().astimezone(UTC).date()
    *_head, last, _foot = told(exported(tmp_path / "file", last=today))
    assert last["line"]["verb"] == "test.8"
    assert check(tmp_path / "file", with_key=True).wrong == ""


def test_untouched_file_holds_without_the_database(written, tmp_path):
    path = exported(tmp_path / "file")
    found = check(path, outside=anchors.read_folder(tmp_path / "anchors"))
    assert (found.wrong, found.lines, found.anchors) == ("", 9, 3)
    assert check(path, with_key=True).wrong == ""


def again(path, things):
    """Written as the sender could write it: hash of the file made anew, the signature left."""
    import hashlib

    from musanada.access.audit.chain import canonical

    texts = [canonical(thing) + "\n" for thing in things[:-1]]
    foot = things[-1] | {
        "sha256": hashlib.sha256("".join(texts).encode()).hexdigest(),
        "lines": len(texts) - 1,
    }
    path.write_text("".join(texts) + canonical(foot) + "\n")
    return path


def refolded(things):
    """What a sender without the key would do: every digest in the file made to fit."""
    from musanada.access.audit.chain import canonical, fold

    head, digest = things[0], things[0]["opening"]["digest"]
    for thing in things[1:-1]:
        digest = fold(digest, canonical(thing["line"]))
        for anchor in head["anchors"]:
            if anchor["number"] == thing["line"]["number"]:
                anchor["digest"] = digest
    head["closing"]["digest"] = digest
    return things


def test_forged_file_is_found_by_anchors_received_another_way(written, tmp_path):
    things = told(exported(tmp_path / "file"))
    things[5]["line"]["verb"] = "other"
    path = again(tmp_path / "forged", refolded(things))
    assert check(path).wrong == ""
    found = check(path, outside=anchors.read_folder(tmp_path / "anchors"))
    assert (str(found.wrong), found.number) == (
        "Jusqu'à cette ligne, ce ne sont pas celles que l'ancre a vues.",
        6,
    )
    assert check(path, with_key=True).number == 5


@given(data=st.data())
def test_any_change_to_a_file_is_found(written, tmp_path, data):
    """A byte changed, a line cut, doubled or moved; with the file's own hash made to fit, by the digests."""
    path = tmp_path / "file"
    if not path.exists():
        exported(path)
    things = told(path)
    number = data.draw(st.integers(1, 9))
    way = data.draw(st.sampled_from(["cut", "double", "swap", "alter", "tail"]))
    if way == "cut":
        del things[number]
    elif way == "double":
        things.insert(number, things[number])
    elif way == "swap":
        other = number % 9 + 1
        things[number], things[other] = things[other], things[number]
    elif way == "alter":
        things[number]["line"]["outcome"] = "denied"
    else:
        del things[number:-1]
    assert check(again(tmp_path / "changed", things)).wrong != ""


def test_byte_changed_in_the_head_is_found(written, tmp_path):
    path = exported(tmp_path / "file")
    path.write_text(path.read_text().replace('"from":"2026-03-01"', '"from":"2026-03-02"'))
    assert "modifié" in str(check(path).wrong)


def test_file_that_ends_early_is_found(written, tmp_path):
    path = exported(tmp_path / "file")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert "fin" in str(check(path).wrong)


@pytest.mark.parametrize("content", ["", "{}", "[]", "nothing", '{"format": "other", "version": 1}'])
def test_what_is_no_export_is_said(tmp_path, content):
    (tmp_path / "file").write_text(content)
    with pytest.raises(BadInput, match="pas un export"):
        check(tmp_path / "file")


def test_file_is_checked_with_the_guides_own_program(written, tmp_path):
    """As an auditor would, who has neither this program nor its key."""
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "audit.md").read_text()
    program = re.search(r"```python file=check_journal.py\n(.*?)```", page, re.DOTALL)[1]
    (tmp_path / "check_journal.py").write_text(program)
    path, kept = exported(tmp_path / "file"), sorted((tmp_path / "anchors").iterdir())
    words = [sys.executable, "-I", tmp_path / "check_journal.py", path, *kept]
    good = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "9 lines, 3 of your anchors met\n")
    path.write_text(path.read_text().replace("test.4", "test.x"))
    assert subprocess.run(words, capture_output=True, text=True, check=False).returncode == 1


# Whose lines, and who may


@pytest.fixture
def dina(organisation):
    return make_user("dina", organisation, "auditor")


@pytest.fixture
def otmane(oujda):
    return make_user("otmane", oujda, "auditor")


def test_auditor_of_one_office_gets_its_lines_without_numbers(written, otmane, alice, rabat, tmp_path):
    write_entry(alice, "test.rabat", "done", rabat)
    head, *lines, _foot = told(exported(tmp_path / "file", otmane, last=timezone.localdate()))
    assert head["scope"] == "units"
    assert [line["line"]["verb"] for line in lines] == [*(f"test.{n}" for n in range(9)), "audit.export"]
    assert not [line for line in lines if "number" in line["line"]]
    assert "anchors" not in head
    assert check(tmp_path / "file", with_key=True).wrong == ""


def test_auditor_of_every_organisation_gets_the_chain(written, dina, tmp_path):
    assert told(exported(tmp_path / "file", dina))[0]["scope"] == "all"


def test_another_organisation_makes_the_chain_nobodys(written, dina, tmp_path):
    found_organisation("ministere", "Ministère", side="state")
    assert told(exported(tmp_path / "file", dina))[0]["scope"] == "units"


def test_export_is_journalled_with_its_rows_and_days(written, dina, tmp_path):
    exported(tmp_path / "file", dina)
    line = AuditEntry.objects.get(verb="audit.export")
    assert line.details == {"from": "2026-03-01", "to": "2026-03-03", "rows": 9, "scope": "all"}
    assert (line.actor, line.outcome) == (dina, "done")


def test_who_may_not_export_is_refused_and_noted(written, alice):
    with pytest.raises(MissingRight):
        export_journal(alice, first=FIRST, last=LAST)
    assert AuditEntry.objects.get(verb="audit.export").outcome == "denied"


def send(client, user, **answers):
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client.post(reverse("access:journal-export"), answers)


def test_page_gives_the_file(client, written, dina, tmp_path):
    answer = send(client, dina, first="2026-03-01", last="2026-03-03")
    (tmp_path / "file").write_bytes(b"".join(answer.streaming_content))
    assert answer["Content-Disposition"] == 'attachment; filename="journal-2026-03-01-2026-03-03.jsonl"'
    assert check(tmp_path / "file", outside=anchors.read_folder(tmp_path / "anchors")).anchors == 3


def test_page_refuses_days_the_wrong_way_round(client, written, dina):
    answer = send(client, dina, first="2026-03-03", last="2026-03-01")
    assert (answer.status_code, AuditEntry.objects.filter(verb="audit.export").count()) == (422, 0)


# The terminal


def test_export_and_check_in_the_terminal(written, tmp_path, capsys):
    path, kept = tmp_path / "file", tmp_path / "anchors"
    assert run("audit", "export", "--from", FIRST, "--to", LAST, "--out", path) == 0
    assert path.stat().st_mode & 0o077 == 0
    assert run("audit", "check", path, "--anchors", kept) == 0
    assert "3 of your anchors met" in capsys.readouterr().err
    path.write_text(path.read_text().replace("test.4", "test.x"))
    assert run("audit", "check", path, "--anchors", kept) == 1
    assert capsys.readouterr().out.strip() == "6"


def test_export_never_writes_over_a_file(written, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="existe déjà"):
        run("audit", "export", "--from", FIRST, "--to", LAST, "--out", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"
    assert not AuditEntry.objects.filter(verb="audit.export").exists()


def test_verify_names_the_damage(written, tmp_path, capsys, monkeypatch):
    assert run("audit", "verify", "--anchors", tmp_path / "anchors") == 0
    damage = audit.Report(anchors.End(), 4, 0, audit.Damage("altered", 5, 5))
    monkeypatch.setattr("musanada.access.audit.verify", lambda **options: damage)
    assert run("audit", "verify") == 1
    assert capsys.readouterr().out.strip() == "5 altered"


def test_verify_hands_its_day_and_folder_on(written, tmp_path, monkeypatch):
    asked = {}
    hold = audit.Report(anchors.End(), 9, 0, None)
    monkeypatch.setattr("musanada.access.audit.verify", lambda **options: asked.update(options) or hold)
    run("audit", "verify", "--since", "2026-03-02", "--anchors", tmp_path / "anchors")
    assert (asked["since"], [a.number for a in asked["outside"]]) == (date(2026, 3, 2), [3, 6, 9])


def test_anchor_prints_the_days_whose_file_is_new(written, tmp_path, capsys):
    (tmp_path / "anchors" / "2026-03-02.json").unlink()
    assert run("audit", "anchor") == 0
    assert capsys.readouterr().out.strip() == "2026-03-02"
