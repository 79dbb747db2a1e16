"""``musanada find`` as the contract says it: result on stdout, exit 0, 1 or 2."""

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
        (("find", "--batch", "nowhere.csv", "--out", "results.csv"), 2),
        (("find", "--input", "people.csv"), 2),
        (("find", "Awa", "--batch", "queries.csv", "--out", "results.csv"), 2),
        (("duplicates", "run", "--input", "nowhere.csv", "--out", "clusters.csv"), 2),
    ],
)
def test_exit_codes(house, capsys, words, code):
    assert musanada(*words) == code
    assert capsys.readouterr().err


def test_as_an_account_only_what_it_sees(house, met, capsys):
    met("Mohamed Diallo", unit=house.rabat)
    assert musanada("--as", "awa", "find", "Mohamed Diallo") == 1
    assert musanada("--as", "bakary", "find", "Mohamed Diallo") == 0


def test_a_list_of_questions_on_the_register(house, met, capsys, tmp_path):
    awa, other = met("Awa Ndiaye", born=1990), met("Bakary Sylla")
    asked, out = tmp_path / "asked.csv", tmp_path / "out.csv"
    asked.write_text("query_id,name,birth_year\nq1,Hawa Njie,1990\nq2,Sylla Bakari,\nq3,Zzyxw,\n", "utf-8")
    assert musanada("find", "--batch", str(asked), "--out", str(out)) == 0
    lines = [line.split(",") for line in out.read_text("utf-8").splitlines()]
    assert lines[0] == ["query_id", "rank", "person_id", "score"]
    first = {query: person for query, rank, person, _score in lines[1:] if rank == "1"}
    assert first == {"q1": str(awa.pk), "q2": str(other.pk)}
    assert "p95_ms" in capsys.readouterr().out
