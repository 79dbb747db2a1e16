"""Writing the reference tables: only the set-up of an installation does, from the files shipped with the program.

A row that is there is never rewritten. A new row of the same code with a later date ends the one before it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from musanada.reference import files
from musanada.reference.codes import CountryGroupCode
from musanada.reference.models import (
    BEGINNING,
    Country,
    CountryGroup,
    CountryGroupMember,
    ExchangeRate,
    Place,
)


@dataclass(frozen=True)
class Loaded:
    """How many rows were added, and how many older rows ended because a later one follows."""

    places: int
    countries: int
    members: int
    ended: int
    rates: int = 0


@transaction.atomic
def load_reference(actor: object | None = None) -> Loaded:
    """Places, countries, groups and exchange rates. Run again, it changes nothing. ``actor`` is None at set-up: nobody is there yet."""
    places, ended = load_places(files.places())
    countries = load_countries(files.countries())
    members, left = load_members({r.iso3: r.group for r in files.countries() if r.group}, BEGINNING)
    return Loaded(places, countries, members, ended + left, load_rates(files.rates()))


@transaction.atomic
def load_places(rows: Iterable[files.PlaceRow]) -> tuple[int, int]:
    """Add the rows that are not there, parents first. Returns how many were added and how many ended."""
    known: dict[str, list[Place]] = defaultdict(list)
    for place in Place.objects.all():
        known[place.code].append(place)
    stored = {(p.system, p.code, p.valid_from) for same in known.values() for p in same}
    missing = sorted((r for r in rows if r.key not in stored), key=lambda r: r.valid_from)
    ended = sum(end_before(row) for row in missing if row.code in known)
    fresh = []
    for row in missing:
        place = place_from(row, parent_of(row, known[row.parent]))
        known[row.code].append(place)
        fresh.append(place)
    Place.objects.bulk_create(fresh, batch_size=500)
    return len(fresh), ended


def end_before(row: files.PlaceRow) -> int:
    """The row of the same code that was open until now ends where ``row`` begins."""
    earlier = Place.objects.filter(
        system=row.system, code=row.code, valid_to=None, valid_from__lt=row.valid_from
    )
    return earlier.update(valid_to=row.valid_from)


def parent_of(row: files.PlaceRow, places: Iterable[Place]) -> Place | None:
    """Of the rows of the parent's code, the latest that has begun when ``row`` begins."""
    begun = [p for p in places if p.valid_from <= row.valid_from]
    return max(begun, key=lambda place: place.valid_from, default=None)


def place_from(row: files.PlaceRow, parent: Place | None) -> Place:
    # A code that no longer holds carries its date in the path: MA-08 was Grand Casablanca.
    step = f"{row.code}@{row.valid_from.year}/" if row.valid_to else f"{row.code}/"
    return Place(
        system=row.system,
        code=row.code,
        hcp=row.hcp,
        kind=row.kind,
        parent=parent,
        path=(parent.path if parent else "") + step,
        folded=row.folded,
        population_2024=row.population_2024,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        **{f"name_{language}": name for language, name in row.names.items()},
    )


def load_countries(rows: Iterable[files.CountryRow]) -> int:
    known = set(Country.objects.values_list("pk", flat=True))
    new = [
        Country(
            iso3=r.iso3, iso2=r.iso2, nationality=r.nationality, frequent=r.frequent, valid_from=r.valid_from
        )
        for r in rows
        if r.iso3 not in known
    ]
    Country.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def load_members(groups: dict[str, str], since: date) -> tuple[int, int]:
    """Country → group from ``since``; a country in another group leaves it that day. Returns added and left."""
    CountryGroup.objects.bulk_create(
        [CountryGroup(code=c) for c in CountryGroupCode.values], ignore_conflicts=True
    )
    now = dict(CountryGroupMember.objects.filter(valid_to=None).values_list("country_id", "group_id"))
    changed = {country: group for country, group in groups.items() if now.get(country) != group}
    moving = CountryGroupMember.objects.filter(country__in=set(changed) & set(now), valid_to=None)
    left = moving.update(valid_to=since)
    new = [CountryGroupMember(group_id=g, country_id=c, valid_from=since) for c, g in changed.items()]
    CountryGroupMember.objects.bulk_create(new)
    return len(new), left


def load_rates(rows: Iterable[files.RateRow]) -> int:
    """Rates that are not there yet: what an installation has set for a day stays."""
    known = set(ExchangeRate.objects.values_list("currency", "on"))
    fresh = [ExchangeRate(**vars(row)) for row in rows if (row.currency, row.on) not in known]
    return len(ExchangeRate.objects.bulk_create(fresh))
