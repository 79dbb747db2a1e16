"""Loading the demonstration country, through the same bulk commands as a real import."""

import json
import secrets
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.commands import first_accounts, first_factor
from musanada.access.models import Unit, User
from musanada.access.roles import Role
from musanada.assistance.commands import record_many
from musanada.assistance.drafts import ActDraft
from musanada.demo import (
    acts,
    monitoring,
    operation_2014,
    operations_today,
    persons,
    plan,
    protection,
    protection_world,
    publishing,
    returns,
    returns_world,
    safeguards,
    states_2014,
    today,
    twins,
)
from musanada.demo.chance import Chance
from musanada.demo.world import World, found
from musanada.kit.choices import Answer
from musanada.kit.errors import Refused
from musanada.people.commands import form_households, meet_many, register_many
from musanada.people.drafts import BasisDraft, FamilyDraft, PersonDraft
from musanada.reporting.commands import import_external
from musanada.reporting.externals import read_file

NATIONALS = 0.012  # of the families reached by aid have a Moroccan member
BASIS = BasisDraft(basis="consent", means="on_file", notice_version="2023-01", language="fra")
# role: the two units at which its demonstration accounts work
ACCOUNTS = {
    "agent": ("assoc-oujda-frontiere", "assoc-casa-main-tendue"),
    "case_manager": ("oim-ouj", "oim-cas"),
    "health_focal_point": ("assoc-oujda-sante", "assoc-casa-droit-soin"),
    "protection_officer": ("oim-ouj", "oim-cas"),
    "travel_officer": ("oim-ouj", "oim-cas"),
    "shelter_manager": ("assoc-oujda-sante", "assoc-casa-droit-soin"),
    "programme_manager": ("oim", "oim-ouj"),
    "mne_officer": ("oim", "oim-ouj"),
    "statistician": ("oim", "oim-cas"),
    "data_protection": ("oim", "interieur"),
    "auditor": ("oim", "interieur"),
    "administrator": ("oim", "interieur"),
    "finance_officer": ("oim", "oim-ouj"),
    "commission_secretary": ("be-ouj", "cnsr"),
    "commission_member": ("be-ouj", "cnsr"),
    "card_officer": ("be-ouj", "be-rab"),
    "street_worker": ("assoc-nador-marchica", "assoc-casa-main-tendue"),
    "teacher": ("assoc-nador-rif", "assoc-casa-oulfa"),
    "first_responder": ("samu-nad", "samu-laa"),
}
COUNTERS = ("assoc-oujda-frontiere", "assoc-casa-main-tendue")
# Who else works on the State's side and at the national commission: more members, so that a quorum can sit.
STATE_STAFF = (
    ("agent", "be-ouj"),
    ("agent", "be-rab"),
    ("case_manager", "be-ouj"),
    ("case_manager", "interieur"),
    ("programme_manager", "be-ouj"),
    ("programme_manager", "interieur"),
    ("mne_officer", "interieur"),
    ("statistician", "interieur"),
    ("commission_secretary", "be-rab"),
    ("commission_member", "be-ouj"),
    ("commission_member", "be-ouj"),
    ("commission_member", "cnsr"),
    ("commission_secretary", "cnsr"),  # whoever prepares a relief does not decide it
)
# Who else works on returns: the mission in Rabat, and two missions abroad, organisations of their own.
MISSION = (
    "agent",
    "case_manager",
    "travel_officer",
    "protection_officer",
    "programme_manager",
    "finance_officer",
)
RETURN_STAFF = (
    *((role, unit) for unit in ("oim-rab", "oim-tur-1", "oim-civ-1") for role in MISSION),
    *(
        ("case_manager", unit) for unit in ("oim-ouj", "oim-rab", "oim-tur-1")
    ),  # whoever plans does not approve
    ("mne_officer", "oim-rab"),
    ("administrator", "oim-tur"),
    ("administrator", "oim-civ"),
)

# Who else protects: two officers in each town, so that one reads the other over; those who sit on panels; the hospital.
PROTECTION_STAFF = (
    *(
        ("protection_officer", unit)
        for unit in ("oim-nad", "oim-nad", "oim-cas", "oim-mar", "oim-mar", "oim-ouj")
    ),
    *(("protection_officer", unit) for unit in ("oim", "oim", "sante", "sante")),
    *(("case_manager", unit) for unit in ("oim-nad", "oim-mar", "oim")),
    *(("health_focal_point", unit) for unit in ("oim", "hop-nad")),
    ("street_worker", "assoc-marrakech-atlas"),
    ("teacher", "assoc-marrakech-menara"),
    ("first_responder", "secours-nad"),
)


