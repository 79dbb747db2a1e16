"""A document as HTML: every cited number is a link to its figure's page, every chart has its table, no script.

Headings begin at level 2: the page's title is the only ``h1``. Text is escaped here and nowhere else; the only markup
taken as it is are our own drawings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import (
    Annex,
    Block,
    Cited,
    DefinitionEntry,
    Document,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    SourceEntry,
    TableBlock,
    TableCell,
)
from musanada.publications.outputs.texts import (
    comma_of,
    credit_of,
    day_words,
    period_words,
    plain_text,
    under,
)

TAGS = {"strong": "strong", "em": "em", "code": "code"}
CONTENTS_DEPTH = 2


@dataclass(frozen=True)
class Entry:
    """A line of the contents. ``depth`` from 1."""

    anchor: str
    text: str
    depth: int


class Page:
    """``address`` gives the page of a cell's id."""

    def __init__(self, document: Document, address: Callable[[str], str]) -> None:
        self.document, self.address = document, address
        self.lang = document.language
        self.level = 1
        self.shift = 2 - min((b.level for b in document.blocks if isinstance(b, Heading)), default=2)
        self.anchors: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.body = SafeString("\n".join(map(self.block, document.blocks)))

    @property
    def contents(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.depth <= CONTENTS_DEPTH]

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return f"<p>{self.said(block.inlines)}</p>"
            case Quote():
                return f"<blockquote><p>{self.said(block.inlines)}</p></blockquote>"
            case Listing():
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}>{''.join(f'<li>{self.said(item)}</li>' for item in block.items)}</{tag}>"
            case TableBlock():
                return self.table(block)
            case Picture():
                return self.picture(block)
            case Annex():
                return self.annex(block)
            case Rule():
                return "<hr>"

    def heading(self, heading: Heading) -> str:
        self.level = max(2, min(heading.level + self.shift, self.level + 1, 5))
        return self.titled(heading.anchor or "part", self.said(heading.inlines), plain_text(heading.inlines))

    def titled(self, anchor: str, markup: str, text: str) -> str:
        name = self.anchor(anchor)
        self.entries.append(Entry(name, text, self.level - 1))
        return f'<h{self.level} id="{name}">{markup}</h{self.level}>'

    def anchor(self, name: str) -> str:
        """An id once in the page."""
        wanted = "".join(one if one.isalnum() or one in "-_" else "-" for one in name)
        self.anchors[wanted] = self.anchors.get(wanted, 0) + 1
        return wanted if self.anchors[wanted] == 1 else f"{wanted}-{self.anchors[wanted]}"

    def said(self, inlines: Sequence[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, one: Inline) -> str:
        text = escape(one.text)
        if isinstance(one, Cited):
            cell = self.cell(one.keys[0]) if one.keys else None
            return (
                f'<a class="cited" href="{self.href(cell)}">{isolated(text)}</a>' if cell else isolated(text)
            )
        tag = TAGS.get(one.style)
        styled = f"<{tag}>{text}</{tag}>" if tag else text
        if one.url.startswith(("https://", "http://", "mailto:")):
            return f'<a href="{escape(one.url)}" rel="noopener noreferrer">{styled}</a>'
        return styled

    def cell(self, key: str) -> FigureCell | None:
        return self.document.cells.get(key)

    def href(self, cell: FigureCell) -> str:
        return escape(self.address(cell.id))

    def table(self, table: TableBlock, caption: bool = True) -> str:
        said = self.said(table.caption)
        head = "".join(
            f'<th scope="col"{self.side(table, at)}>{escape(cell.text)}</th>'
            for at, cell in enumerate(table.columns)
        )
        rows = "".join(self.row(row) for row in table.rows)
        total = f"<tfoot>{self.row(table.total)}</tfoot>" if table.total else ""
        notes = "".join(f"<li>{escape(note)}</li>" for note in table.notes)
        shown = "" if caption else ' class="visually-hidden"'
        return (
            f'<div class="pub-table" id="{self.anchor(table.anchor or "table")}"><div class="pub-scroll" role="region" '
            f'tabindex="0" aria-label="{escape(plain_text(table.caption))}"><table><caption{shown}>{said}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{total}</table></div>"
            + (f'<ul class="pub-notes">{notes}</ul>' if notes else "")
            + "</div>"
        )

    def side(self, table: TableBlock, column: int) -> str:
        sample = table.rows[0] if table.rows else table.total
        return ' class="number"' if column < len(sample) and sample[column].number else ""

    def row(self, cells: Sequence[TableCell]) -> str:
        return f"<tr>{''.join(self.place(cell, first=at == 0) for at, cell in enumerate(cells))}</tr>"

    def place(self, cell: TableCell, *, first: bool) -> str:
        known = self.cell(cell.key) if cell.key else None
        text = isolated(escape(cell.text)) if cell.number else escape(cell.text)
        if known and cell.text:
            text = f'<a class="cited" href="{self.href(known)}">{text}</a>'
        if first and not cell.number:
            return f'<th scope="row">{text}</th>'
        names = [*(["number"] if cell.number else []), *(["pub-hidden"] if cell.hidden else [])]
        return f'<td class="{" ".join(names)}">{text}</td>' if names else f"<td>{text}</td>"

    def picture(self, picture: Picture) -> str:
        """The drawing, then its table folded: it opens without any script."""
        credit = f'<p class="pub-credit">{escape(picture.credit)}</p>' if credit_of(picture) else ""
        label = escape(plain_text(picture.caption))
        same = plain_text(picture.caption) == plain_text(picture.table.caption)
        return (
            f'<figure class="pub-picture" id="{self.anchor(picture.anchor or "picture")}">'
            f"<figcaption>{self.said(picture.caption)}</figcaption>"
            f'<div class="pub-drawing" role="region" tabindex="0" aria-label="{label}">{picture.svg}</div>{credit}'
            f"<details><summary>{escape(_('Le tableau de ces nombres'))}</summary>"
            f"{self.table(picture.table, caption=not same)}</details></figure>"
        )

    def annex(self, annex: Annex) -> str:
        made = []
        self.level = min(under(self.document.blocks, annex, self.level), 4)
        if annex.definitions:
            title = _("Définitions")
            made.append(self.titled("definitions", escape(title), title))
            made += [self.definition(one) for one in annex.definitions]
        if annex.sources:
            title = _("Sources des chiffres d'autres organismes")
            made.append(self.titled("sources", escape(title), title))
            made += [self.source(one) for one in annex.sources]
        return "\n".join(made)

    def definition(self, one: DefinitionEntry) -> str:
        below = self.level + 1
        version = _("version %(version)s") % {"version": one.version}
        notes = "".join(f'<p class="soft small">{escape(note)}</p>' for note in one.notes)
        return (
            f'<div class="pub-entry" id="{self.anchor(f"def-{one.figure}")}"><h{below}>{escape(one.label)}</h{below}>'
            f"<p>{escape(one.definition)}</p>{notes}"
            f'<p class="soft small"><bdi class="reference">{escape(one.figure)}</bdi> · {escape(version)}</p></div>'
        )

    def source(self, one: SourceEntry) -> str:
        parts = [
            one.source,
            period_words(one.period, self.lang),
            day_words(one.published, self.lang),
            one.page,
            one.note,
        ]
        said = escape(comma_of(self.lang).join(filter(None, parts)))
        link, below = "", self.level + 1
        if one.url.startswith(("https://", "http://")):
            link = f' <a href="{escape(one.url)}" rel="noopener noreferrer"><bdi>{escape(one.url)}</bdi></a>'
        return (
            f'<div class="pub-entry" id="{self.anchor(f"src-{one.figure}")}"><h{below}>{escape(one.label)}</h{below}>'
            f"<p>{said}{link}</p></div>"
        )


def isolated(markup: str) -> str:
    """A number with its sign keeps its own direction."""
    return f"<bdi>{markup}</bdi>"
