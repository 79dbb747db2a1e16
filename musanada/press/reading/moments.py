"""From dates to periods: "entre janvier et septembre 2024", "depuis 2004", "à fin septembre", "par rapport à 2023".

``kind`` says what the period is for: ``in`` (the time of the figures), ``base`` (what a change is measured against),
``said`` (when something was published, signed or is to come: no figure's period).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period
from musanada.press.reading.dates import Atom
from musanada.press.reading.patterns import rx

Kind = Literal["in", "base", "said"]


@dataclass(frozen=True, slots=True)
class Moment:
    start: int
    end: int
    period: str
    kind: Kind
    atoms: tuple[Atom, ...]


_JOIN = rx(
    r"(?:,? ?(?:au?x?|et|to|and|until|till|jusqu'(?:au?|en)|through|الى|إلى غاية|و|حتى|وحتى|وإلى) ?|-| - |/)"
    r"(?: ?(?:la fin(?: de)?|fin|le|the end of|end of|end|the|debut|early|late|متم|نهاية|شهر|سنة|عام|mois de|غاية|l'annee))*[ ]?-?"
)
_OPENS = rx(
    r"(?:\b(?:de|du|d'|entre|from|between|depuis)|\b(?:و|ف)?(?:من|بين|ما بين|مابين|منذ))(?: (?:le|la|les|the|l'annee|fin|debut|early|late|mid|mi|سنة|عام|شهر|فاتح|mois de))*[ -]?$"
)
_SINCE = rx(
    r"(?:\b(?:depuis|since|a partir d[eu]|a compter d[eu]|starting)|(?<![\w])(?:و|ف)?(?:منذ|ابتداء من|انطلاقا من))"
    r"(?: (?:le|la|the|early|late|mid|mi|fin|debut|debut de|le debut de|in|from|l'annee|سنة|عام|مطلع|بداية|شهر|لانطلاق\w*|mois de|janvier))*[ -]?(?:l')?(?:annee )?$"
)
_UNTIL = rx(
    r"(?:\b(?:jusqu'(?:au?|en)|until|till|up to|a la date d[ue]|en date d[ue]|arrete[es]* au|as (?:of|at)|through|au)|"
    r"(?<![\w])(?:و|ف)?(?:حتى|إلى غاية|إلى حدود|لغاية|إلى حد))(?: (?:le|the|end|the end of|fin|la fin de|يوم|سنة|شهر|متم|نهاية|mois de))*[ -]?$"
)
_YEAR_TO_DATE = rx(
    r"(?:\b(?:(?:a|jusqu'a|au?|d'ici|depuis) (?:la )?fin(?: d[eu])?(?: mois de)?|fin|(?:at|by|to|until) (?:the )?end(?: of)?|end[ -](?:of )?)|"
    r"(?<![\w])(?:و|ف|ب)?(?:متم|نهاية|عند متم|حتى نهاية|إلى نهاية|حتى متم))(?: (?:شهر))*[ -]?$"
)
_BASE = rx(
    r"(?<![\w])(?:par rapport (?:a|au|aux)|compare[es]* (?:a|avec|au)|en comparaison (?:a|avec|de)|comparativement a|relative(?:ment)? to|"
    r"versus|vs\.?|compared (?:to|with)|in comparison (?:to|with)|than(?: in)?|against|contre(?: (?:en|celle de|celui de))?|up from|down from|"
    r"(?:plus|moins|autant|superieure?s?|inferieure?s?|mieux)\b[^.;]{0,40} qu(?:e|'|'en|e celle de|e celui de)|(?:increase|decrease|rise|drop|decline|growth|jump|gain|fall|higher|lower|%|per cent|percent)[^.;,]{0,25} (?:from|on|over)|"
    r"(?:مقارنة|بالمقارنة|قياسا)(?: (?:مع|ب|إلى))?|مقابل|(?:زيادة|ارتفاع|ارتفاعا|انخفاض|انخفاضا|تراجع)[^.؛]{0,30} عن|عما كان عليه)"
    r"(?: (?:a|en|au|in|the|l'annee|annee|l'exercice|year|celui de|celle de|ceux de|same period (?:in|of)|meme periode (?:de|en)|la meme periode (?:de|en)|la|those of|that of|"
    r"سنة|عام|بسنة|بعام|نفس الفترة من|الفترة نفسها من|بالفترة نفسها من|بنفس الفترة من|مع))*[ ](?:l')?(?:annee )?(?:ب)?$"
)
_SAID = rx(
    r"(?:\b(?:publie|parue?|communique|rendue?s? publi\w+|diffuse|dat[ee]+s?|signe|conclu|adopte|promulgue|entre\w* en vigueur|mis\w* a jour|consulte|tenue?s?|"
    r"published|issued|released|dated|signed|adopted|updated|accessed|posted|released on|announced|held|revele|annonce|vu|visite|vote|ratifie|passed|voted|ratified|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\w*|(?<![\w])\w{0,2}(?:صدر|الصادر|صادر|نشر|المنشور|المؤرخ|بتاريخ|وقع|الموقع|الموقعة|اعتمد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)\w*)"
    r"[ ,(]*(?:(?:le|en|du|de|on|in|the|of|au|a|ce|this|last|dernier|في|يوم|سنة|عام|بتاريخ|شهر) ?)*$"
)
_BEGUN = rx(
    r"(?:\b(?:lance|debute|demarre|entame|inaugure|cree|launched|started|began|opened|created|inaugurated)\w*|(?<![\w])\w{0,2}(?:انطلق\w*|أطلق\w*|بدأ\w*|افتتح\w*))[ ,]*(?:(?:le|on|في|يوم) ?)*$"
)
_GOAL = rx(
    r"(?:\b(?:d'ici(?: a)?|horizon|by|objectifs?|plan|strategie|agenda|strategy|feuille de route|pacte|vision|mondial|coupe du monde|world cup)|"
    r"(?<![\w])\w{0,2}(?:بحلول|أفق|خطة|استراتيجية|مخطط|رؤية|مونديال))(?: (?:a|en|national|nationale|national\w*|the|de|سنة|عام|l'horizon|l'annee|الوطنية))*[ -]?$"
)


def moments(text: str, found: list[Atom], sentence: tuple[int, int], default_year: str) -> list[Moment]:
    """The periods a sentence names. ``default_year``: of what was read before, for months without a year."""
    rows: list[Moment] = []
    here = _dated(found, default_year)
    place = 0
    while place < len(here):
        atom = here[place]
        before = text[max(sentence[0], atom.start - 60) : atom.start]
        after = here[place + 1] if place + 1 < len(here) else None
        if after is not None and _range(text, before, atom, after):
            rows.append(_stretch(atom, after, before))
            place += 2
            continue
        moment = _single(atom, before)
        if moment is not None:
            rows.append(moment)
        place += 1
    return rows


def _dated(found: list[Atom], default_year: str) -> list[Atom]:
    """Months and days without a year take the next one of the sentence, else the last one read."""
    here: list[Atom] = []
    year = ""
    for atom in reversed(found):
        if atom.first.startswith("--"):
            own = year or default_year
            here.append(atom.dated(own) if own else atom)
        else:
            year = atom.first[:4]
            here.append(atom)
    rows = here[::-1]
    return [row if not row.first.startswith("--") else _from_left(row, rows) for row in rows]


def _from_left(atom: Atom, rows: list[Atom]) -> Atom:
    years = [row.first[:4] for row in rows if row.start < atom.start and not row.first.startswith("--")]
    return atom.dated(years[-1]) if years else atom


def _range(text: str, before: str, atom: Atom, after: Atom) -> bool:
    between = text[atom.end : after.start]
    if len(between) > 40 or not _JOIN.fullmatch(between):
        return False
    if atom.first.startswith("--") or after.first.startswith("--"):
        return False
    if _bounds(atom)[0] >= _bounds(after)[1]:
        return False
    dash = between.strip() in ("-", "/", "")
    opened = _OPENS.search(before) is not None
    return dash or opened or bool(re.search(r"\b(?:a|au|to|until|through|الي)\b", between))


def _bounds(atom: Atom) -> tuple[str, str]:
    return _iso(atom.first, 0), _iso(atom.last, 1)


@lru_cache(maxsize=512)
def _iso(name: str, end: int) -> str:
    try:
        period = read_period(name)
    except BadInput:
        return ""
    return str(period.last_day if end else period.first_day)


def _stretch(first: Atom, last: Atom, before: str) -> Moment:
    base = _BASE.search(before) if not before.rstrip().endswith(("from", "over", "on")) else None
    start = first.first
    end = last.last
    return Moment(first.start, last.end, canonical(f"{start}/{end}"), "base" if base else "in", (first, last))


def _single(atom: Atom, before: str) -> Moment | None:
    if atom.first.startswith("--"):
        return None
    span = atom.first if atom.first == atom.last else f"{atom.first}/{atom.last}"
    period, kind = _meant(atom, span, before)
    return Moment(atom.start, atom.end, canonical(period), kind, (atom,))


def _meant(atom: Atom, span: str, before: str) -> tuple[str, Kind]:
    a_day = len(atom.first) == 10
    if _BASE.search(before) and not (before.rstrip().endswith(("que", "on", "over")) and a_day):
        return span, "base"
    if _SINCE.search(before):
        return f"{atom.first}/..", "in"
    if _GOAL.search(before) or _SAID.search(before) or (a_day and _BEGUN.search(before)):
        return span, "said"
    if _YEAR_TO_DATE.search(before) and not atom.first[4:].startswith(("-H", "-Q")):
        month = len(atom.first) == 7
        return (f"{atom.first[:4]}-01/{atom.first}", "in") if month else (f"../{atom.first}", "in")
    until = _UNTIL.search(before)
    if until and atom.first[4:].startswith(("-H", "-Q")) and before.rstrip().endswith("au"):
        return span, "in"
    if until and (len(atom.first) >= 7 or not before.rstrip().endswith("au")):
        return f"../{atom.last}", "in"
    return span, "in"


@lru_cache(maxsize=2048)
def canonical(period: str) -> str:
    """The name the rest of the system gives to these days; "" where they do not exist."""
    try:
        return read_period(period).text
    except BadInput:
        return ""


def year_of(period: str) -> str:
    """The last year a period touches."""
    years = re.findall(r"\d{4}", period)
    return years[-1] if years else ""


def shifted(period: str, years: int) -> str:
    """The same days of another year."""
    return re.sub(r"\d{4}", lambda m: str(int(m[0]) + years), period) if period else ""


def inside(rows: list[Moment], start: int, end: int) -> list[Moment]:
    """The moments that begin in a stretch of text."""
    starts = [row.start for row in rows]
    return rows[bisect_left(starts, start) : bisect_left(starts, end)]


def moved(moment: Moment, kind: Kind) -> Moment:
    return replace(moment, kind=kind)
