"""From the columns of a list to the columns that are compared: numbers, made once per record by the database.

``raw`` (rid, pid, side and the text columns) becomes ``people``: words of the name (``w1``-``w4`` wide,
``c1``-``c4`` canonical, ``x1``-``x3`` other readings and words of the other script), how much each word and each
two words tell in bits, the same of the mother's name, birth, sex, nationality, document, phone, city.
"""

# ruff: noqa: S608  statements are put together from constants of this file
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from musanada.linkage.foreign.dates import read_birth
from musanada.linkage.twins.words import insert, known_names, split_names, understand

TEXTS = (
    "given_name", "family_name", "name_ar", "sex", "birth_date", "nationality", "doc_type", "doc_number", "phone",
    "mother_name", "city",
)  # fmt: skip
WORDS, OTHERS, MOTHERS = 4, 3, 3
PAIRS = tuple(combinations(range(1, WORDS + 1), 2))
SHARED = 6  # a number borne by more records is a family's, an office's or a placeholder
SHORTEST_DOCUMENT, PHONE_DIGITS = 4, 9
# What a word tells in a short list: as if this many more records had been read, of which a known name, any
# other word and any two words bear these shares.
BELIEVED, SHARE_KNOWN, SHARE_OTHER, SHARE_PAIR = 400, 0.01, 0.0005, 0.00005


def prepare(con: Any) -> None:
    """Everything up to ``people``, the table that is compared."""
    split_names(con)
    understand(con)
    known_names(con)
    births(con)
    numbers(con)
    name_columns(con)
    bits(con)
    assemble(con)


def births(con: Any) -> None:
    """``births`` (birth_date, y, m, d): each different text is read once."""
    found = [row[0] for row in con.execute("SELECT DISTINCT birth_date FROM raw").fetchall() if row[0]]
    columns: dict[str, list[Any]] = {"birth_date": [], "y": [], "m": [], "d": []}
    for text in found:
        if (birth := read_birth(text)) and birth.year:
            for name, value in zip(
                columns, (text, birth.year, birth.month or None, birth.day or None), strict=True
            ):
                columns[name].append(value)
    con.execute("CREATE TABLE births (birth_date VARCHAR, y SMALLINT, m TINYINT, d TINYINT)")
    insert(con, "births", columns)


def numbers(con: Any) -> None:
    """``papers``: documents and phones as compared, "" for what everybody bears."""
    digits = (
        "regexp_replace(translate(phone, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'), '\\D', '', 'g')"
    )
    paper = "regexp_replace(upper(doc_number), '[^\\p{L}\\p{N}]', '', 'g')"
    con.execute(
        f"""CREATE TABLE papers AS SELECT rid, side,
              CASE WHEN length(doc) >= {SHORTEST_DOCUMENT} AND trim(doc, '0X') <> '' THEN doc END AS doc,
              CASE WHEN length(phone) >= 6 AND trim(phone, left(phone, 1)) <> '' THEN phone END AS phone,
              kind
            FROM (SELECT rid, side, {paper} AS doc, right(ltrim({digits}, '0'), {PHONE_DIGITS}) AS phone,
                    lower(trim(doc_type)) AS kind
                  FROM raw)"""
    )
    for column in ("doc", "phone"):
        con.execute(
            f"""CREATE TABLE many_{column} AS SELECT {column}, side, count(*)::INT AS n FROM papers
                WHERE {column} IS NOT NULL GROUP BY ALL HAVING count(*) > 1"""
        )


def name_columns(con: Any) -> None:
    """``named``: the words of a record as columns. Arabic words that repeat the Latin ones are dropped."""
    both = "coalesce(list_concat(g.{0}, f.{0}), g.{0}, f.{0})"
    con.execute(
        f"""CREATE TABLE named AS
            SELECT rid, CASE WHEN len(lw) > 0 THEN lw ELSE aw END AS ws, CASE WHEN len(lw) > 0 THEN lc ELSE ac END AS cs,
              list_filter(list_concat(lo, CASE WHEN len(lw) > 0 THEN aw ELSE ao END), lambda v: v IS NOT NULL
                AND NOT list_contains(CASE WHEN len(lw) > 0 THEN lw ELSE aw END, v)) AS xs,
              list_distinct(mw) AS mws, mc AS mcs
            FROM (SELECT r.rid, {both.format("ws")} AS lw, {both.format("cs")} AS lc, {both.format("os")} AS lo,
                    a.ws AS aw, a.cs AS ac, a.os AS ao, mo.ws AS mw, mo.cs AS mc
                  FROM raw r LEFT JOIN known g ON g.text = r.given_name LEFT JOIN known f ON f.text = r.family_name
                  LEFT JOIN known a ON a.text = r.name_ar LEFT JOIN known mo ON mo.text = r.mother_name)"""
    )


def columns_of(lists: Iterable[tuple[str, str, int]]) -> str:
    return ", ".join(f"{name}[{i}] AS {short}{i}" for name, short, size in lists for i in range(1, size + 1))


