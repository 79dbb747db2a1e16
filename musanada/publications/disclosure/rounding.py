"""Controlled rounding: every number becomes a multiple of the base next to it, and rows still add up to totals.

Small numbers stay hidden all the same: a five that stands for one to nine names nobody only where all may be rounded
away, and a reader who knows the base would know too much of them otherwise.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from fractions import Fraction

from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.intervals import line_of
from musanada.publications.disclosure.lp import Line, Program, available
from musanada.publications.disclosure.system import System
from musanada.publications.disclosure.types import Policy
from musanada.reporting.engine.cells import rounded


def round_all(system: System, hidden: Set[str], policy: Policy) -> dict[int, int]:
    """The rounded number of each unknown that is shown, and what a reader knows of it from now on."""
    base = policy.base
    shown = [
        at
        for at, one in enumerate(system.unknowns)
        if one.keys
        and not one.old
        and one.whole
        and one.counts
        and one.truth is not None
        and system.visible(at, hidden)
    ]
    found = controlled(system, shown, base) if policy.solver and available() else nearest(system, shown, base)
    for at, number in found.items():
        low, high = Fraction(max(0, number - base + 1)), Fraction(number + base - 1)
        system.unknowns[at].seen = (low, high)
    return found


def nearest(system: System, shown: Sequence[int], base: int) -> dict[int, int]:
    """Each on its own: rows may miss their total by a step, as the note under the table says."""
    return {at: base * int((system.unknowns[at].truth or 0) / base + Fraction(1, 2)) for at in shown}


def controlled(system: System, shown: Sequence[int], base: int) -> dict[int, int]:
    """Up or down for each, so that as many rows as possible hold exactly and each stays as near as it can."""
    found = nearest(system, shown, base)
    place = {at: number for number, at in enumerate(shown) if (system.unknowns[at].truth or 0) % base}
    rows = [
        line_of(row, number)
        for number, row in enumerate(system.rows)
        if not row.keys
        and not row.link
        and row.low == row.high == 0
        and all(at in found for at, _c in row.terms)
    ]
    for group, lines in groups(place, rows):
        found |= solved(system, group, lines, base, found)
    return found


def groups(place: dict[int, int], rows: Sequence[Line]) -> list[tuple[list[int], list[Line]]]:
    parent = {at: at for at in place}

    def top(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row in rows:
        inside = [at for at in row.columns if at in parent]
        for other in inside[1:]:
            parent[top(other)] = top(inside[0])
    members: dict[int, list[int]] = {}
    for at in sorted(place):
        members.setdefault(top(at), []).append(at)
    lines: dict[int, list[Line]] = {}
    for row in rows:
        first = next((at for at in row.columns if at in parent), None)
        if first is not None:
            lines.setdefault(top(first), []).append(row)
    return [(found, lines.get(root, [])) for root, found in members.items()]


def solved(
    system: System, group: list[int], rows: list[Line], base: int, found: dict[int, int]
) -> dict[int, int]:
    """A step up (1) or down (0) for each of the group; the nearest multiples where no choice makes all rows hold."""
    floors = {at: int((system.unknowns[at].truth or 0) // base) for at in group}
    columns = {at: number for number, at in enumerate(group)}
    lines = []
    for row in rows:
        known = sum(
            c * (floors[at] if at in floors else found[at] / base)
            for at, c in zip(row.columns, row.coefficients, strict=True)
        )
        inside = [
            (columns[at], c) for at, c in zip(row.columns, row.coefficients, strict=True) if at in columns
        ]
        lines.append(Line([n for n, _c in inside], [c for _n, c in inside], -known, -known))
    program = Program([0.0] * len(group), [1.0] * len(group), lines, [True] * len(group))
    # The further above a multiple, the better to round up.
    gain = {columns[at]: float((system.unknowns[at].truth or 0) % base) / base - 0.5 for at in group}
    answer = program.ask(gain, most=True)
    if (
        answer.found
        and answer.numbers is not None
        and any(0.001 < n < 0.999 for n in answer.numbers.tolist())
    ):
        answer = program.whole_ask(gain, most=True, bounds={})
    if not answer.found or answer.numbers is None:
        return {}
    steps = [round(number) for number in answer.numbers.tolist()]
    return {at: base * (floors[at] + steps[columns[at]]) for at in group}


def quotient(cell: FigureCell, numbers: Sequence[int | None], base: int) -> FigureCell:
    """A share or change from its two rounded numbers."""
    new = numbers[0] if numbers and numbers[0] is not None else None
    old = numbers[1] if len(numbers) > 1 else None
    if new is None or not old or cell.value is None:
        return cell
    decimals = max(0, -int(cell.value.as_tuple().exponent)) if not isinstance(cell.value, int) else 0
    exact = Fraction(new, old) * (100 if cell.unit == "percent" else 1)
    if "~" in cell.period:
        exact -= 100
    return replace(cell, value=rounded(exact, decimals), numerator=new, denominator=old, rounded_to=base)
