"""Which pairs are compared at all: those that share something rare enough. Every block is bounded.

A record enters a block with a *role*: askers (0) meet each other and the asked (1); the asked do not meet. A block
that holds too many is cut by further facts, or dropped: other rules still find its twins. Dates known only to the
year, and 1 January, never make a block by themselves; two whole dates that share nothing are not worth a look.
"""

# ruff: noqa: S608  statements are put together from constants of this file
from typing import Any

from musanada.linkage.twins.prepare import MOTHERS, OTHERS, WORDS

RARE, SCARCE, COMMON = (
    12,
    60,
    400,
)  # bearers of two words: any year, near years, the same year; above: with sex and country
LARGEST = 100  # askers of one block
SLOTS = (*(f"w{i}" for i in range(1, WORDS + 1)), *(f"x{i}" for i in range(1, OTHERS + 1)))


def make_pairs(con: Any, only: str = "") -> int:
    """``pairs`` (l, r), each once. ``only``: a table of ``rid``; pairs without any of them are left out."""
    con.execute("CREATE TABLE blocks (k UBIGINT, rid INT, role TINYINT)")
    by_names(con)
    by_facts(con)
    cut(con)
    mine = f"AND (a.rid IN (SELECT rid FROM {only}) OR b.rid IN (SELECT rid FROM {only}))" if only else ""
    con.execute(
        f"""CREATE TABLE pairs AS SELECT DISTINCT least(a.rid, b.rid) AS l, greatest(a.rid, b.rid) AS r
            FROM blocks a JOIN blocks b ON a.k = b.k
            WHERE a.role = 0 AND ((b.role = 1 AND a.rid <> b.rid) OR (b.role = 0 AND a.rid < b.rid)) {mine}"""
    )
    con.execute("DROP TABLE blocks")
    return int(con.execute("SELECT count(*) FROM pairs").fetchone()[0])


def word_rows(con: Any) -> None:
    """``record_words`` (rid, v, n) and ``record_pairs`` (rid, pk, n): every word and every two, with their bearers.

    Two words of the primary name, or one of them with another reading."""
    every = " UNION ALL ".join(f"SELECT rid, {c} AS v FROM people WHERE {c} IS NOT NULL" for c in SLOTS)
    con.execute(
        f"""CREATE TABLE record_words AS SELECT rid, v, count(*) OVER (PARTITION BY v)::INT AS n
            FROM (SELECT DISTINCT rid, v FROM ({every}))"""
    )
    combined = " UNION ALL ".join(
        f"SELECT rid, side, {a} AS a, {b} AS b FROM people WHERE {a} <> {b}"
        for i, a in enumerate(SLOTS) for b in SLOTS[i + 1 :] if not (a[0] == "x" and b[0] == "x")
    )  # fmt: skip
    con.execute(
        f"""CREATE TABLE record_pairs AS SELECT rid, hash(pk, side) AS pk, n FROM (
              SELECT rid, side, pk, count(*) OVER (PARTITION BY pk, side)::INT AS n
              FROM (SELECT DISTINCT rid, side, least(a, b)::BIGINT * 4294967296 + greatest(a, b) AS pk FROM ({combined})))
            WHERE n > 1"""
    )


def add(con: Any, sql: str) -> None:
    con.execute(f"INSERT INTO blocks {sql}")


