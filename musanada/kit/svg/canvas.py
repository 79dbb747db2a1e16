"""The pen of every chart: writes SVG that a browser, typst and resvg draw the same, left to right or mirrored.

``direction`` is always ltr (by attribute and by ``charts.css``; a style attribute would break the pages' content
policy) and anchors are computed here, because renderers differ on other directions. In a mirrored
canvas x runs from the right edge; text with Arabic letters is isolated right to left by characters, which every
renderer obeys.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from django.utils.safestring import SafeString

from musanada.kit.formats import Number, format_number, format_percent, is_rtl
from musanada.kit.svg.palette import COLOURS, FONT, FONT_RTL, NARROW, TEXT

Anchor = Literal["start", "middle", "end"]
_ID = "\x00id\x00"
# Plex draws the narrow no-break space hardly wider than nothing; in a picture no line can break anyway.
_WIDER = {0x202F: 0xA0}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Frame:
    """What every chart needs: an accessible title, the language of its numbers and its size.

    ``width`` is in CSS pixels; below 480 the narrow layout is drawn. ``percent`` values are already in percent.
    ``decimals`` fixes the decimals of the labels (None: 1 for percents, else the value's own).
    """

    title: str
    lang: str = "fr"
    desc: str = ""
    width: int = 640
    percent: bool = False
    decimals: int | None = None

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @property
    def rtl(self) -> bool:
        return is_rtl(self.lang)

    def show(self, value: Number) -> str:
        if self.percent:
            return format_percent(value, self.lang, 1 if self.decimals is None else self.decimals)
        return format_number(value, self.lang, self.decimals)


class Canvas:
    """Collects shapes; ``svg(height)`` closes the picture. Identifiers come from the content: same input, same bytes."""

    def __init__(self, frame: Frame, *, mirror: bool | None = None) -> None:
        self.frame = frame
        self.width = float(frame.width)
        self.mirror = frame.rtl if mirror is None else mirror
        self._parts: list[str] = []
        self._patterns: dict[str, str] = {}

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        stroke: str = "",
        dash: str = "",
        css: str = "",
    ) -> None:
        """``fill`` is a colour's name, ``hatch`` or ``hatch-back`` (diagonals), or ``none``."""
        left = self.width - x - width if self.mirror else x
        box = f'x="{num(left)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"'
        self._parts.append(f"<rect {box}{self._paint(fill, stroke, dash, css)}/>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: str = ""
    ) -> None:
        ends = f'x1="{num(self._x(x1))}" y1="{num(y1)}" x2="{num(self._x(x2))}" y2="{num(y2)}"'
        weight = f' stroke-width="{num(width)}"' if width != 1 else ""
        self._parts.append(f"<line {ends}{self._paint('none', stroke, dash, '')}{weight}/>")

    def polyline(
        self,
        points: Iterable[tuple[float, float]],
        stroke: str,
        *,
        width: float = 2,
        dash: str = "",
        css: str = "",
    ) -> None:
        path = " ".join(f"{num(self._x(x))},{num(y)}" for x, y in points)
        look = f' stroke-width="{num(width)}" stroke-linejoin="round" stroke-linecap="round"'
        self._parts.append(f'<polyline points="{path}"{self._paint("none", stroke, dash, css)}{look}/>')

    def circle(self, x: float, y: float, radius: float, fill: str, *, stroke: str = "") -> None:
        place = f'cx="{num(self._x(x))}" cy="{num(y)}" r="{num(radius)}"'
        weight = ' stroke-width="2"' if stroke else ""
        self._parts.append(f"<circle {place}{self._paint(fill, stroke, '', '')}{weight}/>")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: Anchor = "start",
        size: float = TEXT,
        fill: str = "ink",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """``y`` is the base line. ``start`` is where reading starts: the right-hand side of a mirrored canvas.

        ``halo`` keeps lines from cutting the text.
        """
        side = {"start": "end", "end": "start"}.get(anchor, anchor) if self.mirror else anchor
        look = "" if side == "start" else f' text-anchor="{side}"'
        look += "" if size == TEXT else f' font-size="{num(size)}"'
        look += ' font-weight="600"' if bold else ""
        look += ' paint-order="stroke" stroke-width="3" stroke-linejoin="round"' if halo else ""
        place = f'x="{num(self._x(x))}" y="{num(y)}"'
        paint = self._paint(fill, "paper" if halo else "", "", "")
        words = clean(directed(text)).translate(_WIDER)
        self._parts.append(f"<text {place}{paint}{look}>{words}</text>")

    def raw(self, markup: str) -> None:
        """Markup made by this package (map paths)."""
        self._parts.append(markup)

    def open(self, title: str = "", css: str = "") -> None:
        """A group with its own title (shown as a tooltip, read by some screen readers)."""
        name = f' class="{css}"' if css else ""
        self._parts.append(f"<g{name}>" + (f"<title>{clean(title)}</title>" if title else ""))

    def close(self) -> None:
        self._parts.append("</g>")

    def svg(self, height: float, *, css: str = "mk") -> SafeString:
        """The finished picture, safe to put into a template as it is."""
        frame, size = self.frame, f"{num(self.width)} {num(max(height, 1))}"
        named = f'<title id="{_ID}t">{clean(frame.title)}</title>'
        labelled = f"{_ID}t"
        if frame.desc:
            named += f'<desc id="{_ID}d">{clean(frame.desc)}</desc>'
            labelled += f" {_ID}d"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" viewBox="0 0 {size}" width="{num(self.width)}" '
            f'height="{num(max(height, 1))}" role="img" aria-labelledby="{labelled}" direction="ltr" '
            f'font-family="{FONT_RTL if frame.rtl else FONT}" font-size="{num(TEXT)}">'
        )
        body = head + named + self._defs() + "".join(self._parts) + "</svg>"
        return SafeString(body.replace(_ID, "mk" + hashlib.sha256(body.encode()).hexdigest()[:10]))

    def _x(self, x: float) -> float:
        return self.width - x if self.mirror else x

    def _paint(self, fill: str, stroke: str, dash: str, css: str) -> str:
        classes, look = [css] if css else [], ""
        if fill in _HATCHES:
            look += f' fill="{self.pattern_fill(fill)}"'
        elif fill == "none":
            look += ' fill="none"'
        else:
            look += f' fill="{COLOURS[fill][0]}"'
            classes.append(f"f-{fill}")
        if stroke:
            look += f' stroke="{COLOURS[stroke][0]}"'
            classes.append(f"s-{stroke}")
        if dash:
            look += f' stroke-dasharray="{dash}"'
        return look + (f' class="{" ".join(classes)}"' if classes else "")

    def pattern_fill(self, hatch: str, zoom: float = 1.0) -> str:
        """Reference to a hatch for ``raw`` markup; ``zoom`` undoes the scale of the group it is used in."""
        name = hatch if zoom == 1 else f"{hatch}-zoomed"
        self._patterns[name] = f"scale({num(zoom)}) rotate({_HATCHES[hatch]})"
        return f"url(#{_ID}{name})"

    def _defs(self) -> str:
        found = "".join(
            f'<pattern id="{_ID}{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="{turn}">'
            f'<rect width="6" height="6" fill="{COLOURS["paper"][0]}" class="f-paper"/>'
            f'<path d="M3 0V6" stroke="{COLOURS["hatch"][0]}" stroke-width="1.6" class="s-hatch"/></pattern>'
            for name, turn in sorted(self._patterns.items())
        )
        return f"<defs>{found}</defs>" if found else ""


_HATCHES = {"hatch": 45, "hatch-back": -45}


def num(value: float) -> str:
    """Two decimals, no trailing zeros, never ``-0`` or an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("nan", "inf", "-inf"):
        raise ValueError("a coordinate that is no number")
    return "0" if text in ("-0", "") else text


def clean(text: str) -> str:
    """Escaped, on one line, without the characters XML 1.0 forbids."""
    return escape(
        " ".join(_NOT_XML.sub("", text).split(" ")).replace("\n", " ").replace("\t", " "), {'"': "&quot;"}
    )


def directed(text: str) -> str:
    """Text with right-to-left letters isolated right to left (U+2067 … U+2069), so that signs and digits stay put."""
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return f"\u2067{text}\u2069"
    return text
