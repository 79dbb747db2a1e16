"""Slips of fingers, eyes and pens: keyboards, character recognition, digits, Arabic letters told apart by dots."""

from random import Random

NEIGHBOURS = {
    "a": "zqs", "b": "vn", "c": "xv", "d": "sfe", "e": "rz", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "km", "m": "ln", "n": "bm", "o": "ip", "p": "o", "q": "sa", "r": "et", "s": "qd", "t": "ry",
    "u": "yi", "v": "cb", "w": "xe", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip
READ_WRONG = [
    ("m", "rn"), ("rn", "m"), ("l", "i"), ("i", "l"), ("o", "0"), ("c", "e"), ("e", "c"), ("u", "v"), ("n", "h"),
    ("b", "h"), ("a", "o"), ("f", "t"), ("s", "5"), ("é", "ë"), ("g", "q"), ("ii", "u"), ("nn", "m"),
]  # fmt: skip
ARABIC = [
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ه", "ة"), ("ى", "ي"), ("ي", "ى"), ("ب", "ت"), ("ت", "ث"),
    ("ح", "خ"), ("ج", "ح"), ("د", "ذ"), ("س", "ص"), ("ط", "ت"), ("ق", "ك"), ("ض", "ظ"), ("عبد ", "عبد"), ("ؤ", "و"),
    ("ئ", "ي"), ("ا", ""), ("و", ""),
]  # fmt: skip
DIGITS = {"0": "8", "1": "7", "2": "5", "3": "8", "4": "9", "5": "6", "6": "0", "7": "1", "8": "3", "9": "4"}


def slip(word: str, random: Random, *, read: float = 0.3) -> str:
    """One slip in one word; the first letter is mostly spared."""
    if len(word) < 3:
        return word
    if "؀" <= word[0] <= "ۿ":
        return arabic_slip(word, random)
    if random.random() < read:
        return misread(word, random)
    at = random.randrange(0 if random.random() < 0.1 else 1, len(word))
    kind = random.random()
    letter = word[at]
    if kind < 0.35:
        near = NEIGHBOURS.get(letter.lower())
        return word[:at] + (random.choice(near) if near else letter) + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at + 1 :]
    if kind < 0.75 and at + 1 < len(word):
        return word[:at] + word[at + 1] + letter + word[at + 2 :]
    return word[:at] + letter + word[at:]


def misread(word: str, random: Random) -> str:
    lower = word.lower()
    usable = [pair for pair in READ_WRONG if pair[0] in lower[1:]]
    if not usable:
        return word
    seen, read = random.choice(usable)
    at = lower.index(seen, 1)
    return word[:at] + read + word[at + len(seen) :]


def arabic_slip(text: str, random: Random) -> str:
    usable = [pair for pair in ARABIC if pair[0] in text[1:]]
    if not usable:
        return text
    written, instead = random.choice(usable)
    at = text.index(written, 1)
    return text[:at] + instead + text[at + len(written) :]


def misdigit(number: str, random: Random) -> str:
    """One digit mistyped, left out, or two changed places."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    if len(places) < 3:
        return number
    at = random.choice(places[1:])
    kind = random.random()
    if kind < 0.5:
        return number[:at] + DIGITS[number[at]] + number[at + 1 :]
    if kind < 0.7:
        return number[:at] + number[at + 1 :]
    return number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
