"""How far the vowels of two words with the same consonants contradict each other.

Hassan and Hassen, Chergui and Chargui are spellings; Rachid and Rashad, سالم and سليم are two names. Between
every two consonants the vowels are compared: a and e are often one, e and i too, o and u nearly always; a and
i, a and u are not. A vowel left out says little. Arabic writes long vowels only, so there a vowel that is
written must be found in the Latin spelling, while one that is not written contradicts nothing.
"""

import re
from functools import lru_cache

CONSONANT = re.compile(r"[^aeiou]+")
RUNS = re.compile(r"([^aeiou])")
# Dissimilarity of vowel sounds: a, e, i, u and the diphthongs A (ai) and O (au).
COSTS = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.1, "Ae Ou"),
        (0.2, "ei Ai"),
        (0.25, "ae"),
        (0.35, "aA aO"),
        (0.5, "eu OA"),
        (0.7, "iu au eO Oi Au"),
        (0.85, "ai"),
    )
    for pair in pairs.split()
}
LEFT_OUT = {"a": 0.3, "e": 0.2, "i": 0.4, "u": 0.45, "A": 0.4, "O": 0.4}
LAST = 0.5  # what the end of a word counts: Adam, Adama; Idriss, Idrissa


def vowel(run: str) -> str:
    """The sound of neighbouring vowels, one letter."""
    text = run.replace("o", "u")
    if len(text) < 2 or len(set(text)) == 1:
        return text[:1]
    if text[-1] in "ie" and text[0] in "ae":
        return "A"
    if text[-1] == "u" and text[0] in "ae":
        return "O"
    return text[-1] if text[0] in "iu" else text[0]


@lru_cache(maxsize=1 << 16)
def slots(phones: str) -> tuple[str, ...]:
    """The vowels before, between and after the consonants of a word; h at either end is no consonant here."""
    return tuple(vowel(run) for run in RUNS.split(phones.strip("h"))[::2])


@lru_cache(maxsize=1 << 16)
def consonants(phones: str) -> str:
    return "".join(RUNS.findall(phones.strip("h")))


def contradiction(one: str, other: str, written: int) -> float:
    """Sum of the dissimilarities of two words' phones, or -1 where their consonants are not as many.

    ``written``: 0 both Latin, 1 the first is Arabic, 2 the second is, 3 both are.
    """
    mine, theirs = slots(one), slots(other)
    if len(mine) != len(theirs):
        return -1.0
    total, last = 0.0, len(mine) - 1
    for place, (a, b) in enumerate(zip(mine, theirs, strict=True)):
        if a == b:
            continue
        cost = between(a, b, written)
        total += cost * LAST if place == last or place == 0 else cost
    return total


def between(a: str, b: str, written: int) -> float:
    if written and (not a or not b):
        if written == 3:
            return LEFT_OUT[a or b] * 0.8
        return 0.0 if (not a) == (written == 1) else 0.5  # a long vowel that the Latin spelling lacks
    if not a or not b:
        return LEFT_OUT[a or b]
    return COSTS.get(frozenset((a, b)), 0.7)
