"""The text of a saved page, a PDF, a Word or a plain file, for reading: paragraphs, headings, lists and cells of tables.

Nothing is fetched and nothing kept: bytes in, text out. What a page does not show (scripts, menus) is left out.
"""

import io
import re
import zlib
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

if TYPE_CHECKING:
    from docx.table import Table

LARGEST = 20_000_000  # bytes
_PAGES = 400
_UNPACKED = 100_000_000  # bytes of a DOCX once unpacked: some that are small unpack to gigabytes
_ENTRIES = 2000
_DEEPEST = 1000  # hidden elements within one another: no page that somebody wrote has as many
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

_TOO_MUCH = _("Ce fichier ne peut pas être lu en entier : donnez-en une partie, ou collez le texte.")


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
        self.open: Counter[str] = Counter()  # how often each tag stands in ``hidden``, to ask without a walk

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        unseen = tag in _HIDDEN or "hidden" in values or values.get("aria-hidden") == "true"
        if tag not in _VOID and (self.hidden or unseen):
            if len(self.hidden) >= _DEEPEST:
                raise BadInput(_TOO_MUCH)
            self.hidden.append(tag)
            self.open[tag] += 1
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
            while self.open[tag]:
                last = self.hidden.pop()
                self.open[last] -= 1
                if last == tag:
                    break
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
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as broken:
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
        document = Document(_unpacked(data))
        parts: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                parts += _rows(block)
            else:
                parts.append(block.text)
    except (
        PackageNotFoundError, BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError,
        RuntimeError, SyntaxError,
    ) as broken:  # fmt: skip  # broken XML is a SyntaxError, what winds round itself a RuntimeError
        raise BadInput(
            _("Ce document Word ne peut pas être lu : enregistrez-le au format DOCX, ou collez le texte.")
        ) from broken
    return _tidy("\n\n".join(parts))


def _rows(table: "Table") -> list[str]:
    """A line a row. A merged cell once: ``row.cells`` gives it as often as the file says it is wide, which may be
    millions."""
    from docx.table import _Cell

    return [" | ".join(_Cell(cell, table).text for cell in row._tr.tc_lst) for row in table.rows]


def _unpacked(data: bytes) -> io.BytesIO:
    """The same folder without packing: weighed by the sizes it says, and of no entry is more unpacked than that."""
    held = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as packed, ZipFile(held, "w", ZIP_STORED) as plain:
        entries = packed.infolist()
        if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _UNPACKED:
            raise BadInput(_TOO_MUCH)
        for entry in entries:
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise BadZipFile
            with packed.open(entry) as part:
                plain.writestr(entry.filename, part.read(entry.file_size))
    held.seek(0)
    return held


def _tidy(text: str) -> str:
    lines = [re.sub(r" {2,}", " ", line).strip(" |") for line in text.replace("\r", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
