"""Single values: numbers, dates, references, states. Isolated, so that an Arabic sentence does not turn them round."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template import Library
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from musanada.kit import formats
from musanada.kit.choices import Privacy
from musanada.kit.dates import PartialDate
from musanada.kit.ids import show_reference
from musanada.web.templatetags.pieces.icons import svg

register = Library()
STATES = ("done", "open", "next", "wait", "late", "blocked", "void")
# States as the procedures name them, so that the same word has the same shape on every page.
SHAPES_OF_STATES = {
    **{name: name for name in STATES},
    **dict.fromkeys(("given", "completed", "committed", "seen", "published", "finished"), "done"),
    **dict.fromkeys(
        ("approved", "accepted", "active", "called", "running", "in_progress", "applied"), "open"
    ),
    **dict.fromkeys(("requested", "waiting", "pending", "submitted", "arrived", "proposed"), "wait"),
    **dict.fromkeys(("refused", "rejected", "failed", "denied", "suspended"), "blocked"),
    **dict.fromkeys(("overdue", "expired"), "late"),
    **dict.fromkeys(
        ("voided", "closed", "cancelled", "withdrawn", "merged", "left", "undone", "inactive"), "void"
    ),
}
NUMBERS = (int, float, Decimal)


def language() -> str:
    return get_language() or "fr"


def value_of(thing: Any, name: str, default: Any = None) -> Any:
    """Attribute or key: the lower apps hand over small dataclasses, models or dictionaries."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def absent() -> SafeString:
    """What stands where there is no value."""
    return format_html('<span class="absent">{}</span>', gettext("Non renseigné"))


@register.filter
def number(value: Any, decimals: int | None = None) -> SafeString:
    """``{{ n|number }}``, ``{{ n|number:1 }}``: grouped as the language groups. Text passes through isolated."""
    return _numeric(value, lambda v: formats.format_number(v, language(), decimals))


@register.filter
def signed(value: Any, decimals: int | None = None) -> SafeString:
    """With ``+`` before what is more than nothing."""
    return _numeric(value, lambda v: formats.format_number(v, language(), decimals, sign=True))


@register.filter
def percent(value: Any, decimals: int = 1) -> SafeString:
    """``value`` is already in percent: 60.7 gives ``60,7 %``."""
    return _numeric(value, lambda v: formats.format_percent(v, language(), decimals))


@register.filter
def signed_percent(value: Any, decimals: int = 1) -> SafeString:
    return _numeric(value, lambda v: formats.format_percent(v, language(), decimals, sign=True))


@register.filter
def money(amount: Any, currency: str = "MAD") -> SafeString:
    """``{{ amount|money:"MAD" }}`` with an ISO 4217 code."""
    return _numeric(amount, lambda v: formats.format_money(v, currency, language()))


@register.filter
def day(value: Any) -> SafeString:
    """A date, an instant (its local day) or a partial date, in words: ``5 mars 2024``."""
    return _dated(value, short=False)


@register.filter
def day_short(value: Any) -> SafeString:
    """The same in figures, for tables: ``05/03/2024``."""
    return _dated(value, short=True)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """Day and time: ``5 mars 2024, 14:05``."""
    if value is None:
        return absent()
    shown = formats.format_datetime(value, language())
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', value.isoformat(), shown)


@register.filter
def country(iso3: str) -> str:
    return formats.country_name(iso3, language()) if iso3 else absent()


@register.filter
def language_name(code: str) -> str:
    """Name of an ISO 639-3 code."""
    return formats.language_name(code, language()) if code else absent()


@register.filter
def reference(value: str) -> SafeString:
    """A reference in two groups, always read from its first character on."""
    return format_html('<span class="reference">{}</span>', show_reference(value)) if value else absent()


@register.filter
def bdi(value: Any) -> SafeString:
    """A name, phone, e-mail or number in its own direction."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def icon(name: str) -> SafeString:
    return svg(name)


@register.simple_tag
def state(kind: str, label: Any) -> SafeString:
    """``{% state "wait" _("En attente") %}``; kinds: done, open, next, wait, late, blocked, void, or a procedure's own

    state (``SHAPES_OF_STATES``). One that is not known gets the neutral shape: the word says what it is.
    """
    shape = SHAPES_OF_STATES.get(kind, "next")
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', shape, svg(shape), label)


@register.simple_tag
def privacy(level: str) -> SafeString:
    """The level's badge: what the reader sees here is not for everybody."""
    found = Privacy(level)
    return format_html(
        '<span class="privacy privacy-{}" title="{}">{}<bdi>{}</bdi><span class="visually-hidden"> : {}</span></span>',
        found.value,
        found.label,
        svg("lock"),
        found.value,
        found.label,
    )


@register.simple_tag
def hidden_cell(reason: Any, label: Any = "") -> SafeString:
    """A number that is not shown, and why: opens by click or Enter, without any script."""
    return format_html(
        '<details class="hidden-cell"><summary>{}</summary><p>{}</p></details>',
        label or gettext("masqué"),
        conditional_escape(reason),
    )


def _numeric(value: Any, show: Callable[[Any], str]) -> SafeString:
    if value is None or value == "":
        return absent()
    shown = show(value) if isinstance(value, NUMBERS) and not isinstance(value, bool) else value
    return format_html('<bdi class="number">{}</bdi>', shown)


def _dated(value: date | datetime | PartialDate | None, *, short: bool) -> SafeString:
    if value is None or value == "":
        return absent()
    if isinstance(value, PartialDate):
        return format_html("<bdi>{}</bdi>", formats.format_partial(value, language(), short=short))
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    shown = formats.format_date(value, language(), short=short)
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', value.isoformat(), shown)
