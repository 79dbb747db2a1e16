"""``musanada find`` as the contract says it: result on stdout, exit 0, 1, 2 or 4."""

import json

import pytest

from musanada.config.cli import parser, run
from musanada.kit.ids import show_reference

pytestmark = pytest.mark.django_db


def musanada(*words):
    return run(parser().parse_args(list(words)))


def test_json(house, met, capsys):
    person = met("Mohamed Diallo", "محمد ديالو", born=1990, precision="year", countries=("GIN",))
    assert musanada("find", "جالو محمد", "--born", "1990", "--nationality", "gin", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["person_id"] == str(person.pk) and row["reference"] == show_reference(person.reference)
    assert (row["rank"], row["birth"], row["nationality"]) == (1, "1990", "GIN")
    assert row["score"] > 90 and row["reasons"]


def test_csv_and_table_show_the_same_people(house, met, capsys):
    person = met("Mohamed Diallo")
    musanada("find", "Mohamed Diallo", "--format", "csv")
    assert show_reference(person.reference) in capsys.readouterr().out.splitlines()[1]
    musanada("find", "Mohamed Diallo")
    assert "Mohamed Diallo" in capsys.readouterr().out


def test_limit(house, met, capsys):
    for _ in range(3):
        met("Mohamed Diallo")
    musanada("find", "Mohamed Diallo", "--limit", "2", "--format", "json")
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_nobody_is_a_finding(house, capsys):
    assert musanada("find", "Mohamed Diallo") == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("find", ""), 2),
        (("find", "Awa", "--limit", "0"), 2),
        (("find", "Awa", "--nationality", "Guinée"), 2),
        (("find", "--batch", "queries.csv", "--out", "results.csv"), 4),
        (("duplicates", "run", "--out", "clusters.csv"), 4),
    ],
)
def test_exit_codes(house, capsys, words, code):
    assert musanada(*words) == code
    assert capsys.readouterr().err


def test_as_an_account_only_what_it_sees(house, met, capsys):
    met("Mohamed Diallo", unit=house.rabat)
    assert musanada("--as", "awa", "find", "Mohamed Diallo") == 1
    assert musanada("--as", "bakary", "find", "Mohamed Diallo") == 0
