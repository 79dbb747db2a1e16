"""Names by country and sex, with their weights, their spellings and their Arabic letters; rare names are made up.

A word has one id. Frequencies fall as in real registers (a few names for most people, a long tail); the tail is
made of the syllables of its own pool, so that it sounds like home and stands in nobody's list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from bench.population import sounds
from bench.population.letters import into_arabic

FOLDER = Path(__file__).parent / "data"
ROOTS = [
    "ب=b",
    "ت=t",
    "ج=j",
    "ح=h",
    "خ=kh",
    "د=d",
    "ر=r",
    "ز=z",
    "س=s",
    "ش=sh",
    "ص=s",
    "ط=t",
    "ع=a",
    "ف=f",
    "ق=q",
    "ك=k",
    "ل=l",
    "م=m",
    "ن=n",
    "ه=h",
]
PATTERNS = [
    ("{0}ا{1}{2}", "{0}a{1}e{2}"), ("{0}{1}ي{2}", "{0}a{1}i{2}"), ("م{0}{1}و{2}", "ma{0}{1}ou{2}"),
    ("{0}{1}ا{2}", "{0}a{1}{1}a{2}"), ("ال{0}{1}{2}ي", "Al_{0}a{1}{2}i"), ("{0}{1}{2}ان", "{0}a{1}{2}an"),
    ("أبو_{0}{1}{2}", "Abou_{0}a{1}{2}"), ("ال{0}{1}ي{2}ي", "Al_{0}a{1}i{2}i"),
]  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One name: as its country writes it, as others do, and in Arabic letters. ``own``: an Arab name."""

    latin: str
    others: tuple[str, ...]
    arabic: tuple[str, ...]
    own: bool


@dataclass
class Pool:
    """Ids of words and how often each is drawn."""

    ids: NDArray[np.int32]
    weights: NDArray[np.float64]

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.int32]:
        return self.ids[np.searchsorted(np.cumsum(self.weights), rng.random(count) * self.weights.sum())]


@dataclass(frozen=True)
class Country:
    code: str
    share: float
    language: str
    prefix: str
    names: dict[str, str]  # F, M, family → pools, "a:5,b:4"
    order: str  # two | three | arab | father


@dataclass
class Names:
    """Every word, every pool and every country of one style."""

    words: list[Word] = field(default_factory=list)
    pools: dict[str, Pool] = field(default_factory=dict)
    countries: list[Country] = field(default_factory=list)
    nicknames: dict[str, list[str]] = field(default_factory=dict)

    def pool(self, said: str) -> Pool:
        """``a:5,b:4`` mixed."""
        parts = [[*part.split(":"), "1"][:2] for part in said.split(",")]
        whole = sum(float(w) for _, w in parts)
        ids = np.concatenate([self.pools[name].ids for name, _ in parts])
        scaled = [self.pools[n].weights / self.pools[n].weights.sum() * float(w) / whole for n, w in parts]
        return Pool(ids, np.concatenate(scaled))


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def load(style: str, seed: int, skew: float) -> Names:
    """The names of one style; ``skew`` is the exponent of their frequencies."""
    random = Random(seed)
    spellings = known_spellings(style)
    names = Names()
    for line in lines(f"pools_{style}.txt"):
        tag, *said = line.split()
        words = [read_word(one, spellings) for one in said]
        rare = invented(words, random, 2500 if tag.endswith("_f") else 500)
        first = len(names.words)
        names.words += words + rare
        ids = np.arange(first, len(names.words), dtype=np.int32)
        head = 1.0 / (np.arange(len(words)) + 1.7) ** skew
        tail = 1.0 / (np.arange(len(rare)) + 8.0) ** 0.5
        share = 0.14 if tag.endswith("_f") else 0.06
        tail *= head.sum() * share / (1 - share) / tail.sum()
        names.pools[tag[1:]] = Pool(ids, np.concatenate([head, tail]))
    names.countries = [read_country(line) for line in lines(f"countries_{style}.txt")]
    for line in lines(f"nicknames_{style}.txt"):
        one, other = line.replace("_", " ").split()[:2]
        names.nicknames.setdefault(one, []).append(other)
        names.nicknames.setdefault(other, []).append(one)
    return names


def known_spellings(style: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each spelling → all spellings of its line, and its Arabic forms."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for line in lines(f"spellings_{style}.txt"):
        *latin, arabic = line.replace("_", " ").split("|")
        every = tuple(dict.fromkeys(w for part in latin for w in part.split(",") if w))
        for one in every:
            found.setdefault(one, (every, tuple(a for a in arabic.split(",") if a)))
    return found


def read_word(said: str, spellings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Word:
    if said.startswith("~"):
        sound = said[1:].replace("_", " ")
        first, *others = sounds.spellings(sound)
        return Word(first, tuple(others), (sounds.arabic(sound),), own=True)
    if "=" in said:
        arabic, latin = said.replace("_", " ").split("=")
        first, *others = latin.split("/")
        return Word(first, tuple(others), (arabic,), own=True)
    latin = said.replace("_", " ")
    every, arabics = spellings.get(latin, ((), ()))
    others = tuple(one for one in every if one != latin)
    return Word(latin, others, arabics or (into_arabic(latin),), own=False)


def read_country(line: str) -> Country:
    code, share, language, prefix, men, women, family, order = line.split("|")
    return Country(
        code, float(share), language, prefix, {"M": men, "F": women, "family": family}, order.strip()
    )


def invented(words: Sequence[Word], random: Random, count: int) -> list[Word]:
    """Rare names: from roots and patterns among Arab names, from the pool's own syllables elsewhere."""
    if sum(word.own for word in words) * 2 > len(words):
        return [arab_invented(random) for _ in range(count)]
    parts = [
        re.findall(r"[^aeiouéèêïyAEIOU]*[aeiouéèêïyAEIOUÉ]+(?:[nmrlst](?![aeiouéï]))?", w.latin)
        for w in words
    ]
    starts = [p[0] for p in parts if len(p) > 1]
    middles = [p[1] for p in parts if len(p) > 2] or starts
    ends = [p[-1] for p in parts if len(p) > 1]
    made: list[Word] = []
    while len(made) < count:
        middle = random.choice(middles) if random.random() < 0.5 else ""
        latin = (random.choice(starts) + middle + random.choice(ends)).lower()
        latin = latin[:1].upper() + latin[1:]
        if len(latin) > 3:
            made.append(Word(latin, (), (into_arabic(latin),), own=False))
    return made


def arab_invented(random: Random) -> Word:
    arabic, latin = random.choice(PATTERNS)
    roots = [r.split("=") for r in random.sample(ROOTS, 3)]
    letters, sounds = [r[0] for r in roots], [r[1] for r in roots]
    written = latin.format(*sounds).replace("aa", "a").replace("_", " ")
    written = " ".join(part[:1].upper() + part[1:] for part in written.split())
    french = written.replace("sh", "ch").replace("Sh", "Ch").replace("q", "k").replace("Al ", "El ")
    return Word(
        written,
        (french,) if french != written else (),
        (arabic.format(*letters).replace("_", " "),),
        own=True,
    )
