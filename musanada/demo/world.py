"""Organisations, offices, partners, programmes and their activities: where the invented people are served."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from musanada.access.commands import found_organisation, open_unit
from musanada.access.models import Unit, User
from musanada.assistance.models import ServiceType
from musanada.demo.chance import Chance
from musanada.demo.persons import DATA
from musanada.kit.choices import Side
from musanada.partners.commands import register_partners
from musanada.programmes.commands import create_many, open_activities, register_donor
from musanada.programmes.models import Donor
from musanada.reference.models import Place

# What each of a city's three associations does: people are known in several places because no one does it all.
WORK = (
    {"food", "nfi", "cash", "transport"},
    {"protection", "legal", "documentation", "language", "education", "vocational"},
    {"health", "mhpss", "shelter"},
)
DONORS = {
    "UE": ("Union européenne", "الاتحاد الأوروبي"),
    "CHE": ("Suisse", "سويسرا"),
    "DEU": ("Allemagne", "ألمانيا"),
    "NLD": ("Pays-Bas", "هولندا"),
    "DNK": ("Danemark", "الدنمارك"),
    "ESP": ("Espagne", "إسبانيا"),
    "UNICEF": ("UNICEF", "اليونيسف"),
    "BEL": ("Belgique", "بلجيكا"),
    "FRA": ("France", "فرنسا"),
}
START = datetime(2023, 1, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Work:
    """An activity as the acts need it."""

    programme: UUID
    partner: UUID
    unit: str
    starts_on: date
    ends_on: date
    city: UUID
    communes: tuple[UUID, ...]

    def place(self, chance: Chance) -> UUID:
        """The commune for two acts in three, else only the prefecture is known."""
        return chance.choice(self.communes) if self.communes and chance.part(0.66) else self.city


class World:
    """The places of work, once founded."""

    def __init__(self, kinds: dict[str, str], families: dict[str, str]) -> None:
        self.kinds = kinds
        self.families = families
        self.units: dict[str, Unit] = {}
        self.partner_units: dict[UUID, str] = {}
        self.work: dict[tuple[str, str], list[Work]] = {}

    def activity(self, chance: Chance, service: str, city: str, year: int) -> Work:
        """An activity of the service's family at work in ``city`` at some time of ``year``."""
        return chance.choice(self.activities(service, city, year))

    def activities(self, service: str, city: str, year: int) -> list[Work]:
        """Empty where the service is not on offer that year: cash came to some cities in 2024 only."""
        found = self.work.get((self.families[service], city), [])
        return [w for w in found if w.starts_on.year <= year <= w.ends_on.year]


def found(actor: User, chance: Chance) -> World:
    services = list(ServiceType.objects.all())
    world = World({s.code: s.kind for s in services}, {s.code: s.family for s in services})
    cities = {p.code: p for p in Place.objects.filter(code__in=city_codes(), valid_to=None)}
    root = open_units(actor, world, cities)
    open_other_sides(actor, world, cities)
    partners = open_partners(actor, world, root, cities)
    open_programmes(actor, world, root, cities, partners)
    return world


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def city_codes() -> list[str]:
    return sorted({r["city"] for r in rows("partners.csv")})


def open_units(actor: User, world: World, cities: dict[str, Place]) -> Unit:
    """The humanitarian organisation, an office in each city, a team for each association."""
    root = found_organisation(
        "oim",
        "OIM Maroc (démonstration)",
        name_ar="المنظمة الدولية للهجرة بالمغرب (عرض)",
        side=Side.HUMANITARIAN,
    )
    world.units["oim"] = root
    for code, city in cities.items():
        office = f"oim-{code[3:].lower()}"
        world.units[office] = open_unit(
            actor,
            root,
            code=office,
            name_fr=f"OIM · Bureau {of_town(short(city.name_fr))}",
            name_ar=f"مكتب {city.name_ar}",
            kind="office",
            town=city,
        )
    for row in rows("partners.csv"):
        above = world.units[f"oim-{row['city'][3:].lower()}"]
        world.units[row["code"]] = open_unit(
            actor,
            above,
            code=row["code"],
            name_fr=row["name_fr"],
            name_ar=row["name_ar"],
            kind="team",
            town=cities[row["city"]],
        )
    return root


def short(name: str) -> str:
    """Tanger-Assilah → Tanger: the office bears the town's name."""
    return name.split("-")[0]


