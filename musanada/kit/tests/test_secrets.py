"""Keys, ciphertexts, blind indexes, personal keys and files: what opens, and above all what does not."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.secrets import (
    Unreadable,
    blind_index,
    blind_indexes,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    is_encrypted,
    keyring,
    new_wrapped_key,
    open_text,
    open_with,
    read_sealed_file,
    seal_with,
    write_sealed_file,
)
from musanada.kit.secrets.files import BLOCK, HEADER, TAG

TEXT = st.text(max_size=300)


@pytest.fixture(autouse=True)
def own_keyring(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A keyring and a data folder of the test's own."""
    settings.DATA, settings.KEYRING = tmp_path, tmp_path / "keys" / "data.keys"
    keyring.forget_held()
    yield settings.KEYRING
    keyring.forget_held()


@given(TEXT)
def test_what_was_encrypted_opens_in_its_own_column_only(text: str) -> None:
    stored = encrypt(text, "people_contact.value")
    assert is_encrypted(stored) and decrypt(stored, "people_contact.value") == text
    with pytest.raises(Unreadable) as refusal:
        decrypt(stored, "people_identifier.value")
    assert refusal.value.code == "damaged"


def test_the_same_text_never_looks_the_same() -> None:
    assert encrypt("0612345678", "a.b") != encrypt("0612345678", "a.b")


@pytest.mark.parametrize("spoil", [lambda s: s[:-4], lambda s: s[:20] + "AAAA" + s[24:], lambda s: "Amadou"])
def test_an_altered_ciphertext_is_refused_without_its_content(spoil: Any) -> None:
    stored = spoil(encrypt("Une phrase assez longue pour être reconnue.", "a.b"))
    with pytest.raises(Unreadable) as refusal:
        decrypt(stored, "a.b")
    assert "phrase" not in str(refusal.value) and refusal.value.code == "damaged"


def test_the_file_of_keys_is_its_owners_alone_and_says_nothing_in_clear(own_keyring: Path) -> None:
    encrypt("x", "a.b")
    assert stat.S_IMODE(own_keyring.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_keyring.parent.stat().st_mode) == 0o700
    content = json.loads(own_keyring.read_text())
    assert [k["state"] for k in content["data"]] == ["current"]
    assert content["data"][0]["material"] not in repr(keyring.keyring())


def test_a_key_that_is_gone_is_said_as_such(own_keyring: Path) -> None:
    stored = encrypt("x", "a.b")
    ring = keyring.new_key()

    def other(held: keyring.Keyring) -> keyring.Keyring:
        return keyring.Keyring(held.id, (ring,), held.index)

    keyring.change(other)
    with pytest.raises(Unreadable) as refusal:
        decrypt(stored, "a.b")
    assert refusal.value.code == "key-missing"


def test_an_unmounted_disk_never_leads_to_new_keys(own_keyring: Path) -> None:
    encrypt("x", "a.b")
    own_keyring.unlink()
    keyring.forget_held()
    with pytest.raises(Unreadable) as refusal:
        encrypt("y", "a.b")
    assert refusal.value.code == "keyring-missing" and not own_keyring.exists()


def test_the_keyring_of_another_installation_is_refused(own_keyring: Path) -> None:
    encrypt("x", "a.b")
    content = json.loads(own_keyring.read_text()) | {"id": "00"}
    own_keyring.write_text(json.dumps(content))
    keyring.forget_held()
    with pytest.raises(Unreadable) as refusal:
        encrypt("y", "a.b")
    assert refusal.value.code == "keyring-foreign"


@pytest.mark.parametrize("content", ["", "{}", '{"id": "a", "data": [], "index": []}', "[1]"])
def test_a_damaged_keyring_is_said_as_such(own_keyring: Path, content: str) -> None:
    own_keyring.parent.mkdir()
    own_keyring.write_text(content)
    with pytest.raises(Unreadable) as refusal:
        encrypt("y", "a.b")
    assert refusal.value.code == "keyring-damaged"


