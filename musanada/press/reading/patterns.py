"""Digits that are no figure, known by their own shape: addresses, telephones, laws, pages, hours, marks of a list.

They are taken out first, so that what is left can be read as numbers. Patterns are written for the folded text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from musanada.press.reading.folding import Folded, folded
from musanada.press.reading.numbers import Class


def rx(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern over the folded text: its Arabic letters are folded as the text is."""
    return re.compile(re.sub(r"[\u0620-\u064a]+", lambda m: folded(m[0]), pattern), flags | re.MULTILINE)


# Arabic letters joined before a word.
JOINED = "[وفبلك]{0,2}(?:ال)?"
_NUMERO = r"(?:n ?°s?|nos?\b\.?|numeros?|nr\.?|number|رقم|عدد)"
_LAW = (
    r"(?:lois?|dahirs?|decrets?(?:-lois?)?|arretes?|circulaires?|ordonnances?|directives?|reglements?|laws?|acts?|decrees?|"
    r"resolutions?|conventions?|protocol(?:e|)s?|decisions?|articles?|art\.|alineas?|sections?|avis|"
    rf"{JOINED}(?:مادتان|مادتين|فصلان|فصلين|قانون|ظهير|مرسوم|قرار|اتفاقية|دورية|مادة|فصل|قوانين|ظهائر|مواد|فصول|منشور|مقرر))"
)
_ADJECTIVES = (
    r"(?: (?:organique|cadre|royal|conjoint|ministeriel|ministerielle|relative?|onu|sociale|penale?|commun|tanzimi|"
    r"التنظيمي|الشريف|المشترك|شريف|الملكي|ministerial|joint|royal))*"
)
# 02-03, 1-03-196, 27.14, 2.04.682, 73/195, 26: never followed by a unit that would make it a count.
_CODE = r"\d+(?:[-./]\d+)*(?:\(\d+\))?(?: ?(?:bis|ter|مكرر))?"
_MORE = rf"(?:(?:, {_CODE})*(?: et | and | a | to | ou | or |-| و ?| الى ){_CODE})?"

_HIJRI = (
    r"moharram|mouharram|muharram|safar|rabia?(?: (?:i|ii|al awal|al-awwal|1er|premier|ettani|attani))?|rebia? (?:i|ii|1er)|joumada (?:i|ii|oula|1ere)|jumada (?:i|ii)|rajab|rejeb|"
    r"chaabane|chaoual|chaabane|shaaban|ramadan|chawwal|shawwal|kaada|dou al qiida|hija|dou al hijja|dhu al-hijja|"
    r"محرم|صفر|ربيع الأول|ربيع الآخر|ربيع الثاني|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذي القعدة|ذو القعدة|ذي الحجة|ذو الحجة"
)

