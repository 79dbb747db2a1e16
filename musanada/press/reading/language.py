"""Which of the three languages a text is in: the script first, then the small words."""

import re

_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "une",
        "est",
        "sont",
        "dans",
        "pour",
        "par",
        "sur",
        "avec",
        "qui",
        "que",
        "ont",
        "au",
        "aux",
        "plus",
        "et",
        "en",
        "ce",
        "cette",
        "ces",
        "ses",
        "dont",
        "selon",
        "a",
        "ete",
        "leur",
        "leurs",
        "entre",
        "soit",
        "ainsi",
        "d",
        "l",
        "un",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "in",
        "to",
        "were",
        "was",
        "is",
        "are",
        "for",
        "with",
        "by",
        "that",
        "from",
        "on",
        "has",
        "have",
        "had",
        "who",
        "which",
        "their",
        "this",
        "its",
        "more",
        "than",
        "at",
        "an",
        "been",
        "as",
        "between",
        "since",
    ]
)


def detect(folded: str) -> str:
    """``fr``, ``ar`` or ``en``; what says nothing is French, the source language."""
    sample = folded[:20_000]
    arabic = len(re.findall(r"[\u0621-\u064a]", sample))
    latin = len(re.findall(r"[a-z]", sample))
    if arabic > latin:
        return "ar"
    words = re.findall(r"[a-z]+", sample)
    french = sum(word in _FRENCH for word in words)
    english = (
        sum(word in _ENGLISH for word in words)
        + sum(word.endswith(("ed", "ing", "ly")) for word in words) / 2
    )
    return "en" if english > french else "fr"
