"""What a reader sees of a text, as one string with the place of every character in the text as written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from musanada.publications.narrative.blocks import Line, Parsed
from musanada.publications.narrative.folding import OBJECT
from musanada.publications.narrative.grammar import Found

GAP = "\n\n"


@dataclass
class Visible:
    """``spans[i]``: where character i stands. ``cited``: position of each citation's sign in ``text`` → the citation."""

    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    cited: dict[int, Found] = field(default_factory=dict)
    values: list[tuple[int, int]] = field(
        default_factory=list
    )  # cells of hand-written tables that hold values
    pictures: list[tuple[int, int]] = field(default_factory=list)

    def place(self, start: int, end: int) -> tuple[int, int]:
        covered = self.spans[start:end] or [(0, 0)]
        return min(a for a, _b in covered), max(b for _a, b in covered)


def visible(parsed: Parsed) -> Visible:
    """Lines of the front matter but the period, of every block, and what stands in the file without being printed."""
    out = Visible()
    texts: list[str] = []
    lines: list[Line] = [line for key, line in parsed.front.items() if key != "period"]
    lines += [line for part in parsed.parts for line in part.lines]
    held = {
        id(line)
        for part in parsed.parts
        if part.width
        for at, line in enumerate(part.lines)
        if at >= part.width and at % part.width
    }
    for line in (*lines, *parsed.asides):
        start = len(out.spans)
        for text, spans in _pieces(line, parsed.raw, out, start):
            texts.append(text)
            out.spans.extend(spans)
        if id(line) in held:
            out.values.append((start, len(out.spans)))
        texts.append(GAP)
        out.spans.extend([(line.end, line.end)] * len(GAP))
    out.text = "".join(texts)
    return out


def _pieces(line: Line, raw: str, out: Visible, at: int) -> Iterable[tuple[str, list[tuple[int, int]]]]:
    cursor = line.start
    for piece in line.pieces:
        if piece.image:
            out.pictures.append((line.start, line.end))
            continue
        if piece.found is not None:
            out.cited[at] = piece.found
            cursor = max(cursor, piece.found.end)
            at += 1
            yield OBJECT, [(piece.found.start, piece.found.end)]
            continue
        found = raw.find(piece.text, cursor, line.end) if piece.text.strip() else -1
        if found >= 0:
            cursor = found + len(piece.text)
            spans = [(found + n, found + n + 1) for n in range(len(piece.text))]
        else:  # an entity, an escape: the whole line
            spans = [(line.start, line.end)] * len(piece.text)
        at += len(piece.text)
        yield piece.text, spans
