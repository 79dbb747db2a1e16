"""One changed, added or missing byte or file anywhere in a folder is found and named; whole folders are whole."""

import base64
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from musanada.publications import signing, snapshot, verifying
from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.outputs.serial import canonical
from musanada.publications.sources import FrozenSource
from musanada.publications.verifying import MANIFEST, SIGNATURES
from musanada.publications.wanted import FigureWords, WantedTable

AT = datetime(2025, 3, 1, 9, tzinfo=UTC)
PEOPLE = "assistance.people_assisted"


def cell(value, period="2024", **dims):
    hidden = value is None
    return FigureCell(
        PEOPLE, period, dims_of(dims), value, "persons", digest="a" * 64, conf="N" if hidden else "F"
    )


CELLS = [cell(1234), cell(900, nationality="GIN"), cell(None, nationality="MLI"), cell(1200, period="2023")]


def frozen():
    words = {
        (PEOPLE, "fr"): FigureWords(
            PEOPLE, 1, "Personnes aidées", "…", "persons", "a" * 64, "flow", False, ("kind",)
        ),
        ("ext:moi é", "fr"): FigureWords("ext:moi é", 1, "Tentatives", "", "attempts", "b", "external"),
    }
    table = WantedTable(PEOPLE, "2024", ("nationality",), (), 2)
    return FrozenSource(
        {one.key: one for one in CELLS},
        {table: tuple(one.key for one in CELLS[:3])},
        words,
        {(PEOPLE, "nationality", "GIN", "fr"): "Guinée"},
    )


def make(folder: Path) -> Path:
    """A folder as a build makes it, signed by builder and two others."""
    with snapshot.placed(folder) as draft:
        head = {
            "slug": "annual",
            "period": "2024",
            "revision": 1,
            "figures": snapshot.write_figures(draft, CELLS),
        }
        snapshot.write_source(draft, frozen(), {PEOPLE: [{"id": PEOPLE}]})
        snapshot.write(draft, "narrative.fr.md", b"# Rapport\n")
        snapshot.write(draft, "restricted/lineage.parquet", b"true numbers")
        manifest = snapshot.write_manifest(draft, {**head, "key": signing.key_of_installation()})
        lines = []
        for role, who in (("build", "1"), ("approve", "2"), ("approve", "3")):
            lines.append(signing.sign(lines, manifest=manifest, role=role, by=who, at=AT))
        snapshot.write_signatures(draft, lines)
    return folder


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    monkeypatch.setattr(settings, "KEYRING", tmp_path / "data" / "data.keys")
    (tmp_path / "data").mkdir()


@pytest.fixture
def folder(tmp_path):
    return make(tmp_path / "annual-r1")


def found(folder):
    return {(fault.what, fault.path) for fault in snapshot.verify(folder).faults}


def test_a_whole_folder_is_whole_and_says_who_signed(folder):
    report = snapshot.verify(folder)
    assert report.whole
    assert [role for role, _when in report.signed] == ["build", "approve", "approve"]


def test_the_script_in_the_folder_needs_no_library(folder):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("whole\tannual 2024 r1")


def test_the_script_names_the_changed_file_and_ends_with_one(folder):
    (folder / "narrative.fr.md").write_bytes(b"# Rappor!\n")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("changed\tnarrative.fr.md")


@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_and_named(tmp_path_factory, data):
    whole = shared(tmp_path_factory)
    files = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    raw = bytearray((whole / name).read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    kept = bytes(raw)
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        (whole / name).write_bytes(bytes(raw))
        assert name in {path for _what, path in found(whole)}
    finally:
        (whole / name).write_bytes(kept)


@given(data=st.data())
def test_a_missing_or_cut_file_is_found_and_named(tmp_path_factory, data):
    whole = shared(tmp_path_factory)
    files = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    raw = (whole / name).read_bytes()
    try:
        if data.draw(st.booleans()):
            (whole / name).unlink()
        else:
            (whole / name).write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
        assert name in {path for _what, path in found(whole)}
    finally:
        (whole / name).write_bytes(raw)


MADE: list[Path] = []


def shared(factory):
    """One folder for all examples: each puts back what it changed."""
    if not MADE or not MADE[0].exists():
        MADE[:] = [make(factory.mktemp("shared") / "annual-r1")]
    return MADE[0]


@pytest.mark.parametrize(
    "name", ["more.txt", "definitions/more.json", "restricted/more", ".hidden", "empty/"]
)
def test_an_added_file_or_folder_is_found_and_named(folder, name):
    if name.endswith("/"):
        (folder / name).mkdir()
    else:
        (folder / name).write_text("x")
    assert found(folder) == {("added", name)}


def test_a_link_is_no_file(folder, tmp_path):
    other = tmp_path / "other.md"
    shutil.move(folder / "narrative.fr.md", other)
    (folder / "narrative.fr.md").symlink_to(other)
    assert ("missing", "narrative.fr.md") in found(folder)


def test_a_public_copy_is_whole_without_its_restricted_part(folder, tmp_path):
    snapshot.copy_public(folder, tmp_path / "copy")
    report = snapshot.verify(tmp_path / "copy")
    assert report.whole
    assert report.kept == ("restricted/lineage.parquet",)


def test_a_manifest_written_another_way_is_changed(folder):
    data = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps(data, indent=1))
    assert found(folder) == {("changed", MANIFEST)}


