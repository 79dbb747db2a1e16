"""Numbers over periods: columns or lines, with what is provisional, missing or not comparable marked as such."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.safestring import SafeString

from musanada.kit.formats import Number, format_number, format_percent
from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.groups import legend
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import SERIES, SMALL
from musanada.kit.svg.rows import check_value, exact, extent, nothing, ratio, ticks, words

Place = tuple[float, float]
BASE = 26.0
MOST_VALUES = 13


@dataclass(frozen=True)
class Point:
    """One period. ``None`` is missing or hidden; ``breaks`` means: not comparable with the period before."""

    label: str
    value: Number | None
    provisional: bool = False
    breaks: bool = False

    def __post_init__(self) -> None:
        check_value(self.value, hidden=self.value is None)


@dataclass(frozen=True)
class Line:
    """One series; all lines of a chart share the labels of the first."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Axes:
    """Plot area in pixels and the value scale."""

    left: float
    right: float
    top: float
    bottom: float
    low: Fraction
    high: Fraction
    count: int

    def x(self, index: int) -> float:
        return self.left + (self.right - self.left) * (index + 0.5) / self.count

    def y(self, value: Number | Fraction) -> float:
        share = ratio(exact(value) - self.low, self.high - self.low)
        return self.bottom - (self.bottom - self.top) * share

    @property
    def slot(self) -> float:
        return (self.right - self.left) / self.count


def over_time(
    lines: Sequence[Line], frame: Frame, *, kind: Literal["line", "column"] = "line", height: float = 260
) -> SafeString:
    """SVG of one to four lines, or of one series as columns, zero included. Reads in the reading direction."""
    _check(lines, kind)
    points = lines[0].points if lines else ()
    if not any(point.value is not None for line in lines for point in line.points):
        return nothing(frame)
    canvas = Canvas(frame)
    top = (
        legend(canvas, list(zip(SERIES, [line.name for line in lines], strict=False)), 2)
        if len(lines) > 1
        else 2.0
    )
    axes = _axes(canvas, lines, top + 18, top + height)
    _breaks(canvas, axes, lines)
    if kind == "column":
        _columns(canvas, axes, points)
    else:
        _lines(canvas, axes, lines)
    _labels(canvas, axes, points)
    return canvas.svg(_notes(canvas, lines, axes.bottom + BASE, columns=kind == "column"))


def _check(lines: Sequence[Line], kind: str) -> None:
    if len(lines) > (1 if kind == "column" else len(SERIES)):
        raise ValueError("one series of columns or at most four lines")
    if len({tuple(point.label for point in line.points) for line in lines}) > 1:
        raise ValueError("all lines share the same periods")


def _axes(canvas: Canvas, lines: Sequence[Line], top: float, bottom: float) -> _Axes:
    """Scale, gridlines and their numbers; the zero line is the strong one."""
    low, high = extent([point.value for line in lines for point in line.points])
    steps = ticks(low, high)
    texts = [_tick(step, steps, canvas.frame) for step in steps]
    left = max(text_width(text, SMALL) for text in texts) * 1.06 + 8
    axes = _Axes(left, canvas.width - 2, top, bottom, steps[0], steps[-1], len(lines[0].points))
    for step, text in zip(steps, texts, strict=True):
        y = axes.y(step)
        canvas.line(left, y, axes.right, y, "axis" if step == 0 else "grid")
        canvas.text(left - 8, y + 4, text, anchor="end", size=SMALL, fill="soft")
    return axes


def _tick(step: Fraction, steps: Sequence[Fraction], frame: Frame) -> str:
    """All ticks with the decimals of the finest; steps are short decimals by construction."""
    numbers = [(Decimal(s.numerator) / Decimal(s.denominator)).normalize() for s in (step, *steps)]
    places = max(0, *(-int(number.as_tuple().exponent) for number in numbers))
    shown = format_percent if frame.percent else format_number
    return shown(numbers[0], frame.lang, places)


def _columns(canvas: Canvas, axes: _Axes, points: Sequence[Point]) -> None:
    wide, zero = min(axes.slot * 0.68, 64.0), axes.y(0)
    for index, point in enumerate(points):
        if point.value is None:
            _gap(canvas, axes, index, point)
            continue
        y, x = axes.y(point.value), axes.x(index)
        canvas.open(f"{point.label} : {_text(point, canvas.frame)}")
        top, tall = min(y, zero), abs(zero - y)
        if point.provisional:
            canvas.rect(x - wide / 2, top, wide, tall, "wash", stroke="bar", dash="4 3", css="bar")
        else:
            canvas.rect(x - wide / 2, top, wide, tall, "bar", css="bar")
        canvas.close()
    _values(canvas, axes, points, columns=True)


def _lines(canvas: Canvas, axes: _Axes, lines: Sequence[Line]) -> None:
    for line, own in zip(lines, SERIES, strict=False):
        colour = own if len(lines) > 1 else "bar"
        places = [
            None if p.value is None else (axes.x(n), axes.y(p.value)) for n, p in enumerate(line.points)
        ]
        _segments(canvas, line.points, places, colour)
        for point, place in zip(line.points, places, strict=True):
            if place is not None:
                name = f"{line.name}, {point.label}" if line.name else point.label
                canvas.open(f"{name} : {_text(point, canvas.frame)}")
                canvas.circle(*place, 4, "paper" if point.provisional else colour, stroke=colour)
                canvas.close()
    if len(lines) > 1:
        _last_values(canvas, axes, lines)
        return
    for index, point in enumerate(lines[0].points):
        if point.value is None:
            _gap(canvas, axes, index, point)
    _values(canvas, axes, lines[0].points, columns=False)


