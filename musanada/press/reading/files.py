"""The text of a saved page, a PDF, a Word or a plain file, for reading: paragraphs, headings, lists and cells of tables.

Nothing is fetched and nothing kept: bytes in, text out. What a page does not show (scripts, menus) is left out.
"""

import io
import re
from html.parser import HTMLParser
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

LARGEST = 20_000_000  # bytes
_PAGES = 400
_HIDDEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "head",
        "iframe",
        "aside",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "blockquote",
        "figure",
        "figcaption",
        "br",
        "hr",
        "dt",
        "dd",
        "title",
        "caption",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def text_of(data: bytes, name: str = "") -> str:
    """The text of a document; what it is is told by its first bytes, then by its name."""
    if len(data) > LARGEST:
        raise BadInput(_("Ce fichier dépasse 20 Mo : donnez-en une partie, ou collez le texte."))
    if data.startswith(b"%PDF"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _docx(data)
    text = _decoded(data)
    head = text[:2000].lower()
    if (
        name.lower().endswith((".html", ".htm", ".xhtml", ".mht"))
        or "<html" in head
        or "<!doctype html" in head
        or "<body" in head
    ):
        return html_text(text)
    if "\x00" in text:
        raise BadInput(
            _("Ce fichier n'est ni un texte, ni une page HTML, ni un PDF, ni un document Word (DOCX).")
        )
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    named = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    for encoding in ("utf-8-sig", named[1].decode("ascii") if named else "cp1252", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        unseen = tag in _HIDDEN or "hidden" in values or values.get("aria-hidden") == "true"
        if tag not in _VOID and (self.hidden or unseen):
            self.hidden.append(tag)
        if self.hidden:
            return
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" | ")
        if tag == "img" and values.get("alt"):
            self.parts.append(f"\n{values['alt']}\n")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                while self.hidden.pop() != tag:
                    pass
            return
        if tag in _BLOCKS and tag != "br":
            self.parts.append(
                "\n\n" if tag in ("p", "h1", "h2", "h3", "h4", "table", "section", "article") else "\n"
            )

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def html_text(page: str) -> str:
    """What a reader of the page sees, a block a line."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return _tidy("".join(parser.parts))


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput(
                _(
                    "Ce PDF est protégé par un mot de passe : enregistrez-le sans protection, ou collez le texte."
                )
            )
        pages = [page.extract_text() or "" for page in reader.pages[:_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as broken:
        raise BadInput(
            _("Ce PDF ne peut pas être lu : il est abîmé ou incomplet. Collez le texte à la place.")
        ) from broken
    text = _tidy("\n\n".join(pages))
    if not text:
        raise BadInput(
            _(
                "Ce PDF ne contient que des images : collez le texte, ou donnez un PDF dont le texte se sélectionne."
            )
        )
    return text


def _docx(data: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = Document(io.BytesIO(data))
        parts: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                parts += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                parts.append(block.text)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as broken:
        raise BadInput(
            _("Ce document Word ne peut pas être lu : enregistrez-le au format DOCX, ou collez le texte.")
        ) from broken
    return _tidy("\n\n".join(parts))


def _tidy(text: str) -> str:
    lines = [re.sub(r" {2,}", " ", line).strip(" |") for line in text.replace("\r", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
