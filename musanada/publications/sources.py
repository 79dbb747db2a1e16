"""Who answers a text's citations: the live engine over an extract (``LiveSource``), or what was frozen (``FrozenSource``).

Both answer with cells of one shape, so a published number is read from its folder years later by the same code that
computed it. A live source also knows how many people each cell stands on: disclosure control asks, readers never see.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.kit.formats import country_codes, country_name
from musanada.kit.periods import read_span
from musanada.publications.cells import Dims, FigureCell, Number, Obs, dims_of, key_of
from musanada.publications.wanted import FigureWords, WantedCell, WantedTable
from musanada.reference import queries as reference
from musanada.reporting.definitions import MIDDLES, RATES, Indicator, Measure
from musanada.reporting.display import Labels
from musanada.reporting.engine.answers import TOGETHER
from musanada.reporting.engine.axes import OTHER, UNKNOWN, axes_of
from musanada.reporting.models import ExternalFigure, ExternalSeries
from musanada.reporting.registry import Indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Cell, Engine

EXT = "ext:"
BEHIND = "#people"  # the twin of an indicator that counts the people behind its cells
LAST = (UNKNOWN, OTHER, TOGETHER)
STATUS: Mapping[str, Obs] = {"final": "A", "provisional": "P", "estimated": "E", "revised": "A"}


def with_people(known: Mapping[str, Indicator]) -> Indicators:
    """The indicators, each of other things than people with a twin that counts the people behind it."""
    from musanada.kit.facts import FACTS

    twins: dict[str, Indicator] = {}
    for code, one in known.items():
        if one.counted and one.how != "persons" and one.fact in FACTS and FACTS[one.fact or ""].person:
            twins[code + BEHIND] = people_behind(one)
    for code, one in known.items():
        if one.kind == "part" and f"{one.of}{BEHIND}" in twins:
            twins[code + BEHIND] = one.model_copy(
                update={"id": code + BEHIND, "of": f"{one.of}{BEHIND}", "checks": ()}
            )
    return Indicators({**known, **twins})


def people_behind(one: Indicator) -> Indicator:
    """The same rows, counted by person: someone with several acts counts in each row that has one of theirs."""
    return one.model_copy(
        update={
            "id": one.id + BEHIND,
            "kind": "flow" if one.kind == "score" else one.kind,
            "measure": Measure(count="persons"),
            "person_rule": "once_per_period",
            "dims": {n: dim.model_copy(update={"overlapping": True}) for n, dim in one.dims.items()},
            "checks": (),
            "eligible": None,
        }
    )


@dataclass
class LiveSource:
    """Figures of ours by the engine, figures of others as they were known at the extract's cut-off."""

    actor: User
    engine: "Engine"
    _computed: dict[tuple[Any, ...], list["Cell"]] = field(default_factory=dict)
    _labels: dict[str, Labels] = field(default_factory=dict)

    @property
    def known_at(self) -> datetime:
        return self.engine.known_at

    def cell(self, wanted: WantedCell) -> FigureCell:
        if wanted.figure.startswith(EXT):
            return External(self.known_at).cell(wanted)
        found = self._compute(wanted.figure, wanted.period, (), wanted.dims)[0]
        count = self._count(wanted.figure, wanted.period, (), wanted.dims, found)
        return replace(self._made(found, wanted.period, wanted.dims), count=count)

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        if "~" in wanted.period:
            raise BadInput(_("Un tableau demande une période, pas une évolution."))
        if wanted.figure.startswith(EXT):
            return External(self.known_at).table(wanted)
        total = self.cell(WantedCell(wanted.figure, wanted.period, wanted.where))
        found = self._compute(wanted.figure, wanted.period, wanted.by, wanted.where)[1:]
        rows = [self._row(wanted, one) for one in found]
        order = [row for row in rows if dict(row.dims).get(wanted.by[0]) not in LAST]
        last = [row for row in rows if dict(row.dims).get(wanted.by[0]) in LAST]
        if wanted.top and len(wanted.by) == 1 and len(order) > wanted.top:
            order, folded = self._ranked(order, wanted.top)
            last += [self._folded(wanted, total, folded)] if folded else []
        return (total, *order, *last)

    def words(self, figure: str, lang: str) -> FigureWords:
        if figure.startswith(EXT):
            return External(self.known_at).words(figure, lang)
        known = self.engine.indicators
        one = known[figure]
        base = known.source(figure)
        axes = axes_of(base).values()
        overlapping = tuple(axis.name for axis in axes if axis.overlapping)
        rates = one.kind in {"ratio", "share", "change"} or base.how in RATES | MIDDLES
        return FigureWords(
            figure=figure, version=one.version, label=one.label.in_language(lang),
            definition=one.definition.in_language(lang), unit=one.unit, digest=known.hash(figure), kind=one.kind,
            protected=one.protected, overlapping=overlapping, additive=not rates, decimals=one.rounding.share,
        )  # fmt: skip

    def label(self, figure: str, axis: str, code: str, lang: str) -> str:
        with translation.override(lang):
            if figure.startswith(EXT):
                return external_label(code, lang)
            words = self._labels.setdefault(lang, Labels(self.actor, lang))
            axes = axes_of(self.engine.indicators.source(figure))
            if axis in axes:
                joined = (words.of(axes[axis], axis, one) for one in code.split("|"))
                return ", ".join(
                    residual(one) or text for one, text in zip(code.split("|"), joined, strict=True)
                )
            return residual(code) or code

    # Asking the engine ------------------------------------------------------------------------------------------

    def _compute(self, figure: str, period: str, by: Sequence[str], where: Dims) -> list["Cell"]:
        """Every code: a text folds as it says, not as the definition's own page does."""
        asked = (figure, period, tuple(by), where)
        if asked not in self._computed:
            clause = ";".join(f"{axis}={code}" for axis, code in where)
            self._computed[asked] = self.engine.compute(figure, period, by, clause, fold=False)
        return self._computed[asked]

    def _made(self, cell: "Cell", period: str, dims: Dims) -> FigureCell:
        """The period as it was asked: a change's own cell is named by both its periods."""
        known = self.engine.indicators
        return FigureCell(
            figure=cell.id, period=read_span(period).text, dims=dims_of(dict(dims)), value=cell.value, unit=cell.unit,
            version=cell.version, digest=known.hash(cell.id), numerator=cell.numerator, denominator=cell.denominator,
            obs=cell.status, conf=cell.conf,
        )  # fmt: skip

    def _row(self, wanted: WantedTable, cell: "Cell") -> FigureCell:
        """Named by the filter and the axes asked for. A coarser level is named where the finer one is not known."""
        codes = dict(cell.dims)
        unclear = any(codes.get(axis) in LAST for axis in wanted.by)
        named = {a: c for a, c in codes.items() if a in wanted.by or (unclear and c not in LAST)}
        made = self._made(cell, wanted.period, dims_of({**dict(wanted.where), **named}))
        return replace(made, count=self._count(wanted.figure, wanted.period, wanted.by, wanted.where, cell))

    def _count(self, figure: str, period: str, by: Sequence[str], where: Dims, cell: "Cell") -> int | None:
        """How many people stand behind a cell; None where it counts no people, or was hidden already."""
        known = self.engine.indicators
        one = known[figure]
        if "~" in cell.period or cell.value is None:
            return None
        if figure + BEHIND in known:
            table = self._compute(figure + BEHIND, period, by, where)
            return next((int(c.value or 0) for c in table if c.dims == cell.dims), 0)
        if one.kind in {"ratio", "share"}:
            return int(cell.numerator or 0) if self._of_people(figure) else None
        return int(cell.value) if self._of_people(figure) else None

    def _of_people(self, figure: str) -> bool:
        return self.engine.facts[self.engine.indicators.source(figure).fact or ""].person is not None

    def _ranked(self, rows: list[FigureCell], top: int) -> tuple[list[FigureCell], list[FigureCell]]:
        """The largest; whoever is level with the last of them stays too."""
        ordered = sorted(rows, key=lambda row: (-Fraction(row.value or 0), row.dims))
        limit = ordered[top - 1].value or 0
        kept = [row for at, row in enumerate(ordered) if at < top or (row.value or 0) == limit]
        return kept, ordered[len(kept) :]

    def _folded(self, wanted: WantedTable, total: FigureCell, rows: list[FigureCell]) -> FigureCell:
        """The row *other*: counted anew, so that somebody in two folded rows counts once."""
        axis = wanted.by[0]
        codes = "|".join(sorted(dict(row.dims)[axis] for row in rows))
        dims = dims_of({**dict(wanted.where), axis: codes})
        guarded = self.engine.guarded and self.engine.indicators[wanted.figure].protected
        one = total if guarded else self.cell(WantedCell(wanted.figure, wanted.period, dims))
        if guarded or one.conf != "F" or any(row.conf != "F" for row in rows):
            one = replace(one, value=None, numerator=None, denominator=None, conf="N", count=None)
        return replace(one, dims=dims_of({**dict(wanted.where), axis: OTHER}))


