"""``musanada keys``: every encrypted column and file under a new key, whatever interrupts it; searches go on."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from musanada.access.models import AuditEntry
from musanada.config.cli import parser
from musanada.kit.errors import Refused
from musanada.kit.secrets import (
    SEALED_FOLDERS,
    SealedFolder,
    columns,
    encrypt,
    keyring,
    open_with,
    read_sealed_file,
    renewal,
    rotation,
    seal_with,
    write_sealed_file,
)
from musanada.people.drafts import ContactDraft, IdentifierDraft
from musanada.people.models import Contact, Identifier
from musanada.people.queries import Filters, listing
from musanada.people.tests.world import World, build, met
from tools.template import give

pytestmark = pytest.mark.django_db
FOLDER = SealedFolder(lambda: keyring.path().parent / "scans", lambda path: f"scan:{path.name}")


@pytest.fixture(autouse=True)
def own_keyring(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.DATA, settings.KEYRING = tmp_path, tmp_path / "data.keys"
    keyring.forget_held()
    monkeypatch.setattr(renewal, "LOOK_AGAIN", 0)
    monkeypatch.setitem(SEALED_FOLDERS._things, "scans", FOLDER)
    yield
    keyring.forget_held()


@pytest.fixture
def world(own_keyring: None) -> World:
    world = build()
    for number in range(6):
        met(
            world,
            identifiers=(IdentifierDraft("passport", f"AB12340{number}", "GIN"),),
            contacts=(ContactDraft("phone", f"061234560{number}"),),
        )
    return world


def run(*words: str) -> int:
    args = parser().parse_args(["keys", *words])
    return args.run(args, None)


def keys_of(model: Any, column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return {row[0][5:13] for row in cursor.fetchall()}


def found(world: World, text: str) -> int:
    return len(listing(world.alima, Filters(text=text)).rows)


def test_everything_is_under_the_new_key_and_reads_as_before(world, capsys):
    old = keyring.keyring().current.id
    scan = FOLDER.folder() / "ab" / "one"
    write_sealed_file(scan, [b"a scan"], "scan:one")
    assert run("rotate") == 0
    new = keyring.keyring().current.id
    assert new != old and keys_of(Contact, "value") == keys_of(Identifier, "value") == {new}
    assert (
        scan.read_bytes()[5:13].decode() == new and b"".join(read_sealed_file(scan, "scan:one")) == b"a scan"
    )
    assert {k.id: k.state for k in keyring.keyring().data} == {old: "retired", new: "current"}
    assert found(world, "+212612345603") == found(world, "ab-123403") == 1
    assert {"061234560" + str(n) for n in range(6)} == set(Contact.objects.values_list("value", flat=True))
    steps = [e.details["step"] for e in AuditEntry.objects.filter(verb="keys.rotate").order_by("number")]
    assert steps == ["started", "finished"] and new in capsys.readouterr().out


def test_a_rotation_cut_off_goes_on_where_it_stopped(world, monkeypatch):
    old = keyring.keyring().current.id
    monkeypatch.setattr(rotation, "BATCH", 2)
    swap, calls = rotation.swap, []

    def dies(column: Any, rows: Any) -> int:
        calls.append(column.label)
        if calls.count("people.Contact.value") == 2:
            raise KeyboardInterrupt
        return swap(column, rows)

    monkeypatch.setattr(rotation, "swap", dies)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate()
    half = keyring.keyring().current.id
    assert keys_of(Contact, "value") == {old, half}
    assert found(world, "0612345600") == 1  # the service reads both
    monkeypatch.setattr(rotation, "swap", swap)
    turned = rotation.rotate()
    assert turned.resumed and turned.key == half and turned.retired == (old,)
    assert keys_of(Contact, "value") == {half}


def test_a_value_that_does_not_open_keeps_its_key_and_is_told(world, capsys):
    old = keyring.keyring().current.id
    broken = Contact.objects.first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_contact SET value = %s", [encrypt("moved", "other.column")])
    assert run("rotate") == 1
    assert keyring.keyring().key(old).state == "old" and "people.Contact.value" in capsys.readouterr().err
    assert keys_of(Identifier, "value") == {keyring.keyring().current.id}
    with pytest.raises(Refused):
        rotation.forget(old)
    assert broken is not None


def test_a_clear_text_that_slipped_in_is_told_and_mended(world):
    assert run("status") == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_contact SET value = 'planted'")
    assert run("status") == 1
    assert run("rotate") == 0 and run("status") == 0
    assert set(Contact.objects.values_list("value", flat=True)) == {"planted"}


def test_a_write_meanwhile_is_not_undone(world, monkeypatch):
    one = Contact.objects.order_by("pk").first()
    column = next(c for c in columns.columns() if c.label == "people.Contact.value")
    rows = next(rotation.behind(column, "00000000"))
    Contact.objects.filter(pk=one.pk).update(value="newer")
    rotation.swap(column, [(rotation.anew(column, text), pk, text) for pk, text in rows])
    assert Contact.objects.get(pk=one.pk).value == "newer"


def test_a_retired_key_is_forgotten_only_when_told_so(world, capsys):
    old = keyring.keyring().current.id
    run("rotate")
    with pytest.raises(Refused):
        run("forget", old)
    assert run("forget", old, "--yes") == 0
    assert keyring.keyring().key(old) is None and AuditEntry.objects.filter(verb="keys.forget").count() == 1
    with pytest.raises(Refused):
        rotation.forget(keyring.keyring().current.id)


def test_two_rotations_at_once_are_refused(world):
    with rotation.only_one(), pytest.raises(Refused):
        rotation.rotate()


def test_persons_own_keys_are_wrapped_anew(world):
    from musanada.people.commands.keys import own_key
    from musanada.people.models import Person, PersonKey

    person = Person.objects.first()
    copy = seal_with(own_key(person), "a frozen copy")
    old = keys_of(PersonKey, "wrapped")
    run("rotate")
    assert (
        keys_of(PersonKey, "wrapped").isdisjoint(old) and open_with(own_key(person), copy) == "a frozen copy"
    )


def test_status_counts_by_key_and_column(world, capsys):
    assert run("status", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    key = keyring.keyring().current.id
    assert told["columns"]["people.Contact.value"] == {key: 6}
    assert keyring.keyring().current.material not in str(told)


def test_a_new_index_key_finds_the_same_people(world):
    before = set(Contact.objects.values_list("normalised", flat=True))
    assert run("rotate", "--index") == 0
    assert before.isdisjoint(Contact.objects.values_list("normalised", flat=True))
    assert found(world, "+212 612 34 56 03") == found(world, "AB123403") == 1
    assert [k.state for k in keyring.keyring().index] == ["current"]


def test_people_are_found_while_the_index_key_changes_and_after_a_crash(world, monkeypatch):
    monkeypatch.setattr(renewal, "BATCH", 2)
    put, calls = renewal.put, []

    def dies(one: Any, rows: Any) -> int:
        calls.append(one)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return put(one, rows)

    monkeypatch.setattr(renewal, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        renewal.renew()
    assert [found(world, f"061234560{n}") for n in range(6)] == [1] * 6
    monkeypatch.setattr(renewal, "put", put)
    assert renewal.renew().resumed
    assert [found(world, f"061234560{n}") for n in range(6)] == [1] * 6


def test_a_number_of_a_hidden_person_stays_unfindable(world):
    Contact.objects.filter(value="").count()
    one = Contact.objects.order_by("pk").first()
    Contact.objects.filter(pk=one.pk).update(normalised="~random")
    renewal.renew()
    assert Contact.objects.get(pk=one.pk).normalised == "~random"


def test_every_blind_index_can_be_computed_anew():
    renewal.insist_on_all_known()


KILLED = """
import os, sys
import django; django.setup()
import musanada.config.urls
from musanada.kit.secrets import rotation
rotation.BATCH = 50
swap, count = rotation.swap, []
def slow(column, rows):
    done = swap(column, rows)
    count.append(1)
    if len(count) == 3:
        print("half-way", flush=True)
        import time; time.sleep(60)
    return done
