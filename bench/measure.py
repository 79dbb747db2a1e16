"""Seconds, memory peaks, and tables of ratios."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MEMORY_RESET = "5"  # proc(5): resets the peak of this process


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


def reset_peak() -> None:
    """Forget the memory peak so far; where the system does not allow it the peak stays."""
    try:
        Path("/proc/self/clear_refs").write_text(MEMORY_RESET)
    except OSError:
        return


def peak_mb() -> float:
    """Most memory this process held at once. Not ``ru_maxrss``: a child inherits that from its parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
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
