"""All numbers of a publication as one system of unknowns and linear rows: what a reader can write down.

An unknown is a number that stands in one place or several (``keys``): as a cell, as one of the two numbers of a quotient,
or nowhere at all (a remainder that subtraction gives). Names are canonical: a part that is a row of its whole, or a month
that is a row of its year, is the same unknown.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

from musanada.kit.periods import MONTHS
from musanada.publications.cells import Dims, FigureCell, Number, key_of
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.types import (
    NOBODY,
    Policy,
    Says,
    Table,
    residual,
    small,
    unknown_alone,
)  # fmt: skip
from musanada.reporting.engine.answers import TOGETHER
from musanada.reporting.engine.axes import OTHER

Terms = tuple[tuple[int, Fraction], ...]
Range = tuple[Fraction, Fraction | None]
PEOPLELESS = frozenset({"percent", "days", "hours", "minutes", "score", "acts_per_person"})
MONEY = frozenset({"MAD"})
RESIDUALS = (OTHER, TOGETHER)


@dataclass
class Unknown:
    """One number. ``truth`` is not known of what came here hidden. ``plain``: printed as a count of its own."""

    name: str
    figure: str
    period: str
    threshold: int
    keys: set[str] = field(default_factory=set)
    truth: Fraction | None = None
    seen: Range | None = (
        None  # what a reader sees while a key of it is shown; of a rounded number an interval
    )
    plain: bool = False
    whole: bool = True  # a count, not an amount
    counts: bool = True  # of people: small is sensitive
    floor: int = 0
    given: bool = False  # came hidden
    old: str = ""  # the release it stands in
    dims: Dims = ()
    size: Number | None = None  # how many records stand behind an amount
    exempt: bool = False


@dataclass(frozen=True)
class Row:
    """``low ≤ Σ coefficient × unknown ≤ high``; ``about`` for the office where it turns out untrue."""

    terms: Terms
    low: Fraction | None
    high: Fraction | None
    about: str = ""
    link: bool = False  # between releases: a guess of the reader, not arithmetic
    keys: frozenset[str] = frozenset()  # of a sentence: the cells it speaks of, with which it goes


class System:
    """Unknowns by name, rows between them, and which unknowns each printed cell shows."""

    def __init__(self, policy: Policy, relations: Relations) -> None:
        self.policy, self.relations = policy, relations
        self.unknowns: list[Unknown] = []
        self.rows: list[Row] = []
        self.index: dict[str, int] = {}
        self.of_key: dict[str, list[int]] = {}
        self.unsure: list[str] = []
        self.same = {one.figure: one for one in relations.same}
        self.cells: dict[str, FigureCell] = {}
        self.complete: dict[
            tuple[int, str], list[tuple[int, ...]]
        ] = {}  # (whole, axis): its parts, all of them

    # Names --------------------------------------------------------------------------------------------------------

    def canonical(self, figure: str, dims: Mapping[str, str], period: str) -> tuple[str, dict[str, str], str]:
        found = dict(dims)
        while (same := self.same.get(figure)) and not any(axis in found for axis, _code in same.codes):
            figure, found = same.of, found | dict(same.codes)
        for axis in MONTHS:
            if axis in found and found[axis][:4].isdigit():
                period = found.pop(axis)
        return figure, found, period

    def name(self, figure: str, dims: Mapping[str, str], period: str, lists: Mapping[str, str]) -> str:
        figure, found, period = self.canonical(figure, dims, period)
        marks = "".join(f"!{lists[a]}" for a, c in sorted(found.items()) if c in RESIDUALS and a in lists)
        return key_of(figure, tuple(found.items()), period) + marks

    def at(self, figure: str, dims: Mapping[str, str], period: str, lists: Mapping[str, str] = {}) -> int:
        """The unknown of this name, made where there is none."""
        name = self.name(figure, dims, period, lists)
        if name not in self.index:
            real, found, when = self.canonical(figure, dims, period)
            self.add(
                Unknown(name, real, when, self.policy.threshold_of(figure), dims=tuple(sorted(found.items())))
            )
        return self.index[name]

    def find(self, figure: str, dims: Mapping[str, str], period: str, lists: Mapping[str, str]) -> int | None:
        return self.index.get(self.name(figure, dims, period, lists))

    def add(self, unknown: Unknown) -> int:
        self.index[unknown.name] = len(self.unknowns)
        self.unknowns.append(unknown)
        return self.index[unknown.name]

    def row(
        self,
        terms: Iterable[tuple[int, Fraction | int]],
        low: Fraction | int | None,
        high: Fraction | int | None,
        about: str = "",
        *,
        link: bool = False,
        keys: frozenset[str] = frozenset(),
    ) -> None:
        merged: dict[int, Fraction] = {}
        for at, coefficient in terms:
            merged[at] = merged.get(at, Fraction(0)) + coefficient
        kept = tuple((at, c) for at, c in merged.items() if c)
        if kept:
            ends = [None if end is None else Fraction(end) for end in (low, high)]
            self.rows.append(Row(kept, ends[0], ends[1], about, link, keys))

    # Cells --------------------------------------------------------------------------------------------------------

    def cell(self, cell: FigureCell, lists: Mapping[str, str] = {}) -> None:
        """A printed cell, and what it shows."""
        if cell.external or cell.obs == "M":
            return
        self.cells[cell.key] = cell
        if is_quotient(cell):
            for mark, number in (("n", cell.numerator), ("d", cell.denominator)):
                at = self.half(cell, mark)
                self.learn(at, cell, number)
                self.unknowns[at].whole &= isinstance(number, int) or number is None
            return
        if not counted(cell):
            return
        at = self.at(cell.figure, dict(cell.dims), cell.period, lists)
        one = self.unknowns[at]
        one.plain, one.whole = True, cell.unit not in MONEY and isinstance(cell.value, int | None)
        one.counts = cell.unit not in NOBODY
        one.size = cell.count
        one.exempt = unknown_alone(cell, self.policy)
        one.given |= cell.hidden
        protected = cell.figure in self.policy.protected
        one.floor = 0 if protected or not one.whole else self.policy.least
        self.learn(at, cell, cell.value)

    def learn(self, at: int, cell: FigureCell, number: Number | None) -> None:
        one = self.unknowns[at]
        if number is not None:
            value = Fraction(number)
            if one.truth is not None and one.truth != value and not cell.rounded_to:
                self.unsure.append(cell.key)
                at = self.add(
                    Unknown(f"{one.name} ({cell.key})", one.figure, one.period, one.threshold, dims=one.dims)
                )
                one = self.unknowns[at]
            wide = max(0, cell.rounded_to - 1)
            if not wide:
                one.truth = value
            one.seen = (max(Fraction(0), value - wide), value + wide) if wide else (value, value)
        one.keys.add(cell.key)
        if at not in self.of_key.setdefault(cell.key, []):
            self.of_key[cell.key].append(at)

    def half(self, cell: FigureCell, mark: str) -> int:
        """The upper (``n``) or lower (``d``) number of a quotient: where the definition says where it stands, that
        number itself; else one of its own."""
        quotient, dims = self.relations.quotients.get(cell.figure), dict(cell.dims)
        period = cell.period
        if "~" in period:
            new, _tilde, old = period.partition("~")
            figure = quotient.top if quotient else cell.figure
            return self.at(figure, dims, new if mark == "n" else old)
        if quotient is not None and (
            mark == "d" or len({a for a, _c in quotient.codes}) == len(quotient.codes)
        ):
            codes = dict(quotient.codes) if mark == "n" else {}
            if not any(axis in dims for axis in codes):
                return self.at(quotient.top if mark == "n" else quotient.bottom, dims | codes, period)
        name = f"{cell.key}#{mark}"
        if name in self.index:
            return self.index[name]
        made = Unknown(name, cell.figure, period, self.policy.threshold_of(cell.figure), dims=cell.dims)
        made.counts = mark == "d" or cell.unit == "percent"
        return self.add(made)

    # Tables -------------------------------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """Its cells, and every line of it that adds up: rows to the total, rows to the margins shown elsewhere."""
        lists = listed(table)
        for cell in table.cells:
            self.cell(cell, lists)

    def lines(self, table: Table) -> None:
        """After all cells of all tables are known."""
        if not adds_up(table):
            return
        lists, base = listed(table), dict(table.total.dims)
        for axes, rows in leaves(table):
            for kept in subsets(axes):
                gone = axes - kept
                groups: dict[tuple[tuple[str, str], ...], list[FigureCell]] = {}
                for cell in rows:
                    said = {a: c for a, c in cell.dims if a in kept}
                    groups.setdefault(tuple(sorted(said.items())), []).append(cell)
                for said_codes, cells in groups.items():
                    dims = base | dict(said_codes)
                    whole = self.find(table.total.figure, dims, table.total.period, lists)
                    if whole is not None and self.unknowns[whole].keys:
                        self.line(table, whole, cells, gone, lists)

    def line(
        self,
        table: Table,
        whole: int,
        cells: Sequence[FigureCell],
        gone: frozenset[str],
        lists: Mapping[str, str],
    ) -> None:
        parts = [self.at(c.figure, dict(c.dims), c.period, lists) for c in cells]
        about = f"{table.title}: {self.unknowns[whole].name}"
        minus = [(whole, Fraction(-1))]
        if gone & table.overlapping or not table.additive:
            for part in parts:
                self.row([(part, 1), *minus], None, 0, about)
            if table.additive:
                self.row([*((part, 1) for part in parts), *minus], 0, None, about)
            return
        self.row([*((part, 1) for part in parts), *minus], 0, 0, about)
        if len(gone) == 1:
            self.complete.setdefault((whole, next(iter(gone))), []).append(tuple(parts))

    def says(self, said: Says) -> None:
        terms = [(self.named(key), coefficient) for key, coefficient in said.terms]
        low, high = said.low, said.high
        if said.strict and all(c.denominator == 1 and self.unknowns[at].whole for at, c in terms):
            low = low if low is None else Fraction(low.__floor__() + 1)
            high = high if high is None else Fraction(high.__ceil__() - 1)
        self.row(terms, low, high, said.words, keys=said.keys)

    def named(self, key: str) -> int:
        """An unknown by the key of a cell, of a half of it (``#n``, ``#d``), or of nothing printed."""
        bare, _mark, half = key.partition("#")
        found = self.of_key.get(bare, [])
        if half and bare in self.cells:
            return self.half(self.cells[bare], half)
        if found:
            return found[0]
        figure, _at, period = key.rpartition("@")
        figure, _open, inside = figure.partition("[")
        dims = dict(part.split("=", 1) for part in inside.rstrip("]").split(";") if "=" in part)
        return self.at(figure, dims, period)

    # What is seen -------------------------------------------------------------------------------------------------

    def visible(self, at: int, hidden: Set[str]) -> bool:
        one = self.unknowns[at]
        return one.seen is not None and not one.keys <= hidden

    def drop_untrue(self) -> None:
        """Rows that the numbers themselves contradict prove nothing; they are named instead."""
        kept = []
        for row in self.rows:
            if holds(row, self.unknowns):
                kept.append(row)
            else:
                self.unsure.append(row.about)
        self.rows = kept


def holds(row: Row, unknowns: Sequence[Unknown]) -> bool:
    """True also where a number of it is not known."""
    total = Fraction(0)
    for at, coefficient in row.terms:
        one = unknowns[at]
        if one.truth is None:
            return True
        total += coefficient * one.truth
    return (row.low is None or total >= row.low) and (row.high is None or total <= row.high)


def is_quotient(cell: FigureCell) -> bool:
    return cell.denominator is not None or (cell.unit in PEOPLELESS and cell.hidden) or "~" in cell.period


def counted(cell: FigureCell) -> bool:
    return cell.unit not in PEOPLELESS


def adds_up(table: Table) -> bool:
    return bool(table.rows) and counted(table.total) and not is_quotient(table.total)


def listed(table: Table) -> dict[str, str]:
    """Of each axis a mark of the codes this table lists: *other* means what they leave."""
    codes: dict[str, set[str]] = {}
    for cell in table.rows:
        for axis, code in cell.dims:
            codes.setdefault(axis, set()).add(code)
    return {
        axis: hashlib.sha256("|".join(sorted(found)).encode()).hexdigest()[:8]
        for axis, found in codes.items()
        if found & set(RESIDUALS)
    }


def leaves(table: Table) -> Iterator[tuple[frozenset[str], list[FigureCell]]]:
    """Rows by the axes they are split along; the finest alone, since the others are their margins."""
    base = {axis for axis, _code in table.total.dims}
    groups: dict[frozenset[str], list[FigureCell]] = {}
    for cell in table.rows:
        axes = frozenset(axis for axis, _code in cell.dims if axis not in base)
        groups.setdefault(axes, []).append(cell)
    for axes, rows in groups.items():
        if axes and not any(axes < other for other in groups):
            yield axes, rows


def subsets(axes: frozenset[str]) -> Iterator[frozenset[str]]:
    """Every smaller set of axes, the empty one last."""
    listed_axes = sorted(axes)
    for mask in range(2 ** len(listed_axes) - 2, -1, -1):
        yield frozenset(axis for place, axis in enumerate(listed_axes) if mask >> place & 1)


def primary(cell: FigureCell, policy: Policy, part: bool) -> bool:
    """Is the cell to be hidden for itself? Of a quotient either number, and what is left of the lower one."""
    if cell.external or cell.obs == "M" or cell.unit in NOBODY or unknown_alone(cell, policy):
        return False
    limit = policy.threshold_of(cell.figure)
    sizes: list[Number | None] = [cell.count]
    if is_quotient(cell):
        sizes += [cell.denominator]
        if cell.unit == "percent":
            sizes += [cell.numerator]
        if part and cell.numerator is not None and cell.denominator is not None:
            sizes += [cell.denominator - cell.numerator]
    elif cell.unit not in PEOPLELESS | MONEY and not isinstance(cell.value, float):
        sizes += [cell.value]
    return any(small(size, limit, policy.zeros) for size in sizes)


__all__ = ["Row", "System", "Unknown", "primary", "residual"]