def by_names(con: Any) -> None:
    """Two words and the birth; the rarer the words, the looser the birth."""
    joined = "record_pairs JOIN people USING (rid)"
    add(con, f"SELECT pk, rid, 0 FROM record_pairs WHERE n <= {RARE}")
    # Whole dates that agree, turned round or in part; or the day and month of another year.
    more = f"n > {RARE} AND NOT guess"
    add(con, f"SELECT hash(1, pk, y, least(m, d), greatest(m, d)), rid, 0 FROM {joined} WHERE {more}")
    add(con, f"SELECT hash(2, pk, y, m), rid, 0 FROM {joined} WHERE {more} AND n <= {COMMON}")
    add(con, f"SELECT hash(3, pk, y, d), rid, 0 FROM {joined} WHERE {more} AND n <= {COMMON}")
    add(con, f"SELECT hash(4, pk, md), rid, 0 FROM {joined} WHERE {more} AND n <= {COMMON}")
    # A year that is only about right asks all of that year, and of the years beside where few bear the name.
    for bearers, facts, years in (
        (f"n > {RARE} AND n <= {SCARCE}", "pk", (-3, -2, -1, 0, 1, 2, 3)),
        (f"n > {SCARCE} AND n <= {COMMON}", "pk", (0,)),
        (f"n > {COMMON}", "pk, sex, nat", (0,)),
    ):
        asked = ", ".join(f"({year})" for year in years)
        add(con, f"SELECT hash(5, {facts}, y), rid, 0 FROM {joined} WHERE guess AND {bearers}")
        add(
            con,
            f"SELECT hash(5, {facts}, y + s), rid, 1 FROM {joined}, (VALUES {asked}) t(s) "
            f"WHERE y IS NOT NULL AND {bearers} AND NOT (s = 0 AND guess)",
        )
    add(
        con,
        f"SELECT hash(6, pk), rid, CASE WHEN y IS NULL THEN 0 ELSE 1 END FROM {joined} WHERE n > {RARE} AND n <= {SCARCE}",
    )
    add(
        con,
        f"SELECT hash(7, pk, least(m1, m2), greatest(m1, m2)), rid, 0 FROM {joined} WHERE n > {RARE} AND m1 IS NOT NULL",
    )
    for i in range(1, MOTHERS + 1):
        add(con, f"SELECT hash(8, pk, m{i}, y), rid, 0 FROM {joined} WHERE n > {RARE} AND m{i} IS NOT NULL")


def by_facts(con: Any) -> None:
    """Documents, phones, whole dates with a word, the mother with the date, one word with the mother and the year."""
    add(con, "SELECT hash(10, doc, side), rid, 0 FROM people WHERE doc IS NOT NULL AND doc_n > 1")
    add(con, "SELECT hash(11, phone, side), rid, 0 FROM people WHERE phone IS NOT NULL AND phone_n > 1")
    words = "record_words JOIN people USING (rid)"
    add(con, f"SELECT hash(12, v, y, md, side), rid, 0 FROM {words} WHERE NOT guess AND n > 1")
    for i in range(1, MOTHERS + 1):
        add(
            con,
            f"SELECT hash(13, m{i}, y, md, side), rid, 0 FROM people WHERE NOT guess AND m{i} IS NOT NULL",
        )
        add(
            con,
            f"SELECT hash(14, v, m{i}, y, side), rid, CASE WHEN guess THEN 0 ELSE 1 END FROM {words} "
            f"WHERE y IS NOT NULL AND m{i} IS NOT NULL AND n > 1",
        )


def cut(con: Any) -> None:
    """Blocks that are too large are cut by sex and nationality, then by the mother's first name or city, then dropped."""
    for facts in ("sex, nat", "m1, city", ""):
        con.execute(
            f"""CREATE OR REPLACE TABLE large AS SELECT k FROM blocks GROUP BY k
                HAVING count(*) FILTER (role = 0) > {LARGEST} OR count(*) > {4 * LARGEST}"""
        )
        if facts:
            con.execute(
                f"""CREATE OR REPLACE TABLE smaller AS SELECT hash(k, {facts}) AS k, rid, role
                    FROM blocks JOIN people USING (rid) WHERE k IN (SELECT k FROM large)"""
            )
        con.execute("DELETE FROM blocks WHERE k IN (SELECT k FROM large)")
        if facts:
            con.execute("INSERT INTO blocks SELECT * FROM smaller")
    con.execute("DROP TABLE large")
    con.execute("DROP TABLE smaller")
