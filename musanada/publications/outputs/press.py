"""Sentences for the press, made from the figures: "plus de" and "près de" only where they are true, always followed by
the exact number and by the id that opens it. Nothing in them is written by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import is_rtl
from musanada.kit.periods import Change, read_span
from musanada.publications.cells import FigureCell
from musanada.publications.narrative.wording import moved, number_text, phrase, with_unit
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.texts import Teller, period_words, spoken

SMALL = 100  # below, the exact number is as short as any approximation
WITHIN = 20  # "près de": at most one part in twenty below, and nearer to it than to the round number before
AT_MOST = 12


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    for lang in content.languages:
        yield f"press.{lang}.txt", text(content, lang).encode()


@dataclass(frozen=True)
class Approximate:
    """``word`` is ``more``, ``near`` or "" (the number itself)."""

    word: str
    round: int


def approximate(value: int) -> Approximate:
    """Two digits that count: 8 588 → près de 8 600; 8 512 → plus de 8 500; 8 500 → 8 500."""
    if value < SMALL:
        return Approximate("", value)
    step = int(10 ** (len(str(value)) - 2))
    below = value // step * step
    above = below + step
    if value == below:
        return Approximate("", value)
    if above - value < value - below and (above - value) * WITHIN <= above:
        return Approximate("near", above)
    return Approximate("more", below)


def headline(cell: FigureCell, teller: Teller) -> str:
    """``près de 8 600 personnes``, or the number itself where rounding would say less."""
    lang = teller.lang
    if cell.hidden or cell.value is None:
        return teller.value(cell)
    whole = isinstance(cell.value, int) or cell.value == cell.value.to_integral_value()
    if not whole or cell.unit == "percent" or cell.value < 0:
        return with_unit(cell.value, cell.unit, lang, teller.decimals(cell))
    found = approximate(int(cell.value))
    said = with_unit(found.round, cell.unit, lang)
    return phrase(found.word, lang, n=said) if found.word else said


def change_of(cell: FigureCell, teller: Teller) -> str:
    """``en hausse de 7,2 % par rapport à 2023`` where the publication prints that change; else nothing."""
    found = changes(teller.content).get((cell.figure, cell.dims, cell.period))
    if found is None or found.hidden or found.value is None:
        return ""
    change, against = Decimal(found.value), found.period.partition("~")[2]
    words = moved(change, number_text(abs(change), "percent", teller.lang, 1), teller.lang)
    return _("%(moved)s par rapport à %(period)s") % {
        "moved": words,
        "period": period_words(against, teller.lang),
    }


def changes(content: Content) -> dict[tuple[str, object, str], FigureCell]:
    found: dict[tuple[str, object, str], FigureCell] = {}
    for cell in content.cells:
        try:
            span = read_span(cell.period)
        except BadInput:
            continue
        if isinstance(span, Change) and cell.unit == "percent":
            found.setdefault((cell.figure, cell.dims, span.of.text), cell)
    return found


def sentence(cell: FigureCell, teller: Teller) -> str:
    """``Personnes aidées, 2024 : près de 8 600 personnes (8 588), en hausse de 7,2 % par rapport à 2023.``"""
    lang = teller.lang
    comma = "، " if is_rtl(lang) else ", "
    colon = "\u00a0: " if lang == "fr" else ": "
    said = headline(cell, teller)
    exact = teller.value(cell)
    number = said if exact in said else f"{said} ({exact})"
    parts = [number, change_of(cell, teller)]
    end = "" if cell.external is False else f" {_('Source')}{colon}{teller.source(cell)}."
    return f"{teller.name(cell)}{comma}{teller.period(cell)}{colon}{comma.join(filter(None, parts))}.{end}"


def key_cells(content: Content, lang: str) -> list[FigureCell]:
    """What the text cites, in its order: shown numbers, no changes (they stand beside theirs)."""
    document = content.documents[lang]
    ordered = sorted(document.marks, key=lambda key: document.marks[key])
    cells = [document.cells[key] for key in ordered if key in document.cells]
    return [cell for cell in cells if not cell.hidden and cell.value is not None and "~" not in cell.period]


def text(content: Content, lang: str) -> str:
    with spoken(lang):
        teller = Teller(content, lang)
        lines = [content.documents[lang].title, ""]
        for cell in key_cells(content, lang)[:AT_MOST]:
            lines += [sentence(cell, teller), content.meta.figure_page(cell.id, lang) or cell.id, ""]
    return "\n".join(lines)