def test_an_old_key_still_opens_what_it_wrote_and_writes_nothing_new() -> None:
    before = encrypt("x", "a.b")
    keyring.change(
        lambda r: keyring.Keyring(r.id, (*(k.become("old") for k in r.data), keyring.new_key()), r.index)
    )
    after = encrypt("x", "a.b")
    assert decrypt(before, "a.b") == decrypt(after, "a.b") == "x"
    assert before[5:13] != after[5:13]


def test_another_process_new_key_is_found_without_a_restart(own_keyring: Path) -> None:
    encrypt("x", "a.b")
    held = keyring._held
    keyring.change(
        lambda r: keyring.Keyring(r.id, (*(k.become("old") for k in r.data), keyring.new_key()), r.index)
    )
    stored = encrypt("new", "a.b")
    keyring._held = held  # as a server that looked a moment ago
    assert decrypt(stored, "a.b") == "new"


@given(TEXT)
def test_equal_texts_have_one_index_and_purposes_nothing_in_common(text: str) -> None:
    assert blind_index("phone", text) == blind_index("phone", text)
    assert not text or blind_index("phone", text) != blind_index("document", text)
    assert blind_indexes("phone", text) == ([blind_index("phone", text)] if text else [])


def test_an_index_of_nothing_is_nothing() -> None:
    assert blind_index("phone", "") == "" and len(blind_index("phone", "0")) == 32


def test_a_sealed_copy_dies_with_the_person_own_key() -> None:
    wrapped = new_wrapped_key()
    copy = seal_with(wrapped, "née à Kayes", "referral")
    assert open_with(wrapped, copy, "referral") == "née à Kayes"
    for key, context, code in (
        ("", "referral", "key-destroyed"),
        (new_wrapped_key(), "referral", "damaged"),
        (wrapped, "other", "damaged"),
    ):
        with pytest.raises(Unreadable) as refusal:
            open_with(key, copy, context)
        assert refusal.value.code == code


def test_a_clear_text_of_a_sealable_column_stays_as_it_is() -> None:
    assert open_text("Amadou Traoré", "n") == "Amadou Traoré"
    assert open_text(encrypt("Amadou Traoré", "n"), "n") == "Amadou Traoré"


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7])
def test_a_file_comes_back_whatever_its_size_and_however_it_is_cut(size: int) -> None:
    content = os.urandom(size)
    sealed = b"".join(encrypt_bytes([content[:10], content[10:]], "scan/1"))
    pieces = [sealed[i : i + 1000] for i in range(0, len(sealed), 1000)]
    assert b"".join(decrypt_bytes(pieces, "scan/1")) == content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s[: HEADER + BLOCK + TAG],  # the last block cut off, on the edge
        lambda s: s[:-1],
        lambda s: s[:HEADER] + s[HEADER + BLOCK + TAG :],  # the first block taken out
        lambda s: s[: HEADER + 5] + bytes([s[HEADER + 5] ^ 1]) + s[HEADER + 6 :],
        lambda s: s[:HEADER],
        lambda s: s[:10],
        lambda s: b"%PDF-" + s[5:],
    ],
)
def test_a_shortened_or_altered_file_is_refused(spoil: Any) -> None:
    sealed = b"".join(encrypt_bytes([b"a" * (BLOCK * 2 + 9)], "scan/1"))
    with pytest.raises(Unreadable):
        b"".join(decrypt_bytes([spoil(sealed)], "scan/1"))


def test_a_file_does_not_open_in_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "attachments" / "one"
    assert write_sealed_file(path, [b"scan"], "attachments/one") == 4
    assert b"scan" not in path.read_bytes() and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"".join(read_sealed_file(path, "attachments/one")) == b"scan"
    with pytest.raises(Unreadable):
        b"".join(read_sealed_file(path, "attachments/two"))


def test_a_file_that_could_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        write_sealed_file(tmp_path / "x" / "one", broken(), "c")
    assert list((tmp_path / "x").iterdir()) == []