def of_town(name: str) -> str:
    """« de Rabat », « d'Oujda »."""
    return f"d'{name}" if name[:1] in "AEIOUÉ" else f"de {name}"


def open_other_sides(actor: User, world: World, cities: dict[str, Place]) -> None:
    """A State authority and a health authority: what helpers know never becomes findable there."""
    state = found_organisation(
        "interieur",
        "Ministère de l'Intérieur (démonstration)",
        name_ar="وزارة الداخلية (عرض)",
        side=Side.STATE,
    )
    health = found_organisation(
        "sante", "Ministère de la Santé (démonstration)", name_ar="وزارة الصحة (عرض)", side=Side.HEALTH
    )
    world.units |= {"interieur": state, "sante": health}
    for code, city in (("MA-OUJ", "Oujda"), ("MA-RAB", "Rabat")):
        suffix = code[3:].lower()
        world.units[f"be-{suffix}"] = open_unit(
            actor,
            state,
            code=f"be-{suffix}",
            name_fr=f"Bureau des étrangers · {city}",
            name_ar=f"مكتب الأجانب {cities[code].name_ar}",
            kind="office",
            town=cities[code],
        )


def open_partners(actor: User, world: World, root: Unit, cities: dict[str, Place]) -> dict[str, list[UUID]]:
    """The 21 associations; returns the three of each city in the order of ``WORK``."""
    made = register_partners(
        actor,
        root,
        [
            {
                "code": row["code"].upper(),
                "name_fr": row["name_fr"],
                "name_ar": row["name_ar"],
                "kind": "association",
                "side": Side.HUMANITARIAN,
                "city": cities[row["city"]],
                "unit": world.units[row["code"]],
                "active_from": date(2020, 1, 1),
            }
            for row in rows("partners.csv")
        ],
    )
    by_city: dict[str, list[UUID]] = {}
    for partner, row in zip(made, rows("partners.csv"), strict=True):
        by_city.setdefault(row["city"], []).append(partner.pk)
        world.partner_units[partner.pk] = row["code"]
    return by_city


def open_programmes(
    actor: User, world: World, root: Unit, cities: dict[str, Place], partners: dict[str, list[UUID]]
) -> None:
    donors = {
        code: register_donor(actor, root, code=code, name_fr=fr, name_ar=ar)
        for code, (fr, ar) in DONORS.items()
    }
    listed = rows("programmes.csv")
    made = create_many(actor, root, [programme_row(row, donors) for row in listed])
    activities = []
    for programme, row in zip(made, listed, strict=True):
        for family in row["families"].split():
            for city in row["cities"].split():
                number = next(i for i, families in enumerate(WORK) if family in families)
                activities.append((programme, family, cities[city], partners[city][number]))
    write_activities(actor, world, root, activities)


def programme_row(row: dict[str, str], donors: dict[str, Donor]) -> dict[str, object]:
    names = {key: value for key, value in row.items() if key.startswith("name_")}
    return {
        **names,
        "code": row["code"],
        "sector": row["families"].split()[0],
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]),
        "donors": [donors[row["donor"]]],
    }


def write_activities(actor: User, world: World, root: Unit, wanted: list[tuple]) -> None:  # type: ignore[type-arg]
    from musanada.partners.models import Partner

    known = Partner.objects.in_bulk()
    communes: dict[UUID, tuple[UUID, ...]] = {}
    lines = []
    for programme, family, city, partner in wanted:
        start = max(programme.starts_on, known[partner].active_from or programme.starts_on)
        at = START.replace(year=start.year, month=start.month)
        lines.append(
            {
                "programme": programme,
                "city": city,
                "partner": known[partner],
                "family": family,
                "starts_on": start,
                "ends_on": programme.ends_on,
                "recorded_at": at,
                "end_recorded_at": at,
            }
        )
        if city.pk not in communes:
            inside = Place.objects.filter(path__startswith=city.path, kind="commune", valid_to=None)
            communes[city.pk] = tuple(inside.order_by("-population_2024").values_list("pk", flat=True)[:4])
        world.work.setdefault((family, city.code), []).append(
            Work(
                programme.pk,
                partner,
                world.partner_units[partner],
                start,
                programme.ends_on,
                city.pk,
                communes[city.pk],
            )
        )
    open_activities(actor, root, lines)
