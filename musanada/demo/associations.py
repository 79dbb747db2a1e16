"""The register of migrant associations: 32 regularised by May 2016 (F007), others known or on their way. Invented names."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from musanada.access.models import Unit, User
from musanada.demo.chance import Chance
from musanada.demo.persons import pools
from musanada.demo.plan_2014 import rows
from musanada.reference.queries import places_by_code
from musanada.regularisation.commands.past_associations import load_associations
from musanada.regularisation.past import PastAssociation

REGULARISED = 32
OFFICES = ("Présidence", "Trésorerie")


def fill(actor: User, chance: Chance, units: dict[str, Unit], scale: float) -> int:
    """The register stands at the ministry. Scaled like everything else, at least one of each kind."""
    listed = rows("associations.csv")
    done = [row for row in listed if row["final"]]
    others = [row for row in listed if not row["final"]]
    kept = [*few(done, scale), *few(others, scale)]
    places = places_by_code({row["place"] for row in kept})
    drafts = [
        PastAssociation(
            row["name_fr"],
            places[row["place"]].pk,
            row["state"],
            name_ar=row["name_ar"],
            nature=row["nature"],
            founded_on=day(row["founded"]),
            declared_on=day(row["declared"]),
            provisional_on=day(row["provisional"]),
            final_on=day(row["final"]),
            regularised_on=day(row["final"]),
            recorded_at=known_at(row),
            members=int(row["members"]) if row["members"] else None,
            members_regularised=int(row["members_regularised"]) if row["members"] else None,
            officers=tuple(officers(chance)),
            reference=chance.reference(),
        )
        for row in kept
    ]
    return load_associations(actor, units["interieur"], listed=drafts)


def few(listed: list[dict[str, str]], scale: float) -> list[dict[str, str]]:
    return listed[: max(round(len(listed) * scale), 1)]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def known_at(row: dict[str, str]) -> datetime:
    last = max(row[name] for name in ("founded", "declared", "provisional", "final"))
    return datetime.combine(date.fromisoformat(last), time(16), UTC)


def officers(chance: Chance) -> Iterator[tuple[str, str]]:
    pool = pools()["west"]
    for office in OFFICES:
        given, family = pool.draw(chance, chance.choice("FM")), pool.draw(chance, "family")
        yield f"{given[0]} {family[0]}", office
