"""The words of all names, each different one understood once, and joined back as columns.

A name without a particle is split by the database; the few with one ("Abd El Kader", "Ben Ali") are taken
apart by ``kit.names``. A word becomes numbers: ``canon`` (one known name, or one folded spelling), ``wide``
(the widest value under which Latin and Arabic meet) and ``other`` (a second reading).
"""

from typing import Any

from musanada.kit.names.columns import JOINERS, WordFeatures, features, parts_of

APOSTROPHES = "''’‘ʼʻʽʾʿ`´ʹ′＇‛"  # the first two are one, as SQL writes it
SEPARATOR = r"[^\p{L}\p{M}\p{N}]+"
FIELDS = ("given_name", "family_name", "name_ar", "mother_name")
Row = tuple[str, int | None, int | None, int | None]


def split_names(con: Any) -> None:
    """``names`` (nid, text), ``name_words`` (nid, pos, word, core) of the different names of ``raw``."""
    parts = " UNION ".join(f"SELECT {f} AS text FROM raw WHERE {f} IS NOT NULL" for f in FIELDS)  # noqa: S608
    joiners = "|".join(sorted(JOINERS))
    plain = f"trim(regexp_replace(lower(regexp_replace(text, '[{APOSTROPHES}]', '', 'g')), '{SEPARATOR}', ' ', 'g'))"
    con.execute(
        f"""CREATE TABLE names AS SELECT row_number() OVER () AS nid, text, plain,
              regexp_matches(' ' || plain || ' ', ' ({joiners}|.) |\\d') AS joined
            FROM (SELECT text, {plain} AS plain FROM ({parts}))"""  # noqa: S608
    )
    con.execute(
        """CREATE TABLE name_words AS SELECT nid, u.pos, u.word, '' AS core FROM (
             SELECT nid, unnest(list_transform(string_split(plain, ' '), lambda w, i: {'word': w, 'pos': i})) AS u
             FROM names WHERE NOT joined AND plain <> '')"""
    )
    rows = con.execute("SELECT nid, text FROM names WHERE joined").fetchall()
    columns: dict[str, list[Any]] = {"nid": [], "pos": [], "word": [], "core": []}
    for nid, text in rows:
        for pos, part in enumerate(parts_of(text), 1):
            if not part.title:
                for name, value in zip(columns, (nid, pos, part.text, part.core), strict=True):
                    columns[name].append(value)
    insert(con, "name_words", columns)


def insert(con: Any, table: str, columns: dict[str, list[Any]]) -> None:
    """Rows by columns, through Arrow."""
    import pyarrow as pa

    if next(iter(columns.values())):
        con.register("incoming", pa.table(columns))
        con.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608
        con.unregister("incoming")


class Numbers:
    """Texts as small numbers, from 1."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def number(self, text: str) -> int | None:
        return self.of.setdefault(text, len(self.of) + 1) if text else None


def understand(con: Any) -> None:
    """``words`` (word, core, canon, wide, other): each different word once. Particles and initials are left out."""
    found = con.execute("SELECT DISTINCT word, core FROM name_words").fetchall()
    canons, wides = Numbers(), Numbers()
    columns: dict[str, list[Any]] = {name: [] for name in ("word", "core", "canon", "wide", "other", "known")}
    for word, core in found:
        here = features(word)
        if here.kind in ("particle", "initial") or not here.text:
            continue
        wide, other = readings(here, core)
        row = (
            word, core, canons.number(canon_of(here)), wides.number(wide), wides.number(other),
            0 if here.kind == "title" else 2 if here.name else 1,
        )  # fmt: skip
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
    con.execute(
        "CREATE TABLE words (word VARCHAR, core VARCHAR, canon INT, wide INT, other INT, known TINYINT)"
    )
    insert(con, "words", columns)


def canon_of(here: WordFeatures) -> str:
    return f"={here.name}" if here.name else f"{here.script[:1]}{here.fold or here.text}"


def readings(here: WordFeatures, core: str) -> tuple[str, str]:
    """The widest value of a word, and another it may be known by."""
    if core and not here.name:
        return features(core).wide or here.wide, here.wide
    return here.wide, here.other


def known_names(con: Any) -> None:
    """``known`` (text, cs, ws, os): the words of each different name as lists of numbers, titles last."""
    con.execute(
        """CREATE TABLE known AS SELECT any_value(n.text) AS text,
             list(w.canon ORDER BY w.known = 0, x.pos) AS cs, list(w.wide ORDER BY w.known = 0, x.pos) AS ws,
             list(w.other ORDER BY w.known = 0, x.pos) AS os
           FROM name_words x JOIN words w USING (word, core) JOIN names n USING (nid) GROUP BY nid"""
    )
