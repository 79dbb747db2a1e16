"""Outlines of regions and provinces as SVG paths, projected once per process.

Equirectangular, shrunk east–west by the cosine of the middle latitude: at Morocco's size no reader can tell it
from an equal-area map. Paths are written in tenths of a unit on a map 1000 units high.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

Level = Literal["region", "province"]
GEO = Path(__file__).parent / "geo"
FILES: dict[Level, str] = {"region": "morocco-regions.geojson", "province": "morocco-provinces.geojson"}
# Where the file's label point lies too near a border for a number to stand clear of it.
LABELS = {"11": (-12.5, 26.85)}
HEIGHT = 1000.0
FINE = 10


@dataclass(frozen=True)
class Shape:
    """One area: HCP code, names by language, outline and the point for its label (in map units)."""

    code: str
    names: dict[str, str]
    path: str
    label: tuple[float, float]

    def name(self, lang: str) -> str:
        return self.names.get(lang) or self.names["fr"]


@dataclass(frozen=True)
class Map:
    """Shapes and the width of the map, ``HEIGHT`` units high. Paths are ``FINE`` times larger."""

    shapes: tuple[Shape, ...]
    width: float


@dataclass(frozen=True)
class _Projection:
    west: float
    north: float
    scale: float
    squeeze: float

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale


@lru_cache(maxsize=2)
def load(level: Level) -> Map:
    """The map of a level. Both levels share one projection, so that they can lie on each other."""
    features = _features(level)
    project, width = _projection()
    shapes = (_shape(feature, project) for feature in features)
    return Map(tuple(sorted(shapes, key=lambda shape: shape.code)), width)


@lru_cache(maxsize=2)
def _features(level: Level) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GEO / FILES[level]).read_text(encoding="utf-8"))["features"]
    return found


@lru_cache(maxsize=1)
def _projection() -> tuple[_Projection, float]:
    boxes = [feature["bbox"] for feature in _features("region")]
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = HEIGHT / (north - south)
    return _Projection(west, north, scale, squeeze), (east - west) * squeeze * scale


def _shape(feature: dict[str, Any], project: _Projection) -> Shape:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    path = "".join(_ring(ring, project) for polygon in polygons for ring in polygon)
    names = {key[5:]: text for key, text in properties.items() if key.startswith("name_")}
    lon, lat = LABELS.get(properties["hcp"], properties["label"])
    return Shape(properties["hcp"], names, path, project(lon, lat))


def _ring(ring: list[list[float]], project: _Projection) -> str:
    """Relative whole-number steps: a third of the size of absolute coordinates."""
    x, y = (round(c * FINE) for c in project(*ring[0]))
    steps = [f"M{x} {y}l"]
    for lon, lat in ring[1:-1]:
        to_x, to_y = (round(c * FINE) for c in project(lon, lat))
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x} {to_y - y} ")
            x, y = to_x, to_y
    return "".join(steps).rstrip() + "z"