@dataclass(frozen=True)
class External:
    """Figures of others as they stood at a moment: a later release changes no text that was frozen."""

    known_at: datetime

    def cell(self, wanted: WantedCell) -> FigureCell:
        """Raises BadInput where nobody published that; a change is worked out from its two values."""
        if "~" in wanted.period:
            return self._change(wanted)
        rows = self._rows(wanted.figure, wanted.period)
        found = rows.filter(dimension=dimension_of(wanted.dims)).first()
        if found is None:
            raise BadInput(
                _(
                    "La série « %(series)s » n'a pas de valeur « %(dims)s » pour %(period)s : entrez-la parmi les "
                    "chiffres d'autres sources, avec sa source."
                )
                % {
                    "series": wanted.figure.removeprefix(EXT),
                    "dims": dimension_of(wanted.dims),
                    "period": wanted.period,
                }
            )
        return self._made(found)

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        """The total where it was published, and the rows with exactly these axes; a published total is never added up."""
        rows = [self._made(row) for row in self._rows(wanted.figure, wanted.period)]
        axes = {*wanted.by, *(axis for axis, _code in wanted.where)}
        fitting = [
            row for row in rows if {a for a, _c in row.dims} == axes and set(wanted.where) <= set(row.dims)
        ]
        if not fitting:
            raise BadInput(
                _("La série « %(series)s » n'est pas publiée par %(axes)s pour %(period)s.")
                % {
                    "series": wanted.figure.removeprefix(EXT),
                    "axes": ", ".join(wanted.by),
                    "period": wanted.period,
                }
            )
        fitting.sort(key=lambda row: (-Fraction(row.value or 0), row.dims))
        total = next((row for row in rows if row.dims == dims_of(dict(wanted.where))), None)
        if total is None:
            total = replace(fitting[0], dims=dims_of(dict(wanted.where)), value=None, obs="M", source={})
        return (total, *fitting[: wanted.top or None])

    def words(self, figure: str, lang: str) -> FigureWords:
        code = figure.removeprefix(EXT)
        series = ExternalSeries.objects.filter(code=code).first()
        unit = ExternalFigure.objects.filter(series=code).values_list("unit", flat=True).first()
        if series is None and unit is None:
            raise BadInput(_("La série « %(series)s » n'existe pas.") % {"series": code})
        label = (getattr(series, f"label_{lang}", "") or series.label_fr) if series else code
        text = "\n".join((series.counts, series.publisher)) if series else ""
        digest = hashlib.sha256(f"{figure}\n{text}".encode()).hexdigest()
        return FigureWords(
            figure, 1, label, series.counts if series else "", series.unit if series else str(unit), digest, "external"
        )  # fmt: skip

    def _rows(self, figure: str, period: str) -> QuerySet[ExternalFigure]:
        known = Q(recorded_at__lte=self.known_at) & (Q(replaced_at=None) | Q(replaced_at__gt=self.known_at))
        return ExternalFigure.objects.filter(
            known, series=figure.removeprefix(EXT), period=read_span(period).text
        ).order_by("dimension", "-revision")

    def _change(self, wanted: WantedCell) -> FigureCell:
        later, _tilde, before = wanted.period.partition("~")
        one, other = (self.cell(replace(wanted, period=period)) for period in (later, before))
        value: Number | None = None
        if one.value is not None and other.value:
            value = quotient_value(one.value - other.value, other.value)
        return replace(
            one, period=read_span(wanted.period).text, value=value, numerator=one.value, denominator=other.value,
            unit="percent", obs="P" if "P" in (one.obs, other.obs) else "A",
        )  # fmt: skip

    def _made(self, row: ExternalFigure) -> FigureCell:
        figure = EXT + row.series
        dims = dims_read(row.dimension)
        value: Number = row.value
        if row.value == row.value.to_integral_value():
            value = int(row.value)
        source = {
            "source": row.source, "url": row.url, "page": row.page, "published": row.published, "note": row.note,
            "status": row.status, "qualifier": row.qualifier, "revision": str(row.revision),
        }  # fmt: skip
        return FigureCell(
            figure, row.period, dims, value, row.unit, version=row.revision,
            digest=hashlib.sha256(key_of(figure, dims, row.period).encode()).hexdigest(),
            obs=STATUS.get(row.status, "A"), source={name: text for name, text in source.items() if text},
        )  # fmt: skip


