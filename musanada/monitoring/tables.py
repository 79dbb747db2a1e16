"""A figure split one way, as a table whose every number opens its page; for a file also with small numbers hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.kit.formats import format_percent
from musanada.kit.periods import Period, read_period
from musanada.monitoring.meaning import axes_in_common
from musanada.monitoring.small import hidden_of
from musanada.monitoring.words import number_words, split_words
from musanada.reporting.definitions import RATES, Indicator
from musanada.reporting.display import HIDDEN, Labels, axis_title, cell_text, period_label
from musanada.reporting.engine.answers import TOGETHER
from musanada.reporting.engine.axes import OTHER, UNKNOWN, Axis, axes_of, read_filters
from musanada.reporting.engine.cells import Cell
from musanada.reporting.pages.blocks import Asked, address, share_of, why_hidden

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

# The splits offered first, as far as a figure has them.
FIRST = ("region", "month", "sex", "age", "nationality", "programme", "kind", "channel", "support", "country")


@dataclass(frozen=True)
class Line:
    """One row: its codes in words, its value, its share of the total, the figure's page, the page narrowed to it."""

    labels: tuple[str, ...]
    code: str
    value: str
    share: str
    kind: str
    url: str
    narrow: str
    cell: Cell
    hidden: bool = False

    @property
    def number(self) -> int | float | None:
        value = None if self.hidden else self.cell.value
        return None if value is None else int(value) if value == int(value) else float(value)


@dataclass(frozen=True)
class Table:
    """The total, and the lines of a split. ``exported``: small numbers are hidden, for it leaves this page."""

    indicator: Indicator
    asked: Asked
    axis: Axis | None
    title: str
    subtitle: str
    columns: tuple[str, ...]
    lines: list[Line]
    total: Line
    shares: bool
    note: str
    exported: bool = False

    @property
    def by(self) -> str:
        return self.axis.name if self.axis else ""


def asked_of(engine: "Engine", one: Indicator, period: Period, where: str) -> Asked:
    """Raises: BadInput for a filter the figure does not have."""
    return Asked(period, where, read_filters(engine.indicators.source(one.id), where))


def axes(engine: "Engine", one: Indicator) -> list[str]:
    """The splits of a figure, the usual ones first."""
    names = axes_in_common(engine.indicators, one.id)
    return [name for name in FIRST if name in names] + [name for name in names if name not in FIRST]


def default_split(engine: "Engine", one: Indicator, asked: Asked) -> str:
    fixed = {found.axis.name for found in asked.filters}
    return next((name for name in axes(engine, one) if name not in fixed), "")


def table(
    engine: "Engine", one: Indicator, asked: Asked, by: str, labels: Labels, *, exported: bool = False
) -> Table:
    """Raises: BadInput for a split the figure does not have, or a file asked too finely."""
    if by and by not in axes_in_common(engine.indicators, one.id):
        raise BadInput(_("Ce chiffre ne se répartit pas ainsi : choisissez une autre répartition."))
    axis = axes_of(engine.indicators.source(one.id))[by] if by else None
    total, *cells = engine.compute(one.id, asked.period, [by] if by else [], asked.where, fold=not exported)
    hidden = hidden_of(engine, one, asked, by, [total, *cells]) if exported else set()
    lang = labels.lang
    lines = [
        line(one, asked, axis, cell, total, labels, hidden=key_of(cell) in hidden) for cell in cells if axis
    ]
    if exported and axis and not axis.closed and axis.sort != "time":
        lines = hidden_last(lines)
    words = split_words(labels, asked.filters)
    return Table(
        indicator=one,
        asked=asked,
        axis=axis,
        title=one.label.in_language(lang),
        subtitle=" · ".join(filter(None, (period_label(asked.period, lang), words))),
        columns=tuple(axis_title(column) for column in axis.columns) if axis else (),
        lines=lines,
        total=total_line(one, asked, total, lang, hidden=() in hidden),
        shares=any(row.share for row in lines),
        note=note(one, axis, [total, *cells], exported=bool(hidden)),
        exported=exported,
    )


def hidden_last(lines: list[Line]) -> list[Line]:
    """By code: between two numbers of a table in the order of its numbers, a hidden one would be known to lie there."""
    closed = [one for one in lines if one.hidden]
    return [one for one in lines if not one.hidden] + sorted(closed, key=lambda one: key_of(one.cell))


def key_of(cell: Cell) -> tuple[str, ...]:
    return tuple(cell.dims.values())


def total_line(one: Indicator, asked: Asked, total: Cell, lang: str, *, hidden: bool) -> Line:
    value = _("masqué") if hidden or total.conf == HIDDEN else number_words(total.value, total.unit, lang)
    return Line(
        (_("Total"),),
        "",
        value,
        "",
        "known",
        address(one.id, asked),
        "",
        total,
        hidden or total.conf == HIDDEN,
    )


def line(
    one: Indicator, asked: Asked, axis: Axis | None, cell: Cell, total: Cell, labels: Labels, *, hidden: bool
) -> Line:
    assert axis is not None
    code = cell.dims[axis.name]
    closed = hidden or cell.conf == HIDDEN
    share = None if closed or not adds_up(one) or axis.sort == "time" else share_of(cell, total)
    folded = code == OTHER and axis.after is not None
    where, period = narrowed(asked, axis, cell)
    return Line(
        labels=tuple(labels.of(axis, column, cell.dims[column]) for column in axis.columns),
        code=code,
        value=_("masqué") if closed else cell_text(cell, labels.lang, one.rounding.share),
        share=format_percent(share, labels.lang, 1) if share is not None else "",
        kind="unknown" if code == UNKNOWN else "other" if folded else "known",
        url="" if code == TOGETHER else address(one.id, Asked(period, where)),
        narrow="" if code in (TOGETHER, UNKNOWN) or folded or axis.sort == "time" else where,
        cell=cell,
        hidden=closed,
    )


def narrowed(asked: Asked, axis: Axis, cell: Cell) -> tuple[str, Period]:
    """The filters and the period behind a row; a row of time is a period of its own."""
    code = cell.dims[axis.name]
    if axis.sort == "time":
        return asked.where, read_period(code)
    # Known only more widely: the row is told by the wider place as well.
    names = axis.columns if code == UNKNOWN else (axis.name,)
    own = ";".join(f"{name}={cell.dims[name]}" for name in names)
    return ";".join(part for part in (asked.where, own) if part), asked.period


def adds_up(one: Indicator) -> bool:
    """A number of things, not a rate or a middle of them."""
    return one.kind not in {"ratio", "share", "change", "score"} and one.how not in RATES


def note(one: Indicator, axis: Axis | None, cells: Sequence[Cell], *, exported: bool) -> str:
    said = [why_hidden(*cells)]
    if axis and axis.overlapping and one.kind != "change":
        said.append(
            _(
                "La même personne ou le même élément peut figurer à plusieurs lignes : la somme dépasse le total."
            )
        )
    if exported:
        said.append(_("Masqué : un nombre de moins de cinq personnes, ou un nombre dont on le déduirait."))
    return " ".join(filter(None, said))
