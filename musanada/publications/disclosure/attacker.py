"""The reader who subtracts: what can be worked out from all that is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.intervals import Finding, Intervals
from musanada.publications.disclosure.links import tie
from musanada.publications.disclosure.relations import Relations
from musanada.publications.disclosure.statements import rank
from musanada.publications.disclosure.system import RESIDUALS, System, is_quotient
from musanada.publications.disclosure.types import NOBODY, Breach, Policy, Release, Says, Table


def attack(
    cells: Iterable[FigureCell],
    tables: Sequence[Table] = (),
    *,
    policy: Policy | None = None,
    says: Sequence[Says] = (),
    relations: Relations | None = None,
    earlier: Sequence[Release] = (),
    truth: Mapping[str, FigureCell] | None = None,
) -> tuple[Breach, ...]:
    """Every number that is not shown and can be worked out all the same, from what is given: as it will be printed.

    ``truth``: the cells before protection, by key. Nothing is worked out from it; with it a small number is known to be
    small, so that the lower end of its interval is judged too.
    """
    policy, given = policy or Policy(), list(cells)
    system = system_of(given, tables, policy, says, relations or Relations(), earlier)
    hidden = frozenset(key for key, cell in system.cells.items() if cell.hidden)
    judge(system, truth or {})
    intervals = Intervals(system, solver=policy.solver)
    if intervals.view(hidden).impossible:
        # The guess that nothing went down does not hold: the reader has only arithmetic.
        system.rows = [row for row in system.rows if not row.link]
        intervals = Intervals(system, solver=policy.solver)
    found = {breach.key: breach for breach in (*twice(system, hidden, policy), *marked(system))}
    for finding in intervals.findings(hidden):
        breach = breach_of(system, finding)
        found.setdefault(breach.key, breach)
    return (*found.values(), *moved(system.cells.values(), earlier, policy))


def judge(system: System, truth: Mapping[str, FigureCell]) -> None:
    """The hidden numbers themselves, for the judge alone: no bound is taken from them."""
    for key, cell in truth.items():
        if (
            key in system.cells
            and system.cells[key].hidden
            and not is_quotient(cell)
            and cell.value is not None
        ):
            for at in system.of_key.get(key, ()):
                if system.unknowns[at].truth is None:
                    system.unknowns[at].truth = Fraction(cell.value)


def system_of(
    cells: Iterable[FigureCell],
    tables: Sequence[Table],
    policy: Policy,
    says: Sequence[Says],
    relations: Relations,
    earlier: Sequence[Release],
) -> System:
    """Everything that will be visible, as unknowns and rows."""
    system = System(policy, with_overlaps(relations, tables))
    for table in tables:
        system.table(table)
    for cell in cells:
        if cell.key not in system.cells:
            system.cell(cell)
    for table in tables:
        system.lines(table)
    tie(system, earlier)
    for said in (*says, *(one for table in tables for one in order(table))):
        system.says(said)
    system.drop_untrue()
    return system


def with_overlaps(relations: Relations, tables: Sequence[Table]) -> Relations:
    """Axes on which a table says that people stand in several rows."""
    found = dict(relations.overlapping)
    for table in tables:
        if table.overlapping:
            found[table.total.figure] = found.get(table.total.figure, frozenset()) | table.overlapping
    return replace(relations, overlapping=found)


def order(table: Table) -> Iterator[Says]:
    """A table by size ranks also what is hidden in it: up to the last number shown."""
    if not table.ordered or len(table.by) != 1:
        return
    rows = [cell for cell in table.rows if not any(code in RESIDUALS for _axis, code in cell.dims)]
    while rows and rows[-1].hidden:
        rows.pop()
    if any(cell.hidden for cell in rows):
        yield from rank([cell.key for cell in rows], table.title)


def breach_of(system: System, finding: Finding) -> Breach:
    one = system.unknowns[finding.at]
    low, high = int(finding.low), int(finding.high)
    if one.old:
        return Breach(one.name.partition(": ")[2], "hidden", low, high, one.threshold, one.old)
    if one.keys:
        return Breach(sorted(one.keys)[0], "hidden", low, high, one.threshold)
    whole, _minus, rest = one.name.partition(" − ")
    return Breach(whole, "difference", low, high, one.threshold, rest)


def twice(system: System, hidden: frozenset[str], policy: Policy) -> Iterator[Breach]:
    """Hidden in one place and shown in another."""
    for at, one in enumerate(system.unknowns):
        dark = sorted(key for key in one.keys & hidden if not is_quotient(system.cells[key]))
        if dark and one.counts and not one.exempt and one.seen is not None and system.visible(at, hidden):
            low, high = one.seen
            if high is None or high - low < policy.threshold_of(one.figure) - 1:
                other = sorted(one.keys - hidden)[0]
                yield Breach(
                    dark[0], "hidden", int(low), None if high is None else int(high), one.threshold, other
                )


def marked(system: System) -> Iterator[Breach]:
    """Marks that tell the small ones from those hidden beside them."""
    dark = {cell.key: cell.conf for cell in system.cells.values() if cell.hidden}
    if "D" in dark.values():
        for key, conf in dark.items():
            if conf == "A":
                limit = system.policy.threshold_of(system.cells[key].figure)
                yield Breach(key, "marked", 1, limit - 1, limit)


def moved(cells: Iterable[FigureCell], earlier: Sequence[Release], policy: Policy) -> Iterator[Breach]:
    """A row shown twice that moved by a few people: the difference is a number of its own."""
    now = {cell.key: cell for cell in cells}
    for release in earlier:
        for before in release.cells:
            cell = now.get(before.key)
            if cell is not None and (gap := small_move(cell, before, policy)):
                yield Breach(cell.key, "release", gap, gap, policy.threshold_of(cell.figure), release.name)


def small_move(cell: FigureCell, before: FigureCell, policy: Policy) -> int:
    """By how many it moved, where that is too few; nothing where it is a total, or hidden in one of the two."""
    guarded = policy.revisions or cell.figure in policy.protected
    if not guarded or not cell.dims or cell.external or cell.unit in NOBODY or cell.rounded_to:
        return 0
    if cell.digest != before.digest or is_quotient(cell):
        return 0
    if not isinstance(cell.value, int) or not isinstance(before.value, int):
        return 0
    gap = abs(cell.value - before.value)
    return gap if 0 < Fraction(gap) < policy.threshold_of(cell.figure) else 0
