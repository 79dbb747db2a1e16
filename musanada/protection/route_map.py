"""The way one child came, drawn: one line a leg, numbered at its start, its dash by the means, a ring where something
happened. The world is never mirrored; the page puts the table beside it. Nothing is fetched from elsewhere.
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
from musanada.kit.svg.labels import Box, Spot, placed
from musanada.kit.svg.metrics import wrap
from musanada.kit.svg.palette import COLOURS
from musanada.kit.svg.rows import nothing
from musanada.kit.svg.world import Window, credit, land
from musanada.protection.models import PathwayLeg
from musanada.protection.waypoints import is_known, point

TOP, ROW, LABEL, FINE_PRINT = 4.0, 18.0, 12.5, 11.0
MARGIN, LEAST_SPAN = 3.0, 9.0  # degrees
FLATTEST, STEEPEST = 0.5, 1.15  # height over width
BOW, REACH = 0.12, 34.0
DASH = {"foot": "2 5", "sea": "9 4 2 4", "air": "12 6", "rail": "8 3"}
Means = PathwayLeg.Means


@dataclass(frozen=True)
class Stop:
    country: str
    city: str

    @property
    def key(self) -> tuple[str, str]:
        """Towns nobody knows the place of share their country's point."""
        return (
            (self.country, self.city.casefold()) if is_known(self.country, self.city) else (self.country, "")
        )

    def name(self, lang: str) -> str:
        return (
            self.city if self.city and is_known(self.country, self.city) else country_name(self.country, lang)
        )


def route_map(legs: Sequence[PathwayLeg], frame: Frame) -> SafeString:
    """SVG of the legs in their order; those of countries too small to be drawn are in the table alone."""
    drawn = [one for one in legs if all(point(*end) for end in ends(one))]
    if not drawn:
        return nothing(frame)
    window = window_of(drawn, float(frame.width))
    canvas = Canvas(frame, mirror=False)
    land(canvas, window, TOP)
    for number, one in enumerate(legs, start=1):
        if one in drawn:
            line_of(canvas, window, one, number)
    names(canvas, window, drawn)
    return canvas.svg(legend(canvas, drawn, TOP + window.height + 12))


def ends(one: PathwayLeg) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.from_country_id, one.from_city), (one.to_country_id, one.to_city)


def stops(legs: Sequence[PathwayLeg]) -> list[Stop]:
    """Every place of the way once, in the order of the way."""
    found = {Stop(*end).key: Stop(*end) for one in legs for end in ends(one)}
    return list(found.values())


def spot(window: Window, country: str, city: str) -> Spot:
    x, y = window.at(*(point(country, city) or (0.0, 0.0)))
    return x, y + TOP


def window_of(legs: Sequence[PathwayLeg], width: float) -> Window:
    """Every stop with some room around it, neither too flat nor too steep."""
    spots = [found for one in legs for end in ends(one) if (found := point(*end))]
    west, east = min(s[0] for s in spots) - 1.5 * MARGIN, max(s[0] for s in spots) + 1.5 * MARGIN
    south, north = min(s[1] for s in spots) - MARGIN, max(s[1] for s in spots) + MARGIN
    wider = max(LEAST_SPAN - (east - west), 0) / 2
    west, east = west - wider, east + wider
    squeeze = math.cos(math.radians((south + north) / 2))
    span = (east - west) * squeeze
    tall = min(max((north - south) / span, FLATTEST), STEEPEST)
    if tall * span > north - south:
        more = (tall * span - (north - south)) / 2
        south, north = south - more, north + more
    else:
        more = ((north - south) / tall - span) / squeeze / 2
        west, east = west - more, east + more
    return Window(west, max(south, -60.0), east, min(north, 78.0), width)


def line_of(canvas: Canvas, window: Window, one: PathwayLeg, number: int) -> None:
    (start_at, end_at) = ends(one)
    start, end = spot(window, *start_at), spot(window, *end_at)
    canvas.open(said(canvas.frame, one, number), css="flow")
    if math.dist(start, end) > 3:
        middle = bent(start, end)
        back = math.atan2(end[1] - middle[1], end[0] - middle[0])
        neck = end[0] - 8 * math.cos(back), end[1] - 8 * math.sin(back)
        curve = f"M{num(start[0])} {num(start[1])}Q{num(middle[0])} {num(middle[1])} {num(neck[0])} {num(neck[1])}"
        dash = f' stroke-dasharray="{DASH[one.means]}"' if one.means in DASH else ""
        look = f'fill="none" stroke="{COLOURS["s1"][0]}" class="s-s1" stroke-width="2.6"{dash}'
        canvas.raw(f'<path d="{curve}" {look}/>')
        arrow(canvas, end, neck, back)
        badge(
            canvas, ((start[0] + 2 * middle[0] + end[0]) / 4, (start[1] + 2 * middle[1] + end[1]) / 4), number
        )
        if one.incident != PathwayLeg.Incident.NONE:
            canvas.circle(*end, 8.5, "none", stroke="s2")
    canvas.close()


