"""What each area adds to an estate, and how its pages name it: one file an area, so that many hands write side by side.

A module here offers ``furnish(estate) -> dict`` (things by name), ``MAKERS``, and where needed ``SHARED``, ``QUERIES``,
``POST_ONLY`` as in ``tests.matrix.foreign``. They furnish in this order: later ones may use what earlier ones made.
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

ORDER = (
    "operations",
    "applications",
    "case_files",
    "procedures",
    "commission",
    "appeals",
    "cards",
    "associations",
    "snapshots",
    "returns",
    "papers",
    "movements",
    "handovers",
    "reintegration",
    "money",
    "surveys",
    "countries",
    "encounters",
    "children",
    "interests",
    "trafficking",
    "border",
    "courses",
    "protection_common",
    "definitions",
    "monitoring",
    "press",
    "publications",
    "twins",
)


def areas() -> list[ModuleType]:
    names = [f"{__name__}.{name}" for name in ORDER]
    return [import_module(name) for name in names if find_spec(name)]


def furnish_areas(estate: Any) -> dict[str, Any]:
    for area in areas():
        made = area.furnish(estate)
        if twice := estate.things.keys() & made.keys():
            raise ValueError(f"{area.__name__} takes names that others use: {sorted(twice)}")
        estate.things |= made
    return {}


def gathered(what: str) -> dict[str, Any]:
    """``MAKERS``, ``SHARED`` or ``QUERIES`` of all areas together."""
    found: dict[str, Any] = {}
    for area in areas():
        found |= getattr(area, what, {})
    return found


def post_only() -> set[str]:
    return {name for area in areas() for name in getattr(area, "POST_ONLY", ())}
