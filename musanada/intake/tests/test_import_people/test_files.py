"""Columns, sheets, limits, and what stays of a file."""

import pytest

from musanada.intake.commands import imports
from musanada.intake.models.imports import ColumnMapping, ImportBatch, ImportRow
from musanada.intake.tests.makers import csv_file, xlsx_file
from musanada.intake.tests.steps import (
    BASIS,
    DIALLO,
    HEAD,
    LIST,
    checked,
    committed,
    fresh,
    outcomes,
    uploaded,
    write,
)
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Person

pytestmark = pytest.mark.django_db


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
