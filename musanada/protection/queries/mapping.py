"""The mapping: children met by town, age, need and way, as numbers of nobody. Small ones are hidden, and stay hidden.

An encounter is not a child: children are counted once, encounters apart. Children who have a file are in no live number:
they are counted in the frozen figures alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.kit.choices import Side
from musanada.kit.disclosure import ALL, hidden_cells
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name
from musanada.protection.models import Encounter, PathwayLeg
from musanada.protection.queries.encounters import BANDS, RIGHT, SEXES, visible
from musanada.protection.queries.encounters import WORDS as NEEDS
from musanada.reference.models import Place

LEAST = 11  # children's numbers below this are hidden
YEAR = timedelta(days=365)
Cell = tuple[str, str]
Label = Sentence


@dataclass(frozen=True)
class Shown:
    """A number, or that it is hidden, or that there was nobody."""

    number: int
    hidden: bool


@dataclass(frozen=True)
class Row:
    label: Label
    cells: list[Shown]


@dataclass(frozen=True)
class Table:
    """Towns down, something across, with its totals."""

    code: str
    title: Sentence
    columns: list[Label]
    rows: list[Row]


def tables(actor: User) -> list[Table]:
    """Of the last twelve months, in the actor's teams."""
    met = list(
        visible(actor)
        .filter(voided_at=None, at__gte=timezone.now() - YEAR)
        .exclude(child=None)
        .order_by("at", "id")
        .values_list("child", "town", "child__sex", "band", "age", "needs", "child__nationality")
    )
    towns = {pk: Place.objects.get(pk=pk).name(get_language() or "fr") for pk in {row[1] for row in met}}
    last: dict[UUID, Any] = {row[0]: row for row in met}  # as last met
    return [
        table(
            "band",
            _("Par âge apparent"),
            towns,
            ((str(r[1]), band_of(r)) for r in last.values()),
            dict(BANDS),
        ),
        table("sex", _("Par sexe"), towns, ((str(r[1]), r[2]) for r in last.values()), dict(SEXES)),
        table("need", _("Par besoin, dit au moins une fois"), towns, needs_of(met), NEEDS, total=False),
    ]


def band_of(row: Any) -> str:
    """The age that was said goes before what one sees."""
    if row[4] is None:
        return str(row[3])
    return next((code for code, top in (("0-5", 5), ("6-12", 12), ("13-17", 17)) if row[4] <= top), "18+")


def needs_of(met: Iterable[Any]) -> set[tuple[str, str, UUID]]:
    """Town, need, child: once each."""
    return {(str(row[1]), code, row[0]) for row in met for code in row[5].split(",") if code}


def table(
    code: str, title: Sentence, towns: Mapping[UUID, str], found: Iterable[Any], words: Mapping[str, Any],
    *, total: bool = True,
) -> Table:  # fmt: skip
    """Counted, with totals where a child stands in one column only; small numbers and what would give them away hidden."""
    counts = Counter((row[0], row[1]) for row in found)
    columns = [key for key in words if any(column == key for _town, column in counts)]
    names = {str(pk): name for pk, name in towns.items()}
    rows = [
        key for key in sorted(names, key=lambda key: names[key]) if any(town == key for town, _c in counts)
    ]
    cells: dict[Cell, int] = {(town, column): counts[town, column] for town in rows for column in columns}
    if total:
        cells |= {(town, ALL): sum(counts[town, column] for column in columns) for town in rows}
        cells |= {(ALL, column): sum(counts[town, column] for town in rows) for column in columns}
        cells[ALL, ALL] = sum(counts.values())
        hidden = hidden_cells(cells, LEAST)
    else:  # a child has several needs: no totals, so nothing to subtract from
        hidden = {cell for cell, number in cells.items() if 0 < number < LEAST}
    across = [*columns, ALL] if total else columns
    down = [*rows, ALL] if total and rows else rows
    return Table(
        code,
        title,
        [_("Tous") if column == ALL else words[column] for column in across],
        [
            Row(_("Toutes les villes") if town == ALL else names[town],
                [Shown(cells[town, column], (town, column) in hidden) for column in across])
            for town in down
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A stretch between two countries and how many children came that way."""

    from_country: str
    to_country: str
    children: Shown


def ways(actor: User) -> list[Way]:
    """Countries passed by the children met in the last twelve months."""
    recent = Encounter.objects.filter(voided_at=None, at__gte=timezone.now() - YEAR).values("child")
    rows = scoped(actor, RIGHT, PathwayLeg.objects.filter(voided_at=None, child__in=recent))
    rows = rows.exclude(child__unit__side=Side.STATE)
    found = set(rows.values_list("from_country", "to_country", "child"))
    counts = Counter((start, end) for start, end, _child in found if start != end)
    lang = get_language() or "fr"
    ordered = sorted(counts, key=lambda way: (-counts[way], country_name(way[0], lang)))
    told = [Way(start, end, Shown(counts[start, end], counts[start, end] < LEAST)) for start, end in ordered]
    # Their order by size would tell of hidden ones: those are listed by name.
    open_ones, hidden = [w for w in told if not w.children.hidden], [w for w in told if w.children.hidden]
    hidden.sort(key=lambda way: (country_name(way.from_country, lang), country_name(way.to_country, lang)))
    return open_ones + hidden


def counted(actor: User) -> dict[str, Shown]:
    """Encounters, children and those not sorted, of the last twelve months."""
    rows = visible(actor).filter(voided_at=None, at__gte=timezone.now() - YEAR)
    numbers = {
        "encounters": rows.count(),
        "children": rows.exclude(child=None).values("child").distinct().count(),
        "unsorted": rows.filter(sorted_at=None).count(),
    }
    return {key: Shown(number, key == "children" and 0 < number < LEAST) for key, number in numbers.items()}
