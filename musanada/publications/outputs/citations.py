"""The list of cited figures at the end of a printed text: one line a cell, in the order of the marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from musanada.publications.narrative.document import Document
from musanada.publications.outputs.texts import Teller


@dataclass(frozen=True)
class CitedLine:
    """``first``: the line that the mark leads to, where one mark stands on several cells."""

    mark: int
    first: bool
    id: str
    key: str
    name: str
    period: str
    value: str
    source: str


def cited_lines(document: Document, teller: Teller) -> Iterator[CitedLine]:
    last = 0
    for key, mark in sorted(document.marks.items(), key=lambda pair: pair[1]):
        cell = document.cells.get(key)
        if cell is None:
            continue
        yield CitedLine(
            mark, mark != last, cell.id, key, teller.name(cell), teller.period(cell), teller.value(cell),
            teller.source(cell),
        )  # fmt: skip
        last = mark
