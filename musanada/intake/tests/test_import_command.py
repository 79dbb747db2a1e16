"""``musanada import``: the contract's command, as a script calls it."""

import argparse
import json

import pytest

from musanada.intake import cli
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.intake.tests.makers import csv_file
from musanada.intake.tests.steps import DIALLO, HEAD, LIST, committed
from musanada.kit.errors import BadInput, MissingRight
from musanada.people.models import Person

pytestmark = pytest.mark.django_db


def run(actor, *words):
    top = argparse.ArgumentParser()
    cli.commands(top.add_subparsers())
    args = top.parse_args(["import", *map(str, words)])
    return args.run(args, actor)


def test_without_commit_nothing_is_written_and_nothing_stays(house, tmp_path, capsys):
    assert run(house.amina, "people", csv_file(tmp_path, LIST), "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["rows"]["new"] == 3
    assert (Person.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_with_commit_the_rows_are_in(house, tmp_path, capsys):
    path = csv_file(tmp_path, LIST)
    assert run(house.amina, "people", path, "--commit") == 0
    assert Person.objects.count() == 3
    assert run(house.amina, "people", path, "--commit") == 0
    assert Person.objects.count() == 3
    assert "Déjà importées\t3" in capsys.readouterr().out


def test_findings_make_exit_one_and_are_listed(house, tmp_path, capsys):
    path = csv_file(tmp_path, [*LIST, ["Kaba", "Sory", "F", "31/02/1990", "Mali", ""]])
    assert run(house.amina, "people", path, "--commit", "--format", "csv") == 1
    assert "5,error,Date ou année de naissance" in capsys.readouterr().out
    assert Person.objects.count() == 3


def test_a_mapping_may_be_given(house, tmp_path):
    path = csv_file(tmp_path, [["Z1", "Z2"], ["Awa Diallo", "F"]])
    assert run(house.amina, "people", path, "--mapping", "name=Z1,sex=Z2", "--commit") == 0
    assert Person.objects.get().sex == "F"
    with pytest.raises(BadInput, match="Z9"):
        run(house.amina, "people", path, "--mapping", "name=Z9")


def test_doubtful_words_and_undecided_rows_are_settled_by_options(house, tmp_path):
    committed(house, csv_file(tmp_path, LIST))
    lines = [["Mabiala", "Jean", "H", "1980", "Congo", ""], [*DIALLO[:3], "1990", "Guinée", ""]]
    path = csv_file(tmp_path, [HEAD, *lines], name="b.csv")
    assert run(house.amina, "people", path) == 1
    assert (
        run(house.amina, "people", path, "--word", "country:Congo=COD", "--undecided", "new", "--commit") == 0
    )
    assert Person.objects.count() == 5


@pytest.mark.parametrize("words", [("animals", "x.csv"), ("people", "nulle-part.csv")])
def test_wrong_usage_is_said(house, words):
    with pytest.raises(BadInput):
        run(house.amina, *words)


def test_an_unknown_unit_is_said(house, tmp_path):
    with pytest.raises(BadInput, match="oujda"):
        run(house.amina, "people", csv_file(tmp_path, LIST), "--unit", "ailleurs")


def test_a_broken_file_leaves_nothing(house, tmp_path):
    with pytest.raises(BadInput):
        run(house.amina, "people", csv_file(tmp_path, [HEAD]))
    assert not ImportBatch.objects.exclude(state="discarded").exists()


def test_who_may_not_register_may_not_import(house, tmp_path):
    from musanada.kit.errors import Refused

    with pytest.raises((MissingRight, Refused)):
        run(house.brahim, "people", csv_file(tmp_path, LIST))
