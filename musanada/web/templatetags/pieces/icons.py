"""Shapes drawn here, 16 by 16 units, so that a state never depends on its colour. Lines only, no font, no file."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SHAPES: dict[str, str] = {
    "done": '<rect class="fill" x="1" y="1" width="14" height="14" rx="2"/><path class="knock" d="M4.5 8.2l2.4 2.4 4.6-5"/>',
    "check": '<path d="M2.5 8.5l3.5 3.5 7.5-8"/>',
    "here": '<circle cx="8" cy="8" r="6.6"/><circle class="fill" cx="8" cy="8" r="2.6"/>',
    "next": '<circle cx="8" cy="8" r="6.6"/>',
    "open": '<circle cx="8" cy="8" r="6.6"/><path class="fill" d="M8 1.4a6.6 6.6 0 0 1 0 13.2z"/>',
    "blocked": '<path class="fill" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="knock" d="M4.5 8h7"/>',
    "late": '<path class="fill" d="M8 1.5l7 12.7H1z"/><path class="knock" d="M8 6.2v3.6M8 12v.1"/>',
    "wait": '<path d="M8 1.4L14.6 8 8 14.6 1.4 8z"/><path class="fill" d="M8 5.2L10.8 8 8 10.8 5.2 8z"/>',
    "void": '<circle cx="8" cy="8" r="6.6"/><path d="M3.4 12.6l9.2-9.2"/>',
    "info": '<circle cx="8" cy="8" r="6.8"/><path d="M8 7.4v4M8 4.6v.1"/>',
    "search": '<circle cx="6.8" cy="6.8" r="4.8"/><path d="M10.4 10.4L14.5 14.5"/>',
    "down": '<path d="M3.5 6l4.5 4.5L12.5 6"/>',
    "up": '<path d="M3.5 10l4.5-4.5L12.5 10"/>',
    "both": '<path d="M4.5 6L8 2.5 11.5 6M4.5 10L8 13.5 11.5 10"/>',
    "rise": '<path d="M3 13L13 3M6 3h7v7"/>',
    "fall": '<path d="M3 3l10 10M6 13h7V6"/>',
    "equal": '<path d="M3 6h10M3 10h10"/>',
    "forward": '<path d="M6 3.5L10.5 8 6 12.5"/>',
    "back": '<path d="M10 3.5L5.5 8 10 12.5"/>',
    "close": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "person": '<circle cx="8" cy="5" r="3.2"/><path d="M1.8 14.5c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5"/>',
    "lock": '<rect x="2.5" y="7" width="11" height="7.5" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
    "more": '<circle class="fill" cx="3" cy="8" r=".9"/><circle class="fill" cx="8" cy="8" r=".9"/><circle class="fill" cx="13" cy="8" r=".9"/>',
    "act": '<circle class="fill" cx="8" cy="8" r="4"/>',
    "file": '<path d="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3"/>',
    "home": '<path d="M2 7.5L8 2.5l6 5v7H2z"/>',
    "shared": '<path d="M2 8h10M8.5 4L12.5 8l-4 4"/>',
    "due": '<circle cx="8" cy="8" r="6.6"/><path d="M8 4.2V8l2.6 1.8"/>',
}
DIRECTIONAL = frozenset({"forward", "back", "rise", "fall", "shared", "open"})


def svg(name: str) -> SafeString:
    """The shape ``name``, hidden from screen readers: the word beside it speaks."""
    mirror = " icon-mirror" if name in DIRECTIONAL else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mirror,
        mark_safe(SHAPES[name]),  # noqa: S308 - our own constants above
    )
