"""The second reading of a text: blocks of words and numbers as they will be printed, from the cells of a source."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import base_language
from musanada.publications.cells import FigureCell
from musanada.publications.narrative.amounts import Answer
from musanada.publications.narrative.blocks import Line, Parsed, Part, Piece, parse, refuse
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
    Quote,
    Rule,
    SourceEntry,
    TableBlock,
    TableCell,
    Words,
)
from musanada.publications.narrative.drawing import Drawing, plain
from musanada.publications.narrative.grammar import Citation, Drawn, Found, Rank
from musanada.publications.narrative.resolving import Resolver
from musanada.publications.narrative.spans import resolve
from musanada.publications.wanted import Source


def composed(text: str, lang: str, period: str, source: Source, *, strict: bool = True) -> Document:
    parsed = parse(text)
    if strict:
        refuse(parsed)
    return _Composer(parsed, Resolver(source, base_language(lang), period), strict=strict).document()


@dataclass
class _Composer:
    parsed: Parsed
    resolver: Resolver
    strict: bool
    cells: dict[str, FigureCell] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    drawn: int = 0

    def document(self) -> Document:
        front = {key: plain(tuple(self._inlines(line))) for key, line in self.parsed.front.items()}
        blocks = [block for part in self.parsed.parts for block in self._blocks(part)]
        title = front.get("title") or next((plain(b.inlines) for b in blocks if isinstance(b, Heading)), "")
        # The annex is known at the end: every citation before and after it has its mark then.
        annex = self._annex() if any(isinstance(block, Annex) for block in blocks) else None
        return Document(
            self.resolver.lang, title, front.get("subtitle", ""), resolve("", self.resolver.period),
            tuple(annex if isinstance(block, Annex) and annex else block for block in blocks),
            self.cells, self.marks, front,
        )  # fmt: skip

    # Blocks -----------------------------------------------------------------------------------------------------

    def _blocks(self, part: Part) -> Iterator[Block]:
        match part.kind:
            case "heading":
                inlines = self._line(part.lines[0])
                yield Heading(part.level, inlines, self._anchor(plain(inlines)))
            case "paragraph":
                yield self._paragraph(part.lines[0])
            case "code":
                yield Paragraph(self._line(part.lines[0]))
            case "list":
                yield Listing(tuple(self._line(line) for line in part.lines), part.ordered)
            case "quote":
                yield Quote(self._line(part.lines[0]))
            case "table":
                yield self._written(part)
            case "drawn" if part.found:
                yield from self._drawing(part, part.found)
            case "annex":
                yield Annex((), ())
            case "rule":
                yield Rule()

    def _paragraph(self, line: Line) -> Block:
        """A ranking alone on its line is a numbered list."""
        alone = [piece for piece in line.pieces if piece.found or piece.text.strip()]
        found = alone[0].found if len(alone) == 1 else None
        if found is None or not isinstance(found.citation, Rank):
            return Paragraph(self._line(line))
        try:
            items = self.resolver.items(found.citation)
        except BadInput as error:
            return Paragraph((self._unanswered(found, error),))
        if not items:
            return Paragraph(self._line(line))
        return Listing(
            tuple((self._cited(found, Answer("rank", text, cells)),) for text, cells in items), ordered=True
        )

    def _drawing(self, part: Part, found: Found) -> Iterator[Block]:
        citation = found.citation
        assert isinstance(citation, Drawn)
        caption = self._line(part.lines[0]) if part.lines else ()
        self.drawn += 1
        try:
            drawing = Drawing(citation, caption, self.resolver, self.drawn)
            block = drawing.block()
        except BadInput as error:
            self.drawn -= 1
            yield Paragraph((self._unanswered(found, error),))
            return
        self.cells |= {cell.key: cell for cell in drawing.cells}
        yield block

    def _written(self, part: Part) -> TableBlock:
        """A table written by hand: its numbers are citations, each cell that holds one alone names it."""
        self.drawn += 1
        cells = [self._table_cell(line) for line in part.lines]
        width = part.width or 1
        rows = [tuple(cells[at : at + width]) for at in range(0, len(cells), width)]
        columns = tuple(replace(cell, head=True) for cell in rows[0])
        return TableBlock(f"table-{self.drawn}", (), columns, tuple(rows[1:]))

    def _table_cell(self, line: Line) -> TableCell:
        inlines = self._line(line)
        cited = [inline for inline in inlines if isinstance(inline, Cited) and inline.keys]
        cells = [self.cells[key] for one in cited for key in one.keys if key in self.cells]
        alone = len(cited) == 1 and plain(inlines) == cited[0].text
        return TableCell(
            plain(inlines), key=cited[0].keys[0] if cited else "", hidden=any(cell.hidden for cell in cells), number=alone
        )  # fmt: skip

    # Words ------------------------------------------------------------------------------------------------------

    def _line(self, line: Line) -> tuple[Inline, ...]:
        return tuple(self._inlines(line))

    def _inlines(self, line: Line) -> Iterator[Inline]:
        for piece in line.pieces:
            if piece.found is None:
                if not piece.image and piece.text:
                    yield Words(piece.text, _style(piece), piece.url)
            else:
                yield self._answered(piece.found)

    def _answered(self, found: Found) -> Inline:
        try:
            answer = self.resolver.answer(self._read(found))
            if answer.false:
                raise BadInput(answer.false)
        except BadInput as error:
            return self._unanswered(found, error)
        return self._cited(found, answer)

    def _read(self, found: Found) -> Citation:
        if found.citation is None:
            raise BadInput(found.problem)
        return found.citation

    def _cited(self, found: Found, answer: Answer) -> Cited:
        self.cells |= {cell.key: cell for cell in answer.cells}
        for key in answer.keys:
            self.marks.setdefault(key, len(self.marks) + 1)
        mark = self.marks[answer.keys[0]] if answer.keys else 0
        return Cited(answer.kind, answer.text, found.inside, answer.keys, mark)

    def _unanswered(self, found: Found, error: BadInput) -> Inline:
        """In the live preview the citation stands as written; a text that is published refuses."""
        if self.strict:
            line = self.parsed.line_of(found.start)
            raise BadInput(_("Ligne %(line)s : %(sentence)s") % {"line": line, "sentence": error}) from error
        return Words(f"{{{{ {found.inside} }}}}", "code")

    def _anchor(self, text: str) -> str:
        plain_text = unicodedata.normalize("NFKC", text).lower()
        base = re.sub(r"[\W_]+", "-", plain_text).strip("-")[:60] or "section"
        anchor, number = base, 1
        while anchor in self.anchors:
            number += 1
            anchor = f"{base}-{number}"
        self.anchors.add(anchor)
        return anchor

    # Annex ------------------------------------------------------------------------------------------------------

    def _annex(self) -> Annex:
        """Definitions and sources of all that is cited, in the order of marks, then of tables."""
        order = [*self.marks, *(key for key in self.cells if key not in self.marks)]
        own: dict[str, DefinitionEntry] = {}
        others: dict[tuple[str, str], SourceEntry] = {}
        for key in order:
            cell = self.cells[key]
            words = self.resolver.words(cell.figure)
            if cell.external:
                others.setdefault((cell.figure, cell.period), self._source(cell, words.label))
            elif cell.figure not in own:
                own[cell.figure] = DefinitionEntry(
                    cell.figure, words.version, words.label, words.definition, words.unit, words.digest
                )
        return Annex(tuple(own.values()), tuple(others.values()))

    def _source(self, cell: FigureCell, label: str) -> SourceEntry:
        said = cell.source
        return SourceEntry(
            cell.figure, label, said.get("source", ""), cell.period, said.get("url", ""), said.get("page", ""),
            said.get("published", ""), said.get("note", ""),
        )  # fmt: skip


def _style(piece: Piece) -> str:
    return piece.style if piece.style in ("strong", "em", "code") else ""
