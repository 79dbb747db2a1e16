"""The extract: every fact as one Parquet file, as the register stood at a moment, never changed afterwards.

Live pages reuse the newest extract while nothing was recorded since; publications freeze their own. An extract
appears whole or not at all: it is written beside its place and renamed. It holds no name, by the facts' rule.
"""

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import AuditEntry
from musanada.kit.errors import Problem
from musanada.kit.facts import FACTS, Column, Fact
from musanada.kit.registry import Registry
from musanada.people.queries import hidden_since
from musanada.reporting.codelists import ROLLUPS
from musanada.reporting.session import connect, parquet

BATCH = 20_000  # rows in memory at a time
YOUNG = 20
KEPT = 3  # live extracts that stay: a page may still read the one before
MANIFEST = "manifest.json"


class ExtractError(Problem):
    """A fact broke its word, or the extract could not be written."""


@dataclass(frozen=True)
class Extract:
    """A folder of facts. ``manifest`` says what is in it; the files never change."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return content

    @property
    def known_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["known_at"])

    @property
    def frozen(self) -> bool:
        return bool(self.manifest["frozen"])

    @property
    def young(self) -> bool:
        """Younger than twenty times what it took to make, if that was over a second: a twentieth of the time is
        spent on extracts at most, whatever the size of the country."""
        took = float(self.manifest.get("seconds", 0))
        return took > 1 and (timezone.now() - self.known_at).total_seconds() < YOUNG * took

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def rows(self, fact: str) -> int:
        return int(self.manifest["facts"][fact]["rows"])


def extracts_folder() -> Path:
    """Closed to other accounts of the machine; on a disk of its own where ``MUSANADA_EXTRACTS`` says so."""
    folder = Path(settings.EXTRACTS or Path(settings.DATA) / "extracts").expanduser()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def fresh_extract(*, patient: bool = False) -> Extract:
    """An extract in which nothing that is recorded is missing: the newest one, or a new one if it is behind.

    ``patient`` readers (pages, which print the cut-off) also take one that is a little behind, so that a register
    written to all day is not read out again for every page: see ``Extract.young``.
    """
    mark = watermark()
    newest = _newest_live()
    if newest is not None and (newest.manifest["watermark"] == mark or (patient and still_true(newest))):
        return newest
    with _alone():
        newest = _newest_live()  # someone may have made it while we waited
        if newest is not None and newest.manifest["watermark"] == mark:
            return newest
        made = write_extract(timezone.now(), mark=mark)
        _prune()
        return made


def still_true(extract: Extract) -> bool:
    """Young, and nobody was hidden since."""
    return extract.young and not counts_hidden(extract)


def counts_hidden(extract: Extract) -> bool:
    """Was somebody hidden since: a page never counts, nor lists, someone whom a P4 file hides."""
    hidden = hidden_since()
    return hidden is not None and hidden >= extract.known_at


def write_extract(
    known_at: datetime, *, frozen: bool = False, mark: str = "", facts: Registry[Fact] = FACTS
) -> Extract:
    """Every fact at ``known_at``. Raises ExtractError; nothing half-written remains."""
    stamp = known_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target = extracts_folder() / stamp
    if target.exists():
        raise ExtractError(_("Un extrait du même instant existe déjà : relancez la commande."))
    draft, started = extracts_folder() / f".{stamp}.part", time.monotonic()
    try:
        draft.mkdir(parents=True)
        content = {
            "known_at": known_at.astimezone(UTC).isoformat(),
            "frozen": frozen,
            "watermark": mark,
            "facts": write_facts(facts.values(), known_at, draft),
            "rollups": {name: _write_rollup(name, draft) for name in ROLLUPS},
        }
        content["seconds"] = round(time.monotonic() - started, 3)
        (draft / MANIFEST).write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
        draft.rename(target)
    except OSError as error:
        raise ExtractError(
            _(
                "L'extrait des données n'a pas pu être écrit (%(reason)s) : libérez de la place dans le dossier des données."
            )
            % {"reason": error.strerror or error}
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Extract(target)


def write_facts(facts: list[Fact], known_at: datetime, folder: Path) -> dict[str, Any]:
    """Each fact as Parquet, then checked and hashed; their lines of the manifest."""
    counts = {fact.name: write_fact(fact, known_at, folder) for fact in facts}
    lines = {}
    with connect(folder) as connection:
        for fact in facts:
            path = folder / f"{fact.name}.parquet"
            check_fact(connection, fact, path, known_at)
            lines[fact.name] = {
                "rows": counts[fact.name],
                "columns": [{"name": c.name, "kind": c.kind} for c in fact.columns],
                "content_hash": content_hash(connection, fact.columns, path),
            }
    return lines


def write_fact(fact: Fact, known_at: datetime, folder: Path) -> int:
    """One fact as Parquet, in batches of flat memory; how many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(c.name, arrow_type(c)) for c in fact.columns])
    path, count = folder / f"{fact.name}.parquet", 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for batch in batches(fact.rows(known_at)):
            values = zip(*batch, strict=True)
            arrays = [column_array(column, cells) for column, cells in zip(fact.columns, values, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def arrow_type(column: Column) -> Any:
    import pyarrow as pa

    return {
        "id": pa.string(),
        "code": pa.string(),
        "date": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
        "int": pa.int64(),
        "decimal": pa.decimal128(18, 2),
        "fraction": pa.decimal128(18, 6),
        "bool": pa.bool_(),
    }[column.kind]


def column_array(column: Column, values: tuple[Any, ...]) -> Any:
    """Values as Arrow: keys as 32 hex digits, an empty code as missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.kind == "id":
        return pa.array([v.hex if isinstance(v, UUID) else v for v in values], pa.string())
    array = pa.array(values, arrow_type(column))
    if column.kind != "code":
        return array
    return pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)


def check_fact(connection: Any, fact: Fact, path: Path, known_at: datetime) -> None:
    """Each row once, and nothing from after the cut-off."""
    row, recorded = f'"{fact.row}"', f'epoch_us("{fact.recorded}")'
    moment = int(known_at.timestamp() * 1_000_000)
    query = (
        f"SELECT COUNT(*) - COUNT(DISTINCT {row}), COUNT(*) FILTER ({recorded} > {moment}) "  # noqa: S608
        f"FROM {parquet(path)}"
    )
    doubles, late = connection.execute(query).fetchall()[0]
    if doubles or late:
        raise ExtractError(
            _(
                "Le fait « %(fact)s » livre %(doubles)s ligne(s) en double et %(late)s ligne(s) d'après la date d'arrêt."
            )
            % {"fact": fact.name, "doubles": doubles, "late": late}
        )


def content_hash(connection: Any, columns: tuple[Column, ...], path: Path) -> str:
    """SHA-256 over the canonical sorted rows: the same rows, the same hash, whatever wrote the file."""
    texts = ", ".join(_canonical(column) for column in columns)
    lines = f"SELECT SHA256(CONCAT_WS(CHR(31), {texts})) AS line FROM {parquet(path)}"  # noqa: S608
    bucket = "SHA256(STRING_AGG(line, '' ORDER BY line))"
    heads = f"SELECT LEFT(line, 2) AS head, {bucket} AS bucket FROM ({lines}) GROUP BY head"  # noqa: S608
    query = f"SELECT SHA256(COALESCE(STRING_AGG(bucket, '' ORDER BY head), '')) FROM ({heads})"  # noqa: S608
    return str(connection.execute(query).fetchall()[0][0])


def _canonical(column: Column) -> str:
    value = f'epoch_us("{column.name}")' if column.kind == "instant" else f'"{column.name}"'
    return f"COALESCE(CAST({value} AS VARCHAR), CHR(30))"


def _write_rollup(name: str, folder: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pairs = sorted(ROLLUPS[name].parents().items())
    columns = {
        "code": pa.array([c for c, _p in pairs], pa.string()),
        "parent": pa.array([p for _c, p in pairs], pa.string()),
    }
    pq.write_table(pa.table(columns), folder / f"rollup_{name}.parquet")
    return len(pairs)


def watermark() -> str:
    """What the newest extract must have seen: the journal's last write, today's date, the facts' columns.

    Every write leaves a line in the journal, so its last line stands for the register's state. The date counts
    because stays that go on grow by a night; the columns because the program may have been updated.
    """
    shape = hashlib.sha256(repr([(f.name, f.columns) for f in FACTS.values()]).encode()).hexdigest()[:12]
    return f"{_last_write()}|{timezone.localdate().isoformat()}|{shape}"


def _last_write() -> str:
    """Number and hash of the journal's last line that tells of a write; reading or publishing figures changes none."""
    written = AuditEntry.objects.filter(outcome=AuditEntry.Outcome.DONE)
    for reading in ("page.", "figures.", "publications."):
        written = written.exclude(verb__startswith=reading)
    line = written.order_by("-number").values_list("number", "hash").first()
    return f"{line[0]}:{line[1]}" if line else "0"


def live_extracts() -> list[Extract]:
    """Oldest first."""
    folders = sorted(p.parent for p in extracts_folder().glob(f"[0-9]*/{MANIFEST}"))
    return [found for found in map(Extract, folders) if not found.frozen]


def _newest_live() -> Extract | None:
    found = live_extracts()
    return found[-1] if found else None


def _prune() -> None:
    """Old live extracts go; frozen ones never."""
    for old in live_extracts()[:-KEPT]:
        shutil.rmtree(old.folder, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes a live extract; the others wait and then reuse it."""
    extracts_folder().mkdir(parents=True, exist_ok=True)
    with (extracts_folder() / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
