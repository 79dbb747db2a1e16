"""Where pairs are compared: on DuckDB here, or on Spark where that extra is installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from musanada.linkage.twins.run import Engine, Outcome, on_duckdb


@contextmanager
def engine_of(name: str, out: Outcome) -> Iterator[Engine]:
    if name == "duckdb":
        yield on_duckdb
        return
    from musanada.linkage.twins.spark import spark_engine

    with spark_engine(out) as compare:
        yield compare
