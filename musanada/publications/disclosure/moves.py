"""The proof without a solver: from the true numbers, one more here and one less there, until every row holds again.

What it finds is a solution like any other, so a number it calls safe is safe. What it does not find may exist all the
same: then more is hidden than a linear programme would ask for, and nothing else is lost.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from musanada.publications.disclosure.lp import Line
from musanada.publications.disclosure.system import System

STEPS = (
    (2, 60),
    (4, 300),
    (6, 600),
    (10, 1500),
)  # numbers that may change in one step, and changes tried for it
SLACK = 1e-6


class Moves:
    """Moves inside one group of unknowns. The truth of every one of them is known."""

    def __init__(
        self,
        system: System,
        lower: Sequence[float],
        upper: Sequence[float],
        group: list[int],
        rows: list[Line],
    ) -> None:
        self.system, self.rows, self.lower, self.upper = system, rows, lower, upper
        self.truth = {at: system.unknowns[at].truth or Fraction(0) for at in group}
        self.touching: dict[int, list[Line]] = {at: [] for at in group}
        for row in rows:
            for at in row.columns:
                if at in self.touching:
                    self.touching[at].append(row)
        self.coefficients = {row.number: dict(system.rows[row.number].terms) for row in rows}
        self.inside_row = {
            number: [(at, c) for at, c in terms.items() if at in self.truth]
            for number, terms in self.coefficients.items()
        }
        self.longest = self.tries = 0

    def spread(self, at: int) -> Iterator[dict[int, Fraction]]:
        """Solutions with ever more of it, then with ever less."""
        one = self.system.unknowns[at]
        stride = Fraction(1) if one.whole else max(Fraction(1), abs(self.truth[at]) / 4)
        for sign in (1, -1):
            point = dict(self.truth)
            for _step in range(2 * one.threshold):
                changes = self.step(at, sign * stride, point)
                if not changes:
                    break
                point = {k: v + changes.get(k, 0) for k, v in point.items()}
                yield point

    def step(self, at: int, by: Fraction, point: dict[int, Fraction]) -> dict[int, Fraction]:
        """What changes with it; first with few others, then with more."""
        if not self.inside(at, point[at] + by):
            return {}
        for self.longest, self.tries in STEPS:
            changes = {at: by}
            if self.repaired(point, changes):
                return changes
        return {}

    def inside(self, at: int, number: Fraction) -> bool:
        return self.lower[at] <= number <= self.upper[at]

    def repaired(self, point: dict[int, Fraction], changes: dict[int, Fraction]) -> bool:
        """Adds changes of other numbers until every row holds; takes them back where that leads nowhere."""
        self.tries -= 1
        if self.tries < 0 or len(changes) > self.longest:
            return False
        broken = next(
            ((row, by) for row in self.touched(changes) if (by := self.missing(row, point, changes))), None
        )
        if broken is None:
            return True
        row, missing = broken
        for at, coefficient in self.helpers(row, changes):
            change = missing / coefficient
            if self.system.unknowns[at].whole and change.denominator != 1:
                continue
            if not self.inside(at, point[at] + change):
                continue
            changes[at] = change
            if self.repaired(point, changes):
                return True
            del changes[at]
        return False

    def touched(self, changes: dict[int, Fraction]) -> Iterator[Line]:
        for at in changes:
            yield from self.touching[at]

    def missing(self, row: Line, point: dict[int, Fraction], changes: dict[int, Fraction]) -> Fraction:
        """What the row lacks (or, below nothing, has too much of). Before the changes every row holds."""
        exact, own = self.system.rows[row.number], self.coefficients[row.number]
        moved = sum((own[at] * by for at, by in changes.items() if at in own), Fraction(0))
        if not moved or exact.low == exact.high:
            return -moved
        total = moved + sum(
            (c * (point[at] if at in point else Fraction(self.lower[at])) for at, c in exact.terms),
            Fraction(0),
        )
        if exact.low is not None and total < exact.low:
            return exact.low - total
        return exact.high - total if exact.high is not None and total > exact.high else Fraction(0)

    def helpers(self, row: Line, changes: dict[int, Fraction]) -> list[tuple[int, Fraction]]:
        """Who in the row may change: first those that stand in few rows."""
        found = [(at, c) for at, c in self.inside_row[row.number] if at not in changes]
        # One that mends another broken row as well comes first.
        return sorted(
            found, key=lambda one: (-self.mends(one[0], changes), len(self.touching[one[0]]), one[0])
        )

    def mends(self, at: int, changes: dict[int, Fraction]) -> int:
        return sum(
            any(other in self.coefficients[row.number] for other in changes) for row in self.touching[at]
        )
