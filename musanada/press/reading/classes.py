"""What a number is: a count, a share, a change, an age, a rank, money, a length of time."""

import re
from dataclasses import dataclass

from musanada.press.reading.drafts import Draft
from musanada.press.reading.numbers import Class
from musanada.press.reading.patterns import rx

_CURRENCIES = {
    "MAD": r"dirhams?|dhs?\b|mad\b|mdh\b|درهم|درهما|دراهم|درهمًا",
    "EUR": r"euros?\b|eur\b|€|اورو|أورو|يورو",
    "USD": r"dollars?|usd\b|us\$|\$|دولار|دولارا",
    "XOF": r"(?:francs? cfa|f ?cfa|xof)\b",
    "GBP": r"£|livres sterling|pounds?\b",
}  # fmt: skip
_MONEY = {
    code: rx(rf" ?(?:(?:de|d'|of|us|من) ?)?(?:{words})(?![^\W_])") for code, words in _CURRENCIES.items()
}
_MONEY_BEFORE = {
    code: rx(rf"(?:{words}) ?$")
    for code, words in {
        "EUR": r"€|\beur\b",
        "USD": r"\$|\busd\b",
        "GBP": "£",
        "MAD": r"\b(?:mad|dhs?)\b",
    }.items()
}
_TIME_UNITS = {
    "years": r"ans\b|an\b|annees?\b|years?\b|سنوات|سنة(?! ?(?:19|20)\d\d)|سنين|عاما|عام(?! ?(?:19|20)\d\d)|أعوام|حولا",
    "months": r"mois\b|months?\b|شهرا|أشهر|شهور",
    "weeks": r"semaines?\b|weeks?\b|أسبوعا|أسبوع|أسابيع",
    "days": r"jours?\b|journees?\b|days?\b|يوما|أيام",
    "hours": r"heures?\b|hours?\b|h\b|hrs?\b|ساعة|ساعات",
    "minutes": r"minutes?\b|mn\b|min\b|دقيقة|دقائق",
    "decades": r"decennies?\b|decades?\b|عقود",
}
_TIME = rx(
    "[ -]?(?:(?P<adj>dernieres?|premieres?|derniers?|premiers?|longues?|consecutive|longs?|last|first) )?(?:"
    + "|".join(f"(?P<{unit}>{words})" for unit, words in _TIME_UNITS.items())
    + r")(?![^\W_])"
)
_OLD = rx(
    r"[ -](?:years?|months?)[ -]olds?|(?:years?|ans)[ -](?:of age|d'age|revolus)|[ -]?ans revolus| ans d'age|[ -]year[ -]olds?| (?:سنة|عاما) من العمر"
)
_AGE_BEFORE = rx(
    r"(?:\bentre \d{1,2} et |\bbetween \d{1,2} and |\bage[es]*\b[^.;]{0,25}|\baged?\b[^.;]{0,20}|\bages? (?:of|between)[^.;]{0,20}|\btranches? d'age[^.;]{0,25}|\b(?:moins|plus) de |\bunder[- ](?:the age of )?|\bbelow (?:the age of )?|"
    r"\bover |\babove |\b(?:mineur|enfant|jeune|fille|garcon|adolescent|adulte|femme|homme|personne)e?s? (?:ages? )?(?:(?:de|entre|d') )+(?:plus de |moins de )?|"
    r"\b(?:les|des|aux|the) \d{1,2} ?(?:-|a|/) ?|(?:ais|aise|iens?|iennes?|ains?|aines?|eens?|eennes?|ois|oises?) de |\b(?:child|children|minors?|boys?|girls?|youth|people|women|men) (?:aged |between |from |under |over )+|"
    r"\b(?:ont|avaient|ayant|avait|avoir|a) (?:entre|moins de|plus de|de|\d+)? ?|"
    r"(?:عمر|أعمار|سن|السن|البالغ|يبلغ|تبلغ|البالغة|بالغ|تتراوح)\w*[^.;،]{0,25}|(?:دون|أقل من|تقل|فوق|ما بين|بين|أكثر من) (?:عن |سن )?(?:ال)?)$"
)
_TIME_BEFORE = rx(r"(?:أشهر|الأشهر|شهور|الشهور|سنوات|السنوات|أيام|الأيام) $")
_AGED = rx(
    r"(?:\b(?:he|she) (?:was|is|turned) |\bage[ds]? (?:of |between |from |under |over |below )?(?:\d+(?: ?- ?| and | to ))?|\bunder-|\bthe age of |(?:دون|تحت|فوق) سن (?:ال)?|(?:^| )سن (?:ال)?|"
    r"\b(?:children|minors?|people|girls?|boys?|those|youth|moroccans?|migrants?|women|men|persons?|adolescents?|anyone|nationals) (?:aged )?(?:under|over|below|above) )$"
)
_UNDER = rx(r"\b(?:under|over|below|above) $")
_SPAN_BEFORE = rx(
    r"(?:\b(?:depuis|pendant|durant|en|sur|dans|apres|avant|d'ici|il y a|pour|chaque|tous les|toutes les|au bout de|au cours d[eu]s?|ces|les|dure[e]?e? d[e']|delai d[e']|duree de|periode de|validite de|"
    r"peine d[e']|for|during|over|in|within|every|after|last|past|next|the|period of|ago|first|some|than|"
    r"carte de|titre de|valables?|validity of)|(?<![\w])\w{0,2}(?:منذ|خلال|لمدة|مدة|كل|بعد|قبل|على مدى|صالحة|طيلة|أجل|في ظرف|في غضون|الـ|عقوبة))"
    r" (?:les |ces |des |the |last |past |next |plus de |pres de |moins de |more than |nearly |less than |environ |about |a peine |دورة |أكثر من |حوالي |لمدة )*$"
)
_SPAN_AFTER = rx(
    r" (?:de (?:prison|reclusion|detention|sejour|presence|residence|retard|travail|formation|cours|service|mise en oeuvre|mariage|guerre)|d'(?:emprisonnement|existence|experience|attente|exercice|activite)|plus tard|apres|avant|auparavant|ferme|"
    r"later|ago|earlier|before|after|in prison|imprisonment|of (?:work|experience|residence|training|implementation|stay|operation|age limit)|سجنا|حبسا|من السجن|من الحبس|من العمل|من الإقامة)"
)
_RISE = rx(
    r"(?:hausses?|augmentations?|augment\w+|progressions?|progress\w+|croissances?|accroiss\w+|accru\w*|baisses?|baiss\w+|diminu\w+|reductions?|reduit\w*|recul\w*|chutes?|chut\w+|repli|bond\w*|"
    r"evolutions?|variations?|grimp\w+|cru\b|crois\w+|haussier|surcroit|"
    r"increas\w+|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|growth|(?<!made )(?<!make )(?<!makes )(?<!making )up|jump\w*|surg\w+|climb\w*|decreas\w+|decline\w*|declining|drop\w*|fall\w*|fell|down|reduc\w+|shr[ai]nk\w*|"
    r"ارتفاع\w*|ارتفع\w*|ارتفاعا|زيادة|زيادةً|زاد\w*|نمو\w*|نما|تزايد\w*|صعود|ازداد\w*|تضاعف\w*|تحسن\w*|انخفاض\w*|انخفض\w*|تراجع\w*|تقلص\w*|هبوط|هبط\w*|تطور\w*|قفز\w*)"
)
_RISE_BEFORE = rx(
    rf"(?:^|[^\w])[وفبلت]{{0,2}}(?:ال)?{_RISE.pattern}(?: \w+){{0,6}}? ?(?:de|d'|of|by|a|ب|بنسبة|قدره|قدرها|بلغ|بلغت|نسبته|نسبتها|بنحو|بحوالي|بأكثر من|بمعدل|بواقع|par|to|\()? ?(?:plus de |pres de |environ |about |nearly |more than |almost |around |over |quelque |plus d'|a |أكثر من |حوالي |نحو |نسبة )*[(:+-]? ?$"
)
_AFTER_CHANGE = rx(
    r" ?,? ?(?:de (?:plus|moins|hausse|croissance|baisse)|(?:more|less|fewer|higher|lower)\b|increase|decrease|rise|drop|decline|growth|jump|par rapport a|compare[es]* a|sur un an|en un an|en glissement|d'une annee|"
    r"en (?:hausse|baisse)|compared (?:to|with)|year[- ]on[- ]year|than in|over (?:one|the) year|مقارنة|بالمقارنة|قياسا|على أساس سنوي|(?:زيادة|إضافية))"
)
_RANK_AFTER = rx(
    r" (?:in (?:the world|africa|the region|the arab world)|en afrique|au monde|rang|place|position|mondial\w*|pays|nationalite|destination|world ?wide|in the world|globally|country|largest|biggest|highest|most|nationality|ranking|plus grand\w*|plus import\w*|"
    r"province|region|au monde|a l'echelle|عالميا|إفريقيا|افريقيا|عربيا|بلد|دولة|وجهة|جنسية|أكبر)"
)
_RANK_BEFORE = rx(
    r"(?:\b(?:rangs?|place|position|class[eé]e?s?(?: (?:au|a la|en|premier|parmi))?|rank(?:s|ed|ing)?(?: (?:of|at|as))?|se classe(?: (?:au|a la))?|occup\w+ (?:le|la)|pointe (?:au|a la)|place[es]*(?: (?:au|a la|en))?|top|arriv\w+ (?:en|au|a la)|comes?|came|in)|"
    r"(?:المرتبة|الرتبة|المركز|مرتبة|رتبة|مركز|المرتبه|الصف))(?: (?:la|le|the|its|رقم|ال))*[ ]?$"
)
_POINT_ORDINAL = rx(r"(?:siecle|century|edition|session|reunion|anniversaire|anniversary|القرن|الدورة|دورة)")