def quotient_value(over: Number, under: Number) -> Number | None:
    """In percent, one decimal, half up away from zero, as the engine rounds."""
    from musanada.reporting.engine.cells import rounded

    return rounded(Fraction(over) / Fraction(under) * 100, 1) if under else None


def dimension_of(dims: Dims) -> str:
    return ";".join(sorted(f"{axis}={code}" for axis, code in dims)) or "total"


def dims_read(dimension: str) -> Dims:
    if dimension == "total":
        return ()
    return dims_of(dict(pair.split("=", 1) for pair in dimension.split(";")))


def folded(code: str) -> bool:
    """*Other*, or *other* after so many (``other5``): see ``building.apart``."""
    return code.startswith(OTHER) and (code == OTHER or code.removeprefix(OTHER).isdigit())


def last(code: str) -> bool:
    """Rows that stand at the end of every table."""
    return code in LAST or folded(code)


def residual(code: str) -> str:
    """The rows that every table owes, in the language in use."""
    if folded(code):
        return str(_("Autres"))
    if code == UNKNOWN:
        return pgettext("valeur", "Non connu")
    return str(_("Lignes masquées, ensemble")) if code == TOGETHER else ""


def external_label(code: str, lang: str) -> str:
    """A code of a series of others: a country, a place, or the word they printed."""
    if (known := residual(code)) or not code:
        return known
    if code in country_codes():
        return country_name(code, lang)
    return reference.place_labels(lang).get(code, code)


