"""A text after its citations were resolved: what every output (page, PDF, Word, …) is made of, and nothing else.

``narrative`` makes it, ``outputs`` print it. It holds no number that is not a ``Cited`` or a declared non-figure.
"""

from dataclasses import dataclass, field
from typing import Literal

from musanada.publications.cells import FigureCell

CitedKind = Literal["fig", "share", "chg", "rank", "claim", "ext", "n"]


@dataclass(frozen=True)
class Words:
    """Plain text of one style; ``style`` is ``""``, ``strong``, ``em`` or ``code``; ``url`` makes it a link."""

    text: str
    style: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cited:
    """A citation as printed: its text, the keys of the cells it stands on, and the mark (1, 2, …) beside it."""

    kind: CitedKind
    text: str
    source: str  # the citation as written: "fig:returns.departures_iom@2024"
    keys: tuple[str, ...] = ()
    mark: int = 0  # 0: no mark (a declared non-figure)


Inline = Words | Cited


@dataclass(frozen=True)
class Heading:
    level: int
    inlines: tuple[Inline, ...]
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Listing:
    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class TableCell:
    """``text`` as printed; ``key`` of its cell ("" for words); ``hidden`` because small; ``number`` aligns it."""

    text: str
    key: str = ""
    hidden: bool = False
    number: bool = False
    head: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table of cells. ``notes``: footnotes under it (several rows a person, hidden cells, rounding)."""

    anchor: str
    caption: tuple[Inline, ...]
    columns: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    total: tuple[TableCell, ...] = ()
    notes: tuple[str, ...] = ()
    figure: str = ""  # the indicator it lays out
    by: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart or map, always with its table: the same SVG on every output. ``credit``: the source of the map."""

    anchor: str
    caption: tuple[Inline, ...]
    svg: str
    alt: str
    table: TableBlock
    credit: str = ""


@dataclass(frozen=True)
class Rule:
    """A break between parts."""


@dataclass(frozen=True)
class DefinitionEntry:
    """One definition of the annex, as printed word for word."""

    figure: str
    version: int
    label: str
    definition: str
    unit: str
    digest: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceEntry:
    """One source of others in the annex."""

    figure: str
    label: str
    source: str
    period: str
    url: str = ""
    page: str = ""
    published: str = ""
    note: str = ""


@dataclass(frozen=True)
class Annex:
    """Definitions and sources of every citation of the document, in the order of their marks."""

    definitions: tuple[DefinitionEntry, ...]
    sources: tuple[SourceEntry, ...]


Block = Heading | Paragraph | Listing | Quote | TableBlock | Picture | Rule | Annex


@dataclass(frozen=True)
class Document:
    """A whole text in one language with the cells it cites, by key. ``marks``: key → mark, in order of appearance."""

    language: str  # fr, ar, en, es
    title: str
    subtitle: str
    period: str
    blocks: tuple[Block, ...]
    cells: dict[str, FigureCell] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    front: dict[str, str] = field(default_factory=dict)
