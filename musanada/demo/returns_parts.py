"""Parts of a file of return that both directions share: the people, their papers, the place on board, what was found."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from musanada.demo.calendar_returns import DAY, known, on_the_way
from musanada.demo.returnees import Group, Traveller, drafts
from musanada.demo.returns_travel import Journey
from musanada.demo.returns_world import Estate
from musanada.people.commands import form_households, meet_many, register_many
from musanada.people.drafts import BasisDraft, FamilyDraft
from musanada.reference.queries import rate_on
from musanada.returns.commands.past_files import load_ties
from musanada.returns.past import noon
from musanada.returns.past_files import PastFile, PastPapers, PastSeat, PastStep

BASIS = BasisDraft("consent", "2023-01", "fra", "on_file")
SOURCES = (("self", 38), ("association", 66), ("referral", 80), ("embassy", 92), ("unknown", 100))
FLAGS = (
    ("homeless", 0.12),
    ("medical", 0.035),
    ("violence", 0.04),
    ("detained", 0.025),
    ("disability", 0.01),
)
ADULT_MONEY, CHILD_MONEY, NOTHING = Decimal("30.00"), Decimal("15.00"), Decimal(0)


# People


def register(estate: Estate, group: Group, met: date, leaving: date, *, mission: str = "") -> None:
    """Drawn now, kept by ``register_all``: the people of one office enter together."""
    unit, waiting = mission or group.unit, estate.waiting
    made = drafts(estate.chance, group, met, leaving, moroccan=bool(mission))
    waiting.people[unit] += made
    if mission and mission != group.unit:
        waiting.met[group.unit] += [(draft.id, met) for draft in made]
    if group.size > 1:
        group.home = estate.chance.key(made[0].recorded_at)
        members = tuple((one.key, tie_of(group, number)) for number, one in enumerate(group.members))
        home = FamilyDraft(members, from_on=met, id=group.home, reference=estate.chance.reference())
        waiting.homes[unit].append(home)
        waiting.ties += [(a.key, one.key) for a in group.adults for one in group.members if one.minor]


def tie_of(group: Group, number: int) -> str:
    if number == 0:
        return "head"
    return "child" if group.members[number].minor else "spouse"


def register_all(estate: Estate) -> None:
    actor, units, waiting = estate.actor, estate.units, estate.waiting
    for code, some in sorted(waiting.people.items()):
        register_many(actor, units[code], drafts=sorted(some, key=lambda one: one.id), basis=BASIS)
    for code, homes in sorted(waiting.homes.items()):
        form_households(actor, units[code], families=homes)
    for code, met in sorted(waiting.met.items()):
        meet_many(actor, units[code], met=met)
    load_ties(actor, units["oim"], ties=waiting.ties)


# Files


def file_of(
    estate: Estate,
    group: Group,
    one: Traveller,
    since: date,
    steps: tuple[PastStep, ...],
    **more: Any,
) -> PastFile:
    """The file of one member; the first one's is the principal's, who signs for the children."""
    head = group.members[0]
    at = known(0, since)
    one.file = estate.chance.key(at)
    more.setdefault("source", drawn_source(estate))
    return PastFile(
        person=one.key,
        unit=estate.units[group.unit].pk,
        hands=estate.hands_at(group.unit),
        country=group.country,
        applied_on=since,
        at=at,
        steps=steps,
        flags=flags(estate, group, one),
        minor=one.minor,
        with_parent=not one.lone if one.minor else None,
        guardian=head.key if one.minor and not one.lone else None,
        principal=head.file if one is not head else None,
        household=group.home,
        id=one.file,
        reference=estate.chance.reference(),
        **more,
    )


def drawn_source(estate: Estate) -> str:
    return estate.chance.weighted([code for code, _w in SOURCES], [weight for _code, weight in SOURCES])


def flags(estate: Estate, group: Group, one: Traveller) -> tuple[str, ...]:
    """Several may hold; what nobody prints is about as the guide of the programme describes its people."""
    found = [code for code, share in FLAGS if estate.chance.part(share)]
    children = any(other.minor for other in group.members) and bool(group.adults)
    if children:
        found.append("family")
    if one.minor:
        found.append("child")
    elif children and one.sex == "F" and len(group.adults) == 1:
        found.append("single_woman")
    if one.sex == "F" and not one.minor and estate.chance.part(0.06):
        found.append("pregnant")
    return tuple(found)


def papers(
    estate: Estate,
    issuer: str,
    one: Traveller,
    steps: tuple[PastStep, ...],
    left: date,
    *,
    leaves: bool = True,
) -> PastPapers:
    """All that held on the day of travel: laissez-passer of three months, a certificate of the last days."""
    chance, declared = estate.chance, next(step.on for step in steps if step.code == "declare")
    passport = chance.part(0.24 if leaves else 0.3)
    obtained = on_the_way(declared, left, 0.5 if not passport else 0.05)
    fit = max(left - chance.randrange(2, 7) * DAY, declared)
    exit_asked = max(left - chance.randrange(16, 30) * DAY, declared)
    return PastPapers(
        kind="passport" if passport else "laissez_passer",
        issuer=issuer,
        number=f"{'P' if passport else 'LP'}{chance.randrange(10**7):07d}",
        asked_on=None if passport else declared,
        obtained_on=obtained,
        valid_to=left + chance.randrange(200, 1800) * DAY if passport else max(obtained + 90 * DAY, left),
        fit_on=fit,
        fit_to=fit + 10 * DAY,
        cleared_on=declared,
        cleared_to=left + 60 * DAY,
        exit_asked=exit_asked if leaves else None,
        exit_from=min(exit_asked + 6 * DAY, left) if leaves else None,
        exit_to=left + 30 * DAY if leaves else None,
        needs=drawn_needs(estate),
        alone=one.lone,
    )


def drawn_needs(estate: Estate) -> tuple[str, ...]:
    if not estate.chance.part(0.02):
        return ()
    return (estate.chance.choice(("medicines", "wheelchair", "seat")),)


def seat(estate: Estate, journey: Journey, one: Traveller, *, money: bool = True) -> PastSeat:
    """The place on board; pocket money for those who leave Morocco."""
    amount = (CHILD_MONEY if one.minor else ADULT_MONEY) if money else NOTHING
    key = estate.chance.key(noon(journey.left))
    return PastSeat(journey.movement, amount, "EUR", euro(journey.left), key)


@lru_cache(maxsize=2000)
def euro(day: date) -> Decimal:
    """Dirhams for a euro that day."""
    return rate_on("EUR", day).mad
