"""Why a pair has its probability, drawn: from how rare twins are, each field adds to the odds or takes from them.

One step to the right doubles the odds, one to the left halves them. The table beside the picture says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from musanada.kit import svg
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_number
from musanada.kit.svg.canvas import Canvas, Frame
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import TEXT

ROW, BAR, GAP = 32.0, 16.0, 8.0


@dataclass(frozen=True)
class Step:
    """What one field adds (``weight``), and where the sum stands after it."""

    label: Sentence
    detail: Sentence
    weight: float
    total: float
    kind: str = "field"  # start, field, end


def steps(prior: float, told: Sequence[tuple[Sentence, Sentence, float]]) -> list[Step]:
    """From the odds of two records taken at random to those of the pair."""
    at = log2(prior / (1 - prior)) if 0 < prior < 1 else 0.0
    found = [Step(_("Au départ"), _("deux fiches prises au hasard"), at, at, "start")]
    for label, detail, weight in told:
        at += weight
        found.append(Step(label, detail, weight, at))
    return [*found, Step(_("En tout"), chance(at), at, at, "end")]


def chance(total: float) -> str:
    """Odds as a probability in words a person weighs: one in so many, or in a hundred."""
    if total < -6.7:
        return _("moins d'une chance sur cent")
    if total > 6.7:
        return _("plus de 99 chances sur cent")
    return _("environ %(number)s chances sur cent") % {"number": round(100 / (1 + 2**-total))}


def waterfall(rows: Sequence[Step], lang: str, title: str) -> SafeString:
    return svg.responsive(lambda frame: draw(rows, frame), Frame(title, lang=lang, width=640))


def draw(rows: Sequence[Step], frame: Frame) -> SafeString:
    canvas = Canvas(frame)
    room = 0.0 if frame.narrow else min(max(text_width(str(r.label), TEXT) for r in rows) * 1.06, 190.0)
    edge = max(text_width(shown(r, frame.lang), TEXT, bold=True) for r in rows) + GAP
    ends = [0.0, *(r.total for r in rows), *(r.total - r.weight for r in rows if r.kind == "field")]
    low, high = min(ends), max(ends)
    left, right = room + (GAP if room else 0) + edge, frame.width - edge
    unit = (right - left) / ((high - low) or 1)

    def place(value: float) -> float:
        return left + (value - low) * unit

    top, height = 22.0, ROW + (18 if frame.narrow else 0)
    zero = place(0)
    canvas.line(zero, 18, zero, top + height * len(rows), "axis", dash="3 3")
    canvas.text(zero, 12, _("une chance sur deux"), anchor=anchor_of(zero, frame.width), size=12, fill="soft")
    for number, row in enumerate(rows):
        one_row(canvas, row, top + number * height, room, place)
    return canvas.svg(top + height * len(rows) + 4)


def anchor_of(x: float, width: float) -> svg.canvas.Anchor:
    return "start" if x < width * 0.25 else "end" if x > width * 0.75 else "middle"


def one_row(canvas: Canvas, row: Step, top: float, room: float, at: Callable[[float], float]) -> None:
    start = 0.0 if row.kind != "field" else row.total - row.weight
    x1, x2 = sorted((at(start), at(row.total)))
    text = shown(row, canvas.frame.lang)
    canvas.open(f"{row.label} : {text}", "row")
    if room:
        canvas.text(room, top + ROW / 2 + 5, wrap(str(row.label), TEXT, room, 1)[0], anchor="end")
        middle = top + ROW / 2
    else:
        canvas.text(0, top + 14, str(row.label))
        middle = top + 18 + ROW / 2 - 3
    fill = {"start": "hatch", "end": "s1"}.get(row.kind, "bar" if row.weight >= 0 else "s2")
    canvas.rect(x1, middle - BAR / 2, max(x2 - x1, 1.5), BAR, fill, css="bar")
    if row.total >= start:
        canvas.text(x2 + GAP / 2, middle + 5, text, bold=row.kind == "end")
    else:
        canvas.text(x1 - GAP / 2, middle + 5, text, anchor="end", bold=row.kind == "end")
    canvas.close()


def shown(row: Step, lang: str) -> str:
    sign = "+" if row.weight > 0 and row.kind == "field" else ""
    return f"{sign}{format_number(round(row.weight, 1), lang, 1)}"