def test_whoever_signs_anew_with_a_key_of_their_own_is_seen_with_the_key_of_the_publisher(folder):
    public = snapshot.manifest_of(folder)["key"]["public"]
    (settings.DATA / "publishing" / "ed25519.key").unlink()
    head = {"slug": "annual", "period": "2024", "revision": 1}
    head["figures"] = snapshot.manifest_of(folder)["figures"]
    (folder / MANIFEST).unlink()
    (folder / SIGNATURES).unlink()
    manifest = snapshot.write_manifest(folder, {**head, "key": signing.key_of_installation()})
    snapshot.write_signatures(folder, [signing.sign([], manifest=manifest, role="build", by="1", at=AT)])
    assert verifying.verify(folder).whole
    assert not verifying.verify(folder, key=public).whole


def test_a_signature_taken_out_breaks_those_after_it(folder):
    lines = snapshot.signatures_of(folder)
    snapshot.write_signatures(folder, [lines[0], lines[2]])
    assert found(folder) == {("signature", SIGNATURES)}


def test_the_chain_names_the_revision_before(folder, tmp_path):
    second = tmp_path / "annual-r2"
    with snapshot.placed(second) as draft:
        head = {"figures": snapshot.write_figures(draft, CELLS), "key": signing.key_of_installation()}
        head["previous"] = {"revision": 1, "manifest": snapshot.hash_of_manifest(folder)}
        manifest = snapshot.write_manifest(draft, head)
        line = signing.sign([], manifest=manifest, role="build", by="1", at=AT)
        snapshot.write_signatures(draft, [line])
    assert snapshot.verify(second, previous=folder).whole
    assert not snapshot.verify(second, previous=second).whole


def test_the_parquet_file_of_another_writer_is_the_same_content_and_other_rows_are_not(folder):
    import pyarrow.parquet as pq

    path = folder / snapshot.PARQUET
    table = pq.read_table(path)
    told = snapshot.manifest_of(folder)["figures"]["content_hash"]
    pq.write_table(table.slice(0), path, compression="snappy")
    assert snapshot.parquet_hash(path) == told
    pq.write_table(table.slice(1), path)
    assert snapshot.parquet_hash(path) != told


def test_what_is_hidden_leaves_no_number(folder):
    for path in folder.rglob("*"):
        if path.is_file() and path.name.startswith("figures"):
            rows = [json.loads(line) for line in (folder / "figures.jsonl").read_bytes().splitlines()]
            assert next(r for r in rows if r["conf_status"] == "N")["value"] is None


def test_a_folder_answers_as_it_did(folder):
    again = snapshot.read_source(folder)
    assert again == frozen()


def test_the_same_figures_are_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        make(tmp_path / name)
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path


def test_killed_half_way_nothing_stands_there(tmp_path):
    with pytest.raises(KeyboardInterrupt), snapshot.placed(tmp_path / "r1") as draft:
        snapshot.write(draft, "a", b"x")
        raise KeyboardInterrupt
    assert list(tmp_path.glob("*r1*")) == []


def test_our_ed25519_agrees_with_the_library():
    for seed in range(8):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
        public, message = key.public_key().public_bytes_raw(), bytes([seed]) * seed
        signature = key.sign(message)
        assert verifying.verify_ed25519(public, message, signature)
        assert not verifying.verify_ed25519(public, message + b"!", signature)
        assert not verifying.verify_ed25519(public, message, bytes([signature[0] ^ 1]) + signature[1:])
        assert not verifying.verify_ed25519(public, message, signature[:32] + b"\xff" * 32)


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**50), 2**50) | st.none() | st.booleans()))
def test_our_json_is_rfc_8785(data):
    ascii_keys = {
        base64.b16encode(key.encode("utf-8", "surrogatepass")).decode(): v for key, v in data.items()
    }
    try:
        expected = canonical(ascii_keys)
    except Exception:
        return  # lone surrogates are refused
    assert verifying.canonical(ascii_keys) == expected


def test_the_key_is_kept_sealed_and_the_same_next_time():
    public = signing.public_key()
    assert signing.public_key() == public
    raw = (settings.DATA / "publishing" / "ed25519.key").read_bytes()
    assert raw.startswith(b"MSNE1")
    assert (settings.DATA / "publishing" / "ed25519.key").stat().st_mode & 0o077 == 0
