"""The words that several pages of monitoring share: subjects, states, a number beside its unit, a ventilation."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from musanada.kit.periods import read_span
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels, axis_title, period_label, unit_word, value_text
from musanada.reporting.engine.axes import Filter
from musanada.reporting.groups import group_title

TOTAL = "total"
WHOLE = Decimal(1)


def language() -> str:
    """The page's."""
    return get_language() or "fr"


def plain(value: Decimal) -> int | Decimal:
    """120.00 → 120: a stored value as the figures beside it are printed."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def number_words(value: Decimal | int | None, unit: str, lang: str) -> str:
    """``8 588 personnes``, ``60,7 %``: the number and, where it carries no sign of its own, its unit."""
    if value is None:
        return ""
    shown = plain(Decimal(value))
    word = "" if unit in {"percent", "MAD"} else unit_word(unit, shown)
    return " ".join(filter(None, (value_text(shown, unit, lang), word)))


def when(period: str, lang: str) -> str:
    return period_label(read_span(period), lang)


def split_words(labels: Labels, filters: Iterable[Filter]) -> str:
    """``Sexe : Femme · Région : Oriental``; nothing for a total."""
    said = []
    for one in filters:
        codes = ", ".join(labels.of(one.axis, one.axis.name, code) for code in one.codes)
        said.append(f"{axis_title(one.axis.name)} : {codes}")
    return " · ".join(said)


def by_subject(indicators: Iterable[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Indicators under their subjects, in the order of the definitions."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators:
        found.setdefault(one.group, []).append(one)
    return [(group_title(group), ones) for group, ones in found.items()]


def indicator_choices(indicators: Iterable[Indicator], lang: str) -> list[tuple[str, Any]]:
    """For a select: subjects, and under each its indicators in words."""
    return [
        (title, [(one.id, one.label.in_language(lang)) for one in ones])
        for title, ones in by_subject(indicators)
    ]
