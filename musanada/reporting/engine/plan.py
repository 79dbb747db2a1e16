"""A plan: everything the SQL of one table depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from musanada.kit.facts import Fact
from musanada.kit.periods import Period
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine.axes import Axis, Filter


@dataclass(frozen=True, eq=False)
class Plan:
    """What is asked. ``known_on`` is the local day of the cut-off; ``shown`` are the codes not folded, by axis."""

    indicator: Indicator
    fact: Fact
    period: Period
    known_on: date
    by: tuple[Axis, ...] = ()
    filters: tuple[Filter, ...] = ()
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Two plans with one key have the same SQL."""
        by = tuple(axis.columns for axis in self.by)
        filters = tuple((f.axis.columns, f.codes) for f in self.filters)
        shown = tuple(sorted(self.shown.items()))
        return (
            self.indicator.id,
            self.indicator.hash,
            self.fact.columns,
            self.period,
            self.known_on,
            by,
            filters,
            shown,
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.key == other.key

    @property
    def axes(self) -> dict[str, Axis]:
        """Every axis that is needed, by the name of its column."""
        return {axis.name: axis for axis in (*self.by, *(f.axis for f in self.filters))}

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for axis in self.axes.values() for column in axis.columns))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(column for axis in self.by for column in axis.columns)

    @property
    def persons_once(self) -> bool:
        """Are persons counted, each of them once for the whole period?"""
        if self.indicator.how != "persons":
            return False
        return self.indicator.person_rule != "each" or self.indicator.kind in {"stock", "ever"}

    def overlapping(self, column: str) -> bool:
        return next(a.overlapping for a in self.axes.values() if column in a.columns)

    def latest(self, column: str) -> bool:
        return next(a.latest for a in self.axes.values() if column in a.columns)
