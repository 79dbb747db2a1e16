"""How two records are compared: for each field one number, the level of agreement, in plain SQL.

Columns end in ``_l`` and ``_r``. The steps of ``STEPS`` are worked out once per pair and named; ``LEVELS`` then reads
the level of a field, the best first. The words agree by number: no text is compared unless words disagree.
"""

from collections.abc import Iterable

from musanada.linkage.twins.prepare import MOTHERS, OTHERS, PAIRS, SHARED, WORDS

MISSING = -1
UNCOMMON = 14  # bits from which a name belongs to few countries
Steps = tuple[tuple[str, str], ...]


def among(value: str, names: list[str]) -> str:
    return f"CASE WHEN {value} IN ({', '.join(names)}) THEN 1 ELSE 0 END"


def agreeing() -> Steps:
    """Which words of each side the other one holds, by widest value and by canonical name."""
    out = []
    for here, there in (("l", "r"), ("r", "l")):
        wide = [f"w{i}_{there}" for i in range(1, WORDS + 1)] + [
            f"x{i}_{there}" for i in range(1, OTHERS + 1)
        ]
        canon = [f"c{i}_{there}" for i in range(1, WORDS + 1)]
        for i in range(1, WORDS + 1):
            out.append((f"a{i}{here}", among(f"w{i}_{here}", wide)))
            out.append((f"k{i}{here}", among(f"c{i}_{here}", canon)))
    for here, there in (("l", "r"), ("r", "l")):
        mothers = [f"m{i}_{there}" for i in range(1, MOTHERS + 1)]
        for i in range(1, MOTHERS + 1):
            out.append((f"o{i}{here}", among(f"m{i}_{here}", mothers)))
    return tuple(out)


def told(side: str) -> str:
    """Bits told by the words of one side that agree: the best two together, or the best alone."""
    two = [f"CASE WHEN a{i}{side} + a{j}{side} = 2 THEN b{i}{j}_{side} END" for i, j in PAIRS]
    one = [f"CASE WHEN a{i}{side} = 1 THEN b{i}_{side} END" for i in range(1, WORDS + 1)]
    return f"coalesce(greatest({', '.join(two + one)}), 0)"


def total(letter: str, side: str, size: int) -> str:
    return " + ".join(f"{letter}{i}{side}" for i in range(1, size + 1))


def summed() -> Steps:
    mother = {
        s: " + ".join(
            f"CASE WHEN o{i}{s} = 1 THEN coalesce(e{i}_{s}, 0) ELSE 0 END" for i in range(1, MOTHERS + 1)
        )
        for s in "lr"
    }
    width = {
        s: " + ".join(f"CASE WHEN m{i}_{s} IS NULL THEN 0 ELSE 1 END" for i in range(1, MOTHERS + 1))
        for s in "lr"
    }
    return (
        ("wide", f"greatest({total('a', 'l', WORDS)}, {total('a', 'r', WORDS)})"),
        ("canon", f"greatest({total('k', 'l', WORDS)}, {total('k', 'r', WORDS)})"),
        ("words", "least(nw_l, nw_r)"),
        ("more", "abs(nw_l - nw_r)"),
        ("told", f"greatest({told('l')}, {told('r')})"),
        ("mwide", f"greatest({total('o', 'l', MOTHERS)}, {total('o', 'r', MOTHERS)})"),
        ("mtold", f"greatest({mother['l']}, {mother['r']})"),
        ("mwords", f"least({width['l']}, {width['r']})"),
        ("sure", "NOT guess_l AND NOT guess_r"),
        ("apart", "abs(y_l - y_r)"),
    )


def related() -> Steps:
    """A word of the shorter name is not shared: brothers and sisters agree like this, and in phone and mother too."""
    return (("kin", "wide < words"), ("household", "wide < words AND phone_l = phone_r"))


STEPS: tuple[Steps, ...] = (agreeing(), summed(), related())
UNRELATED: tuple[Steps, ...] = (agreeing(), summed(), (("kin", "FALSE"), ("household", "FALSE")))


def near(a: str, b: str) -> str:
    """A slip or two of the pen."""
    return (
        f"(length({a}) > 3 AND length({b}) > 3 AND levenshtein({a}, {b}) <= "
        f"CASE WHEN least(length({a}), length({b})) >= 7 THEN 2 ELSE 1 END)"
    )


CLOSE = (
    f"(({near('g_l', 'g_r')} AND {near('f_l', 'f_r')}) OR ({near('g_l', 'f_r')} AND {near('f_l', 'g_r')})"
    f" OR {near('a_l', 'a_r')})"
)
CLOSE_ONE = f"({near('g_l', 'g_r')} OR {near('f_l', 'f_r')} OR {near('g_l', 'f_r')} OR {near('f_l', 'g_r')})"

FULL, SPELLED, HALF = (26, 23, 20, 17, 14, 11), (24, 20, 16, 12), (10, 7)


def banded(code: str, condition: str, bands: tuple[int, ...], step: str = "told") -> list[tuple[str, str]]:
    """One level per band of bits, the last open below."""
    found = [(f"{code}_{least}", f"{condition} AND {step} >= {least}") for least in bands]
    return [*found, (f"{code}_0", condition)]


