"""What we depend on: every artefact hashed, nothing unfinished, no licence we may not use; known holes where a network is.

Without a network (``make test`` runs this part): the lock file and what is installed. With one (``make audit``): each
locked version is asked of OSV (https://osv.dev), which gathers the advisories of PyPI, GitHub and the projects, in one
request that names packages and versions only; and ``uv`` says which versions were withdrawn (yanked) from the index.

Exit: 0 nothing found, 1 findings, 2 the part that needs a network could not run (what it says is then unknown).
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OSV = "https://api.osv.dev/v1/querybatch"
PATIENCE = 20  # seconds
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
UNFINISHED = re.compile(r"\d(a|b|rc|\.?dev)\d", re.IGNORECASE)

# Versions that are not finished and used all the same, with the reason.
UNFINISHED_BUT_USED: Mapping[str, str] = {}
# Advisories that do not touch us: until when, and why. After that day they are findings again.
ACCEPTED: Mapping[str, tuple[date, str]] = {}
# May be used and passed on together with a program under AGPL-3.0-or-later.
LICENCES = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "CC0-1.0", "BSD-2-Clause", "BSD-3-Clause", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT",
        "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Public Domain", "Unlicense", "Zlib",
    }
)  # fmt: skip
SAME = {
    "mit license": "MIT", "bsd license": "BSD", "bsd 2-clause license": "BSD-2-Clause", "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0", "python software foundation license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "public domain": "Public Domain",
}  # fmt: skip
# What a package says of itself and what its licence file says differ; read by hand.
READ_BY_HAND: Mapping[str, str] = {
    "pysqlite3": "Zlib",  # says nothing in its metadata; its LICENSE is the zlib licence
    "qrcode": "BSD-3-Clause",  # adds "Other/Proprietary" for the MIT text of a part
}


def locked() -> list[dict[str, Any]]:
    """The packages of the lock file, without ourselves."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return [p for p in packages if "registry" in p["source"]]


def without_hash(packages: Iterable[dict[str, Any]]) -> list[str]:
    """Artefacts that could be exchanged on their way here; and packages that come from elsewhere than the index."""
    found = []
    for one in packages:
        files = one.get("wheels", []) + ([one["sdist"]] if "sdist" in one else [])
        bare = [f["url"].rpartition("/")[2] for f in files if not SHA256.fullmatch(f.get("hash", ""))]
        found += bare or ([] if files else [f"{one['name']}: no artefact"])
    return found


def unfinished(packages: Iterable[dict[str, Any]]) -> list[str]:
    return [
        f"{one['name']} {one['version']}"
        for one in packages
        if UNFINISHED.search(one["version"]) and one["name"] not in UNFINISHED_BUT_USED
    ]


def name_of(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def licences_of(package: Distribution) -> set[str]:
    """What a package says its licence is, in one spelling; ``OR`` leaves the choice to us, ``AND`` does not."""
    said = package.metadata
    if hand := READ_BY_HAND.get(name_of(said["Name"])):
        return {hand}
    if text := said.get("License-Expression"):
        choices = [set(re.split(r"\s+AND\s+", choice.strip(" ()"))) for choice in re.split(r"\s+OR\s+", text)]
        return next((choice for choice in choices if choice <= LICENCES), choices[0])
    classes = [
        c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    words = [c for c in classes if c != "OSI Approved"] or [(said.get("License") or "").strip() or "not said"]
    return {SAME.get(word.lower(), word) for word in words}


def foreign_licences(installed: Iterable[Distribution], names: set[str]) -> list[str]:
    """Packages of the lock whose licence is not among those we may use."""
    found = {
        name_of(one.metadata["Name"]): licences_of(one) - LICENCES
        for one in installed
        if name_of(one.metadata["Name"]) in names
    }
    return [f"{name}: {', '.join(sorted(others))}" for name, others in sorted(found.items()) if others]


def offline() -> list[str]:
    """Everything that needs no network, as findings."""
    packages = locked()
    names = {name_of(p["name"]) for p in packages}
    return [
        *(f"no SHA-256: {what}" for what in without_hash(packages)),
        *(f"not a finished version: {what}" for what in unfinished(packages)),
        *(f"licence: {what}" for what in foreign_licences(distributions(), names)),
    ]


class NotRun(Exception):
    """What needs a network could not be asked."""


def asked_of_osv(packages: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Advisories by package. Raises: NotRun."""
    wanted = [
        {"package": {"name": p["name"], "ecosystem": "PyPI"}, "version": p["version"]} for p in packages
    ]
    request = urllib.request.Request(
        OSV, data=json.dumps({"queries": wanted}).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        raise NotRun(f"{OSV}: {error}") from None
    if len(results) != len(packages):
        raise NotRun(f"{OSV}: {len(results)} answers to {len(packages)} questions")
    told = {f"{p['name']} {p['version']}": r.get("vulns", []) for p, r in zip(packages, results, strict=True)}
    return {name: [v["id"] for v in found] for name, found in told.items() if found}


def known_holes(told: Mapping[str, Iterable[str]], today: date) -> list[str]:
    """Advisories that are not accepted, or no longer."""
    waived = {code for code, (until, _why) in ACCEPTED.items() if today <= until}
    return [
        f"{name}: {code} (https://osv.dev/{code})"
        for name, codes in sorted(told.items())
        for code in sorted(set(codes) - waived)
    ]


def withdrawn() -> list[str]:
    """Locked versions that their authors took back, as ``uv`` says when it would install them. Raises: NotRun."""
    with tempfile.TemporaryDirectory() as nowhere:
        run = subprocess.run(
            [
                *(str(ROOT / ".venv/bin/uv"), "pip", "install", "--dry-run", "--no-deps", "--require-hashes"),
                *("--refresh", "--target", nowhere, "-r", str(ROOT / "requirements-dev.txt")),
            ],
            capture_output=True,
            text=True,
        )
    if run.returncode:
        raise NotRun(f"uv: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else 'no answer'}")
    return [f"withdrawn: {line.strip()}" for line in run.stderr.splitlines() if "is yanked" in line]


def main() -> int:
    findings, not_run = offline(), []
    print(f"{len(locked())} locked packages: hashes, finished versions and licences looked at")
    try:
        findings += known_holes(asked_of_osv(locked()), datetime.now(UTC).date())
        print("known holes: asked of OSV")
    except NotRun as reason:
        not_run.append(f"known holes: NOT RUN, {reason}")
    try:
        findings += withdrawn()
        print("withdrawn versions: asked of the index")
    except NotRun as reason:
        not_run.append(f"withdrawn versions: NOT RUN, {reason}")
    for line in findings:
        print(f"FINDING  {line}")
    for line in not_run:
        print(line, file=sys.stderr)
    return 1 if findings else 2 if not_run else 0


if __name__ == "__main__":
    sys.exit(main())
