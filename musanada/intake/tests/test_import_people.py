"""A list of people becomes people of the register: read, checked, recognised, written once, taken back."""

from datetime import date

import pytest

from musanada.intake.commands import imports
from musanada.intake.models.imports import ColumnMapping, ImportBatch, ImportRow
from musanada.intake.tests.makers import csv_file, xlsx_file
from musanada.intake.tests.steps import (
    BAH,
    BASIS,
    DIALLO,
    HEAD,
    LIST,
    TRAORE,
    checked,
    codes,
    committed,
    fresh,
    outcomes,
    rows,
    undone,
    uploaded,
    write,
)
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Identifier, NameKey, Person, PersonName, Presence

pytestmark = pytest.mark.django_db


def living():
    return Person.objects.filter(voided_at=None)


def test_nothing_is_in_the_register_before_the_commit(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    assert batch.state == "checked"
    assert batch.total == 3
    assert Person.objects.count() == 0


def test_a_list_becomes_people(house, tmp_path):
    batch = committed(house, csv_file(tmp_path, LIST, mark=";", encoding="cp1252"))
    assert batch.state == "committed"
    assert outcomes(batch) == ["created"] * 3
    awa = Person.objects.get(names__text="Awa Diallo")
    assert (awa.sex, awa.birth_date, awa.birth_precision, awa.unit) == (
        "F",
        date(1990, 3, 5),
        "day",
        house.office,
    )
    assert awa.nationalities.get().country_id == "GIN"
    assert awa.contacts.get().value == "+212612345678"
    assert awa.legal_bases.get().basis == "consent"
    assert awa.source_batch == batch.pk
    assert NameKey.objects.filter(person=awa).exists()
    assert Presence.objects.filter(person=awa, unit=house.office).count() == 1


def test_the_same_file_twice_changes_nothing(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    committed(house, path)
    again = checked(house, path)
    assert outcomes(again) == ["already"] * 3
    assert all("already-imported" in codes(row) for row in rows(again))
    with pytest.raises(Refused, match="Aucune ligne"):
        imports.commit(house.amina, again)
    assert living().count() == 3


def test_the_same_file_checked_twice_before_either_is_written(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    first, second = checked(house, path), checked(house, path)
    write(house, first)
    assert outcomes(write(house, second)) == ["already"] * 3
    assert living().count() == 3


def test_an_error_blocks_its_own_row_only(house, tmp_path):
    bad = ["Kaba", "Sory", "F", "31/02/1990", "Guinée", ""]
    future = ["Kaba", "Fanta", "F", "01/01/2090", "Guinée", ""]
    nameless = ["", "", "F", "1990", "Mali", ""]
    batch = checked(house, csv_file(tmp_path, [*LIST, bad, future, nameless]))
    assert [codes(row)[:1] for row in rows(batch)[3:]] == [["date"], ["future-date"], ["no-name"]]
    assert outcomes(write(house, batch)) == ["created"] * 3 + [""] * 3


def test_a_known_person_is_proposed_and_only_met(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    again = csv_file(tmp_path, [[*HEAD, "Ville"], [*DIALLO, "Oujda"]], name="autre.csv")
    batch = checked(house, again)
    row = rows(batch)[0]
    assert (row.decision, str(row.match)) == ("same", row.candidates[0]["person"])
    assert outcomes(write(house, batch)) == ["added"]
    assert living().count() == 3


def test_a_likely_person_waits_for_a_decision(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = ["Diallo", "Awa", "F", "1990", "Guinée", ""]
    batch = checked(house, csv_file(tmp_path, [HEAD, near], name="b.csv"))
    row = rows(batch)[0]
    assert (row.decision, len(row.candidates)) == ("", 1)
    with pytest.raises(Refused):
        imports.commit(house.amina, batch)
    imports.decide(house.amina, batch, row=row.pk, decision="same", person=row.candidates[0]["person"])
    assert outcomes(write(house, batch)) == ["added"]


def test_a_person_who_was_not_proposed_cannot_be_chosen(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    with pytest.raises(BadInput):
        imports.decide(house.amina, batch, row=rows(batch)[0].pk, decision="same", person=rows(batch)[1].pk)


def test_undecided_rows_are_settled_together(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = [["Diallo", "Awa", "F", "1990", "Guinée", ""], ["Traoré", "Moussa", "H", "1995", "Mali", ""]]
    batch = checked(house, csv_file(tmp_path, [HEAD, *near], name="b.csv"))
    assert [row.decision for row in rows(batch)] == ["", ""]
    assert imports.decide_all(house.amina, batch, decision="new") == 2
    assert outcomes(write(house, batch)) == ["created"] * 2


def test_rows_decided_after_the_commit_can_follow(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    near = ["Diallo", "Awa", "F", "1990", "Guinée", ""]
    other = ["Sow", "Kadia", "F", "2001", "Sénégal", ""]
    batch = write(house, checked(house, csv_file(tmp_path, [HEAD, near, other], name="b.csv")))
    assert outcomes(batch) == ["", "created"]
    imports.decide_all(house.amina, batch, decision="new")
    assert outcomes(write(house, batch)) == ["created", "created"]


def test_the_same_person_on_two_lines_is_created_once(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, [*LIST, DIALLO, [*DIALLO[:4], "GIN", DIALLO[5]]]))
    assert [row.decision for row in rows(batch)] == ["new", "new", "new", "skip", "skip"]
    assert "twice-in-file" in codes(rows(batch)[3])
    write(house, batch)
    assert living().count() == 3


def test_a_passport_on_two_people_is_a_slip_of_the_file(house, tmp_path):
    lines = [[*HEAD, "Passeport"], [*DIALLO, "O 123456"], [*BAH, "o123456"], [*TRAORE, ""]]
    batch = checked(house, csv_file(tmp_path, lines))
    assert [row.level == "error" for row in rows(batch)] == [False, True, False]


def test_a_document_taken_meanwhile_stops_only_its_row(house, tmp_path):
    batch = checked(
        house, csv_file(tmp_path, [[*HEAD, "Passeport"], [*DIALLO, "O1"], [*BAH, "O2"], [*TRAORE, "O3"]])
    )
    committed(
        house,
        csv_file(
            tmp_path,
            [[*HEAD, "Passeport"], ["Camara", "Sékou", "H", "1970", "Guinée", "", "O2"]],
            name="c.csv",
        ),
    )
    batch = write(house, batch)
    assert outcomes(batch) == ["created", "refused", "created"]
    assert "document" in rows(batch)[1].reason
    assert Identifier.objects.count() == 3


def test_a_doubtful_word_is_chosen_once_for_the_file(house, tmp_path):
    kongo = [["Mabiala", "Jean", "H", "1980", "Congo", ""], ["Nsimba", "Paul", "H", "1981", "CONGO", ""]]
    path = csv_file(tmp_path, [HEAD, *kongo, DIALLO])
    batch = checked(house, path)
    assert [row.level for row in rows(batch)][:2] == ["error", "error"]
    assert imports.choose_word(house.amina, batch, list_name="country", word="congo", code="COD") == 2
    assert [row.values["nationality"] for row in rows(batch)[:2]] == [["COD"], ["COD"]]
    assert [row.decision for row in rows(batch)] == ["new"] * 3
    assert [row.level for row in rows(checked(house, path))][:2] == ["", ""]


def test_choices_must_be_proposed(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    with pytest.raises(BadInput):
        imports.choose_word(house.amina, batch, list_name="country", word="congo", code="ZZZ")


def test_undo_takes_back_exactly_what_was_created(house, tmp_path):
    first = committed(house, csv_file(tmp_path, [HEAD, TRAORE]))
    batch = committed(house, csv_file(tmp_path, [HEAD, DIALLO, BAH], name="b.csv"))
    batch = undone(house, batch)
    assert batch.state == "undone"
    assert outcomes(batch) == ["undone"] * 2
    assert list(living().values_list("source_batch", flat=True)) == [first.pk]


def test_after_an_undo_the_file_may_come_again(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    undone(house, committed(house, path))
    assert outcomes(committed(house, path)) == ["created"] * 3
    assert living().count() == 3


def test_people_used_since_stay_and_are_listed(house, tmp_path):
    from musanada.people import commands as people

    batch = committed(house, csv_file(tmp_path, LIST))
    awa = Person.objects.get(names__text="Awa Diallo")
    people.correct(house.amina, awa, sex="X")
    batch = undone(house, batch)
    assert outcomes(batch) == ["kept", "undone", "undone"]
    assert "servi" in rows(batch)[0].reason
    assert living().get() == awa


def test_people_leant_on_by_another_table_stay(house, tmp_path):
    from musanada.people import commands as people

    batch = committed(house, csv_file(tmp_path, LIST))
    awa, moussa = (
        Person.objects.get(names__text="Awa Diallo"),
        Person.objects.get(names__text="Moussa Traoré"),
    )
    people.relate(house.amina, awa, other=moussa, kind="spouse")
    assert outcomes(undone(house, batch)) == ["kept", "undone", "kept"]


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


def test_columns_are_remembered_by_their_headers(house, tmp_path):
    path = csv_file(tmp_path, [["Z1", "Z2"], ["Diallo", "F"]])
    batch = uploaded(house, path)
    assert batch.mapping == {}
    imports.check_columns(house.amina, batch, mapping={"name": "z1", "sex": "z2"}, options=BASIS)
    shuffled = csv_file(tmp_path, [["Z2", "Z1"], ["H", "Bah"]], name="b.csv")
    assert uploaded(house, shuffled).mapping == {"name": "z1", "sex": "z2"}
    assert ColumnMapping.objects.count() == 1


@pytest.mark.parametrize(
    ("mapping", "options", "field"),
    [
        ({}, BASIS, ""),
        ({"name": "nom", "family": "nom"}, BASIS, "family"),
        ({"name": "rien"}, BASIS, "name"),
        ({"name": "nom"}, {}, "option_basis"),
        ({"name": "nom"}, {"basis": "x"}, "option_basis"),
    ],
)
def test_wrong_columns_are_named(house, tmp_path, mapping, options, field):
    batch = uploaded(house, csv_file(tmp_path, LIST))
    with pytest.raises(BadInput) as caught:
        imports.check_columns(house.amina, batch, mapping=mapping, options=options)
    assert field in caught.value.fields
    assert fresh(batch).state == "uploaded"


def test_another_sheet_and_header_line_can_be_chosen(house, tmp_path):
    path = xlsx_file(tmp_path, LIST, others=(("Autre", [["x"], ["Nom"], ["Bah"]]),))
    batch = uploaded(house, path)
    assert (batch.sheet, batch.sheets) == ("Liste", ["Autre", "Liste"])
    imports.choose_layout(house.amina, batch, sheet="Autre", header_line=2)
    assert [c["name"] for c in fresh(batch).columns] == ["Nom"]


def test_totals_are_passed_over_and_noted(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, [*LIST, ["Total", "3", "", "", "", ""]]))
    assert (batch.total, batch.notes["totals"]) == (3, [5])


def test_a_file_that_is_no_sheet_leaves_nothing_behind(house, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 ....")
    with pytest.raises(BadInput, match="PDF"):
        uploaded(house, path)
    assert ImportBatch.objects.count() == 0
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_file_over_the_limit_is_refused_while_it_arrives(house, settings):
    settings.UPLOAD_LIMIT = 2_000_000
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 1_000_000

    with pytest.raises(BadInput, match="dépasse"):
        imports.upload(house.amina, house.office, kind="people", name="x.csv", blocks=endless())
    assert len(taken) == 3


def test_discarded_files_leave_no_rows(house, tmp_path):
    batch = checked(house, csv_file(tmp_path, LIST))
    imports.discard(house.amina, batch)
    assert (fresh(batch).state, ImportRow.objects.count(), list((tmp_path / "imports").iterdir())) == (
        "discarded",
        0,
        [],
    )
    with pytest.raises(Refused):
        imports.discard(house.amina, batch)


def test_the_file_goes_once_its_rows_are_in_the_register(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    assert list((tmp_path / "imports").iterdir()) == []


def test_rights_are_needed_at_the_unit(house, tmp_path):
    path = csv_file(tmp_path, LIST)
    for actor in (house.brahim, house.chaima):
        with pytest.raises(MissingRight):
            uploaded(house, path, actor=actor)


def test_file_names_are_cleaned():
    from musanada.intake.imports.storage import safe_name

    assert safe_name("../../etc/pass\u202ewd\n.csv") == "passwd.csv"
    assert len(safe_name("x" * 300 + ".xlsx")) == 120
    assert safe_name("") == "tableau"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_list_with_its_columns_shuffled_is_the_same_list(house, tmp_path, seed):
    import random

    committed(house, csv_file(tmp_path, LIST))
    columns = list(zip(*LIST, strict=True))
    random.Random(seed).shuffle(columns)
    shuffled = [list(line) for line in zip(*columns, strict=True)]
    assert outcomes(checked(house, csv_file(tmp_path, shuffled, name="b.csv"))) == ["already"] * 3


def test_a_person_voided_after_the_decision_is_not_met(house, tmp_path):
    from musanada.people import commands as people

    committed(house, csv_file(tmp_path, LIST))
    batch = checked(house, csv_file(tmp_path, [[*HEAD, "Ville"], [*DIALLO, "Oujda"]], name="b.csv"))
    people.void(house.amina, Person.objects.get(names__text="Awa Diallo"), reason="saisie fausse")
    assert outcomes(write(house, batch)) == ["refused"]


def test_when_the_only_worker_starts_whatever_looks_alive_is_dead(house, tmp_path):
    from musanada.intake.commands.imports import running

    batch = checked(house, csv_file(tmp_path, LIST))
    imports.commit(house.amina, batch)
    assert running.claim(batch.pk)
    assert imports.resume_all() == 0
    assert imports.resume_all(nobody_works=True) == 1
    assert imports.run_step(batch.pk)