@dataclass(frozen=True, slots=True)
class Said:
    """A class, and the unit where the class says it."""

    cls: Class
    unit: str = ""
    end: int = 0  # of the words that say the unit
    signed: bool = False


def classify(text: str, token: Draft, opening: int, closing: int) -> None:
    """Gives a number its class; ``opening`` and ``closing``: the sentence."""
    said = _said(text, token, opening, closing)
    token.cls, token.unit, token.signed = said.cls, said.unit, said.signed
    token.closes = max(token.closes, said.end)


def _said(text: str, token: Draft, opening: int, closing: int) -> Said:
    before, after = (
        text[max(opening, token.start - 70) : token.start],
        text[token.end : min(closing, token.end + 60)],
    )
    if token.kind == "points":
        return Said("change", "points", signed=True)
    if token.kind in ("percent", "fraction"):
        return _percent(token, before, after)
    if token.kind == "ordinal":
        return Said(_ordinal(before, after))
    money = _money(text, token)
    if money:
        return money
    times = _span(before, after, token)
    if times:
        return times
    assert token.value is not None
    if (
        _RANK_BEFORE.search(before)
        and not re.search(r"\b(?:in|comes?|came) $", before)
        and token.value < 1000
        and not token.spelled
        and _ranked(before, after)
    ):
        return Said("rank")
    signed = bool(token.signed) or (
        bool(_RISE_BEFORE.search(_clause(before)))
        and not re.search(r"(?:\ba|\bto|الي) (?:plus de )?$", before)
    )
    if re.match(r" (?:fois|times|اضعاف|مرات)\b", after):
        return Said("figure", "times")
    return Said("figure", signed=signed)


