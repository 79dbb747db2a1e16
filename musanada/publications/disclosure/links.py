"""What ties the numbers of different tables, periods and releases together, as rows of the system."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.system import RESIDUALS, System, Unknown, counted, is_quotient
from musanada.publications.disclosure.types import Release

Place = tuple[str, tuple[tuple[str, str], ...]]  # (figure, codes)
FIRST = date(1800, 1, 1)


def tie(system: System, earlier: Sequence[Release]) -> None:
    """Every relation, after all cells and tables are in."""
    lists_of_codes(system)
    parts_and_sums(system)
    quotient_parts(system)
    coarser(system)
    remainders(system)
    for place, found in by_place(system).items():
        periods(system, place, found)
    for release in earlier:
        Before(system, release).tie()


def difference(system: System, whole: int, parts: Sequence[int], name: str) -> None:
    """What is left of a whole: nobody prints it, and subtraction gives it."""
    if name in system.index:
        return
    first = system.unknowns[whole]
    rest = system.add(
        Unknown(name, first.figure, first.period, first.threshold, counts=first.counts, whole=first.whole)
    )
    known = [system.unknowns[at].truth for at in (whole, *parts)]
    exact = [value for value in known if value is not None]
    if len(exact) == len(known):
        system.unknowns[rest].truth = exact[0] - sum(exact[1:], Fraction(0))
    about = f"{first.name} − {' − '.join(system.unknowns[at].name for at in parts[:3])}"
    system.row([(whole, 1), (rest, -1), *((at, -1) for at in parts)], 0, 0, about)


def printed(system: System) -> Iterator[tuple[int, Unknown]]:
    yield from [(at, one) for at, one in enumerate(system.unknowns) if one.keys]


def lists_of_codes(system: System) -> None:
    """``nationality=CIV|GIN`` is the sum of its codes."""
    for at, one in printed(system):
        for axis, codes in one.dims:
            if "|" not in codes or axis in system.relations.overlapping.get(one.figure, ()):
                continue
            dims = dict(one.dims)
            parts = [system.at(one.figure, dims | {axis: code}, one.period) for code in codes.split("|")]
            system.row([(at, -1), *((part, 1) for part in parts)], 0, 0, one.name)


def parts_and_sums(system: System) -> None:
    relations = system.relations
    for part, whole in relations.parts:
        for at, one in printed(system):
            if (
                one.figure == part
                and (above := system.find(whole, dict(one.dims), one.period, {})) is not None
            ):
                difference(system, above, [at], f"{system.unknowns[above].name} − {one.name}")
    for figure, terms in relations.sums.items():
        for at, one in printed(system):
            if one.figure == figure and not mixed(one):
                parts = [system.at(term, dict(one.dims), one.period) for term in terms]
                system.row([(at, -1), *((part, 1) for part in parts)], 0, 0, one.name)
    for figure, most in relations.most:
        for at, one in printed(system):
            above = system.find(most, dict(one.dims), one.period, {})
            if one.figure == figure and above is not None and not mixed(one):
                system.row([(at, 1), (above, -1)], None, 0, one.name)


def mixed(one: Unknown) -> bool:
    return any(code in RESIDUALS for _axis, code in one.dims)


def quotient_parts(system: System) -> None:
    """Of a share the rest counts people too; of several codes the upper number is their sum."""
    for cell in list(system.cells.values()):
        found = system.relations.quotients.get(cell.figure)
        if found is None or not is_quotient(cell) or "~" in cell.period:
            continue
        top, bottom = system.half(cell, "n"), system.half(cell, "d")
        if found.part:
            difference(system, bottom, [top], f"{cell.key}#d − {cell.key}#n")
        axes = {axis for axis, _code in found.codes}
        if len(axes) == 1 and len(found.codes) > 1 and not axes & {axis for axis, _code in cell.dims}:
            dims = dict(cell.dims)
            parts = [system.at(found.top, dims | {a: c}, cell.period) for a, c in found.codes]
            system.row([(top, -1), *((part, 1) for part in parts)], 0, 0, cell.key)


def coarser(system: System) -> None:
    """Countries add up to their region; those folded into *other* are somewhere among them."""
    for (whole, axis), tables in list(system.complete.items()):
        above = system.unknowns[whole]
        for relation in system.relations.coarser.get(above.figure, ()):
            if relation.fine == axis and relation.parents:
                for parts in tables:
                    rolled(system, above, parts, axis, relation.coarse, relation.parents)


def rolled(
    system: System,
    above: Unknown,
    parts: Sequence[int],
    axis: str,
    coarse: str,
    parents: Mapping[str, str],
) -> None:
    groups: dict[str, list[int]] = {}
    others = [at for at in parts if dict(system.unknowns[at].dims)[axis] in RESIDUALS]
    for at in parts:
        code = dict(system.unknowns[at].dims)[axis]
        if at not in others:
            groups.setdefault(parents.get(code, code), []).append(at)
    shown = dict(above.dims)
    regions = {
        dict(one.dims)[coarse]: at
        for at, one in printed(system)
        if one.figure == above.figure and one.period == above.period and set(dict(one.dims)) == {*shown, coarse}
        and shown.items() <= dict(one.dims).items()
    }  # fmt: skip
    spread = []
    for code, at in regions.items():
        terms = [(at, Fraction(-1)), *((part, Fraction(1)) for part in groups.get(code, []))]
        if others:
            folded = system.add(
                Unknown(
                    f"{system.unknowns[at].name} − {axis}",
                    above.figure,
                    above.period,
                    above.threshold,
                    counts=False,
                )
            )
            spread.append(folded)
            terms.append((folded, Fraction(1)))
        system.row(terms, 0, 0, f"{axis} → {coarse}")
    if others and spread and set(groups) <= set(regions):
        system.row([*((at, 1) for at in spread), *((at, -1) for at in others)], 0, 0, f"{axis} → {coarse}")


def remainders(system: System) -> None:
    """A number cited beside its total, without the table they come from: the rest is a subtraction away."""
    groups: dict[tuple[int, str], list[int]] = {}
    for at, one in printed(system):
        if not one.plain:
            continue
        for axis, _code in one.dims:
            dims = {a: c for a, c in one.dims if a != axis}
            whole = system.index.get(system.name(one.figure, dims, one.period, {}))
            if whole is not None and system.unknowns[whole].keys and at != whole:
                groups.setdefault((whole, axis), []).append(at)
    for (whole, axis), children in groups.items():
        remainder(system, whole, axis, children)


def remainder(system: System, whole: int, axis: str, children: list[int]) -> None:
    one = system.unknowns[whole]
    if axis in system.relations.overlapping.get(one.figure, ()):
        for at in children:
            system.row([(at, 1), (whole, -1)], None, 0, one.name)
        return
    tables = system.complete.get((whole, axis))
    listed = set().union(*tables) if tables else set()
    extra = [at for at in children if at not in listed]
    alone = [at for at in extra if "|" not in dict(system.unknowns[at].dims)[axis]]
    for at in set(extra) - set(alone):
        difference(system, whole, [at], f"{one.name} − {system.unknowns[at].name}")
    if not alone:
        return
    if tables is None:
        difference(system, whole, alone, f"{one.name} − {axis}")
        return
    for parts in tables:
        others = [at for at in parts if dict(system.unknowns[at].dims).get(axis) in RESIDUALS]
        if len(others) == 1:
            difference(system, others[0], alone, f"{system.unknowns[others[0]].name} − {axis}")


# Periods --------------------------------------------------------------------------------------------------------------


def by_place(system: System) -> dict[Place, dict[Period, int]]:
    found: dict[Place, dict[Period, int]] = {}
    for at, one in printed(system):
        if one.old or not system.relations.clocks.get(one.figure):
            continue
        try:
            period = read_period(one.period)
        except BadInput:
            continue
        found.setdefault((one.name.rpartition("@")[0] + mark_of(one), one.dims), {})[period] = at
    return {place: listed for place, listed in found.items() if len(listed) > 1}


def mark_of(one: Unknown) -> str:
    """What the row *other* of a table leaves out."""
    return one.name.rpartition("@")[2].partition("!")[2]


def periods(system: System, place: Place, found: dict[Period, int]) -> None:
    one = system.unknowns[next(iter(found.values()))]
    clock = system.relations.clocks.get(one.figure, "")
    if clock == "adds" and all(period.closed for period in found):
        atoms(system, one, found)
    elif clock == "once":
        nested(system, found)
    elif clock == "ever":
        grown(system, found)


def atoms(system: System, one: Unknown, found: dict[Period, int]) -> None:
    """Between any two dates where a period begins or ends something is counted, printed or not."""
    cuts = sorted({day for period in found for day in (period.first_day, period.end or FIRST)})
    pieces: dict[Period, int] = {}
    for start, end in pairwise(cuts):
        piece = Period(start, end)
        if any(period.covers(piece) for period in found):
            pieces[piece] = found.get(piece, -1)
    for piece, at in pieces.items():
        if at < 0:
            name = f"{one.figure}{list(one.dims)}{mark_of(one)}@{piece.text}"
            made = Unknown(
                name, one.figure, piece.text, one.threshold, whole=one.whole, counts=one.counts, dims=one.dims
            )
            pieces[piece] = system.index[name] if name in system.index else system.add(made)
    for period, at in found.items():
        inside = [number for piece, number in pieces.items() if period.covers(piece)]
        if inside != [at]:
            system.row([(at, -1), *((number, 1) for number in inside)], 0, 0, system.unknowns[at].name)


def nested(system: System, found: dict[Period, int]) -> None:
    """People counted once: a longer period has at least those of each shorter one, at most all of them together."""
    listed = sorted(found, key=lambda period: (period.start or FIRST, period.end or FIRST))
    for longer in listed:
        inside = [period for period in listed if period != longer and longer.covers(period)]
        for shorter in inside:
            left_over(system, found[longer], found[shorter])
        tiles = list(tiled(longer, inside))
        if tiles:
            terms = [(found[longer], 1), *((found[tile], -1) for tile in tiles)]
            system.row(terms, None, 0, system.unknowns[found[longer]].name)


def tiled(longer: Period, inside: Iterable[Period]) -> Iterator[Period]:
    """Periods one after the other that make up the longer one; nothing where there is a gap."""
    found, day = [], longer.start
    for period in sorted(inside, key=lambda one: (one.start or FIRST, one.end or FIRST)):
        if period.start == day:
            found.append(period)
            day = period.end
    if day == longer.end:
        yield from found


def left_over(system: System, more: int, less: int) -> None:
    """The row between two numbers of which one holds the other; what lies between them where that is few people."""
    high, low = system.unknowns[more], system.unknowns[less]
    system.row([(more, 1), (less, -1)], 0, None, f"{high.name} ≥ {low.name}")
    if high.truth is not None and low.truth is not None and 0 < high.truth - low.truth < high.threshold:
        difference(system, more, [less], f"{high.name} − {low.name}")


def grown(system: System, found: dict[Period, int]) -> None:
    """Ever: who was once counted stays counted."""
    listed = sorted((period for period in found if period.end), key=lambda period: period.end or FIRST)
    for before, after in pairwise(listed):
        left_over(system, found[after], found[before])


# Releases -------------------------------------------------------------------------------------------------------------


class Before:
    """An earlier release of the same numbers. A reader who sees that nothing shown went down supposes that nothing
    hidden did: late entries add."""

    def __init__(self, system: System, release: Release) -> None:
        self.system, self.release = system, release
        self.pairs: dict[int, int] = {}  # the unknown of today: that of then
        self.signs: dict[str, set[int]] = {}

    def tie(self) -> None:
        self.read()
        for row in list(self.system.rows):
            if not row.link and all(at in self.pairs for at, _c in row.terms):
                terms = [(self.pairs[at], c) for at, c in row.terms]
                self.system.row(terms, row.low, row.high, f"{self.release.name}: {row.about}")
        for now, then in self.pairs.items():
            sign = self.signs.get(self.system.unknowns[now].figure, set())
            if not {-1, 1} <= sign:
                low, high = (None if -1 in sign else 0), (None if 1 in sign else 0)
                about = f"{self.system.unknowns[now].name}: {self.release.name}"
                self.system.row([(now, 1), (then, -1)], low, high, about, link=True)

    def read(self) -> None:
        system = self.system
        lists = codes_listed(self.release.cells)
        for cell in self.release.cells:
            today = system.cells.get(cell.key)
            if (
                cell.external
                or is_quotient(cell)
                or not counted(cell)
                or (today and today.digest != cell.digest)
            ):
                continue
            marks = {axis: lists.get(group_of(cell, axis), "") for axis, _code in cell.dims}
            now = system.find(cell.figure, dict(cell.dims), cell.period, marks)
            if now is None:
                continue
            self.pairs[now] = self.then(cell, now)
            new = system.unknowns[now].truth
            if new is not None and cell.value is not None:
                gap = new - Fraction(cell.value)
                self.signs.setdefault(system.unknowns[now].figure, set()).add((gap > 0) - (gap < 0))

    def then(self, cell: FigureCell, now: int) -> int:
        system, today = self.system, self.system.unknowns[now]
        name = f"{self.release.name}: {today.name}"
        made = Unknown(
            name, today.figure, today.period, today.threshold, plain=True, whole=today.whole, counts=today.counts,
            floor=today.floor, given=cell.hidden, old=self.release.name, dims=today.dims, exempt=today.exempt,
        )  # fmt: skip
        made.keys = {name}
        if cell.value is not None:
            value, wide = Fraction(cell.value), max(0, cell.rounded_to - 1)
            made.truth, made.seen = value, (max(Fraction(0), value - wide), value + wide)
        return system.add(made)


def group_of(cell: FigureCell, axis: str) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    return cell.figure, cell.period, axis, tuple(pair for pair in cell.dims if pair[0] != axis)


def codes_listed(cells: Sequence[FigureCell]) -> dict[tuple[str, str, str, tuple[tuple[str, str], ...]], str]:
    """The marks of rows *other* of a release, from the rows beside them."""
    import hashlib

    groups: dict[tuple[str, str, str, tuple[tuple[str, str], ...]], set[str]] = {}
    for cell in cells:
        for axis, code in cell.dims:
            groups.setdefault(group_of(cell, axis), set()).add(code)
    return {
        group: hashlib.sha256("|".join(sorted(codes)).encode()).hexdigest()[:8]
        for group, codes in groups.items()
        if codes & set(RESIDUALS)
    }
