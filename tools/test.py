"""The whole test-suite: `python tools/test.py [--only static|sqlite|postgresql|browser] [pytest arguments]`.

Static checks, the suite on SQLite, the suite on a private PostgreSQL and the browser tests are lanes. Two
lanes run at a time; each writes to its own file and is printed whole when it ends, in the order of the list.
Ends with one line per step (seconds, result) and the sum of all tests. Exit 1 when anything failed, or when
the browser tests could not run and CI=true.
"""

import argparse
import contextlib
import dataclasses
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.private_postgres import NoPostgres, private_postgres, terminate_as_exit  # noqa: E402

BIN = Path(sys.executable).parent
CHROMIUM = Path("/usr/bin/chromium")
LANES = ("static", "sqlite", "postgresql", "browser")
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped|xfailed|xpassed)")
CLOSING = re.compile(r"^=*\s*((?:\d+ \w+(?:, )?)+) in [\d.]+s.*$")
NO_TESTS = 5  # pytest's exit code when nothing was selected


@dataclasses.dataclass
class Step:
    """One command of a lane and what became of it."""

    name: str
    command: list[str]
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    may_be_empty: bool = False
    seconds: float = 0.0
    result: str = "not run"
    failed: bool = False
    output: str = ""


@dataclasses.dataclass
class Lane:
    """Steps that run one after the other; all are run even when one fails, so that one look shows everything."""

    name: str
    steps: list[Step]
    done: threading.Event = dataclasses.field(default_factory=threading.Event)


class Runner:
    """Runs lanes side by side and prints them in order; ends every child when interrupted."""

    def __init__(self, at_once: int) -> None:
        self.slots = threading.Semaphore(at_once)
        self.children: set[subprocess.Popen[bytes]] = set()
        self.stopping = False

    def run(self, lanes: list[Lane]) -> None:
        threads = [threading.Thread(target=self.run_lane, args=(lane,)) for lane in lanes]
        try:
            for thread in threads:
                thread.start()
                time.sleep(0.01)  # lanes take their slots in the order of the list
            for lane in lanes:
                lane.done.wait()
                show(lane)
        finally:
            self.stop()
            for thread in threads:
                thread.join()

    def run_lane(self, lane: Lane) -> None:
        with self.slots:
            for step in lane.steps:
                if not self.stopping:
                    self.run_step(step)
        lane.done.set()

    def run_step(self, step: Step) -> None:
        print(f"… {step.name}", file=sys.stderr, flush=True)
        began = time.monotonic()
        with tempfile.TemporaryFile() as output, tempfile.TemporaryDirectory(prefix="musanada-test-") as data:
            child = subprocess.Popen(
                step.command,
                cwd=ROOT,
                env={**os.environ, "MUSANADA_DATA": data, "PYTHONUNBUFFERED": "1", **step.environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.children.add(child)
            code = child.wait()
            self.children.discard(child)
            output.seek(0)
            step.output = output.read().decode(errors="replace").rstrip()
        step.seconds = time.monotonic() - began
        step.failed = code != 0 and not (code == NO_TESTS and step.may_be_empty)
        step.result = closing_line(step.output) or ("failed" if step.failed else "ok")

    def stop(self) -> None:
        """Interrupt what still runs, so that it cleans up, and end it when it does not."""
        self.stopping = True
        for child in list(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGINT)
        for child in list(self.children):
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


def show(lane: Lane) -> None:
    for step in lane.steps:
        print(f"\n── {step.name} {'─' * max(0, 76 - len(step.name))}", flush=True)
        print(step.output or step.result, flush=True)


def closing_line(output: str) -> str:
    """pytest's last words, ``12 passed, 1 skipped``; empty for other tools."""
    found = [match.group(1) for line in output.splitlines()[-6:] if (match := CLOSING.match(line))]
    return found[-1] if found else ""


def pytest_step(name: str, database: str, marker: str, extra: list[str]) -> Step:
    """The suite on one database. Each has its own cache, so that two runs at once do not mix."""
    return Step(
        name,
        [sys.executable, "-m", "pytest", "-m", marker, "-o", f"cache_dir=.pytest_cache/{name}", *extra],
        {"MUSANADA_DATABASE": database, "MUSANADA_POOL": "no"},
        may_be_empty=bool(extra),
    )


def static_steps() -> list[Step]:
    return [
        Step("ruff", [str(BIN / "ruff"), "check", "."]),
        Step("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("import layers", [str(BIN / "lint-imports"), "--no-logo"]),
        Step("mypy", [str(BIN / "mypy"), "musanada"]),
    ]


def find_chromium() -> str:
    """Empty when Chromium is there (installed by us where we may), else what to tell."""
    if CHROMIUM.exists():
        return ""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not rights or shutil.which("sudo")):
        install = [*rights, "apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        print(f"installing Chromium for the browser tests: {' '.join(install)}", file=sys.stderr, flush=True)
        for command in (install, [*rights, "apt-get", "update"], install):
            quiet = subprocess.run(
                command,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                check=False,
            )
            if command is install and quiet.returncode == 0:
                return ""
    return "browser tests: NOT RUN, install chromium (apt-get install chromium)"


@contextlib.contextmanager
def maybe_postgres(wanted: bool) -> Iterator[str]:
    """The server is started by the main thread and outlives every lane."""
    if not wanted:
        yield ""
        return
    with private_postgres() as url:
        yield url


def lanes_for(wanted: tuple[str, ...], postgres: str, extra: list[str]) -> tuple[list[Lane], str]:
    """The lanes, longest first so that two cores end together; and what could not be run."""
    not_run = find_chromium() if "browser" in wanted else ""
    make: dict[str, Callable[[], list[Step]]] = {
        "sqlite": lambda: [pytest_step("sqlite", "", "not browser", extra)],
        "postgresql": lambda: [pytest_step("postgresql", postgres, "not browser and not once", extra)],
        "browser": lambda: [pytest_step("browser", "", "browser", extra)],
        "static": static_steps,
    }
    names = [name for name in make if name in wanted and not (name == "browser" and not_run)]
    return [Lane(name, make[name]()) for name in names], not_run


def summary(lanes: list[Lane], not_run: str, seconds: float) -> bool:
    """Print the table; True when all is well."""
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    print("\n── summary " + "─" * 69)
    for step in (step for lane in lanes for step in lane.steps):
        print(f"{'FAILED' if step.failed else 'ok':>6}  {step.name:<14} {step.seconds:7.1f} s  {step.result}")
        for number, what in COUNT.findall(closing_line(step.output)):
            totals[{"error": "failed", "errors": "failed"}.get(what, what)] = int(number) + totals.get(
                what, 0
            )
    if not_run:
        print(not_run)
    print(f"{'':>6}  {'all':<14} {seconds:7.1f} s")
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped", flush=True)
    broken = any(step.failed for lane in lanes for step in lane.steps)
    return not broken and not (not_run and os.environ.get("CI") == "true")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="tools/test.py", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--only", choices=LANES)
    options, extra = parser.parse_known_args()
    wanted = (options.only,) if options.only else LANES
    began = time.monotonic()
    try:
        with terminate_as_exit(), maybe_postgres("postgresql" in wanted) as url:
            lanes, not_run = lanes_for(wanted, url, extra)
            Runner(at_once=2 if (os.cpu_count() or 1) > 1 else 1).run(lanes)
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    return 0 if summary(lanes, not_run, time.monotonic() - began) else 1


if __name__ == "__main__":
    sys.exit(main())
