"""``{% load monitoring %}``: a code in words, a period in words, the shape of a state, what the tabs show."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.template import Context, Library

from musanada.access.doors import holds
from musanada.monitoring.queries.aggregates import SHAPES
from musanada.monitoring.words import language, plain, when

register = Library()


@register.filter
def word(words: Mapping[str, str], code: str) -> str:
    """``{{ words|word:one.service }}``: the code itself where there are no words."""
    return words.get(code, code)


@register.filter
def period_words(period: str) -> str:
    return when(period, language())


@register.filter
def whole(value: Decimal) -> Any:
    """12.00 as 12."""
    return plain(value)


@register.filter
def shape(state: str) -> str:
    """The shape of the state of a reported total."""
    return SHAPES.get(state, "next")


@register.inclusion_tag("monitoring/_tabs.html", takes_context=True)
def monitoring_tabs(context: Context, here: str) -> dict[str, Any]:
    """The parts of monitoring that the reader may open."""
    actor = context["request"].user
    rights = {
        "may_figures": "figures.view",
        "may_targets": "targets.view",
        "may_report": "aggregates.report",
        "may_quality": "quality.view",
    }
    return {"here": here} | {name: holds(actor, right) for name, right in rights.items()}


@register.filter
def of(found: Mapping[Any, str], key: Any) -> str:
    """``{{ found|of:key }}``: nothing where there is none."""
    return found.get(key, "")
