"""What we depend on, as far as no network is needed: `make audit` asks for known holes besides."""

import io
import json
import urllib.error
import urllib.request
from datetime import date
from email.message import Message
from types import SimpleNamespace

import pytest

from tools import audit_dependencies as audit

HASH = "sha256:" + "0" * 64


def package(name="thing", version="1.0", **files):
    return {"name": name, "version": version, "source": {"registry": "x"}, **files}


def installed(name, **said):
    metadata = Message()
    metadata["Name"] = name
    for key, values in said.items():
        for value in values if isinstance(values, list) else [values]:
            metadata[key.replace("_", "-")] = value
    return SimpleNamespace(metadata=metadata)


def test_what_is_locked_is_hashed_finished_and_free_to_use():
    assert audit.offline() == []


def test_all_that_runs_is_looked_at():
    """The test above would pass on an empty lock or an empty environment."""
    names = {audit.name_of(p["name"]) for p in audit.locked()}
    here = {audit.name_of(d.metadata["Name"]) for d in audit.distributions()}
    assert len(names) > 60
    assert {"django", "cryptography", "duckdb", "psycopg", "pillow"} <= names & here


def test_an_artefact_without_a_hash_is_seen():
    wheel = {"url": "https://x/thing-1.0.whl", "hash": HASH}
    assert audit.without_hash([package(wheels=[wheel])]) == []
    assert audit.without_hash([package(wheels=[wheel | {"hash": "md5:0"}])]) == ["thing-1.0.whl"]
    assert audit.without_hash([package()]) == ["thing: no artefact"]


@pytest.mark.parametrize("version", ["1.0a1", "2.0rc2", "1.0.dev3", "3b1"])
def test_an_unfinished_version_is_seen(version):
    assert audit.unfinished([package(version=version), package(version="1.0.post1")]) == [f"thing {version}"]


@pytest.mark.parametrize(
    ("said", "foreign"),
    [
        ({"License_Expression": "MIT"}, []),
        ({"License_Expression": "GPL-2.0-only OR MIT"}, []),
        ({"License_Expression": "MIT AND SSPL-1.0"}, ["thing: SSPL-1.0"]),
        ({"Classifier": ["License :: OSI Approved :: BSD License"]}, []),
        ({"Classifier": ["License :: Other/Proprietary License"]}, ["thing: Other/Proprietary License"]),
        ({"License": "Commercial"}, ["thing: Commercial"]),
        ({}, ["thing: not said"]),
    ],
)
def test_a_licence_we_may_not_use_is_seen(said, foreign):
    assert audit.foreign_licences([installed("Thing", **said)], {"thing"}) == foreign


def test_a_known_hole_is_named(monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append(json.loads(request.data))
        return io.BytesIO(json.dumps({"results": [{"vulns": [{"id": "GHSA-x"}]}, {}]}).encode())

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    told = audit.asked_of_osv([package("bad"), package("good", "2.0")])
    assert told == {"bad 1.0": ["GHSA-x"]}
    assert audit.known_holes(told, date(2026, 1, 1)) == ["bad 1.0: GHSA-x (https://osv.dev/GHSA-x)"]
    assert asked[0]["queries"][1] == {"package": {"name": "good", "ecosystem": "PyPI"}, "version": "2.0"}


def test_what_was_accepted_is_so_until_its_day(monkeypatch):
    monkeypatch.setattr(audit, "ACCEPTED", {"GHSA-x": (date(2026, 6, 30), "we never call it")})
    told = {"bad 1.0": ["GHSA-x"]}
    assert audit.known_holes(told, date(2026, 6, 30)) == []
    assert audit.known_holes(told, date(2026, 7, 1)) != []


def test_without_a_network_it_says_so_and_does_not_say_well(monkeypatch, capsys):
    def closed(request, timeout):
        raise urllib.error.URLError("no route")

    monkeypatch.setattr(urllib.request, "urlopen", closed)
    monkeypatch.setattr(audit, "withdrawn", list)
    assert audit.main() == 2
    assert "known holes: NOT RUN" in capsys.readouterr().err


def test_half_an_answer_is_no_answer(monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", lambda request, timeout: io.BytesIO(b'{"results": [{}]}'))
    with pytest.raises(audit.NotRun):
        audit.asked_of_osv([package("one"), package("two")])
