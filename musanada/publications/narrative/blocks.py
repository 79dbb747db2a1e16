"""A text as blocks: front matter, headings, paragraphs, lists, tables, drawings, with citations in their places.

Citations are masked by private-use characters of the same length before Markdown sees them, so nothing in them is
taken for Markdown, and every offset stays an offset of the text as written. HTML is never read as HTML.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.publications.narrative.grammar import AnnexHere, Drawn, Found, scan

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FIRST, LAST = 0xF0000, 0xFFFFD  # one character a citation
MASK = re.compile("([\U000f0000-\U000ffffd])\\1*")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
KEYS = ("title", "subtitle", "period", "abstract")
Kind = Literal["heading", "paragraph", "item", "quote", "cell", "code", "caption", "front", "alt", "title"]


@dataclass(frozen=True)
class Piece:
    """Running text of one style, or a citation (``found``), or a picture by address (``image``)."""

    text: str
    style: str = ""
    url: str = ""
    found: Found | None = None
    image: bool = False
    bare: bool = False  # an address shown as itself


@dataclass(frozen=True)
class Line:
    """Pieces that a reader sees as one run of text. ``start`` and ``end``: where it stands in the text as written."""

    kind: Kind
    pieces: tuple[Piece, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Part:
    """``heading`` (level), ``paragraph``, ``list`` (items), ``quote``, ``table`` (rows), ``drawn``, ``annex``, ``rule``."""

    kind: Literal["heading", "paragraph", "list", "quote", "table", "drawn", "annex", "rule", "code"]
    lines: tuple[Line, ...] = ()
    level: int = 0
    ordered: bool = False
    width: int = 0  # columns of a table written by hand
    found: Found | None = None


@dataclass(frozen=True)
class Parsed:
    """``asides``: what is not printed but stands in the file (titles of links, comments, addresses of pictures)."""

    raw: str
    front: dict[str, Line]
    parts: tuple[Part, ...]
    found: tuple[Found, ...]
    asides: tuple[Line, ...] = ()
    problems: tuple[tuple[int, int, str], ...] = ()
    starts: tuple[int, ...] = field(default=(0,))  # offset of each line

    def line_of(self, offset: int) -> int:
        """Counted from 1."""
        return bisect_right(self.starts, offset)


def parse(raw: str) -> Parsed:
    """Never raises: what cannot be read is a problem with its place."""
    return _Parser(raw).parsed()


class _Parser:
    def __init__(self, raw: str) -> None:
        self.raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
        self.starts = (0, *(m.end() for m in re.finditer("\n", self.raw)))
        clean = PRIVATE.sub("\ufffd", self.raw)
        self.found = tuple(scan(clean))[: LAST - FIRST]
        masked, at = [], 0
        for index, found in enumerate(self.found):
            masked += [clean[at : found.start], chr(FIRST + index) * (found.end - found.start)]
            at = found.end
        self.masked = "".join([*masked, clean[at:]])
        # A citation written over two lines is one line to Markdown.
        self.lines = (0, *(m.end() for m in re.finditer("\n", self.masked)))
        self.problems: list[tuple[int, int, str]] = [
            (found.start, found.end, found.problem) for found in self.found if found.problem
        ]
        self.asides: list[Line] = []

    def parsed(self) -> Parsed:
        front, begin = self._front()
        env: dict[str, Any] = {}
        blank = re.sub(r"[^\n]", " ", self.masked[:begin])
        # Lines of blanks, so that the numbers of lines stay those of the whole text.
        tokens = _markdown().parse("\n" * blank.count("\n") + self.masked[begin:], env)
        parts = tuple(self._parts(tokens))
        for reference in env.get("references", {}).values():
            self._aside("title", str(reference.get("title", "")), 0, len(self.raw))
        return Parsed(
            self.raw, front, parts, self.found, tuple(self.asides), tuple(self.problems), self.starts
        )

    # Front matter -----------------------------------------------------------------------------------------------

    def _front(self) -> tuple[dict[str, Line], int]:
        match = FRONT.match(self.masked)
        if match is None:
            return {}, 0
        given = self._yaml(match[1], match.start(1))
        lines = {}
        for key, value in given.items():
            if key not in KEYS:
                self._problem(
                    match.start(1), match.end(1),
                    _("« %(key)s » n'est pas un champ d'en-tête ; il y a : %(keys)s.")
                    % {"key": key[:40], "keys": ", ".join(KEYS)},
                )  # fmt: skip
            start, end = self._place(value, match.start(1), match.end(1))
            lines[key] = Line("front", tuple(self._inline(value)), start, end)
        for comment in re.finditer(r"(?:^|\s)#(.*)$", match[1], re.MULTILINE):
            at = match.start(1)
            self._aside("front", comment[1], at + comment.start(1), at + comment.end(1))
        return lines, match.end()

    def _yaml(self, text: str, at: int) -> dict[str, str]:
        import yaml

        try:
            # Base loader: every scalar stays the text that was written.
            given = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # builds strings, lists and maps alone
        except yaml.YAMLError:
            given = None
        if given is None and not text.strip():
            return {}
        if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
            self._problem(
                at,
                at + len(text),
                _("L'en-tête ne se lit pas : une ligne par champ, comme title: Mon rapport."),
            )
            return {"title": text} if given is None else {str(k): str(v) for k, v in _pairs(given)}
        return {str(key): value for key, value in given.items()}

    # Blocks -----------------------------------------------------------------------------------------------------

    def _parts(self, tokens: "list[Token]") -> Iterator[Part]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at)
            inner = tokens[at + 1 : end]
            if token.type == "heading_open":
                yield Part("heading", (self._line("heading", inner[0]),), level=int(token.tag[1]))
            elif token.type == "paragraph_open":
                yield self._paragraph(inner[0])
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(token, inner)
            elif token.type == "blockquote_open":
                yield from self._quote(inner)
            elif token.type == "table_open":
                yield self._table(inner)
            elif token.type == "hr":
                yield Part("rule")
            elif token.type in ("fence", "code_block"):
                yield self._code(token)
            at = end + 1

    def _paragraph(self, inline: "Token") -> Part:
        line = self._line("paragraph", inline)
        alone = [piece for piece in line.pieces if piece.found or piece.text.strip()]
        blocks = [p.found for p in alone if p.found and isinstance(p.found.citation, Drawn | AnnexHere)]
        if blocks and len(alone) == 1:
            found = blocks[0]
            if isinstance(found.citation, AnnexHere):
                return Part("annex", found=found)
            return Part("drawn", self._caption(found), found=found)
        for found in blocks:
            self._problem(
                found.start, found.end, _("Un tableau ou un graphique se met seul sur sa ligne, entre deux lignes vides.")
            )  # fmt: skip
        return Part("paragraph", (line,))

    def _caption(self, found: Found) -> tuple[Line, ...]:
        caption = found.citation.caption if isinstance(found.citation, Drawn) else ""
        if not caption:
            return ()
        start, end = self._place(caption, found.start, found.end)
        return (Line("caption", tuple(self._inline(caption)), start, end),)

    def _list(self, token: "Token", inner: "list[Token]") -> Part:
        """Lists in lists become items after their own: the documents printed know one level."""
        ordered = token.type == "ordered_list_open"
        lines: list[Line] = []
        for one in inner:
            if one.type == "ordered_list_open" or one is inner[0]:
                self._numbered(token if one is inner[0] else one)
            if one.type == "inline":
                lines.append(self._line("item", one))
            elif one.type in ("fence", "code_block"):
                lines += self._code(one).lines
        return Part("list", tuple(lines), ordered=ordered)

    def _numbered(self, token: "Token") -> None:
        start = int(token.attrs.get("start", 1))
        if token.type == "ordered_list_open" and start not in (0, 1):
            low, high = self._span(token)
            self._aside("item", str(start), low, high)

    def _quote(self, inner: "list[Token]") -> Iterator[Part]:
        for part in self._parts(inner):
            yield Part("quote", part.lines) if part.kind == "paragraph" else part

    def _table(self, inner: "list[Token]") -> Part:
        cells = [self._line("cell", token) for token in inner if token.type == "inline"]
        width = sum(token.type == "th_open" for token in inner)
        return Part("table", tuple(cells), width=width)

    def _code(self, token: "Token") -> Part:
        start, end = self._span(token)
        if token.info.strip():
            self._aside("code", token.info, start, end)
        return Part("code", (Line("code", tuple(self._split(token.content, "code", "")), start, end),))

    # Inline -----------------------------------------------------------------------------------------------------

    def _line(self, kind: Kind, token: "Token") -> Line:
        start, end = self._span(token)
        if kind == "cell":
            start, end = self._place(token.content, start, end)
        return Line(kind, tuple(self._pieces(token.children or [])), start, end)

    def _inline(self, text: str) -> Iterator[Piece]:
        for token in _markdown().parseInline(text):
            yield from self._pieces(token.children or [])

    def _pieces(self, tokens: "list[Token]") -> Iterator[Piece]:
        style, url, bare = "", "", False
        for token in tokens:
            if token.type in ("strong_open", "em_open"):
                style = token.type.removesuffix("_open")
            elif token.type in ("strong_close", "em_close"):
                style = ""
            elif token.type == "link_open":
                url, bare = str(token.attrs.get("href", "")), token.info == "auto"
                self._aside("title", str(token.attrs.get("title", "")), 0, len(self.raw))
            elif token.type == "link_close":
                url, bare = "", False
            elif token.type == "image":
                self._aside("title", str(token.attrs.get("title", "")), 0, len(self.raw))
                yield Piece(token.content, url=str(token.attrs.get("src", "")), image=True)
                yield from self._pieces(token.children or [])
            elif token.type in ("softbreak", "hardbreak"):
                yield Piece(" ", style, url)
            else:
                yield from self._split(
                    token.content, "code" if token.type == "code_inline" else style, url, bare
                )

    def _split(self, text: str, style: str, url: str, bare: bool = False) -> Iterator[Piece]:
        at = 0
        for mask in MASK.finditer(text):
            if mask.start() > at:
                yield Piece(text[at : mask.start()], style, url, bare=bare)
            index = ord(mask[1]) - FIRST
            yield Piece("", style, url, found=self.found[index] if index < len(self.found) else None)
            at = mask.end()
        if at < len(text):
            yield Piece(text[at:], style, url, bare=bare)

    # Places -----------------------------------------------------------------------------------------------------

    def _span(self, token: "Token") -> tuple[int, int]:
        low, high = token.map or (0, len(self.lines))
        end = self.lines[high] - 1 if high < len(self.lines) else len(self.raw)
        return self.lines[min(low, len(self.lines) - 1)], max(end, 0)

    def _place(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Where these words stand between two places, else the whole of it."""
        at = self.masked.find(text, start, end)
        if at < 0:
            at = self.raw.find(text, start, end)
        return (at, at + len(text)) if at >= 0 and text else (start, end)

    def _aside(self, kind: Kind, text: str, start: int, end: int) -> None:
        if text.strip():
            low, high = self._place(text, start, end)
            self.asides.append(Line(kind, tuple(self._split(text, "", "")), low, high))

    def _problem(self, start: int, end: int, sentence: Any) -> None:
        self.problems.append((start, end, str(sentence)))


def refuse(parsed: Parsed) -> None:
    """Raises BadInput with the line of the first thing that cannot be read."""
    for start, _end, sentence in parsed.problems:
        raise BadInput(
            _("Ligne %(line)s : %(sentence)s") % {"line": parsed.line_of(start), "sentence": sentence}
        )


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _closing(tokens: "list[Token]", at: int) -> int:
    """The token that closes this one, or itself."""
    if tokens[at].nesting != 1:
        return at
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _pairs(given: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(given, dict):
        yield from given.items()
    else:
        yield "title", given
