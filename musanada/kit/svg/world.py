"""Outlines of countries as SVG paths for a window of the world, projected once per process and window; the land and the
credit that every map of the world shares.

Equirectangular, shrunk east–west by the cosine of the window's middle latitude. Nothing is fetched from elsewhere.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from musanada.kit.formats import base_language
from musanada.kit.svg.canvas import Canvas, num
from musanada.kit.svg.palette import COLOURS

GEO = Path(__file__).parent / "geo"
MOROCCO = "MAR"
# Where an arc to or from Morocco meets it: about Casablanca, where flights leave. Elsewhere a file's own point is meant.
POINTS = {MOROCCO: (-7.6, 33.2), "FRA": (2.4, 46.8), "USA": (-96.0, 39.0), "NOR": (10.0, 61.0)}
FINE = 2  # steps of half a pixel


@dataclass(frozen=True)
class Window:
    """A piece of the world in degrees, and its width in pixels."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Pixels a degree of latitude."""
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    def meets(self, box: list[float]) -> bool:
        west, south, east, north = box
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south


@lru_cache(maxsize=2)
def features(world: str) -> tuple[dict[str, Any], ...]:
    text = (GEO / f"world-countries-{world}.geojson").read_text(encoding="utf-8")
    return tuple(json.loads(text)["features"])


def point_of(country: str) -> tuple[float, float] | None:
    """Longitude and latitude of a point inside the country; nothing for one too small to have a shape."""
    return POINTS.get(country) or points(settings.WORLD_MAP).get(country)


@lru_cache(maxsize=2)
def points(world: str) -> dict[str, tuple[float, float]]:
    return {f["properties"]["iso_a3"]: tuple(f["properties"]["label"]) for f in features(world)}


@lru_cache(maxsize=16)
def outlines(world: str, window: Window) -> tuple[str, str]:
    """The path of Morocco, and the path of every other country of the window, in steps of half a pixel."""
    land: dict[bool, list[str]] = {True: [], False: []}
    for feature in features(world):
        if window.meets(feature["bbox"]):
            land[feature["properties"]["iso_a3"] == MOROCCO] += rings(feature["geometry"], window)
    return "".join(land[True]), "".join(land[False])


def rings(geometry: dict[str, Any], window: Window) -> list[str]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    found = []
    for polygon in polygons:
        for ring in polygon:
            lons, lats = [p[0] for p in ring], [p[1] for p in ring]
            if window.meets([min(lons), min(lats), max(lons), max(lats)]):
                found.append(path_of(ring, window))
    return [path for path in found if path]


def path_of(ring: list[list[float]], window: Window) -> str:
    """Relative whole-number steps; an island smaller than a dot is left out."""
    x, y = (round(c * FINE) for c in window.at(*ring[0]))
    start, steps = f"M{x} {y}l", []
    for lon, lat in ring[1:-1]:
        to_x, to_y = (round(c * FINE) for c in window.at(lon, lat))
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
    return start + " ".join(steps) + "z" if len(steps) > 1 else ""


def land(canvas: Canvas, window: Window, top: float) -> None:
    """Countries in a pale tone, Morocco in a darker one, cut at the window."""
    home, others = outlines(settings.WORLD_MAP, window)
    box = f'x="0" y="{num(top)}" width="{num(window.width)}" height="{num(window.height)}"'
    view = f'viewBox="0 0 {num(window.width * FINE)} {num(window.height * FINE)}"'
    line = f'stroke="{COLOURS["paper"][0]}" stroke-width="{num(0.7 * FINE)}" stroke-linejoin="round"'
    canvas.raw(
        f'<svg {box} {view}><path d="{others}" fill="{COLOURS["grid"][0]}" {line} class="f-grid s-paper"/>'
        f'<path d="{home}" fill="{COLOURS["s3"][0]}" {line} class="f-s3 s-paper"/></svg>'
    )


def credit(lang: str) -> tuple[str, str]:
    """Credit line and disclaimer, printed under every map of the world."""
    with translation.override(base_language(lang)):
        return (
            gettext("Fond de carte : Natural Earth, Visionscarto."),
            gettext(
                "Les frontières et les noms indiqués et les désignations employées sur cette carte "
                "n'impliquent ni reconnaissance ni acceptation officielle."
            ),
        )
