"""People hurt at the borders in the demonstration: incidents, who was hurt, on which way to which hospital, who they are.

Humanitarian and health records alone. Nine died; some were named later, and their family reached or looked for.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from musanada.demo import children
from musanada.demo import plan_protection as plan
from musanada.demo.child_files import pick
from musanada.demo.persons import names, pools
from musanada.demo.protection_book import DAY, at_noon
from musanada.demo.protection_world import Ground
from musanada.kit.choices import Answer, BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.commands import register_many
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.protection.commands.border import INJURIES
from musanada.protection.commands.deaths import REASON
from musanada.protection.models import (
    BorderIncident,
    Casualty,
    Death,
    Evacuation,
    FamilyContact,
    HospitalStay,
    OnwardNeed,
)

# unit, who notes, hospital, kinds, town, share
POSTS = (
    ("samu-nad", "first-responder.samu-nador", "hop-nad", ("fence", "fence", "fence", "road"), "MA-NAD", 58),
    ("samu-laa", "first-responder.samu-laayoune", "", ("sea", "sea", "desert"), "MA-LAA", 84),
    ("secours-nad", "first-responder.nador", "hop-nad", ("fence", "sea", "other"), "MA-NAD", 100),
)
SPOTS = (
    "Barrière, secteur ouest",
    "Plage, face au phare",
    "Piste au sud",
    "Pont de la route nationale",
    "Digue",
)
TRIAGE = (("green", 44), ("yellow", 78), ("red", 100))
WOUNDS = ("cut", "fracture", "head", "dehydration", "cold", "breathing")
COUNTRIES = (("SDN", 34), ("GIN", 54), ("MLI", 68), ("SEN", 80), ("CMR", 90), ("CIV", 100))
NEEDS = ("protection", "shelter", "mhpss", "tracing", "legal", "nfi")
BASIS = BasisDraft("vital_interest", "2024-01", "fra", "")


@dataclass(frozen=True)
class Post:
    unit: UUID
    by: UUID
    hospital: UUID | None
    nurse: UUID
    liaison: UUID
    second: UUID
    code: str


def fill(ground: Ground, numbers: plan.Numbers) -> tuple[int, int]:
    """Returns how many casualties, and how many people anybody may find."""
    chance, today = ground.chance, ground.book.today
    cuts = sorted(
        chance.sample(range(1, max(numbers.casualties, numbers.incidents + 1)), numbers.incidents - 1)
    )
    sizes = [
        end - start
        for start, end in zip((0, *cuts), (*cuts, max(numbers.casualties, numbers.incidents)), strict=True)
    ]
    days = sorted(chance.day(date(2024, 1, 6), today - 8 * DAY) for _n in sizes)
    made = [one for day, size in zip(days, sizes, strict=True) for one in incident(ground, day, size)]
    deaths(ground, made, numbers.deaths)
    named = name_some(ground, made, numbers.named)
    for one in made:
        one.keep(ground)
    fresh = tonight(ground)
    return len(made) + fresh, named


class Hurt:
    """One casualty before it is kept."""

    def __init__(self, ground: Ground, post: Post, incident: UUID, seen: datetime) -> None:
        chance = ground.chance
        self.post, self.seen = post, seen
        self.key, self.reference = chance.key(seen), chance.reference()
        minor = chance.part(0.14)
        self.columns: dict[str, Any] = {
            "incident": incident, "triage": pick(chance, TRIAGE), "sex": "F" if chance.part(0.08) else "M",
            "age": "13-17" if minor else chance.choice(("18+",) * 9 + ("unknown",)), "alone": minor and chance.part(0.7),
            "marks": chance.choice(("Veste bleue.", "Bracelet au poignet gauche.", "")),
            "injuries": listed(chance.sample(WOUNDS, 1 + chance.randrange(2))), "seen_at": seen, "recorded_by": post.by,
        }  # fmt: skip

    def keep(self, ground: Ground) -> None:
        ground.book.add(Casualty, self.seen, id=self.key, reference=self.reference, **self.columns)


def listed(codes: list[str]) -> str:
    return f",{','.join(code for code in INJURIES if code in codes)},"


def post_of(ground: Ground, number: int) -> tuple[Post, tuple[str, ...], str]:
    code, account, hospital, kinds, town, _share = POSTS[number]
    side = "sante" if code != "secours-nad" else "nador"
    return (
        Post(
            ground.units[code].pk, ground.by(account), ground.units[hospital].pk if hospital else None,
            ground.by("health-focal-point.hopital-nador"), ground.by(f"protection-officer.{side}"),
            ground.by(f"protection-officer-2.{side}"), code,
        ),
        kinds,
        town,
    )  # fmt: skip


def incident(ground: Ground, day: date, size: int) -> list[Hurt]:
    """The alert, who was hurt, and what became of each."""
    chance = ground.chance
    number = chance.weighted(range(len(POSTS)), [row[5] for row in POSTS])
    post, kinds, town = post_of(ground, number)
    at = at_noon(day, chance.randrange(24), chance.randrange(60))
    alert = at + timedelta(minutes=2 + chance.randrange(25))
    key = ground.book.add(
        BorderIncident, alert, reference=chance.reference(), unit=post.unit, kind=chance.choice(kinds), at=at, alert_at=alert,
        town=ground.towns[town].pk, spot=chance.choice(SPOTS), expected=size, closed_at=alert + timedelta(hours=5),
        recorded_by=post.by,
    )  # fmt: skip
    made = []
    for n in range(size):
        one = Hurt(ground, post, key, alert + timedelta(minutes=8 + 3 * n))
        follow(ground, one, alert)
        made.append(one)
    return made


def follow(ground: Ground, one: Hurt, alert: datetime) -> None:
    """Treated there, or taken to hospital; out again, transferred, gone. Needs for some."""
    chance, book, post = ground.chance, ground.book, one.post
    if one.columns["triage"] == "green" and chance.part(0.6):
        one.columns |= {"outcome": "on_site", "outcome_at": one.seen + timedelta(minutes=40)}
    else:
        arrived = carry(ground, one, alert)
        one.columns["hospital"] = post.hospital
        end = chance.choice(("discharged",) * 8 + ("transferred", "left"))
        ended = arrived + timedelta(hours=3 + int(chance.expovariate(0.02)))
        book.add(
            HospitalStay, arrived, casualty=one.key, hospital="Hôpital de référence" if not post.hospital else "",
            unit=post.hospital, admitted_at=arrived, ward=chance.choice(("Urgences", "Orthopédie", "Réanimation")),
            ended_at=min(ended, book.now), end=end, by=post.nurse,
        )  # fmt: skip
        one.columns |= {"outcome": end, "outcome_at": min(ended, book.now)}
    if chance.part(0.4) or one.columns["alone"]:
        need(ground, one, "protection" if one.columns["alone"] else chance.choice(NEEDS))


def carry(ground: Ground, one: Hurt, alert: datetime) -> datetime:
    """The transport, with its times. Returns the arrival."""
    chance, post = ground.chance, one.post
    left = one.seen + timedelta(minutes=5 + chance.randrange(30))
    arrived = left + timedelta(minutes=12 + int(chance.expovariate(0.04)))
    ground.book.add(
        Evacuation, left, casualty=one.key, means=chance.choice(("ambulance",) * 8 + ("car", "boat")), alert_at=alert,
        left_at=left, arrived_at=arrived, to_place="" if post.hospital else "Hôpital de référence", to_unit=post.hospital,
        by=post.by,
    )  # fmt: skip
    return arrived


def need(ground: Ground, one: Hurt, what: str, *, open_now: bool = False) -> None:
    chance, book = ground.chance, ground.book
    state = "open" if open_now else chance.choice(("done",) * 6 + ("declined", "dropped", "open"))
    closed = None if state == "open" else min(one.seen.date() + chance.randrange(1, 12) * DAY, book.today)
    book.add(
        OnwardNeed, one.seen, casualty=one.key, need=what, urgent=what == "protection", state=state, closed_on=closed,
        by=one.post.nurse if one.post.hospital else one.post.by,
    )  # fmt: skip


# Who they were


def deaths(ground: Ground, made: list[Hurt], number: int) -> None:
    """Each stands on a hidden person from the moment it is recorded."""
    chance, book = ground.chance, ground.book
    there = [one for one in made if one.columns["outcome"] == "on_site"] or made[:1]
    for count, one in enumerate(chance.sample(there, min(number, len(there)))):
        on = one.columns["outcome_at"].date()
        unit = next(unit for unit in ground.units.values() if unit.pk == one.post.unit)
        known = count % 3 == 0
        person = draft(ground, one, named=known)
        secret = book.hide_for(
            unit, person, "other", str(REASON), one.post.liaison, one.post.second, one.seen
        )
        book.dead.add(person.id)
        one.columns |= {"person": person.id, "triage": "black", "outcome": "deceased"}
        if known:
            one.columns |= {"named_at": at_noon(on + 9 * DAY), "named_by": one.post.liaison}
        rest = ("buried", "repatriated", "waiting")[count % 3]
        key = book.add(
            Death, book.moment(on), casualty=one.key, secret=secret, on=on, where="Hôpital ou lieu de l'incident",
            identity="confirmed" if known else "presumed" if count % 3 == 1 else "none",
            identified_on=on + 9 * DAY if known else None, identified_how="Reconnu par un frère, empreintes." if known else "",
            rest=rest, rest_on=on + 12 * DAY if rest != "waiting" else None,
            rest_where="Cimetière communal" if rest == "buried" else "", by=one.post.liaison,
        )  # fmt: skip
        contact(ground, key, on + 3 * DAY, known, one.post.liaison)


def contact(ground: Ground, death: UUID, on: date, known: bool, by: UUID) -> None:
    for days, way, outcome in (
        (0, "red_cross", "waiting"),
        (7, "consulate", "reached" if known else "not_found"),
    ):
        day = min(on + days * DAY, ground.book.today)
        ground.book.add(
            FamilyContact, ground.book.moment(day), death=death, on=day, way=way, outcome=outcome, by=by
        )


def draft(ground: Ground, one: Hurt, *, named: bool) -> PersonDraft:
    chance = ground.chance
    country = pick(chance, COUNTRIES)
    origin = children.origin_of(country)
    years = 16 if one.columns["age"] == "13-17" else 19 + chance.randrange(16)
    called = _("Personne décédée %(code)s") % {"code": one.reference}
    surname = pools()[origin["pool"]].draw(chance, "family")
    return PersonDraft(
        names=names(chance, origin, one.columns["sex"], surname) if named else (NameDraft(nickname=called),),
        sex=one.columns["sex"],
        birth=PartialDate(date(one.seen.year - years, 1, 1), BirthPrecision.ESTIMATED),
        nationalities=(country,) if named else (),
        nationality_answer=Answer.GIVEN if named else Answer.UNKNOWN,
        registered_on=one.seen.date(),
        recorded_at=one.seen,
        id=chance.key(one.seen),
        reference=chance.reference(),
    )


def name_some(ground: Ground, made: list[Hurt], number: int) -> int:
    """In hospital some days later: the casualty stands on somebody of the register."""
    chance = ground.chance
    able = [one for one in made if one.columns.get("hospital") and one.columns["outcome"] != "deceased"]
    chosen = chance.sample(able, min(number, len(able)))
    drafts = []
    for one in chosen:
        person = draft(ground, one, named=True)
        drafts.append(person)
        at = min(one.seen + timedelta(days=1 + chance.randrange(4)), ground.book.now)
        one.columns |= {"person": person.id, "named_at": at, "named_by": one.post.nurse}
    register_many(ground.actor, ground.units["hop-nad"], drafts=drafts, basis=BASIS)
    return len(drafts)


def tonight(ground: Ground) -> int:
    """An incident that goes on: one just taken away without a name, one in hospital, a child alone, one still to see to."""
    chance, book = ground.chance, ground.book
    made = 0
    for number in (0, 2):
        post, kinds, town = post_of(ground, number)
        at = book.now - timedelta(hours=3, minutes=20 * number)
        alert = at + timedelta(minutes=9)
        key = book.add(
            BorderIncident, alert, reference=chance.reference(), unit=post.unit, kind=kinds[0], at=at, alert_at=alert,
            town=ground.towns[town].pk, spot=SPOTS[0], expected=6, recorded_by=post.by,
        )  # fmt: skip
        hurt = [Hurt(ground, post, key, alert + timedelta(minutes=15 + 4 * n)) for n in range(4)]
        hurt[0].columns |= {"triage": "red", "hospital": post.hospital}
        admit(ground, hurt[0], carry_now(ground, hurt[0], alert, 40))
        hurt[1].columns |= {"triage": "yellow", "hospital": post.hospital}
        carry_now(ground, hurt[1], alert, None)
        hurt[2].columns |= {"triage": "yellow", "age": "13-17", "alone": True}
        need(ground, hurt[2], "protection", open_now=True)
        for one in hurt:
            one.keep(ground)
        made += len(hurt)
    return made


def carry_now(ground: Ground, one: Hurt, alert: datetime, minutes: int | None) -> datetime:
    """On the way, or arrived after so many minutes."""
    left = one.seen + timedelta(minutes=12)
    arrived = left + timedelta(minutes=minutes) if minutes else None
    ground.book.add(
        Evacuation, left, casualty=one.key, means="ambulance", alert_at=alert, left_at=left, arrived_at=arrived,
        to_unit=one.post.hospital, by=one.post.by,
    )  # fmt: skip
    return arrived or left


def admit(ground: Ground, one: Hurt, at: datetime) -> None:
    ground.book.add(
        HospitalStay,
        at,
        casualty=one.key,
        unit=one.post.hospital,
        admitted_at=at,
        ward="Urgences",
        by=one.post.nurse,
    )
