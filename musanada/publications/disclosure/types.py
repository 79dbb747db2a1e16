"""What disclosure control is asked and answers: tables in, what may be shown out, and the breaches in words.

The rule is one (design: figures, section 3): of every number that is not shown, the interval that a reader can work out
from all that is shown ends at the threshold or above and is wide enough; a small one may as well be one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from musanada.publications.cells import FigureCell
from musanada.reporting.engine.axes import OTHER, UNKNOWN

Mode = Literal["suppress", "round"]
Zeros = Literal["open", "hidden"]
# small: itself under the threshold; beside: another one could be worked out from it; given: hidden before it came here;
# period, release: the difference to another period or to an earlier release is small; quotient: one of its two numbers.
Why = Literal["small", "beside", "given", "period", "release", "quotient", "live"]
INTERNAL, PUBLIC, PROTECTION = 5, 10, 11
BASE = 5  # of controlled rounding
# What counts no people: how many cities there are says nothing of anyone.
NOBODY = frozenset(
    {"programmes", "agreements", "cities", "associations", "countries", "kinds", "sessions", "years"}
)


@dataclass(frozen=True)
class Policy:
    """How small is small. ``protected`` are the figures of the class protection, with a threshold of their own.

    ``zeros`` open: a zero is shown, so whatever is hidden is at least one. ``open_unknown``: ``(figure, axis)`` whose
    row *unknown* alone is shown, however small. ``revisions``: a row that moved by less than the threshold since an
    earlier release is hidden too (always so for protected figures).
    """

    threshold: int = PUBLIC
    protection: int = PROTECTION
    protected: frozenset[str] = frozenset()
    thresholds: Mapping[str, int] = field(default_factory=dict)  # of single figures
    mode: Mode = "suppress"
    zeros: Zeros = "open"
    base: int = BASE
    open_unknown: frozenset[tuple[str, str]] = frozenset()
    revisions: bool = False
    solver: bool = True  # False: without linear programmes, as where highspy is not installed
    seconds: float = 600.0  # after that what is not proved safe is hidden without looking for the least

    def threshold_of(self, figure: str) -> int:
        usual = self.protection if figure in self.protected else self.threshold
        return self.thresholds.get(figure, usual)

    @property
    def least(self) -> int:
        """The smallest number that a hidden one may be."""
        return 1 if self.zeros == "open" else 0


@dataclass(frozen=True)
class Table:
    """One table as it will be printed: its total first, then the rows (``WantedTable`` answered by a source).

    ``overlapping``: axes along which one person may stand in several rows. ``additive``: rows add up to the total.
    ``ordered``: rows stand by size, so that a row's place tells of its number.
    """

    cells: tuple[FigureCell, ...]
    by: tuple[str, ...]
    overlapping: frozenset[str] = frozenset()
    additive: bool = True
    ordered: bool = False
    name: str = ""

    @property
    def total(self) -> FigureCell:
        return self.cells[0]

    @property
    def rows(self) -> tuple[FigureCell, ...]:
        return self.cells[1:]

    @property
    def title(self) -> str:
        return self.name or f"{self.total.key} by {', '.join(self.by)}"


@dataclass(frozen=True)
class Says:
    """Something a sentence, share, rank or chart says of numbers: ``low ≤ Σ coefficient × number ≤ high``.

    Terms name cells by key (``#n`` and ``#d`` after it: the two numbers of a quotient). ``strict``: the ends are not
    included. Made by ``statements`` (share, change, rank, approx, claim).
    """

    terms: tuple[tuple[str, Fraction], ...]
    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False
    words: str = ""  # as printed, for the breach

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key.partition("#")[0] for key, _coefficient in self.terms)


@dataclass(frozen=True)
class Release:
    """What an earlier publication showed: its name and its cells, as read back from its folder."""

    name: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True)
class Breach:
    """A number that a reader can work out though it is not shown: the interval, and against which threshold."""

    key: str
    code: Literal["hidden", "difference", "release", "marked", "sentence", "before"]
    low: int | None
    high: int | None
    threshold: int
    about: str = ""  # the other key, release or sentence it comes from
    kind: str = ""  # of a difference: part, complement, period

    @property
    def words(self) -> str:
        """One sentence, in the reader's language."""
        from musanada.publications.disclosure.words import breach_words

        return breach_words(self)


@dataclass(frozen=True)
class Hidden:
    """Why a cell is hidden. For the office only: which are small is never published."""

    key: str
    why: Why
    threshold: int
    about: str = ""  # the key or release it protects

    @property
    def words(self) -> str:
        from musanada.publications.disclosure.words import hidden_words

        return hidden_words(self)


@dataclass(frozen=True)
class Proposal:
    """A coarser table to print instead of one that suppression would empty."""

    table: str
    kind: Literal["rollup", "fold", "one_axis", "period", "total"]
    axis: str
    into: str  # the coarser axis, how many rows are kept, or the longer period
    shown: int  # numbers it would show
    hidden: int

    @property
    def words(self) -> str:
        from musanada.publications.disclosure.words import proposal_words

        return proposal_words(self)


@dataclass(frozen=True)
class Protected:
    """What may be shown: every cell by key, with its value or without. ``breaches`` is empty, or nothing is published."""

    cells: Mapping[str, FigureCell]
    tables: tuple[Table, ...] = ()
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    withheld: tuple[Says, ...] = ()  # what a text may not say: it speaks of a hidden number
    proposals: tuple[Proposal, ...] = ()
    breaches: tuple[Breach, ...] = ()
    known: tuple[
        Breach, ...
    ] = ()  # given away by an earlier release already: hidden here, and said to the office
    unsure: tuple[str, ...] = ()  # relations that the numbers contradict: left out of the proof, worth a look
    method: Literal["highs", "own"] = "highs"
    asked: int = 0  # linear programmes and searches
    seconds: float = 0.0

    @property
    def safe(self) -> bool:
        return not self.breaches

    def shown(self, cell: FigureCell) -> FigureCell:
        """The cell as it may be shown."""
        return self.cells.get(cell.key, cell)


def small(number: int | Decimal | None, threshold: int, zeros: Zeros = "open") -> bool:
    """Is it to be hidden for itself?"""
    if number is None:
        return False
    size = Decimal(number)
    return 0 < abs(size) < threshold or (size == 0 and zeros == "hidden")


def residual(cell: FigureCell, code: str = OTHER) -> bool:
    return any(value == code for _axis, value in cell.dims)


def unknown_alone(cell: FigureCell, policy: Policy) -> bool:
    """The row *unknown* of one axis and nothing else, where the definition shows it."""
    if len(cell.dims) != 1:
        return False
    axis, code = cell.dims[0]
    return code == UNKNOWN and (cell.figure, axis) in policy.open_unknown


def by_key(cells: Iterable[FigureCell]) -> dict[str, FigureCell]:
    return {cell.key: cell for cell in cells}