def _percent(token: Draft, before: str, after: str) -> Said:
    to = re.search(r"(?:\ba|\bto|الي|\bat) (?:plus de |pres de |environ |more than |nearly )?$", before)
    rising = bool(re.search(r"اي (?:بزياده )?بنسبه $", before) and _RISE.search(before))
    rising = rising or bool(_RISE_BEFORE.search(_clause(before)) and not to)
    if (
        token.signed
        or (token.kind == "percent" and rising)
        or (token.kind == "percent" and _AFTER_CHANGE.match(after))
    ):
        return Said("change", "percent", signed=True)
    return Said("percent", "percent")


def _clause(before: str) -> str:
    return re.split(r"[;:.?!](?= )|, (?:dont|soit|contre)\b", before)[-1]


def _money(text: str, token: Draft) -> Said | None:
    for code, pattern in _MONEY.items():
        match = pattern.match(text, token.end)
        if match:
            return Said("money", code, match.end())
    for code, pattern in _MONEY_BEFORE.items():
        if pattern.search(text[max(0, token.start - 5) : token.start]):
            return Said("money", code)
    return None


# "75 184 سنة 2023": the word names the year, it does not measure.
_YEAR_NAMED = rx(r" ?(?:سنه|عام) (?:19|20)\d\d(?!\d)")


