"""A round's results: the mean always with its n, the eligible and the response rate; bands, change and attrition.

A group of fewer than five is not described, and no cell of one to four is shown: where one cell alone would be hidden a
second one is, or the difference would tell it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from musanada.access.models import User
from musanada.surveys.definitions import Band, Definition, definition_of
from musanada.surveys.models import InstrumentVersion, Interview, Round, Score
from musanada.surveys.queries.results import scores_of
from musanada.surveys.queries.rounds import here, opened, rounds

SMALLEST = 5
Outcome = Interview.Outcome
Values = Mapping[UUID, Decimal]  # of one dimension, by case


@dataclass(frozen=True)
class Cell:
    """How many in a band; None where it is hidden."""

    band: Band
    count: int | None
    share: Decimal | None


@dataclass(frozen=True)
class DimensionResult:
    """``mean`` None and ``hidden``: too few to describe; None and not hidden: nobody has a score."""

    code: str
    name: str
    n: int
    mean: Decimal | None
    hidden: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Response:
    """Of whom the results speak. ``base`` is what the rate is of: all eligible, or those approached of a sample."""

    population: int
    eligible: int
    asked: int
    answered: int
    base: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(100 * self.answered) / self.base if self.base else None


@dataclass(frozen=True)
class Change:
    """The same people in two rounds. ``lost``: of those who answered first and are due, who did not answer again."""

    first: Round
    answered_first: int
    due: int
    answered_both: int
    rows: Sequence["Pair"]

    @property
    def attrition(self) -> Decimal | None:
        return Decimal(100 * (self.due - self.answered_both)) / self.due if self.due >= SMALLEST else None


@dataclass(frozen=True)
class Pair:
    name: str
    n: int
    before: Decimal | None
    after: Decimal | None

    @property
    def moved(self) -> Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Results:
    round: Round
    version: InstrumentVersion
    definition: Definition
    response: Response
    dimensions: Sequence[DimensionResult]
    equal_weights: bool


def results(
    actor: User, one: Round, version: InstrumentVersion | None = None, day: date | None = None
) -> Results:
    """At the actor's places, as asked or scored under another version."""
    units = here(actor)
    used = version or one.version
    definition = definition_of(used)
    values, bands = by_dimension(scores_here(one, version, units))
    rows = [
        dimension_result(definition, code, name.said(lang()), list(values[code].values()), bands[code])
        for code, name in definition.names.items()
    ]
    weights = {item.weight for item in definition.items}
    return Results(one, used, definition, response(one, units, day), rows, len(weights) == 1)


def lang() -> str:
    return get_language() or "fr"


def scores_here(one: Round, version: InstrumentVersion | None, units: list[Any]) -> QuerySet[Score]:
    return scores_of(version).filter(interview__round=one, interview__case__unit__in=units)


def by_dimension(rows: QuerySet[Score]) -> tuple[dict[str, dict[UUID, Decimal]], dict[str, Counter[str]]]:
    values: dict[str, dict[UUID, Decimal]] = defaultdict(dict)
    bands: dict[str, Counter[str]] = defaultdict(Counter)
    listed = rows.values_list("dimension", "interview__case_id", "value", "band")
    for dimension, case, value, band in listed.iterator(chunk_size=5000):
        if value is not None:
            values[dimension][case] = value
            bands[dimension][band] += 1
    return values, bands


def mean_of(values: Iterable[Decimal]) -> Decimal | None:
    listed = list(values)
    return sum(listed, Decimal(0)) / len(listed) if listed else None


def dimension_result(
    definition: Definition, code: str, name: str, values: list[Decimal], bands: Counter[str]
) -> DimensionResult:
    n = len(values)
    if 0 < n < SMALLEST:
        return DimensionResult(
            code, name, n, None, True, [Cell(band, None, None) for band in definition.bands]
        )
    counts = protected([bands[band.code] for band in definition.bands])
    cells = [
        Cell(band, count, Decimal(100 * count) / n if count is not None and n else None)
        for band, count in zip(definition.bands, counts, strict=True)
    ]
    return DimensionResult(code, name, n, mean_of(values), False, cells)


def protected(counts: Sequence[int]) -> list[int | None]:
    """Cells of 1 to 4 hidden, and one more where a single hidden one could be told from the sum."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    if len(hidden) == 1:
        rest = [place for place, count in enumerate(counts) if count >= SMALLEST]
        hidden |= {min(rest, key=lambda place: counts[place])} if rest else set()
    return [None if place in hidden else count for place, count in enumerate(counts)]


def response(one: Round, units: list[Any], day: date | None = None) -> Response:
    today = day or timezone.localdate()
    eligible, population = opened(one, today, units), opened(one, date.max, units)
    outcomes = Counter(
        Interview.objects.filter(round=one, case__unit__in=units).values_list("outcome", flat=True)
    )
    answered = outcomes[Outcome.DONE]
    asked = sum(outcomes.values()) - outcomes[Outcome.STARTED]
    due = eligible.count()
    base = asked if one.sampling == Round.Sampling.RANDOM else max(due, asked)
    return Response(population.count(), due, asked, answered, base)


def earlier(actor: User, one: Round) -> list[Round]:
    """Rounds of the same instrument asked sooner after an event: what this one may be compared with."""
    rows = rounds(actor).filter(version__instrument=one.version.instrument, from_months__lt=one.from_months)
    return list(rows.filter(unit__path__startswith=one.unit.path.split("/")[0]).exclude(pk=one.pk))


def change(actor: User, first: Round, one: Round, day: date | None = None) -> Change:
    """The people of both rounds only; scores under the versions they were asked with."""
    units, today = here(actor), day or timezone.localdate()
    done = {"outcome": Outcome.DONE, "case__unit__in": units}
    answered = set(Interview.objects.filter(round=first, **done).values_list("case_id", flat=True))
    due = answered & set(opened(one, today, units).values_list("pk", flat=True))
    again = due & set(Interview.objects.filter(round=one, **done).values_list("case_id", flat=True))
    before, _bands = by_dimension(scores_here(first, None, units))
    after, _bands = by_dimension(scores_here(one, None, units))
    definition = definition_of(one.version)
    rows = [
        pair(name.said(lang()), before.get(code, {}), after.get(code, {}), again)
        for code, name in definition.names.items()
    ]
    return Change(first, len(answered), len(due), len(again), rows)


def pair(name: str, before: Values, after: Values, both: set[UUID]) -> Pair:
    cases = [case for case in both if case in before and case in after]
    if len(cases) < SMALLEST:
        return Pair(name, len(cases), None, None)
    return Pair(name, len(cases), mean_of(before[c] for c in cases), mean_of(after[c] for c in cases))


def scored_with(one: Round) -> list[InstrumentVersion]:
    """The versions under which interviews of the round have scores, the one asked with first."""
    keys = set(Score.objects.filter(interview__round=one).values_list("version", flat=True))
    rows = InstrumentVersion.objects.select_related("instrument").filter(pk__in=keys | {one.version_id})
    return sorted(rows, key=lambda v: (v.pk != one.version_id, v.version))


def could_score(one: Round) -> list[InstrumentVersion]:
    """Frozen versions of the same instrument that the round was not scored with."""
    known = {version.pk for version in scored_with(one)}
    rows = InstrumentVersion.objects.select_related("instrument").filter(
        instrument=one.version.instrument, frozen_at__isnull=False
    )
    return [version for version in rows if version.pk not in known or version.pk == one.version_id]
