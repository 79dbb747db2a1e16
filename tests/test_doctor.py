"""What ``musanada doctor`` says of keys and folders, and that it says what mends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from musanada.config import doctor, doctor_secrets
from musanada.kit.secrets import encrypt, keyring
from musanada.people.drafts import ContactDraft
from musanada.people.tests.world import build, met

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.DATA, settings.KEYRING = tmp_path / "data", tmp_path / "keys" / "data.keys"
    settings.EXTRACTS = ""
    settings.DATA.mkdir(mode=0o700)
    keyring.forget_held()
    encrypt("x", "a.b")
    yield settings.DATA
    keyring.forget_held()


def wrong(check: Any) -> dict[str, str]:
    return {what: mend for what, sentence, mend in check() if sentence}


def test_an_installation_as_made_is_in_order(data):
    assert not wrong(doctor_secrets.permissions) and not wrong(doctor_secrets.keys)
    assert not wrong(doctor_secrets.apart)


@pytest.mark.parametrize("name", ["attachments", "imports", "extracts"])
def test_a_folder_open_to_others_is_told(data, name):
    (data / name).mkdir()
    (data / name).chmod(0o755)
    assert wrong(doctor_secrets.permissions) == {f"permissions of {name}": f"chmod 700 {data / name}"}


def test_keys_open_to_others_are_told(data):
    keyring.path().chmod(0o644)
    keyring.path().parent.chmod(0o755)
    assert wrong(doctor_secrets.permissions) == {"permissions of data.keys": f"chmod 600 {keyring.path()}"}


def test_a_file_in_a_closed_folder_is_no_fault_and_in_an_open_one_is(data):
    folder = data / "attachments" / "ab"
    folder.mkdir(parents=True)
    scan = folder / "scan"
    scan.touch()
    scan.chmod(0o644)
    folder.chmod(0o700)
    (data / "attachments").chmod(0o700)
    assert not wrong(doctor_secrets.permissions)
    folder.chmod(0o755)
    assert "permissions of attachments" in wrong(doctor_secrets.permissions)


def test_a_keyring_that_is_not_there_is_told(data, settings):
    keyring.path().unlink()
    assert list(wrong(doctor_secrets.keys)) == ["keyring"]
    assert str(settings.KEYRING) in wrong(doctor_secrets.keys)["keyring"]


def test_data_under_keys_that_are_gone_are_told(data):
    met(build(), contacts=(ContactDraft("phone", "0612345678"),))
    assert not wrong(doctor_secrets.keys)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_contact SET value = 'enc1:00000000:' || SUBSTR(value, 15)")
    assert list(wrong(doctor_secrets.keys)) == ["keys of the data"]


def test_an_unfinished_rotation_is_told(data):
    def half(ring: keyring.Keyring) -> keyring.Keyring:
        return keyring.Keyring(ring.id, (ring.current.become("old"), keyring.new_key()), ring.index)

    keyring.change(half)
    assert wrong(doctor_secrets.keys) == {"key rotation": "musanada keys rotate"}


def test_keys_beside_the_data_are_advice_and_no_fault(data, settings, capsys, monkeypatch):
    settings.KEYRING = settings.DATA / "data.keys"
    assert "keyring apart from the data" in wrong(doctor_secrets.apart)
    monkeypatch.setattr(doctor, "ALL", ())
    assert doctor.run() == 0
    assert "note   keyring apart" in capsys.readouterr().out
