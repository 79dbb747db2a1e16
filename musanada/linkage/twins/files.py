"""Twins of a file that does not enter the register: read, link, hand over; nothing is kept."""

from pathlib import Path
from typing import Any

from musanada.linkage.foreign import files
from musanada.linkage.foreign.people import checked_ids
from musanada.linkage.twins.engines import engine_of
from musanada.linkage.twins.prepare import TEXTS
from musanada.linkage.twins.run import Outcome, link, load, session


def link_file(path: Path, engine: str = "duckdb") -> tuple[list[str], Outcome]:
    """The ids in the order of the file, and what was found."""
    out = Outcome()
    with engine_of(engine, out) as compare, session() as con:
        with out.step("read"):
            columns = files.columns(path, ("person_id", *TEXTS), ("person_id",))
            checked_ids(path, columns["person_id"])
            out.records = load(con, columns)
        ids: list[str] = columns["person_id"].to_pylist()
        if out.records > 1:
            link(con, out, compare)
    return ids, out


def columns_of(ids: list[str], rows: dict[str, list[Any]]) -> dict[str, Any]:
    """Plain lists as the columns ``load`` takes."""
    import pyarrow as pa

    return {name: pa.array(values, pa.string()) for name, values in {"person_id": ids, **rows}.items()}
