"""Ages by sex: two wings from one axis on one scale, young at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from musanada.kit.formats import Number
from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import SMALL, TEXT
from musanada.kit.svg.rows import check_value, extent, nothing, ratio, words

BAR, STEP, GAP = 18.0, 23.0, 6.0
STUB, LEAST = 22.0, 1.5


@dataclass(frozen=True)
class AgeBand:
    """One age band, ``None`` = hidden. ``known=False`` is the row of unknown ages: drawn apart and hatched."""

    label: str
    first: Number | None
    second: Number | None
    known: bool = True


@dataclass(frozen=True)
class _Plan:
    middle: float
    half: float
    length: float
    highest: Fraction


def pyramid(bands: Sequence[AgeBand], sexes: tuple[str, str], frame: Frame, *, note: str = "") -> SafeString:
    """SVG of bands given youngest first. ``sexes`` names the first and second values, ``note`` what is left out."""
    values = [value for band in bands for value in (band.first, band.second)]
    for value in values:
        check_value(value, hidden=value is None)
        if value is not None and value < 0:
            raise ValueError("a number of persons is never negative")
    if not bands:
        return nothing(frame)
    canvas = Canvas(frame)
    plan = _plan(bands, values, frame)
    canvas.text(plan.middle - plan.half, 15, sexes[0], anchor="end", bold=True)
    canvas.text(plan.middle + plan.half, 15, sexes[1], bold=True)
    top = 26.0
    for band in [b for b in reversed(bands) if b.known] + [b for b in bands if not b.known]:
        top += 0 if band.known else 8
        _band(canvas, plan, band, sexes, top)
        top += STEP
    if note:
        for line in wrap(note, SMALL, canvas.width, 3):
            top += 16
            canvas.text(0, top, line, size=SMALL, fill="soft")
        top += 8
    return canvas.svg(top)


def _plan(bands: Sequence[AgeBand], values: Sequence[Number | None], frame: Frame) -> _Plan:
    half = max(text_width(band.label, TEXT) for band in bands) / 2 + GAP + 2
    texts = [words(frame, "hidden") if v is None else frame.show(v) for v in values]
    numbers = max(text_width(text, SMALL) for text in texts) * 1.05 + GAP
    length = max(frame.width / 2 - half - numbers, 20.0)
    return _Plan(frame.width / 2, half, length, extent(values)[1])


def _band(canvas: Canvas, plan: _Plan, band: AgeBand, sexes: tuple[str, str], top: float) -> None:
    canvas.text(plan.middle, top + 14, band.label, anchor="middle")
    _wing(canvas, plan, band, (band.first, sexes[0]), top, -1)
    _wing(canvas, plan, band, (band.second, sexes[1]), top, 1)


def _wing(
    canvas: Canvas, plan: _Plan, band: AgeBand, side: tuple[Number | None, str], top: float, sign: int
) -> None:
    value, sex = side
    text = words(canvas.frame, "hidden") if value is None else canvas.frame.show(value)
    start = plan.middle + sign * plan.half
    length = STUB if value is None else plan.length * ratio(value, plan.highest)
    length = max(length, LEAST) if value else length
    canvas.open(f"{band.label}, {sex} : {text}")
    left = start if sign > 0 else start - length
    if value is None:
        canvas.rect(left, top, length, BAR, "none", stroke="axis", dash="3 3", css="bar")
    else:
        fill = "hatch" if not band.known else "s3" if sign < 0 else "s1"
        canvas.rect(left, top, length, BAR, fill, stroke="" if band.known else "hatch", css="bar")
    anchor_end = sign < 0
    canvas.text(
        start + sign * (length + GAP),
        top + 13.5,
        text,
        anchor="end" if anchor_end else "start",
        size=SMALL,
        fill="soft" if value is None else "ink",
    )
    canvas.close()
