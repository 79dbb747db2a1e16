"""Numbers in a sentence: formats, units with their plural forms, "plus de / près de", directions, lists, in a language.

The words lie in ``words/<lang>.yaml`` and not in the catalogues of the interface: a report is in its own language,
whoever reads the page around it, and Arabic nouns need five forms after a number.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.utils import translation

from musanada.kit.formats import base_language, format_money, format_number, format_percent, is_rtl, locale_of
from musanada.kit.periods import read_span
from musanada.publications.cells import FigureCell, Number

FOLDER = Path(__file__).parent / "words"
FORMS = {"ar": ("one", "two", "few", "many", "other")}
NBSP = "\u00a0"


def phrase(key: str, lang: str, /, **values: str) -> str:
    text = _words(base_language(lang))["phrases"][key]
    return str(text) % values if values else str(text)


def unit_word(unit: str, value: Number, lang: str) -> str:
    """The noun as it follows this number, or "" where the unit carries its own sign (percent, MAD)."""
    forms = _words(base_language(lang))["units"].get(unit)
    return str(forms[_form(value, lang)]) if forms else ""


def with_unit(value: Number, unit: str, lang: str, decimals: int | None = None) -> str:
    """``1 234 personnes``, ``شخصان``, ``60,7 %``: number and noun, never parted at the end of a line."""
    number = number_text(value, unit, lang, decimals)
    noun = unit_word(unit, value, lang)
    if not noun:
        return number
    if is_rtl(lang) and value in (1, 2):
        return noun
    return f"{number}{NBSP}{noun}"


def number_text(value: Number, unit: str, lang: str, decimals: int | None = None) -> str:
    """A value with its sign; whole numbers have no decimals, others those of their definition."""
    if unit == "percent":
        return format_percent(value, lang, 1 if decimals is None else decimals)
    if unit == "MAD":
        return format_money(value, "MAD", lang)
    whole = isinstance(value, int) or value == value.to_integral_value()
    return format_number(value, lang, None if whole or decimals is None else decimals)


def cell_text(cell: FigureCell, lang: str, decimals: int | None = None) -> str:
    """As a table prints it."""
    if cell.hidden:
        return phrase("hidden_cell", lang)
    if cell.value is None:
        return phrase("missing", lang)
    return number_text(cell.value, cell.unit, lang, decimals)


def percent(part: Number | Fraction, whole: Number | Fraction, decimals: int) -> Decimal:
    """A share in percent, half up on the exact quotient."""
    return half_up(Fraction(part) * 100 / Fraction(whole), decimals)


def half_up(exact: Fraction, decimals: int) -> Decimal:
    scaled = int(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(-scaled if exact < 0 else scaled).scaleb(-decimals)


def moved(change: Decimal, text: str, lang: str, *, percent: bool = True) -> str:
    """``en hausse de 4,2 %`` from a signed change and the unsigned number as printed; ``""`` says the direction alone."""
    if not change:
        return phrase("same", lang)
    if not text:
        return phrase("rising" if change > 0 else "falling", lang)
    kind = "up" if change > 0 else "down"
    return phrase(kind if percent else f"{kind}_abs", lang, n=text)


def listed(items: Sequence[str], lang: str) -> str:
    """``a, b et c``; Arabic joins every item with و."""
    if not items:
        return ""
    if len(items) == 1:
        return items[0]
    joint = phrase("and", lang)
    if is_rtl(lang) and len(items) == 2:
        return joint.join(items)
    if is_rtl(lang):
        return (phrase("comma", lang).rstrip() + joint).join(items)
    last = items[-1]
    if (
        base_language(lang) == "es"
        and last.lower().startswith(("i", "hi"))
        and not last.lower().startswith("hie")
    ):
        joint = " e "
    return phrase("comma", lang).join(items[:-1]) + joint + last


def period_words(period: str, lang: str) -> str:
    from musanada.reporting.display import period_label

    with translation.override(base_language(lang)):
        return period_label(read_span(period), lang)


def axis_words(axis: str, lang: str) -> str:
    from musanada.reporting.display import axis_title

    with translation.override(base_language(lang)):
        return str(axis_title(axis))


def _form(value: Number, lang: str) -> int:
    """Which of the unit's forms follows this number (CLDR's plural rules)."""
    category = locale_of(lang).plural_form(Decimal(str(abs(value))))
    names = FORMS.get(base_language(lang), ("one", "other"))
    return names.index(category) if category in names else len(names) - 1


@lru_cache(maxsize=4)
def _words(lang: str) -> Mapping[str, Mapping[str, str]]:
    import yaml

    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        (FOLDER / f"{lang}.yaml").read_text(encoding="utf-8")
    )
    return loaded
