"""Seconds, memory peaks, and tables of ratios."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


def seconds(run: Callable[[], Any], *, repeat: int = 5, warm: int = 1) -> float:
    """Median of ``repeat`` runs after ``warm`` that are thrown away."""
    times = []
    for number in range(warm + repeat):
        began = time.perf_counter()
        run()
        if number >= warm:
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def once(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of a single run, and what it answered: for work that cannot be done twice."""
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


class Memory(threading.Thread):
    """The most private memory this process holds while the block runs, in MB, looked at 50 times a second.

    Not the peak of the whole process: that counts the pages of the database file that SQLite maps, which the
    system gives back when it needs them.
    """

    def __enter__(self) -> Self:
        self.before = self.most = private_mb()
        self.over = threading.Event()
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.most = max(self.most, private_mb())


def private_mb() -> float:
    """Anonymous resident memory (proc(5): RssAnon)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass
class Line:
    """One measurement. ``notes`` are further columns; ``baseline`` names another line when not the table's own."""

    name: str
    seconds: float
    notes: dict[str, str] = field(default_factory=dict)
    baseline: float | None = None


@dataclass
class Table:
    """Lines against ``baseline`` (the first line unless a line brings its own)."""

    title: str
    baseline: str
    lines: list[Line]

    def text(self) -> str:
        base = self.lines[0].seconds
        columns = list(dict.fromkeys(name for line in self.lines for name in line.notes))
        rows = [["", "seconds", "ratio", *columns]]
        for line in self.lines:
            ratio = line.seconds / (line.baseline or base) if (line.baseline or base) else 0.0
            cells = [line.notes.get(name, "") for name in columns]
            rows.append([line.name, shown(line.seconds), f"{shown(ratio)} ×", *cells])
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        body = [
            "  ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        return "\n".join([f"\n{self.title}", f"ratio = against {self.baseline}", "", *body])


def shown(number: float) -> str:
    """Three figures that matter: 0.00123, 1.23, 123."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if number >= 1 else f"{number:.3g}"
