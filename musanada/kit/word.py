"""Documents for Word, in both directions: styles, runs, tables with repeated heads, bookmarks, links, page numbers.

Right to left is said where Word looks for it: on the section, every paragraph, every run, every table.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from musanada.kit.formats import is_rtl

FONT = "Arial"  # every office suite has it, in both scripts
ACCENT, SOFT, WASH = "0A4D3C", "46524D", "E5F0EB"
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
# XML takes no control characters; a text pasted from elsewhere may hold some.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
SIDES = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")
SIZES = {
    "Normal": 10.5,
    "Title": 22,
    "Heading 1": 15,
    "Heading 2": 13,
    "Heading 3": 11.5,
    "Heading 4": 10.5,
    "Caption": 10,
}
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
PARAGRAPH_AFTER = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
LANGUAGES = {"fr": "fr-FR", "en": "en-GB", "es": "es-ES", "ar": "fr-FR"}


class Page:
    """A document in one language; every text passes ``say``."""

    sizes: Mapping[str, float] = SIZES  # points, by style

    def __init__(self, lang: str) -> None:
        from docx import Document

        self.lang, self.mirrored = lang, is_rtl(lang)
        self.document: Any = Document()
        self.style()

    def style(self) -> None:
        from docx.shared import Cm, Pt, RGBColor

        for name, size in self.sizes.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            self.fonts(style)
            if name != "Normal":
                style.font.color.rgb, style.font.bold = RGBColor.from_string(ACCENT), True
        self.document.styles["Normal"].paragraph_format.space_after = Pt(6)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if self.mirrored:
            section._sectPr.append(element("w:bidi"))

    def fonts(self, style: Any) -> None:
        """The font in both scripts; sizes and weight of Arabic have elements of their own."""
        from docx.oxml.ns import qn

        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for side in SIDES:
            fonts.set(qn(side), FONT)
        for theme in THEMES:
            fonts.attrib.pop(qn(theme), None)

    def properties(self, title: str, author: str, subject: str, moment: datetime) -> None:
        core = self.document.core_properties
        core.title, core.author, core.subject, core.language = title, author, subject, self.lang
        core.created = core.modified = moment.replace(tzinfo=None)
        core.last_modified_by, core.comments, core.revision = author, "", 1

    def paragraph(self, text: str, style: str = "Normal", *, soft: bool = False, bold: bool = False) -> Any:
        made = self.document.add_paragraph(style=style)
        if text:
            run = self.say(made, text, bold=bold)
            if soft:
                self.colour(run, SOFT)
        self.turn(made)
        return made

    def say(
        self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, latin: bool = False
    ) -> Any:
        """A run of ``text``; in an Arabic document only a run of numbers or Latin letters goes left to right: signs
        alone go with the Arabic around them."""
        run = paragraph.add_run(clean(text))
        run.bold, run.italic = bold or None, italic or None
        self.direct(run, latin=latin or self.leftward(text))
        return run

    def leftward(self, text: str) -> bool:
        """Does a run that nobody said to be Latin go left to right all the same?"""
        return is_latin(text)

    def direct(self, run: Any, *, latin: bool = False) -> None:
        properties = run._r.get_or_add_rPr()
        if self.mirrored and run.bold:
            run.font.cs_bold = True
        if self.mirrored and not latin:
            run.font.rtl = True
        properties.append(element("w:lang", val=LANGUAGES.get(self.lang, "fr-FR"), bidi="ar-MA"))

    def colour(self, run: Any, rgb: str) -> None:
        from docx.shared import RGBColor

        run.font.color.rgb = RGBColor.from_string(rgb)

    def mark(self, paragraph: Any, text: str, anchor: str) -> None:
        """A raised number that leads to its line at the end."""
        run = paragraph.add_run(text)
        run.font.superscript = True
        self.direct(run, latin=True)
        if anchor:
            link = element("w:hyperlink", anchor=anchor, history="1")
            paragraph._p.append(link)
            link.append(run._r)

    def link(self, paragraph: Any, text: str, address: str) -> None:
        from docx.oxml.ns import qn

        run = self.say(paragraph, text, latin=is_latin(text))
        self.colour(run, ACCENT)
        run.underline = True
        made = element("w:hyperlink")
        made.set(qn("r:id"), paragraph.part.relate_to(address, LINK, is_external=True))
        paragraph._p.append(made)
        made.append(run._r)

    def picture(self, data: bytes, alt: str) -> None:
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        drawn = paragraph.add_run().add_picture(BytesIO(data), width=Cm(16))
        drawn._inline.docPr.set("descr", clean(alt))
        drawn._inline.docPr.set("name", f"picture {drawn._inline.docPr.id}")
        self.turn(paragraph)
        self.keep(paragraph)

    def bookmark(self, paragraph: Any, name: str, number: int) -> None:
        start = element("w:bookmarkStart", id=str(number), name=name)
        at = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(at, start)
        paragraph._p.append(element("w:bookmarkEnd", id=str(number)))

    def turn(self, paragraph: Any, *, end: bool = False) -> None:
        """Right to left where the document is; ``end`` sets numbers under each other on the right."""
        properties = paragraph._p.get_or_add_pPr()
        if self.mirrored and properties.find(element("w:bidi").tag) is None:
            properties.insert_element_before(element("w:bidi"), *PARAGRAPH_AFTER)
        if end:
            from docx.enum.text import WD_ALIGN_PARAGRAPH

            # In a paragraph right to left Word reads "left" as the side where lines end, hence the physical right.
            right = WD_ALIGN_PARAGRAPH.LEFT if self.mirrored else WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.alignment = right

    def keep(self, paragraph: Any) -> None:
        paragraph.paragraph_format.keep_with_next = True

    def table(self, rows: int, columns: int, title: str) -> Any:
        made = self.document.add_table(rows=rows, cols=columns)
        made.style = "Table Grid"
        properties = made._tbl.tblPr
        if self.mirrored:
            properties.insert_element_before(
                element("w:bidiVisual"), "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
            )
        properties.append(element("w:tblCaption", val=clean(title)))
        return made

    def head_row(self, row: Any) -> None:
        """Repeated on every page; readers announce it as the head."""
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for cell in row.cells:
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=WASH))

    def write(self, paragraph: Any, text: str) -> None:
        """A text of the header or footer."""
        self.say(paragraph, text)

    def foot(self, header: str, footer: str) -> None:
        section = self.document.sections[0]
        for part, text in ((section.header, header), (section.footer, footer)):
            self.write(part.paragraphs[0], text)
            self.turn(part.paragraphs[0])
        self.page_number(section.footer.add_paragraph())

    def page_number(self, paragraph: Any) -> None:
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            piece = element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            piece.text = text or None
            run._r.append(piece)
        self.turn(paragraph)

    def bytes(self) -> bytes:
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()


def is_latin(text: str) -> bool:
    return not ARABIC.search(text) and any(one.isalnum() for one in text)


def clean(text: str) -> str:
    return CONTROLS.sub("", text.translate(ISOLATES))


def element(tag: str, /, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
