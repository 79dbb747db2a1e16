"""Twins of a list: the contract of the command, hard lists, the model."""

import csv
import random
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from musanada.kit.errors import BadInput, Refused
from musanada.linkage.twins import spark
from musanada.linkage.twins.cli import run_duplicates
from musanada.linkage.twins.files import columns_of, link_file
from musanada.linkage.twins.groups import grouped
from musanada.linkage.twins.joint import ModelParameters
from musanada.linkage.twins.run import Outcome, link, load, on_duckdb, session

GIVEN = [
    "Mamadou",
    "Fatoumata",
    "Ibrahima",
    "Aminata",
    "Ousmane",
    "Mariam",
    "Boubacar",
    "Aissatou",
    "Cheikh",
    "Kadiatou",
    "Moussa",
    "Awa",
    "Seydou",
]
FAMILY = [
    "Diallo",
    "Traore",
    "Camara",
    "Keita",
    "Ouattara",
    "Ndiaye",
    "Sow",
    "Coulibaly",
    "Toure",
    "Kone",
    "Sylla",
    "Barry",
    "Cisse",
    "Sidibe",
    "Doumbia",
]
HEAD = [
    "person_id",
    "given_name",
    "family_name",
    "name_ar",
    "sex",
    "birth_date",
    "nationality",
    "doc_type",
    "doc_number",
    "phone",
    "mother_name",
    "city",
]


def population(size: int, seed: int = 3) -> list[dict[str, str]]:
    """People of their own, none of them twins."""
    dice = random.Random(seed)
    return [
        {
            "person_id": f"p{n}",
            "given_name": f"{dice.choice(GIVEN)} {dice.choice(GIVEN)}",
            "family_name": dice.choice(FAMILY) + dice.choice(("", "", "ba", "ko", "ra", "li")),
            "sex": dice.choice("FM"),
            "birth_date": f"{dice.randint(1960, 2010)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "nationality": dice.choice(("GIN", "MLI", "SEN", "CIV")),
            "doc_number": f"P{n:07}",
            "phone": f"06{n:08}",
            "mother_name": f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}",
        }
        for n in range(size)
    ]


def write(path: Path, rows: list[dict[str, str]], head: list[str] | None = None, **form: Any) -> Path:
    with path.open("w", encoding=form.pop("encoding", "utf-8"), newline="") as file:
        out = csv.DictWriter(file, head or HEAD, restval="", extrasaction="ignore", **form)
        out.writeheader()
        out.writerows(rows)
    return path


def clusters(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["person_id"]: row["cluster_id"] for row in rows}
    assert len(found) == len(rows)  # each once
    return found


def run(tmp_path: Path, people: Path, **said: Any) -> dict[str, str]:
    out = tmp_path / "clusters.csv"
    args = Namespace(input=str(people), out=str(out), engine="duckdb", **said)
    assert run_duplicates(args, None) == 0  # type: ignore[arg-type]  # a file asks for no right
    return clusters(out)


def test_twins_are_found_and_strangers_are_not(tmp_path: Path) -> None:
    rows = population(400)
    rows[0] |= {
        "given_name": "Mohamed",
        "family_name": "Wattara",
        "birth_date": "1991-04-23",
        "nationality": "CIV",
    }
    twins = [
        rows[0] | {"person_id": "spelled", "given_name": "Mouhamed", "family_name": "Ouattara", "phone": ""},
        rows[0] | {"person_id": "turned", "given_name": "Ouattara", "family_name": "Mohamed", "doc_number": ""},
        {"person_id": "arabic", "name_ar": "محمد وتارا", "birth_date": "1991-04-23", "nationality": "CIV", "sex": rows[0]["sex"]},
    ]  # fmt: skip
    found = run(tmp_path, write(tmp_path / "people.csv", rows + twins))
    assert {found[t["person_id"]] for t in twins} == {found["p0"]} == {"p0"}
    assert len(set(found.values())) == len(rows)


def test_semicolons_a_byte_order_mark_and_unknown_columns(tmp_path: Path) -> None:
    rows = population(60)
    rows.append(rows[5] | {"person_id": "again", "note": "x; y"})
    people = write(
        tmp_path / "l.csv", rows, [*HEAD, "note"], encoding="utf-8-sig", delimiter=";", lineterminator="\r\n"
    )
    found = run(tmp_path, people)
    assert found["again"] == found["p5"]
    assert len(found) == 61


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    import pyarrow.csv as from_csv
    import pyarrow.parquet as parquet

    rows = population(80)
    rows.append(rows[7] | {"person_id": "again"})
    people = write(tmp_path / "people.csv", rows)
    parquet.write_table(from_csv.read_csv(people), tmp_path / "people.parquet")
    assert run(tmp_path, people) == run(tmp_path, tmp_path / "people.parquet")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("given_name\nAwa\n", "person_id"),
        ("person_id,given_name\na,Awa\na,Awa\n", "person_id"),
        ("person_id,given_name\n,Awa\n", "person_id"),
        ("", "vide"),
    ],
)
def test_bad_lists_are_told(tmp_path: Path, text: str, word: str) -> None:
    people = tmp_path / "people.csv"
    people.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=word):
        run(tmp_path, people)


