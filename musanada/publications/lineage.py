"""From a published number back to its records: the restricted part of a folder, and the account of how it was made.

``restricted/lineage.parquet`` says for each cell its true numbers, why it is hidden, how many people and rows stand
behind it, and a keyed hash over those rows (id and day of recording): the same hash later proves the same records. The
rows themselves stay in the frozen extract that the manifest names; they are asked from it by the cell's own key.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from musanada.kit.errors import Problem
from musanada.kit.periods import Change, Period, read_span
from musanada.publications import snapshot
from musanada.publications.cells import FigureCell, plain
from musanada.publications.disclosure import Protected
from musanada.publications.outputs.serial import by_key
from musanada.publications.sources import LiveSource, last
from musanada.reporting.engine.axes import UNKNOWN
from musanada.reporting.registry import Indicators

if TYPE_CHECKING:
    from musanada.publications.building import Edition

MOST = 200_000  # rows of a fact up to which each cell's own rows are hashed; beyond, the fact's content hash stands


@dataclass(frozen=True)
class Behind:
    rows: int | None = None
    row_hash: str = ""


def span_of(period: str) -> Period | Change:
    return read_span(period)


def facts_of(code: str, known: Indicators) -> set[str]:
    one = known[code]
    if one.counted:
        return {one.fact or ""}
    return {fact for other in one.refers_to() for fact in facts_of(other, known)}


def write(
    folder: Path, edition: "Edition", source: LiveSource, cells: Mapping[str, FigureCell], kept: Protected,
    checks: Mapping[str, Any],
) -> None:  # fmt: skip
    """True numbers: this folder never leaves the house."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    rows = [line_of(source, cell, kept) for cell in by_key(cells.values())]
    texts = ("key", "value", "numerator", "denominator", "hidden", "row_hash")
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in texts}
    columns |= {name: pa.array([row[name] for row in rows], pa.int64()) for name in ("people", "rows")}
    salt = salt_of(edition)
    pq.write_table(
        pa.table(columns).replace_schema_metadata({"salt": salt}),
        folder / "lineage.parquet",
        compression="zstd",
    )
    hidden = {key: {"why": one.why, "words": str(one.words)} for key, one in kept.hidden.items()}
    parts = {"hidden": hidden, "waivers": [vars(one) for one in edition.waivers], "checks": checks}
    for name, said in parts.items():
        snapshot.write_json(folder, f"{name}.json", {"salt": salt, name: said})


def salt_of(edition: "Edition") -> str:
    """Stands in each closed file: the public manifest lists their hashes, and what a file says could be guessed and
    tried. The same for the same revision, so that it is built again byte by byte."""
    return keyed(f"restricted\0{edition.slug}\0{edition.revision}")


def line_of(source: LiveSource, cell: FigureCell, kept: Protected) -> dict[str, Any]:
    why = kept.hidden.get(cell.key)
    behind = rows_behind(source, cell)
    return {
        "key": cell.key, "value": plain(cell.value), "numerator": plain(cell.numerator),
        "denominator": plain(cell.denominator), "people": cell.count, "hidden": why.why if why else "",
        "rows": behind.rows, "row_hash": behind.row_hash,
    }  # fmt: skip


def rows_behind(source: LiveSource, cell: FigureCell) -> Behind:
    """Of a counted figure of ours. A folded row and a change are told by the cells they are made of."""
    engine = source.engine
    known = engine.indicators
    if cell.external or "~" in cell.period or any(last(code) and code != UNKNOWN for _a, code in cell.dims):
        return Behind()
    facts = facts_of(cell.figure, known)
    if any(engine.extract.rows(fact) > MOST for fact in facts if fact in engine.extract.manifest["facts"]):
        return Behind()
    where = ";".join(f"{axis}={code}" for axis, code in cell.dims)
    try:
        return hashed(engine, cell.figure, cell.period, where)
    except Problem:
        return Behind()


def hashed(engine: Any, figure: str, period: str, where: str) -> Behind:
    from musanada.reporting.engine.compile import records_sql, text_of

    indicator, when, clause = next(iter(engine._sources(engine.indicators[figure], read_span(period), where)))
    plan = engine._plan(indicator, when, (), clause, {})
    fact = plan.fact
    inner = text_of(records_sql(plan))
    line = f"CONCAT_WS('|', {fact.row}, epoch_us({fact.recorded}))"
    query = f"SELECT COUNT(*), STRING_AGG({line}, '\n' ORDER BY {fact.row}) FROM ({inner})"  # noqa: S608
    count, joined = engine._connection.execute(query).fetchall()[0]
    return Behind(int(count), keyed(joined or ""))


def keyed(text: str) -> str:
    """Salted by the installation: nobody outside can try out which records give this hash."""
    salt = hashlib.sha256(b"lineage\0" + str(settings.AUDIT_KEY).encode()).digest()
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def provenance(edition: "Edition", source: LiveSource) -> dict[str, Any]:
    """PROV-JSON: which extract and texts were used, by what, for whom. Who built and approved stands in the signatures."""
    name = f"{edition.slug}-r{edition.revision}"
    extract, text = f"extract:{source.engine.extract.folder.name}", "text:{}-{}"
    texts = [text.format(lang, one.number) for lang, one in sorted(edition.texts.items())]
    used: Iterable[str] = (extract, *texts)
    return {
        "prefix": {
            "musanada": "urn:musanada:",
            "extract": "urn:musanada:extract:",
            "text": "urn:musanada:text:",
        },
        "entity": {
            f"musanada:{name}": {"prov:type": "publication", "musanada:period": edition.period},
            extract: {
                "prov:type": "extract",
                "musanada:known_at": source.known_at.astimezone(UTC).isoformat(),
            },
            **{one: {"prov:type": "text"} for one in texts},
        },
        "activity": {f"musanada:build-{name}": {"prov:type": "build"}},
        "agent": {
            "musanada:software": {"prov:type": "prov:SoftwareAgent"},
            "musanada:publisher": {"prov:type": "prov:Organization", "prov:label": edition.publisher},
        },
        "used": {
            f"_:u{at}": {"prov:activity": f"musanada:build-{name}", "prov:entity": one}
            for at, one in enumerate(used)
        },
        "wasGeneratedBy": {
            "_:g0": {"prov:entity": f"musanada:{name}", "prov:activity": f"musanada:build-{name}"}
        },
        "wasAssociatedWith": {
            "_:a0": {"prov:activity": f"musanada:build-{name}", "prov:agent": "musanada:software"}
        },
        "wasAttributedTo": {"_:t0": {"prov:entity": f"musanada:{name}", "prov:agent": "musanada:publisher"}},
    }
