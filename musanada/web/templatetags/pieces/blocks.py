"""Blocks that hold other markup: sections, notices, menus, fact lists, table areas."""

from typing import Any

from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from musanada.web.templatetags.pieces.icons import svg
from musanada.web.templatetags.pieces.values import absent, number, privacy

register = Library()
NOTICES = {
    "done": ("done", _("Fait")),
    "info": ("info", _("À savoir")),
    "warning": ("late", _("Attention")),
    "danger": ("blocked", _("Important")),
}


def _inner(content: str) -> SafeString:
    return mark_safe(content)  # noqa: S308 - rendered by the template engine, already escaped


@register.simple_block_tag
def section(
    content: str,
    title: Any,
    id: str = "",
    count: int | None = None,
    action_url: str = "",
    action: Any = "",
    plain: bool = False,
    level: str = "",
) -> SafeString:
    """``{% section _("Identité") %}…{% endsection %}``: heading in the margin on a wide screen.

    ``plain`` keeps the heading above; ``count`` stands beside it; ``level`` is the privacy level's badge.
    """
    return format_html(
        '<section class="section{}"{}><div class="section-head"><h2>{}{}</h2>{}{}</div>'
        '<div class="section-body">{}</div></section>',
        " section-plain" if plain else "",
        format_html(' id="{}"', id) if id else "",
        title,
        format_html(' <span class="count">{}</span>', number(count)) if count is not None else "",
        privacy(level) if level else "",
        format_html('<a class="section-actions" href="{}">{}</a>', action_url, action) if action_url else "",
        _inner(content),
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: Any = "", live: bool = False) -> SafeString:
    """``{% notice "warning" _("…") %}…{% endnotice %}``; kinds: done, info, warning, danger. ``live`` is read out."""
    shape, word = NOTICES[kind]
    heading = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice-{}"{}>{}<div class="notice-body"><span class="visually-hidden">{} : </span>{}{}</div></div>',
        kind,
        mark_safe(' role="alert"') if live else "",
        svg(shape),
        word,
        heading,
        _paragraph(content),
    )


@register.simple_block_tag
def menu(content: str, label: Any, start: bool = False) -> SafeString:
    """Secondary actions behind one button: links or ``<button class="menu-item">`` inside forms."""
    return format_html(
        '<details class="menu{}"><summary class="button button-secondary">{}{}</summary>'
        '<div class="menu-panel">{}</div></details>',
        " menu-start" if start else "",
        label,
        svg("down"),
        _inner(content),
    )


@register.simple_block_tag
def empty_list(content: str, title: Any) -> SafeString:
    """An empty list says why it is empty and what to do."""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, _paragraph(content))


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """``{% facts %}{% fact _("Sexe") person.sex_label %}{% endfacts %}``: a definition list."""
    return format_html('<dl class="facts">{}</dl>', _inner(content))


@register.simple_tag
def fact(label: Any, value: Any = None, level: str = "") -> SafeString:
    """One line of ``facts``; an empty value says so. ``level`` marks what others do not see."""
    shown = absent() if value is None or str(value).strip() == "" else conditional_escape(value)
    badge = format_html(" {}", privacy(level)) if level else ""
    return format_html("<div><dt>{}{}</dt><dd>{}</dd></div>", label, badge, shown)


@register.simple_block_tag
def fact_block(content: str, label: Any, level: str = "") -> SafeString:
    """The same with markup as its value."""
    return fact(label, _inner(content), level)


@register.simple_block_tag
def table_area(content: str, label: Any, cards: bool = False) -> SafeString:
    """Around ``<table class="table">``: scrolls by itself; with ``cards`` every row is a card on a phone.

    With ``cards`` write ``data-label`` on each ``<td>`` and ``class="row-main"`` on the cell that names the row.
    """
    return format_html(
        '<div class="table-wrap{}" role="region" aria-label="{}" tabindex="0" data-list>{}</div>',
        " table-cards" if cards else "",
        label,
        _inner(content),
    )


def _paragraph(content: str) -> SafeString:
    """Bare text becomes a paragraph; markup stays as it is."""
    stripped = content.strip()
    return (
        _inner(stripped)
        if stripped.startswith("<") or not stripped
        else format_html("<p>{}</p>", _inner(stripped))
    )
