"""What to hide beside a number so that it cannot be worked out: the least that lets it move as far as the rule asks.

Everything printed may move: hidden numbers for nothing, shown ones at a price, so that their true total, rows and
relations still hold (the cell-suppression heuristic of Kelly, Golden and Assad over linked tables). What moves is hidden.
Without a solver: the cheapest number beside it in each of its rows.
"""

import math
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from fractions import Fraction

from musanada.publications.disclosure.intervals import Finding, Intervals
from musanada.publications.disclosure.lp import Line, Program
from musanada.publications.disclosure.system import RESIDUALS, System

FREE = 0.001  # what is hidden already may move for next to nothing
DEPTHS = (4, 9, 40)  # how far from the number one looks, in rows
LARGE = 1500  # unknowns in one programme


@dataclass
class Pattern:
    """Which unknowns to hide for one that can be worked out."""

    system: System
    intervals: Intervals
    solver: bool

    def __post_init__(self) -> None:
        self.rows_of: dict[int, list[int]] = {}
        for number, row in enumerate(self.system.rows):
            for at, _c in row.terms:
                self.rows_of.setdefault(at, []).append(number)

        self.floats = [[(at, float(c)) for at, c in row.terms] for row in self.system.rows]
        self.slacks: dict[int, tuple[float, float]] = {}
        self.seen: dict[int, bool] = {}
        self.remembered = -1

    def beside(self, finding: Finding, hidden: Set[str]) -> set[int]:
        """Unknowns that are shown and should not be; empty where nothing is left to hide."""
        if not self.solver:
            return self.cheapest(finding.at, hidden)
        found: set[int] = set()
        for amount in self.needs(finding.at):
            ways = (self.moved(finding.at, amount, hidden, found, depth) for depth in DEPTHS)
            extra = next((way for way in ways if way is not None), None)
            found |= self.cheapest(finding.at, hidden) if extra is None else extra
        return found

    def needs(self, at: int) -> list[float]:
        """How far up or down it must be able to go."""
        one = self.system.unknowns[at]
        truth = float(self.truth(at))
        if not one.whole:
            return [max(abs(truth), 2.0) / 2]
        if truth < one.threshold:
            least = float(self.intervals.least(at))
            return [one.threshold - truth, *([least - truth] if truth > least else [])]
        return [one.threshold - 1.0]

    def truth(self, at: int) -> Fraction:
        """The number, or of what came hidden any that fits."""
        one = self.system.unknowns[at]
        if one.truth is not None:
            return one.truth
        return Fraction(self.intervals.low[at] or one.floor)

    def hideable(self, at: int, hidden: Set[str]) -> bool:
        one = self.system.unknowns[at]
        if one.old or not one.keys or not self.visible(at, hidden):
            return False
        if one.seen is not None and one.seen[0] != one.seen[1]:
            return one.truth != 0
        return bool(one.truth) or (one.truth is not None and self.system.policy.zeros == "hidden")

    def price(self, at: int) -> float:
        """Totals are dear, remainders cheap, large numbers dearer than small ones."""
        one = self.system.unknowns[at]
        price = 1 + math.log2(1 + abs(float(one.truth or 0)))
        price *= 0.6 if any(code in RESIDUALS for _axis, code in one.dims) else 1
        price *= 12.0 ** max(0, 2 - len(one.dims))
        return float(price * len(one.keys))

    def near(self, at: int, hidden: Set[str], depth: int) -> set[int]:
        """Unknowns that may move with it, row after row."""
        found, edge = {at}, {at}
        for _step in range(depth):
            rows = {number for one in edge for number in self.rows_of.get(one, ())}
            edge = {
                other
                for number in rows
                for other, _c in self.system.rows[number].terms
                if other not in found and self.may_move(other, hidden)
            }
            if not edge or len(found) > LARGE:
                break
            found |= edge
        return found

    def may_move(self, at: int, hidden: Set[str]) -> bool:
        one = self.system.unknowns[at]
        shown = self.visible(at, hidden)
        return self.hideable(at, hidden) if shown else not one.old or one.seen is None

    def moved(
        self, at: int, amount: float, hidden: Set[str], chosen: Set[int], depth: int
    ) -> set[int] | None:
        """The shown unknowns that move in the cheapest way to move this one; ``None`` where there is no way."""
        group = sorted(self.near(at, hidden, depth))
        place = {one: number for number, one in enumerate(group)}
        lower: list[float] = []
        upper: list[float] = []
        costs: dict[int, float] = {}
        for number, one in enumerate(group):
            down, up = self.room(one)
            lower += [0.0, 0.0]
            upper += [up, down]
            shown = self.visible(one, hidden) and one not in chosen
            costs |= dict.fromkeys((2 * number, 2 * number + 1), self.price(one) if shown else FREE)
        own = 2 * place[at]
        if (upper[own] if amount > 0 else upper[own + 1]) < abs(amount):
            return None
        forced = (abs(amount), abs(amount))
        (lower[own], upper[own]), (lower[own + 1], upper[own + 1]) = (
            (forced, (0, 0)) if amount > 0 else ((0, 0), forced)
        )
        numbers = {number for one in group for number in self.rows_of.get(one, ())}
        program = Program(lower, upper, list(self.lines(numbers, place, hidden)), [False] * len(lower))
        self.intervals.asked += 1
        answer = program.ask(costs, most=False)
        if not answer.found or answer.numbers is None:
            return None
        moved = answer.numbers.tolist()
        return {
            one
            for number, one in enumerate(group)
            if abs(moved[2 * number] - moved[2 * number + 1]) > 1e-6
            and one not in chosen
            and self.visible(one, hidden)
        }

    def room(self, at: int) -> tuple[float, float]:
        """How far down and up it may go once it is hidden."""
        one = self.system.unknowns[at]
        return max(0.0, float(self.truth(at)) - one.floor), self.intervals.most

    def lines(self, numbers: Iterable[int], place: dict[int, int], hidden: Set[str]) -> Iterator[Line]:
        for number in sorted(numbers):
            row = self.system.rows[number]
            if row.keys:
                continue  # a sentence goes with the numbers it speaks of
            columns, coefficients = [], []
            for at, c in self.floats[number]:
                if at in place:
                    columns += [2 * place[at], 2 * place[at] + 1]
                    coefficients += [c, -c]
            yield Line(columns, coefficients, *self.slack(number))

    def slack(self, number: int) -> tuple[float, float]:
        """How much the row may go down and up from the true numbers: nothing where it is an equation."""
        if number not in self.slacks:
            row = self.system.rows[number]
            if row.low == row.high:
                self.slacks[number] = (0.0, 0.0)
            else:
                total = float(sum((c * self.truth(at) for at, c in row.terms), Fraction(0)))
                low = -math.inf if row.low is None else min(0.0, float(row.low) - total)
                high = math.inf if row.high is None else max(0.0, float(row.high) - total)
                self.slacks[number] = (low, high)
        return self.slacks[number]

    def visible(self, at: int, hidden: Set[str]) -> bool:
        """Remembered until more is hidden."""
        if len(hidden) != self.remembered:
            self.seen, self.remembered = {}, len(hidden)
        if at not in self.seen:
            self.seen[at] = self.system.visible(at, hidden)
        return self.seen[at]

    def next_to(self, finding: Finding, hidden: Set[str]) -> set[int]:
        """Where the programme says it may move and whole numbers say it may not: one more of each row."""
        return self.cheapest(finding.at, hidden)

    def cheapest(self, at: int, hidden: Set[str]) -> set[int]:
        """In each of its rows the shown number that costs least, first one that stands beside hidden ones elsewhere."""
        found: set[int] = set()
        for number in self.rows_of.get(at, ()):
            row = self.system.rows[number]
            others = [other for other, _c in row.terms if other != at and self.hideable(other, hidden)]
            if others and not row.keys:
                found.add(
                    min(
                        others,
                        key=lambda other: (
                            self.price(other) / (1 + self.beside_hidden(other, number, hidden)),
                            other,
                        ),
                    )
                )
        return found

    def beside_hidden(self, at: int, number: int, hidden: Set[str]) -> int:
        rows = [self.system.rows[other] for other in self.rows_of[at] if other != number]
        return sum(any(not self.visible(one, hidden) for one, _c in row.terms) for row in rows)
