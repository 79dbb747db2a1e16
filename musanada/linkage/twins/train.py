"""Learning the model from a list: u from pairs that cannot be twins, m by Splink's expectation maximisation.

u of the name comes from chance pairs and, for two words shared, from all pairs of a sample that share them and were born
more than five years apart. u of sex, nationality, mother, city comes from these namesakes too: they are the ones a
twin must be told from, and namesakes share nationality and sex more often than strangers. Documents and phones are
set by hand: chance pairs never share them. m is learnt twice: from pairs of one whole birth date (all but the
birth), and from pairs of one rare name (the birth). A short list teaches little: what is usual (``usual``) is mixed in.
"""

# ruff: noqa: S608  statements are put together from constants of this file
from typing import Any

from musanada.linkage.twins.compare import LEVELS, UNRELATED, code_of, compared_sql
from musanada.linkage.twins.model import Probabilities, learn, scaled
from musanada.linkage.twins.usual import USUAL_M, USUAL_U

CHANCE, CHANCE_BIRTHS, NAMESAKES, TAUGHT = 400_000, 3_000_000, 500_000, 300_000
BELIEVED_M, BELIEVED_U = 40, 4  # twins, and chance pairs of a level, that the usual values count for
TWO_WORDS = ("same", "sound", "two_of_three")
PER_RECORD = 0.3  # pairs of twins per record, before anything is known: 2 × 0.15
RARE_NAME = 60
NUMBERS, SEEN = ("document", "phone"), 3
KIN = "kin"  # set by hand: relatives agree in much, and were born on other days


def train(con: Any) -> tuple[Probabilities, Probabilities]:
    """m and u by field and level, from ``people`` and ``record_pairs``."""
    records = con.execute("SELECT count(*) FROM people").fetchone()[0]
    u = strangers(con, records)
    m = twins(con, records, u)
    return m, u


def counts(con: Any, sql: str, field: str, where: str = "TRUE") -> dict[str, int]:
    rows = con.execute(f"SELECT {field}, count(*) FROM {sql} WHERE {where} GROUP BY 1 ORDER BY 1").fetchall()
    return {code_of(field, number): count for number, count in rows if number > 0}


def chance_pairs(con: Any, table: str, size: int, records: int) -> None:
    """Pairs at random, the same ones every time."""
    con.execute(
        f"""CREATE OR REPLACE TABLE {table} AS SELECT least(a, b) AS l, greatest(a, b) AS r FROM (
              SELECT (hash(i, 1) % {records})::INT AS a, (hash(i, 2) % {records})::INT AS b FROM range({size}) t(i))
            WHERE a <> b"""
    )


def strangers(con: Any, records: int) -> Probabilities:
    """u of every field."""
    if records < 2:
        return {field: scaled(USUAL_U[field]) for field in LEVELS}
    possible = records * (records - 1)  # a short list is not asked more often than it has pairs, about
    chance_pairs(con, "chance", min(CHANCE, 2 * possible), records)
    con.execute(f"CREATE OR REPLACE TABLE chance_levels AS {compared_sql('chance')}")
    chance_pairs(con, "chance", min(CHANCE_BIRTHS, 2 * possible), records)
    births = counts(con, f"({compared_sql('chance', ('birth',), UNRELATED)})", "birth")
    share = namesakes(con)
    alone = {code: share for code, share in USUAL_U["birth"].items() if code != KIN}
    alone["far"] = USUAL_U["birth"][KIN]
    out = {"birth": mixed(births, scaled(alone)) | {KIN: USUAL_U["birth"][KIN]}}
    out["name"] = of_names(con, births, share, records)
    for field in ("sex", "nationality", "nationality_rare", "mother", "city", "document", "phone"):
        found = counts(con, "namesake_levels", field, "birth = 1")
        met = counts(con, "chance_levels", field, "name = 1")
        out[field] = by_hand(field, mixed(found, USUAL_U[field]), met)
    return out


def mixed(found: dict[str, int], usual: dict[str, float], believed: float = 0.0) -> dict[str, float]:
    """Shares as counted, each level as if it had been met a few times more where chance makes it."""
    total = sum(found.values())
    weight = believed or min(BELIEVED_U / max(min(usual.values()), 1e-4), max(total, 200) / 10)
    return scaled(
        {code: (found.get(code, 0) + weight * share) / (total + weight) for code, share in usual.items()}
    )


def by_hand(field: str, u: dict[str, float], met: dict[str, int]) -> dict[str, float]:
    """Numbers that strangers never share are set by hand, unless strangers of other names (``met``) do share them:
    numbers that follow each other on a list of cards are near by chance."""
    fixed = {code: share for code, share in USUAL_U[field].items() if field in NUMBERS and share < 0.01}
    total = sum(met.values())
    fixed = {
        code: max(share, met[code] / total if met.get(code, 0) >= SEEN else 0)
        for code, share in fixed.items()
    }
    rest = max(1 - sum(fixed.values()), 0.01)
    free = scaled({code: share for code, share in u.items() if code not in fixed})
    return {code: fixed[code] if code in fixed else free[code] * rest for code in u}


