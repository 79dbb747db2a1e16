"""Finding one person among many: ours on a foreign file and on the register, against trigrams on the same questions.

The population is synthetic and its truth known (``bench.population``); a question is right when a record of the
person meant is among the first five. Baselines: PostgreSQL ``pg_trgm`` with a GIN index, SQLite FTS5 with its trigram
tokenizer; both get folded names and the same facts (year, sex, nationality, numbers) to order what they find.
"""

import csv
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

CHUNK = 20_000
LIMIT = 5
CANDIDATES = 200  # of a trigram search, ordered by the facts afterwards
Row = dict[str, str]


def tables(place: Place, people: int, queries: int) -> Iterator[Table]:
    """On one database: trigrams there, the register there, and a foreign file."""
    folder = str(place.folder / "population")
    place.call("finding.make", folder=folder, people=people, queries=queries)
    stock = place.call("finding.trigrams", folder=folder)
    foreign = place.call("finding.foreign", folder=folder)
    filled = place.call("finding.fill", folder=folder)
    register = place.call("finding.register", folder=folder)
    lines = [
        Line(f"trigrams of {place.vendor}", *told(stock)),
        Line("a foreign file", *told(foreign)),
        Line(f"the register, {filled['seconds']:.0f} s to fill", *told(register)),
    ]
    yield Table(f"{queries:,} searches among {people:,} people ({place.vendor}), median", "trigrams", lines)


def told(found: dict[str, float]) -> tuple[float, dict[str, str]]:
    notes = {"p95 ms": f"{found['p95_ms']:.1f}", "ready s": f"{found['build_s']:.1f}"}
    for title, name in (
        ("recall@1", "first"),
        ("recall@5", "five"),
        ("year known", "year"),
        ("Arabic letters", "arabic"),
    ):
        notes[title] = f"{found[name]:.3f}"
    return found["p50_ms"] / 1000, notes


# Jobs -------------------------------------------------------------------------------------------------------------


def make(folder: str, people: int, queries: int, style: str = "a") -> None:
    from bench.population.build import population
    from bench.population.files import write

    write(population(people, style=style, seed=11, queries=queries), Path(folder))


def foreign(folder: str) -> dict[str, float]:
    return ours(folder, Path(folder) / "people.parquet", lambda one: one)


def register(folder: str) -> dict[str, float]:
    """The register that ``fill`` filled; its ids are the numbers of the rows."""
    from uuid import UUID

    ids = people_of(folder, ("person_id",))["person_id"]
    return ours(folder, None, lambda one: ids[UUID(one).int - 1])


def ours(folder: str, people: Path | None, named: Callable[[str], str]) -> dict[str, float]:
    from musanada.access.commands import system_user
    from musanada.linkage.foreign.batch import answer_file

    asked, out = Path(folder) / "queries.csv", Path(folder) / "results.csv"
    told = answer_file(system_user("console"), asked, people, out, LIMIT)
    with out.open(encoding="utf-8", newline="") as file:
        rows = [(r["query_id"], r["rank"], named(r["person_id"])) for r in csv.DictReader(file)]
    return marked(folder, rows) | {"p50_ms": told.p50_ms, "p95_ms": told.p95_ms, "build_s": told.build_s}


def marked(folder: str, rows: Sequence[tuple[str, Any, str]]) -> dict[str, float]:
    from bench.population.score import found

    out = Path(folder) / "results.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("query_id", "rank", "person_id"))
        lines.writerows(rows)
    groups = found(Path(folder), out)

    def five(title: str) -> float:
        return groups[title].five / max(groups[title].questions, 1)

    whole = groups["all"]
    return {
        "first": whole.first / whole.questions,
        "five": five("all"),
        "year": five("year known"),
        "arabic": five("Arabic letters"),
    }


def people_of(folder: str, columns: Sequence[str]) -> dict[str, list[str]]:
    import pyarrow.parquet as pq

    table = pq.read_table(Path(folder) / "people.parquet", columns=list(columns))
    return {name: table[name].to_pylist() for name in columns}


