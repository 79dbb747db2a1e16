"""Words of which only a part is sure: * stands for any letters, ? for one; in either script.

"Diall*" is looked up as the beginning of a word; "*ou Barry" as Barry, and whoever bears a word in -ou is kept;
"*ou" alone is looked for among the words of the register itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.names import Key
from musanada.kit.names.normalise import normalise, tokens
from musanada.kit.names.words import word
from musanada.linkage.blocking import KEYS, Probe

SIGNS = str.maketrans({"؟": "?", "٭": "*", "＊": "*", "？": "?", "⁎": "*"})
FIXED = 2  # letters that must be sure
WORDS = 60  # words of the register that one pattern may stand for


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word with wildcards, comparable: "mo?amed"."""

    text: str

    @property
    def head(self) -> str:
        """What is sure at the beginning."""
        return re.split(r"[*?]", self.text, maxsplit=1)[0]

    def fits(self, other: str) -> bool:
        """Is it this comparable word?"""
        return bool(expression(self.text).fullmatch(other))


@lru_cache(maxsize=256)
def expression(text: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in text), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Split:
    """A text as words with wildcards, and the rest as it was written."""

    patterns: tuple[Pattern, ...]
    plain: str


def has_wildcard(text: str) -> bool:
    return any(sign in text.translate(SIGNS) for sign in "*?")


@lru_cache(maxsize=1 << 10)
def split(text: str) -> Split:
    """Raises nothing: a word without a single letter is no pattern."""
    patterns, plain = [], []
    for one in text.translate(SIGNS).split():
        pattern = "".join(c if c in "*?" else normalise(c) for c in one)
        # A letter and its mark may be typed apart: what is between two signs is made comparable as a whole.
        pattern = "".join(
            p if p in ("*", "?") else "".join(normalise(p).split()) for p in re.split(r"([*?])", one)
        )
        if any(sign in pattern for sign in "*?") and pattern.strip("*?"):
            patterns.append(Pattern(re.sub(r"\*+", "*", pattern)))
        elif not set(one) <= set("*?!.,;:-"):
            plain.append(one)
    return Split(tuple(patterns), " ".join(plain))


def insist(text: str) -> None:
    """Raises: BadInput where too little is sure."""
    if not has_wildcard(text):
        return
    words = [w for w in text.translate(SIGNS).split() if "*" in w or "?" in w]
    if any(set(w) <= set("*?") or 0 < sum(map(str.isalpha, w)) < FIXED for w in words):
        sentence = _(
            "Avec * ou ?, écrivez au moins deux lettres du mot : « Dia* », « Mo?amed ». * remplace plusieurs lettres, ? une seule."
        )
        raise BadInput(sentence, fields={"q": sentence})


def probes(patterns: Iterable[Pattern], *, alone: bool) -> Iterator[Probe]:
    """What the sure beginnings look up; where nothing else was said, the words of the register that fit."""
    for number, pattern in enumerate(patterns):
        place = 50 + number
        head = pattern.head
        if len(head) >= FIXED:
            yield Probe(Key("exact", filed(head)), place, begun=True)
        elif alone:
            yield from (Probe(Key("exact", value), place) for value in borne(pattern))


def filed(head: str) -> str:
    return word(head).ascii


def borne(pattern: Pattern) -> list[str]:
    """Words of the register that fit, in their order: one look at each distinct word, not at each person."""
    like = "".join({"*": "%", "?": "_"}.get(c, filed_sign(c)) for c in pattern.text)
    if filed(re.sub(r"[*?]", "", pattern.text)).startswith("0"):
        like = "0" + like
    sql = f"""WITH RECURSIVE words(value) AS (
                SELECT MIN(value) FROM {KEYS}
                UNION ALL
                SELECT (SELECT MIN(k.value) FROM {KEYS} k WHERE k.value > w.value) FROM words w WHERE w.value IS NOT NULL)
              SELECT value FROM words w WHERE value LIKE %s
              AND EXISTS (SELECT 1 FROM {KEYS} e WHERE e.value = w.value AND e.kind = 'exact')
              ORDER BY value LIMIT {WORDS}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [like])
        return [value for (value,) in cursor.fetchall()]


def filed_sign(letter: str) -> str:
    return filed(letter).removeprefix("0") if not letter.isascii() else letter


def completed(name: str, known: str) -> str | None:
    """The name sought with its patterns replaced by the words of a known name that fit; None where one fits none."""
    found = split(name)
    words = list(tokens(known))
    out = [found.plain] if found.plain else []
    for pattern in found.patterns:
        fitting = next((w for w in words if pattern.fits(w)), None)
        if fitting is None:
            return None
        words.remove(fitting)
        out.append(fitting)
    return " ".join(out)
