"""Records that are one person: ours against stock Splink on the same files, by quality, time and memory.

The population is synthetic and its truth known (``bench.population``). Both run in a process of their own, the whole of
it timed. Stock Splink is marked at 0.95 and at whichever of its thresholds turns out best, which nobody knows
beforehand. Spark runs only where pyspark is installed and ``MUSANADA_BENCH_SPARK`` says so: it is slow.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.measure import Line, Table
from bench.places import ROOT, Place


def tables(place: Place, sizes: Sequence[int]) -> Iterator[Table]:
    """A table a size; with several sizes also what ten times the records cost."""
    took: dict[int, float] = {}
    for people in sizes:
        folder = place.folder / f"twins-{people}"
        place.call("finding.make", folder=str(folder), people=people, queries=1)
        rows = place.call("linkage.measure", folder=str(folder))
        took[people] = next(row["seconds"] for row in rows if row["name"].startswith("musanada"))
        lines = [Line(row["name"], row["seconds"], shown(row)) for row in rows]
        yield Table(f"Records that are one person, {people:,} records", "stock Splink", lines)
    if len(took) > 1:
        yield curve(took)


def shown(row: dict[str, Any]) -> dict[str, str]:
    return {
        "F1": f"{row['f1']:.3f}",
        "precision": f"{row['precision']:.3f}",
        "recall": f"{row['recall']:.3f}",
        "B³ F1": f"{row['b_f1']:.3f}",
        "best F1": f"{row['best']:.3f}" if row["best"] else "",
        "peak MB": f"{row['peak_mb']:,.0f}",
    }


def curve(took: dict[int, float]) -> Table:
    sizes = sorted(took)
    lines = [
        Line(f"{people:,} records", took[people], {"µs a record": f"{took[people] / people * 1e6:.0f}"})
        for people in sizes
    ]
    return Table("Cost by size, musanada duplicates run", f"{sizes[0]:,} records", lines)


# Jobs -------------------------------------------------------------------------------------------------------------


def measure(folder: str) -> list[dict[str, Any]]:
    """Both programs on the population of ``folder``."""
    people = f"{folder}/people.parquet"
    stock = watched([sys.executable, "-m", "bench.population.stock", people, f"{folder}/stock"])
    files = {float(f.stem.split("-")[1]): f for f in sorted(Path(folder).glob("stock-*.csv"))}
    scores = {threshold: marked(folder, file) for threshold, file in files.items()}
    best = max(one["f1"] for one in scores.values())
    rows = [{"name": "stock Splink, 0.95", **scores[0.95], "best": best, **stock}]
    engines = ["duckdb", *(["spark"] if os.environ.get("MUSANADA_BENCH_SPARK") else [])]
    for engine in engines:
        out = f"{folder}/{engine}.csv"
        took = watched([sys.executable, "-m", "bench.linkage", people, out, engine])
        rows.append(
            {"name": f"musanada duplicates run, {engine}", **marked(folder, Path(out)), "best": 0.0, **took}
        )
    return rows


def marked(folder: str, clusters: Path) -> dict[str, float]:
    from bench.population import score

    one = score.marks(score.opened(Path(folder), clusters))
    return {"f1": one.f1, "precision": one.precision, "recall": one.recall, "b_f1": one.b_f1}


def watched(command: list[str]) -> dict[str, float]:
    """Seconds and the most memory the process and its children hold, looked at ten times a second."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            most[0] = max(most[0], sum(private_mb(pid) for pid in family(process.pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _out, said = process.communicate()
    over.set()
    watcher.join()
    if process.returncode:
        sys.stderr.write(said.decode(errors="replace")[-3000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": time.perf_counter() - began, "peak_mb": most[0]}


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def private_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("RssAnon:")) / 1024


def main(people: str, out: str, engine: str) -> int:
    """``musanada duplicates run --input … --out … --engine …``, which reads a list and needs no database."""
    import argparse

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
    import django

    django.setup()
    from musanada.linkage.twins.cli import run_duplicates

    actor: Any = None
    return run_duplicates(argparse.Namespace(input=people, out=out, engine=engine), actor)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
