"""Setting up an installation to measure in, and people by the thousand to fill it with."""

from collections.abc import Iterator
from datetime import date
from typing import Any

CHUNK = 10_000


def prepare() -> None:
    """Tables and reference data, as ``musanada setup`` makes them."""
    import argparse

    from musanada.config.installation import run_setup

    run_setup(argparse.Namespace(), None)


def load_country(scale: float) -> dict[str, Any]:
    """The demonstration country; seconds, people and acts."""
    from bench.measure import once
    from musanada.access.commands import system_user
    from musanada.demo.commands import load

    took, made = once(lambda: load(system_user(), scale=scale))
    return {"seconds": took, **made}


def extract() -> dict[str, Any]:
    """Every fact as Parquet; seconds, rows, bytes, most memory held."""
    from django.utils import timezone

    from bench.measure import Memory, once
    from musanada.reporting.extract import write_extract

    with Memory() as memory:
        took, made = once(lambda: write_extract(timezone.now(), frozen=True))
    size = sum(file.stat().st_size for file in made.folder.glob("*.parquet"))
    rows = sum(made.rows(name) for name in made.manifest["facts"])
    return {"seconds": took, "rows": rows, "bytes": size, "peak_mb": memory.most, "folder": str(made.folder)}


def grow(people: int) -> dict[str, Any]:
    """More people, by the command of a real import, until there are ``people``. They received nothing yet."""
    from bench.measure import once
    from musanada.access.commands import system_user
    from musanada.access.models import Unit
    from musanada.people.commands import register_many
    from musanada.people.drafts import BasisDraft
    from musanada.people.models import Person

    actor = system_user()
    units = list(Unit.objects.filter(kind="team").order_by("code"))
    basis = BasisDraft(basis="consent", means="on_file", notice_version="2023-01", language="fra")
    missing = people - Person.objects.count()
    crowd = drafts(missing)
    took = 0.0
    for number, start in enumerate(range(0, missing, CHUNK)):
        some = [next(crowd) for _number in range(min(CHUNK, missing - start))]
        unit = units[number % len(units)]
        took += once(lambda unit=unit, some=some: register_many(actor, unit, drafts=some, basis=basis))[0]
    analyse()
    return {"seconds": took, "added": max(missing, 0), "people": Person.objects.count()}


def drafts(count: int, seed: int = 7) -> Iterator[Any]:
    """Invented people as the demonstration draws them, met between 2023 and 2024."""
    from musanada.demo import persons
    from musanada.demo.chance import Chance
    from musanada.people.drafts import PersonDraft

    chance = Chance(seed)
    for _number in range(max(count, 0)):
        origin = chance.weighted(*persons.origins())
        family = persons.pools()[origin["pool"]].draw(chance, "family")
        one = persons.someone(chance, origin, chance.choice(persons.CITIES), family, "", "head")
        yield PersonDraft(
            names=one.names,
            sex=one.sex,
            birth=one.birth,
            nationalities=(one.country,) if one.country else (),
            nationality_answer="given" if one.country else "unknown",
            contacts=one.contacts,
            registered_on=chance.day(date(2023, 1, 1), date(2024, 12, 31)),
        )


def analyse() -> None:
    """The planner's statistics, which a running installation has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
