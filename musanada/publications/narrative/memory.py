"""A Source held in memory: records given by hand, answered as the engine answers. For tests and for drafts of texts.

It says by example what every Source owes: the dims of a row of a filtered table hold the filter too, so that
``cell.key`` names one number; a ``top`` table keeps whoever is level with the last one, and folds the rest into *other*.

    source = MemorySource({"returns.departures": MemoryFigure("Départs", unit="returns", records=(
        Record("2024-03-01", 3, {"country": "CIV", "sex": "F"}), ...))})
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import country_name
from musanada.kit.periods import MONTHS, Change, Period, read_span
from musanada.publications.cells import Dims, FigureCell, Number, dims_of
from musanada.publications.wanted import FigureWords, WantedCell, WantedTable

UNKNOWN, OTHER = "unknown", "other"
LAST = (UNKNOWN, OTHER)


@dataclass(frozen=True)
class Record:
    """``value`` things on a day (or in a period); an axis that is not named is *unknown*."""

    when: str
    value: Number
    dims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MemoryFigure:
    """An indicator over records, a quotient of two others (percent or ratio), or a series of others (``source`` given).

    Records of a series of others are its printed values: exact period and dims, never added up.
    """

    label: str | Mapping[str, str]
    unit: str = "persons"
    records: tuple[Record, ...] = ()
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # closed lists: shown at zero too
    numerator: str = ""
    denominator: str = ""
    definition: str | Mapping[str, str] = ""
    kind: str = "flow"
    version: int = 1
    protected: bool = False
    overlapping: tuple[str, ...] = ()
    additive: bool = True
    decimals: int = 1
    source: Mapping[str, str] = field(default_factory=dict)

    @property
    def named_axes(self) -> frozenset[str]:
        return frozenset(self.axes) | {axis for record in self.records for axis in record.dims}


@dataclass
class MemorySource:
    """``labels``: axis → code → words per language (or one text for all). Countries are named by CLDR by themselves.

    ``hidden``: keys of cells that answer hidden (conf N), to test what is printed then.
    """

    figures: Mapping[str, MemoryFigure]
    labels: Mapping[str, Mapping[str, str | Mapping[str, str]]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def cell(self, wanted: WantedCell) -> FigureCell:
        span = read_span(wanted.period)
        figure = self._figure(wanted.figure, (axis for axis, _code in wanted.dims))
        return self._cell(wanted.figure, figure, span, dims_of(dict(wanted.dims)))

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        span = read_span(wanted.period)
        if isinstance(span, Change):
            raise BadInput(_("Un tableau demande une période, pas une évolution."))
        steps = set(MONTHS)
        figure = self._figure(wanted.figure, (*(a for a in wanted.by if a not in steps), *dict(wanted.where)))
        total = self._cell(wanted.figure, figure, span, dims_of(dict(wanted.where)))
        rows = [
            self._cell(wanted.figure, figure, span, dims_of({**dict(wanted.where), **dict(codes)}))
            for codes in self._codes(figure, wanted, span)
        ]
        if wanted.top and len(wanted.by) == 1:
            rows = self._folded(rows, wanted, total)
        return (total, *rows)

    def words(self, figure: str, lang: str) -> FigureWords:
        known = self._figure(figure, ())
        return FigureWords(
            figure, known.version, in_language(known.label, lang), in_language(known.definition, lang),
            known.unit, self._digest(figure), known.kind, known.protected, known.overlapping, known.additive,
            known.decimals,
        )  # fmt: skip

    def label(self, figure: str, axis: str, code: str, lang: str) -> str:
        fixed = {UNKNOWN: {"fr": "Non connu", "ar": "غير معروف", "en": "Not known", "es": "No conocido"},
                 OTHER: {"fr": "Autres", "ar": "آخرون", "en": "Other", "es": "Otros"}}  # fmt: skip
        if code in fixed:
            return fixed[code].get(lang, code)
        given = self.labels.get(axis, {}).get(code)
        if given is not None:
            return in_language(given, lang)
        return country_name(code, lang) if len(code) == 3 and code.isupper() else code

    def _figure(self, code: str, axes: Iterator[str] | tuple[str, ...]) -> MemoryFigure:
        figure = self.figures.get(code)
        if figure is None:
            raise BadInput(_("Le chiffre « %(id)s » n'existe pas.") % {"id": code})
        known = figure.named_axes
        if figure.numerator:
            known |= self.figures[figure.numerator].named_axes
        for axis in axes:
            if axis not in known:
                raise BadInput(
                    _("Le chiffre « %(id)s » ne se répartit pas par « %(axis)s ».")
                    % {"id": code, "axis": axis}
                )
        return figure

    def _cell(self, code: str, figure: MemoryFigure, span: Period | Change, dims: Dims) -> FigureCell:
        if isinstance(span, Change):
            cell = self._change(code, figure, span, dims)
        elif figure.numerator:
            over, under = (
                self._amount(self.figures[of], span, dims) for of in (figure.numerator, figure.denominator)
            )
            scale = 100 if figure.unit == "percent" else 1
            cell = FigureCell(
                code, span.text, dims, quotient(over, under, scale, figure.decimals), figure.unit,
                numerator=over, denominator=under, count=int(over or 0),
            )  # fmt: skip
        else:
            value = self._amount(figure, span, dims)
            cell = FigureCell(code, span.text, dims, value, figure.unit, count=_count(value))
        cell = replace(cell, version=figure.version, digest=self._digest(code), source=figure.source)
        if cell.value is None:
            cell = replace(cell, obs="M")
        return replace(cell, value=None, conf="N") if cell.key in self.hidden else cell

    def _change(self, code: str, figure: MemoryFigure, span: Change, dims: Dims) -> FigureCell:
        later, before = self._amount(figure, span.of, dims), self._amount(figure, span.against, dims)
        value = quotient(None if later is None else later - (before or 0), before, 100, figure.decimals)
        return FigureCell(code, span.text, dims, value, "percent", numerator=later, denominator=before)

    def _amount(self, figure: MemoryFigure, span: Period, dims: Dims) -> Number | None:
        if figure.source:
            for record in figure.records:
                if read_span(record.when) == span and dims_of(record.dims) == dims:
                    return record.value
            return None
        found = [r.value for r in figure.records if _inside(r, span) and _fits(r, dims)]
        return sum(found, start=0)

    def _codes(self, figure: MemoryFigure, wanted: WantedTable, span: Period) -> list[Dims]:
        """Codes of the rows: closed lists whole, open ones by size (a table of one axis) or as they occur."""
        lists = [self._list(figure, axis, wanted, span) for axis in wanted.by]
        return [tuple(zip(wanted.by, codes, strict=True)) for codes in product(*lists)]

    def _list(self, figure: MemoryFigure, axis: str, wanted: WantedTable, span: Period) -> list[str]:
        if axis in MONTHS:
            return [part.text for part in span.parts(axis)]
        base = self.figures[figure.numerator] if figure.numerator else figure
        if axis in figure.axes:
            return [*figure.axes[axis], *([UNKNOWN] if UNKNOWN not in figure.axes[axis] else [])]
        sizes: dict[str, Number] = {}
        for record in base.records:
            if _inside(record, span) and _fits(record, wanted.where):
                code = record.dims.get(axis, UNKNOWN)
                sizes[code] = sizes.get(code, 0) + record.value
        sizes.setdefault(UNKNOWN, 0)
        return sorted(sizes, key=lambda code: (code in LAST, -sizes[code], code))

    def _folded(self, rows: list[FigureCell], wanted: WantedTable, total: FigureCell) -> list[FigureCell]:
        axis = wanted.by[0]
        known = [row for row in rows if dict(row.dims)[axis] not in LAST]
        last = [row for row in rows if dict(row.dims)[axis] in LAST]
        if len(known) <= wanted.top:
            return rows
        limit = known[wanted.top - 1].value or 0
        kept = [row for at, row in enumerate(known) if at < wanted.top or (row.value or 0) == limit]
        rest = known[len(kept) :]
        if not rest:
            return rows
        value = sum((row.value or 0 for row in rest), start=0)
        other = replace(
            total,
            dims=dims_of({**dict(wanted.where), axis: OTHER}),
            value=value,
            count=_count(value),
            conf="F",
        )
        return [*kept, *last, other]

    def _digest(self, code: str) -> str:
        import hashlib

        known = self.figures[code]
        return hashlib.sha256(f"{code} {known.version} {known.definition}".encode()).hexdigest()


def in_language(text: str | Mapping[str, str], lang: str) -> str:
    return text if isinstance(text, str) else text.get(lang, text.get("fr", ""))


def quotient(over: Number | None, under: Number | None, scale: int, decimals: int) -> Number | None:
    """Half up, away from zero, as the engine rounds."""
    if over is None or not under:
        return None
    exact = Fraction(over) * scale / Fraction(under)
    whole = int(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals)


def _inside(record: Record, span: Period) -> bool:
    when = read_span(record.when)
    return isinstance(when, Period) and span.covers(when)


def _fits(record: Record, dims: Dims) -> bool:
    return all(record.dims.get(axis, UNKNOWN) == code for axis, code in dims if axis not in MONTHS) and all(
        _inside(record, _closed(code)) for axis, code in dims if axis in MONTHS
    )


def _closed(code: str) -> Period:
    span = read_span(code)
    assert isinstance(span, Period)
    return span


def _count(value: Number | None) -> int | None:
    return None if value is None else int(value)
