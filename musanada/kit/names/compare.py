"""How alike two full names are, whatever the order, the script and the spelling; and why.

Each word of the shorter name is paired with one word of the longer so that the sum is best; rare words may
weigh more. A word the other name lacks costs little (a grandfather's name is often left out); a word that
contradicts costs its whole weight. Known names that differ (Hassan, Hussein) are never alike by sound.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from musanada.kit.names.words import Unit, Word, units

Code = Literal[
    "same", "spelling", "sound", "origin", "close", "initial", "part", "order", "missing", "script"
]

# Agreement of two words, 0..1. Known spellings beat sound; a shared origin is a hint, not an identity.
SAME, SPELLING, FOLDED, SOUND, CORE, ORIGIN, PART, INITIAL = 1.0, 0.97, 0.95, 0.80, 0.95, 0.72, 0.75, 0.6
DIFFERENT_NAMES = 0.6  # two known names may share letters; they are not two spellings
CLOSE = 0.75  # share of letters from which a slip of the pen is likelier than another name
CONTRADICTION = 0.5  # below this a pairing explains nothing
TITLE, MISSING = 0.25, 0.3
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
        return (INITIAL, "initial") if a.ascii[0] == b.ascii[0] else (0.0, None)
    return by_sound(a, b)


def by_sound(a: Word, b: Word) -> Alike:
    """Agreement of two words of which at least one is not a known name."""
    across = a.script != b.script
    share = letters(a, b)
    if a.sound and a.sound == b.sound:
        if across:  # Arabic leaves the vowels out: the more consonants agree, the surer
            return (0.93 if len(a.sound) > 2 else 0.86), "sound"
        return (FOLDED, "sound") if a.fold == b.fold else (SOUND + 0.14 * share, "sound")
    if (a.other and a.other in (b.sound, b.other)) or (b.other and b.other == a.sound):
        if servant(a) != servant(b):
            return PART, "part"
        return (0.84 if across else 0.76 + 0.14 * share), "sound"
    if share >= CLOSE and len(a.fold) > 3 and len(b.fold) > 3:
        return share * 0.92, "close"
    return share * 0.7, None


def servant(word: Word) -> bool:
    """Abd and an attribute of God: Abdelkader, which Kader alone may shorten."""
    return word.text.startswith(("abd", "عبد"))


def letters(a: Word, b: Word) -> float:
    """Share of letters in common, slips and neighbours swapped allowed; consonants only across scripts."""
    if a.script != b.script:
        return DamerauLevenshtein.normalized_similarity(a.sound, b.sound) * 0.9
    folded = DamerauLevenshtein.normalized_similarity(a.fold, b.fold)
    return max(folded, DamerauLevenshtein.normalized_similarity(a.text, b.text))


@lru_cache(maxsize=1 << 17)
def units_alike(a: Unit, b: Unit) -> Alike:
    """Agreement of two units: as wholes, or by the word without its particle."""
    best = alike(a.word, b.word)
    if best[0] < CORE and (a.core or b.core):
        for one, two in ((a.core, b.core), (a.core, b.word), (a.word, b.core)):
            if one and two and (score := alike(one, two))[0] >= 0.7:
                halved = servant(a.word) != servant(b.word)
                limit, code = (PART, "part") if halved else (CORE, score[1])
                best = max(best, (min(score[0], limit), code), key=lambda pair: pair[0])
    return best


def as_units(name: str | Sequence[str]) -> tuple[Unit, ...]:
    return units(name if isinstance(name, str) else " ".join(name))[:LONGEST]


class Pairing(NamedTuple):
    """Which word of the shorter name goes with which of the longer, and the score of the whole."""

    score: float
    table: list[list[Alike]]
    chosen: tuple[int, ...]
    absent: list[int]


def likeness(a: str, b: str, weights: Mapping[str, float] | None = None) -> float:
    """The score of ``compare`` alone, for ordering many names."""
    left, right = as_units(a), as_units(b)
    if left == right:
        return 1.0 if left else 0.0
    if not left or not right:
        return 0.0
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    return paired(short, long).score if weights is None else pair_up(short, long, weights).score


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
    said = reasons(short, long, pairing)
    if turned:
        said = tuple(r._replace(left=r.right, right=r.left) for r in said)
    return Match(pairing.score, said)


def pair_up(short: tuple[Unit, ...], long: tuple[Unit, ...], weights: Mapping[str, float] | None) -> Pairing:
    """The best pairing, the shorter name first."""
    mine = [weight(u, weights) for u in short]
    theirs = [weight(u, weights) for u in long]
    table = [[units_alike(a, b) for b in long] for a in short]
    gains = [
        [alike[0] * (m + t) / 2 for alike, t in zip(row, theirs, strict=True)]
        for row, m in zip(table, mine, strict=True)
    ]
    chosen = assign(gains)
    won = sum(gains[i][j] for i, j in enumerate(chosen))
    full = sum((mine[i] + theirs[j]) / 2 for i, j in enumerate(chosen))
    absent = [j for j in range(len(long)) if j not in chosen]
    missing = sum(theirs[j] * (0.1 if long[j].title else MISSING) for j in absent)
    return Pairing(round(won / (full + missing), 6), table, chosen, absent)


@lru_cache(maxsize=1 << 16)
def paired(short: tuple[Unit, ...], long: tuple[Unit, ...]) -> Pairing:
    """Remembered: in a list of thousands the same two names meet often."""
    return pair_up(short, long, None)


def weight(unit: Unit, weights: Mapping[str, float] | None) -> float:
    told = weights.get(unit.word.text, 1.0) if weights else 1.0
    return told * TITLE if unit.title else told


def assign(gains: list[list[float]]) -> tuple[int, ...]:
    """The column of each row in the best assignment (rows ≤ columns ≤ 8): exact, by dynamic programming."""
    rows, columns = len(gains), len(gains[0])
    if rows == 1:
        return (max(range(columns), key=gains[0].__getitem__),)
    if rows == columns == 2:
        return (0, 1) if gains[0][0] + gains[1][1] >= gains[0][1] + gains[1][0] else (1, 0)
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


def reasons(short: tuple[Unit, ...], long: tuple[Unit, ...], pairing: Pairing) -> tuple[Reason, ...]:
    """Reasons in words of code, without repeats."""
    out: list[Reason] = []
    agreed = []
    for i, j in enumerate(pairing.chosen):
        score, code = pairing.table[i][j]
        if code and score >= CONTRADICTION:
            out.append(Reason(code, short[i].word.text, long[j].word.text))
            agreed.append(j)
            if short[i].word.script != long[j].word.script:
                out.append(Reason("script"))
    if agreed != sorted(agreed):
        out.append(Reason("order"))
    if pairing.absent:
        out.append(Reason("missing"))
    return tuple(dict.fromkeys(out))
