"""The figures of the 2024 assistance page: the engine against SQL written by hand, on the same Parquet files.

Both must give the same values, cell by cell; a difference ends the benchmark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

BY_HAND = Path(__file__).with_suffix(".sql")
YEAR = "2024"
HEAD = re.compile(r"^--- (\S+)(?: by (\S+))?$", re.MULTILINE)
Values = dict[str, float]


@dataclass(frozen=True)
class Figure:
    """An indicator, perhaps split by axes (``age,sex``), and its SQL written by hand."""

    id: str
    by: str
    sql: str

    @property
    def name(self) -> str:
        return f"{self.id} by {self.by}" if self.by else self.id


def figures() -> list[Figure]:
    parts = HEAD.split(BY_HAND.read_text(encoding="utf-8"))[1:]
    return [
        Figure(code, by or "", sql.strip())
        for code, by, sql in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def tables(place: Place, folder: str, repeat: int) -> Iterator[Table]:
    """``place`` holds an extract in ``folder``."""
    took = place.call("figures.compare", folder=folder, repeat=repeat)
    single = [
        Line(f"{name}: {how}", one[how], baseline=one["by hand"])
        for name, one in took["singles"].items()
        for how in ("by hand", "engine")
    ]
    lines = [
        Line("by hand: connect and ask all", took["by hand"], {"figures": str(took["figures"])}),
        Line("engine: connect and ask all", took["engine"], {"figures": str(took["figures"])}),
        *single,
    ]
    title = (
        f"All figures of the {YEAR} assistance page on {took['rows']:,} rows; {took['cells']} equal values"
    )
    yield Table(title, "DuckDB SQL written by hand on the same Parquet files", lines)


# Job --------------------------------------------------------------------------------------------------------------


def compare(folder: str, repeat: int) -> dict[str, Any]:
    """Equal values first, then the time of all figures each way, and of a few alone."""
    from bench.measure import seconds
    from musanada.reporting.extract import Extract

    extract, wanted = Extract(Path(folder)), figures()
    cells = check(extract, wanted)
    alone = [f for f in wanted if f.name in SHOWN]
    return {
        "figures": len(wanted),
        "cells": cells,
        "rows": extract.rows("assistance_given"),
        "by hand": seconds(lambda: by_hand(extract, wanted), repeat=repeat),
        "engine": seconds(lambda: by_engine(extract, wanted), repeat=repeat),
        "singles": {
            f.name: {
                "by hand": seconds(lambda f=f: by_hand(extract, [f]), repeat=repeat),
                "engine": seconds(lambda f=f: by_engine(extract, [f]), repeat=repeat),
            }
            for f in alone
        },
    }


SHOWN = {
    "assistance.people_assisted",
    "assistance.health_change",
    "assistance.people_assisted by age",
    "assistance.people_assisted by nationality",
}


def check(extract: Any, wanted: list[Figure]) -> int:
    """How many values were compared. Raises AssertionError naming the first figure that differs."""
    hand, engine = by_hand(extract, wanted), by_engine(extract, wanted)
    for figure in wanted:
        if hand[figure.name] != engine[figure.name]:
            raise AssertionError(f"{figure.name}: by hand {hand[figure.name]}, engine {engine[figure.name]}")
    return sum(len(values) for values in hand.values())


def by_hand(extract: Any, wanted: list[Figure]) -> dict[str, Values]:
    """Each statement in one session over the extract's files."""
    from musanada.reporting.session import connect, parquet

    found: dict[str, Values] = {}
    with connect(extract.folder) as connection:
        for name in extract.manifest["facts"]:
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {parquet(extract.file(name))}")
        for figure in wanted:
            rows = connection.execute(figure.sql).fetchall()
            found[figure.name] = {"|".join(row[:-1]): float(row[-1]) for row in rows if row[-1]}
    return found


def by_engine(extract: Any, wanted: list[Figure]) -> dict[str, Values]:
    """The same through definitions: split, unknown and other rows, independent total, its check."""
    from musanada.reporting.engine import Engine

    found: dict[str, Values] = {}
    with Engine(extract) as engine:
        for figure in wanted:
            cells = engine.compute(figure.id, YEAR, figure.by.split(",") if figure.by else ())
            chosen = [c for c in cells if c.dims] if figure.by else cells[:1]
            found[figure.name] = {"|".join(c.dims.values()): float(c.value) for c in chosen if c.value}
    return found
