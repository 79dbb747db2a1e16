"""What happens meanwhile and in the middle loses nothing."""

import pytest

from musanada.intake.commands import imports
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.intake.tests.makers import csv_file
from musanada.intake.tests.steps import (
    BASIS,
    HEAD,
    LIST,
    checked,
    fresh,
    outcomes,
    rows,
    uploaded,
)
from musanada.intake.tests.test_import_people.house_files import living
from musanada.kit.errors import Refused
from musanada.people.models import Person, PersonName

pytestmark = pytest.mark.django_db


def test_two_people_at_once_write_it_once(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    imports.commit(house.amina, batch)
    with pytest.raises(Refused, match="Quelqu'un"):
        imports.commit(house.amina, batch)
    assert imports.run_step(batch.pk)
    assert not imports.run_step(batch.pk)
    assert living().count() == 3


def test_a_crash_in_the_middle_loses_nothing(house, tmp_path, monkeypatch):
    from musanada.intake.commands.imports import committing, running

    monkeypatch.setattr(committing, "CHUNK", 2)
    many = [HEAD, *([f"Nom{i}", f"Prénom{i}", "F", str(1960 + i), "Mali", ""] for i in range(7))]
    batch = checked(house, csv_file(tmp_path, many))
    imports.commit(house.amina, batch)
    calls, whole = [], committing.chunk

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        whole(*args)

    monkeypatch.setattr(committing, "chunk", dies)
    with pytest.raises(MemoryError):
        imports.run_step(batch.pk)
    assert living().count() == 2
    assert (fresh(batch).state, bool(fresh(batch).problem)) == ("committing", True)
    monkeypatch.setattr(committing, "chunk", whole)
    imports.resume(house.amina, fresh(batch))
    assert imports.run_step(batch.pk)
    assert outcomes(batch) == ["created"] * 7
    assert living().count() == 7
    assert PersonName.objects.count() == 7
    assert running.stale().count() == 0


def test_a_crash_after_writing_and_before_noting_it_writes_nothing_twice(house, tmp_path, monkeypatch):
    from musanada.intake.commands.imports import committing

    batch = checked(house, csv_file(tmp_path, LIST))
    imports.commit(house.amina, batch)
    noted = committing.record

    def dies(results):
        if results:
            raise MemoryError

    monkeypatch.setattr(committing, "record", dies)
    with pytest.raises(MemoryError):
        imports.run_step(batch.pk)
    assert Person.objects.count() == 0
    monkeypatch.setattr(committing, "record", noted)
    assert imports.run_step(batch.pk)
    assert living().count() == 3


def test_a_killed_run_is_taken_over_and_the_old_one_stops(house, tmp_path):
    from datetime import timedelta

    from musanada.intake.commands.imports import running

    batch = checked(house, csv_file(tmp_path, LIST))
    imports.commit(house.amina, batch)
    dead = running.claim(batch.pk)
    assert running.claim(batch.pk) is None
    ImportBatch.objects.filter(pk=batch.pk).update(heartbeat=dead.batch.uploaded_at - timedelta(hours=1))
    assert imports.resume_all() == 1
    assert imports.run_step(batch.pk)
    with pytest.raises(running.Lost):
        dead.beat()


def test_a_crash_while_reading_starts_the_reading_over(house, tmp_path, monkeypatch):
    from musanada.intake.commands.imports import checking

    monkeypatch.setattr(checking, "CHUNK", 1)
    batch = uploaded(house, csv_file(tmp_path, LIST))
    imports.check_columns(house.amina, batch, mapping=batch.mapping, options=BASIS)
    beats, whole = [], checking.Run.beat

    def dies(run, **changes):
        beats.append(1)
        if len(beats) == 3:
            raise MemoryError
        whole(run, **changes)

    monkeypatch.setattr(checking.Run, "beat", dies)
    with pytest.raises(MemoryError):
        imports.run_step(batch.pk)
    assert ImportRow.objects.count() == 1
    monkeypatch.setattr(checking.Run, "beat", whole)
    assert imports.run_step(batch.pk)
    assert [row.number for row in rows(batch)] == [2, 3, 4]