_PATTERNS: list[tuple[Class, re.Pattern[str]]] = [
    ("reference", rx(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+\.(?:org|com|ma|int|net|fr|info)(?:/\S*)?\b")),
    ("phone", rx(r"(?<![\w.])(?:\+|00)(?:212|33|34|32|39|44|41|1|2\d{1,2}|\d{2})(?:[ .-]?\(0\))?(?:[ .-]?\d){7,11}(?![\w])")),
    ("phone", rx(r"(?<![\w.,])0[5-9]\d{2}(?:[ .-]?\d{2}){3}(?![\w%])|(?<![\w.,])0[1-9](?:[ .-]?\d{2}){4}(?![\w%])")),
    (
        "phone",
        rx(
            rf"(?:\btel(?:ephone)?s?\b|\bphone|\bfax|\bgsm|\bwhatsapp|hotline|helpline|numeros? verts?|numero (?:vert )?gratuit|"
            rf"numero d'(?:urgence|appel)|toll-free(?: number)?|\bcall(?:ing)?(?= (?:the )?(?:\d{{3,5}}|\+))|appele[rz]|compose[rz](?: le)?|{JOINED}هاتف|"
            rf"{JOINED}رقم {JOINED}(?:اخضر|هاتفي))"
            rf"[^\d\n]{{0,12}}(?P<token>\+?\d[\d .()/-]{{1,18}}\d)"
        ),
    ),
    ("law", rx(rf"(?<![^\W\d_]){_LAW}{_ADJECTIVES},? (?:{_NUMERO} ?)?(?P<token>{_CODE}{_MORE})(?![\d%]| ?%)")),
    ("law", rx(r"(?<![^\W\d_])(?:odd|sdg|objectif de developpement durable|cible|target) ?(?P<token>\d{1,2}(?:\.[\da-c]{1,2})?)(?! ?%)")),
    ("page", rx(r"(?<![^\W\d_])(?<!\d )(?:pp?\.|pages?|صفحة|الصفحة|ص\.) ?(?P<token>\d+(?: ?(?:-|a|et|and|to|و|الى) ?\d+)?)(?![\d%])")),
    (
        "reference",
        rx(
            r"(?<![^\W\d_])(?:tableaux?|tables?|graphiques?|figures?|fig\.|encadres?|annexes?|annex|chapitres?|chapters?|axe|box|chart|notes?|"
            r"volumes?|vol\.|version|edition|phase|lot|niveau|level|type|iso|جدول|الجدول|شكل|الشكل|مبيان|ملحق|الملحق|المحور|المرحلة) "
            rf"(?:{_NUMERO} ?)?(?P<token>\d{{1,2}}(?:[-.]\d+)*)(?![\d%]| ?(?:%|000|\d{{3}}))(?!,\d)"
        ),
    ),
    ("reference", rx(rf"(?<![^\W\d_]){_NUMERO} ?(?P<token>\d[\d/.-]*)(?<=\d)(?! ?%)")),
    ("reference", rx(r"\bbp ?(?P<token>\d{2,5})\b|\b(?:vol|flight) (?:[a-z]{2} ?)(?P<vol>\d{2,4})\b")),
    ("reference", rx(r"\[\d{1,3}(?:[,; -]+\d{1,3})*\]")),
    ("date", rx(rf"(?:(?<!\d)\d{{1,2}} ?(?:er)? ?)?(?:{_HIJRI}) 1[34]\d\d(?!\d)(?: ?ه)?|(?<!\d)1[34]\d\d ?ه(?:جري\w*)?(?![^\W_])")),
    ("duration", rx(r"(?<!\d)24 ?h(?:eures)? ?/ ?24|(?<!\d)7 ?j?(?:ours)? ?/ ?7(?!\d)|(?<!\d)24/7(?!\d)")),
    (
        "time",
        rx(
            r"(?<![\d:.,])(?:[01]?\d|2[0-3]) ?(?:h ?[0-5]\d|:[0-5]\d)(?::[0-5]\d)?(?: ?(?:[ap]\.?m\b\.?|gmt))?(?![\w:])"
            r"|(?<![\d:.,])(?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?(?! ?\$)"
            r"|(?<=\ba )(?:[01]?\d|2[0-3]) ?h(?:eures)?\b(?! (?:de (?:route|marche|vol)))|(?<=\bvers )(?:[01]?\d|2[0-3]) ?h(?:eures)?\b"
            r"|(?<=الساعة )(?:ال)?\d{1,2}(?:[:.]\d{2})?"
        ),
    ),
    ("other", rx(r"(?<![\w])(?!n°|n[o°]\d)(?:[a-z]{1,6}-?\d+(?:[-./][a-z\d]+)*|covid-19|[a-z]/[a-z]+/\d+/\d+)\b")),
    ("list", rx(r"^[ ]*\(?\d{1,2}(?:\.\d{1,2})*[.)](?=[ ]+[^\s\d])|^[ ]*\d{1,2}(?:\.\d{1,2}){1,3}(?!\d)(?= +[^\W\d])|^[ ]*\d{1,2}°(?= )")),
]  # fmt: skip

# Quarters and halves look like codes ("T3 2024", "S1 2024") but name periods; "Q" and "H" too.
_PERIODS = rx(r"(?:[tsqh][1-4])[ -]?(?:19|20)\d\d\b|(?:19|20)\d\d[ -]?[tsqh][1-4]\b")


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece of the folded text that is no count, and what it is."""

    start: int
    end: int
    cls: Class


_DIGITS = re.compile(r"\d+")


def around(text: str, needle: re.Pattern[str], before: int, after: int) -> list[tuple[int, int]]:
    """Stretches of the text near what every match must hold: the rest is not searched."""
    rows: list[tuple[int, int]] = []
    for match in needle.finditer(text):
        low, high = max(0, match.start() - before), min(len(text), match.end() + after)
        if rows and low <= rows[-1][1]:
            rows[-1] = (rows[-1][0], high)
        else:
            rows.append((low, high))
    return rows


def within(pattern: re.Pattern[str], text: str, stretches: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for low, high in stretches:
        yield from pattern.finditer(text, low, high)


def fixed(whole: Folded) -> Iterator[Taken]:
    """Non-figures by shape, in no order; later patterns yield to earlier ones."""
    text = whole.text
    busy = bytearray(len(text))
    for match in _PERIODS.finditer(text):
        busy[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    near = around(text, _DIGITS, 120, 60)
    for cls, pattern in _PATTERNS:
        for match in within(pattern, text, near):
            start, end = _span(match)
            while start < end and text[start] in " \n(":
                start += 1
            while end > start and text[end - 1] in ".,;:)" and cls == "reference" and text[start] != "[":
                end -= 1
            if (cls == "law" and _counted(text, match, start, end)) or (
                cls == "list" and not _marks(whole, end)
            ):
                continue
            if any(busy[start:end]) or not any(c.isdigit() for c in text[start:end]):
                continue
            busy[start:end] = b"\1" * (end - start)
            yield Taken(start, end, cls)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return next((match.span(name) for name, said in match.groupdict().items() if said), match.span())


# "les conventions 12 ont …" is a law; "deux conventions. 12 migrants" is not reached; "avis 23 096 demandes" is a count.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}$|\d{4}$")


def _counted(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A year ("la loi 2003") or a grouped count is no number of a law, unless "n°" stands before it."""
    token = text[start:end]
    named = re.search(r"°|num|رقم|عدد", text[match.start() : start])
    followed = re.match(r" \d{3}\b", text[end:])
    return bool(not named and (_THOUSANDS.fullmatch(token) or followed))


def _marks(whole: Folded, end: int) -> bool:
    """A mark of a list closes with a dot or bracket, or stands before a capital: "2.1 Résultats", but "2.1 millions"."""
    if whole.text[end - 1] in ".)°":
        return True
    following = end + len(whole.text[end:]) - len(whole.text[end:].lstrip(" "))
    return (
        not whole.text[following].isascii() and not _SCALED.match(whole.text, following)
    ) or whole.capital(following)


_SCALED = rx(r"(?:ال)?(?:مليون|مليار|ملايين|الف|آلاف|في الم|بالم)")