def bits(con: Any) -> None:
    """``slots``: words of each record in columns; ``word_bits`` and ``pair_bits``: what sharing them tells."""
    lists = (
        ("ws", "w", WORDS),
        ("cs", "c", WORDS),
        ("xs", "x", OTHERS),
        ("mws", "m", MOTHERS),
        ("mcs", "k", MOTHERS),
    )
    con.execute(f"CREATE TABLE slots AS SELECT rid, {columns_of(lists)} FROM named")
    con.execute("DROP TABLE named")
    total = con.execute("SELECT count(*) FROM slots").fetchone()[0] + BELIEVED
    for short, size, table in (("w", WORDS, "word_bits"), ("m", MOTHERS, "mother_bits")):
        every = " UNION ALL ".join(f"SELECT {short}{i} AS v FROM slots" for i in range(1, size + 1))
        con.execute(
            f"""CREATE TABLE {table} AS SELECT v, n, -log2((greatest(n - 2, 0)
                  + {BELIEVED} * CASE WHEN known THEN {SHARE_KNOWN} ELSE {SHARE_OTHER} END) / {total})::FLOAT AS b
                FROM (SELECT v, count(*)::INT AS n FROM ({every}) WHERE v IS NOT NULL GROUP BY v)
                JOIN (SELECT wide AS v, bool_or(known = 2) AS known FROM words GROUP BY wide) USING (v)"""
        )
    every = " UNION ALL ".join(
        f"SELECT rid, {i}{j} AS ij, {pair(f'w{i}', f'w{j}')} AS pk FROM slots" for i, j in PAIRS
    )
    con.execute(f"CREATE TABLE pair_rows AS SELECT * FROM ({every}) WHERE pk IS NOT NULL")
    con.execute(
        f"""CREATE TABLE pair_bits AS SELECT pk, count(*)::INT AS n,
              -log2((greatest(count(*) - 2, 0) + {BELIEVED * SHARE_PAIR}) / {total})::FLOAT AS b
            FROM pair_rows GROUP BY pk"""
    )


def pair(a: str, b: str) -> str:
    """Two words in either order as one number."""
    return f"CASE WHEN {a} <> {b} THEN least({a}, {b})::BIGINT * 4294967296 + greatest({a}, {b}) END"


def assemble(con: Any) -> None:
    """``people``: all that is compared, in one table."""
    pairs = ", ".join(f"max(CASE WHEN ij = {i}{j} THEN b END) AS b{i}{j}" for i, j in PAIRS)
    con.execute(
        f"""CREATE TABLE pair_slots AS SELECT rid, {pairs} FROM pair_rows JOIN pair_bits USING (pk)
            GROUP BY rid"""
    )
    singles = ", ".join(f"q{i}.b AS b{i}" for i in range(1, WORDS + 1))
    mothers = ", ".join(f"t{i}.b AS e{i}" for i in range(1, MOTHERS + 1))
    joins = " ".join(f"LEFT JOIN word_bits q{i} ON q{i}.v = s.w{i}" for i in range(1, WORDS + 1))
    joins += " " + " ".join(f"LEFT JOIN mother_bits t{i} ON t{i}.v = s.m{i}" for i in range(1, MOTHERS + 1))
    width = " + ".join(f"(s.w{i} IS NOT NULL)::TINYINT" for i in range(1, WORDS + 1))
    con.execute(
        f"""CREATE TABLE people AS SELECT s.*, {width} AS nw, {singles}, {mothers},
              {", ".join(f"p.b{i}{j}" for i, j in PAIRS)},
              b.y, b.m, b.d, (b.m::SMALLINT * 100 + b.d) AS md,
              CASE WHEN b.y IS NULL THEN NULL ELSE b.m IS NULL OR (b.m = 1 AND b.d = 1) OR (b.m = 12 AND b.d = 31)
                END AS guess,
              {SEX} AS sex, nullif(upper(trim(r.nationality)), '') AS nat,
              a.doc, coalesce(md_.n, 1) AS doc_n, nullif(a.kind, '') AS doc_kind,
              a.phone, coalesce(mp.n, 1) AS phone_n,
              nullif(lower(strip_accents(trim(r.city))), '') AS city,
              lower(strip_accents(trim(r.given_name))) AS g, lower(strip_accents(trim(r.family_name))) AS f,
              r.name_ar AS a, r.mother_name AS mo, r.side, r.pid
            FROM slots s JOIN raw r USING (rid) JOIN papers a USING (rid) LEFT JOIN pair_slots p USING (rid)
            LEFT JOIN births b ON b.birth_date = r.birth_date
            LEFT JOIN many_doc md_ ON md_.doc = a.doc AND md_.side = a.side
            LEFT JOIN many_phone mp ON mp.phone = a.phone AND mp.side = a.side {joins}"""
    )


SEX = """CASE WHEN lower(trim(r.sex)) IN ('f', 'femme', 'female', 'w', 'أنثى') THEN 'F'
              WHEN lower(trim(r.sex)) IN ('m', 'h', 'homme', 'male', 'ذكر') THEN 'M' END"""
