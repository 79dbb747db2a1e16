"""Numbers, dates, money and names of countries as people in Morocco read them, from CLDR through Babel.

Django's own ``ar`` has neither Moroccan months (غشت) nor Moroccan grouping (1.234,5), so pages, charts and PDFs
all come here. ``lang`` is an interface language (``fr``, ``ar``, ``en``, ``es``, or a variant like ``ar-ma``);
anything else is read as French, the source language.
"""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_date as cldr_date
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate

Number = int | Decimal | float
Precision = Literal["day", "month", "year"]

# en_GB, not en: "5 March 2024" is what the United Nations and Moroccan offices write.
LOCALES = {"fr": "fr_MA", "ar": "ar_MA", "en": "en_GB", "es": "es_ES"}
FSI, PDI = "\u2068", "\u2069"
OVERRIDES = Path(__file__).parent / "cldr"


@lru_cache(maxsize=32)
def locale_of(lang: str) -> Locale:
    """The CLDR locale behind an interface language."""
    return Locale.parse(LOCALES[base_language(lang)])


def base_language(lang: str) -> str:
    """``ar-ma`` → ``ar``; an unknown or empty language → ``fr``."""
    base = lang.replace("_", "-").split("-")[0].lower()
    return base if base in LOCALES else "fr"


def is_rtl(lang: str) -> bool:
    return base_language(lang) == "ar"


def rounded(value: Number, decimals: int) -> Decimal:
    """Half up, as the figures engine rounds; a float is read as it prints. Never a negative zero."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"not a number that can be printed: {value}")
    wide = Context(prec=_digits(exact, decimals))
    result = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, wide)
    return result if result else abs(result)


def format_number(value: Number, lang: str, decimals: int | None = None, *, sign: bool = False) -> str:
    """``23 096`` (fr, U+202F), ``23.096`` (ar, es), ``23,096`` (en).

    Without ``decimals`` the value's own decimals are kept, trailing zeros dropped. ``sign`` prints ``+`` too.
    """
    exact = rounded(value, _own_decimals(value) if decimals is None else decimals)
    places = max(0, -int(exact.as_tuple().exponent))
    with localcontext(prec=_digits(exact, places)):
        text = format_decimal(exact, format=_pattern(places), locale=locale_of(lang))
    return _plus(exact, lang) + text if sign else text


def format_percent(value: Number, lang: str, decimals: int = 1, *, sign: bool = False) -> str:
    """``value`` is already in percent: 60.7 → ``60,7 %`` (fr), ``60,7%`` (ar). The space never breaks a line."""
    pattern: str = locale_of(lang).percent_formats[None].pattern
    number = format_number(value, lang, decimals, sign=sign)
    return number + pattern[pattern.rindex("0") + 1 :]


def format_money(amount: Number, currency: str, lang: str) -> str:
    """ISO 4217 currency; centimes are printed only when there are any: ``1 500 MAD``, ``1 500,50 MAD``."""
    exact = rounded(amount, 2)
    pattern = locale_of(lang).currency_formats["standard"].pattern
    if exact == exact.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return str(
        format_currency(exact, currency, format=pattern, locale=locale_of(lang), currency_digits=False)
    )


def format_date(day: date, lang: str, precision: Precision = "day", *, short: bool = False) -> str:
    """``5 mars 2024``, ``mars 2024`` or ``2024``; ``short`` is ``05/03/2024`` (``03/2024``) in every language."""
    if precision == "year":
        return f"{day.year:04d}"
    if short:
        return f"{day:%d/%m/}{day.year:04d}" if precision == "day" else f"{day:%m/}{day.year:04d}"
    if precision == "month":
        return str(format_skeleton("yMMMM", day, locale=locale_of(lang)))
    return str(cldr_date(day, "long", locale=locale_of(lang)))


def format_datetime(moment: datetime, lang: str, *, short: bool = False) -> str:
    """Date and 24-hour time in the current time zone (a naive moment is taken as local): ``5 mars 2024, 14:05``."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    comma = "، " if is_rtl(lang) else ", "
    return f"{format_date(local.date(), lang, short=short)}{comma}{local:%H:%M}"


