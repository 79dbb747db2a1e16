"""The test command itself: what it counts, what it calls a failure, and that set-up names what is missing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tools import private_postgres
from tools import test as command

ROOT = Path(__file__).resolve().parent.parent


def lane(*programs: str) -> command.Lane:
    return command.Lane(
        "lane", [command.Step(f"step {n}", [sys.executable, "-c", p]) for n, p in enumerate(programs)]
    )


@pytest.mark.parametrize(
    ("output", "closing"),
    [
        ("....\n3 passed in 0.01s", "3 passed"),
        ("=== 1 failed, 2 passed, 3 skipped in 12.50s (0:00:12) ===", "1 failed, 2 passed, 3 skipped"),
        ("4 passed, 2 deselected in 1.00s", "4 passed, 2 deselected"),
        ("Success: no issues found in 12 source files", ""),
    ],
)
def test_the_closing_line_is_found(output, closing):
    assert command.closing_line(output) == closing


def test_every_step_of_a_lane_runs_and_a_failure_is_one(capsys):
    lanes = [lane("print('eins'); raise SystemExit(1)", "print('5 passed in 0.1s')"), lane("print('drei')")]
    command.Runner(at_once=2).run(lanes)
    assert [step.failed for each in lanes for step in each.steps] == [True, False, False]
    assert command.summary(lanes, "", 1.0) is False
    printed = capsys.readouterr().out
    assert printed.index("eins") < printed.index("drei")
    assert printed.splitlines()[-1] == "5 passed, 0 failed, 0 skipped"


def test_browser_tests_not_run_fail_on_ci_only(monkeypatch, capsys):
    monkeypatch.delenv("CI", raising=False)
    assert command.summary([], "browser tests: NOT RUN", 1.0) is True
    monkeypatch.setenv("CI", "true")
    assert command.summary([], "browser tests: NOT RUN", 1.0) is False
    assert "browser tests: NOT RUN" in capsys.readouterr().out


def test_without_chromium_and_apt_the_browser_tests_are_not_run(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "CHROMIUM", tmp_path / "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    lanes, not_run = command.lanes_for(("sqlite", "browser"), "", [])
    assert [each.name for each in lanes] == ["sqlite"]
    assert "install chromium" in not_run


def test_no_tests_is_a_failure_unless_some_were_chosen():
    steps = [
        command.Step("s", [sys.executable, "-c", "raise SystemExit(5)"], may_be_empty=e)
        for e in (True, False)
    ]
    command.Runner(at_once=1).run([command.Lane("lane", steps)])
    assert [step.failed for step in steps] == [False, True]


def test_the_newest_server_is_taken():
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in ("9.6", "15", "17")]
    assert max(folders, key=private_postgres.version_of) == folders[2]


def test_a_missing_server_is_named(monkeypatch):
    monkeypatch.delenv("MUSANADA_POSTGRES", raising=False)
    monkeypatch.setattr(private_postgres.Path, "glob", lambda self, pattern: [])
    monkeypatch.setattr(private_postgres.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(private_postgres.NoPostgres, match="apt-get install postgresql"):
        private_postgres.find_server()


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("exit 1", "too old"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "apt-get install python3-venv"),
    ],
)
def test_set_up_says_what_to_install(tmp_path, program, sentence):
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{program}\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(
        [str(ROOT / "tools/setup.sh")],
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert sentence in done.stderr


def test_set_up_without_python_says_so(tmp_path):
    missing = {**os.environ, "PYTHON": str(tmp_path / "nothing")}
    done = subprocess.run([str(ROOT / "tools/setup.sh")], env=missing, capture_output=True, text=True)
    assert (done.returncode, "python3 is missing" in done.stderr) == (1, True)
