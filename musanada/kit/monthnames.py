"""Names of months and the small words around dates, in French, Arabic (Maghreb, Mashreq), English and Spanish.

Month names come from CLDR; everything is compared folded: lower case, no accents, no Arabic vowel signs.
"""

import re
import unicodedata

from babel import Locale

from musanada.kit.choices import BirthPrecision
from musanada.kit.numbers import western_digits

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": None, "،": " ", ",": " "})
_LOCALES = ("fr", "en", "es", "ar", "ar_MA", "ar_DZ", "ar_TN", "ar_SY", "ar_MR")


def fold(text: str) -> str:
    """Lower case, western digits, no accents or vowel signs, Arabic letters unified, commas as spaces."""
    decomposed = unicodedata.normalize("NFD", western_digits(text).translate(_ARABIC).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.translate(_ARABIC).split())


def _all_months() -> dict[str, int]:
    names: dict[str, int] = {}
    for code in _LOCALES:
        months = Locale.parse(code).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                names.setdefault(fold(name).rstrip("."), number)
    return names | _prefixes(names) | {fold("اوت"): 8, fold("يوليو"): 7}


def _prefixes(names: dict[str, int]) -> dict[str, int]:
    """Beginnings of Latin names from three letters on that mean one month only: ``sept``, ``juil``, ``dec``."""
    meanings: dict[str, set[int]] = {}
    for name, number in names.items():
        if name.isascii():
            for end in range(3, len(name)):
                meanings.setdefault(name[:end], set()).add(number)
    return {start: min(found) for start, found in meanings.items() if len(found) == 1}


MONTHS = _all_months()
MONTH_PATTERN = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
    + r")(?![^\W\d_])\.?"
)


def month_number(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _words(*words: str) -> str:
    return "|".join(sorted((re.escape(fold(w)) for w in words), key=len, reverse=True))


def _weekdays() -> list[str]:
    return [day for code in _LOCALES for day in Locale.parse(code).days["format"]["wide"].values()]


APPROXIMATE = re.compile(
    r"(?<!\w)(?:"
    + _words("vers", "environ", "autour de", "circa", "about", "around", "approx", "hacia", "alrededor de")
    + "|"
    + _words("حوالي", "نحو", "تقريبا", "approximativement", "approximately", "aproximadamente", "env", "ca")
    + r")(?!\w)\.?|(?<!\w)c\.(?=\s?\d)|[~≈]"
)
FILLERS = re.compile(
    r"(?<!\w)(?:"
    + _words(
        "né",
        "née",
        "né(e)",
        "le",
        "en",
        "de",
        "del",
        "du",
        "nacido",
        "nacida",
        "el",
        "born",
        "on",
        "in",
        "of",
    )
    + "|"
    + _words(
        "the", "l'année", "année", "year", "año", "سنة", "عام", "شهر", "يوم", "ولد", "ولدت", "في", "مزداد"
    )
    + "|"
    + _words("مزدادة", "né le", "date", "d'", *_weekdays())
    + r")(?!\w)|(?<=\d)\s?(?:er|st|nd|rd|th|ro|º|°|م)(?!\w)"
)
HIJRI = re.compile(
    r"\d\s?(?:ه|هجري\w*)(?!\w)|hegir|hijri|محرم|صفر|ربيع|جمادي|رجب|شعبان|رمضان|شوال|ذو ال|ذي ال"
)
ANSWERS = {
    fold(word): answer
    for answer, words in {
        BirthPrecision.UNKNOWN: "inconnu;inconnue;ne sait pas;nsp;unknown;desconocido;desconocida;غير معروف;"
        "غير معروفة;لا يعرف;لا تعرف;مجهول;?;??",
        BirthPrecision.REFUSED: "refus;refusé;refusée;refus de répondre;refused;rechazado;رفض;رفض الجواب",
        BirthPrecision.NOT_ASKED: "non demandé;non demandée;not asked;no preguntado;لم يسأل",
    }.items()
    for word in words.split(";")
}