def questions_of(folder: str) -> list[Row]:
    with (Path(folder) / "queries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The register -----------------------------------------------------------------------------------------------------


def fill(folder: str) -> dict[str, float]:
    """Every record of the population a person of the register, by the command of a real import."""
    from bench.house import analyse
    from bench.measure import once
    from musanada.access.commands import add_unit, found_organisation, system_user
    from musanada.linkage.commands.counting import count_names
    from musanada.people.commands import register_many
    from musanada.people.drafts import BasisDraft

    actor, root = system_user(), found_organisation("bench-found", "Bench", side="humanitarian")
    unit = add_unit(root, "bench-team", "Équipe", kind="team", side="humanitarian")
    basis = BasisDraft(basis="consent", means="on_file", notice_version="2023-01", language="fra")
    drafts = drafts_of(folder)
    took = 0.0
    while some := [one for _number, one in zip(range(CHUNK), drafts, strict=False)]:
        took += once(lambda some=some: register_many(actor, unit, drafts=some, basis=basis))[0]
    count_names()  # as every night
    analyse()
    return {"seconds": took}


def drafts_of(folder: str) -> Iterator[Any]:
    from uuid import UUID

    from bench.population.records import COLUMNS
    from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft, PersonDraft

    columns = people_of(folder, COLUMNS)
    for number, values in enumerate(zip(*columns.values(), strict=True), 1):
        row = dict(zip(columns, values, strict=True))
        latin = NameDraft(given=row["given_name"], family=row["family_name"], mother=row["mother_name"])
        arabic = NameDraft(text=row["name_ar"])
        yield PersonDraft(
            names=tuple(name for name in (latin, arabic) if name.full),
            sex=row["sex"] or "unknown",
            birth=birth_of(row["birth_date"]),
            nationalities=(row["nationality"],) if row["nationality"] else (),
            nationality_answer="given" if row["nationality"] else "unknown",
            identifiers=(IdentifierDraft("birth_certificate", row["doc_number"]),)
            if row["doc_number"]
            else (),
            contacts=(ContactDraft("phone", row["phone"]),) if row["phone"] else (),
            id=UUID(int=number),
        )


def birth_of(text: str) -> Any:
    from datetime import date

    from musanada.kit.choices import BirthPrecision
    from musanada.kit.dates import PartialDate

    if not text:
        return PartialDate(None, BirthPrecision.UNKNOWN)
    precision = {4: BirthPrecision.YEAR, 7: BirthPrecision.MONTH, 10: BirthPrecision.DAY}[len(text)]
    return PartialDate(date.fromisoformat(text + "-01-01"[len(text) - 4 :]), precision)


# Trigrams ---------------------------------------------------------------------------------------------------------


def trigrams(folder: str) -> dict[str, float]:
    """This database's own trigrams, in a table of their own; the same answers asked of the same questions."""
    from django.db import connection

    search = PgTrgm() if connection.vendor == "postgresql" else Fts5(Path(folder) / "fts5.sqlite3")
    began = time.perf_counter()
    search.build(prepared(folder))
    build = time.perf_counter() - began
    rows: list[tuple[str, Any, str]] = []
    times = []
    for asked in questions_of(folder):
        facts = facts_of(asked)
        before = time.perf_counter()
        answers = search.answer(facts)
        times.append(1000 * (time.perf_counter() - before))
        rows += [(asked["query_id"], rank, one) for rank, one in enumerate(answers, 1)]
    search.close()
    times.sort()
    return marked(folder, rows) | {
        "p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)], "build_s": build,
    }  # fmt: skip


def folded(text: str) -> str:
    from bench.population.letters import plain

    return " ".join(plain(text).lower().split())


def prepared(folder: str) -> Iterator[tuple[str, ...]]:
    """Rows for a trigram table: id, folded names, year, sex, nationality, telephone, document."""
    names = (
        "person_id", "given_name", "family_name", "name_ar", "birth_date", "sex", "nationality", "phone",
        "doc_number",
    )  # fmt: skip
    for who, given, family, arabic, birth, sex, country, phone, number in zip(
        *people_of(folder, names).values(), strict=True
    ):
        yield (
            who,
            folded(f"{given} {family} {arabic}"),
            birth[:4],
            sex,
            country,
            digits(phone),
            letters(number),
        )


def digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit())[-9:]


