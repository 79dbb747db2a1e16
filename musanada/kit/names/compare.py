"""How alike two full names are, whatever the order, the script and the spelling; and why.

Each word of the shorter name is paired with one word of the longer so that the sum is best; rare words may
weigh more. A word the other name lacks costs little (a grandfather's name is often left out); a word that
contradicts costs its whole weight. Known names that differ (Hassan, Hussein) are never alike by sound.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Literal, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from musanada.kit.names.vowels import consonants, contradiction
from musanada.kit.names.words import Unit, Word, units

Code = Literal[
    "same", "spelling", "sound", "origin", "close", "initial", "part", "order", "missing", "script"
]

# Agreement of two words, 0..1. Known spellings beat sound; a shared origin is a hint, not an identity.
SAME, SPELLING, SOUND, CORE, ORIGIN, PART, INITIAL = 1.0, 0.97, 0.95, 0.95, 0.72, 0.75, 0.6
DIFFERENT_NAMES = 0.6  # two known names may share letters; they are not two spellings
CLOSE = 0.75  # share of letters from which a slip of the pen is likelier than another name
CONTRADICTION = 0.5  # below this a pairing explains nothing
VOWELS, SHORT_VOWELS = 0.17, 0.22  # what contradicting vowels cost; more where there are few consonants
LEAST_SOUND = 0.6
CONSONANTS = 0.06  # b for p, g for k, s for th: one class of sound, but not one letter
MISSING = 0.3
LONGEST = 8


class Reason(NamedTuple):
    """Why: a code, and the two words it is about (empty for the whole name)."""

    code: Code
    left: str = ""
    right: str = ""


class Match(NamedTuple):
    """``score`` 0..1 and the reasons, the words in the order of the first name."""

    score: float
    reasons: tuple[Reason, ...]


Alike = tuple[float, Code | None]


NOTHING: Alike = (0.0, None)


@lru_cache(maxsize=1 << 17)
def alike(a: Word, b: Word) -> Alike:
    """Agreement of two words and its reason."""
    if a.text == b.text:
        return SAME, "same"
    if a.name and b.name:
        if a.name is b.name:
            return SPELLING, "spelling"
        if a.name.origin and a.name.origin == b.name.origin:
            return ORIGIN, "origin"
        return DIFFERENT_NAMES * letters(a, b), None
    if len(a.text) == 1 or len(b.text) == 1:
        return (INITIAL, "initial") if a.ascii[0] == b.ascii[0] else NOTHING
    return by_sound(a, b)


def by_sound(a: Word, b: Word) -> Alike:
    """Agreement of two words of which at least one is not a known name."""
    if a.sound and a.sound == b.sound:
        return voiced(a, b), "sound"
    if (a.other and a.other in (b.sound, b.other)) or (b.other and b.other == a.sound):
        if a.servant != b.servant:
            return PART, "part"
        return max(voiced(a, b) - 0.05, LEAST_SOUND), "sound"
    share = letters(a, b)
    if share >= CLOSE and min(len(a.fold), len(b.fold)) > 3:
        return share * (0.92 if a.script != b.script or slip(a.text, b.text) else 0.88), "close"
    return share * 0.7, None


def voiced(a: Word, b: Word) -> float:
    """Agreement of two words of the same consonants, by their vowels."""
    arab = (a.script == "Arab") + 2 * (b.script == "Arab")
    apart = contradiction(a.phones, b.phones, arab)
    if apart < 0:
        return SOUND - 0.25 * (1 - letters(a, b)) if not arab else 0.85
    few = len(a.sound) < 3
    if not arab and consonants(a.phones) != consonants(b.phones):
        apart += 0.35
    best = SOUND if not arab else 0.88 if few else 0.94
    return max(best - apart * (SHORT_VOWELS if few else VOWELS), LEAST_SOUND)


# Letters that are one sound to many ears, that differ by dots only, or neighbours on a keyboard (AZERTY and QWERTY).
EARS = ("bp", "dt", "gkcq", "sz", "fv", "mn", "lr", "jdg", "vw", "iyj", "xs", "sc", "hc")
ROWS = ("azertyuiop", "qwertyuiop", "qsdfghjklm", "asdfghjkl", "wxcvbn", "zxcvbnm")
DOTS = (
    "بتثني",
    "جحخ",
    "دذ",
    "رز",
    "سشص",
    "صض",
    "طظ",
    "عغ",
    "فق",
    "هة",
    "كڭ",
    "يى",
    "قك",
    "طت",
    "سص",
    "ضظ",
    "اع",
)
CONFUSED = frozenset(
    pair for group in (*EARS, *DOTS) for one in group for two in group if (pair := one + two)
) | frozenset(p for row in ROWS for i in range(len(row) - 1) for p in (row[i : i + 2], row[i : i + 2][::-1]))


def slip(a: str, b: str) -> bool:
    """Whether every letter that differs may be a slip: left out, doubled, swapped, misheard, a key beside it."""
    for op in Levenshtein.opcodes(a, b):
        mine, theirs = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if op.tag == "replace" and len(mine) == len(theirs) and sorted(mine) != sorted(theirs):
            for one, two in zip(mine, theirs, strict=True):
                if one + two not in CONFUSED and not (one in "aeiouy" and two in "aeiouy"):
                    return False
    return True


def letters(a: Word, b: Word) -> float:
    """Share of letters in common, slips and neighbours swapped allowed; consonants only across scripts."""
    if a.script != b.script:
        return DamerauLevenshtein.normalized_similarity(a.sound, b.sound) * 0.95
    share = DamerauLevenshtein.normalized_similarity(a.fold, b.fold)
    if share > 0.4:
        share = max(share, DamerauLevenshtein.normalized_similarity(a.text, b.text))
    return share


def units_alike(a: Unit, b: Unit) -> Alike:
    """Agreement of two units: as wholes, or by the word without its particle."""
    best = alike(a.word, b.word)
    return best if best[0] >= CORE or not (a.core or b.core) else by_core(a, b, best)


@lru_cache(maxsize=1 << 15)
def by_core(a: Unit, b: Unit, best: Alike) -> Alike:
    """The agreement without the particle of either, if it is better."""
    for one, two in ((a.core, b.core), (a.core, b.word), (a.word, b.core)):
        if one and two and (score := alike(one, two))[0] >= 0.7:
            halved = a.word.servant != b.word.servant
            limit, code = (PART, "part") if halved else (CORE, score[1])
            best = max(best, (min(score[0], limit), code), key=lambda pair: pair[0])
    return best


def as_units(name: str | Sequence[str]) -> tuple[Unit, ...]:
    return units(name if isinstance(name, str) else " ".join(name))[:LONGEST]


class Pairing(NamedTuple):
    """Which word of the shorter name goes with which of the longer, and the score of the whole."""

    score: float
    chosen: tuple[int, ...]


def likeness(a: str, b: str, weights: Mapping[str, float] | None = None) -> float:
    """The score of ``compare`` alone, for ordering many names."""
    return likeness_of_units(as_units(a), as_units(b), weights)


def likeness_of_units(
    left: tuple[Unit, ...], right: tuple[Unit, ...], weights: Mapping[str, float] | None = None
) -> float:
    """``likeness`` of names whose units are kept at hand (``words.units``): an index in memory asks this."""
    if left == right:
        return 1.0 if left else 0.0
    if not left or not right:
        return 0.0
    return (pair_up(left, right, weights) if len(left) <= len(right) else pair_up(right, left, weights)).score


def compare(
    a: str | Sequence[str], b: str | Sequence[str], weights: Mapping[str, float] | None = None
) -> Match:
    """Score two full names, 0..1, and say why. Symmetric; 1 for a name with itself; 0 if either is empty.

    ``weights`` maps normalised words to how much they tell (rare = more); 1 where a word is not listed.
    """
    left, right = as_units(a), as_units(b)
    if not left or not right:
        return Match(0.0, ())
    turned = len(left) > len(right)
    short, long = (right, left) if turned else (left, right)
    pairing = pair_up(short, long, weights)
    said = reasons(short, long, pairing.chosen)
    if turned:
        said = tuple(r._replace(left=r.right, right=r.left) for r in said)
    return Match(pairing.score, said)


def pair_up(short: tuple[Unit, ...], long: tuple[Unit, ...], weights: Mapping[str, float] | None) -> Pairing:
    """The best pairing, the shorter name first."""
    if weights:
        mine, theirs = [weight(u, weights) for u in short], [weight(u, weights) for u in long]
    else:
        mine, theirs = [u.plain for u in short], [u.plain for u in long]
    gains = []
    for one, m in zip(short, mine, strict=True):
        bits, count, row = one.bits, one.count, []
        for two, t in zip(long, theirs, strict=True):
            # Without half of the consonants of the shorter in common there is nothing to compare,
            # unless it has but one, which a slip may have changed.
            common = 2 * (bits & two.bits).bit_count()
            near = common >= count or common >= two.count
            row.append(units_alike(one, two)[0] * (m + t) if near else 0.0)
        gains.append(row)
    chosen = assign(gains)
    won = full = 0.0
    for i, j in enumerate(chosen):
        won += gains[i][j]
        full += mine[i] + theirs[j]
    if len(long) > len(short):
        for j, unit in enumerate(long):
            if j not in chosen:
                full += 2 * theirs[j] * (0.1 if unit.title else MISSING)
    return Pairing(round(won / full, 6), chosen)


def weight(unit: Unit, weights: Mapping[str, float]) -> float:
    return weights.get(unit.word.text, 1.0) * unit.plain


@lru_cache(maxsize=64)
def ways(rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    return tuple(permutations(range(columns), rows))


def assign(gains: list[list[float]]) -> tuple[int, ...]:
    """The column of each row in the best assignment (rows ≤ columns ≤ 8): exact, by dynamic programming."""
    rows, columns = len(gains), len(gains[0])
    if rows == 1:
        return (max(range(columns), key=gains[0].__getitem__),)
    if rows == 2:
        one, two = gains
        if columns == 2:
            return (0, 1) if one[0] + two[1] >= one[1] + two[0] else (1, 0)
        return max(ways(2, columns), key=lambda way: one[way[0]] + two[way[1]])
    if rows == 3 and columns < 5:
        one, two, three = gains
        return max(ways(3, columns), key=lambda way: one[way[0]] + two[way[1]] + three[way[2]])
    states: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for row in gains:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for taken, (total, path) in states.items():
            for column, gain in enumerate(row):
                bit = taken | 1 << column
                if bit != taken and total + gain > following.get(bit, (-1.0, ()))[0]:
                    following[bit] = (total + gain, (*path, column))
        states = following
    return max(states.values(), key=lambda state: state[0])[1]


def reasons(short: tuple[Unit, ...], long: tuple[Unit, ...], chosen: tuple[int, ...]) -> tuple[Reason, ...]:
    """Reasons in words of code, without repeats."""
    out: list[Reason] = []
    agreed = []
    for i, j in enumerate(chosen):
        score, code = units_alike(short[i], long[j])  # low where there was nothing to compare
        if code and score >= CONTRADICTION:
            out.append(Reason(code, short[i].word.text, long[j].word.text))
            agreed.append(j)
            if short[i].word.script != long[j].word.script:
                out.append(Reason("script"))
    if agreed != sorted(agreed):
        out.append(Reason("order"))
    if len(long) > len(short):
        out.append(Reason("missing"))
    return tuple(dict.fromkeys(out))
