"""``{% load owners %}{% owner unit %}``: the unit that holds a record, and who answers for its data (law 09-08)."""

from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.access.doors import holds
from musanada.dataprotection.queries.registers import Answering, answering_for

register = Library()
KEPT = "answering_for"


@register.simple_tag(takes_context=True)
def owner(context: Context, unit: Any) -> SafeString:
    """The unit's name, and under it controller, processor and focal point as far as they are declared."""
    return format_html("<bdi>{}</bdi> {}", unit, answers_for(context, unit)) if unit else SafeString("")


@register.simple_tag(takes_context=True)
def answers_for(context: Context, unit: Any) -> SafeString:
    """The second half alone, where the page names the unit by itself."""
    if not unit:
        return SafeString("")
    kept: Any = context.render_context
    known: dict[Any, Answering] = kept.setdefault(KEPT, {})
    if unit.pk not in known:
        known[unit.pk] = answering_for(unit)
    return format_html('<span class="soft small">{}</span>', in_words(known[unit.pk]))


def in_words(found: Answering) -> str:
    parts = [_("Responsable du traitement : %(name)s") % {"name": found.controller}]
    if found.processor:
        parts.append(_("sous-traitant : %(name)s") % {"name": found.processor})
    if found.focal_point:
        parts.append(found.focal_point)
    return " · ".join(parts)


@register.simple_tag(takes_context=True)
def may_set_deadlines(context: Context) -> bool:
    """For the administration's tabs: an administrator sets the legal clocks and sees no register."""
    actor: Any = context.get("user")
    return bool(actor) and holds(actor, "dataprotection.deadlines")
