"""The folder of a publication: written beside its place and renamed, hashed, listed in a manifest, never changed.

Everything in it is a function of the extract, the texts, the definitions and the code: no clock, no chance. Times stand in
``manifest.sig`` alone, beside each signature. JSON is RFC 8785; the figures lie in one line of JSON each
(``figures.jsonl``), whose sorted hash is the content hash, and once more as Parquet.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Problem
from musanada.publications import verifying
from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.outputs.serial import by_key, canonical, cell_of
from musanada.publications.sources import FrozenSource
from musanada.publications.verifying import FIGURES, MANIFEST, RESTRICTED, SIGNATURES
from musanada.publications.wanted import FigureWords, WantedTable

FORMAT = "musanada-publication/1"
PARQUET = "figures.parquet"
SCRIPT = "verify.py"
TEXTS = ("id", "key", "figure", "digest", "period", "value", "numerator", "denominator", "unit", "obs_status",
         "conf_status")  # fmt: skip
NUMBERS = ("version", "rounded_to")
NESTED = ("dims", "footnotes", "source")


class SnapshotError(Problem):
    """The folder could not be written, or is not what it says."""


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """A folder to write in, which takes its place when all is written. Killed half-way, nothing stands at ``target``."""
    if target.exists():
        raise SnapshotError(
            _("Le dossier %(name)s existe déjà : choisissez-en un autre, ou enlevez-le.") % {"name": target}
        )
    draft = target.with_name(f".{target.name}.part-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o755, parents=True)
        yield draft
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_json(folder: Path, name: str, data: Any) -> None:
    write(folder, name, canonical(data))


# Figures --------------------------------------------------------------------------------------------------------------


def write_figures(folder: Path, cells: Iterable[FigureCell]) -> dict[str, Any]:
    """Every cell as it is published; the line of the manifest about them."""
    lines = sorted(canonical(cell.as_row()) for cell in by_key(cells))
    write(folder, FIGURES, b"".join(lines))
    _write_parquet(folder / PARQUET, [json.loads(line) for line in lines])
    return {"rows": len(lines), "content_hash": verifying.content_hash(lines)}


def _write_parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {name: pa.array([row[name] for row in rows], pa.string()) for name in TEXTS}
    columns |= {name: pa.array([row[name] for row in rows], pa.int64()) for name in NUMBERS}
    columns |= {
        name: pa.array([canonical(row[name]).decode().rstrip() for row in rows], pa.string())
        for name in NESTED
    }
    pq.write_table(pa.table(columns), path, compression="zstd")


def parquet_hash(path: Path) -> str:
    """The content hash of the Parquet file: its rows as lines of JSON again, whatever wrote them."""
    import pyarrow.parquet as pq

    lines = [
        canonical({name: json.loads(value) if name in NESTED else value for name, value in row.items()})
        for row in pq.read_table(path).to_pylist()
    ]
    return verifying.content_hash(lines)


def figures_of(folder: Path) -> list[FigureCell]:
    raw = (folder / FIGURES).read_bytes()
    return [cell_of(json.loads(line)) for line in raw.splitlines()]


def printed_of(folder: Path) -> dict[str, str]:
    """What the texts print of each figure: citations in order, by the cell they stand on."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("narrative.*.lock.json")):
        for line in json.loads(path.read_bytes()):
            for key in line["keys"]:
                found.setdefault(key, []).append(f"{path.name}:{line['printed']}")
    return {key: "\n".join(lines) for key, lines in found.items()}


# What is needed to read the figures years later -------------------------------------------------------------------------


def write_source(folder: Path, source: FrozenSource, definitions: Mapping[str, Any]) -> None:
    """Definitions with their words, code lists, and the order of the tables."""
    for figure in sorted({figure for figure, _lang in source.all_words}):
        words = {lang: packed(source.all_words[f, lang]) for f, lang in source.all_words if f == figure}
        body = {"id": figure, "words": words, "definition": definitions.get(figure)}
        write_json(folder, f"definitions/{file_name(figure)}.json", body)
    for lang in sorted({lang for *_rest, lang in source.labels}):
        lists: dict[str, dict[str, str]] = {}
        for (figure, axis, code, said), label in source.labels.items():
            if said == lang:
                lists.setdefault(f"{figure} {axis}", {})[code] = label
        write_json(folder, f"codelists/{lang}.json", lists)
    tables = [
        {
            "figure": table.figure, "period": table.period, "by": list(table.by), "where": dict(table.where),
            "top": table.top, "keys": list(keys),
        }
        for table, keys in source.tables.items()
    ]  # fmt: skip
    write_json(folder, "tables.json", tables)


