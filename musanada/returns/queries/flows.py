"""Departures by country and year, in each direction, for everyone who may read country sheets: small numbers hidden.

One table a direction, so that the sheet of a country, the list and the map never give away together what each hides.
Whoever reads for State authorities alone is shown what their own offices organised: counts do not cross over.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from musanada.access.doors import units_for
from musanada.access.models import User
from musanada.kit.choices import Side
from musanada.kit.disclosure import ALL, Cell, hidden_cells
from musanada.returns.models import Direction, PastReturn, Return

VIEW = "return.countries"


@dataclass(frozen=True)
class Flows:
    """Of one direction: people who left, by country and year, with the totals (``ALL``)."""

    direction: str
    table: dict[Cell, int]
    hidden: frozenset[Cell]

    @property
    def years(self) -> list[str]:
        """From the first to the last, those without anybody too."""
        known = sorted(year for _country, year in self.table if year != ALL)
        return [str(year) for year in range(int(known[0]), int(known[-1]) + 1)] if known else []

    @property
    def countries(self) -> list[str]:
        return sorted({country for country, _year in self.table} - {ALL})

    def number(self, country: str = ALL, year: str = ALL) -> int | None:
        """None where it is hidden."""
        return None if (country, year) in self.hidden else self.table.get((country, year), 0)

    def in_year(self, year: str = ALL) -> list[tuple[str, int | None]]:
        """Countries with anybody that year, the largest first; hidden ones last, by code."""
        codes = [code for code in self.countries if self.table.get((code, year), 0)]
        numbers = [(code, self.number(code, year)) for code in codes]
        return sorted(numbers, key=lambda pair: (pair[1] is None, -(pair[1] or 0), pair[0]))


def of_state_only(actor: User) -> bool:
    """Reads for units of State authorities alone."""
    sides = set(units_for(actor, VIEW).values_list("side", flat=True))
    return sides <= {Side.STATE}


def files(actor: User) -> QuerySet[Return]:
    """Returns that country sheets count, for that reader: nobody whom a P4 file hides."""
    rows = Return.objects.filter(case__person__protected=False)
    return rows.filter(organised_by__side=Side.STATE) if of_state_only(actor) else rows


def registers(actor: User) -> QuerySet[PastReturn]:
    rows = PastReturn.objects.filter(voided_at=None)
    return rows.filter(unit__side=Side.STATE) if of_state_only(actor) else rows


def flows(actor: User, direction: str) -> Flows:
    """Everybody who left, by country and year."""
    other = "to_country" if direction == Direction.FROM_MOROCCO else "from_country"
    counts: Counter[Cell] = Counter()
    left = Q(direction=direction, departed_on__isnull=False)
    for rows, country in ((files(actor), other), (registers(actor), "country")):
        for code, year, number in by_year(rows.filter(left), country):
            counts[code, str(year)] += number
    table = with_totals(counts)
    return Flows(direction, table, frozenset(hidden_cells(table)))


def by_year(rows: QuerySet[Any], country: str) -> QuerySet[Any, tuple[str, int, int]]:
    years = rows.annotate(code=F(country), year=ExtractYear("departed_on")).order_by()
    found: QuerySet[Any, tuple[str, int, int]] = years.values_list("code", "year").annotate(
        number=Count("pk")
    )
    return found


def with_totals(counts: Counter[Cell]) -> dict[Cell, int]:
    table = Counter(counts)
    for (country, year), number in counts.items():
        table[country, ALL] += number
        table[ALL, year] += number
        table[ALL, ALL] += number
    return dict(table)