def test_a_missing_file_and_a_missing_place(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        run(tmp_path, tmp_path / "none.csv")
    args = Namespace(input="x.csv", out=str(tmp_path / "no" / "where.csv"), engine="duckdb")
    with pytest.raises(BadInput, match="dossier"):
        run_duplicates(args, None)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="--out"):
        run_duplicates(Namespace(input="x.csv", out=None, engine="duckdb"), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_the_shortest_lists(tmp_path: Path, size: int) -> None:
    found = run(tmp_path, write(tmp_path / "people.csv", population(size)))
    assert len(found) == size == len(set(found.values()))


def test_two_records_alone_may_be_twins(tmp_path: Path) -> None:
    one = population(1)[0]
    found = run(tmp_path, write(tmp_path / "people.csv", [one, one | {"person_id": "again"}]))
    assert found["again"] == "p0"


@pytest.mark.parametrize(
    "head",
    [
        ["person_id"],
        ["person_id", "given_name", "family_name", "birth_date"],
        ["person_id", "name_ar"],
        ["person_id", "phone"],
    ],
)
def test_any_columns_will_do(tmp_path: Path, head: list[str]) -> None:
    rows = [row | {"name_ar": "فاطمة تراوري"} for row in population(120)]
    found = run(tmp_path, write(tmp_path / "people.csv", rows, head))
    assert len(found) == 120


def test_a_name_and_a_year_that_everybody_bears_prove_nothing(tmp_path: Path) -> None:
    rows = [
        {"person_id": f"p{n}", "given_name": "Mamadou", "family_name": "Diallo", "birth_date": "1990"}
        for n in range(900)
    ]
    found = run(tmp_path, write(tmp_path / "people.csv", rows + population(300)[:0]))
    assert len(found) == 900


def test_twenty_thousand_records_alike_do_not_explode(tmp_path: Path) -> None:
    one = population(1)[0]
    people = write(tmp_path / "people.csv", [one | {"person_id": f"p{n}"} for n in range(20_000)])
    ids, found = link_file(people)
    assert len(ids) == 20_000
    assert found.pairs < 100_000


def test_a_model_comes_back_from_its_json() -> None:
    found = linked(population(300))
    model = found.model
    assert model is not None
    assert ModelParameters.from_json(model.as_json()) == model
    assert {f.code for f in model.fields} >= {"name", "birth", "document", "phone", "mother"}
    assert all(0 < level.m <= 1 and 0 < level.u <= 1 for f in model.fields for level in f.levels)


def linked(
    rows: list[dict[str, str]], model: ModelParameters | None = None, new: int | None = None
) -> Outcome:
    out = Outcome()
    ids = [row["person_id"] for row in rows]
    names = [name for name in HEAD if name != "person_id"]
    with session() as con:
        out.records = load(con, columns_of(ids, {name: [row.get(name) for row in rows] for name in names}))
        if new is not None:
            con.execute(f"CREATE TABLE newcomers AS SELECT {new} AS rid")
        link(con, out, on_duckdb, model, "newcomers" if new is not None else "")
    return out


def test_splink_scores_a_pair_as_we_do() -> None:
    """The arithmetic of ``score`` is that of Splink's own prediction."""
    from splink import DuckDBAPI, Linker

    from musanada.linkage.twins.model import pairs_as_records, quiet, settings
    from musanada.linkage.twins.run import probabilities

    rows = population(300)
    rows += [row | {"person_id": f"again{n}", "phone": ""} for n, row in enumerate(rows[:40])]
    out = Outcome()
    with session() as con:
        ids = [row["person_id"] for row in rows]
        names = [name for name in HEAD if name != "person_id"]
        out.records = load(con, columns_of(ids, {name: [row.get(name) for row in rows] for name in names}))
        link(con, out, on_duckdb)
        assert out.model is not None
        con.execute(f"CREATE TABLE both_records AS {pairs_as_records('levels')}")
        with quiet():
            linker = Linker(
                [DuckDBAPI(con).register("both_records")],
                settings(*probabilities(out.model), out.model.prior),
            )
            theirs = linker.inference.predict().physical_name
        rows_apart = con.execute(
            f"""SELECT max(abs(s.p - t.match_probability)), count(*) FROM scored s
                JOIN {theirs} t ON t.l_l = s.l AND t.r_l = s.r"""
        ).fetchone()
    assert rows_apart[1] >= 40
    assert rows_apart[0] < 0.001


def test_the_new_ones_against_all_find_what_all_against_all_finds() -> None:
    rows = population(300)
    rows.append(rows[11] | {"person_id": "again", "phone": ""})
    whole = linked(rows)
    later = linked(rows, whole.model, new=300)
    assert [g for g in whole.groups if 300 in g] == later.groups == [[11, 300]]
    assert later.pairs < whole.pairs


def test_a_chain_is_cut_where_its_ends_contradict() -> None:
    edges = [(1, 2, 6.0), (2, 3, 1.0), (3, 4, 6.0), (1, 3, -6.0), (1, 4, -6.0), (2, 4, -6.0)]
    groups, suspicious = grouped(edges, 0.0)
    assert sorted(groups) == [[1, 2], [3, 4]]
    assert suspicious == {1, 2, 3, 4}


def test_spark_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "installed", lambda: False)
    people = write(tmp_path / "people.csv", population(5))
    with pytest.raises(Refused, match="Spark"):
        link_file(people, "spark")


@pytest.mark.skipif(not spark.installed(), reason="the extra musanada[spark] is not installed")
def test_spark_finds_the_same_groups(tmp_path: Path) -> None:
    rows = population(400)
    rows += [row | {"person_id": f"again{n}", "phone": ""} for n, row in enumerate(rows[:50])]
    people = write(tmp_path / "people.csv", rows)
    ids, here = link_file(people)
    same, there = link_file(people, "spark")
    assert ids == same
    assert here.groups == there.groups