def bent(start: Spot, end: Spot) -> Spot:
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 - down * BOW, (start[1] + end[1]) / 2 + across * BOW


def arrow(canvas: Canvas, tip: Spot, neck: Spot, turn: float) -> None:
    side = -math.sin(turn) * 4.6, math.cos(turn) * 4.6
    corners = (tip, (neck[0] + side[0], neck[1] + side[1]), (neck[0] - side[0], neck[1] - side[1]))
    points = " ".join(f"{num(x)},{num(y)}" for x, y in corners)
    canvas.raw(f'<polygon points="{points}" fill="{COLOURS["s1"][0]}" class="f-s1"/>')


def badge(canvas: Canvas, at: Spot, number: int) -> None:
    canvas.circle(*at, 8.5, "paper", stroke="s1")
    canvas.text(at[0], at[1] + 4, canvas.frame.show(number), anchor="middle", size=11, bold=True)


def said(frame: Frame, one: PathwayLeg, number: int) -> str:
    """The title of a leg, for who listens or points."""
    lang = base_language(frame.lang)
    with translation.override(lang):
        words = gettext("Étape %(n)s : %(start)s → %(end)s, %(means)s") % {
            "n": frame.show(number),
            "start": place_words(one.from_city, one.from_country_id, lang),
            "end": place_words(one.to_city, one.to_country_id, lang),
            "means": str(one.get_means_display()),
        }
    return str(words)


def place_words(city: str, country: str, lang: str) -> str:
    name = country_name(country, lang)
    return f"{city} ({name})" if city else name


def names(canvas: Canvas, window: Window, legs: Sequence[PathwayLeg]) -> None:
    """Each stop's name beside it; one that finds no room is in the table."""
    lang = base_language(canvas.frame.lang)
    wanted = [(one.name(lang), spot(window, one.country, one.city)) for one in reversed(stops(legs))]
    middle = sum(s[0] for _n, s in wanted) / len(wanted), sum(s[1] for _n, s in wanted) / len(wanted)
    room = Box(1, TOP + 1, window.width - 1, TOP + window.height - 1)
    for (_text, at), label in zip(wanted, placed(wanted, middle, room, LABEL, REACH), strict=True):
        canvas.circle(*at, 3.4, "s1", stroke="paper")
        if label is None:
            continue
        if label.lead:
            canvas.line(*at, *label.lead, "axis", width=0.8)
        canvas.text(label.x, label.y, label.text, anchor=label.anchor, size=LABEL, halo=True)


def legend(canvas: Canvas, legs: Sequence[PathwayLeg], top: float) -> float:
    """What the dashes mean, as far as they occur; the ring; the credit."""
    frame, mirrored = canvas.frame, canvas.frame.rtl
    lang = base_language(frame.lang)
    with translation.override(lang):
        used = [code for code in Means.values if any(one.means == code for one in legs)]
        entries = [(DASH.get(code, ""), str(Means(code).label)) for code in used]
        ring = gettext("Rond orange : un incident a été dit à cette arrivée.")
    for dash, text in entries:
        x = frame.width - 44.0 if mirrored else 0.0
        canvas.line(x + 3, top + 8, x + 40, top + 8, "s1", width=2.6, dash=dash)
        top = paragraph(canvas, [text], top, mirrored, 52, FINE_PRINT + 1)
    if any(one.incident != PathwayLeg.Incident.NONE for one in legs):
        top = paragraph(canvas, wrap(ring, FINE_PRINT + 1, frame.width, 2), top, mirrored, 0, FINE_PRINT + 1)
    for sentence in credit(lang):
        lines = wrap(sentence, FINE_PRINT, canvas.width, 4)
        top = paragraph(canvas, lines, top, mirrored, 0, FINE_PRINT, "soft")
    return top + 8


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
