"""Towns on the ways to Morocco, with their place on the earth: what a pathway's map draws finer than a country.

``data/waypoints.csv``: geography, no record of anybody. A town that is not there is drawn at its country's point.
"""

import csv
from functools import lru_cache
from pathlib import Path

from musanada.kit.names.normalise import normalise
from musanada.kit.svg.world import point_of

FILE = Path(__file__).parent / "data" / "waypoints.csv"
Point = tuple[float, float]


@lru_cache(maxsize=1)
def waypoints() -> dict[tuple[str, str], Point]:
    """Country and name, in any of its spellings, to longitude and latitude."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["country"], normalise(name)): (float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(file)
            for name in row["names"].split("|")
        }


def point(country: str, city: str) -> Point | None:
    """The town, else the country; nothing for a country too small to be drawn."""
    return waypoints().get((country, normalise(city))) or point_of(country)


def is_known(country: str, city: str) -> bool:
    return (country, normalise(city)) in waypoints()


def towns() -> list[str]:
    """The first spelling of each, for a list to choose from."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return sorted({row["names"].split("|")[0] for row in csv.DictReader(file)})
