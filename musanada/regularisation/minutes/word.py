"""The minutes as DOCX, which secretaries correct before members sign (``kit.word`` says what goes right to left)."""

from typing import Any

from musanada.kit.word import ISOLATES, WASH, Page, element
from musanada.regularisation.minutes.content import Minutes, Table


class Writer(Page):
    """The minutes' own: what is isolated in a text goes its own way, the rest the document's."""

    sizes = {"Normal": 10.5, "Title": 20, "Heading 1": 13}

    def leftward(self, text: str) -> bool:
        return False

    def paragraph(self, text: str, style: str = "Normal", *, soft: bool = False, bold: bool = False) -> Any:
        made = self.document.add_paragraph(style=style)
        self.mixed(made, text, bold=bold)
        self.turn(made)
        return made

    def mixed(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        """Isolated parts (numbers, references, dates) as runs of their own direction."""
        for part, isolated in split(text):
            self.say(paragraph, part, bold=bold, latin=isolated and not arabic(part))

    def write(self, paragraph: Any, text: str) -> None:
        self.mixed(paragraph, text)

    def cell(self, cell: Any, text: str, *, bold: bool = False, shade: str = "") -> None:
        paragraph = cell.paragraphs[0]
        self.mixed(paragraph, text, bold=bold)
        self.turn(paragraph)
        if shade:
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=shade))


def split(text: str) -> list[tuple[str, bool]]:
    """``text`` in parts, with whether each was isolated (U+2066…U+2068 to U+2069)."""
    parts: list[tuple[str, bool]] = []
    rest = text
    while rest:
        start = next((i for i, c in enumerate(rest) if c in "\u2066\u2067\u2068"), -1)
        end = rest.find("\u2069", start)
        if start < 0 or end < 0:
            parts.append((rest, False))
            break
        parts += [(rest[:start], False)] if start else []
        parts.append((rest[start + 1 : end], True))
        rest = rest[end + 1 :]
    return parts


def arabic(text: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in text)


def docx(content: Minutes) -> bytes:
    """The whole document."""
    writer = Writer(content.lang)
    properties = writer.document.core_properties
    properties.title, properties.language = content.title.translate(ISOLATES), content.lang
    properties.author = properties.comments = ""
    writer.paragraph(content.title, "Title")
    write_facts(writer, content)
    writer.paragraph(content.opening)
    writer.paragraph(content.quorum)
    for table in content.tables:
        write_table(writer, table)
    if content.remark:
        writer.paragraph(content.remark)
    writer.paragraph(content.closing)
    writer.paragraph(content.signatures_title, "Heading 1")
    write_signatures(writer, content)
    writer.foot(content.header, content.footer)
    return writer.bytes()


def write_facts(writer: Writer, content: Minutes) -> None:
    for label, value in content.facts:
        made = writer.document.add_paragraph()
        writer.say(made, f"{label} : ")
        writer.mixed(made, value, bold=True)
        writer.turn(made)


def write_table(writer: Writer, table: Table) -> None:
    writer.paragraph(table.title, "Heading 1")
    if not table.rows:
        writer.paragraph(table.empty)
        return
    made = writer.table(len(table.rows) + 1, len(table.head), table.title)
    for place, text in enumerate(table.head):
        writer.cell(made.rows[0].cells[place], text, bold=True, shade=WASH)
    made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    # Cells row by row: asking a table for one cell at a time walks the whole grid again.
    for number, (row, values) in enumerate(zip(list(made.rows)[1:], table.rows, strict=True), start=1):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        total = number > len(table.rows) - table.total
        for cell, text in zip(row.cells, values, strict=True):
            writer.cell(cell, text, bold=total)


def write_signatures(writer: Writer, content: Minutes) -> None:
    if not content.signatures:
        return
    made = writer.table(len(content.signatures), 3, content.signatures_title)
    for row, (capacity, name) in zip(made.rows, content.signatures, strict=True):
        cells = row.cells
        writer.cell(cells[0], capacity)
        writer.cell(cells[1], name)
        cells[2].paragraphs[0].add_run("\n\n")
