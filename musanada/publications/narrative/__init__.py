"""Text with citations: what it asks for (``wanted``), what it prints (``compose``), what is wrong (``lint``), its lock."""

from typing import TYPE_CHECKING

from musanada.publications.narrative.wants import Derived, Term, Wants, wanted

if TYPE_CHECKING:
    from musanada.press.reading.numbers import Finding
    from musanada.publications.narrative.document import Document
    from musanada.publications.wanted import Source

__all__ = ["Derived", "Term", "Wants", "compose", "lint", "wanted"]


def compose(text: str, lang: str, period: str, source: "Source", *, strict: bool = True) -> "Document":
    """The text with every citation printed in ``lang`` (fr, ar, en, es) from the cells of ``source``.

    Raises BadInput (with the line) for a citation that cannot be read or answered; not ``strict`` (the live
    preview) prints its source in its place.
    """
    from musanada.publications.narrative.composing import composed

    return composed(text, lang, period, source, strict=strict)


def lint(
    text: str, lang: str, period: str, source: "Source | None" = None, lock: "dict[str, str] | None" = None
) -> "tuple[Finding, ...]":
    """What keeps the text from being published (level ``error``), and what to look at (``check``); positions in ``text``.

    Without a ``source`` nothing is computed: claims are not verified. ``lock``: what each citation printed last time.
    """
    from musanada.publications.narrative.linting import findings

    return findings(text, lang, period, source, lock)
