"""The files a population is: ``people``, ``truth`` and ``changes`` (Parquet), ``queries`` and ``answers`` (CSV)."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from bench.population import questions
from bench.population.build import Population


def write(made: Population, folder: Path, *, as_csv: bool = False) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    people = pa.table(made.columns)
    pq.write_table(people, folder / "people.parquet")
    if as_csv:
        pyarrow.csv.write_csv(people, folder / "people.csv")
    ids = made.columns["person_id"]
    pq.write_table(pa.table({"person_id": ids, "entity_id": made.entity}), folder / "truth.parquet")
    pq.write_table(pa.table({"person_id": ids, "changes": made.changes}), folder / "changes.parquet")
    with (folder / "queries.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, questions.COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(one.row for one in made.questions)
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        file.write("query_id,entity_id\n")
        file.writelines(f"{one.row['query_id']},{one.entity}\n" for one in made.questions)
