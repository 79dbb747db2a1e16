#!/usr/bin/env python3
"""Checks a publication of Musanada: every file, byte by byte, and the signatures. Needs Python 3 alone, and no network.

    python3 verify.py                     the folder in which this script lies
    python3 verify.py FOLDER              another one
    python3 verify.py FOLDER --key KEY    signed by this key (base64), as its publisher gives it at its public address
    python3 verify.py FOLDER --previous OTHER    is OTHER the revision that this one says it follows?

It prints one line for each file that was changed, is missing or was added, and ends with 1 if there is one.
A copy for the public has no folder ``restricted``: its files are known by their hashes alone.
"""

import base64
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST, SIGNATURES, FIGURES = "manifest.json", "manifest.sig", "figures.jsonl"
RESTRICTED = "restricted"
BLOCK = 1 << 20

# Ed25519 (RFC 8032): numbers of the curve.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


@dataclass(frozen=True)
class Fault:
    """``what``: changed, missing, added, signature, chain. ``path`` is the file at fault."""

    what: str
    path: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.what}\t{self.path}" + (f"\t{self.why}" if self.why else "")


@dataclass(frozen=True)
class Report:
    """What was found; ``signed``: (role, when) of each signature that holds; ``kept``: files not in this copy."""

    faults: tuple[Fault, ...]
    manifest: dict[str, Any]
    signed: tuple[tuple[str, str], ...] = ()
    key_id: str = ""
    kept: tuple[str, ...] = ()
    files: int = 0

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(folder: Path, key: str = "", previous: Path | None = None) -> Report:
    """Looks at everything in the folder; a fault names its file."""
    faults: list[Fault] = []
    raw = content_of(folder / MANIFEST)
    manifest = canonical_of(raw)
    if raw is None:
        return Report((Fault("missing", MANIFEST, "nothing can be checked without it"),), {})
    if not shaped(manifest):
        return Report((Fault("changed", MANIFEST, "it is not a manifest as Musanada writes it"),), {})
    digest = hashlib.sha256(raw).hexdigest()
    signed, key_id = signatures(folder, digest, manifest, key, faults)
    listed = {str(line["path"]): line for line in [*manifest["files"], *manifest.get("restricted", [])]}
    kept = check_files(folder, listed, faults)
    check_strangers(folder, set(listed), faults)
    check_figures(folder, manifest, faults)
    if previous is not None:
        check_chain(manifest, previous, faults)
    return Report(tuple(faults), manifest, signed, key_id, kept, len(listed) - len(kept))


def shaped(manifest: Any) -> bool:
    """A changed letter may fall into the name of a field."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), list):
        return False
    restricted = manifest.get("restricted", [])
    lines = [*manifest["files"], *(restricted if isinstance(restricted, list) else [None])]
    return all(isinstance(line, dict) and {"path", "bytes", "sha256"} <= line.keys() for line in lines)


def content_of(path: Path) -> bytes | None:
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


def canonical(data: Any) -> bytes:
    """RFC 8785 for what a manifest holds: texts, whole numbers, lists; with a last line end."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def canonical_of(raw: bytes | None) -> Any:
    """The content, if it is written in the one way it may be written."""
    try:
        data = json.loads(raw or b"")
        return data if canonical(data) == raw else None
    except (ValueError, RecursionError):
        return None


