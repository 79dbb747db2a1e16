"""Who exists: columns of entities, one row a person, drawn with numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.population.pools import Names
from bench.population.style import Style

Ints = NDArray[np.int32]
FULL, MONTH, YEAR, NONE = 0, 1, 2, 3
CITIES = ["Rabat", "Casablanca", "Tanger", "Fès", "Oujda", "Nador", "Tétouan", "Marrakech", "Agadir", "Laâyoune", "Meknès", "Kénitra", "Salé", "Dakhla", "Témara", "Berkane", "Taza", "Larache"]  # fmt: skip
DOC_TYPES = ("passport", "passport", "consular", "national-id", "refugee", "residence", "birth")


@dataclass
class Persons:
    """Columns, all of one length. Names are ids of words, -1 where there is none."""

    country: Ints
    female: NDArray[np.bool_]
    given: Ints
    second: Ints
    family: Ints
    mother_given: Ints
    mother_family: Ints
    year: Ints
    month: Ints
    day: Ints
    precision: Ints
    document: Ints  # 0 none, else a number
    doc_type: Ints
    phone: NDArray[np.int64]
    city: Ints

    def __len__(self) -> int:
        return len(self.country)


def persons(names: Names, style: Style, count: int, rng: np.random.Generator) -> Persons:
    shares = np.array([c.share for c in names.countries])
    country = rng.choice(len(shares), count, p=shares / shares.sum()).astype(np.int32)
    female = rng.random(count) < 0.38
    made = named(names, style, country, female, rng)
    year, month, day, precision = births(style, count, rng)
    document = np.where(rng.random(count) < style.document, rng.integers(1, 2**31 - 1, count), 0).astype(
        np.int32
    )
    phone = np.where(rng.random(count) < style.phone, 600_000_000 + rng.integers(0, 199_999_999, count), 0)
    people = Persons(
        country, female, *made, year, month, day, precision, document,
        rng.integers(0, len(DOC_TYPES), count).astype(np.int32), phone,
        np.minimum(rng.geometric(0.22, count) - 1, len(CITIES) - 1).astype(np.int32),
    )  # fmt: skip
    share_numbers(people, style, rng)
    make_siblings(people, names, style, rng)
    return people


def named(
    names: Names, style: Style, country: Ints, female: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    given, second, family, mother, mothers = (np.full(len(country), -1, np.int32) for _ in range(5))
    for number, place in enumerate(names.countries):
        men, women, families = (names.pool(place.names[k]) for k in ("M", "F", "family"))
        here = np.flatnonzero(country == number)
        family[here], mothers[here] = families.draw(rng, len(here)), families.draw(rng, len(here))
        mother[here] = women.draw(rng, len(here))
        for pool, sexed in ((women, True), (men, False)):
            who = here[female[here] == sexed]
            given[who] = pool.draw(rng, len(who))
            often = {"father": 0.92, "arab": 0.35, "three": 0.75}.get(place.order, style.second_name)
            fathers = men if place.order in ("father", "arab") else pool
            drawn = fathers.draw(rng, len(who))
            second[who] = np.where((rng.random(len(who)) < often) & (drawn != given[who]), drawn, -1)
    known = rng.random(len(country)) < style.mother
    return given, second, family, np.where(known, mother, -1), np.where(known, mothers, -1)


def births(style: Style, count: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints]:
    """Mostly between 18 and 40 years old, some children; dates the papers made round are many."""
    age = np.where(rng.random(count) < 0.12, rng.integers(0, 18, count), 18 + rng.gamma(2.6, 4.2, count))
    year = (2025 - np.minimum(age, 75)).astype(np.int32)
    month = rng.integers(1, 13, count).astype(np.int32)
    day = rng.integers(1, 29, count).astype(np.int32)
    kind = rng.random(count)
    january = kind < style.first_of_january
    december = (kind >= style.first_of_january) & (kind < style.first_of_january + style.end_of_december)
    month[january], day[january], month[december], day[december] = 1, 1, 12, 31
    drawn = rng.random(count)
    none, only, months = style.no_birth, style.year_only, style.month_only
    precision = np.select(
        [drawn < none, drawn < none + only, drawn < none + only + months], [NONE, YEAR, MONTH], FULL
    )
    return year, month, day, precision.astype(np.int32)


def share_numbers(people: Persons, style: Style, rng: np.random.Generator) -> None:
    """One telephone for several, lent papers: numbers that do not prove who is who."""
    for column, share in ((people.phone, style.shared_phone), (people.document, style.shared_document)):
        who = np.flatnonzero((rng.random(len(people)) < share) & (column > 0))
        column[who] = column[rng.integers(0, len(people), len(who))]


def make_siblings(people: Persons, names: Names, style: Style, rng: np.random.Generator) -> None:
    """Brothers and sisters: family, mother, country, town, half the telephones. Near each other, not one person."""
    who = np.flatnonzero(rng.random(len(people)) < style.siblings)
    of = rng.integers(0, len(people), len(who))
    same_sex_pool_needed = people.country[who] == people.country[of]
    for name in ("family", "mother_given", "mother_family", "city"):
        column = getattr(people, name)
        column[who] = column[of]
    phones = rng.random(len(who)) < 0.5
    people.phone[who[phones]] = people.phone[of[phones]]
    for number, place in enumerate(names.countries):
        moved = who[(people.country[of] == number) & ~same_sex_pool_needed]
        for sexed, sex in ((True, "F"), (False, "M")):
            some = moved[people.female[moved] == sexed]
            people.given[some] = names.pool(place.names[sex]).draw(rng, len(some))
            people.second[some] = -1
    people.country[who] = people.country[of]