def _last_values(canvas: Canvas, axes: _Axes, lines: Sequence[Line]) -> None:
    """The last value of each line above its point, left out where two would touch."""
    taken: list[float] = []
    for line in lines:
        point = line.points[-1]
        if point.value is None or any(abs(axes.y(point.value) - y) < 26 for y in taken):
            continue
        taken.append(axes.y(point.value))
        text = canvas.frame.show(point.value)
        x = min(axes.x(len(line.points) - 1), canvas.width - text_width(text, SMALL, bold=True) / 2)
        canvas.text(x, taken[-1] - 9, text, anchor="middle", size=SMALL, bold=True, halo=True)


def _segments(canvas: Canvas, points: Sequence[Point], places: Sequence[Place | None], colour: str) -> None:
    """Lines between neighbours: none over a gap or a break, dashed towards a provisional value."""
    for n in range(1, len(points)):
        start, end = places[n - 1], places[n]
        if start is None or end is None or points[n].breaks:
            continue
        dash = "5 4" if points[n].provisional or points[n - 1].provisional else ""
        canvas.polyline([start, end], colour, width=2.25, dash=dash)


def _breaks(canvas: Canvas, axes: _Axes, lines: Sequence[Line]) -> None:
    for index in sorted({n for line in lines for n, point in enumerate(line.points) if point.breaks}):
        x = axes.left + (axes.right - axes.left) * index / axes.count
        canvas.line(x, axes.top - 10, x, axes.bottom + 6, "s2", dash="2 3", width=1.5)


def _gap(canvas: Canvas, axes: _Axes, index: int, point: Point) -> None:
    canvas.open(f"{point.label} : {words(canvas.frame, 'missing')}")
    canvas.text(axes.x(index), axes.y(0) - 5, "–", anchor="middle", fill="soft")
    canvas.close()


def _values(canvas: Canvas, axes: _Axes, points: Sequence[Point], *, columns: bool) -> None:
    """Direct labels: all where they fit, else the highest and the last."""
    shown = {n: canvas.frame.show(p.value) for n, p in enumerate(points) if p.value is not None}
    widest = max(text_width(text, SMALL, bold=True) for text in shown.values())
    if widest + 4 > axes.slot or len(points) > MOST_VALUES:
        best = max(shown, key=lambda n: points[n].value or 0)
        shown = {n: text for n, text in shown.items() if n in (best, max(shown))}
        if best != max(shown) and (max(shown) - best) * axes.slot < widest + 4:
            del shown[best]
    for n, text in shown.items():
        value = points[n].value or 0
        under = value < 0 if columns else _valley(points, n)
        half = text_width(text, SMALL, bold=True) / 2
        x = min(max(axes.x(n), half), canvas.width - half)
        y = axes.y(value) + ((15 if columns else 19) if under else -8)
        canvas.text(x, y, text, anchor="middle", size=SMALL, bold=True, halo=not columns)


def _valley(points: Sequence[Point], index: int) -> bool:
    """Do both neighbours stand higher, so that the label is freer below?"""
    here = points[index].value
    beside = [points[n].value for n in (index - 1, index + 1) if 0 <= n < len(points)]
    return here is not None and len(beside) == 2 and all(v is not None and v > here for v in beside)


def _labels(canvas: Canvas, axes: _Axes, points: Sequence[Point]) -> None:
    """Period names under the plot, every n-th where they would touch, counted back from the last."""
    widest = max(text_width(point.label, SMALL) for point in points) + 10
    every = max(1, -int(-widest // axes.slot))
    for index, point in enumerate(points):
        if (len(points) - 1 - index) % every == 0:
            half = text_width(point.label, SMALL) / 2
            x = min(max(axes.x(index), half), canvas.width - half)
            canvas.text(x, axes.bottom + 19, point.label, anchor="middle", size=SMALL, fill="soft")


def _notes(canvas: Canvas, lines: Sequence[Line], y: float, *, columns: bool) -> float:
    """What the marks mean, each with its mark; returns the height of the picture."""
    points = [point for line in lines for point in line.points]
    if any(point.provisional for point in points):
        if columns:
            canvas.rect(1, y + 9, 12, 10, "wash", stroke="bar", dash="4 3")
        else:
            canvas.circle(7, y + 14, 4, "paper", stroke="bar" if len(lines) == 1 else SERIES[0])
        y = _note(canvas, words(canvas.frame, "provisional"), y)
    if any(point.breaks for point in points):
        canvas.line(7, y + 7, 7, y + 20, "s2", dash="2 3", width=1.5)
        y = _note(canvas, words(canvas.frame, "break"), y)
    return y + 8


def _note(canvas: Canvas, text: str, y: float) -> float:
    for line in wrap(text, SMALL, canvas.width - 20, 3):
        y += 18
        canvas.text(20, y, line, size=SMALL, fill="soft")
    return y


def _text(point: Point, frame: Frame) -> str:
    shown = words(frame, "missing") if point.value is None else frame.show(point.value)
    return f"{shown} ({words(frame, 'provisional')})" if point.provisional else shown
