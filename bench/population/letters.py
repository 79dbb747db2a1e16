"""Letters from one script to another, and from one language's spelling to another's: the generator's own rules.

They are plain on purpose, and unlike the product's: a clerk who hears a name, or reads it in a script he half knows.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from random import Random

INTO_ARABIC = [
    ("ould_", "ولد "), ("oua", "وا"), ("oui", "وي"), ("oue", "وي"), ("oué", "وي"), ("ou", "و"), ("ch", "ش"),
    ("sh", "ش"), ("dj", "ج"), ("gn", "ني"), ("ny", "ني"), ("th", "ت"), ("kh", "خ"), ("gh", "غ"), ("ck", "ك"),
    ("ph", "ف"), ("qu", "ك"), ("gu", "غ"), ("ee", "ي"), ("oo", "و"), ("ai", "اي"), ("aï", "اي"), ("ei", "اي"),
    ("ce", "سي"), ("ci", "سي"), ("cé", "سي"), ("cy", "سي"), ("ge", "جي"), ("gi", "جي"), ("a", "ا"), ("à", "ا"),
    ("â", "ا"), ("ã", "ان"), ("á", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", "ي"), ("é", "ي"), ("è", "ي"),
    ("ê", "ي"), ("ë", "ي"), ("f", "ف"), ("g", "غ"), ("h", "ه"), ("i", "ي"), ("ï", "ي"), ("í", "ي"), ("j", "ج"),
    ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"), ("ô", "و"), ("ó", "و"), ("p", "ب"), ("q", "ق"),
    ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("ú", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"),
    ("z", "ز"), (" ", " "), ("_", " "),
]  # fmt: skip
CONSONANTS = {
    "fr": dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهويءؤئة",
                   ["b", "t", "th", "dj", "h", "kh", "d", "d", "r", "z", "s", "ch", "s", "d", "t", "d", "a", "gh",
                    "f", "k", "k", "l", "m", "n", "h", "ou", "i", "", "ou", "i", "a"], strict=True)),
    "en": dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهويءؤئة",
                   ["b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "a", "gh",
                    "f", "q", "k", "l", "m", "n", "h", "w", "y", "", "u", "i", "ah"], strict=True)),
    "pt": dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهويءؤئة",
                   ["b", "t", "t", "j", "h", "c", "d", "d", "r", "z", "s", "x", "s", "d", "t", "d", "a", "g",
                    "f", "c", "c", "l", "m", "n", "h", "u", "i", "", "u", "i", "a"], strict=True)),
}  # fmt: skip
ALEFS = "اأإآى"
RESPELL: Sequence[tuple[str, str]] = [
    ("oua", "wa"), ("wa", "oua"), ("ou", "u"), ("ou", "oo"), ("u", "ou"), ("dj", "j"), ("j", "dj"), ("dia", "ja"),
    ("ch", "sh"), ("sh", "ch"), ("th", "t"), ("c(?=[aou])", "k"), ("k", "c"), ("qu", "k"), ("k", "q"), ("q", "k"),
    ("gu(?=[ei])", "g"), ("gn", "ny"), ("ny", "gn"), ("ss", "s"), ("ll", "l"), ("nn", "n"), ("tt", "t"),
    ("mm", "m"), ("dd", "d"), ("rr", "r"), ("(?<=[aeiou])s(?=[aeiou])", "ss"), ("(?<=[aeiou])l(?=[aeiou])", "ll"),
    ("(?<=[aeiou])n(?=[aeiou])", "nn"), ("i", "y"), ("y", "i"), ("é", "e"), ("è", "e"), ("ï", "i"), ("é$", "eh"),
    ("a$", "ah"), ("ah$", "a"), ("e$", ""), ("o$", "ow"), ("ow$", "o"), ("y$", "ie"), ("ie$", "y"), ("ph", "f"),
    ("f", "ph"), ("kh", "k"), ("gh", "g"), ("z", "s"), ("v", "w"), ("e", "i"), ("i", "e"), ("o", "ou"), ("o", "u"),
    ("ai", "ey"), ("ei", "ai"), ("ay", "ai"), ("aa", "a"), ("^h", ""), ("^(?=[ao])", "h"), ("(?<=[aeiou])h", ""),
    ("n'", "n"), ("^n(?=[dgj])", "n'"), ("^m(?=b)", "m'"), ("d$", "dh"), ("p$", "b"), ("ck", "k"), ("r$", "rr"),
]  # fmt: skip


@lru_cache(200_000)
def into_arabic(latin: str) -> str:
    """As a clerk who hears a foreign name writes it: every vowel becomes a letter."""
    text = re.sub(r"(.)\1", r"\1", latin.lower().replace("-", " ").replace("'", ""))
    text = re.sub(r"(?<=[^aeiou ])e\b", "", text)
    out, at = [], 0
    while at < len(text):
        for plain, arabic in INTO_ARABIC:
            if text.startswith(plain, at):
                first = at == 0 or text[at - 1] in " _"
                out.append(
                    "أ" if first and arabic == "ا" else "إ" + arabic if first and plain in "eéi" else arabic
                )
                at += len(plain)
                break
        else:
            at += 1
    return "".join(out)


@lru_cache(200_000)
def out_of_arabic(arabic: str, language: str) -> str:
    """Letter by letter, an ``a`` where two consonants meet: what a rule makes of a script without short vowels."""
    table = CONSONANTS[language]
    words = []
    for word in arabic.split():
        out: list[str] = []
        for place, letter in enumerate(word):
            consonant = letter in table and letter not in "ويعءؤئة"
            if letter in ALEFS:
                out.append("i" if letter == "إ" else "a")
            elif letter in table:
                if consonant and out and place > 0 and is_consonant(word[place - 1]) and len(out) % 2:
                    out.append("a")
                out.append(table[letter])
        words.append("".join(out).replace("aa", "a").capitalize())
    return " ".join(words)


def is_consonant(letter: str) -> bool:
    return letter not in ALEFS and letter not in "ويعءؤئة"


@lru_cache(200_000)
def plain(text: str) -> str:
    """Without accents, as typed on a keyboard that lacks them."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def respelled(word: str, random: Random, times: int = 1) -> str:
    """The word as heard by someone who writes another language."""
    text = word.lower()
    for _time in range(times):
        for _try in range(12):
            pattern, into = random.choice(RESPELL)
            found = [m.span() for m in re.finditer(pattern, text)]
            if found:
                begin, end = random.choice(found)
                text = text[:begin] + into + text[end:]
                break
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))
