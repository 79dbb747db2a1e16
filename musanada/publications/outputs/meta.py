"""What every output says of the publication it belongs to; nothing in it comes from the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from musanada.publications.cells import FigureCell
from musanada.publications.narrative.document import Document
from musanada.publications.wanted import Source


@dataclass(frozen=True)
class Meta:
    """``dated`` is printed and stands as the date inside PDF, Word and Excel files: the same input, the same bytes.

    ``address``: where the public pages are reached, such as ``https://figures.example.org/published/``; without it
    documents print the cells' ids alone. ``org_ref``: the publisher's identifier of org-id.guide, for IATI.
    """

    slug: str
    revision: int
    period: str
    known_at: datetime
    dated: date
    publisher: str = "Musanada"
    threshold: int = 10
    address: str = ""
    org_ref: str = ""

    @property
    def moment(self) -> datetime:
        """The one time that files may hold: midnight of the day they are dated."""
        return datetime(self.dated.year, self.dated.month, self.dated.day, tzinfo=UTC)

    @property
    def name(self) -> str:
        return f"{self.slug}/{self.revision}"

    def page(self, lang: str) -> str:
        """The publication's public page; empty when the address is not known."""
        return f"{self.address.rstrip('/')}/{self.name}/{lang}/" if self.address else ""

    def figure_page(self, cell_id: str, lang: str) -> str:
        return f"{self.page(lang)}figure/{cell_id}/" if self.address else ""


@dataclass(frozen=True)
class Content:
    """What all outputs are made of: the documents by language, every published cell once, and who has the words."""

    documents: Mapping[str, Document]
    cells: tuple[FigureCell, ...]
    meta: Meta
    words: Source

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self.documents))

    @property
    def first_language(self) -> str:
        """French, the source language, where there is a French text."""
        return "fr" if "fr" in self.documents else next(iter(self.languages), "fr")


def content_of(
    documents: Mapping[str, Document], cells: Iterable[FigureCell], meta: Meta, words: Source
) -> Content:
    from musanada.publications.outputs.serial import by_key

    cited = [cell for document in documents.values() for cell in document.cells.values()]
    return Content(dict(documents), tuple(by_key([*cited, *cells])), meta, words)
