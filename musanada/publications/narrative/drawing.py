"""Tables, bars, trends and maps from cells. A picture always stands with its table; both come from the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import is_rtl
from musanada.publications.cells import FigureCell, Number
from musanada.publications.narrative import wording
from musanada.publications.narrative.asking import TIMES, tables_of
from musanada.publications.narrative.document import Inline, Picture, TableBlock, TableCell, Words
from musanada.publications.narrative.grammar import Drawn
from musanada.publications.narrative.resolving import LAST, Resolver

if TYPE_CHECKING:
    from musanada.kit.svg import Frame
    from musanada.kit.svg.rows import Kind

MOST_BARS, COLUMNS = 40, 13
REGION = "MA-"
SHARE_PLACES = 1


@dataclass
class Drawing:
    """One ``table``, ``chart``, ``trend`` or ``map`` of a text; ``number`` names it in the page."""

    drawn: Drawn
    caption: tuple[Inline, ...]
    resolver: Resolver
    number: int

    def __post_init__(self) -> None:
        split = self.drawn.split
        self.lang, self.figure, self.by = self.resolver.lang, split.figure.code, split.by
        asked = list(tables_of(self.drawn, self.resolver.period))
        self.period = asked[0].period
        self.total, *self.rows = self.resolver.table(asked[0])
        self.edges = [self.resolver.table(one)[1:] for one in asked[1:]]
        self.words = self.resolver.words(self.figure)
        if not self.caption:
            self.caption = (Words(self._own_caption()),)

    @property
    def cells(self) -> tuple[FigureCell, ...]:
        return (self.total, *self.rows, *(cell for edge in self.edges for cell in edge))

    def block(self) -> TableBlock | Picture:
        if self.drawn.kind == "table":
            return self.table()
        if len(self.by) != 1 and self.drawn.kind != "trend":
            raise BadInput(_("Un graphique suit une seule répartition ; deux font un tableau."))
        svg = {"chart": self._bars, "trend": self._trend, "map": self._map}[self.drawn.kind]()
        credit = ""
        if self.drawn.kind == "map":
            from musanada.kit.svg import credit as credit_of

            credit = " ".join(credit_of(self.lang))
        return Picture(f"figure-{self.number}", self.caption, svg, self._alt(), self.table(), credit)

    # Tables -----------------------------------------------------------------------------------------------------

    def table(self) -> TableBlock:
        columns, rows, total = self._cross() if len(self.by) == 2 else self._simple()
        return TableBlock(
            f"table-{self.number}",
            self.caption,
            columns,
            rows,
            total,
            self._notes(),
            self.figure,
            self.by,
            self.period,
        )

    def _simple(
        self,
    ) -> tuple[tuple[TableCell, ...], tuple[tuple[TableCell, ...], ...], tuple[TableCell, ...]]:
        shares = self.drawn.split.shares and self.words.additive and self.words.unit != "percent"
        heads = [wording.axis_words(self.by[0], self.lang), self._value_head()]
        heads += [wording.phrase("share", self.lang)] if shares else []
        columns = tuple(TableCell(text, head=True, number=at > 0) for at, text in enumerate(heads))
        rows = [self._row(self._name(row), row, shares) for row in self.rows]
        total = self._row(wording.phrase("total", self.lang), self.total, shares)
        return columns, tuple(rows), total if self._has_total() else ()

    def _row(self, name: str, cell: FigureCell, shares: bool) -> tuple[TableCell, ...]:
        row = (TableCell(name, head=True), self._cell(cell))
        return (*row, TableCell(self._share(cell), number=True)) if shares else row

    def _share(self, cell: FigureCell) -> str:
        """Only where part and whole are printed beside it: it tells nothing more than they do."""
        if cell.value is None or not self.total.value:
            return ""
        number = wording.percent(cell.value, self.total.value, SHARE_PLACES)
        return wording.number_text(number, "percent", self.lang, SHARE_PLACES)

    def _cross(
        self,
    ) -> tuple[tuple[TableCell, ...], tuple[tuple[TableCell, ...], ...], tuple[TableCell, ...]]:
        first, second = self.by
        down, across = self.edges
        found = {(dict(c.dims)[first], dict(c.dims)[second]): c for c in self.rows}
        labels = [self._name(cell, second) for cell in across]
        heads = [wording.axis_words(first, self.lang), *labels, wording.phrase("total", self.lang)]
        columns = tuple(TableCell(text, head=True, number=at > 0) for at, text in enumerate(heads))
        rows = []
        for edge in down:
            code = dict(edge.dims)[first]
            inner = [found.get((code, dict(cell.dims)[second])) for cell in across]
            rows.append(
                (
                    TableCell(self._name(edge, first), head=True),
                    *(self._cell(cell) if cell else self._nobody() for cell in inner),
                    self._cell(edge),
                )
            )
        total = (
            TableCell(wording.phrase("total", self.lang), head=True), *(self._cell(cell) for cell in across),
            self._cell(self.total),
        )  # fmt: skip
        return columns, tuple(rows), total

    def _nobody(self) -> TableCell:
        """A combination that does not occur: none, where things are counted."""
        text = wording.number_text(0, self.words.unit, self.lang) if self.words.additive else ""
        return TableCell(text, number=True)

    def _cell(self, cell: FigureCell) -> TableCell:
        text = wording.cell_text(cell, self.lang, self.resolver.decimals(cell))
        return TableCell(text, key=cell.key, hidden=cell.hidden, number=True)

    def _name(self, cell: FigureCell, axis: str = "") -> str:
        axis = axis or self.by[0]
        return self.resolver.label(self.figure, axis, dict(cell.dims)[axis])

    def _value_head(self) -> str:
        """The unit as the column's name: a plural noun."""
        text = wording.unit_word(self.words.unit, 5, self.lang) or {"percent": "%", "MAD": "MAD"}.get(
            self.words.unit, wording.phrase("number", self.lang)
        )
        return text[:1].upper() + text[1:]

    def _has_total(self) -> bool:
        return not (self.total.external and self.total.value is None)

    def _notes(self) -> tuple[str, ...]:
        cells, words = self.cells, self.words
        overlaps = set(self.by) & set(words.overlapping)
        rounded = next((cell.rounded_to for cell in cells if cell.rounded_to), 0)
        said = {
            "note_overlap": bool(overlaps) and words.unit == "persons",
            "note_overlap_things": bool(overlaps) and words.unit != "persons",
            "note_no_sum": not words.additive and not overlaps and words.unit != "percent",
            "note_hidden": any(cell.hidden for cell in cells),
            "note_missing": any(cell.value is None and not cell.hidden for cell in self.rows),
            "note_provisional": any(cell.obs == "P" for cell in cells),
        }
        notes = [wording.phrase(name, self.lang) for name, said_here in said.items() if said_here]
        if rounded:
            notes.append(wording.phrase("note_rounded", self.lang, n=str(rounded)))
        return (*notes, *dict.fromkeys(note for cell in cells for note in cell.footnotes))

    # Pictures ---------------------------------------------------------------------------------------------------

    def _frame(self) -> "Frame":
        from musanada.kit.svg import Frame

        percent = self.words.unit == "percent"
        whole = all(isinstance(c.value, int) or c.value is None for c in self.rows)
        return Frame(
            self._plain_caption(), self.lang, percent=percent, decimals=None if whole else self.words.decimals
        )

    def _bars(self) -> str:
        from musanada.kit.svg import Row, bars

        if len(self.rows) > MOST_BARS:
            raise BadInput(
                _("Ce graphique aurait %(count)s barres : gardez les premières avec « top 10 ».")
                % {"count": len(self.rows)}
            )
        rows = [
            Row(self._name(cell), cell.value, kind)
            for cell in self.rows
            if (kind := _kind(cell, self.by[0])) not in LAST or cell.value
        ]
        return str(bars(rows, self._frame()))

    def _trend(self) -> str:
        from musanada.kit.svg import Line, Point, over_time

        if self.by[0] not in TIMES:
            raise BadInput(_("Une courbe suit le temps : by month, quarter, half ou year."))
        lines: dict[str, dict[str, FigureCell]] = {}
        for cell in self.rows:
            dims = dict(cell.dims)
            if dims[self.by[0]] in LAST:
                continue
            name = self._name(cell, self.by[1]) if len(self.by) == 2 else self.words.label
            lines.setdefault(name, {})[dims[self.by[0]]] = cell
        codes = sorted({code for line in lines.values() for code in line})
        drawn = [
            Line(
                name,
                tuple(
                    Point(
                        self.resolver.label(self.figure, self.by[0], code),
                        _value(line, code),
                        _provisional(line, code),
                    )
                    for code in codes
                ),
            )
            for name, line in lines.items()
        ]
        columns = len(drawn) == 1 and len(codes) <= COLUMNS
        return str(over_time(drawn, self._frame(), kind="column" if columns else "line"))

    def _map(self) -> str:
        from musanada.kit.svg import Area, region_map

        if self.by != ("region",):
            raise BadInput(_("Une carte montre les régions : by region."))
        areas = {}
        for cell in self.rows:
            code = dict(cell.dims)["region"]
            if code not in LAST:
                areas[code.removeprefix(REGION)] = Area(cell.value, cell.hidden)
        known = {f"{number:02}" for number in range(1, 13)}
        if unknown := set(areas) - known:
            raise BadInput(_("« %(code)s » n'est pas une région de la carte.") % {"code": sorted(unknown)[0]})
        if self.words.additive:
            areas = {code: areas.get(code, Area(0)) for code in sorted(known)}
        return str(region_map(areas, self._frame()))

    def _alt(self) -> str:
        """The picture in words: its caption and its rows."""
        name = {"chart": "alt_bars", "trend": "alt_trend", "map": "alt_map"}[self.drawn.kind]
        rows = [
            wording.phrase(
                "row", self.lang, name=" · ".join(self._name(cell, axis) for axis in self.by),
                n=wording.cell_text(cell, self.lang, self.resolver.decimals(cell)),
            )
            for cell in self.rows
        ]  # fmt: skip
        separator = "؛ " if is_rtl(self.lang) else "; "
        return wording.phrase(
            name, self.lang, caption=self._plain_caption().rstrip("."), rows=separator.join(rows)
        )

    def _plain_caption(self) -> str:
        return plain(self.caption)

    def _own_caption(self) -> str:
        period = wording.period_words(self.period, self.lang)
        return wording.phrase("table_caption", self.lang, label=self.words.label, period=period)


def plain(inlines: Sequence[Inline]) -> str:
    return "".join(inline.text for inline in inlines).strip()


def _kind(cell: FigureCell, axis: str) -> "Kind":
    if cell.hidden:
        return "hidden"
    if cell.value is None:
        return "missing"
    code = dict(cell.dims)[axis]
    return "unknown" if code == "unknown" else "other" if code == "other" else "known"


def _value(line: dict[str, FigureCell], code: str) -> "Number | None":
    return line[code].value if code in line else None


def _provisional(line: dict[str, FigureCell], code: str) -> bool:
    return code in line and line[code].obs == "P"
