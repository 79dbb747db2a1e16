"""The lock file, its export for pip and the pinned installer say the same, and name only the public index."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def locked() -> dict[str, dict]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return {package["name"]: package for package in packages}


def hosts(text: str) -> set[str]:
    return {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s\"']+", text)}


def requirements(name: str) -> dict[str, tuple[str, set[str]]]:
    """Version and hashes by package."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = [re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", line) for line in lines]
    assert all(found), "every line pins one version"
    hashes = [set(re.findall(r"--hash=(sha256:\w+)", line)) for line in lines]
    return {m[1]: (m[2], h) for m, h in zip(found, hashes, strict=True) if m}


def needed(packages: dict[str, dict], *groups: str) -> set[str]:
    """Names reachable from the project, its extras and the named development groups."""
    project = packages["musanada"]
    start = project.get("dependencies", []) + [
        d for group in groups for d in project.get("dev-dependencies", {}).get(group, [])
    ]
    reached: set[tuple[str, str]] = set()
    waiting = [(d["name"], extra) for d in start for extra in ["", *d.get("extra", [])]]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in reached:
            continue
        reached.add((name, extra))
        package = packages[name]
        follow = (
            package.get("optional-dependencies", {}).get(extra, [])
            if extra
            else package.get("dependencies", [])
        )
        waiting += [(d["name"], e) for d in follow for e in ["", *d.get("extra", [])]]
    return {name for name, _ in reached}


def hashes_of(package: dict) -> set[str]:
    files = package.get("wheels", []) + ([package["sdist"]] if "sdist" in package else [])
    return {file["hash"] for file in files}


def test_the_lock_names_only_the_public_index():
    assert hosts((ROOT / "uv.lock").read_text(encoding="utf-8")) == PUBLIC


def test_a_foreign_host_would_be_seen():
    assert not hosts('url = "https://mirror.example/simple/x.whl"') <= PUBLIC


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "tools/uv.txt"])
def test_exports_name_no_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert hosts(text) == set()
    assert "--index-url" not in text


@pytest.mark.parametrize(("name", "groups"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))])
def test_export_agrees_with_the_lock(name, groups):
    packages = locked()
    expected = {n: (packages[n]["version"], hashes_of(packages[n])) for n in needed(packages, *groups)}
    assert requirements(name) == expected, "run `make lock`"


def test_the_project_and_the_lock_ask_for_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {re.match(r"[\w.-]+", d)[0].lower() for d in project["project"]["dependencies"]}
    assert asked == {d["name"] for d in locked()["musanada"]["dependencies"]}, "run `make lock`"
