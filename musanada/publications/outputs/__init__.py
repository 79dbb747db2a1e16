"""Every file a reader may take, from one document and its cells. Same input, same bytes.

``write_all(documents, cells, meta, folder, words)`` is what a build calls: ``documents`` by language, ``cells`` every
published cell (hidden ones too: they are written as hidden), ``words`` a Source that answers ``words`` and ``label``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import Document
from musanada.publications.outputs.meta import Content, Meta, content_of
from musanada.publications.wanted import Source

__all__ = ["Content", "Meta", "content_of", "write_all"]

Made = Iterator[tuple[str, bytes]]


def write_all(
    documents: Mapping[str, Document],
    cells: Iterable[FigureCell],
    meta: Meta,
    folder: Path,
    words: Source,
) -> list[str]:
    """Writes every output below ``folder`` and gives their names, sorted."""
    content = content_of(documents, cells, meta, words)
    names = []
    for maker in makers():
        for name, data in maker(content):
            (folder / name).write_bytes(data)
            names.append(name)
    return sorted(names)


def makers() -> tuple[Callable[[Content], Made], ...]:
    """Each gives its files, name and bytes; a new output is one more line here."""
    from musanada.publications.outputs import card, figures, iati, pdf, press, sdmx, sheets, tables, word

    return (
        _documents, figures.files, tables.files, sdmx.files, iati.files, sheets.files, word.files, pdf.files, card.files,
        press.files,
    )  # fmt: skip


def _documents(content: Content) -> Made:
    from musanada.publications.outputs.serial import dumps

    for lang in content.languages:
        yield f"document.{lang}.json", dumps(content.documents[lang])
