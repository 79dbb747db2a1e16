"""Split tables: a row per code with its share and its records, and the chart that goes with the table."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.kit import svg
from musanada.kit.formats import format_percent
from musanada.reporting.definitions import RATES, Indicator
from musanada.reporting.display import Labels, axis_title, cell_text, period_label, value_text
from musanada.reporting.engine.axes import OTHER, UNKNOWN, Axis, axes_of
from musanada.reporting.engine.cells import Cell
from musanada.reporting.pages.blocks import Asked, address, share_of, why_hidden

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

# The splits a page begins with, as far as the indicator has them; the others are one link away.
FIRST = (
    *(
        "kind",
        "support",
        "sector",
        "channel",
        "country",
        "sex",
        "minor",
        "vulnerability",
        "age",
        "nationality",
        "region",
    ),
    *(
        "bracket",
        "band",
        "years",
        "origin",
        "situation",
        "status",
        "exploitation",
        "stage",
        "on_time",
        "care",
        "solution",
    ),
    *("due", "severity", "town"),
    "city",
    "programme",
    "partner",
    "unit",
)
Kind = Literal["known", "unknown", "other", "missing"]
SHOWN = 6
WIDTH = 640


@dataclass(frozen=True)
class SplitRow:
    """One row: the words of its codes (a coarser level first), the value, the share of the total."""

    labels: tuple[str, ...]
    value: str
    share: str
    kind: Kind
    records_url: str
    cell: Cell


@dataclass(frozen=True)
class Split:
    """A table along one axis, its total and its chart; ``numeric`` is the same for paper."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[SplitRow]
    total: str
    shares: bool
    note: str
    chart: SafeString | str = ""
    chart_title: str = ""
    picture: str = ""
    credits: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Splitter:
    """Makes the splits of one figure for one reader."""

    engine: "Engine"
    indicator: Indicator
    asked: Asked
    labels: Labels
    records: bool

    @property
    def axes(self) -> dict[str, Axis]:
        """Of a ratio, those that its denominator can be split by as well."""
        known = self.engine.indicators
        found = axes_of(known.source(self.indicator.id))
        if self.indicator.kind != "ratio" or self.indicator.denominator is None:
            return found
        below = axes_of(known.source(self.indicator.denominator))
        return {name: axis for name, axis in found.items() if name in below}

    @property
    def lang(self) -> str:
        return self.labels.lang

    def chosen(self, by: str) -> list[str]:
        """The axes to show: the one asked for, or the first few that the figure has and the filters leave open."""
        if by:
            return [by]
        fixed = {f.axis.name for f in self.asked.filters}
        return [name for name in FIRST if name in self.axes and name not in fixed][:SHOWN]

    def others(self, by: str) -> list[tuple[str, str]]:
        """Name and title of the axes that are not shown."""
        shown = set(self.chosen(by))
        return [
            (name, axis_title(name))
            for name, axis in self.axes.items()
            if name not in shown and name == axis.name
        ]

    def split(self, name: str) -> Split:
        axis = self.axes[name]
        total, *cells = self.engine.compute(self.indicator.id, self.asked.period, [name], self.asked.where)
        rows = [self._row(axis, cell, total) for cell in cells]
        title = axis_title(axis.name)
        chart_title = f"{self.indicator.label.in_language(self.lang)}, {period_label(self.asked.period, self.lang)} : {title}"
        draw = self._draw(axis, cells, rows)
        frame = svg.Frame(chart_title, lang=self.lang, width=WIDTH, percent=total.unit == "percent")
        return Split(
            name=axis.name,
            title=title,
            columns=tuple(axis_title(column) for column in axis.columns),
            rows=rows,
            total=cell_text(total, self.lang),
            shares=any(row.share for row in rows),
            note=" ".join(filter(None, (self._note(axis), why_hidden(total, *cells)))),
            chart=svg.responsive(draw, frame) if draw else "",
            chart_title=chart_title,
            picture=str(draw(frame)) if draw else "",
            credits=svg.credit(self.lang) if axis.name == "region" and draw else (),
        )

    def _row(self, axis: Axis, cell: Cell, total: Cell) -> SplitRow:
        code = cell.dims[axis.name]
        share = share_of(cell, total) if self._adds_up() else None
        folded = code == OTHER and axis.after is not None
        kind: Kind = "unknown" if code == UNKNOWN else "other" if folded else "known"
        return SplitRow(
            labels=tuple(self.labels.of(axis, column, cell.dims[column]) for column in axis.columns),
            value=cell_text(cell, self.lang, self.indicator.rounding.share),
            share=format_percent(share, self.lang, 1) if share is not None and axis.sort != "time" else "",
            kind=kind,
            records_url=self._records(cell) if self.records and cell.value else "",
            cell=cell,
        )

    def _records(self, cell: Cell) -> str:
        """The records behind a row; a row of time has its own period."""
        times = [code for name, code in cell.dims.items() if self.axes[name].sort == "time"]
        codes = ";".join(
            f"{name}={code}" for name, code in cell.dims.items() if self.axes[name].sort != "time"
        )
        where = ";".join(text for text in (self.asked.where, codes) if text)
        given = {"where": where, "at": self.engine.extract.folder.name} | (
            {"period": times[0]} if times else {}
        )
        return address(self.indicator.id, self.asked, "records", **given)

    def _note(self, axis: Axis) -> str:
        if axis.overlapping and self.indicator.kind != "change":
            if axis.sort == "time":
                return _(
                    "La même personne peut figurer à plusieurs lignes : les périodes ne s'additionnent pas."
                )
            return _(
                "La même personne ou le même élément peut figurer à plusieurs lignes : la somme dépasse le total."
            )
        return ""

    # Charts -----------------------------------------------------------------------------------------------------

    def _draw(self, axis: Axis, cells: list[Cell], rows: list[SplitRow]) -> Any:
        """A function from a frame to SVG, or nothing where a picture would say less than the table."""
        if not any(cell.value for cell in cells):
            return None
        negative = any(cell.value is not None and cell.value < 0 for cell in cells)
        if axis.name == "region" and not negative:
            return self._map(cells)
        if axis.sort == "time":
            return self._line(rows)
        if axis.name == "age" and self._pairs() and not self.indicator.protected:
            return self._pyramid(axis)
        bars = [
            svg.Row(
                " · ".join(row.labels),
                row.cell.value,
                kind="missing" if row.cell.value is None else row.kind,
                text=row.value,
            )
            for row in rows
            if row.cell.value or row.kind == "known"
        ]
        return (lambda frame: svg.bars(bars, frame, sort=not axis.closed)) if len(bars) <= 40 else None

    def _map(self, cells: list[Cell]) -> Any:
        codes = {
            cell.dims["region"].removeprefix("MA-"): cell.value
            for cell in cells
            if cell.dims["region"] != UNKNOWN
        }
        # A region without a row has nobody; without a rate there is nothing to say.
        absent = 0 if self._adds_up() else None
        known = {f"{n:02}": codes.get(f"{n:02}", absent) for n in range(1, 13)}
        if not set(codes) <= set(known):
            return None
        areas = {code: svg.Area(value) for code, value in known.items()}
        return lambda frame: svg.region_map(areas, frame)

    def _adds_up(self) -> bool:
        """Is the figure a number of things, and not a rate or a middle of them?"""
        return self.indicator.kind not in {"ratio", "share", "change"} and self.indicator.how not in RATES

    def _line(self, rows: list[SplitRow]) -> Any:
        points = tuple(
            svg.Point(row.labels[-1], row.cell.value, provisional=row.cell.status == "P") for row in rows
        )
        line = svg.Line(self.indicator.label.in_language(self.lang), points)
        return lambda frame: svg.over_time([line], frame, kind="column" if len(points) <= 12 else "line")

    def _pairs(self) -> bool:
        """Can ages be set against sexes: persons, each in one row?"""
        sex, age = self.axes.get("sex"), self.axes.get("age")
        return bool(
            sex and age and not sex.overlapping and not age.overlapping and self.indicator.unit == "persons"
        )

    def _pyramid(self, axis: Axis) -> Any:
        cross = self.engine.compute(self.indicator.id, self.asked.period, ["age", "sex"], self.asked.where)[
            1:
        ]
        found = {(cell.dims["age"], cell.dims["sex"]): cell.value or 0 for cell in cross}
        bands = [
            svg.AgeBand(
                self.labels.of(axis, "age", code),
                found.get((code, "F"), 0),
                found.get((code, "M"), 0),
                known=code != UNKNOWN,
            )
            for code in (*axis.closed, UNKNOWN)
        ]
        left_out = sum(value for (_age, sex), value in found.items() if sex not in {"F", "M"})
        words = self.labels.words("sex")
        note = (
            _("Sans %(count)s personne(s) d'un autre sexe ou de sexe non connu.")
            % {"count": value_text(left_out, "", self.lang)}
            if left_out
            else ""
        )
        return lambda frame: svg.pyramid(bands, (words["F"], words["M"]), frame, note=note)
