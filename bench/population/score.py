"""Marks for answers: clusters against the truth, and results of searches against the persons meant.

``python -m bench.population score-clusters DIR CLUSTERS.csv [--losses]`` and ``… score-results DIR RESULTS.csv``.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACTS = """
create temp table facts as
select person_id, entity_id,
    nullif(upper(regexp_replace(doc_number, '[^A-Za-z0-9]', '', 'g')), '') as document,
    nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9), '') as phone,
    case when length(birth_date) = 10 then birth_date end as day, nullif(left(birth_date, 4), '') as year,
    list_filter(string_split_regex(lower(strip_accents(
        concat_ws(' ', given_name, family_name, name_ar))), '[^\\p{{L}}]+'), lambda w: length(w) > 1) as words,
    coalesce(changes, '') as changes
from '{folder}/people.parquet' p join '{folder}/truth.parquet' t using (person_id)
left join '{folder}/changes.parquet' c using (person_id)
"""
PAIRS = """
create temp table pairs as
select a.cluster_id = b.cluster_id as found, a.changes || '|' || b.changes as changes,
    coalesce(a.document = b.document, false) as document, coalesce(a.phone = b.phone, false) as phone,
    coalesce(a.day = b.day, false) as day, coalesce(a.year = b.year, false) as year,
    list_has_any(a.words, b.words) as word, a.person_id as one, b.person_id as other
