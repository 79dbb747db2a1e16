"""Words that say how exact a number is: "plus de", "près de", "une trentaine", "at least", "ما يزيد عن"."""

import re
from functools import lru_cache
from typing import cast

from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded, folded
from musanada.press.reading.lexicon import data
from musanada.press.reading.numbers import Qualifier

_SMALL = r"(?: (?:les|the|de|d'|to|a|some|l'|de l'ordre de))?"
# "17,4 % de plus que", "17.4% more than": the words compare, they do not qualify the number behind.
_COMPARED = re.compile(r"(?:%|cent|fois|times|percent|points?) (?:de )?$")
# "over 2023" compares, "about the 26 programmes" is a subject: these words need a number at once.
_LONGEST = 40


@lru_cache(maxsize=1)
def _before() -> list[tuple[str, re.Pattern[str]]]:
    rows = data("words")["qualifiers"]
    return [
        (kind, re.compile(rf"(?:^|(?<=[^\w]))[وفبل]?(?P<w>{_any(words)}){_SMALL}[ ]*(?:ال)?$"))
        for kind, words in rows.items()
    ]


@lru_cache(maxsize=1)
def _after() -> list[tuple[str, re.Pattern[str]]]:
    rows = data("words")["after"]
    return [(kind, re.compile(rf",? (?P<w>{_any(words)})(?![^\W_])")) for kind, words in rows.items()]


def _any(words: list[str]) -> str:
    return "|".join(
        sorted((re.escape(folded(word)).replace(r"\ ", " ") for word in words), key=len, reverse=True)
    )


def qualify(text: Folded, draft: Draft, opening: int, closing: int) -> None:
    """Fills in ``qualifier``, ``words`` and where the qualifier begins."""
    before = text.text[max(opening, draft.start - _LONGEST) : draft.start]
    best: tuple[int, str, re.Match[str]] | None = None
    for kind, pattern in _before():
        match = pattern.search(before)
        if match and _COMPARED.search(before[: match.start("w")]):
            continue
        if match and (best is None or match.start("w") < best[0]):
            best = match.start("w"), kind, match
    if best is not None:
        match = best[2]
        draft.qualifier = cast(Qualifier, best[1])
        draft.opens = draft.start - len(before) + match.start("w")
        draft.words = _raw(text, draft.opens, draft.start - len(before) + match.end("w"))
    elif draft.about:
        draft.qualifier, draft.words = "about", _raw(text, draft.start, draft.end)
    else:
        _behind(text, draft, closing)


def _behind(text: Folded, draft: Draft, closing: int) -> None:
    after = text.text[draft.end : min(closing, draft.end + _LONGEST)]
    for kind, pattern in _after():
        match = pattern.match(after)
        if match:
            draft.qualifier = cast(Qualifier, kind)
            draft.words = _raw(text, draft.end + match.start("w"), draft.end + match.end("w"))
            return


def _raw(text: Folded, start: int, end: int) -> str:
    a, b = text.span(start, end)
    return text.raw[a:b]
