"""One run: a list in DuckDB, prepared, blocked, compared, scored, grouped; each step with its seconds.

The engine decides where the pairs are compared and scored (``duckdb`` here, ``spark`` by ``spark.py``); all else is the same.
"""

# ruff: noqa: S608  statements are put together from constants of this package
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import log2
from time import perf_counter
from typing import Any

from musanada.linkage.twins.blocks import make_pairs, word_rows
from musanada.linkage.twins.compare import COMPARED, compared_sql
from musanada.linkage.twins.groups import grouped
from musanada.linkage.twins.joint import Estimates, ModelParameters, Thresholds
from musanada.linkage.twins.model import Probabilities, fields_of
from musanada.linkage.twins.prepare import TEXTS, prepare
from musanada.linkage.twins.score import add_probabilities, add_weights, choose, prior_of
from musanada.linkage.twins.train import train

MEMORY = "3500MB"
CROWD = 60  # records alike in every column: one of them is compared for all
Engine = Callable[[Any, Probabilities, Probabilities], None]


@dataclass
class Outcome:
    """What a run found. ``groups`` holds places of records, each at most once; ``crowds`` those alike in everything."""

    records: int = 0
    pairs: int = 0
    groups: list[list[int]] = field(default_factory=list)
    suspicious: set[int] = field(default_factory=set)
    model: ModelParameters | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    engine: str = "DuckDB"

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start


@contextmanager
def session() -> Iterator[Any]:
    """DuckDB in memory, offline, within bounds; what does not fit goes to a directory that vanishes."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="musanada-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
                "memory_limit": MEMORY, "temp_directory": spill, "preserve_insertion_order": "true",
            },
        )  # fmt: skip
        try:
            yield connection
        finally:
            connection.close()


def load(con: Any, columns: dict[str, Any]) -> int:
    """``raw`` from Arrow columns: ``person_id``, optionally ``side``, and the text columns as far as there."""
    import pyarrow as pa

    con.register("given", pa.table(columns))
    texts = ", ".join(
        f"nullif(trim({c}), '') AS {c}" if c in columns else f"NULL::VARCHAR AS {c}" for c in TEXTS
    )
    side = "side" if "side" in columns else "''"
    con.execute(
        f"""CREATE TABLE raw AS SELECT (row_number() OVER () - 1)::INT AS rid, person_id AS pid, {side} AS side, {texts}
            FROM given"""
    )
    con.unregister("given")
    return int(con.execute("SELECT count(*) FROM raw").fetchone()[0])


def link(
    con: Any, out: Outcome, engine: Engine, model: ModelParameters | None = None, only: str = ""
) -> None:
    """From ``raw`` to ``scored`` and the groups. Without a model one is learnt here. ``only``: a table of new ``rid``."""
    with out.step("prepare"):
        prepare(con)
        crowds(con)
        word_rows(con)
    with out.step("train"):
        m, u = probabilities(model) if model else train(con)
    with out.step("block"):
        out.pairs = make_pairs(con, only)
        con.execute("INSERT INTO pairs SELECT DISTINCT rep, rep FROM crowds")
    with out.step("compare"):
        engine(con, m, u)
    with out.step("score"):
        prior = log2(model.prior / (1 - model.prior)) if model else prior_of(con, out.records)
        add_probabilities(con, prior)
        thresholds, estimates = (model.thresholds, model.estimates) if model else choose(con)
        out.model = model or ModelParameters(
            1 - 1 / (1 + 2.0**prior), fields_of(m, u), thresholds, estimates, out.records
        )
    with out.step("group"):
        edges = con.execute(f"SELECT l, r, w + {prior} FROM scored WHERE l <> r ORDER BY l, r").fetchall()
        group = thresholds.group
        out.groups, out.suspicious = grouped(edges, log2(group / (1 - group)))
        add_crowds(con, out, group)


def on_duckdb(con: Any, m: Probabilities, u: Probabilities) -> None:
    """``weighed``: levels of every pair and what they add to the odds."""
    con.execute(f"CREATE TABLE levels AS {compared_sql('pairs')}")
    add_weights(con, m, u)


def probabilities(model: ModelParameters) -> tuple[Probabilities, Probabilities]:
    m = {f.code: {level.code: level.m for level in f.levels} for f in model.fields}
    u = {f.code: {level.code: level.u for level in f.levels} for f in model.fields}
    return m, u


def crowds(con: Any) -> None:
    """``crowds`` (rid, rep): many records alike in every column are compared once, or their pairs would explode."""
    alike = ", ".join((*COMPARED, "side"))
    con.execute(
        f"""CREATE TABLE crowds AS SELECT unnest(members) AS rid, members[1] AS rep FROM (
              SELECT list(rid ORDER BY rid) AS members FROM people GROUP BY {alike} HAVING count(*) > {CROWD})"""
    )
    con.execute("DELETE FROM people WHERE rid IN (SELECT rid FROM crowds WHERE rid <> rep)")


def add_crowds(con: Any, out: Outcome, at_least: float) -> None:
    """A crowd whose records are one person by the model joins the group of the one compared for it."""
    rows = con.execute(
        "SELECT c.rep, list(c.rid ORDER BY c.rid) FROM crowds c JOIN scored s ON s.l = c.rep AND s.r = c.rep "
        "WHERE s.p >= ? GROUP BY 1 ORDER BY 1",
        [at_least],
    ).fetchall()
    place = {rid: number for number, group in enumerate(out.groups) for rid in group}
    for rep, members in rows:
        if rep in place:
            out.groups[place[rep]] = sorted({*out.groups[place[rep]], *members})
        else:
            out.groups.append(members)
        out.suspicious.update(members)


def empty_model(records: int) -> ModelParameters:
    return ModelParameters(0.0, (), Thresholds(0.2, 0.5, 0.99), Estimates(1.0, 1.0, 0), records)