@dataclass
class FrozenSource:
    """Answers from what was frozen, and nothing else: a citation that was not there then is an error now.

    ``tables`` says in which order a table's rows stood; ``words`` and ``labels`` hold what was printed of them.
    """

    cells: Mapping[str, FigureCell]
    tables: Mapping[WantedTable, tuple[str, ...]]
    all_words: Mapping[tuple[str, str], FigureWords]
    labels: Mapping[tuple[str, str, str, str], str]

    def cell(self, wanted: WantedCell) -> FigureCell:
        found = self.cells.get(key_of(wanted.figure, wanted.dims, read_span(wanted.period).text))
        if found is None:
            raise BadInput(_("« %(key)s » n'est pas dans cette publication.") % {"key": wanted.key})
        return found

    def table(self, wanted: WantedTable) -> tuple[FigureCell, ...]:
        keys = self.tables.get(wanted)
        if keys is None:
            raise BadInput(
                _("Le tableau de « %(id)s » n'est pas dans cette publication.") % {"id": wanted.figure}
            )
        return tuple(self.cells[key] for key in keys)

    def words(self, figure: str, lang: str) -> FigureWords:
        found = self.all_words.get((figure, lang)) or self.all_words.get((figure, "fr"))
        if found is None:
            raise BadInput(_("« %(key)s » n'est pas dans cette publication.") % {"key": figure})
        return found

    def label(self, figure: str, axis: str, code: str, lang: str) -> str:
        with translation.override(lang):
            return self.labels.get((figure, axis, code, lang)) or residual(code) or code


def labels_asked(
    source: LiveSource, cells: Iterable[FigureCell], languages: Sequence[str]
) -> dict[tuple[str, str, str, str], str]:
    """The words of every code of the cells, in these languages."""
    asked = {(cell.figure, axis, code) for cell in cells for axis, code in cell.dims}
    return {(f, a, c, lang): source.label(f, a, c, lang) for f, a, c in sorted(asked) for lang in languages}


def words_asked(
    source: LiveSource, figures: Iterable[str], languages: Sequence[str]
) -> dict[tuple[str, str], FigureWords]:
    return {
        (figure, lang): source.words(figure, lang) for figure in sorted(set(figures)) for lang in languages
    }
