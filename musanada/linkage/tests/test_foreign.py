"""A list that does not enter the register: read as it comes, searched with the register's knowledge of names."""

import csv
import json

import pytest

from musanada.config.cli import parser, run
from musanada.kit.errors import BadInput
from musanada.linkage.foreign import Searcher, read_people, read_questions
from musanada.linkage.foreign.dates import UNKNOWN, Birth, read_birth
from musanada.linkage.foreign.numbers import document_of, phone_of
from musanada.linkage.foreign.questions import Question

PEOPLE = """person_id,given_name,family_name,name_ar,sex,birth_date,nationality,doc_number,phone
a,Mohamed,Diallo,,M,1990-05-03,GIN,A1234567,+212612345678
b,Mamadou,Diallo,,M,1990-01-01,GIN,,
c,Fatoumata,Ouattara,,F,1985,CIV,,0700000001
d,,,محمد جالو,M,1991,SEN,,
e,Awa,Ndiaye,,F,2001-11,SEN,,
f,Boubacar,Zerbo,,M,,BFA,,
g,Khaled,Alahdal,,M,1999-02-02,YEM,,
"""


@pytest.fixture
def people(tmp_path):
    def make(text=PEOPLE, encoding="utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return make


def first(searcher, **asked):
    found = searcher.answer(Question("q", **asked))
    return found[0].person_id if found else None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"name": "Muhammad Jallow", "birth": Birth(1990)}, "a"),
        ({"name": "Diallo Mohammed", "sex": 2, "nationality": "GIN"}, "a"),
        ({"name": "Mamadu Djalo"}, "b"),
        ({"name": "فاطماتا واتارا"}, "c"),
        ({"name": "Wattara Fatumata"}, "c"),
        ({"name": "محمد ديالو", "birth": Birth(1991), "nationality": "SEN"}, "d"),
        ({"name": "N'Diaye, Hawa"}, "e"),
        ({"name": "B. Zerbo"}, "f"),
        ({"name": "Bubakar Zerboo"}, "f"),
        ({"name": "Khalid Al Ahdal"}, "g"),
        ({"name": "Somebody Else", "document": "a-123 4567"}, "a"),
        ({"name": "Fatou", "phone": "+212 7 00 00 00 01"}, "c"),
        ({"name": "Zzyxw"}, None),
        ({"name": ""}, None),
        ({"name": "🙂 12 !"}, None),
    ],
)
def test_who_is_meant(people, asked, expected):
    assert first(Searcher(read_people(people())), **asked) == expected


def test_homonyms_are_shown_as_what_they_are(people):
    rows = "".join(f"p{n},Awa,Sow,,F,,SEN,,\n" for n in range(4))
    found = Searcher(read_people(people(PEOPLE + rows))).answer(Question("q", "Awa Sow", sex=1))
    assert [one.person_id for one in found[:4]] == ["p0", "p1", "p2", "p3"]
    assert len({one.score for one in found[:4]}) == 1


def test_facts_choose_between_homonyms(people):
    rows = "x,Awa,Sow,,F,1990-03-04,SEN,,\ny,Awa,Sow,,F,1990-07-09,SEN,,\nz,Awa,Sow,,M,1990-07-09,MLI,,\n"
    searcher = Searcher(read_people(people(PEOPLE + rows)))
    assert first(searcher, name="Awa Sow", birth=Birth(1990, 7, 9), sex=1) == "y"
    assert first(searcher, name="Awa Sow", birth=Birth(1990, 4, 3)) == "x"
    assert first(searcher, name="Awa Sow", nationality="MLI") == "z"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PEOPLE.replace("\n", "\r\n"),
        PEOPLE.replace(",", ";"),
        PEOPLE.replace(",", "\t"),
        PEOPLE.replace("given_name", "Given Name").replace("Mohamed,", '"Mohamed",'),
        PEOPLE.replace("phone\n", "phone,notes\n").replace("+212612345678\n", '+212612345678,"a ""b"", c"\n'),
        PEOPLE + "h,Short\n",
    ],
)
def test_files_as_others_write_them(people, text):
    assert first(Searcher(read_people(people(text))), name="Mohamed Diallo", birth=Birth(1990)) == "a"


