"""The synthetic register is what it says it is, its marks are right, and its benches run."""

import csv
from collections import Counter

import pyarrow.parquet as pq
import pytest

from bench.population.build import population
from bench.population.files import write
from bench.population.letters import into_arabic, out_of_arabic
from bench.population.score import found, marks, opened
from bench.population.sounds import arabic, spellings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("population")
    write(population(2_000, queries=60), place, as_csv=True)
    return place


def clusters(path, pairs):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("person_id", "cluster_id"))
        out.writerows(pairs)
    return path


@pytest.mark.parametrize("style", ["a", "b"])
def test_a_population_has_its_share_of_twins_in_clusters_up_to_five(style):
    made = population(2_000, style=style, queries=20)
    sizes = Counter(Counter(made.entity).values())
    assert len(made.columns["person_id"]) == len(set(made.columns["person_id"])) == 2_000
    assert 2_000 - len(set(made.entity)) == 240
    assert max(sizes) <= 5
    assert set(made.columns["sex"]) <= {"F", "M", ""}
    assert {len(d) for d in made.columns["birth_date"]} <= {0, 4, 7, 10}
    assert 0.5 < made.columns["doc_number"].count("") / 2_000 < 0.7
    assert all(g or f or a for g, f, a in zip(
        made.columns["given_name"], made.columns["family_name"], made.columns["name_ar"], strict=True
    ))  # fmt: skip


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    one, same, other = (population(120, seed=s, queries=5) for s in (3, 3, 4))
    assert one.columns == same.columns and one.questions == same.questions
    assert one.columns["given_name"] != other.columns["given_name"]


def test_the_truth_itself_has_full_marks_and_nothing_joined_has_none(folder, tmp_path):
    truth = pq.read_table(folder / "truth.parquet").to_pydict()
    whole = clusters(tmp_path / "whole.csv", zip(truth["person_id"], truth["entity_id"], strict=True))
    best = marks(opened(folder, whole))
    assert (best.precision, best.recall, best.f1, best.b_f1) == (1, 1, 1, 1)
    none = clusters(tmp_path / "none.csv", ((p, p) for p in truth["person_id"]))
    assert marks(opened(folder, none)).recall == 0
    one = marks(opened(folder, clusters(tmp_path / "one.csv", ((p, "x") for p in truth["person_id"]))))
    assert one.recall == 1
    assert one.precision == pytest.approx(best.pairs / (2_000 * 1_999 / 2))


def test_any_record_of_the_person_meant_is_right(folder, tmp_path):
    truth = pq.read_table(folder / "truth.parquet").to_pydict()
    record = dict(zip(truth["entity_id"], truth["person_id"], strict=True))
    with (folder / "answers.csv").open(encoding="utf-8") as file:
        meant = {row["query_id"]: record[row["entity_id"]] for row in csv.DictReader(file)}
    out = tmp_path / "results.csv"
    lines = [f"{q},{1 + n % 2},{p},90" for n, (q, p) in enumerate(sorted(meant.items()))]
    out.write_text("query_id,rank,person_id,score\n" + "\n".join(lines), encoding="utf-8")
    every = found(folder, out)["all"]
    assert (every.questions, every.first, every.five) == (60, 30, 60)


def test_letters_and_sounds_by_rule():
    assert into_arabic("Ouattara") == "واتارا"
    assert out_of_arabic("تراوري", "fr") == "Taraouri"
    assert arabic("3abd al-raHmaan") == "عبد الرحمان"
    assert {"Moustafa", "Mostafa"} <= set(spellings("muSTafaa"))


@pytest.mark.once
def test_the_benches_print_what_they_promise(db, settings, tmp_path):
    from bench import finding, linkage
    from tests.test_bench import Here

    settings.DATA = tmp_path
    place = Here(tmp_path)
    (search,) = [table.text() for table in finding.tables(place, 300, 30)]
    assert "trigrams of test" in search and "a foreign file" in search and "the register" in search
    assert "recall@5" in search and "Arabic letters" in search
    (small,) = [table.text() for table in linkage.tables(place, (400,))]
    assert "stock Splink" in small and "musanada duplicates run, duckdb" in small and "precision" in small
    assert "2.00 ×" in linkage.curve({400: 1.0, 800: 2.0}).text()
