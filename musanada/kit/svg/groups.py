"""Bars of up to four series: side by side, or stacked into a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from musanada.kit.formats import Number
from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import SERIES, SMALL, TEXT
from musanada.kit.svg.rows import check_value, exact, extent, nothing, ratio, words

GAP, LEAST = 8.0, 1.5
THICK, THIN = 20.0, 13.0


@dataclass(frozen=True)
class Group:
    """One label and one value a series, in the order of the series. ``None`` is a hidden value."""

    label: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class _Plan:
    label_room: float
    zero: float
    length: float
    span: Fraction


def grouped_bars(
    groups: Sequence[Group], series: Sequence[str], frame: Frame, *, stacked: bool = False
) -> SafeString:
    """SVG of bars by group and series, with a legend above. Stacked values are never negative."""
    _check(groups, series, stacked)
    if not groups:
        return nothing(frame)
    canvas = Canvas(frame)
    top = legend(canvas, list(zip(SERIES, series, strict=False)), 2)
    plan = _plan(groups, frame, stacked)
    first = top
    for group in groups:
        top = _label(canvas, plan, group, top)
        top = _stack(canvas, plan, group, series, top) if stacked else _side(canvas, plan, group, series, top)
    if not frame.narrow:
        canvas.line(plan.zero, first - 2, plan.zero, top - 6, "axis")
    return canvas.svg(top - 2)


def legend(canvas: Canvas, entries: Sequence[tuple[str, str]], top: float) -> float:
    """Swatches and names in reading order, as many lines as needed; returns the top of what follows."""
    x, y = 1.0, top
    for fill, name in entries:
        wide = 20 + text_width(name, TEXT) * 1.04
        if x > 1 and x + wide > canvas.width:
            x, y = 1.0, y + 22
        canvas.rect(x, y + 2, 13, 13, fill, stroke="axis")
        canvas.text(x + 20, y + 13, name)
        x += wide + 18
    return y + 30


def _check(groups: Sequence[Group], series: Sequence[str], stacked: bool) -> None:
    if not 1 <= len(series) <= len(SERIES):
        raise ValueError(f"one to {len(SERIES)} series can be told apart, not {len(series)}")
    for group in groups:
        if len(group.values) != len(series):
            raise ValueError("each group has one value a series")
        for value in group.values:
            check_value(value, hidden=value is None)
            if stacked and value is not None and value < 0:
                raise ValueError("a negative value cannot be part of a whole")


def _plan(groups: Sequence[Group], frame: Frame, stacked: bool) -> _Plan:
    totals: list[Number | None] = [_total(group, frame) for group in groups] if stacked else []
    low, high = extent(totals or [v for group in groups for v in group.values])
    texts = [_shown(v, frame) for v in totals or [v for group in groups for v in group.values]]
    size = TEXT if stacked else SMALL
    room_text = max(text_width(text, size, bold=stacked) for text in texts) * 1.04
    labels = 0.0
    if not frame.narrow:
        labels = min(max(text_width(group.label, TEXT) for group in groups) * 1.04, frame.width * 0.34)
    before = labels + (GAP if labels else 1) + (room_text + GAP if low < 0 else 0)
    room = max(frame.width - before - room_text - GAP, 20.0)
    span = high - low
    return _Plan(labels or frame.width, before + room * ratio(-low, span), room, span)


def _label(canvas: Canvas, plan: _Plan, group: Group, top: float) -> float:
    lines = wrap(group.label, TEXT, plan.label_room)
    for n, line in enumerate(lines):
        if canvas.frame.narrow:
            canvas.text(0, top + 13 + n * 17, line)
        else:
            canvas.text(plan.label_room, top + 15 + n * 17, line, anchor="end")
    return top + (len(lines) * 17 + 3 if canvas.frame.narrow else 0)


def _side(canvas: Canvas, plan: _Plan, group: Group, series: Sequence[str], top: float) -> float:
    for fill, name, value in zip(SERIES, series, group.values, strict=False):
        text = _shown(value, canvas.frame)
        canvas.open(f"{group.label}, {name} : {text}")
        base = top + THIN - 2.5
        if value is None:
            canvas.rect(plan.zero, top, 24, THIN - 1, "none", stroke="axis", dash="3 3")
            canvas.text(plan.zero + 24 + GAP, base, text, size=SMALL, fill="soft")
        else:
            length = max(plan.length * ratio(abs(exact(value)), plan.span), LEAST if value else 0)
            start = plan.zero - length if value < 0 else plan.zero
            canvas.rect(start, top, length, THIN - 1, fill, stroke="axis" if fill == "s4" else "", css="bar")
            end, anchor = (start - 6, "end") if value < 0 else (start + length + 6, "start")
            canvas.text(end, base, text, size=SMALL, anchor="end" if anchor == "end" else "start")
        canvas.close()
        top += THIN
    return top + 12


def _stack(canvas: Canvas, plan: _Plan, group: Group, series: Sequence[str], top: float) -> float:
    x = plan.zero
    for fill, name, value in zip(SERIES, series, group.values, strict=False):
        text = _shown(value, canvas.frame)
        length = plan.length * ratio(value or 0, plan.span)
        canvas.open(f"{group.label}, {name} : {text}")
        canvas.rect(x, top, length, THICK, fill, stroke="paper", css="bar")
        if text_width(text, SMALL) + 8 <= length:
            canvas.text(x + length / 2, top + 14, text, size=SMALL, anchor="middle", fill=_ON[fill])
        canvas.close()
        x += length
    whole = _total(group, canvas.frame)
    text = canvas.frame.show(whole) if None not in group.values else f"≥ {canvas.frame.show(whole)}"
    canvas.text(x + GAP - 2, top + 15, text, bold=True)
    return top + THICK + 12


_ON = {"s1": "on5", "s2": "paper", "s3": "on2", "s4": "on2"}


def _total(group: Group, frame: Frame) -> Number:
    """Sum of what is shown, exact; back to an int where it is whole."""
    total = sum((exact(v) for v in group.values if v is not None), Fraction(0))
    return int(total) if total.denominator == 1 else float(total)


def _shown(value: Number | None, frame: Frame) -> str:
    return words(frame, "hidden") if value is None else frame.show(value)
