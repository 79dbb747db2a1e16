"""Horizontal bars: one number a row, from zero, labelled directly, no axis to read off."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import TEXT
from musanada.kit.svg.rows import FILLS, Row, exact, extent, nothing, ordered, ratio, value_text

BAR, GAP, LEAST = 18.0, 8.0, 1.5
STUB = 28.0


@dataclass(frozen=True)
class _Plan:
    """Where things stand, in pixels: room of labels, ``zero`` line, pixels for the whole span."""

    label_room: float
    zero: float
    length: float
    span: Fraction
    stacked: bool


def bars(rows: Sequence[Row], frame: Frame, *, sort: bool = False) -> SafeString:
    """SVG of one bar a row, in the given order or by value. Unknown and other rows are hatched, hidden ones empty."""
    if not rows:
        return nothing(frame)
    drawn = ordered(rows, by_value=sort)
    canvas, plan = Canvas(frame), _plan(drawn, frame)
    top = 2.0
    first = top
    for row in drawn:
        top = _row(canvas, plan, row, top)
    if not plan.stacked:
        canvas.line(plan.zero, first, plan.zero, top - 2, "axis")
    return canvas.svg(top)


def _plan(rows: Sequence[Row], frame: Frame) -> _Plan:
    low, high = extent([row.value for row in rows])
    values = max(text_width(value_text(row, frame), TEXT, bold=True) for row in rows)
    stacked = frame.narrow
    labels = (
        0.0 if stacked else min(max(text_width(row.label, TEXT) for row in rows) * 1.04, frame.width * 0.38)
    )
    before = labels + (GAP if labels else 1)
    if low < 0:
        before += values + GAP
    room = max(frame.width - before - values - GAP, 20.0)
    span = high - low
    return _Plan(frame.width if stacked else labels, before + room * ratio(-low, span), room, span, stacked)


def _row(canvas: Canvas, plan: _Plan, row: Row, top: float) -> float:
    """Draws one row and returns the top of the next."""
    label = wrap(row.label, TEXT, plan.label_room, 2)
    text = value_text(row, canvas.frame)
    canvas.open(f"{row.label} : {text}", f"row {row.kind}")
    if plan.stacked:
        for line in label:
            canvas.text(0, top + 14, line)
            top += 18
        middle, bottom = top + 3 + BAR / 2, top + BAR + 15
    else:
        height = max(30.0, len(label) * 17 + 8)
        middle, bottom = top + height / 2, top + height
        for n, line in enumerate(label):
            base = middle + 5 + (n - (len(label) - 1) / 2) * 17
            canvas.text(plan.label_room, base, line, anchor="end")
    _bar(canvas, plan, row, middle, text)
    canvas.close()
    return bottom


def _bar(canvas: Canvas, plan: _Plan, row: Row, middle: float, text: str) -> None:
    top = middle - BAR / 2
    if plan.stacked:
        canvas.line(plan.zero, top - 2, plan.zero, top + BAR + 2, "axis")
    if row.value is None:
        canvas.rect(plan.zero, top, STUB, BAR, "none", stroke="axis", dash="3 3", css="bar")
        canvas.text(plan.zero + STUB + GAP, middle + 5, text, fill="soft")
        return
    length = plan.length * ratio(abs(exact(row.value)), plan.span)
    if row.value:
        length = max(length, LEAST)
    start = plan.zero - length if row.value < 0 else plan.zero
    stroke = "" if row.kind == "known" else "hatch"
    canvas.rect(start, top, length, BAR, FILLS[row.kind], stroke=stroke, css="bar")
    if row.value < 0:
        canvas.text(start - GAP + 2, middle + 5, text, anchor="end", bold=True)
    else:
        canvas.text(start + length + GAP - 2, middle + 5, text, bold=True)
