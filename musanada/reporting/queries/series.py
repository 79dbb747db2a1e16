"""Reading series of others: what they count, every value they ever had, two releases beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from musanada.access.models import User
from musanada.kit.periods import read_period
from musanada.reporting.models import ExternalFigure, ExternalSeries
from musanada.reporting.queries.live import VIEW, need
from musanada.reporting.series import Series, Span, between, comparable, shipped_series, span_of

LANGUAGES = ("fr", "ar", "en", "es")


def described() -> dict[str, Series]:
    """Every described series by code: those of the product, and over them what was described here."""
    own = {
        row.code: Series(
            row.code,
            {lang: getattr(row, f"label_{lang}") for lang in LANGUAGES if getattr(row, f"label_{lang}")},
            row.unit,
            row.counts,
            row.publisher,
            tuple(line.strip() for line in row.words.splitlines() if line.strip()),
        )
        for row in ExternalSeries.objects.all()
    }
    return {**shipped_series(), **own}


def series_of(actor: User, code: str) -> Series:
    """A series with or without a description. Raises: Http404 where there is neither that nor a figure."""
    need(actor, VIEW)
    known = described()
    if code in known:
        return known[code]
    figure = ExternalFigure.objects.filter(series=code).first()
    if figure is None:
        raise Http404
    return Series(code, {}, figure.unit, known=False)


def every_series(actor: User) -> list[tuple[Series, list[ExternalFigure]]]:
    """Each with its current figures, by code; one that is described but has no figure yet comes too."""
    need(actor, VIEW)
    figures: dict[str, list[ExternalFigure]] = {}
    for figure in ExternalFigure.objects.filter(replaced_at=None):
        figures.setdefault(figure.series, []).append(figure)
    known = described()
    codes = sorted({*known, *figures})
    return [
        (
            known.get(code) or Series(code, {}, figures[code][0].unit, known=False),
            newest_first(figures.get(code, [])),
        )
        for code in codes
    ]


def vintages(actor: User, code: str = "") -> list[ExternalFigure]:
    """Every value that was ever published, also those replaced since; of one series, or of all."""
    need(actor, VIEW)
    rows = ExternalFigure.objects.order_by("series", "period", "dimension", "revision")
    return list(rows.filter(series=code) if code else rows)


def newest_first(figures: Iterable[ExternalFigure]) -> list[ExternalFigure]:
    """By the end of the period, longest first where they end together; the total before its parts."""

    def key(figure: ExternalFigure) -> tuple[int, int, bool, str]:
        period = read_period(figure.period)
        end = period.end.toordinal() if period.end else 10**7
        start = period.start.toordinal() if period.start else 0
        return -end, start, figure.dimension != "total", figure.dimension

    return sorted(figures, key=key)


def release_of(figure: ExternalFigure) -> str:
    """What names a release: its date as published, else the day it was entered."""
    return figure.published or figure.recorded_at.date().isoformat()


def releases(figures: Iterable[ExternalFigure]) -> list[str]:
    """The oldest first. Of those of one year, whose day is often not told: by how far their figures reach."""
    reach: dict[str, int] = {}
    for figure in figures:
        end = read_period(figure.period).end
        name = release_of(figure)
        reach[name] = max(reach.get(name, 0), end.toordinal() if end else 0)
    return sorted(reach, key=lambda name: (name[:4], reach[name], name))


@dataclass(frozen=True)
class Pair:
    """One line of two releases: ``relation`` says what the difference means.

    *same*, *revised* (one period, another value), *grown* (a longer stretch from the same day: ``rest`` is what lies
    between), *unlike* (two stretches that cannot be compared), *only* (in one of the two).
    """

    dimension: str
    old: ExternalFigure | None
    new: ExternalFigure | None
    relation: str
    difference: Decimal | None = None
    rest: str = ""


def compared(figures: Sequence[ExternalFigure], old: str, new: str) -> list[Pair]:
    """The figures of one release against those of another, dimension by dimension."""
    left = [f for f in figures if release_of(f) == old]
    right = [f for f in figures if release_of(f) == new]
    pairs = []
    for dimension in dict.fromkeys(f.dimension for f in [*left, *right]):
        ones = newest_first(f for f in left if f.dimension == dimension)
        others = newest_first(f for f in right if f.dimension == dimension)
        pairs += matched(dimension, ones, others)
    return pairs


def matched(dimension: str, old: list[ExternalFigure], new: list[ExternalFigure]) -> list[Pair]:
    """Same period first; what is left is set beside each other in order."""
    pairs, rest = [], list(old)
    later = []
    for one in new:
        twin = next((f for f in rest if f.period == one.period), None)
        if twin is None:
            later.append(one)
            continue
        rest.remove(twin)
        relation = "same" if twin.value == one.value else "revised"
        pairs.append(Pair(dimension, twin, one, relation, one.value - twin.value))
    while later and rest:
        pairs.append(unequal(dimension, rest.pop(0), later.pop(0)))
    pairs += [Pair(dimension, None, one, "only") for one in later]
    return [*pairs, *(Pair(dimension, one, None, "only") for one in rest)]


def unequal(dimension: str, old: ExternalFigure, new: ExternalFigure) -> Pair:
    """Two periods: what lies between them where one goes on from the other; a change where they are alike."""
    stretch = between(new.period, old.period) or between(old.period, new.period)
    adds_up = new.unit == old.unit and new.unit not in {"percent", "rank"}
    if stretch is not None and adds_up:
        return Pair(dimension, old, new, "grown", new.value - old.value, stretch.text)
    if comparable(new.period, old.period):
        return Pair(dimension, old, new, "alike", new.value - old.value)
    return Pair(dimension, old, new, "unlike")


@dataclass(frozen=True)
class Line:
    """A row of the vintage triangle: one period and dimension, its value at each release, and what the period is."""

    period: str
    dimension: str
    span: Span
    values: tuple[ExternalFigure | None, ...]


def triangle(figures: Sequence[ExternalFigure]) -> tuple[list[str], list[Line]]:
    """Releases across, periods down."""
    names = releases(figures)
    keys = dict.fromkeys((f.period, f.dimension) for f in newest_first(figures))
    by_key: dict[tuple[str, str], dict[str, ExternalFigure]] = {}
    for figure in sorted(figures, key=lambda f: f.revision):
        by_key.setdefault((figure.period, figure.dimension), {})[release_of(figure)] = figure
    lines = [
        Line(period, dimension, span_of(period), tuple(by_key[period, dimension].get(name) for name in names))
        for period, dimension in keys
    ]
    return names, lines


def denominators(actor: User, code: str = "census.foreigners") -> dict[str, ExternalFigure]:
    """Of the last period of a series: ``total`` and region code → figure. Regions not published are not in it."""
    need(actor, VIEW)
    rows = newest_first(ExternalFigure.objects.filter(series=code, replaced_at=None))
    last = [row for row in rows if row.period == rows[0].period]
    return {row.dimension.removeprefix("region="): row for row in last if region_or_total(row.dimension)}


def region_or_total(dimension: str) -> bool:
    return dimension == "total" or (dimension.startswith("region=") and ";" not in dimension)
