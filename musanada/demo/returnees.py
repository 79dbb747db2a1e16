"""Who returns: people alone, couples and families, as many men, women and minors as the plan says, spread over countries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID

from musanada.demo.chance import Chance
from musanada.demo.persons import as_known, contacts, names, pools
from musanada.demo.plan_2014 import by_country
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.drafts import FamilyDraft, PersonDraft

HOME = {"pool": "arab", "language": "ara"}
YEAR = timedelta(days=365)
LONE = 0.06  # of the families with children are a child alone, of 14 to 17 years
COUPLES = 0.08  # of the women without children travel with a husband


@dataclass
class Traveller:
    """One of a group: ``minor`` at the departure."""

    sex: str
    minor: bool = False
    lone: bool = False  # a minor without a parent
    person: UUID | None = None
    file: UUID | None = None

    @property
    def key(self) -> UUID:
        if self.person is None:
            raise LookupError("a traveller of the demonstration is not registered")
        return self.person


@dataclass
class Group:
    """Those who travel together; the first one is the principal. ``country`` is the one that is not Morocco."""

    members: list[Traveller]
    country: str = ""
    unit: str = ""
    home: UUID | None = None
    days: dict[str, date] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def adults(self) -> list[Traveller]:
        return [one for one in self.members if not one.minor]


def groups(chance: Chance, persons: int, men: float, women: float) -> list[Group]:
    """Exactly ``persons``, of whom these shares are men and women; the others are minors."""
    left = {"M": round(persons * men), "F": round(persons * women)}
    minors = persons - left["M"] - left["F"]
    made: list[Group] = []
    while minors > 0:
        if chance.part(LONE) or not any(left.values()):
            made.append(Group([Traveller(child_sex(chance), minor=True, lone=True)]))
            minors -= 1
            continue
        parents = drawn_parents(chance, left)
        number = min(1 + int(chance.expovariate(0.9)), 4, minors)
        children = [Traveller(child_sex(chance), minor=True) for _n in range(number)]
        made.append(Group([*(Traveller(sex) for sex in parents), *children]))
        minors -= number
    couples = min(round(left["F"] * COUPLES), left["M"])
    made += [Group([Traveller(sex) for sex in take_of(left, "FM")]) for _n in range(couples)]
    made += [Group([Traveller(sex)]) for sex in "MF" for _n in range(left[sex])]
    return chance.sample(made, len(made))


def child_sex(chance: Chance) -> str:
    return "F" if chance.part(0.48) else "M"


def drawn_parents(chance: Chance, left: dict[str, int]) -> str:
    """A mother, both parents, or a father: those of whom any are left."""
    wanted = chance.weighted(("F", "FM", "M"), (55, 90, 100))
    if all(left[sex] for sex in wanted):
        return take_of(left, wanted)
    return take_of(left, "F" if left["F"] else "M")


def take_of(left: dict[str, int], sexes: str) -> str:
    for sex in sexes:
        left[sex] -= 1
    return sexes


def placed(chance: Chance, made: Iterable[Group], room: Mapping[str, int]) -> list[Group]:
    """Each group in a country that has room for it; one too large for what is left goes each by themselves."""
    left, done, waiting = dict(room), list[Group](), sorted(made, key=lambda g: -g.size)
    while waiting:
        group = waiting.pop(0)
        fitting = [code for code, free in left.items() if free >= group.size]
        if not fitting and group.size > 1:
            waiting += [Group([apart(one)]) for one in group.members]
            continue
        if not fitting:
            raise ValueError("more people return than the plan has room for")
        group.country = chance.weighted(fitting, list(accumulate(left[code] for code in fitting)))
        left[group.country] -= group.size
        done.append(group)
    return chance.sample(done, len(done))


def apart(one: Traveller) -> Traveller:
    one.lone = one.minor
    return one


def parted(made: Iterable[Group], persons: int) -> tuple[list[Group], list[Group]]:
    """Groups of exactly ``persons`` people, and the rest: people alone fill what families leave."""
    inside, outside, left = list[Group](), list[Group](), persons
    for group in sorted(made, key=lambda g: g.size == 1):
        if group.size <= left:
            inside.append(group)
            left -= group.size
        else:
            outside.append(group)
    return inside, outside


def drafts(
    chance: Chance, group: Group, met: date, leaving: date, *, moroccan: bool = False
) -> list[PersonDraft]:
    """The group as a counter registers it: one family name, ages of the day of departure."""
    origin = HOME if moroccan else origin_of(group.country)
    surname = pools()[origin["pool"]].draw(chance, "family")
    at = chance.moment_after(met, 0)
    made = []
    for one in group.members:
        one.person = chance.key(at)
        made.append(
            PersonDraft(
                names=names(chance, origin, one.sex, surname),
                sex=one.sex,
                birth=birth(chance, one, leaving),
                nationalities=("MAR" if moroccan else group.country,),
                languages=(origin["language"],),
                preferred_language=origin["language"],
                contacts=() if one.minor else contacts(chance),
                registered_on=met,
                recorded_at=at,
                id=one.person,
                reference=chance.reference(),
            )
        )
    return made


def origin_of(country: str) -> dict[str, str]:
    known = by_country()[country]
    return {"pool": known.pool, "language": known.language}


def birth(chance: Chance, one: Traveller, leaving: date) -> PartialDate:
    """Minors are minors on the day they leave, adults of twenty and more: a middle age changes neither."""
    if one.minor:
        years = 14 + chance.randrange(3) if one.lone else chance.randrange(16)
        born = leaving - years * YEAR - timedelta(days=20 + chance.randrange(300))
        return PartialDate(born, BirthPrecision.DAY) if years > 13 else as_known(chance, born, child=True)
    born = leaving - timedelta(days=int((20.2 + chance.betavariate(1.6, 4.4) * 40) * 365.25))
    known = as_known(chance, born, child=False)
    # A laissez-passer states a year: of somebody whose age nobody knows, no journey could be booked without a clearance.
    return known if known.date else PartialDate(date(born.year, 1, 1), BirthPrecision.ESTIMATED)


class Waiting:
    """People drawn and not yet in the register: they enter in bulk, before their files."""

    def __init__(self) -> None:
        self.people: dict[str, list[PersonDraft]] = defaultdict(list)
        self.met: dict[str, list[tuple[UUID, date]]] = defaultdict(list)
        self.homes: dict[str, list[FamilyDraft]] = defaultdict(list)
        self.ties: list[tuple[UUID, UUID]] = []  # parent, child

    def count(self) -> int:
        return sum(len(some) for some in self.people.values())
