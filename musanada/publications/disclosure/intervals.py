"""The intervals of all that is not shown: propagated, then proved by solutions in whole numbers.

A number is *safe* only where two solutions of everything that is visible were found, in whole numbers and checked without
rounding, that lie as far apart as the rule asks: a reader cannot tell them from the truth. Hiding more keeps every such
solution, so they are kept from round to round. It is *worked out* where the propagated interval or the linear programme,
which can only be wider than the truth, is too narrow; where neither is shown in time it counts as worked out.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

from musanada.publications.disclosure.lp import Line, Program, available
from musanada.publications.disclosure.system import Row, System

SLACK = 1e-6
SWEEPS = 4
INF = math.inf
Number = int | Fraction


@dataclass(frozen=True)
class Finding:
    """An unknown that can be worked out: between ``low`` and ``high``."""

    at: int
    low: float
    high: float


@dataclass
class View:
    """What a reader knows at one moment: bounds of every unknown, and the rows that still hold something unknown."""

    lower: list[float]
    upper: list[float]
    free: list[int]
    rows: list[Line]
    impossible: bool = False


@dataclass
class Intervals:
    """Asked again after every number that is hidden."""

    system: System
    solver: bool = True
    withhold: bool = False  # sentences go with the numbers they speak of
    low: list[Number | None] = field(default_factory=list)
    high: list[Number | None] = field(default_factory=list)
    asked: int = 0
    until: float = INF
    leasts: dict[int, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver = self.solver and available()
        self.lines = [line_of(row, number) for number, row in enumerate(self.system.rows)]
        self.exact = [exact_row(row) for row in self.system.rows]
        self.rows_of: dict[int, list[Row]] = {}
        for row in self.system.rows:
            for at, _c in row.terms:
                self.rows_of.setdefault(at, []).append(row)
        truths = [None if one.truth is None else plain(one.truth) for one in self.system.unknowns]
        self.low, self.high = list(truths), list(truths)
        most = [float(one.seen[1] or 0) for one in self.system.unknowns if one.seen is not None]
        self.most = 10 * max([*most, *(float(t) for t in truths if t is not None), 100.0]) + 1000

    # What a reader sees -------------------------------------------------------------------------------------------

    def view(self, hidden: Set[str]) -> View:
        lower, upper, free = [], [], []
        for at, one in enumerate(self.system.unknowns):
            if self.system.visible(at, hidden):
                assert one.seen is not None
                low, high = float(one.seen[0]), float(one.seen[1]) if one.seen[1] is not None else self.most
            else:
                low, high = float(one.floor), self.most
            lower.append(low)
            upper.append(high)
            if low < high:
                free.append(at)
        open_ones = set(free)
        rows = [line for line in self.lines if any(at in open_ones for at in line.columns)]
        if self.withhold:
            rows = [line for line in rows if not self.system.rows[line.number].keys & hidden]
        view = View(lower, upper, free, rows)
        propagate(view, [one.whole for one in self.system.unknowns])
        return view

    def groups(self, view: View) -> Iterator[tuple[list[int], list[Line]]]:
        """Unknowns that hang together, with their rows."""
        parent = {at: at for at in view.free}

        def top(at: int) -> int:
            while parent[at] != at:
                parent[at] = parent[parent[at]]
                at = parent[at]
            return at

        for row in view.rows:
            inside = [at for at in row.columns if at in parent]
            for other in inside[1:]:
                parent[top(other)] = top(inside[0])
        members: dict[int, list[int]] = {}
        for at in view.free:
            members.setdefault(top(at), []).append(at)
        lines: dict[int, list[Line]] = {}
        for row in view.rows:
            first = next(at for at in row.columns if at in parent)
            lines.setdefault(top(first), []).append(row)
        for root, found in members.items():
            yield found, lines.get(root, [])

    # The rule -----------------------------------------------------------------------------------------------------

    def asks(self, at: int, hidden: Set[str]) -> bool:
        """Is it protected at all? Hidden counts of people, and remainders nobody printed that are small."""
        one = self.system.unknowns[at]
        if not one.counts or one.exempt or self.system.visible(at, hidden):
            return False
        return bool(one.plain and one.keys) or one.truth is None or 0 < abs(one.truth) < one.threshold

    def safe(self, at: int) -> bool:
        one, low, high = self.system.unknowns[at], self.low[at], self.high[at]
        if low is None or high is None:
            return False
        if not one.plain and one.truth is None:
            return high >= one.threshold or low <= 0
        if not one.whole:
            return Fraction(2 * (high - low)) >= abs(Fraction(high if one.truth is None else one.truth))
        return (
            high >= one.threshold
            and high - low >= one.threshold - 1
            and (not self.is_small(at) or low <= self.least(at))
        )

    def is_small(self, at: int) -> bool:
        truth = self.system.unknowns[at].truth
        return truth is not None and truth < self.system.unknowns[at].threshold

    def least(self, at: int) -> Fraction:
        """A small number may as well be one (or none, where zeros are hidden too); a sum, one of each of its rows: that
        they are not zero is open to all."""
        if at not in self.leasts:
            usual = Fraction(1 if self.system.policy.zeros == "open" else 0)
            self.leasts[at] = usual  # a circle of rows ends here
            lines = [self.row_floor(at, row) for row in self.rows_of.get(at, ())]
            self.leasts[at] = max([usual, *lines])
        return self.leasts[at]

    def row_floor(self, at: int, row: Row) -> Fraction:
        """What a row alone says of its sum: its parts are at least what hidden ones are."""
        if row.low != row.high or row.low or row.keys or row.link:
            return Fraction(0)
        own = next(c for one, c in row.terms if one == at)
        if any(c != -own for one, c in row.terms if one != at):
            return Fraction(0)
        unknowns = self.system.unknowns
        parts = [
            one for one, _c in row.terms if one != at and unknowns[one].truth != 0 and unknowns[one].floor
        ]
        return sum((self.least(one) for one in parts), Fraction(0))

    def enclosed(self, at: int, low: float, high: float) -> bool:
        """Is an interval that holds the truth already too narrow?"""
        one = self.system.unknowns[at]
        if not one.plain and one.truth is None:
            return low >= 1 and high < one.threshold
        if not one.whole:
            return 2 * (high - low) < abs(float(one.truth) if one.truth is not None else high)
        too_high = self.is_small(at) and low > self.least(at)
        return high < one.threshold or high - low < one.threshold - 1 or too_high

    # The search ---------------------------------------------------------------------------------------------------

    def findings(self, hidden: Set[str]) -> list[Finding]:
        view = self.view(hidden)
        found: list[Finding] = []
        for group, rows in self.groups(view):
            wanted = [at for at in group if self.asks(at, hidden) and not self.safe(at)]
            if not wanted:
                continue
            tight = [at for at in wanted if self.enclosed(at, view.lower[at], view.upper[at])]
            found += [Finding(at, view.lower[at], view.upper[at]) for at in tight]
            rest = [at for at in wanted if at not in set(tight)]
            if rest:
                found += (
                    self.by_programme(view, group, rows, rest)
                    if self.solver
                    else self.by_moves(view, group, rows, rest)
                )
        fixed = {at for at, one in enumerate(self.system.unknowns) if view.lower[at] >= view.upper[at]}
        found += [
            Finding(at, view.lower[at], view.upper[at])
            for at in sorted(fixed)
            if self.asks(at, hidden) and self.known_small(at, view.lower[at])
        ]
        return found

    def known_small(self, at: int, value: float) -> bool:
        one = self.system.unknowns[at]
        return bool(one.plain and one.keys) or 0 < abs(value) < one.threshold

    def by_programme(
        self, view: View, group: list[int], rows: list[Line], wanted: list[int]
    ) -> list[Finding]:
        place = {at: column for column, at in enumerate(group)}
        unknowns = self.system.unknowns
        program = Program(
            [view.lower[at] for at in group],
            [view.upper[at] for at in group],
            [reduced(row, place, view) for row in rows],
            [unknowns[at].whole for at in group],
        )
        search = Search(self, program, group, rows, place, view)
        for most in (True, False):
            search.ask(dict.fromkeys((place[at] for at in wanted), 1.0), most=most)
        return [found for at in wanted if not self.safe(at) and (found := search.one(at)) is not None]

    def by_moves(self, view: View, group: list[int], rows: list[Line], wanted: list[int]) -> list[Finding]:
        """Without a solver: by moving numbers along the rows, from the truth."""
        from musanada.publications.disclosure.moves import Moves

        if any(self.system.unknowns[at].truth is None for at in group):
            # What came hidden has no truth to start from; only what propagation encloses is known to be worked out.
            group_known = [at for at in wanted if self.system.unknowns[at].truth is not None]
            return [Finding(at, view.lower[at], view.upper[at]) for at in group_known]
        moves = Moves(self.system, view.lower, view.upper, group, rows)
        for at in wanted:
            for numbers in moves.spread(at) if not self.safe(at) and time.monotonic() < self.until else ():
                self.asked += 1
                self.witness(numbers)
                if self.safe(at):
                    break
        return [Finding(at, view.lower[at], view.upper[at]) for at in wanted if not self.safe(at)]

    def witness(self, numbers: Mapping[int, Number]) -> None:
        for at, number in numbers.items():
            low, high = self.low[at], self.high[at]
            self.low[at] = number if low is None or number < low else low
            self.high[at] = number if high is None or number > high else high


@dataclass
class Search:
    """The programmes of one group."""

    owner: Intervals
    program: Program
    group: list[int]
    rows: list[Line]
    place: Mapping[int, int]
    view: View

    def ask(self, objective: dict[int, float], *, most: bool) -> float | None:
        """The bound; a solution in whole numbers is kept on the way."""
        self.owner.asked += 1
        answer = self.program.ask(objective, most=most)
        if not answer.found or answer.numbers is None:
            return None
        self.keep(answer.numbers.tolist())
        return answer.value

    def keep(self, numbers: Sequence[float]) -> bool:
        unknowns = self.owner.system.unknowns
        said: dict[int, Number] = {}
        for at, number in zip(self.group, numbers, strict=True):
            near = round(number)
            if unknowns[at].whole and abs(number - near) > SLACK:
                return False
            said[at] = near if abs(number - near) <= SLACK else Fraction(number).limit_denominator(10**6)
        if not self.fits(said):
            return False
        self.owner.witness(said)
        return True

    def fits(self, said: Mapping[int, Number]) -> bool:
        lower, upper = self.view.lower, self.view.upper
        if any(not lower[at] - SLACK <= number <= upper[at] + SLACK for at, number in said.items()):
            return False
        for row in self.rows:
            exact = self.owner.exact[row.number]
            total = sum(c * (said[at] if at in said else exact_number(lower[at])) for at, c in exact.terms)
            if (exact.low is not None and total < exact.low) or (
                exact.high is not None and total > exact.high
            ):
                return False
        return True

    def one(self, at: int) -> Finding | None:
        """Everything that can be found out of one unknown; ``None`` where it is safe."""
        owner, column = self.owner, self.place[at]
        high = self.ask({column: 1.0}, most=True)
        low = self.ask({column: 1.0}, most=False)
        if owner.safe(at):
            return None
        if high is None or low is None:
            return Finding(at, self.view.lower[at], self.view.upper[at])
        whole = owner.system.unknowns[at].whole
        ends = (math.ceil(low - SLACK), math.floor(high + SLACK)) if whole else (low, high)
        if owner.enclosed(at, *ends) or time.monotonic() > owner.until:
            return Finding(at, *ends)
        for most in (True, False):
            owner.asked += 1
            answer = self.program.whole_ask({column: 1.0}, most=most, bounds={})
            if answer.found and answer.numbers is not None:
                self.keep(answer.numbers.tolist())
        return None if owner.safe(at) else Finding(at, *ends)


@dataclass(frozen=True)
class Exact:
    """A row without rounding: plain whole numbers where it has no others, because they are quicker."""

    terms: tuple[tuple[int, Number], ...]
    low: Number | None
    high: Number | None


def exact_row(row: Row) -> Exact:
    ends = [None if end is None else plain(end) for end in (row.low, row.high)]
    return Exact(tuple((at, plain(c)) for at, c in row.terms), ends[0], ends[1])


def plain(number: Fraction) -> Number:
    return number.numerator if number.denominator == 1 else number


def exact_number(number: float) -> Number:
    return int(number) if float(number).is_integer() else Fraction(number)


def line_of(row: Row, number: int) -> Line:
    return Line(
        [at for at, _c in row.terms],
        [float(c) for _at, c in row.terms],
        -INF if row.low is None else float(row.low),
        INF if row.high is None else float(row.high),
        number,
    )


def reduced(row: Line, place: Mapping[int, int], view: View) -> Line:
    """The row over the columns of a programme: what is known moves to the other side."""
    columns, coefficients, known = [], [], 0.0
    for at, coefficient in zip(row.columns, row.coefficients, strict=True):
        if at in place:
            columns.append(place[at])
            coefficients.append(coefficient)
        else:
            known += coefficient * view.lower[at]
    return Line(columns, coefficients, row.low - known, row.high - known)


def propagate(view: View, whole: Sequence[bool]) -> None:
    """Bounds from single rows, a few times over: cheap, and enough where one number is left alone."""
    lower, upper = view.lower, view.upper
    for _sweep in range(SWEEPS):
        changed = False
        for row in view.rows:
            changed |= tightened(row, lower, upper, whole)
        if not changed:
            break
        if any(lower[at] > upper[at] + SLACK for at in view.free):
            view.impossible = True
            break
    kept = [at for at in view.free if lower[at] < upper[at] - SLACK]
    for at in set(view.free) - set(kept):
        lower[at] = upper[at] = round(lower[at]) if whole[at] else lower[at]
    view.free = kept
    still = set(kept)
    view.rows = [row for row in view.rows if any(at in still for at in row.columns)]


def tightened(row: Line, lower: list[float], upper: list[float], whole: Sequence[bool]) -> bool:
    least = most = 0.0
    for at, c in zip(row.columns, row.coefficients, strict=True):
        least += c * (lower[at] if c > 0 else upper[at])
        most += c * (upper[at] if c > 0 else lower[at])
    if least >= row.low - SLACK and most <= row.high + SLACK:
        return False
    changed = False
    for at, c in zip(row.columns, row.coefficients, strict=True):
        if lower[at] >= upper[at]:
            continue
        a, b = (lower[at], upper[at]) if c > 0 else (upper[at], lower[at])
        # The others at their least leave at most this much for it; at their most, at least that much.
        room, need = (row.high - (least - c * a)) / c, (row.low - (most - c * b)) / c
        low, high = (need, room) if c > 0 else (room, need)
        if whole[at]:
            low = math.ceil(low - SLACK) if low > -INF else low
            high = math.floor(high + SLACK) if high < INF else high
        if low > lower[at] + SLACK:
            lower[at], changed = low, True
        if high < upper[at] - SLACK:
            upper[at], changed = high, True
    return changed
