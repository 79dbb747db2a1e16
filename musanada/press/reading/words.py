"""Numbers written in words, in French, English and Arabic, with one way of adding and multiplying.

One table for the three languages (``data/numbers.yaml``) instead of text2num: that library knows no Arabic, gives no
place in the text, and leaves "une vingtaine", "two thirds" or "12 ألف و345" aside; the tests compare the two.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from musanada.press.reading.folding import Folded, Word, folded
from musanada.press.reading.lexicon import data

LANGUAGES = ("fr", "en", "ar")


@dataclass(frozen=True)
class Said:
    """A number in words: the words from ``first`` to ``last`` (excluded)."""

    first: int
    last: int
    value: Decimal
    about: bool = False  # "une vingtaine", "a dozen"


@dataclass(frozen=True)
class Table:
    add: dict[str, int]
    times: dict[str, int]
    about: dict[str, int]
    alone_no: frozenset[str]
    joins: str

    def knows(self, word: str) -> bool:
        return word in self.add or word in self.times or word in self.about


@lru_cache(maxsize=3)
def table(lang: str) -> Table:
    rows = data("numbers")[lang]
    add, times, about = (_keys(rows[part]) for part in ("add", "times", "about"))
    return Table(add, times, about, frozenset(map(folded, rows["alone_no"])), JOINS[lang])


def _keys(rows: dict[str, int]) -> dict[str, int]:
    return {folded(word): value for word, value in rows.items()}


JOINS = {"fr": "et", "en": "and", "ar": "و"}


@dataclass
class _Sum:
    """What was heard so far: ``whole`` closed by a scale, ``part`` below it, ``room`` the next value must stay under."""

    lang: str
    whole: int = 0
    part: int = 0
    room: int = 10**12
    scale: int = 10**15

    def add(self, value: int) -> bool:
        low = self.part % 100
        if self.lang == "fr" and value == 20 and self.part % 100 == 4:
            self.part += 76
            return True
        if self.lang == "fr" and low == 10 and 7 <= value <= 9:
            self.part += value
            return True
        if self.lang == "ar" and 0 < low < 10 and value % 10 == 0 and 10 <= value < 100:
            self.part += value
            return True
        free = (
            self.part == 0 or (value < 100 and low == 0) or (low >= 20 and low % 10 == 0 and 0 < value < 10)
        )
        seventies = self.lang == "fr" and low in (60, 80) and 10 <= value < 20
        bigger = self.lang == "ar" and value < 100 <= self.part and low == 0
        thousands = value >= self.scale or (self.whole and self.part)
        if not (free or seventies or bigger) or (thousands and not (seventies or free)):
            return False
        if value >= 1000:
            self.whole, self.scale = self.whole + value, 1000 if value < 10**6 else 10**6
        else:
            self.part += value
        return True

    def multiply(self, value: int) -> bool:
        if value == 100:
            if self.part >= 100 or (self.part >= 10 and self.part % 100 == 0):
                return False
            self.part = (self.part or 1) * 100
            return True
        if value >= self.scale or (self.part == 0 and self.whole):
            return False
        self.whole += (self.part or 1) * value
        self.part, self.scale = 0, value
        return True

    @property
    def value(self) -> int:
        return self.whole + self.part


def read_words(text: Folded, first: int, lang: str) -> Said | None:
    """The longest number in words that begins at this word, if any."""
    known = table(lang)
    words = text.words
    word = _bare(words[first], known, lang, opening=True)
    if word in known.about:
        return None
    total, place, heard = _Sum(lang), first, 0
    while place < len(words) and (not heard or _beside(text, place)):
        said = words[place].text if heard else word
        ahead = place
        if heard and said == known.joins and place + 1 < len(words) and _beside(text, place + 1):
            ahead, said = place + 1, words[place + 1].text
        elif heard and lang == "ar":
            said = _bare(words[place], known, lang, opening=False)
        joined = ahead > place or (
            lang == "ar" and bool(heard) and (words[place].text != said or said == "واحد")
        )
        if said in known.about and heard and total.multiply(known.about[said]):
            return Said(first, ahead + 1, Decimal(total.value), about=True)
        if not _hear(total, known, said, joined, lang):
            break
        place, heard = ahead + 1, heard + 1
    if not heard or (heard == 1 and word in known.alone_no) or _needs_number(word, heard, lang):
        return None
    return Said(first, place, Decimal(total.value))


def _hear(total: _Sum, known: Table, said: str, joined: bool, lang: str) -> bool:
    if said in known.add:
        value = known.add[said]
        if lang == "ar" and value == 10 and not joined and 0 < total.part % 100 < 10:
            total.part += 10
            return True
        if lang == "fr" and joined and value not in (1, 11):
            return False
        if lang == "ar" and not joined and total.value:
            return False
        return total.add(value)
    return said in known.times and (lang == "ar" or not joined) and total.multiply(known.times[said])


def _needs_number(word: str, heard: int, lang: str) -> bool:
    """A lone "million" or "hundred" says no number; "cent" and "mille" do."""
    return (
        heard == 1
        and word in table(lang).times
        and not (
            (lang == "fr" and word in ("cent", "mille"))
            or (lang == "ar" and word not in ("الاف", "ملايين", "مليارات", "الفا", "مليونا"))
        )
    )


def _bare(word: Word, known: Table, lang: str, opening: bool) -> str:
    """Arabic joins "and" (and, at the opening, a preposition) to the word."""
    text = word.text
    if lang != "ar" or known.knows(text):
        return text
    for letters in ("و",) if not opening else ("و", "ب", "ل", "ف", "وب", "ول"):
        if text.startswith(letters) and known.knows(text[len(letters) :]):
            return text[len(letters) :]
    return text


def _beside(text: Folded, place: int) -> bool:
    gap = text.text[text.words[place - 1].end : text.words[place].start]
    return gap in (" ", "-", "\n", "  ")


@lru_cache(maxsize=3)
def ordinals(lang: str) -> dict[str, int]:
    """Ordinals in words: "deuxième", "third", "الثامنة"; the first ones only count beside a word of rank."""
    return _keys(data("numbers")[lang]["ordinals"])


@lru_cache(maxsize=3)
def firsts(lang: str) -> dict[str, int]:
    return _keys(data("numbers")[lang]["firsts"])
