"""What is hidden of the figures of protection, wherever they are shown: the engine itself gives them out no other way.

Such a figure is read for a whole calendar year; split or filtered along three axes at most, one code to a filter. A
filtered number is a cell of the table along those axes, and hidden as it is there: asking the same in two ways, or for
two periods that overlap, never gives two numbers to subtract. So there are three sorts of tables:

* along one axis: small numbers are hidden, and as many more as it takes (``kit.disclosure``); an axis that spells another
  one out (``within``: single years of a band, countries of an origin) hides under each code of the coarser one;
* along two: codes that are hidden alone stand together in one row *hidden*, the rest hides as a block (``kit.crossing``);
  of an axis spelt in several ways one alone crosses so (``crosses``);
* along three, along two spellings of one trait, or with an axis where people stand in several rows: all or nothing, as
  soon as one number is small.

The row *unknown* alone is open where the definition says so: that ten children have no known nationality says nothing of
anyone. Numbers beside a median (how many it stands on) are hidden by the same rules, and the median with them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.crossing import Crossing
from musanada.kit.disclosure import hidden_parts, safe, small
from musanada.kit.errors import BadInput
from musanada.kit.periods import Period
from musanada.reporting.definitions import RATES, Indicator
from musanada.reporting.engine.answers import HIDDEN, TOGETHER, Answer, Values
from musanada.reporting.engine.axes import UNKNOWN, Axis, Filter, read_by, read_filters

THRESHOLD = 11  # of the class protection (design: figures, section 1)
MOST = 3
YEAR = re.compile(r"\d{4}")
Codes = tuple[str, ...]
Count = Callable[[Sequence[str]], Answer]


def whole_year(period: Period) -> bool:
    return YEAR.fullmatch(period.text) is not None


@dataclass(frozen=True)
class Table:
    """A table along some axes with what is hidden of it; ``refused``: too small to be shown at all."""

    values: Mapping[Codes, Values]
    hidden: frozenset[Codes] = frozenset()
    refused: bool = False


@dataclass(frozen=True)
class Guard:
    """Answers for one indicator and one year. ``count`` gives the true table along some axes."""

    indicator: Indicator
    period: Period
    count: Count

    def answer(self, by: Sequence[str], where: str) -> Answer:
        """What may be shown. Raises: BadInput for more than three axes, or several codes in one filter."""
        asked, filters = read_by(self.indicator, by), read_filters(self.indicator, where)
        columns = tuple(axis.name for axis in asked)
        if not whole_year(self.period):
            return Answer({(): HIDDEN}, columns, frozenset({()}))
        wanted = self.codes(filters)
        axes = list({axis.name: axis for axis in (*asked, *(f.axis for f in filters))}.values())
        if len(axes) > MOST:
            raise BadInput(
                _("Les chiffres de protection se répartissent par trois critères au plus : retirez-en un.")
            )
        total = self.one([f.axis for f in filters], wanted)
        rows = self.rows(axes, columns, wanted) if asked else Table({})
        values = {(): HIDDEN if total is None else total, **rows.values}
        hidden = rows.hidden | (frozenset({()}) if total is None else frozenset())
        return Answer(
            {codes: HIDDEN if codes in hidden else v for codes, v in values.items()}, columns, hidden
        )

    def codes(self, filters: Sequence[Filter]) -> dict[str, str]:
        """The code of each filter. Two filters along one axis, or two codes, could be subtracted from each other."""
        if any(len(f.codes) > 1 for f in filters) or len({f.axis.name for f in filters}) < len(filters):
            raise BadInput(
                _("Un chiffre de protection se filtre par un seul code à la fois : choisissez-en un.")
            )
        return {f.axis.name: f.codes[0] for f in filters}

    def one(self, axes: list[Axis], wanted: Mapping[str, str]) -> Values | None:
        """The number behind some filters; ``None`` where it is hidden."""
        axes = list({axis.name: axis for axis in axes}.values())
        found = self.table(axes)
        key = tuple(wanted[axis.name] for axis in axes)
        if found.refused or key in found.hidden or TOGETHER in key:
            return None
        if key in found.values:
            return found.values[key]
        # A code that stands in no row: folded into what is hidden, unless all codes are shown.
        return None if any(TOGETHER in codes for codes in found.values) else self.nothing

    def rows(self, axes: list[Axis], columns: Codes, wanted: Mapping[str, str]) -> Table:
        """The rows of a table that pass the filters, named by the codes of the split alone."""
        found = self.table(axes)
        if found.refused:
            return Table({(TOGETHER,) * len(columns): HIDDEN}, frozenset({(TOGETHER,) * len(columns)}))
        names = [axis.name for axis in axes]
        values: dict[Codes, Values] = {}
        hidden: set[Codes] = set()
        for codes, amount in found.values.items():
            if not codes:
                continue
            said = dict(zip(names, codes, strict=True))
            if any(said[name] != code for name, code in wanted.items()):
                continue
            key = tuple(said[name] for name in columns)
            values[key] = amount
            if codes in found.hidden:
                hidden.add(key)
        return Table(values if axes[0].closed else unranked(values, hidden), frozenset(hidden))

    def table(self, axes: list[Axis]) -> Table:
        if not axes:
            counted = self.count(()).values
            return Table(counted, frozenset({()} if small(self.size(counted[()]), THRESHOLD) else ()))
        if len(axes) == 1:
            return self.line(axes[0])
        if len(axes) == 2 and (spelling := self.spells(axes)):
            return self.spelled(axes, spelling)
        if len(axes) == 2 and self.crosses(*axes):
            return self.crossed(*axes)
        return self.all_or_nothing(axes)

    # One axis ---------------------------------------------------------------------------------------------------

    def line(self, axis: Axis) -> Table:
        values = self.count((axis.name,)).values
        parts = {codes[0]: self.size(v) for codes, v in values.items() if codes}
        if small(self.size(values[()]), THRESHOLD):
            return Table(values, refused=True)
        coarse = self.coarser(axis)
        if coarse is None:
            return self.shown(values, self.under(axis, parts))
        above = self.line(coarse)
        if above.refused:
            return Table(values, refused=True)
        return self.nested(axis, coarse, above, values)

    def nested(self, axis: Axis, coarse: Axis, above: Table, values: Mapping[Codes, Values]) -> Table:
        """Each code of the coarser axis is the total of a line of its own; under a hidden one nothing is shown."""
        pairs = self.count((coarse.name, axis.name)).values
        lines: dict[str, dict[str, int]] = {}
        for codes, v in pairs.items():
            if codes and self.size(v):
                lines.setdefault(codes[0], {})[codes[1]] = self.size(v)
        hidden: set[str] = set()
        dark: set[str] = set()
        for code, parts in lines.items():
            given = None if (code,) in above.hidden else self.under(axis, parts)
            hidden |= set(parts) if given is None else given
            dark |= set(parts) if given is None else set()
        if not dark:
            return self.shown(values, hidden)
        if axis.closed:  # which of them are zero would tell of what is hidden above
            empty = {code for code in axis.closed if not self.size(values.get((code,), self.nothing))}
            return self.shown(values, hidden | empty)
        kept = {codes: v for codes, v in values.items() if not codes or codes[0] not in dark}
        kept[(TOGETHER,)] = HIDDEN
        return self.shown(kept, (hidden - dark) | {TOGETHER})

    def under(self, axis: Axis, parts: Mapping[str, int]) -> set[str] | None:
        """Which parts of one total are hidden; ``None`` where even all of them would tell too much."""
        counted = {code: n for code, n in parts.items() if not self.is_open(axis, code)}
        found = hidden_parts(counted, THRESHOLD)
        if found and not safe([counted[code] for code in found], THRESHOLD):
            return None
        return found

    def shown(self, values: Mapping[Codes, Values], hidden: set[str] | None) -> Table:
        if hidden is None:
            return Table(values, refused=True)
        return Table(values, frozenset((code,) for code in hidden))

    # Several ----------------------------------------------------------------------------------------------------

    def spells(self, axes: list[Axis]) -> Axis | None:
        """Of two axes the one that spells the other out."""
        for fine, coarse in (axes, axes[::-1]):
            above = self.coarser(fine)
            while above is not None and above.name != coarse.name:
                above = self.coarser(above)
            if above is not None:
                return fine
        return None

    def spelled(self, axes: list[Axis], fine: Axis) -> Table:
        """The line of the finer one, with the coarser code beside each."""
        line, place = self.line(fine), axes.index(fine)
        if line.refused:
            return line
        counted = self.count([axis.name for axis in axes]).values
        values = {codes: v for codes, v in counted.items() if codes and (codes[place],) in line.values}
        return Table(values, frozenset(codes for codes in values if (codes[place],) in line.hidden))

    def crosses(self, one: Axis, other: Axis) -> bool:
        axes = (one, other)
        if self.indicator.how in RATES or any(axis.overlapping or axis.sort == "time" for axis in axes):
            return False
        return all(axis.declared is not None and axis.declared.crosses for axis in axes)

    def crossed(self, one: Axis, other: Axis) -> Table:
        """Codes hidden alone stand together; of the rest a block is hidden."""
        lines = [self.line(one), self.line(other)]
        if any(line.refused for line in lines):
            return Table({}, refused=True)
        cells: dict[Codes, int] = {}
        for codes, v in self.count((one.name, other.name)).values.items():
            if codes and self.size(v):
                key = tuple(self.folded(line, code) for line, code in zip(lines, codes, strict=True))
                cells[key] = cells.get(key, 0) + self.size(v)
        crossing = Crossing(
            {(a, b): n for (a, b), n in cells.items()},
            THRESHOLD,
            frozenset({UNKNOWN} if self.is_open(one, UNKNOWN) else ()),
            frozenset({UNKNOWN} if self.is_open(other, UNKNOWN) else ()),
        )
        block = crossing.hidden()
        if block is None:
            return Table({}, refused=True)
        values: dict[Codes, Values] = {codes: (n, None, None) for codes, n in cells.items()}
        values |= dict.fromkeys(sorted(block), HIDDEN)
        return Table(self.in_order(values, one, other), frozenset(block))

    def in_order(self, values: Mapping[Codes, Values], *axes: Axis) -> dict[Codes, Values]:
        """The order of the two lines: an order by size would rank what is hidden."""
        ranks = []
        for axis in axes:
            listed = [codes[0] for codes in self.line(axis).values if codes]
            ranks.append({code: place for place, code in enumerate(listed)})
        last = max(len(rank) for rank in ranks)
        order = sorted(values, key=lambda c: tuple(r.get(x, last) for r, x in zip(ranks, c, strict=True)))
        return {codes: values[codes] for codes in order}

    def folded(self, line: Table, code: str) -> str:
        return TOGETHER if (code,) in line.hidden or (code,) not in line.values else code

    def all_or_nothing(self, axes: list[Axis]) -> Table:
        values = self.count([axis.name for axis in axes]).values
        few = any(small(self.size(v), THRESHOLD) for v in values.values())
        return Table({} if few else values, refused=few)

    # Words of the definition ------------------------------------------------------------------------------------

    def coarser(self, axis: Axis) -> Axis | None:
        within = axis.declared.within if axis.declared else None
        return read_by(self.indicator, [within])[0] if within else None

    def is_open(self, axis: Axis, code: str) -> bool:
        return code == UNKNOWN and axis.dimension in self.indicator.disclosure.open_unknown

    def size(self, values: Values) -> int:
        """How many stand behind it."""
        return int((values[2] if self.indicator.how in RATES else values[0]) or 0)

    @property
    def nothing(self) -> Values:
        return (None, None, 0) if self.indicator.how in RATES else (0, None, None)


def unranked(values: Mapping[Codes, Values], hidden: set[Codes]) -> dict[Codes, Values]:
    """What is shown as it stood, then what is hidden by its code: an order by size would rank it."""
    order = [codes for codes in values if codes not in hidden] + sorted(hidden)
    return {codes: values[codes] for codes in order}