# Field → levels from the best to the worst, the last being everything else; and when a field is missing.
LEVELS: dict[str, tuple[tuple[str, str], ...]] = {
    "name": (
        *banded("same", "words >= 2 AND canon >= words AND more = 0", FULL),
        *banded("same_more", "words >= 2 AND canon >= words", FULL),
        *banded("sound", "words >= 2 AND wide >= words AND more = 0", SPELLED),
        *banded("sound_more", "words >= 2 AND wide >= words", SPELLED),
        ("two_of_three", "words >= 3 AND wide >= 2 AND told >= 14"),
        ("two_of_three_0", "words >= 3 AND wide >= 2"),
        ("single", "words = 1 AND wide >= 1"),
        *banded("one_close", f"wide >= 1 AND words = 2 AND {CLOSE}", HALF),
        ("close", f"wide = 0 AND {CLOSE}"),
        *banded("one", "wide >= 1", HALF),
        ("one_spelled", CLOSE_ONE),
        ("none", "TRUE"),
    ),
    "mother": (
        ("household", "household AND mwide >= mwords AND mwords > 0"),
        *banded("same", "mwords >= 2 AND mwide >= mwords", (16, 12), "mtold"),
        *banded("single", "mwords = 1 AND mwide >= 1", (8,), "mtold"),
        ("near", near("mo_l", "mo_r")),
        *banded("part", "mwide >= 1", (7,), "mtold"),
        ("none", "TRUE"),
    ),
    "birth": (
        ("day", "sure AND y_l = y_r AND md_l = md_r"),
        ("turned", "sure AND y_l = y_r AND m_l = d_r AND d_l = m_r"),
        ("part", "sure AND y_l = y_r AND (m_l = m_r OR d_l = d_r)"),
        ("both_guessed", "guess_l AND guess_r AND y_l = y_r"),
        ("guessed", "y_l = y_r AND NOT (sure)"),
        ("other_year", "sure AND md_l = md_r AND apart <= 11"),
        ("kin", "kin AND (sure OR apart > 3)"),
        ("year", "y_l = y_r"),
        ("beside_guessed", "apart = 1 AND NOT (sure)"),
        ("near_guessed", "apart <= 3 AND NOT (sure)"),
        ("beside", "apart = 1"),
        ("near", "apart <= 5"),
        ("far", "TRUE"),
    ),
    "document": (
        ("same", f"doc_l = doc_r AND doc_n_l <= {SHARED}"),
        ("shared", "doc_l = doc_r"),
        ("near", "length(doc_l) >= 6 AND length(doc_r) >= 6 AND levenshtein(doc_l, doc_r) <= 1"),
        ("other_kind", "doc_kind_l <> doc_kind_r"),
        ("other", "TRUE"),
    ),
    "phone": (
        ("same", f"phone_l = phone_r AND phone_n_l <= {SHARED} AND NOT kin"),
        ("household", f"phone_l = phone_r AND phone_n_l <= {SHARED}"),
        ("shared", "phone_l = phone_r"),
        ("other", "TRUE"),
    ),
    "sex": (("same", "sex_l = sex_r"), ("other", "TRUE")),
    "nationality": (("same", "nat_l = nat_r"), ("other", "TRUE")),
    "nationality_rare": (("same", "nat_l = nat_r"), ("other", "TRUE")),
    "city": (("same", "city_l = city_r"), ("other", "TRUE")),
}  # fmt: skip
ABSENT = {
    "name": "words = 0", "mother": "m1_l IS NULL OR m1_r IS NULL", "birth": "y_l IS NULL OR y_r IS NULL",
    "document": "doc_l IS NULL OR doc_r IS NULL", "phone": "phone_l IS NULL OR phone_r IS NULL",
    "sex": "sex_l IS NULL OR sex_r IS NULL",
    # Who shares a rare name shares the country too, strangers as well: it tells less.
    "nationality": f"nat_l IS NULL OR nat_r IS NULL OR told >= {UNCOMMON}",
    "nationality_rare": f"nat_l IS NULL OR nat_r IS NULL OR told < {UNCOMMON}",
    "city": "city_l IS NULL OR city_r IS NULL",
}  # fmt: skip
COMPARED = (
    *(f"{letter}{i}" for letter, size in (("w", WORDS), ("c", WORDS), ("x", OTHERS), ("m", MOTHERS))
      for i in range(1, size + 1)),
    *(f"b{i}" for i in range(1, WORDS + 1)), *(f"b{i}{j}" for i, j in PAIRS), *(f"e{i}" for i in range(1, MOTHERS + 1)),
    "nw", "y", "m", "d", "md", "guess", "sex", "nat", "doc", "doc_n", "doc_kind", "phone", "phone_n", "city",
    "g", "f", "a", "mo",
)  # fmt: skip


def level_sql(field: str) -> str:
    """The number of the level: as many as there are levels for the best, 1 for the last, -1 where missing."""
    levels = LEVELS[field]
    cases = " ".join(f"WHEN {sql} THEN {len(levels) - n}" for n, (_code, sql) in enumerate(levels[:-1]))
    return f"CASE WHEN {ABSENT[field]} THEN {MISSING} {cases} ELSE 1 END::TINYINT"


def code_of(field: str, number: int) -> str:
    levels = LEVELS[field]
    return "missing" if number == MISSING else levels[len(levels) - number][0]


def compared_sql(pairs: str, fields: Iterable[str] = tuple(LEVELS), steps: tuple[Steps, ...] = STEPS) -> str:
    """A query: ``l``, ``r`` and the level of every field for the pairs of a table. Each step is worked out once."""
    sides = ", ".join(f"{s}.{c} AS {c}_{s}" for s in "lr" for c in COMPARED)
    sql = f"SELECT p.l, p.r, {sides} FROM {pairs} p JOIN people l ON l.rid = p.l JOIN people r ON r.rid = p.r"  # noqa: S608
    for step in steps:
        sql = f"SELECT *, {', '.join(f'{text} AS {name}' for name, text in step)} FROM ({sql})"  # noqa: S608
    levels = ", ".join(f"{level_sql(field)} AS {field}" for field in fields)
    return f"SELECT l, r, {levels} FROM ({sql})"  # noqa: S608
