"""Where children, victims and people hurt are met in the demonstration: rescuers, a hospital, partners of the mechanism; who
answers for the files of each town."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from musanada.access.commands import open_unit
from musanada.access.models import Unit, User
from musanada.demo.chance import Chance
from musanada.demo.protection_book import Book, Team
from musanada.protection.models import Mechanism
from musanada.reference.models import Place
from musanada.reference.queries import places_by_code

# code, above, French, Arabic, town: of the health side, and one team of those who help.
UNITS = (
    (
        "samu-nad",
        "sante",
        "SAMU · Nador (démonstration)",
        "المساعدة الطبية المستعجلة بالناظور (عرض)",
        "MA-NAD",
    ),
    (
        "hop-nad",
        "sante",
        "Hôpital provincial · Nador (démonstration)",
        "المستشفى الإقليمي بالناظور (عرض)",
        "MA-NAD",
    ),
    (
        "samu-laa",
        "sante",
        "SAMU · Laâyoune (démonstration)",
        "المساعدة الطبية المستعجلة بالعيون (عرض)",
        "MA-LAA",
    ),
    ("secours-nad", "oim-nad", "Premiers secours · Nador", "الإسعافات الأولية بالناظور", "MA-NAD"),
)
OFFICES = {
    "MA-NAD": "oim-nad", "MA-CAS": "oim-cas", "MA-MAR": "oim-mar", "MA-OUJ": "oim-ouj", "MA-TNG": "oim-tng",
    "MA-RAB": "oim-rab", "MA-LAA": "oim-agd",
}  # fmt: skip
PLACES = {
    "oim-nad": "nador",
    "oim-cas": "casablanca",
    "oim-mar": "marrakech",
    "oim-ouj": "oujda",
    "oim-rab": "rabat",
}
NATIONAL = ("programme-manager.national", "health-focal-point.national", "case-manager.national")
STREET = {
    "oim-nad": "assoc-nador-marchica",
    "oim-cas": "assoc-casa-main-tendue",
    "oim-mar": "assoc-marrakech-atlas",
}
# French, Arabic, kind, unit, country, town, services.
MECHANISMS = (
    ("Unité spécialisée · OIM Rabat", "الوحدة المتخصصة بالرباط", "unit", "oim-rab", "", "MA-RAB", "shelter,health,mhpss,legal,documentation"),
    ("Hébergement sûr · Casablanca", "إيواء آمن بالدار البيضاء", "shelter", "oim-cas", "", "MA-CAS", "shelter,mhpss,nfi"),
    ("Protection · Nador", "الحماية بالناظور", "association", "oim-nad", "", "MA-NAD", "shelter,health,legal,food"),
    ("Soins · Hôpital de Nador", "العلاج بمستشفى الناظور", "health", "hop-nad", "", "MA-NAD", "health,mhpss"),
    ("Parquet spécialisé · cour d'appel de Nador", "النيابة العامة المتخصصة بالناظور", "prosecutor", "", "", "MA-NAD", "legal"),
    ("Commission nationale (CNCLT)", "اللجنة الوطنية", "commission", "", "", "MA-RAB", "legal"),
    ("Barreau · permanence des victimes", "هيئة المحامين", "legal", "", "", "MA-CAS", "legal,documentation"),
    ("Mécanisme national d'un autre pays", "آلية بلد آخر", "abroad", "", "ITA", "", "shelter,return,reintegration"),
)  # fmt: skip


@dataclass
class Ground:
    """What the loading of protection needs of the world."""

    actor: User
    chance: Chance
    units: dict[str, Unit]
    staff: dict[str, User]
    book: Book
    towns: dict[str, Place]
    teams: dict[str, Team] = field(default_factory=dict)  # by the code of the town
    mechanisms: dict[str, UUID] = field(default_factory=dict)  # by kind

    def by(self, account: str) -> UUID:
        return self.staff[account].pk


def open_units(actor: User, units: dict[str, Unit]) -> None:
    """Before the accounts are made."""
    towns = places_by_code({row[4] for row in UNITS})
    for code, above, name, arabic, town in UNITS:
        units[code] = open_unit(
            actor, units[above], code=code, name_fr=name, name_ar=arabic, kind="team", town=towns[town]
        )


def found(actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User]) -> Ground:
    towns = places_by_code(set(OFFICES))
    book = Book(chance, timezone.now())
    ground = Ground(actor, chance, units, staff, book, towns)
    ground.teams = {town: team(ground, town, office) for town, office in OFFICES.items()}
    partners(ground)
    return ground


def team(ground: Ground, town: str, office: str) -> Team:
    """Those who have an account at the office; of the others, the seat's."""
    place = PLACES.get(office, "national")
    staff = ground.staff
    second = staff.get(f"protection-officer-2.{place}", staff["protection-officer-2.national"])
    manager = staff.get(f"case-manager.{place}", staff["case-manager.national"])
    members = dict.fromkeys([*(staff[name].pk for name in NATIONAL[:2]), manager.pk])
    return Team(
        unit=ground.units[office],
        town=ground.towns[town].pk,
        owner=staff[f"protection-officer.{place}"].pk,
        second=second.pk,
        panel=tuple(members),
    )


def partners(ground: Ground) -> None:
    """The mechanism: some answer here, others on paper."""
    for name, arabic, kind, unit, country, town, services in MECHANISMS:
        key = ground.chance.key(ground.book.now)
        ground.mechanisms.setdefault(kind, key)
        ground.book.bare(
            Mechanism,
            id=key,
            name_fr=name,
            name_ar=arabic,
            kind=kind,
            unit=ground.units[unit].pk if unit else None,
            country=country or None,
            town=ground.towns[town].pk if town else None,
            services=f",{services},",
        )
