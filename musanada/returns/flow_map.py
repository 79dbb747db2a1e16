"""The flow map: who went where from Morocco and who came back from where, as arcs on a map of the world.

The two directions differ by shape: a full line with its arrow at the country, a broken one with its arrow at Morocco and
a ring at the country. Widths are proportional to the numbers. The map itself is never mirrored: the west is on the left
in Arabic too. A map is never alone: the page puts the table beside it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from musanada.kit.formats import base_language, country_name
from musanada.kit.svg import Frame
from musanada.kit.svg.canvas import Canvas, num
from musanada.kit.svg.labels import Box, Label, Spot, placed
from musanada.kit.svg.metrics import wrap
from musanada.kit.svg.palette import COLOURS
from musanada.kit.svg.rows import nothing
from musanada.kit.svg.world import MOROCCO, Window, credit, land, point_of
from musanada.returns.models import Direction

TOP, LABEL, NARROW_LABEL, FINE_PRINT, ROW = 4.0, 12.5, 11.0, 11.0, 18.0
LEAST, MOST, MOST_NARROW = 1.2, 11.0, 8.0  # widths of arcs
BOW = 0.16  # how far an arc bends, in parts of its length
MARGIN = 4.0  # degrees around the outermost countries
FLATTEST, STEEPEST = 0.55, 1.1  # height over width
RING = "○"
REACH, REACH_NARROW = 50.0, 24.0  # how far from its country a name may stand, in pixels


@dataclass(frozen=True)
class Flow:
    """A number that may be shown, of one direction."""

    country: str
    direction: str
    number: int

    @property
    def leaves(self) -> bool:
        return self.direction == Direction.FROM_MOROCCO


@dataclass(frozen=True)
class Drawing:
    canvas: Canvas
    window: Window
    flows: Sequence[Flow]
    most: int

    @property
    def frame(self) -> Frame:
        return self.canvas.frame

    @property
    def home(self) -> Spot:
        return self.spot(MOROCCO)

    @property
    def bottom(self) -> float:
        return TOP + self.window.height

    def spot(self, country: str) -> Spot:
        x, y = self.window.at(*(point_of(country) or (0.0, 0.0)))
        return x, y + TOP

    def width(self, number: int) -> float:
        widest = MOST_NARROW if self.frame.narrow else MOST
        return max(LEAST, widest * number / self.most)


def flow_map(flows: Sequence[Flow], frame: Frame, *, hidden: int = 0) -> SafeString:
    """SVG of the flows. ``hidden``: how many countries are left out because their numbers are small."""
    shown = [flow for flow in flows if flow.number > 0 and point_of(flow.country)]
    if not shown:
        return nothing(frame)
    window = window_of({flow.country for flow in shown}, float(frame.width))
    drawing = Drawing(Canvas(frame, mirror=False), window, shown, max(flow.number for flow in shown))
    land(drawing.canvas, drawing.window, TOP)
    for flow in sorted(shown, key=lambda flow: -flow.number):
        arc(drawing, flow)
    left_over = names(drawing)
    top = legend(drawing, drawing.bottom + 12)
    top = key(drawing, left_over, top)
    return drawing.canvas.svg(fine_print(drawing, hidden, top))


def window_of(countries: set[str], width: float) -> Window:
    """All countries and Morocco with some room around them, neither too flat nor too steep."""
    spots = [spot for spot in (point_of(code) for code in (*countries, MOROCCO)) if spot]
    west, east = min(s[0] for s in spots) - 2 * MARGIN, max(s[0] for s in spots) + 2 * MARGIN
    south, north = min(s[1] for s in spots) - MARGIN, max(s[1] for s in spots) + MARGIN
    squeeze = math.cos(math.radians((south + north) / 2))
    span = (east - west) * squeeze
    tall = min(max((north - south) / span, FLATTEST), STEEPEST)
    if tall * span > north - south:
        more = (tall * span - (north - south)) / 2
        south, north = south - more, north + more
    else:
        more = ((north - south) / tall - span) / squeeze / 2
        west, east = west - more, east + more
    return Window(west, max(south, -80.0), east, min(north, 80.0), width)


def arc(drawing: Drawing, flow: Flow) -> None:
    """From Morocco to the country, or the other way; each bends to its own side, so that two never lie on each other."""
    start, end = drawing.home, drawing.spot(flow.country)
    if not flow.leaves:
        start, end = end, start
    width = drawing.width(flow.number)
    head = 4.0 + width * 0.9
    middle = bent(start, end)
    back = math.atan2(end[1] - middle[1], end[0] - middle[0])
    neck = end[0] - head * math.cos(back), end[1] - head * math.sin(back)
    colour, dash = (
        ("s1", "") if flow.leaves else ("s2", f' stroke-dasharray="{num(3 + width)} {num(2.5 + width / 3)}"')
    )
    look = f'fill="none" stroke="{COLOURS[colour][0]}" class="s-{colour}" stroke-opacity="0.82"'
    curve = (
        f"M{num(start[0])} {num(start[1])}Q{num(middle[0])} {num(middle[1])} {num(neck[0])} {num(neck[1])}"
    )
    canvas = drawing.canvas
    canvas.open(said(drawing, flow), css="flow")
    canvas.raw(f'<path d="{curve}" {look} stroke-width="{num(width)}"{dash}/>')
    arrow(canvas, end, neck, back, head * 0.62, colour)
    if not flow.leaves:
        canvas.circle(*start, 3.2, "paper", stroke="s2")
    canvas.close()


def bent(start: Spot, end: Spot) -> Spot:
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 - down * BOW, (start[1] + end[1]) / 2 + across * BOW


def arrow(canvas: Canvas, tip: Spot, neck: Spot, turn: float, half: float, colour: str) -> None:
    side = -math.sin(turn) * half, math.cos(turn) * half
    corners = (tip, (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1]))
    points = " ".join(f"{num(x)},{num(y)}" for x, y in corners)
    canvas.raw(f'<polygon points="{points}" fill="{COLOURS[colour][0]}" class="f-{colour}"/>')


def said(drawing: Drawing, flow: Flow) -> str:
    lang = base_language(drawing.frame.lang)
    with translation.override(lang):
        words = gettext("Du Maroc vers : %(country)s, %(n)s") if flow.leaves else gettext("Vers le Maroc, de : %(country)s, %(n)s")  # fmt: skip
    return words % {"country": country_name(flow.country, lang), "n": drawing.frame.show(flow.number)}


def names(drawing: Drawing) -> list[tuple[str, Spot]]:
    """Each country once, with its numbers; those that found no room come back for the key."""
    size = NARROW_LABEL if drawing.frame.narrow else LABEL
    wanted = [(label_of(drawing, code), drawing.spot(code)) for code in by_size(drawing.flows)]
    room = Box(1, TOP + 1, drawing.window.width - 1, drawing.bottom - 1)
    left_over = []
    for (text, spot), label in zip(
        wanted,
        placed(wanted, drawing.home, room, size, REACH_NARROW if drawing.frame.narrow else REACH),
        strict=True,
    ):
        if label is None:
            left_over.append((text, spot))
            continue
        written(drawing, label, spot, size)
    return left_over


def written(drawing: Drawing, label: Label, spot: Spot, size: float) -> None:
    canvas = drawing.canvas
    if label.lead:
        canvas.line(*spot, *label.lead, "axis", width=0.8)
    canvas.text(label.x, label.y, label.text, anchor=label.anchor, size=size, halo=True)


def by_size(flows: Sequence[Flow]) -> list[str]:
    sizes: dict[str, int] = {}
    for flow in flows:
        sizes[flow.country] = sizes.get(flow.country, 0) + flow.number
    return sorted(sizes, key=lambda code: (-sizes[code], code))


def label_of(drawing: Drawing, country: str) -> str:
    """The name and the number; a ring before the number of those who come to Morocco."""
    numbers = [
        drawing.frame.show(flow.number) if flow.leaves else f"{RING}\u00a0{drawing.frame.show(flow.number)}"
        for flow in sorted(drawing.flows, key=lambda flow: not flow.leaves)
        if flow.country == country
    ]
    return "\u00a0".join((country_name(country, base_language(drawing.frame.lang)), *numbers))


def legend(drawing: Drawing, top: float) -> float:
    """What the two shapes mean, as far as they occur."""
    canvas, frame = Canvas(drawing.frame), drawing.frame
    mirrored = canvas.mirror
    canvas = drawing.canvas
    with translation.override(base_language(frame.lang)):
        entries = [
            (True, gettext("Du Maroc vers le pays : trait plein, flèche au pays")),
            (False, gettext("Du pays vers le Maroc : trait interrompu, rond au pays, flèche au Maroc")),
        ]
        rule = gettext("La largeur d'un trait suit le nombre de personnes.")
    for leaves, text in entries:
        if any(flow.leaves is leaves for flow in drawing.flows):
            sample(canvas, leaves, frame.width - 44.0 if mirrored else 0.0, top)
            lines = wrap(text, FINE_PRINT + 1, frame.width - 56, 2)
            top = paragraph(canvas, lines, top, mirrored, 52, FINE_PRINT + 1)
    return paragraph(canvas, wrap(rule, FINE_PRINT + 1, frame.width, 2), top, mirrored, 0, FINE_PRINT + 1) + 4


def sample(canvas: Canvas, leaves: bool, x: float, top: float) -> None:
    colour, y = ("s1", top + 8) if leaves else ("s2", top + 8)
    dash = "" if leaves else "6 4"
    canvas.line(x + 3, y, x + 36, y, colour, width=3, dash=dash)
    arrow(canvas, (x + 44, y), (x + 35, y), 0.0, 5.0, colour)
    if not leaves:
        canvas.circle(x + 4, y, 3.2, "paper", stroke="s2")


def paragraph(
    canvas: Canvas,
    lines: Sequence[str],
    top: float,
    mirrored: bool,
    indent: float,
    size: float,
    fill: str = "ink",
) -> float:
    """Lines from the side where reading starts; returns the height reached."""
    x = canvas.width - indent if mirrored else indent
    for line in lines:
        canvas.text(x, top + 12, line, anchor="end" if mirrored else "start", size=size, fill=fill)
        top += ROW
    return top


def key(drawing: Drawing, left_over: Sequence[tuple[str, Spot]], top: float) -> float:
    """Countries whose name found no room on the map: a number at their place, and here their line."""
    mirrored = drawing.frame.rtl
    for number, (text, spot) in enumerate(left_over, start=1):
        mark = drawing.frame.show(number)
        drawing.canvas.text(
            spot[0], spot[1] + 4, mark, anchor="middle", size=NARROW_LABEL, bold=True, halo=True
        )
        top = paragraph(drawing.canvas, [f"{mark}. {text}"], top, mirrored, 0, LABEL)
    return top


def fine_print(drawing: Drawing, hidden: int, top: float) -> float:
    lang, mirrored = drawing.frame.lang, drawing.frame.rtl
    sentences = [*hidden_words(hidden, lang), *credit(lang)]
    for sentence in sentences:
        top = paragraph(
            drawing.canvas, wrap(sentence, FINE_PRINT, drawing.canvas.width, 4), top, mirrored, 0, FINE_PRINT, "soft"
        )  # fmt: skip
    return top + 8


def hidden_words(hidden: int, lang: str) -> list[str]:
    from django.utils.translation import ngettext

    if not hidden:
        return []
    with translation.override(base_language(lang)):
        words = ngettext(
            "%(n)s pays n'est pas dessiné : son nombre est trop petit pour être montré.",
            "%(n)s pays ne sont pas dessinés : leurs nombres sont trop petits pour être montrés.",
            hidden,
        )
    return [words % {"n": hidden}]