from clustered a join clustered b on a.entity_id = b.entity_id and a.person_id < b.person_id
"""
SHARED = (
    ("a document", "document"),
    ("a telephone, no document", "phone and not document"),
    ("a word and the day of birth, no number", "word and day and not (document or phone)"),
    ("a word and the year only", "word and year and not day and not (document or phone)"),
    ("a word alone", "word and not year and not (document or phone)"),
    ("the day of birth alone", "day and not word and not (document or phone)"),
    ("the year alone", "year and not day and not word and not (document or phone)"),
    ("no fact", "not (document or phone or word or year)"),
)


@dataclass(frozen=True)
class Marks:
    precision: float
    recall: float
    f1: float
    b_precision: float
    b_recall: float
    pairs: int
    unfindable: int

    @property
    def b_f1(self) -> float:
        return mean(self.b_precision, self.b_recall)

    def text(self) -> str:
        return (
            f"pairs: precision {self.precision:.4f}  recall {self.recall:.4f}  F1 {self.f1:.4f}\n"
            f"B-cubed: precision {self.b_precision:.4f}  recall {self.b_recall:.4f}  F1 {self.b_f1:.4f}\n"
            f"{self.pairs:,} true pairs, {self.unfindable:,} of them share no fact"
        )


def mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def opened(folder: Path, clusters: Path) -> Any:
    """A DuckDB connection with ``facts``, ``clustered`` (each record once) and ``pairs`` (the true ones)."""
    import duckdb

    c = duckdb.connect()
    c.execute(FACTS.format(folder=folder))
    read = "read_parquet" if clusters.suffix == ".parquet" else "read_csv"
    options = "" if clusters.suffix == ".parquet" else ", header=true, all_varchar=true"
    c.execute(f"create temp table said as select person_id, cluster_id from {read}('{clusters}'{options})")
    said, once = c.execute("select count(*), count(distinct person_id) from said").fetchone()
    lines, unknown = c.execute(
        "select count(*) filter (said.person_id is not null), count(*) filter (facts.person_id is null)"
        " from facts full join said using (person_id)"
    ).fetchone()
    total = c.execute("select count(*) from facts").fetchone()[0]
    if said != once or unknown or lines != total:
        print(f"WRONG FILE: {said:,} lines, {once:,} different, {unknown:,} unknown, {total:,} expected")
    c.execute(
        "create temp table clustered as select f.*, coalesce(s.cluster_id, f.person_id) as cluster_id"
        " from facts f left join said s using (person_id)"
    )
    c.execute(PAIRS)
    return c


def marks(c: Any) -> Marks:
    both, said, true = (
        c.execute(f"select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) n from clustered group by {by})").fetchone()[0]
        for by in ("cluster_id, entity_id", "cluster_id", "entity_id")
    )  # fmt: skip
    cubed = c.execute("""
        with cells as (select cluster_id, entity_id, count(*) n from clustered group by all),
        clusters as (select cluster_id, count(*) size from clustered group by all),
        entities as (select entity_id, count(*) size from clustered group by all)
        select sum(n * n / clusters.size) / sum(n), sum(n * n / entities.size) / sum(n)
        from cells join clusters using (cluster_id) join entities using (entity_id)
    """).fetchone()
    unfindable = c.execute(f"select count(*) from pairs where {SHARED[-1][1]}").fetchone()[0]
    precision, recall = both / said if said else 1.0, both / true if true else 1.0
    return Marks(precision, recall, mean(precision, recall), *cubed, int(true), unfindable)


def losses(c: Any) -> str:
    """Where the true pairs are lost: by what the two records share, and by what was changed."""
    out = [f"\n{'true pairs that share':<44}{'pairs':>9}{'recall':>9}{'lost':>8}"]
    for title, where in SHARED:
        pairs, found = c.execute(
            f"select count(*), coalesce(sum(found::int), 0) from pairs where {where}"
        ).fetchone()
        out.append(f"{title:<44}{pairs:>9,}{found / pairs if pairs else 1:>9.3f}{pairs - found:>8,}")
    out.append(f"\n{'true pairs with this change':<44}{'pairs':>9}{'recall':>9}{'lost':>8}")
    rows = c.execute("""
        select kind, count(*) n, sum(found::int) from
        (select unnest(list_distinct(string_split(changes, '|'))) as kind, found from pairs)
        where kind <> '' group by 1 order by count(*) - sum(found::int) desc
    """).fetchall()
    out += [f"{kind:<44}{n:>9,}{found / n:>9.3f}{n - found:>8,}" for kind, n, found in rows]
    wrong = c.execute("""
        select count(*), sum(document::int), sum((phone and not document)::int), sum((day and not phone and not document)::int),
            sum((not day and not phone and not document)::int)
        from (select coalesce(a.document = b.document, false) document, coalesce(a.phone = b.phone, false) phone,
            coalesce(a.day = b.day, false) as day from clustered a join clustered b using (cluster_id)
            where a.entity_id <> b.entity_id and a.person_id < b.person_id)
    """).fetchone()
    names = ("false pairs", "same document", "same telephone", "same day of birth", "none of these")
    return "\n".join([*out, "", *(f"{n:<44}{w or 0:>9,}" for n, w in zip(names, wrong, strict=True))])


@dataclass(frozen=True)
class Found:
    """One group of questions: how many, and how many had the person first, and among the first five."""

    questions: int
    first: int
    five: int

    def text(self, title: str) -> str:
        n = max(self.questions, 1)
        return f"{title:<34}{self.questions:>7,}{self.first / n:>10.3f}{self.five / n:>10.3f}"


@dataclass(frozen=True)
class Asked:
    arabic: bool
    year: bool
    number: bool
    rank: int


GROUPS: tuple[tuple[str, Callable[[Asked], bool]], ...] = (
    ("all", lambda q: True),
    ("Latin letters", lambda q: not q.arabic),
    ("Arabic letters", lambda q: q.arabic),
    ("year known", lambda q: q.year),
    ("year not known", lambda q: not q.year),
    ("year known, Latin letters", lambda q: q.year and not q.arabic),
    ("year known, Arabic letters", lambda q: q.year and q.arabic),
    ("name and facts, no number", lambda q: not q.number),
    ("telephone or document said", lambda q: q.number),
)


def found(folder: Path, results: Path) -> dict[str, Found]:
    """Recall by group. Right is any record of the person meant; ranks are recounted from the file's order."""
    import duckdb

    c = duckdb.connect()
    rows = c.execute(f"""
        with meant as (
            select query_id, entity_id, regexp_matches(name, '\\p{{Arabic}}') as arabic,
                coalesce(nullif(birth_date, ''), birth_year, '') <> '' as year,
                coalesce(nullif(phone, ''), doc_number, '') <> '' as number
            from read_csv('{folder}/queries.csv', header=true, all_varchar=true) q
            join read_csv('{folder}/answers.csv', header=true, all_varchar=true) a using (query_id)),
        hits as (
            select query_id, min(rank::int) as rank
            from read_csv('{results}', header=true, all_varchar=true) r
            join '{folder}/truth.parquet' t using (person_id) join meant using (query_id, entity_id)
            group by 1)
        select arabic, year, number, coalesce(rank, 999) from meant left join hits using (query_id)
    """).fetchall()  # fmt: skip
    asked = [Asked(*row) for row in rows]
    out = {}
    for title, belongs in GROUPS:
        ranks = [q.rank for q in asked if belongs(q)]
        out[title] = Found(len(ranks), sum(r == 1 for r in ranks), sum(r <= 5 for r in ranks))
    return out


def main(said: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.population", description=__doc__)
    parser.add_argument("what", choices=("score-clusters", "score-results"))
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("answer", type=Path, metavar="FILE.csv")
    parser.add_argument("--losses", action="store_true", help="where the rest is lost")
    args = parser.parse_args(said)
    if args.what == "score-clusters":
        c = opened(args.folder, args.answer)
        print(marks(c).text())
        if args.losses:
            print(losses(c))
        return 0
    print(f"{'':<34}{'asked':>7}{'recall@1':>10}{'recall@5':>10}")
    for title, one in found(args.folder, args.answer).items():
        print(one.text(title))
    return 0
