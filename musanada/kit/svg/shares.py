"""Parts of a whole in one bar, and the small line that goes into a table cell."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.safestring import SafeString

from musanada.kit.formats import Number, format_percent
from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.metrics import shorten, text_width
from musanada.kit.svg.palette import SMALL, TEXT
from musanada.kit.svg.rows import Row, check_value, exact, extent, nothing, ratio, value_text, words

RAMP = ("m5", "m4", "m3", "m2", "m1")
ON = {"m5": "on5", "m4": "on4", "m3": "on3", "m2": "on2", "m1": "on1"}
SPECIAL = {"unknown": "hatch", "other": "hatch-back"}
BAR = 34.0


def share_bar(rows: Sequence[Row], frame: Frame) -> SafeString:
    """SVG of one whole: at most five known parts (fold the rest into *other*), then other, unknown and hidden.

    Percentages are of the sum of the rows shown. With a hidden row they would betray it, so none is printed.
    """
    known = [row for row in rows if row.kind == "known"]
    if len(known) > len(RAMP):
        raise ValueError(f"at most {len(RAMP)} parts can be told apart, not {len(known)}")
    if any(row.value is not None and row.value < 0 for row in rows):
        raise ValueError("a negative value cannot be part of a whole")
    total = sum((exact(row.value) for row in rows if row.value is not None), Fraction(0))
    if not total:
        return nothing(frame)
    canvas = Canvas(frame)
    fills = iter(RAMP)
    drawn = [(row, SPECIAL.get(row.kind) or (next(fills) if row.kind == "known" else "none")) for row in rows]
    _segments(canvas, drawn, total)
    return canvas.svg(_key(canvas, drawn, total))


def _segments(canvas: Canvas, drawn: Sequence[tuple[Row, str]], total: Fraction) -> None:
    x, room = 1.0, canvas.width - 2
    for row, fill in drawn:
        if row.value is None:
            continue
        length = room * ratio(row.value, total)
        text = _share(row, total, canvas.frame) if _open(drawn) else canvas.frame.show(row.value)
        canvas.open(f"{row.label} : {text}")
        canvas.rect(x, 2, length, BAR, fill, stroke="paper", css="bar")
        if fill in ON and text_width(text, TEXT, bold=True) + 12 <= length:
            canvas.text(x + length / 2, 24, text, anchor="middle", fill=ON[fill], bold=True)
        canvas.close()
        x += length


def _key(canvas: Canvas, drawn: Sequence[tuple[Row, str]], total: Fraction) -> float:
    """One line a part under the bar: swatch, label, value and share; returns the height."""
    frame, y = canvas.frame, BAR + 14.0
    for row, fill in drawn:
        text = value_text(row, frame)
        if _open(drawn) and not row.text:
            text = f"{text} ({_share(row, total, frame)})"
        wide = text_width(text, TEXT, bold=True) * 1.04
        canvas.rect(1, y, 13, 13, fill, stroke="axis", dash="3 3" if row.value is None else "")
        canvas.text(22, y + 11.5, shorten(row.label, TEXT, canvas.width - wide - 36))
        canvas.text(canvas.width - 1, y + 11.5, text, anchor="end", bold=row.value is not None)
        y += 24
    return y


def sparkline(
    values: Sequence[Number | None], frame: Frame, *, height: float = 28, zero: bool = True
) -> SafeString:
    """SVG of a bare line for a table cell, its last value marked; gaps stay gaps. ``frame.width`` about 120."""
    for value in values:
        check_value(value, hidden=value is None)
    known = [value for value in values if value is not None]
    canvas = Canvas(frame)
    if not known:
        canvas.text(0, height / 2 + 4, words(frame, "missing"), size=SMALL, fill="soft")
        return canvas.svg(height, css="mk mk-spark")
    numbers = [exact(value) for value in known]
    low, high = extent(known) if zero else (min(numbers), max(numbers))
    step = (canvas.width - 8) / max(len(values) - 1, 1)
    places = [
        None if v is None else (4 + n * step, height - 4 - (height - 8) * ratio(exact(v) - low, high - low))
        for n, v in enumerate(values)
    ]
    for run in runs(places):
        if len(run) > 1:
            canvas.polyline(run, "bar", width=1.75)
        else:
            canvas.circle(*run[0], 1.75, "bar")
    last = [place for place in places if place is not None][-1]
    canvas.circle(*last, 3, "bar")
    return canvas.svg(height, css="mk mk-spark")


def runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [run for run in found if run]


def _open(drawn: Sequence[tuple[Row, str]]) -> bool:
    return all(row.kind != "hidden" for row, _ in drawn)


def _share(row: Row, total: Fraction, frame: Frame) -> str:
    return format_percent(ratio(row.value or 0, total) * 100, frame.lang, 1)
