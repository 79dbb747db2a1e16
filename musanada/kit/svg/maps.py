"""The map of Morocco's regions or provinces, coloured by a number in five steps of lightness.

Every map carries its legend, its credit line and its disclaimer; hidden and missing areas are hatched, zero is
paper. A map is never alone: the page puts the table beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from musanada.kit.formats import Number, base_language
from musanada.kit.svg.canvas import Canvas, Frame, clean, num
from musanada.kit.svg.classes import class_of, natural_breaks
from musanada.kit.svg.geometry import FINE, HEIGHT, Level, Shape, load
from musanada.kit.svg.metrics import text_width, wrap
from musanada.kit.svg.palette import COLOURS, MAP_CLASSES, SMALL, TEXT
from musanada.kit.svg.rows import check_value, words

TOP, LEGEND_STEP, FINE_PRINT = 4.0, 21.0, 11.0
KEY_SHARE, LEAST_KEY = 0.40, 230.0


@dataclass(frozen=True)
class Area:
    """The number of one area; ``hidden`` by disclosure control (value None) or simply not known (None)."""

    value: Number | None
    hidden: bool = False

    def __post_init__(self) -> None:
        check_value(self.value, hidden=self.hidden or self.value is None)


@dataclass(frozen=True)
class _Drawing:
    """What the parts of one map share. ``left`` and ``scale`` place the map in pixels; it is never mirrored."""

    canvas: Canvas
    shapes: tuple[Shape, ...]
    areas: Mapping[str, Area]
    classes: Sequence[tuple[Number, Number]]
    left: float
    scale: float

    @property
    def bottom(self) -> float:
        return TOP + HEIGHT * self.scale

    def fill(self, code: str) -> str:
        area = self.areas[code]
        if area.value is None:
            return "hatch-back" if area.hidden else "hatch"
        return "paper" if area.value == 0 else MAP_CLASSES[self.step(area.value)]

    def step(self, value: Number) -> int:
        """The middle steps where there are fewer than five classes."""
        return class_of(value, self.classes) + (len(MAP_CLASSES) - len(self.classes)) // 2

    def text(self, code: str) -> str:
        area = self.areas[code]
        if area.value is None:
            return words(self.canvas.frame, "hidden" if area.hidden else "missing")
        return self.canvas.frame.show(area.value)


def region_map(values: Mapping[str, Area | Number], frame: Frame) -> SafeString:
    """SVG by HCP region code (``01`` … ``12``): numbered areas, and a key with names and values beside or below."""
    key = 0.0 if frame.narrow else max(frame.width * KEY_SHARE, LEAST_KEY)
    drawing = _drawing("region", values, frame, frame.width - (key + 24 if key else 0))
    _areas(drawing)
    for shape in drawing.shapes:
        _number(drawing, shape)
    _legend(drawing)
    end = _key(drawing, key or frame.width, TOP + 4 if key else drawing.bottom + 20)
    return drawing.canvas.svg(_credit(drawing.canvas, max(drawing.bottom, end) + 10))


def province_map(values: Mapping[str, Area | Number], frame: Frame) -> SafeString:
    """SVG by HCP province code (``01.511``), regions outlined; the table beside it carries the 75 values."""
    drawing = _drawing("province", values, frame, min(frame.width, 560))
    _areas(drawing)
    outline = "".join(shape.path for shape in load("region").shapes)
    drawing.canvas.raw(
        f'<path transform="{_place(drawing)}" d="{outline}" fill="none" stroke="{COLOURS["ink"][0]}" class="s-ink" '
        f'stroke-width="{num(1.4 * FINE / drawing.scale)}" stroke-linejoin="round"/>'
    )
    _legend(drawing)
    return drawing.canvas.svg(_credit(drawing.canvas, drawing.bottom + 10))


def credit(lang: str) -> tuple[str, str]:
    """Credit line (the ODbL asks for it) and disclaimer, printed under every map."""
    with translation.override(base_language(lang)):
        return (
            gettext("© contributeurs d'OpenStreetMap (ODbL) ; HCP, RGPH 2024 (CC BY 4.0)"),
            gettext(
                "Les frontières et les noms indiqués et les désignations employées sur cette carte "
                "n'impliquent ni reconnaissance ni acceptation officielle."
            ),
        )


def _drawing(level: Level, values: Mapping[str, Area | Number], frame: Frame, width: float) -> _Drawing:
    shapes = load(level).shapes
    unknown = set(values) - {shape.code for shape in shapes}
    if unknown:
        raise ValueError(f"no {level} has the code {', '.join(sorted(unknown))}")
    given = {code: v if isinstance(v, Area) else Area(v) for code, v in values.items()}
    areas = {shape.code: given.get(shape.code, Area(None)) for shape in shapes}
    classes = natural_breaks([area.value for area in areas.values() if area.value])
    left = frame.width - width if frame.rtl else 0.0
    return _Drawing(Canvas(frame), shapes, areas, classes, left, width / load(level).width)


def _place(drawing: _Drawing) -> str:
    return f"translate({num(drawing.left)} {num(TOP)}) scale({drawing.scale / FINE:.6f})"


def _areas(drawing: _Drawing) -> None:
    canvas, zoom = drawing.canvas, FINE / drawing.scale
    canvas.raw(
        f'<g transform="{_place(drawing)}" stroke="{COLOURS["axis"][0]}" stroke-width="{num(0.8 * zoom)}" '
        f'stroke-linejoin="round" class="s-axis">'
    )
    for shape in drawing.shapes:
        fill = drawing.fill(shape.code)
        look = (
            f'fill="{COLOURS[fill][0]}" class="f-{fill}"'
            if not fill.startswith("hatch")
            else f'fill="{canvas.pattern_fill(fill, zoom)}"'
        )
        title = clean(f"{shape.name(base_language(canvas.frame.lang))} : {drawing.text(shape.code)}")
        canvas.raw(f'<path {look} d="{shape.path}"><title>{title}</title></path>')
    canvas.close()


def _number(drawing: _Drawing, shape: Shape) -> None:
    """The region's number at its label point, with a halo of its own ground so that no line cuts it."""
    fill = drawing.fill(shape.code)
    ground, ink = (fill, "on" + fill[1:]) if fill in MAP_CLASSES else ("paper", "ink")
    x, y = drawing.left + shape.label[0] * drawing.scale, TOP + shape.label[1] * drawing.scale + 4.5
    drawing.canvas.raw(
        f'<text x="{num(x)}" y="{num(y)}" text-anchor="middle" font-size="13" font-weight="600" paint-order="stroke" '
        f'stroke="{COLOURS[ground][0]}" stroke-width="3" stroke-linejoin="round" fill="{COLOURS[ink][0]}" '
        f'class="f-{ink} s-{ground}">{int(shape.code)}</text>'
    )


