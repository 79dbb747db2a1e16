"""Which numbers are hidden, so that no hidden one can be worked out: hide, attack, hide more, until nothing is found."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.attacker import breach_of, small_move, system_of
from musanada.publications.disclosure.coarser import proposals
from musanada.publications.disclosure.intervals import Finding, Intervals
from musanada.publications.disclosure.pattern import Pattern
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.rounding import round_all
from musanada.publications.disclosure.system import RESIDUALS, System, is_quotient, primary
from musanada.publications.disclosure.types import (
    Breach,
    Hidden,
    Policy,
    Protected,
    Release,
    Says,
    Table,
    Why,
)

ROUNDS = 60


def protect(
    cells: Iterable[FigureCell],
    tables: Sequence[Table] = (),
    *,
    policy: Policy | None = None,
    says: Sequence[Says] = (),
    relations: Relations | None = None,
    earlier: Sequence[Release] = (),
) -> Protected:
    """What may be shown of single cells and tables together, in one publication: all languages, all texts."""
    began = time.monotonic()
    policy, relations = policy or Policy(), relations or Relations()
    plain = [replace(table, ordered=False) for table in tables]  # what is hidden is printed last
    singles = list(cells)
    system = system_of(singles, plain, policy, says, relations, earlier)
    work = Work(system, policy, plain, earlier)
    work.begin(relations)
    work.until_safe(began + policy.seconds)
    every = {cell.key: cell for table in tables for cell in table.cells} | {
        cell.key: cell for cell in singles
    }
    shown = {key: work.shown(cell) for key, cell in every.items()}
    return Protected(
        cells=shown,
        tables=tuple(last(replace(t, cells=tuple(shown[c.key] for c in t.cells))) for t in tables),
        hidden=work.hidden,
        withheld=tuple(one for one in says if one.keys & work.hidden.keys()),
        proposals=tuple(proposals(tables, work.hidden.keys(), policy, relations)),
        breaches=tuple(work.breaches),
        known=tuple(work.known),
        unsure=tuple(dict.fromkeys(system.unsure)),
        method="highs" if work.intervals.solver else "own",
        asked=work.intervals.asked,
        seconds=time.monotonic() - began,
    )


@dataclass
class Work:
    """One publication on its way."""

    system: System
    policy: Policy
    tables: Sequence[Table]
    earlier: Sequence[Release]
    hidden: dict[str, Hidden] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    known: list[Breach] = field(default_factory=list)  # what earlier releases gave away
    rounded: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.intervals = Intervals(self.system, solver=self.policy.solver, withhold=True)

    # What is hidden for itself ------------------------------------------------------------------------------------

    def begin(self, relations: Relations) -> None:
        for key, cell in self.system.cells.items():
            quotient = relations.quotients.get(cell.figure)
            if cell.hidden:
                self.hide(key, "given")
            elif primary(cell, self.policy, part=quotient is not None and quotient.part):
                self.hide(key, "quotient" if is_quotient(cell) else "small")
        for release in self.earlier:
            for before in release.cells:
                today = self.system.cells.get(before.key)
                if today is not None and small_move(today, before, self.policy):
                    self.hide(today.key, "release", release.name)
        if self.policy.mode == "round":
            self.rounded = round_all(self.system, self.hidden.keys(), self.policy)
            self.intervals = Intervals(self.system, solver=self.policy.solver, withhold=True)

    def hide(self, key: str, why: Why, about: str = "") -> None:
        """With every other place where the same number stands."""
        if key in self.hidden:
            return
        cell = self.system.cells[key]
        self.hidden[key] = Hidden(key, why, self.policy.threshold_of(cell.figure), about)
        for at in self.system.of_key.get(key, ()) if not is_quotient(cell) else ():
            for other in sorted(self.system.unknowns[at].keys - self.hidden.keys()):
                self.hide(other, "quotient" if is_quotient(self.system.cells[other]) else "beside", key)

    # And beside it ------------------------------------------------------------------------------------------------

    def until_safe(self, deadline: float) -> None:
        self.intervals.until = deadline
        pattern = Pattern(self.system, self.intervals, self.intervals.solver)
        found: list[Finding] = []
        for _round in range(ROUNDS):
            found = [one for one in self.intervals.findings(self.hidden.keys()) if not self.told_before(one)]
            if not found:
                return
            late = time.monotonic() > deadline
            if late or not (
                self.hide_beside(found, pattern.beside) or self.hide_beside(found, pattern.next_to)
            ):
                break
        self.intervals.until = math.inf
        self.hide_tables(found)
        left = [one for one in self.intervals.findings(self.hidden.keys()) if not self.told_before(one)]
        self.breaches = [breach_of(self.system, one) for one in left]

    def hide_beside(self, found: Sequence[Finding], beside: Callable[[Finding, Set[str]], set[int]]) -> bool:
        before = len(self.hidden)
        for finding in sorted(found, key=lambda one: (one.high, one.at)):
            name = self.system.unknowns[finding.at].name
            for at in sorted(beside(finding, self.hidden.keys())):
                for key in sorted(self.system.unknowns[at].keys):
                    self.hide(key, "period" if self.other_period(at, finding.at) else "beside", name)
        return len(self.hidden) > before

    def other_period(self, at: int, other: int) -> bool:
        return self.system.unknowns[at].period != self.system.unknowns[other].period

    def told_before(self, finding: Finding) -> bool:
        """An earlier release shows it: nothing hidden now takes that back."""
        one = self.system.unknowns[finding.at]
        for release in self.earlier:
            for cell in release.cells:
                if cell.key in one.keys and not cell.hidden:
                    breach = Breach(cell.key, "before", None, None, one.threshold, release.name)
                    if breach not in self.known:
                        self.known.append(breach)
                    return True
        return bool(one.old)

    def hide_tables(self, found: Sequence[Finding]) -> None:
        """The last resort: every row of a table with something in it that could still be worked out."""
        names = {key for one in found for key in self.reach(one.at)}
        for table in self.tables:
            if any(cell.key in names for cell in table.cells):
                for cell in table.rows:
                    if cell.key in self.system.cells and (cell.value or self.policy.zeros == "hidden"):
                        self.hide(cell.key, "beside")

    def reach(self, at: int) -> Iterator[str]:
        yield from self.system.unknowns[at].keys
        for row in self.system.rows:
            if any(other == at for other, _c in row.terms):
                for other, _c in row.terms:
                    yield from self.system.unknowns[other].keys

    # What comes out -----------------------------------------------------------------------------------------------

    def shown(self, cell: FigureCell) -> FigureCell:
        """Small ones carry no mark of their own: a reader must not tell them from those hidden beside them."""
        if cell.key in self.hidden:
            return replace(cell, value=None, numerator=None, denominator=None, conf="N", count=None)
        return self.in_steps(cell) if self.rounded else cell

    def in_steps(self, cell: FigureCell) -> FigureCell:
        """The rounded number; of a quotient both, and the quotient of these."""
        found = [self.rounded.get(at) for at in self.system.of_key.get(cell.key, ())]
        if not found or found[0] is None:
            return cell
        if not is_quotient(cell):
            return replace(cell, value=found[0], rounded_to=self.policy.base)
        from musanada.publications.disclosure.rounding import quotient

        return quotient(cell, found, self.policy.base)


def last(table: Table) -> Table:
    """What is hidden stands behind what is shown, by its code: a place in an order by size would tell."""
    if not table.ordered:
        return table
    ends = [c for c in table.rows if any(code in (*RESIDUALS, "unknown") for _a, code in c.dims)]
    body = [cell for cell in table.rows if cell not in ends]
    dark = sorted((cell for cell in body if cell.hidden), key=lambda cell: cell.dims)
    light = [cell for cell in body if not cell.hidden]
    return replace(table, cells=(table.total, *light, *dark, *ends))