def namesakes(con: Any) -> float:
    """``namesake_levels`` of pairs of a sample of records that share two words; the share of records sampled."""
    pairs = con.execute("SELECT sum(n * 0.5) FROM record_pairs WHERE n > 1").fetchone()[0] or 0
    share = min(1.0, (NAMESAKES / max(float(pairs), 1.0)) ** 0.5)
    limit = int(share * 10_000)
    con.execute(
        f"""CREATE OR REPLACE TABLE namesakes AS SELECT DISTINCT least(a.rid, b.rid) AS l, greatest(a.rid, b.rid) AS r
            FROM record_pairs a JOIN record_pairs b ON a.pk = b.pk AND a.rid < b.rid
            WHERE hash(a.rid, 7) % 10000 < {limit} AND hash(b.rid, 7) % 10000 < {limit}"""
    )
    con.execute(f"CREATE OR REPLACE TABLE namesake_levels AS {compared_sql('namesakes', steps=UNRELATED)}")
    return limit / 10_000


def of_names(con: Any, births: dict[str, int], share: float, records: int) -> dict[str, float]:
    """u of the name: two words shared from the namesakes born far apart, the rest from chance pairs."""
    found = counts(con, "namesake_levels", "name", "birth = 1")
    chance = counts(con, "chance_levels", "name")
    far = births.get("far", 0) / max(sum(births.values()), 1)
    met = share**2 * records * (records - 1) / 2 * far  # pairs of the sample born far apart
    drawn = sum(chance.values())
    out = {}
    for code, usual in USUAL_U["name"].items():
        if code.startswith(TWO_WORDS):
            weight = BELIEVED_U / usual / 4
            out[code] = (found.get(code, 0) + weight * usual) / (met + weight)
        else:
            weight = BELIEVED_U / usual / 4
            out[code] = (chance.get(code, 0) + weight * usual) / (drawn + weight)
    return scaled(out)


def twins(con: Any, records: int, u: Probabilities) -> Probabilities:
    """m of every field: learnt by Splink, the usual values mixed in."""
    m = {field: scaled(USUAL_M[field]) for field in LEVELS}
    if records < 50:
        return m
    same_day(con)
    others = tuple(field for field in LEVELS if field != "birth")
    m |= taught(con, "day_levels", m, u, others)
    same_name(con)
    m |= taught(con, "named_levels", m, u, tuple(f for f in LEVELS if f != "name"), keep=("birth",))
    return m


def taught(
    con: Any,
    table: str,
    m: Probabilities,
    u: Probabilities,
    fields: tuple[str, ...],
    keep: tuple[str, ...] = (),
) -> Probabilities:
    """What one set of pairs teaches, weighed by how many twins it holds."""
    pairs = con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    if pairs < 100:
        return {}
    found, matched = learn(con, table, m, u, 0.05, fields)
    out = {}
    for field in keep or fields:
        known = con.execute(f"SELECT count(*) FILTER ({field} > 0) / count(*) FROM {table}").fetchone()[0]
        twins, usual = matched * float(known), m[field]
        out[field] = scaled(
            {
                c: (twins * found[field].get(c, 0.0) + BELIEVED_M * usual[c]) / (twins + BELIEVED_M)
                for c in usual
            }
        )
    return out


def same_day(con: Any) -> None:
    """``day_levels``: pairs of one whole birth date, of some dates only where there are many."""
    total = con.execute(
        "SELECT coalesce(sum(n * (n - 1.0) / 2), 0) FROM (SELECT count(*) AS n FROM people WHERE NOT guess GROUP BY side, y, md)"
    ).fetchone()[0]
    part = max(int(float(total) / TAUGHT), 1)
    con.execute(
        f"""CREATE OR REPLACE TABLE days AS SELECT a.rid AS l, b.rid AS r FROM people a JOIN people b
            ON a.y = b.y AND a.md = b.md AND a.side = b.side AND a.rid < b.rid
            WHERE NOT a.guess AND NOT b.guess AND hash(a.y, a.md) % {part} = 0"""
    )
    con.execute(f"CREATE OR REPLACE TABLE day_levels AS {compared_sql('days')}")


def same_name(con: Any) -> None:
    """``named_levels``: pairs that share two words which few bear."""
    total = con.execute(
        f"SELECT coalesce(sum((n - 1.0) / 2), 0) FROM record_pairs WHERE n <= {RARE_NAME}"
    ).fetchone()[0]
    part = max(int(float(total) / TAUGHT), 1)
    con.execute(
        f"""CREATE OR REPLACE TABLE named AS SELECT DISTINCT a.rid AS l, b.rid AS r
            FROM record_pairs a JOIN record_pairs b ON a.pk = b.pk AND a.rid < b.rid
            WHERE a.n <= {RARE_NAME} AND a.pk % {part} = 0"""
    )
    con.execute(
        f"CREATE OR REPLACE TABLE named_levels AS SELECT * FROM ({compared_sql('named')}) WHERE name > 1"
    )