def format_partial(partial: PartialDate, lang: str, *, short: bool = False) -> str:
    """A date as well as it is known: ``5 mars 2024``, ``mars 2024``, ``1990``, ``vers 1990``, ``Inconnue``."""
    with translation.override(base_language(lang)):
        if partial.date is None:
            return str(partial.precision.label)
        if partial.precision is BirthPrecision.ESTIMATED:
            return gettext("vers %(year)s") % {"year": partial.date.year}
    return format_date(partial.date, lang, _PRECISIONS[partial.precision], short=short)


def country_name(iso3: str, lang: str) -> str:
    """Name of an ISO 3166-1 alpha-3 code (also ``XXA`` stateless … ``XXX`` unspecified); an unknown code as it is."""
    own = _names("country-names.csv").get(iso3)
    if own:
        return own[base_language(lang)]
    iso2 = iso2_of(iso3)
    return locale_of(lang).territories.get(iso2, iso3) if iso2 else iso3


def iso2_of(iso3: str) -> str | None:
    """Alpha-2 code of an alpha-3 code, from CLDR's aliases; ``None`` if there is none."""
    found: list[str] = get_global("territory_aliases").get(iso3, [])
    return found[0] if len(iso3) == 3 and iso3.isalpha() and len(found) == 1 else None


def country_codes() -> list[str]:
    """Every alpha-3 code with a name, in code order: ISO 3166-1, ``XKX`` and the travel-document codes ``XX?``."""
    every: Mapping[str, list[str]] = get_global("territory_aliases")
    territories = locale_of("fr").territories
    iso = {code for code in every if (iso2 := iso2_of(code)) and iso2 in territories}
    return sorted((iso - _NOT_ISO) | set(_names("country-names.csv")))


def language_name(iso639_3: str, lang: str) -> str:
    """Name of an ISO 639-3 code (``fuf``: pular); an unknown code as it is."""
    own = _names("language-names.csv").get(iso639_3)
    if own:
        return own[base_language(lang)]
    short = get_global("language_aliases").get(iso639_3, iso639_3)
    return str(locale_of(lang).languages.get(short, iso639_3))


def isolate(text: object) -> str:
    """Bidi isolate (U+2068 … U+2069) for plain text: a number or a name keeps its own direction in a sentence.

    Templates use ``<bdi>``, which does the same.
    """
    return f"{FSI}{text}{PDI}"


_PRECISIONS: dict[BirthPrecision, Precision] = {
    BirthPrecision.DAY: "day",
    BirthPrecision.MONTH: "month",
    BirthPrecision.YEAR: "year",
}
# Codes CLDR knows that are withdrawn, reserved or no country; without them 249 remain, ISO 3166-1 as it stands.
_NOT_ISO = frozenset(
    ["BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "ASC", "CPT", "DGA", "TAA", "QUU", "XAA", "XBB", "XKK", "ZZZ"]
)


def _digits(exact: Decimal, decimals: int) -> int:
    """Room for every digit: the default of 28 would make a number of 30 digits an error."""
    return max(28, exact.adjusted() + decimals + 3)


def _own_decimals(value: Number) -> int:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    exact = exact.normalize(Context(prec=max(28, len(exact.as_tuple().digits))))
    return max(0, -int(exact.as_tuple().exponent)) if exact.is_finite() else 0


@lru_cache(maxsize=32)
def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _plus(exact: Decimal, lang: str) -> str:
    return str(locale_of(lang).number_symbols["latn"]["plusSign"]) if exact > 0 else ""


@lru_cache(maxsize=4)
def _names(file: str) -> dict[str, dict[str, str]]:
    with (OVERRIDES / file).open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: row for row in csv.DictReader(lines)}