def test_one_name_column_and_odd_names(people):
    text = f"person_id,name\n1,Oumar Ba\n2,{'Abcdef ' * 50}\n3,Pelé\n4,🙂\n5,\n6,王小明\n"
    searcher = Searcher(read_people(people(text)))
    assert first(searcher, name="Omar Bah") == "1" and first(searcher, name="pele") == "3"
    assert first(searcher, name="王小明") == "6"
    searcher.answer(Question("q", "x" * 300))


def test_parquet_says_the_same_as_csv(people, tmp_path):
    import duckdb

    made = tmp_path / "people.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{people()}')) TO '{made}' (FORMAT parquet)")
    by_csv, by_parquet = Searcher(read_people(people())), Searcher(read_people(made))
    for name in ("Diallo Mohamed", "Awa Ndiaye", "محمد جالو"):
        assert by_csv.answer(Question("q", name)) == by_parquet.answer(Question("q", name))


def test_an_empty_list_has_nobody(people):
    known = read_people(people("person_id,name\n"))
    assert (
        len(known) == 0
        and Searcher(known).answer(Question("q", "Awa Sow", Birth(1990), phone="0612345678")) == []
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vide"),
        ("name\nAwa\n", "person_id"),
        ("person_id,name\n1,Awa\n1,Awa\n", "répètent"),
        ("person_id,name\n,Awa\n", "person_id"),
    ],
)
def test_bad_lists_are_refused_in_words(people, text, says):
    with pytest.raises(BadInput, match=says):
        read_people(people(text))


def test_a_list_in_another_encoding_is_refused_in_words(people):
    for encoding in ("latin-1", "utf-16"):
        with pytest.raises(BadInput, match="UTF-8"):
            read_people(people("person_id,name\n1,Traoré\n", encoding))


def test_questions(people):
    text = "query_id,name,birth_year,birth_date,sex,colour\n1,Awa Sow,1990,,F,red\n2,Awa,,02/03/1990,,\n3,Awa,,soon,,\n"
    asked, unread = read_questions(people(text))
    assert [one.birth for one in asked] == [Birth(1990), Birth(1990, 3, 2), UNKNOWN]
    assert (asked[0].sex, unread) == (1, 1)
    with pytest.raises(BadInput, match="query_id"):
        read_questions(people("id,name\n1,Awa\n"))
    with pytest.raises(BadInput, match="name"):
        read_questions(people("query_id,nom\n1,Awa\n"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1990", Birth(1990)),
        ("1990-05", Birth(1990, 5)),
        ("1990-05-03", Birth(1990, 5, 3)),
        ("1990-05-03 00:00:00", Birth(1990, 5, 3)),
        ("1990-00-00", Birth(1990)),
        ("03/05/1990", Birth(1990, 5, 3)),
        ("١٩٩٠", Birth(1990)),
        ("", UNKNOWN),
        (None, UNKNOWN),
        ("1990-13-01", None),
        ("1990-02-30", None),
        ("0990", None),
        ("about 1990", None),
    ],
)
def test_dates(text, read):
    assert read_birth(text) == read


def test_numbers_are_compared_by_what_they_are():
    assert document_of("ab-12 34O") == document_of("AB12340") and document_of("000") == ""
    assert phone_of("0612345678")[:9] == phone_of("+212 612 345 678")[:9] and phone_of("00000000") == ""


@pytest.mark.django_db
def test_the_command(people, tmp_path, capsys):
    asked, out = tmp_path / "asked.csv", tmp_path / "out.csv"
    asked.write_text("query_id,name,birth_date\nq2,Jallow Mohamed,1990\nq1,Zzyxw,\n", "utf-8")
    words = ["find", "--batch", str(asked), "--input", str(people()), "--out", str(out), "--limit", "2"]
    assert run(parser().parse_args([*words, "--format", "json"])) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people"], told["questions"], told["answered"]) == (7, 2, 1) and told["p95_ms"] > 0
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["query_id"], row["rank"]) for row in rows] == [("q2", "1"), ("q2", "2")]
    assert rows[0]["person_id"] == "a" and float(rows[0]["score"]) >= float(rows[1]["score"])
    before = out.read_bytes()
    assert run(parser().parse_args(words)) == 0 and out.read_bytes() == before
