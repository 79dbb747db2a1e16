"""The publication's tables as an Excel workbook: a sheet a table, then all figures, definitions, sources, notes.

Every number cell carries the id of its citation in a comment and in the sheet *Figures*; a hidden cell is text that
says why. Numbers are numbers; the file holds no formula, no link that runs, and the same input gives the same bytes.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from musanada.kit.cells import harmless
from musanada.kit.formats import is_rtl
from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import Annex, Document, Picture, TableBlock, TableCell
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.tables import axes_of, head, line
from musanada.publications.outputs.texts import Teller, conventions, plain_text, spoken

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
ACCENT, WASH, LINE = "#0a4d3c", "#e5f0eb", "#d3dad6"


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    yield "tables.xlsx", workbook(content)


def workbook(content: Content) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    moment = content.meta.moment.replace(tzinfo=None)
    first = content.first_language
    title = content.documents[first].title if first in content.documents else content.meta.slug
    book.set_properties({"title": title, "author": content.meta.publisher, "created": moment})
    styles = Styles(book)
    for lang in content.languages:
        with spoken(lang):
            Sheets(book, styles, content, lang).write()
    if not content.languages:
        with spoken(first):
            figures_sheet(book, styles, content, first)
    book.close()
    return out.getvalue()


class Styles:
    """The few formats of the workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": ACCENT})
        self.soft = book.add_format({"font_color": "#46524d", "text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "bottom": 2, "bottom_color": ACCENT, "text_wrap": True})
        self.text = book.add_format({"bottom": 1, "bottom_color": LINE, "text_wrap": True, "valign": "top"})
        self.total = book.add_format({"bold": True, "bg_color": WASH})
        self._book = book
        self._numbers: dict[tuple[str, bool], Any] = {}

    def number(self, pattern: str, *, total: bool) -> Any:
        key = (pattern, total)
        if key not in self._numbers:
            look = {"bold": True, "bg_color": WASH} if total else {"bottom": 1, "bottom_color": LINE}
            self._numbers[key] = self._book.add_format({"num_format": pattern, **look})
        return self._numbers[key]


class Sheets:
    """All sheets of one language."""

    def __init__(self, book: Any, styles: Styles, content: Content, lang: str) -> None:
        self.book, self.styles, self.content, self.lang = book, styles, content, lang
        self.document: Document = content.documents[lang]
        self.teller = Teller(content, lang)

    def write(self) -> None:
        tables = [
            table_of(block) for block in self.document.blocks if isinstance(block, TableBlock | Picture)
        ]
        names = [self.name(f"{number} {plain_text(table.caption)}") for number, table in enumerate(tables, 1)]
        self.contents(tables, names)
        for name, table in zip(names, tables, strict=True):
            self.table(self.page(name), table)
        figures_sheet(self.book, self.styles, self.content, self.lang)
        for block in self.document.blocks:
            if isinstance(block, Annex):
                self.annex(block)

    def name(self, text: str) -> str:
        """At most 31 characters, the language first: a workbook holds every name once."""
        return f"{self.lang} {FORBIDDEN.sub(' ', text)}"[:31].strip()

    def page(self, name: str) -> Any:
        page = self.book.add_worksheet(name)
        if is_rtl(self.lang):
            page.right_to_left()
        page.set_paper(9)
        return page

    def contents(self, tables: list[TableBlock], names: list[str]) -> None:
        page = self.page(self.name(_("Sommaire")))
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 90)
        page.write_string(0, 0, harmless(self.document.title), self.styles.title)
        meta = self.content.meta
        notes = [
            self.document.subtitle,
            _("Révision %(revision)s, publiée par %(publisher)s")
            % {"revision": meta.revision, "publisher": meta.publisher},
            *conventions(meta, self.lang),
            _(
                "Le commentaire de chaque nombre porte le numéro de sa citation (colonne « id » des chiffres)."
            ),
            meta.page(self.lang),
        ]
        row = 1
        for note in filter(None, notes):
            page.write_string(row, 0, harmless(note))
            row += 1
        for name, table in zip(names, tables, strict=True):
            row += 1
            page.write_string(row, 0, name, self.styles.text)
            page.write_string(row, 1, harmless(plain_text(table.caption)), self.styles.text)

    def table(self, page: Any, table: TableBlock) -> None:
        page.set_column(0, 0, 40)
        page.set_column(1, max(1, len(table.columns) - 1), 16)
        page.write_string(0, 0, harmless(plain_text(table.caption)), self.styles.title)
        for column, cell in enumerate(table.columns):
            page.write_string(2, column, harmless(cell.text), self.styles.head)
        row = 3
        for cells in table.rows:
            self.row(page, row, cells, total=False)
            row += 1
        if table.total:
            self.row(page, row, table.total, total=True)
            row += 1
        page.freeze_panes(3, 1)
        page.repeat_rows(2)
        for note in (*table.notes, *self.footnotes(table)):
            row += 1
            page.write_string(row, 0, harmless(note), self.styles.soft)

    def footnotes(self, table: TableBlock) -> list[str]:
        keys = [cell.key for cells in (*table.rows, table.total) for cell in cells if cell.key]
        found = [note for key in keys if (cell := self.cell(key)) for note in cell.footnotes]
        return list(dict.fromkeys(found))

    def row(self, page: Any, row: int, cells: tuple[TableCell, ...], *, total: bool) -> None:
        for column, cell in enumerate(cells):
            self.put(page, row, column, cell, total=total)

    def put(self, page: Any, row: int, column: int, cell: TableCell, *, total: bool) -> None:
        known = self.cell(cell.key)
        style = self.styles.total if total else self.styles.text
        if known is None or cell.hidden or known.hidden or known.value is None or not self.same(cell, known):
            page.write_string(row, column, harmless(cell.text), style)
        else:
            page.write_number(
                row, column, float(known.value), self.styles.number(pattern(known), total=total)
            )
        if known is not None:
            page.write_comment(row, column, self.comment(known), {"x_scale": 2, "author": "Musanada"})

    def same(self, cell: TableCell, known: FigureCell) -> bool:
        """Does the cell print this value, and not something worked out of it (a share beside its number)?"""
        return digits(cell.text) == digits(self.teller.value(known))

    def comment(self, cell: FigureCell) -> str:
        return "\n".join(filter(None, [cell.id, cell.key, self.teller.hidden(cell), *cell.footnotes]))

    def cell(self, key: str) -> FigureCell | None:
        return self.document.cells.get(key) if key else None

    def annex(self, annex: Annex) -> None:
        page = self.page(self.name(_("Définitions et sources")))
        page.set_column(0, 1, 34)
        page.set_column(2, 2, 90)
        for column, text in enumerate((_("Chiffre"), _("Nom"), _("Définition ou source"))):
            page.write_string(0, column, text, self.styles.head)
        lines = [
            (f"{one.figure} v{one.version}", one.label, " ".join((one.definition, *one.notes)))
            for one in annex.definitions
        ]
        lines += [
            (one.figure, one.label, ", ".join(filter(None, (one.source, one.period, one.published, one.page, one.url, one.note))))
            for one in annex.sources
        ]  # fmt: skip
        for row, texts in enumerate(lines, 1):
            for column, text in enumerate(texts):
                page.write_string(row, column, harmless(text), self.styles.text)
        page.freeze_panes(1, 0)


def figures_sheet(book: Any, styles: Styles, content: Content, lang: str) -> None:
    """Every published cell: the same columns as ``figures.csv``, numbers as numbers."""
    page = book.add_worksheet(f"{lang} {_('Chiffres')}"[:31])
    if is_rtl(lang):
        page.right_to_left()
    axes, teller = axes_of(content.cells), Teller(content, lang)
    names = head(axes)
    for column, name in enumerate(names):
        page.write_string(0, column, name, styles.head)
    numeric = {names.index(name) for name in ("value", "numerator", "denominator")}
    for row, cell in enumerate(content.cells, 1):
        for column, text in enumerate(line(cell, axes, teller)):
            if column in numeric and text:
                page.write_number(row, column, float(text))
            else:
                page.write_string(row, column, text)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(1, len(content.cells)), len(names) - 1)
    page.set_column(0, len(names) - 1, 18)


def pattern(cell: FigureCell) -> str:
    """A percent is kept as printed: 60.7 with its sign, never multiplied by Excel."""
    exact = "" if cell.value is None else format(cell.value, "f")
    places = len(exact.partition(".")[2])
    return "#,##0" + (f".{'0' * places}" if places else "") + ('"%"' if cell.unit == "percent" else "")


def digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit() or one in "-+")


def table_of(block: TableBlock | Picture) -> TableBlock:
    return block.table if isinstance(block, Picture) else block
