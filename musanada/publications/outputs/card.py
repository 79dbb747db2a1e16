"""A card for social networks, 1200 × 630: one number, what it counts, until when, who says it, where it is explained.

As SVG, and as PNG since the networks take no SVG. ``message`` is what goes with it, and its description for those who
do not see it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from musanada.kit.formats import format_date, is_rtl
from musanada.kit.svg import Frame
from musanada.kit.svg.canvas import Canvas
from musanada.kit.svg.metrics import text_width, wrap
from musanada.publications.cells import FigureCell
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.pictures import png
from musanada.publications.outputs.press import change_of, headline, key_cells, sentence
from musanada.publications.outputs.texts import Teller, comma_of, spoken

WIDTH, HEIGHT, EDGE = 1200, 630, 72
JOINED = 0.75  # large Arabic letters are wider than their average
SIZES = (120, 104, 88, 72, 60, 50)


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    for lang in content.languages:
        svg = card(content, lang)
        if svg:
            yield f"card.{lang}.svg", svg.encode()
            yield f"card.{lang}.png", png(svg, width=WIDTH, ppi=72)


def chosen(content: Content, lang: str) -> FigureCell | None:
    """The first number of our own that the text cites; the first of others where there is none."""
    cells = key_cells(content, lang)
    return next((cell for cell in cells if not cell.external), next(iter(cells), None))


def message(content: Content, lang: str) -> str:
    """The sentence that goes with the card; empty where the text cites nothing."""
    cell = chosen(content, lang)
    with spoken(lang):
        return sentence(cell, Teller(content, lang)) if cell else ""


def card(content: Content, lang: str) -> str:
    cell = chosen(content, lang)
    if cell is None:
        return ""
    with spoken(lang):
        return str(_drawn(content, cell, Teller(content, lang)))


def _drawn(content: Content, cell: FigureCell, teller: Teller) -> str:
    meta, lang = content.meta, teller.lang
    room = WIDTH - 2 * EDGE
    canvas = Canvas(Frame(sentence(cell, teller), lang=lang, width=WIDTH))
    canvas.rect(0, 0, WIDTH, HEIGHT, "paper")
    canvas.rect(0, 0, WIDTH, 18, "s1")
    canvas.text(EDGE, 92, meta.publisher, size=30, fill="soft")
    y = 200.0
    for line in wrap(f"{teller.name(cell)}{comma_of(lang)}{teller.period(cell)}", 42, room, 2):
        canvas.text(EDGE, y, line, size=42)
        y += 54
    big = headline(cell, teller)
    wide = room * (JOINED if is_rtl(lang) else 1)
    size = next((one for one in SIZES if text_width(big, one, bold=True) <= wide), SIZES[-1])
    y += size * 0.75
    for line in wrap(big, size, room, 2):
        canvas.text(EDGE, y, line, size=size, fill="s1", bold=True)
        y += size * 1.1
    change = change_of(cell, teller)
    if change:
        canvas.text(EDGE, y - size * 0.15, change, size=36)
    canvas.line(EDGE, HEIGHT - 118, WIDTH - EDGE, HEIGHT - 118, "axis")
    known = _("Données connues au %(day)s") % {"day": format_date(meta.known_at.date(), lang)}
    canvas.text(EDGE, HEIGHT - 76, known, size=26, fill="soft")
    address = meta.figure_page(cell.id, lang).removeprefix("https://").removeprefix("http://")
    canvas.text(EDGE, HEIGHT - 38, address or cell.id, size=22, fill="soft")
    return str(canvas.svg(HEIGHT))