rotation.swap = slow
rotation.rotate()
"""


@pytest.mark.once
def test_a_killed_process_loses_nothing(tmp_path: Path):
    """A real installation of its own, on SQLite: SIGKILL in the middle of a transaction, then the command again."""
    shell = os.environ | {
        "MUSANADA_DATA": str(tmp_path / "data"),
        "MUSANADA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "musanada.config.settings",
    }

    give(tmp_path / "data")

    def python(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=shell, capture_output=True, text=True, timeout=400
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    ids = [uuid4().hex for _ in range(400)]
    table = "import django; django.setup()\nfrom django.db import connection\n"
    python(
        table
        + "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        + "from musanada.kit.secrets import encrypt\n"
        + f"ids = {ids!r}\n"
        + "connection.cursor().execute('PRAGMA foreign_keys=OFF')\n"
        + "connection.cursor().executemany('INSERT INTO people_contact (id, person_id, kind, value, normalised, safety)"
        + " VALUES (%s, %s, %s, %s, %s, %s)', [(i, i, 'phone', encrypt(i, 'people_contact.value'), i, 'safe')"
        + " for i in ids])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], env=shell, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stdout.readline() == "half-way\n"
        child.send_signal(signal.SIGKILL)
    told = python(
        "import django; django.setup()\nimport musanada.config.urls\n"
        "from musanada.kit.secrets import rotation, keyring, columns\n"
        "before = {k.state: k.id for k in keyring.keyring().data}\n"
        "turned = rotation.rotate()\n"
        "assert turned.resumed and turned.key == before['current'] and turned.retired == (before['old'],), turned\n"
        "assert 0 < turned.values < 400, turned.values\n"
        "from musanada.people.models import Contact\n"
        "print(sorted(Contact.objects.values_list('value', flat=True)))\n"
    )
    assert told.strip() == str(sorted(ids))