def _span(before: str, after: str, token: Draft) -> Said | None:
    """An age or a length of time."""
    assert token.value is not None
    if _OLD.match(after):
        return Said("age", "years")
    match = None if _YEAR_NAMED.match(after) else _TIME.match(after)
    if match is None and _TIME_BEFORE.search(before) and token.spelled:
        return Said("duration", "months" if "شهر" in before[-8:] else "years")
    if match is None:
        bare = bool(_AGED.search(before))
        ends = re.match(r" ?(?:[.,;)]|$)", after) is not None
        bare = bare or (5 <= token.value <= 65 and ends and _UNDER.search(before) is not None)
        return Said("age", "years") if bare and token.value < 110 and not re.match(r" ?%", after) else None
    unit = match.lastgroup or "years"
    if unit == "adj":
        unit = next(name for name in _TIME_UNITS if match[name])
    rest = after[match.end() :]
    if unit in ("years", "months") and token.value < 120 and not match["adj"]:
        if (
            not _SPAN_AFTER.match(rest)
            and not _SPAN_BEFORE.search(before)
            and (_AGE_BEFORE.search(before) or _older(rest))
        ):
            return Said("age", unit, token.end + match.end())
        if _APPOSED.search(before) and re.match(r" ?[,)]", rest) and unit == "years":
            return Said("age", unit, token.end + match.end())
        if (
            re.search(r"(?:moins|plus) de $|\bunder |اقل من $|دون $", before)
            and not _SPAN_AFTER.match(rest)
            and not re.search(r"\b(?:en|depuis|pendant|durant|il y a|sur|in|for) (?:moins|plus) de $", before)
        ):
            return Said("age", unit, token.end + match.end())
    return Said("duration", unit, token.end + match.end())


_APPOSED = rx(r"(?:[^\W\d_]\.?,|\() $")


def _older(rest: str) -> bool:
    return bool(
        re.match(
            r" (?:et (?:plus|moins)|ou (?:plus|moins)|and (?:over|above|under|older)|or (?:older|younger|over)|فما فوق|فأكثر|فاكثر|وما فوق)",
            rest,
        )
    )


def _ranked(before: str, after: str) -> bool:
    return _RANK_ENDS.match(after) is not None


_RANK_ENDS = rx(
    r" ?(?:$|[,.;:)]|(?:mondial\w*|au|en|sur|dans|a|in|of|out|with|among|parmi|world|globally|عالميا|على|في|من|إفريقيا|عربيا|دوليا)(?![^\W_]))"
)


def _ordinal(before: str, after: str) -> Class:
    if before.endswith("الساعه "):
        return "time"
    if _POINT_ORDINAL.match(after.lstrip()):
        return "ordinal"
    if _RANK_AFTER.match(after) or _RANK_BEFORE.search(before):
        return "rank"
    return "ordinal"