def letters(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())


def facts_of(asked: Row) -> Row:
    return {
        "name": folded(asked["name"]),
        "year": (asked["birth_date"] or asked["birth_year"])[:4],
        "sex": asked["sex"],
        "country": asked["nationality"],
        "phone": digits(asked["phone"]),
        "document": letters(asked["doc_number"]),
    }


FACTS = """ + case when year = :year and year <> '' then 0.25 else 0 end + case when country = :country then 0.1 else 0 end
    + case when sex = :sex then 0.1 else 0 end + case when phone = :phone and phone <> '' then 1 else 0 end
    + case when document = :document and document <> '' then 2 else 0 end"""
NUMBERS = "(phone = :phone and phone <> '') or (document = :document and document <> '')"


class Fts5:
    """SQLite's trigram tokenizer: any trigram of the name, best by bm25, then by the facts."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        self.base = sqlite3.connect(path)

    def build(self, rows: Iterator[tuple[str, ...]]) -> None:
        run = self.base.execute
        run(
            "create table people (id integer primary key, person text, name text, year, sex, country, phone, document)"
        )
        run(
            "create virtual table names using fts5 (name, content='people', content_rowid='id', tokenize='trigram')"
        )
        self.base.executemany(
            "insert into people (person, name, year, sex, country, phone, document) values (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        run("insert into names (names) values ('rebuild')")
        run("create index phones on people (phone)")
        run("create index documents on people (document)")
        run("analyze")
        self.base.commit()

    def answer(self, facts: Row) -> list[str]:
        parts = {facts["name"][i : i + 3] for i in range(len(facts["name"]) - 2)}
        asked = " OR ".join('"' + part.replace('"', '""') + '"' for part in sorted(parts))
        if not asked:
            return []
        order = f"select person from found order by -score / 30 {FACTS} desc limit {LIMIT}"
        found = f"select rowid as id, bm25(names) as score from names where names match :asked order by score limit {CANDIDATES}"
        same = f"select id, 0.0 as score from people where {NUMBERS}"
        sql = f"with hits as (select * from ({found}) union all select * from ({same})), found as (select people.*, score from hits join people using (id)) {order}"
        return list(dict.fromkeys(row[0] for row in self.base.execute(sql, {**facts, "asked": asked})))

    def close(self) -> None:
        self.base.close()


class PgTrgm:
    """PostgreSQL: ``%`` on a GIN index, likeness and facts for the order."""

    def __init__(self) -> None:
        from django.db import connection

        self.cursor = connection.cursor()

    def build(self, rows: Iterator[tuple[str, ...]]) -> None:
        run = self.cursor.execute
        run("create extension if not exists pg_trgm")
        run(
            "create temp table trigram_people (person text, name text, year text, sex text, country text, phone text, document text)"
        )
        with self.cursor.copy("copy trigram_people from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        run("create index on trigram_people using gin (name gin_trgm_ops)")
        run("create index on trigram_people (phone)")
        run("create index on trigram_people (document)")
        run("analyze trigram_people")

    def answer(self, facts: Row) -> list[str]:
        sql = (
            f"with found as (select * from trigram_people where name % :name union"
            f" select * from trigram_people where {NUMBERS})"
            f" select person from found order by similarity(name, :name) {FACTS} desc limit {LIMIT}"
        )
        self.cursor.execute(named(sql), facts)
        return [row[0] for row in self.cursor.fetchall()]

    def close(self) -> None:
        self.cursor.execute("drop table trigram_people")


def named(sql: str) -> str:
    """``:name`` as psycopg writes it."""
    return re.sub(r":([a-z]+)", r"%(\1)s", sql.replace("%", "%%"))