def _legend(drawing: _Drawing) -> None:
    """In the ocean, north-west: classes from high to low, then zero, hidden and missing where they occur."""
    canvas, fills = drawing.canvas, {drawing.fill(code) for code in drawing.areas}
    entries = [
        (MAP_CLASSES[drawing.step(low)], _range(low, high, canvas.frame))
        for low, high in reversed(drawing.classes)
    ]
    if "paper" in fills:
        entries.append(("paper", canvas.frame.show(0)))
    for fill, what in (("hatch-back", "hidden"), ("hatch", "missing")):
        if fill in fills:
            entries.append((fill, words(canvas.frame, what)))
    wide = max((text_width(text, SMALL) for _, text in entries), default=0) * 1.06 + 28
    start = canvas.width - drawing.left - wide if canvas.mirror else drawing.left + 1
    for n, (fill, text) in enumerate(entries):
        y = TOP + n * LEGEND_STEP
        canvas.rect(start, y, 20, 14, fill, stroke="axis")
        canvas.text(start + 27, y + 11.5, text, size=SMALL)


def _range(low: Number, high: Number, frame: Frame) -> str:
    if low == high:
        return frame.show(low)
    with translation.override(base_language(frame.lang)):
        return gettext("%(low)s à %(high)s") % {"low": frame.show(low), "high": frame.show(high)}


def _key(drawing: _Drawing, width: float, top: float) -> float:
    """Number, name and value of each region; returns the height reached."""
    canvas = drawing.canvas
    start, end = canvas.width - width, canvas.width
    for shape in drawing.shapes:
        value = drawing.text(shape.code)
        room = width - 26 - text_width(value, TEXT, bold=True) * 1.05 - 8
        name = wrap(shape.name(base_language(canvas.frame.lang)), TEXT, room, 2)
        known = drawing.areas[shape.code].value is not None
        canvas.text(start + 18, top + 13, str(int(shape.code)), anchor="end", fill="soft", bold=True, size=13)
        canvas.text(end, top + 13, value, anchor="end", bold=known, fill="ink" if known else "soft")
        for n, line in enumerate(name):
            canvas.text(start + 26, top + 13 + n * 17, line)
        top += 7 + 17 * len(name)
        canvas.line(start, top - 3, end, top - 3, "grid")
    return top


def _credit(canvas: Canvas, top: float) -> float:
    for sentence in credit(canvas.frame.lang):
        for line in wrap(sentence, FINE_PRINT, canvas.width, 4):
            top += 15
            canvas.text(0, top, line, size=FINE_PRINT, fill="soft")
    return top + 8