def packed(words: FigureWords) -> dict[str, Any]:
    return {**vars(words), "overlapping": list(words.overlapping)}


def file_name(figure: str) -> str:
    """A figure's id as a file: ``ext:`` and whatever a series is called may hold signs that folders do not take."""
    plain = figure.replace("ext:", "ext.")
    if all(sign.isascii() and (sign.isalnum() or sign in "._-") for sign in plain):
        return plain
    return "ext." + hashlib.sha256(figure.encode()).hexdigest()[:16]


def read_source(folder: Path) -> FrozenSource:
    """Answers from the folder alone."""
    words: dict[tuple[str, str], FigureWords] = {}
    for path in sorted((folder / "definitions").glob("*.json")):
        body = json.loads(path.read_bytes())
        for lang, said in body["words"].items():
            words[body["id"], lang] = FigureWords(**{**said, "overlapping": tuple(said["overlapping"])})
    labels: dict[tuple[str, str, str, str], str] = {}
    for path in sorted((folder / "codelists").glob("*.json")):
        for name, codes in json.loads(path.read_bytes()).items():
            figure, _space, axis = name.partition(" ")
            labels |= {(figure, axis, code, path.stem): label for code, label in codes.items()}
    tables = {
        WantedTable(t["figure"], t["period"], tuple(t["by"]), dims_of(t["where"]), t["top"]): tuple(t["keys"])
        for t in json.loads((folder / "tables.json").read_bytes())
    }
    return FrozenSource({cell.key: cell for cell in figures_of(folder)}, tables, words, labels)


# The manifest -----------------------------------------------------------------------------------------------------------


def write_manifest(folder: Path, head: Mapping[str, Any]) -> str:
    """Lists every file with its hash; the SHA-256 of the manifest itself. The script to check it lies beside."""
    write(folder, SCRIPT, Path(verifying.__file__).read_bytes())
    files: list[dict[str, Any]] = []
    restricted: list[dict[str, Any]] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        digest, size = verifying.hash_of(path)
        line = {"path": name, "sha256": digest, "bytes": size}
        (restricted if name.startswith(f"{RESTRICTED}/") else files).append(line)
    raw = canonical({"format": FORMAT, **head, "files": files, "restricted": restricted})
    write(folder, MANIFEST, raw)
    return hashlib.sha256(raw).hexdigest()


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return found


def hash_of_manifest(folder: Path) -> str:
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def signatures_of(folder: Path) -> list[dict[str, str]]:
    path = folder / SIGNATURES
    if not path.exists():
        return []
    found: list[dict[str, str]] = json.loads(path.read_bytes())["signatures"]
    return found


def write_signatures(folder: Path, lines: Sequence[Mapping[str, str]]) -> None:
    """All at once: who reads meanwhile sees the old ones or the new ones."""
    draft = folder / f".{SIGNATURES}.{os.getpid()}"
    try:
        draft.write_bytes(canonical({"signatures": [dict(line) for line in lines]}))
        draft.replace(folder / SIGNATURES)
    finally:
        draft.unlink(missing_ok=True)


def close(folder: Path) -> None:
    """No file of it can be written any more but by changing its rights on purpose."""
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)


def copy_public(folder: Path, target: Path) -> None:
    """The folder as it may leave: without what is restricted."""
    with placed(target) as draft:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and name.parts[0] != RESTRICTED:
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, draft / name)


def verify(folder: Path, previous: Path | None = None) -> verifying.Report:
    """What the script in the folder checks, and that the Parquet file holds the same rows."""
    report = verifying.verify(folder, previous=previous)
    path = folder / PARQUET
    if report.manifest and path.exists() and not any(fault.path == PARQUET for fault in report.faults):
        told = (report.manifest.get("figures") or {}).get("content_hash")
        if parquet_hash(path) != told:
            fault = verifying.Fault("changed", PARQUET, "its rows are not those of the content hash")
            return verifying.Report((*report.faults, fault), report.manifest)
    return report
