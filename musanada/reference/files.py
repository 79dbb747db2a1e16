"""The reference files shipped with the program, read into rows. Pure: no table is touched."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from musanada.kit.names.normalise import normalise
from musanada.reference.models import BEGINNING, Place

DATA = Path(__file__).parent / "data"

# Law 47-96 of 2 April 1997 made 16 regions; decree 2-15-40 of 20 February 2015 made the 12 of today.
SIXTEEN_REGIONS, TWELVE_REGIONS = date(1997, 4, 2), date(2015, 2, 20)
# From when our rows say in which of the sixteen regions a province lay: the youngest of the 75 were there by then.
PROVINCES_THEN = date(2010, 1, 1)
KINDS = {
    "prefecture": Place.Kind.PREFECTURE,
    "province": Place.Kind.PROVINCE,
    "prefecture_of_arrondissements": Place.Kind.ARRONDISSEMENT,
}


@dataclass(frozen=True)
class PlaceRow:
    """One dated territory. ``parent`` is the code of the territory it lies in at ``valid_from``."""

    system: Place.System
    code: str
    kind: Place.Kind
    parent: str
    names: dict[str, str]
    hcp: str = ""
    population_2024: int | None = None
    valid_from: date = TWELVE_REGIONS
    valid_to: date | None = None

    @property
    def key(self) -> tuple[str, str, date]:
        return (self.system, self.code, self.valid_from)

    @property
    def folded(self) -> str:
        """Names and codes as they are searched, each between bars."""
        texts = dict.fromkeys(normalise(t) for t in (*self.names.values(), self.code, self.hcp) if t)
        return f"|{'|'.join(texts)}|"


@dataclass(frozen=True)
class CountryRow:
    iso3: str
    iso2: str
    group: str
    valid_from: date
    nationality: bool
    frequent: int | None
    aliases: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RateRow:
    """What one unit of a currency was worth in dirhams from a day on."""

    currency: str
    on: date
    mad: Decimal
    source: str
    confirmed: bool


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def places() -> list[PlaceRow]:
    """Every territory, parents before children."""
    own = {row["hcp"]: row for row in table("morocco-iso.csv")}
    return [*former_regions(), *former_provinces(own), *regions(own), *provinces(own), *communes(own)]


def former_regions() -> Iterator[PlaceRow]:
    for row in table("morocco-regions-1997.csv"):
        names = {"fr": row["name_fr"], "ar": row["name_ar"]}
        yield PlaceRow(
            Place.System.ISO,
            row["code"],
            Place.Kind.REGION,
            "",
            names,
            valid_from=SIXTEEN_REGIONS,
            valid_to=TWELVE_REGIONS,
        )


def former_provinces(own: dict[str, dict[str, str]]) -> Iterator[PlaceRow]:
    """The 75 and Casablanca's 8 as they lay in the sixteen regions: what was filed in 2014 keeps its region."""
    then = {row["code"]: row["region_1997"] for row in table("morocco-provinces-1997.csv")}
    for row in provinces(own):
        parent = then.get(row.code, row.parent)
        yield replace(
            row, parent=parent, population_2024=None, valid_from=PROVINCES_THEN, valid_to=TWELVE_REGIONS
        )


def regions(own: dict[str, dict[str, str]]) -> Iterator[PlaceRow]:
    for row in table("morocco-regions.csv"):
        hcp = row["code"]
        yield PlaceRow(
            Place.System.ISO, own[hcp]["iso"], Place.Kind.REGION, "", names(row, own), hcp, people(row)
        )


def provinces(own: dict[str, dict[str, str]]) -> Iterator[PlaceRow]:
    """Provinces and prefectures by their ISO code; the prefectures of arrondissements have an HCP code only."""
    for row in table("morocco-provinces.csv"):
        hcp, kind = row["code"], KINDS[row["type"]]
        inside = kind == Place.Kind.ARRONDISSEMENT
        parent = own[hcp[:6] if inside else row["region_code"]]["iso"]
        system, code = (Place.System.HCP, hcp) if inside else (Place.System.ISO, own[hcp]["iso"])
        yield PlaceRow(system, code, kind, parent, names(row, own), hcp, people(row))


def communes(own: dict[str, dict[str, str]]) -> Iterator[PlaceRow]:
    for row in table("morocco-communes.csv"):
        hcp, parent = row["code"], own[row["province_code"]]["iso"]
        yield PlaceRow(Place.System.HCP, hcp, Place.Kind.COMMUNE, parent, names(row, own), hcp, people(row))


def names(row: dict[str, str], own: dict[str, dict[str, str]]) -> dict[str, str]:
    mine = own.get(row["code"], {})
    return {
        "fr": mine.get("name_fr") or row["name_fr"],
        "ar": mine.get("name_ar") or row["name_ar"],
        "en": mine.get("name_en", ""),
        "es": mine.get("name_es", ""),
    }


def people(row: dict[str, str]) -> int | None:
    return int(row["population_2024"]) if row["population_2024"] else None


def countries() -> list[CountryRow]:
    return [
        CountryRow(
            row["iso3"],
            row["iso2"],
            row["region_group"],
            date.fromisoformat(row["valid_from"]) if row["valid_from"] else BEGINNING,
            row["nationality"] == "yes",
            int(row["frequent"]) if row["frequent"] else None,
            [alias for alias in row["aliases"].split("|") if alias],
        )
        for row in table("countries.csv")
    ]


def rates() -> Iterator[RateRow]:
    """Yearly rates of the currencies that returns are paid in: orders of magnitude, to be confirmed."""
    for row in table("exchange-rates.csv"):
        yield RateRow(
            row["currency"],
            date.fromisoformat(row["on"]),
            Decimal(row["mad"]),
            row["source"],
            row["confirmed"] == "yes",
        )
