"""The minutes as DOCX, which secretaries correct before members sign. Right to left is said where Word looks for it: on
the section, on every paragraph, on every run, on every table."""

from io import BytesIO
from typing import Any

from musanada.kit.formats import is_rtl
from musanada.regularisation.minutes.content import Minutes, Table

# Fonts that every office suite has, in both scripts.
FONT, FONT_ARABIC = "Arial", "Arial"
ACCENT = "0A4D3C"
WASH = "E5F0EB"
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Writer:
    """A document in one language; every text passes ``say``."""

    def __init__(self, lang: str) -> None:
        from docx import Document

        self.lang, self.mirrored = lang, is_rtl(lang)
        self.document: Any = Document()
        self.style()

    def style(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        normal = self.document.styles["Normal"]
        for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 13)):
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for side in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(side), FONT_ARABIC if side == "w:cs" else FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(theme), None)
            if name != "Normal":
                style.font.color.rgb, style.font.bold = RGBColor.from_string(ACCENT), True
        normal.paragraph_format.space_after = Pt(6)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if self.mirrored:
            section._sectPr.append(element("w:bidi"))

    def say(self, paragraph: Any, text: str, *, bold: bool = False, latin: bool = False) -> Any:
        """A run of ``text``: in Arabic marked as such, but for a number or a reference, which runs left to right."""
        run = paragraph.add_run(text.translate(ISOLATES))
        run.bold = bold or None
        properties = run._r.get_or_add_rPr()
        if self.mirrored and not latin:
            properties.append(element("w:rtl"))
        properties.append(element("w:lang", val="fr-FR", bidi="ar-MA"))
        if bold and self.mirrored:
            properties.insert(0, element("w:bCs"))
        return run

    def paragraph(self, text: str, style: str = "Normal", *, bold: bool = False) -> Any:
        made = self.document.add_paragraph(style=style)
        self.mixed(made, text, bold=bold)
        self.turn(made)
        return made

    def mixed(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        """Isolated parts (numbers, references, dates) as runs of their own direction."""
        for part, isolated in split(text):
            self.say(paragraph, part, bold=bold, latin=isolated and not arabic(part))

    def turn(self, paragraph: Any) -> None:
        if self.mirrored:
            paragraph._p.get_or_add_pPr().insert_element_before(
                element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
            )

    def table(self, rows: int, columns: int, title: str) -> Any:
        made = self.document.add_table(rows=rows, cols=columns)
        made.style = "Table Grid"
        properties = made._tbl.tblPr
        if self.mirrored:
            properties.insert_element_before(
                element("w:bidiVisual"), "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
            )
        properties.append(element("w:tblCaption", val=title))
        return made

    def cell(self, cell: Any, text: str, *, bold: bool = False, shade: str = "") -> None:
        paragraph = cell.paragraphs[0]
        self.mixed(paragraph, text, bold=bold)
        self.turn(paragraph)
        if shade:
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=shade))

    def foot(self, header: str, footer: str) -> None:
        section = self.document.sections[0]
        for part, text in ((section.header, header), (section.footer, footer)):
            self.mixed(part.paragraphs[0], text)
            self.turn(part.paragraphs[0])
        self.page_number(section.footer.add_paragraph())

    def page_number(self, paragraph: Any) -> None:
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            part.text = text or None
            run._r.append(part)
        self.turn(paragraph)

    def bytes(self) -> bytes:
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()


def element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


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