@transaction.atomic
def load(actor: User, *, scale: float = 1.0, seed: int = 2024) -> dict[str, int]:
    """The whole country, on an empty database only; ``scale`` multiplies the people. Returns what was made.

    Raises: Refused when the database already holds something.
    """
    if Unit.objects.exists():
        raise Refused(
            _(
                "Le pays de démonstration ne se charge que dans une base vide : indiquez un autre dossier par MUSANADA_DATA."
            )
        )
    chance = Chance(seed)
    world = found(actor, chance)
    operation_2014.open_country(actor, world.units)
    returns_world.open_missions(actor, world.units)
    protection_world.open_units(actor, world.units)
    families = draw(chance, world, scale)
    count = register(actor, world, chance, families)
    made = record(actor, world, families)
    bulk.measure()
    import_external(actor, read_file(persons.DATA / "external-figures.csv"))
    accounts = write_accounts(world)
    today.fill(world.units, {code: accounts[f"agent.{PLACES[code]}"] for code in COUNTERS})
    twice = twins.fill(
        world.units,
        {"oim-ouj": accounts["case-manager.oujda"], "assoc-oujda-frontiere": accounts["agent.oujda"]},
    )
    safeguards.fill(chance, world.units, accounts)
    files = operation_2014.fill(actor, chance, world.units, scale)
    bulk.measure()
    states_2014.fill(actor, world.units)
    waiting = operations_today.fill(actor, chance, world.units, accounts)
    returned = returns.fill(actor, chance, world.units, accounts, scale)
    bulk.measure()
    protected = protection.fill(actor, chance, world.units, accounts, scale)
    monitored = monitoring.fill(chance, world.units, accounts)
    publishing.write(world.units, accounts)
    return {
        "persons": count + twice + files + waiting + returned["persons"] + protected["persons"],
        "acts": made,
        "units": len(world.units),
        "files": files,
        "returns": returned["files"],
        "past_returns": returned["past"],
        "children": protected["children"],
        "victims": protected["victims"],
        "casualties": protected["casualties"],
        "targets": monitored["targets"],
        "reported": monitored["reported"],
    }


def draw(chance: Chance, world: World, scale: float) -> list[persons.Family]:
    """Everyone and what they received in each year."""
    before, now = (numbers.scaled(scale) for numbers in plan.NUMBERS)
    carried = round(before.persons * plan.CARRIED)
    families = persons.families(chance, before.persons + now.persons - carried)
    for family in families:
        if len(family.members) > 1 and chance.part(NATIONALS):
            persons.add_national(chance, family)
    for numbers, group in zip((before, now), plan.split(families, before, now), strict=True):
        acts.record_year(chance, world, plan.year(chance, numbers, group))
    return families


def register(actor: User, world: World, chance: Chance, families: list[persons.Family]) -> int:
    """Keep every family at the unit that first served one of them: a family registers together."""
    drafts: dict[str, list[PersonDraft]] = defaultdict(list)
    homes: dict[str, list[FamilyDraft]] = defaultdict(list)
    for family in families:
        first = min((d for p in family.everyone() for d, _o in p.acts), key=lambda d: d.given_on)
        for person in family.everyone():
            person.id = chance.key(first.recorded_at)
            drafts[unit_of(world, first)].append(person_draft(chance, person, first))
        if len(family.everyone()) > 1:
            homes[unit_of(world, first)].append(home_draft(chance, family, first))
    for code, some in sorted(drafts.items()):
        register_many(actor, world.units[code], drafts=some, basis=BASIS)
    for code, made in sorted(homes.items()):
        form_households(actor, world.units[code], families=made)
    return sum(len(some) for some in drafts.values())


def unit_of(world: World, draft: ActDraft) -> str:
    if draft.partner is None:
        raise LookupError("an act of the demonstration names no partner")
    return world.partner_units[draft.partner]


