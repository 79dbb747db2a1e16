"""The publication as DOCX, for those who quote from it. Right to left is said where Word looks for it: on the section,
every paragraph, every run, every table. Cited numbers carry their mark; the mark leads to the list at the end.

Charts and maps are vector in every other output; here they are PNG with their description, and their table below.
"""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from musanada.kit.formats import format_datetime
from musanada.kit.word import Page
from musanada.publications.narrative.document import (
    Annex,
    Block,
    Cited,
    Document,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    TableBlock,
    TableCell,
    Words,
)
from musanada.publications.outputs.citations import cited_lines
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.pictures import png
from musanada.publications.outputs.texts import (
    Teller,
    comma_of,
    conventions,
    credit_of,
    day_words,
    period_words,
    plain_text,
    spoken,
    under,
)

STAMP = (1980, 1, 1, 0, 0, 0)


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    for lang in content.languages:
        yield f"report.{lang}.docx", docx(content, lang)


def docx(content: Content, lang: str) -> bytes:
    with spoken(lang):
        return steady(Letter(content, lang).bytes())


def steady(data: bytes) -> bytes:
    """The same archive with one fixed time for every part: the same input, the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, STAMP), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class Letter:
    """One language's document, written block after block."""

    def __init__(self, content: Content, lang: str) -> None:
        self.content, self.lang = content, lang
        self.source: Document = content.documents[lang]
        self.teller = Teller(content, lang)
        self.lines = list(cited_lines(self.source, self.teller))
        self.marks = {line.mark for line in self.lines}
        self.page = Page(lang)
        self.level = 0
        self.shift = 1 - min((b.level for b in self.source.blocks if isinstance(b, Heading)), default=1)

    def bytes(self) -> bytes:
        meta = self.content.meta
        self.page.properties(self.source.title, meta.publisher, self.source.subtitle, meta.moment)
        self.cover()
        for block in self.source.blocks:
            self.block(block)
        self.cited()
        footer = _("%(publisher)s, révision %(revision)s") % {
            "publisher": meta.publisher,
            "revision": meta.revision,
        }
        self.page.foot(self.source.title, footer)
        return self.page.bytes()

    def cover(self) -> None:
        meta = self.content.meta
        self.page.paragraph(meta.publisher, soft=True)
        self.page.paragraph(self.source.title, "Title")
        if self.source.subtitle:
            self.page.paragraph(self.source.subtitle, soft=True)
        facts = [
            (_("Période"), period_words(self.source.period or meta.period, self.lang)),
            (_("Données connues au"), format_datetime(meta.known_at, self.lang)),
            (_("Révision"), str(meta.revision)),
        ]
        colon = " : " if self.lang == "fr" else ": "
        for name, value in facts:
            self.page.paragraph(f"{name}{colon}{value}")
        for sentence in conventions(meta, self.lang):
            self.page.paragraph(sentence, soft=True)
        if address := meta.page(self.lang):
            self.page.link(self.page.paragraph(""), address, address)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.level = max(1, min(block.level + self.shift, self.level + 1))
                self.said(self.page.paragraph("", f"Heading {min(self.level, 4)}"), block.inlines)
            case Paragraph():
                self.said(self.page.paragraph(""), block.inlines)
            case Quote():
                self.said(self.page.paragraph("", "Quote"), block.inlines)
            case Listing():
                style = "List Number" if block.ordered else "List Bullet"
                for item in block.items:
                    self.said(self.page.paragraph("", style), item)
            case TableBlock():
                self.table(block)
            case Picture():
                self.picture(block)
            case Annex():
                self.annex(block)
            case Rule():
                self.page.paragraph("")

    def said(self, paragraph: Any, inlines: Sequence[Inline]) -> None:
        for one in inlines:
            self.inline(paragraph, one)

    def inline(self, paragraph: Any, one: Inline) -> None:
        if isinstance(one, Words):
            if one.url.startswith(("https://", "http://")):
                self.page.link(paragraph, one.text, one.url)
            else:
                self.page.say(paragraph, one.text, bold=one.style == "strong", italic=one.style == "em")
            return
        self.page.say(paragraph, one.text)
        if one.mark:
            self.mark(paragraph, one)

    def mark(self, paragraph: Any, one: Cited) -> None:
        anchor = f"cite_{one.mark}" if one.mark in self.marks else ""
        self.page.mark(paragraph, str(one.mark), anchor)

    def table(self, table: TableBlock, caption: bool = True) -> None:
        title = plain_text(table.caption)
        if caption:
            paragraph = self.page.paragraph("", "Caption")
            self.said(paragraph, table.caption)
            self.page.keep(paragraph)
        rows = [table.columns, *table.rows, *([table.total] if table.total else [])]
        made = self.page.table(len(rows), max(len(row) for row in rows), title)
        for at, row in enumerate(rows):
            whole = made.rows[at].cells
            strong = at == 0 or bool(table.total and at == len(rows) - 1)
            for column, cell in enumerate(row):
                self.cell(whole[column], cell, strong=strong, number=self.numeric(table, column))
        self.page.head_row(made.rows[0])
        for note in table.notes:
            self.page.paragraph(note, soft=True)

    def numeric(self, table: TableBlock, column: int) -> bool:
        sample = table.rows[0] if table.rows else table.total
        return column < len(sample) and sample[column].number

    def cell(self, place: Any, cell: TableCell, *, strong: bool, number: bool) -> None:
        paragraph = place.paragraphs[0]
        self.page.say(paragraph, cell.text, bold=strong, italic=cell.hidden)
        self.page.turn(paragraph, end=number)

    def picture(self, picture: Picture) -> None:
        self.said(self.page.paragraph("", "Caption"), picture.caption)
        self.page.picture(png(picture.svg, width=460), picture.alt)
        if credit := credit_of(picture):
            self.page.paragraph(credit, soft=True)
        self.table(picture.table, plain_text(picture.caption) != plain_text(picture.table.caption))

    def annex(self, annex: Annex) -> None:
        style = f"Heading {min(under(self.source.blocks, annex, self.level + 1) - 1, 4)}"
        if annex.definitions:
            self.page.paragraph(_("Définitions"), style)
        for one in annex.definitions:
            self.page.paragraph(one.label, bold=True)
            self.page.paragraph(one.definition)
            version = _("version %(version)s, empreinte %(digest)s") % {
                "version": one.version,
                "digest": one.digest[:16],
            }
            for note in (f"{one.figure}, {version}", *one.notes):
                self.page.paragraph(note, soft=True)
        if annex.sources:
            self.page.paragraph(_("Sources des chiffres d'autres organismes"), style)
        for source in annex.sources:
            self.page.paragraph(source.label, bold=True)
            parts = (
                source.source, period_words(source.period, self.lang), day_words(source.published, self.lang), source.page,
                source.url, source.note,
            )  # fmt: skip
            self.page.paragraph(comma_of(self.lang).join(filter(None, parts)))

    def cited(self) -> None:
        if not self.lines:
            return
        self.page.paragraph(_("Chiffres cités"), "Heading 1")
        names = [_("Renvoi"), _("Chiffre"), _("Période"), _("Valeur"), _("Numéro")]
        made = self.page.table(len(self.lines) + 1, len(names), _("Chiffres cités"))
        cells = made.rows[0].cells
        for column, name in enumerate(names):
            self.cell(cells[column], TableCell(name), strong=True, number=False)
        self.page.head_row(made.rows[0])
        for row, line in zip(list(made.rows)[1:], self.lines, strict=True):
            cells = row.cells
            for column, text in enumerate((str(line.mark), line.name, line.period, line.value)):
                self.cell(cells[column], TableCell(text), strong=False, number=column == 3)
            if line.first:
                self.page.bookmark(cells[0].paragraphs[0], f"cite_{line.mark}", line.mark)
            address = self.content.meta.figure_page(line.id, self.lang)
            paragraph = cells[4].paragraphs[0]
            if address:
                self.page.link(paragraph, line.id, address)
            else:
                self.page.say(paragraph, line.id, latin=True)
            self.page.turn(paragraph)
