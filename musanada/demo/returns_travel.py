"""Journeys of returns: who is on board of which flight on which day, its legs and what it cost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from musanada.demo import calendar_returns as calendar
from musanada.demo.calendar_returns import DAY
from musanada.demo.plan_2014 import rows
from musanada.demo.returnees import Group
from musanada.demo.returns_world import Estate
from musanada.returns.commands.past_files import load_movements
from musanada.returns.past import noon
from musanada.returns.past_files import PastLeg, PastMovement

MANY = ("CIV", "SEN", "GIN", "MLI", "CMR", "TUR")  # countries with people on board every week


@dataclass
class Journey:
    """A group that left on a day. ``movement`` is the list it was on."""

    group: Group
    left: date
    movement: UUID


def journeys(
    estate: Estate, groups: Iterable[Group], first: date, last: date, *, to_morocco: bool = False
) -> Iterator[Journey]:
    """Groups of one office and country on its flights of the time, and the movements themselves, kept at once."""
    lists: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        lists[group.unit if not to_morocco else "", group.country].append(group)
    movements, made = [], []
    for (_unit, country), some in sorted(lists.items()):
        people = sum(group.size for group in some)
        often = people / (14 if country in MANY else 3)
        days = calendar.flights(estate.chance, first, last, max(round(often), 1))
        for day, on_board in boarded(some, days):
            movement = flight(estate, on_board, country, day, to_morocco=to_morocco)
            movements.append(movement)
            made += [Journey(group, day, movement.id) for group in on_board]
    load_movements(estate.actor, estate.units["oim"], movements)
    yield from made


def boarded(groups: Sequence[Group], days: Sequence[date]) -> Iterator[tuple[date, list[Group]]]:
    """Each group on a day, in turn: no flight without passengers."""
    lists: dict[date, list[Group]] = defaultdict(list)
    for number, group in enumerate(groups):
        lists[days[number % len(days)]].append(group)
    yield from sorted(lists.items())


@lru_cache(maxsize=1)
def destinations() -> dict[str, dict[str, str]]:
    return {row["country"]: row for row in rows("destinations.csv")}


def flight(
    estate: Estate, groups: Sequence[Group], country: str, day: date, *, to_morocco: bool
) -> PastMovement:
    """One leg, or two where nobody flies there directly."""
    chance, row = estate.chance, destinations()[country]
    people = sum(group.size for group in groups)
    unit = "oim-tur-1" if country == "TUR" and to_morocco else "oim" if to_morocco else groups[0].unit
    stops = [row["city"], *([row["via"]] if row["via"] else []), "Casablanca"]
    stops = stops if to_morocco else stops[::-1]
    at = noon(day - 10 * DAY)
    return PastMovement(
        unit=estate.units[unit].pk,
        hands=estate.hands_at(unit),
        direction="to_morocco" if to_morocco else "from_morocco",
        mode="charter" if people >= 60 else "air",
        to_country="MAR" if to_morocco else country,
        legs=tuple(legs(estate, stops, day, float(row["hours"]))),
        carrier=row["carrier"],
        seats=people + chance.randrange(3),
        cost=Decimal(people * (int(row["price"]) + 50 * chance.randrange(-6, 9))),
        at=at,
        id=chance.key(at),
        reference=chance.reference(),
    )


def legs(estate: Estate, stops: Sequence[str], day: date, hours: float) -> Iterator[PastLeg]:
    leaves = datetime.combine(day, time(8 + estate.chance.randrange(5), 5 * estate.chance.randrange(12)))
    each = timedelta(minutes=int(hours * 60 / (len(stops) - 1)))
    for start, stop in pairwise(stops):
        comes = leaves + each
        number = f"DE {estate.chance.randrange(100, 999)}"
        yield PastLeg(start, stop, leaves.date(), leaves.time(), comes.date(), comes.time(), number)
        leaves = comes + timedelta(minutes=100)
