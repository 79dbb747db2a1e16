"""A table as a picture: a map of regions, columns or a line over time, bars; and a funnel."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.kit import svg
from musanada.kit.formats import format_percent
from musanada.monitoring.tables import Table, adds_up
from musanada.reporting.engine.axes import UNKNOWN
from musanada.reporting.engine.cells import rounded

Draw = Callable[[svg.Frame], str]
WIDTH = 640
MOST_BARS = 40
REGIONS = 12
COLUMNS = 12  # more periods than this are a line


def frame_of(table: Table, lang: str, width: int = WIDTH) -> svg.Frame:
    title = " : ".join(filter(None, (f"{table.title}, {table.subtitle}", *table.columns[-1:])))
    return svg.Frame(title, lang=lang, width=width, percent=table.total.cell.unit == "percent")


def picture(table: Table, kind: str = "") -> Draw | None:
    """How to draw it; nothing where a picture would say less than the table."""
    if kind == "table" or table.axis is None or not any(line.number for line in table.lines):
        return None
    negative = any((line.number or 0) < 0 for line in table.lines)
    if kind != "bars" and table.by == "region" and not negative:
        return region_map(table)
    if kind != "bars" and table.axis.sort == "time":
        return over_time(table)
    return bars(table)


def bars(table: Table) -> Draw | None:
    rows = [
        svg.Row(
            " · ".join(line.labels),
            line.number,
            kind="hidden" if line.hidden else "missing" if line.number is None else kind_of(line.kind),
            text="" if line.hidden else line.value,
        )
        for line in table.lines
        if line.hidden or line.number or line.kind == "known"
    ]
    closed = bool(table.axis and (table.axis.closed or table.axis.sort == "time"))
    return (lambda frame: svg.bars(rows, frame, sort=not closed)) if len(rows) <= MOST_BARS else None


def kind_of(kind: str) -> Any:
    return kind if kind in ("unknown", "other") else "known"


def region_map(table: Table) -> Draw | None:
    """A region without a row has nobody; without a rate there is nothing to say."""
    found = {line.code.removeprefix("MA-"): line for line in table.lines if line.code != UNKNOWN}
    every = [f"{number:02}" for number in range(1, REGIONS + 1)]
    if not set(found) <= set(every):
        return None
    absent = 0 if adds_up(table.indicator) else None
    areas = {
        code: svg.Area(found[code].number, hidden=found[code].hidden) if code in found else svg.Area(absent)
        for code in every
    }
    return lambda frame: svg.region_map(areas, frame)


def over_time(table: Table) -> Draw:
    points = tuple(
        svg.Point(line.labels[-1], line.number, provisional=line.cell.status == "P") for line in table.lines
    )
    kind: Any = "column" if len(points) <= COLUMNS else "line"
    return lambda frame: svg.over_time([svg.Line(table.title, points)], frame, kind=kind)


def drawn(table: Table, lang: str, kind: str = "") -> SafeString | str:
    """For a page: at the two sizes."""
    draw = picture(table, kind)
    return svg.responsive(draw, frame_of(table, lang)) if draw else ""


def funnel(title: str, steps: Sequence[tuple[str, int]], lang: str) -> Draw:
    """Bars in the order of the steps, each with its share of the first."""
    first = steps[0][1] if steps else 0
    rows = [svg.Row(label, number, text=step_text(number, first, lang)) for label, number in steps]
    return lambda frame: svg.bars(rows, frame)


def step_text(number: int, first: int, lang: str) -> str:
    shown = svg.Frame("", lang=lang).show(number)
    if not first or number == first:
        return shown
    part = format_percent(rounded(Fraction(number, first) * 100, 1), lang, 1)
    return _("%(number)s (%(part)s)") % {"number": shown, "part": part}
