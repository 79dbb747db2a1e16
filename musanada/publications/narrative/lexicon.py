"""The words of numbers and comparisons in four languages (``lexicon/<lang>.yaml``), as regular expressions over folded text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from musanada.kit.formats import LOCALES, base_language
from musanada.publications.narrative.folding import fold

FOLDER = Path(__file__).parent / "lexicon"
PARTICLES = "(?:(?:و|ف)?(?:ال|بال|كال|لل|ب|ل|ك)?)"
YEAR = r"(?:1[89]|20)\d\d"
CODE = r"(?:[a-z]{1,3}[-.]?)?\d[\d./:-]{0,14}(?:bis|ter)?"
NAMED = "convention|protocol|census|constitution|law|act|report|pact|agreement|strategy|plan|edition"  # the 1951 …


@dataclass(frozen=True)
class Lexicon:
    """``number``: numbers in letters. ``claim``, ``direction``: comparisons in words. ``open``: spans in which a number is
    no figure; ``careful``: such spans unless the sentence speaks of an average (``statistics``) or a count follows."""

    number: re.Pattern[str]
    claim: re.Pattern[str]
    direction: re.Pattern[str]
    open: re.Pattern[str]
    careful: re.Pattern[str]
    codes: re.Pattern[str]
    years: re.Pattern[str]
    statistics: re.Pattern[str]
    strict: re.Pattern[str]
    qualifiers: re.Pattern[str]
    nouns: re.Pattern[str]
    stops: re.Pattern[str]


@lru_cache(maxsize=4)
def lexicon(lang: str) -> Lexicon:
    own = base_language(lang)
    words = _load(own)
    day = f"(?:3[01]|[12]\\d|0?[1-9]|{_chain(own)})"
    number = f"(?:\\d{{1,3}}|{_chain(own)})"

    def filled(text: str) -> str:
        return (
            text.replace("{n}", number)
            .replace("{d}", day)
            .replace("{month}", words["months"])
            .replace("{p}", PARTICLES)
        )

    claims = [filled(one) for one in words["claims"]]
    for other in LOCALES:
        if other != own:
            claims += [one.replace("{p}", PARTICLES) for one in _load(other)["abroad"]]
    lead = PARTICLES if own == "ar" else ""
    careful = (words["aged"], words["lasting"])
    return Lexicon(
        number=_whole(_numbers(own)),
        claim=_whole("|".join(claims)),
        direction=_whole("|".join(filled(one) for one in words["directions"])),
        open=_whole("|".join(filled(one) for one in words["open"])),
        careful=_whole("|".join(filled(one) for one in careful)),
        codes=_whole("|".join([*(filled(one) for one in _codes(words)), *_dates(words), *TIMES])),
        years=re.compile(
            rf"(?:(?<!\w){lead}(?:{words['before_year']}|{words['months']})\s*|[(/,«\"]\s*|^\s*|(?<!\w)(?={YEAR} (?:{NAMED})))"
            rf"({YEAR}(?:\s?[-/]\s?(?:{YEAR}|\d\d))?)(?![\w%])",
            re.MULTILINE,
        ),
        statistics=_whole(words["statistics"]),
        strict=_whole(words["strict"]),
        qualifiers=_whole(words["qualifiers"]),
        nouns=_whole("|".join(_load(each)["nouns"] for each in LOCALES)),
        stops=_whole(words["stops"]),
    )


# Hours, telephones, dates in digits, and names that hold a digit: the same in every language.
TIMES = (
    r"(?:[01]?\d|2[0-3]) ?h(?: ?[0-5]\d)?",
    r"(?:[01]?\d|2[0-3]):[0-5]\d",
    r"(?:3[01]|[12]\d|0?[1-9])[/.-](?:1[0-2]|0?[1-9])[/.-](?:\d{4}|\d\d)",
    rf"{YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?",
    rf"{YEAR}-[hq][1-4]",
    r"\+\d{1,3}(?:[ .-]?\d{1,3}){3,5}",
    r"0[5-8]\d\d[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}|0[5-8](?:[ .-]\d{2}){4}",
    r"(?:covid|odd|sdg|ods|iso|a|g|t|q|s|h|sars-cov)-?\d{1,2}",
)


def _dates(words: Mapping[str, Any]) -> tuple[str, ...]:
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:er|st|nd|rd|th)?"
    month, of = words["months"], "(?:de |del |of |من )?"
    return (
        rf"{day} (?:\w{{1,3}} )?{of}(?:{month})(?:,? {of}{YEAR})?",
        rf"(?:{month}),? {of}(?:{day},? )?{YEAR}",
        rf"{day} ?(?:a|au|to|-|y|et|and|الي|و) ?{day} {of}(?:{month})(?: {of}{YEAR})?",
    )


def _codes(words: Mapping[str, Any]) -> tuple[str, ...]:
    more = rf"(?:(?:,| et| and| y| و| a| -|-) ?{CODE})*"
    sign = r"(?:n°|nº|no\.?|num\w*|رقم)"
    small = r"\d{1,3}(?:\.\d{1,3}){0,3}"
    ordinals = words["ordinals"].replace("{month}", words["months"])
    return (
        rf"(?:{words['laws']}) ?(?:{sign} ?)?{CODE}{more}",
        rf"(?:{words['references']}) ?(?:{sign} ?)?{small}(?:(?:,| et| and| y| و| a|-) ?{small})*",
        rf"\d{{1,2}}{ordinals}",
    )


def _numbers(own: str) -> str:
    """Number words of the language, and of the others where they mean nothing else in it."""
    chains = [_chain(own)]
    for other in LOCALES:
        if other != own:
            # What is ambiguous abroad, and what this language writes the same (million), is not looked for.
            chains.append(_chain(other, without=frozenset(_load(other)["ambiguous"])))
    return "|".join(chains)


def _chain(lang: str, without: frozenset[str] = frozenset()) -> str:
    """One number in letters, however it is joined: quatre-vingt-dix, twenty five, خمسة وأربعون, dixneuf."""
    words = sorted(
        {word for word in _load(lang)["numbers"] if word not in without}, key=lambda w: (-len(w), w)
    )
    one = f"(?:{'|'.join(words)})"
    if lang == "ar":
        return f"{PARTICLES}{one}(?: {PARTICLES}{one})*"
    return f"{one}(?:[- ]?(?:(?:et|and|y)[- ])?{one})*"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


@lru_cache(maxsize=4)
def _load(lang: str) -> Mapping[str, Any]:
    """Entries folded as the texts are (hamza, accents), so that a word may be written as in a dictionary."""
    import yaml

    loaded = yaml.safe_load((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8"))

    def folded(value: Any) -> Any:
        if isinstance(value, list):
            return [folded(one) for one in value]
        return fold(str(value)).text

    return {key: folded(value) for key, value in loaded.items()}