def person_draft(chance: Chance, person: persons.Someone, first: ActDraft) -> PersonDraft:
    unknown = Answer.REFUSED if chance.part(0.4) else Answer.UNKNOWN
    return PersonDraft(
        names=person.names,
        sex=person.sex,
        birth=person.birth,
        nationalities=(person.country,) if person.country else (),
        nationality_answer=Answer.GIVEN if person.country else unknown,
        documents=(person.country,) if person.identifiers else (),
        identifiers=person.identifiers,
        contacts=person.contacts,
        languages=(person.language,),
        preferred_language=person.language,
        place=first.place,
        registered_on=first.given_on,
        recorded_at=first.recorded_at,
        id=key_of(person),
        reference=chance.reference(),
    )


def key_of(person: persons.Someone) -> UUID:
    if person.id is None:
        raise LookupError("a person of the demonstration has no key yet")
    return person.id


def home_draft(chance: Chance, family: persons.Family, first: ActDraft) -> FamilyDraft:
    members = tuple((key_of(p), p.tie) for p in family.everyone())
    return FamilyDraft(
        members, from_on=first.given_on, id=chance.key(first.recorded_at), reference=chance.reference()
    )


def record(actor: User, world: World, families: list[persons.Family]) -> int:
    """Every act at the unit that gave it; whoever was served there is known there."""
    drafts: dict[str, list[ActDraft]] = defaultdict(list)
    met: dict[str, dict[UUID, date]] = defaultdict(dict)
    for family in families:
        for person in family.everyone():
            for draft, others in person.acts:
                key, code = key_of(person), unit_of(world, draft)
                drafts[code].append(replace(draft, person=key, members=tuple(key_of(o) for o in others)))
                for reached in (person, *others):  # a household is known where it is served
                    known = key_of(reached)
                    met[code][known] = min(draft.given_on, met[code].get(known, draft.given_on))
    for code, some in sorted(drafts.items()):
        meet_many(actor, world.units[code], met=list(met[code].items()))
        record_many(actor, world.units[code], drafts=some)
    return sum(len(some) for some in drafts.values())


def accounts_file() -> Path:
    return Path(settings.DATA) / "demonstration-accounts.json"


def write_accounts(world: World) -> dict[str, User]:
    """One account per role and two places, all with one password made for this database, kept beside it with the
    secret of each one's codes: a tester signs in as anyone, by the same two steps as everyone."""
    from django.contrib.auth.hashers import make_password

    password = secrets.token_urlsafe(9)
    encoded = make_password(password)
    pairs = [(role, unit) for role, units in ACCOUNTS.items() for unit in units] + [
        *STATE_STAFF,
        *RETURN_STAFF,
        *PROTECTION_STAFF,
    ]
    made: dict[str, User] = {}
    listed = []
    times: Counter[tuple[str, str]] = Counter()
    for role, code in pairs:
        times[role, code] += 1
        number = times[role, code] if times[role, code] > 1 else ""
        name, unit = f"{role.replace('_', '-')}{number and f'-{number}'}.{PLACES[code]}", world.units[code]
        with translation.override("fr"):
            shown = " ".join(f"{Role(role).label} {number} · {unit.name_fr}".split())
        made[name] = first_accounts(unit, [(name, shown, encoded, role)])[0]
        secret = first_factor(made[name])
        listed.append({"user": name, "password": password, "totp_secret": secret, "role": role, "unit": code})
    path = accounts_file()
    path.write_text(json.dumps(listed, indent=1, ensure_ascii=False), encoding="utf-8")
    path.chmod(0o600)
    return made


PLACES = {
    "oim": "national",
    "oim-ouj": "oujda",
    "oim-cas": "casablanca",
    "oim-rab": "rabat",
    "oim-tur": "turquie",
    "oim-tur-1": "turquie",
    "oim-civ": "abidjan",
    "oim-civ-1": "abidjan",
    "assoc-oujda-frontiere": "oujda",
    "assoc-oujda-sante": "oujda",
    "assoc-casa-main-tendue": "casablanca",
    "assoc-casa-droit-soin": "casablanca",
    "interieur": "interieur",
    "be-ouj": "etrangers-oujda",
    "be-rab": "etrangers-rabat",
    "cnsr": "cndh",
    "oim-nad": "nador",
    "oim-mar": "marrakech",
    "assoc-nador-marchica": "nador",
    "assoc-nador-rif": "nador",
    "assoc-casa-oulfa": "casablanca",
    "assoc-marrakech-atlas": "marrakech",
    "assoc-marrakech-menara": "marrakech",
    "secours-nad": "nador",
    "samu-nad": "samu-nador",
    "samu-laa": "samu-laayoune",
    "hop-nad": "hopital-nador",
    "sante": "sante",
}
