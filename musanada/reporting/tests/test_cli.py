"""The contract's commands, as a script sees them: what is on stdout, and the exit code."""

import csv
import io
import json
from argparse import ArgumentParser

import pytest

from musanada.access.commands import system_user
from musanada.config.cli import run
from musanada.reporting import cli
from musanada.reporting.verify.mapping import FILE
from musanada.reporting.writing.text import read_several

CELL = {
    "id",
    "version",
    "period",
    "known_at",
    "dims",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "conf",
}


@pytest.fixture
def musanada(db, capsys):
    """``musanada("figures compute … ")`` → exit code, stdout, stderr."""
    system_user("console")
    parser = ArgumentParser()
    parser.add_argument("--as", dest="as_user")
    cli.commands(parser.add_subparsers(dest="command", required=True))

    def call(*words):
        code = run(parser.parse_args([str(word) for word in words]))
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def test_compute_prints_cells(house, musanada):
    code, out, _err = musanada(
        "figures", "compute", "assistance.people_assisted", "--period", "2024", "--by", "sex"
    )
    cells = json.loads(out)
    assert code == 0
    assert all(set(cell) == CELL for cell in cells)
    assert [(cell["dims"], cell["value"]) for cell in cells] == [
        ({}, 2), ({"sex": "F"}, 2), ({"sex": "M"}, 0), ({"sex": "X"}, 0), ({"sex": "unknown"}, 0),
    ]  # fmt: skip
    assert cells[0]["known_at"].endswith("Z")


def test_compute_takes_several_figures_filters_and_csv(house, musanada):
    words = ["figures", "compute", "assistance.people_health", "assistance.share_women", "--period", "2024"]
    code, out, _err = musanada(*words, "--where", "region=MA-02", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["id"], row["value"], row["numerator"]) for row in rows] == [
        ("assistance.people_health", "1", ""), ("assistance.share_women", "100", "1"),
    ]  # fmt: skip


def test_a_change_is_asked_by_its_period(house, musanada):
    _code, out, _err = musanada("figures", "compute", "assistance.people_assisted", "--period", "2024~2023")
    assert json.loads(out)[0]["value"] == 100


def test_the_sql_can_be_read(house, musanada):
    code, out, _err = musanada("figures", "compute", "assistance.acts", "--period", "2024", "--sql")
    assert code == 0
    assert "FROM assistance_given" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["assistance.nothing", "--period", "2024"], "n'existe pas"),
        (["assistance.acts", "--period", "2024-13"], "calendrier"),
        (["assistance.acts", "--period", "2024", "--by", "colour"], "ne se répartit pas"),
    ],
)
def test_what_cannot_be_asked_ends_with_a_sentence_and_code_2(house, musanada, words, says):
    code, out, err = musanada("figures", "compute", *words)
    assert (code, out) == (2, "")
    assert says in err


def test_someone_without_the_right_gets_code_3(house, musanada):
    code, out, err = musanada("--as", "brahim", "figures", "compute", "assistance.acts", "--period", "2024")
    assert (code, out) == (3, "")
    assert "figures.view" in err


def test_external_import_says_what_it_did(musanada):
    path = FILE.with_name("external-figures.csv")
    assert musanada("external", "import", path)[:2] == (0, "29 ajouté(s), 0 révisé(s), 0 déjà là\n")
    assert musanada("external", "import", path)[1] == "0 ajouté(s), 0 révisé(s), 29 déjà là\n"


def test_a_file_that_is_missing_is_named(musanada, tmp_path):
    code, _out, err = musanada("external", "import", tmp_path / "absent.csv")
    assert code == 1
    assert "absent.csv" in err


EXPECTED = """id,source,system,indicator,period,value,unit,disaggregation,kind,quote,notes
F011,,,,2013/2016,83,persons,,count,,
F022,,,,2024,2,persons,,count,,
F042,,,,2024,7,persons,,count,,
F063,,,,2024,13-17,years,,list,,
F022i,,,,2024,9,persons,derived=F022+F042,count,,
"""


def test_verify_prints_a_line_a_figure_and_the_count_last(house, musanada, tmp_path):
    path = tmp_path / "expected.csv"
    path.write_text(EXPECTED, encoding="utf-8")
    code, out, _err = musanada("figures", "verify", path)
    lines = out.splitlines()
    assert code == 1
    assert [" ".join(line.split()[:4]) for line in lines[:-1]] == [
        "F011 waiting 83 -", "F022 match 2 2", "F042 differs 7 1", "F063 not-a-figure 13-17 -", "F022i differs 9 3",
    ]  # fmt: skip
    assert lines[-1] == "1 of 3 figures match"


def test_verify_without_differences_ends_well(house, musanada, tmp_path):
    path = tmp_path / "expected.csv"
    path.write_text("\n".join(EXPECTED.splitlines()[:3]), encoding="utf-8")
    code, out, _err = musanada("figures", "verify", path, "--format", "json")
    assert code == 0
    assert json.loads(out)["summary"] == "1 of 2 figures match"


def test_the_list_names_every_indicator(musanada):
    _code, out, _err = musanada("figures", "list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"assistance.acts", "programmes.cities"} <= {row["id"] for row in rows}
    assert all(len(row["hash"]) == 64 for row in rows)


OWN = """id: own.food
version: 1
label: {fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}
definition: {fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}
unit: percent
kind: share
of: own.base
part: sex=F
---
id: own.base
version: 1
label: {fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}
definition: {fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}
unit: persons
kind: flow
fact: assistance_given
measure: {count: persons}
person_rule: once_per_period
date: given_on
dims: {sex: {codes: sex}}
"""


def test_definitions_come_in_as_drafts_once(house, musanada, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert musanada("figures", "import", path, "--check")[1] == "own.food\t1\tnew\nown.base\t1\tnew\n"
    words = ("figures", "import", path, "--submit", "--unit", "mission")
    assert musanada(*words)[:2] == (0, "own.food\t1\tsubmitted\nown.base\t1\tsubmitted\n")
    assert musanada(*words)[:2] == (0, "own.food\t1\tsame\nown.base\t1\tsame\n")


def test_definitions_go_out_as_they_came_in(house, musanada, tmp_path):
    code, out, _err = musanada("figures", "export", "assistance.acts", "assistance.share_women")
    assert code == 0
    assert [one.id for one in read_several(out, "x")] == ["assistance.acts", "assistance.share_women"]
    assert musanada("figures", "export")[:2] == (0, "")
    code, _out, err = musanada("figures", "export", "assistance.nothing")
    assert (code, "n'existe pas" in err) == (2, True)