def hash_of(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def check_files(folder: Path, listed: dict[str, Any], faults: list[Fault]) -> tuple[str, ...]:
    """Each listed file against its hash. A copy without any ``restricted`` folder is a public copy."""
    public = not (folder / RESTRICTED).exists()
    kept = []
    for path, line in sorted(listed.items()):
        file = folder / path
        if public and path.startswith(f"{RESTRICTED}/"):
            kept.append(path)
        elif not safe(path) or file.is_symlink() or not file.is_file():
            faults.append(Fault("missing", path))
        else:
            digest, size = hash_of(file)
            if size != line["bytes"]:
                faults.append(Fault("changed", path, f"{size} bytes instead of {line['bytes']}"))
            elif digest != line["sha256"]:
                faults.append(Fault("changed", path, f"sha256 {digest} instead of {line['sha256']}"))
    return tuple(kept)


def safe(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")


def check_strangers(folder: Path, listed: set[str], faults: list[Fault]) -> None:
    """Files, links and folders that the manifest does not know."""
    known = listed | {MANIFEST, SIGNATURES}
    folders = {str(parent) for path in known for parent in Path(path).parents}
    for found in sorted(folder.rglob("*")):
        path = found.relative_to(folder).as_posix()
        if found.is_dir() and not found.is_symlink():
            if path not in folders:
                faults.append(Fault("added", f"{path}/"))
        elif path not in known:
            faults.append(Fault("added", path))


def check_figures(folder: Path, manifest: dict[str, Any], faults: list[Fault]) -> None:
    """The content hash of the figures: over their sorted lines, whatever program wrote the Parquet file."""
    raw = content_of(folder / FIGURES)
    told = manifest.get("figures", {})
    if raw is None or any(fault.path == FIGURES for fault in faults):
        return
    lines = raw.splitlines(keepends=True)
    if content_hash(lines) != told.get("content_hash") or len(lines) != told.get("rows"):
        faults.append(Fault("changed", FIGURES, "its rows are not those of the content hash"))


def content_hash(lines: list[bytes]) -> str:
    """SHA-256 over the sorted canonical rows."""
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def check_chain(manifest: dict[str, Any], previous: Path, faults: list[Fault]) -> None:
    raw = content_of(previous / MANIFEST)
    said = (manifest.get("previous") or {}).get("manifest", "")
    if raw is None or hashlib.sha256(raw).hexdigest() != said:
        faults.append(Fault("chain", MANIFEST, "it does not follow the revision in the other folder"))


def signatures(
    folder: Path, digest: str, manifest: dict[str, Any], pinned: str, faults: list[Fault]
) -> tuple[tuple[tuple[str, str], ...], str]:
    """(role, when) of each signature that holds, and the key's id. Says which of two files was changed."""
    raw = content_of(folder / SIGNATURES)
    if raw is None:
        faults.append(Fault("missing", SIGNATURES))
        return (), ""
    data = canonical_of(raw)
    lines = data.get("signatures") if isinstance(data, dict) else None
    if not isinstance(lines, list) or not lines:
        faults.append(Fault("changed", SIGNATURES, "it is not written as Musanada writes it"))
        return (), ""
    key = pinned or str((manifest.get("key") or {}).get("public", ""))
    holding = []
    for number, line in enumerate(lines):
        if holds(line, key, lines[:number]) and line.get("manifest") == digest:
            holding.append((str(line.get("role", "")), str(line.get("at", ""))))
            continue
        elsewhere = MANIFEST if holds(line, key, lines[:number]) else blamed(line, key, digest)
        faults.append(Fault("signature", elsewhere, f"signature {number + 1} does not hold"))
        break
    return tuple(holding), key_id(key)


def blamed(line: Any, key: str, digest: str) -> str:
    """A signature that does not hold over what it says itself: the file of signatures was changed, unless the key
    in the manifest was (then the key's id is another one)."""
    if isinstance(line, dict) and line.get("manifest") != digest and line.get("key") != key_id(key):
        return MANIFEST
    return SIGNATURES


def signed_bytes(line: dict[str, Any], before: list[Any]) -> bytes:
    """What a signature is made over: everything it says, and all signatures before it."""
    told = {name: value for name, value in line.items() if name != "signature"}
    return canonical({"after": hashlib.sha256(canonical(before)).hexdigest(), "told": told})


def holds(line: Any, key: str, before: list[Any]) -> bool:
    try:
        return isinstance(line, dict) and verify_ed25519(
            base64.b64decode(key, validate=True),
            signed_bytes(line, before),
            base64.b64decode(line["signature"], validate=True),
        )
    except (ValueError, KeyError, TypeError):
        return False


def key_id(key: str) -> str:
    """Short name of a public key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""


# Ed25519, verifying only: the reference of RFC 8032 in plain Python, so that nothing need be installed. ---------------


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    at, commitment = unpacked(public), unpacked(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if at is None or commitment is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    base = unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert base is not None
    return same(times(s, base), plus(commitment, times(h, at)))


def unpacked(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def plus(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = plus(found, point)
        point = plus(point, point)
        number >>= 1
    return found


def same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def main(arguments: list[str]) -> int:
    options = {"--key": "", "--previous": ""}
    rest = list(arguments)
    for name in options:
        if name in rest:
            at = rest.index(name)
            options[name] = rest[at + 1] if at + 1 < len(rest) else ""
            del rest[at : at + 2]
    folder = Path(rest[0]) if rest else Path(__file__).resolve().parent
    if not folder.is_dir() or len(rest) > 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    report = verify(folder, options["--key"], Path(options["--previous"]) if options["--previous"] else None)
    return tell(report)


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")


def tell(report: Report) -> int:
    """One line a fault on stdout, or one that says what holds."""
    for fault in report.faults:
        say(fault)
    if not report.whole:
        return 1
    told = report.manifest
    say(f"whole\t{told.get('slug')} {told.get('period')} r{told.get('revision')}\t{report.files} files")
    for role, when in report.signed:
        say(f"signed\t{role}\t{when}\tkey {report.key_id}")
    for path in report.kept:
        say(f"kept\t{path}\tby its publisher: not in this copy")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
