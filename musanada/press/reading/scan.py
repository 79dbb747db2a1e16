"""The numbers of a text, in digits or words, with their words of scale and percent signs: what is written, not what it means."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from musanada.press.reading.digits import NUMBER, Written, read_digits
from musanada.press.reading.folding import Folded
from musanada.press.reading.patterns import rx
from musanada.press.reading.words import firsts, ordinals, read_words, table


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: number, percent, points, ordinal, fraction. ``core`` ends before the percent sign or the scale."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    kind: str = "number"
    spelled: bool = False
    about: bool = False
    sign: str = ""


SCALES = {
    **dict.fromkeys(("mille", "thousand", "الف", "الفا", "الاف", "millier", "milliers", "thousands"), 10**3),
    **dict.fromkeys(("million", "millions", "مليون", "مليونا", "ملايين", "mio"), 10**6),
    **dict.fromkeys(("milliard", "milliards", "billion", "billions", "مليار", "مليارا", "ملياري", "مليارات", "mds", "mrd", "md"), 10**9),
}  # fmt: skip
_SCALE = rx(rf" ?(?P<s>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W_])")
_LETTER = re.compile(r" ?(?P<s>mm|[km])(?= ?(?:[€$]|(?:eur|euros?|usd|dhs?|mad|dirhams?)\b))|(?P<k>k)\b")
_CURRENCY = re.compile(r"(?:[€$£]|\b(?:usd|eur|mad|dhs?)) ?$")
_SHORT = re.compile(r" ?(?P<s>mn|bn|m)\b")
_HALF = rx(r" (?:et demie?|and a half|ونصف(?: المليون)?)(?![^\W_])")
_MORE = rx(r" و ?(?=\d)")
PERCENT = rx(
    r" ?(?:%|pour[ -]?cents?\b|per ?cent\b|pct\b|pc\b|p\. ?c\.|p\. ?100\b|(?:في|ب) ?(?:ال)?(?:مائة|مئة|مية|المائة|المئة)(?![^\W_])|بالمائة|بالمئة|بالمية)"
)
POINTS = rx(
    r" (?:points?(?: de (?:pourcentage|%))?|percentage[ -]points?|pp|نقطة مئوية|نقط مئوية|نقاط مئوية|نقطة|نقاط)(?![^\W_])(?! (?:de (?:vente|passage|contact|service)|d'))"
)
ORDINAL = rx(r" ?(?:iemes?|emes?|eres?|ers?|nde?s?|es?|rd|th|st)(?![^\W_])")
_SIGN = re.compile(r"(?:^|(?<=[\s(:]))(-|[+] ?)$")
_FRACTION = rx(r"(?<![\d.,/-])(?P<a>[1-9])/(?P<b>[2-9]|10)(?![\d/.-])")
FRACTIONS = {
    **dict.fromkeys(("la moitie", "half", "نصف", "نصفهم", "النصف", "moitie"), Decimal(50)),
    **dict.fromkeys(("un tiers", "le tiers", "a third", "one third", "one-third", "ثلث", "الثلث", "ثلثهم"), Decimal(100) / 3),
    **dict.fromkeys(("deux tiers", "les deux tiers", "two thirds", "two-thirds", "ثلثي", "ثلثا", "ثلثين", "الثلثين"), Decimal(200) / 3),
    **dict.fromkeys(("un quart", "le quart", "a quarter", "one quarter", "one-quarter", "ربع", "الربع"), Decimal(25)),
    **dict.fromkeys(("trois quarts", "les trois quarts", "three quarters", "three-quarters", "ثلاثة ارباع"), Decimal(75)),
    **dict.fromkeys(("un cinquieme", "le cinquieme", "a fifth", "one fifth", "خمس ال"), Decimal(20)),
    **dict.fromkeys(("un dixieme", "le dixieme", "a tenth", "one tenth", "عشر ال"), Decimal(10)),
}  # fmt: skip
_FRACTION_WORDS = rx(
    rf"(?<![\w'-])(?P<f>{'|'.join(sorted((k.replace(' ', '[ -]') for k in FRACTIONS), key=len, reverse=True))})(?![^\W_])"
    r"(?!-(?:year|day|time|frere|soeur)| (?:year|hour|of (?:19|20)\d\d|an\b|الاول|الثاني|الثالث|الرابع))"
)
_DIGIT = re.compile(r"\d")


class Scanner:
    """Reads the numbers outside what was taken by ``patterns`` and ``dates``."""

    def __init__(self, text: Folded, lang: str, busy: bytearray) -> None:
        self.text, self.lang, self.busy = text, lang, busy
        self.found: list[Token] = []

    def run(self) -> list[Token]:
        self._fractions()
        self._digits()
        self._words()
        rows = sorted(self.found, key=lambda token: token.start)
        return self._joined_scales(rows) if self.lang == "ar" else rows

    def _joined_scales(self, rows: list[Token]) -> list[Token]:
        """A scale in words and the rest in digits, joined by "and": مليون و200 ألف."""
        merged: list[Token] = []
        for token in rows:
            last = merged[-1] if merged else None
            if (
                last is not None and last.kind == "number" and last.value >= 1000 and last.value % 1000 == 0
                and self.text.text[last.end : token.start].strip(" ") == "و" and token.start - last.end <= 3
                and token.value < 10 ** _zeros(last.value) and _SCALE.search(" " + self.text.text[last.start : last.end])
            ):  # fmt: skip
                merged[-1] = replace(token, start=last.start, value=last.value + token.value, spelled=False)
            else:
                merged.append(token)
        return merged

    def free(self, start: int, end: int) -> bool:
        return not any(self.busy[start:end])

    def keep(self, token: Token) -> None:
        self.busy[token.start : token.end] = b"\1" * (token.end - token.start)
        self.found.append(token)

    def _fractions(self) -> None:
        for match in _FRACTION_WORDS.finditer(self.text.text):
            name = match["f"].replace("-", " ")
            value = FRACTIONS.get(name) or FRACTIONS[match["f"]]
            if self.free(*match.span()):
                self.keep(Token(*match.span(), value, Decimal(4), "fraction", spelled=True))
        for match in _FRACTION.finditer(self.text.text):
            up, down = int(match["a"]), int(match["b"])
            if (
                up < down
                and self.free(*match.span())
                and self.text.text[match.end() : match.end() + 2].strip()
            ):
                self.keep(Token(*match.span(), Decimal(100 * up) / down, Decimal(4), "fraction"))

    def _digits(self) -> None:
        text = self.text.text
        for match in NUMBER.finditer(text):
            start, end = match.span()
            if not self.free(start, end):
                for inner in _DIGIT_RUN.finditer(text, start, end):
                    if self.free(*inner.span()):
                        self._token(*inner.span())
                continue
            self._token(start, end)

    def _token(self, start: int, end: int) -> None:
        text = self.text.text
        written = read_digits(text[start:end], text[end : end + 20])
        token = self._scaled(start, end, written)
        opening = text[max(0, start - 1) : start]
        if opening == "%":
            self.keep(replace(token, start=start - 1, kind="percent", sign=self._sign(start - 1)))
            return
        token = replace(token, sign=self._sign(start))
        if token.sign:
            token = replace(token, start=text.rindex(token.sign, 0, start))
        self.keep(self._ended(token))

    def _sign(self, start: int) -> str:
        match = _SIGN.search(self.text.text[max(0, start - 3) : start])
        return match[1].strip() if match else ""

    def _scaled(self, start: int, end: int, written: Written) -> Token:
        text, value, step = self.text.text, written.value, written.step
        scale = _SCALE.match(text, end) or _LETTER.match(text, end)
        if scale is None and _CURRENCY.search(text[max(0, start - 5) : start]):
            scale = _SHORT.match(text, end)
        while scale is not None:
            factor = (
                SCALES.get(scale[0].strip())
                or {"k": 10**3, "m": 10**6, "mm": 10**9, "mn": 10**6, "bn": 10**9}[scale[0].strip()]
            )
            value, step, end = value * factor, step * factor, scale.end()
            half = _HALF.match(text, end)
            if half:
                value, step, end = value + Decimal(factor) / 2, step / 10, half.end()
            more = self._more(end, factor) if factor >= 1000 else None
            if more is not None:
                value, step, end = value + more[0].value, more[0].step, more[1]
            scale = _SCALE.match(text, end) if more is None and factor < 10**6 else None
        return Token(start, end, value, step)

    def _more(self, end: int, factor: int) -> tuple[Written, int] | None:
        """ "12 ألف و345", "مليون و200 ألف": what comes behind is smaller than the scale."""
        text = self.text.text
        joined = _MORE.match(text, end)
        if joined is None:
            return None
        match = NUMBER.match(text, joined.end())
        if match is None:
            return None
        written, stop = read_digits(match[0], text[match.end() : match.end() + 20]), match.end()
        scale = _SCALE.match(text, stop)
        if scale is not None:
            times = SCALES[scale["s"]]
            written, stop = Written(written.value * times, written.step * times), scale.end()
        return (written, stop) if written.value < factor and not PERCENT.match(text, stop) else None

    def _ended(self, token: Token) -> Token:
        text = self.text.text
        percent = PERCENT.match(text, token.end)
        if percent:
            return replace(token, end=percent.end(), kind="percent")
        points = POINTS.match(text, token.end)
        if points:
            return replace(token, end=points.end(), kind="points")
        ordinal = ORDINAL.match(text, token.end)
        if ordinal and token.value == int(token.value) and token.end == token.start + len(str(token.value)):
            glued = not text[token.end].isspace()
            if glued:
                return replace(token, end=ordinal.end(), kind="ordinal")
        return token

    def _words(self) -> None:
        known = table(self.lang)
        words = self.text.words
        place = 0
        while place < len(words):
            word = words[place]
            if not _DIGIT.match(word.text) and self.busy[word.start] == 0:
                step = self._word(place, known.about)
                if step:
                    place = step
                    continue
            place += 1

    def _word(self, place: int, about: dict[str, int]) -> int:
        words, text = self.text.words, self.text.text
        said = read_words(self.text, place, self.lang)
        if said is None:
            return (
                self._about(place, about) or self._ordinal(place) or self._one(place) or self._definite(place)
            )
        start = words[place].start
        end = words[said.last - 1].end
        if words[place].text[0] in "وبلف" and self.lang == "ar":
            start += self._joined(words[place].text)
        if not self.free(start, end) or (
            text.startswith("mille", start) and text.endswith("pour ", 0, start)
        ):
            return 0
        step = Decimal(10 ** _zeros(said.value)) if said.about else Decimal(1)
        token = self._ended(Token(start, end, said.value, step, spelled=True, about=said.about))
        half = _HALF.match(text, token.end)
        if half and said.value >= 1000:
            scale = 10**6 if said.value % 10**6 == 0 else 1000
            token = replace(token, value=token.value + Decimal(scale) / 2, end=half.end())
        if token.kind == "ordinal":
            token = replace(token, kind="number", end=end)
        self.keep(token)
        return said.last

    def _joined(self, word: str) -> int:
        known = table(self.lang)
        if known.knows(word):
            return 0
        return next((n for n in (1, 2) if known.knows(word[n:])), 0)

    def _about(self, place: int, about: dict[str, int]) -> int:
        """«une vingtaine», "a dozen", "un millier": an article stands before, and the value is about."""
        words = self.text.words
        if words[place].text not in about or not place:
            return 0
        article = words[place - 1]
        if article.text not in ("une", "un", "la", "cette", "a", "demi") or self.busy[article.start]:
            return 0
        value = Decimal(about[words[place].text])
        exact = words[place].text in ("douzaine", "dozen")
        step = Decimal(1) if exact else value / 2
        self.keep(Token(article.start, words[place].end, value, step, spelled=True, about=True))
        return place + 1

    def _ordinal(self, place: int) -> int:
        """Words of order; of "premier", "second" and "first" only those beside a word of rank."""
        words, text = self.text.words, self.text.text
        first = place
        word = words[place].text
        bare = _ARTICLES.sub("", word) if self.lang == "ar" else word
        if self.lang == "fr" and word in ("dix", "vingt") and place + 1 < len(words):
            return 0
        value = ordinals(self.lang).get(bare)
        if (
            self.lang == "ar"
            and value
            and not word.startswith(("ال", "وال", "بال", "لل", "ثاني", "ثالث", "رابع", "خامس"))
        ):
            return 0
        if (
            self.lang == "ar"
            and value
            and place + 1 < len(words)
            and words[place + 1].text in ("عشر", "عشره")
        ):
            value, place = value + 10, place + 1
        if value is None:
            value = firsts(self.lang).get(bare)
            near = text[max(0, words[first].start - 22) : words[place].end + 42]
            if value is None or not _RANKING.search(near):
                return 0
        start, end = words[first].start, words[place].end
        if not self.free(start, end) or re.match(
            r" (?:pays|world)?\s?(?:tiers|party|parties|country national)", text[end:]
        ):
            return 0
        self.keep(Token(start, end, Decimal(value), Decimal(1), "ordinal", spelled=True))
        return place + 1

    def _one(self, place: int) -> int:
        """ "One in five", "un sur trois": there alone "one" is a number."""
        word = self.text.words[place]
        if word.text not in ("one", "un", "une") or not _OUT_OF.match(self.text.text, word.end):
            return 0
        self.keep(Token(word.start, word.end, Decimal(1), Decimal(1), spelled=True))
        return place + 1

    def _definite(self, place: int) -> int:
        """ "The nine months", "the seven cities" in Arabic: noun and number both bear the article."""
        words = self.text.words
        word = words[place].text
        if (
            self.lang != "ar"
            or not place
            or not word.startswith("ال")
            or not _DEFINITE.match(words[place - 1].text)
        ):
            return 0
        value = table("ar").add.get(word[2:], 0)
        if not 3 <= value <= 10 or not self.free(words[place].start, words[place].end):
            return 0
        self.keep(Token(words[place].start, words[place].end, Decimal(value), Decimal(1), spelled=True))
        return place + 1


_OUT_OF = rx(
    r"(?: [^\W\d_]{3,15}){0,2} (?:in|out of|sur) (?:\d|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
)
_DEFINITE = re.compile(r"[وفبلك]{0,2}(?:ال|لل)")
_ARTICLES = re.compile(r"^(?:و|ب|ف)?(?:ال|لل)")
_RANKING = rx(
    r"\b(?:rang|place|position|pays d'origine|nationalite|destination|rank\w*|country of origin|nationality|in africa|in the world|المرتبة|الرتبة|المركز|بلد|دولة|وجهة|جنسية)(?![^\W_])"
)
_DIGIT_RUN = re.compile(r"\d+(?:[.,]\d+)?")


def _zeros(value: Decimal) -> int:
    text = str(int(value))
    return len(text) - len(text.rstrip("0"))
