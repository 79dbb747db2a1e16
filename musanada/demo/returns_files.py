"""Files of return: those of 2024 and around, from Morocco and to Morocco. How many of each: ``plan_returns``."""

from datetime import date
from itertools import accumulate
from uuid import UUID

from musanada.demo import calendar_returns as calendar
from musanada.demo import plan_returns as plan
from musanada.demo import returnees
from musanada.demo.calendar_returns import DAY
from musanada.demo.plan_2014 import rows
from musanada.demo.returnees import Group
from musanada.demo.returns_parts import file_of, papers, register, register_all, seat
from musanada.demo.returns_travel import Journey, destinations, journeys
from musanada.demo.returns_world import OFFICE_SHARES, OFFICES, Estate
from musanada.reference.queries import places_by_code
from musanada.returns.commands.past_files import load_past_files
from musanada.returns.past_files import PastFile

AT_ONCE = 400
IOM_2024 = (("rv-ue", 62), ("rv-pays-bas", 78), ("rv-billets", 100))
SIDES = {
    "withdrawn": ("withdraw", (1, 2, 3, 4, 4)),
    "unreachable": ("lose", (1, 2, 3, 4)),
    "ineligible": ("find_ineligible", (1,)),
    "referred": ("refer", (1, 2)),
    "exit_refused": ("refuse_exit", (4,)),
    "unfit": ("find_unfit", (4,)),
    "no_funds": ("lack_funds", (2, 3)),
    "duplicate": ("mark_duplicate", (1, 2)),
    "deceased": ("die", (2,)),
}


def fill(estate: Estate, scale: float) -> tuple[list[PastFile], list[PastFile]]:
    """Returns the files of those who left Morocco or wanted to, and of those who came back to it."""
    numbers = plan.Numbers().scaled(scale)
    away = leavers(estate, scale, numbers) + stayers(estate, numbers)
    back = comers(estate, scale)
    register_all(estate)
    for files in (away, back):
        files.sort(key=lambda one: one.id)
        for start in range(0, len(files), AT_ONCE):
            load_past_files(estate.actor, estate.units["oim"], files[start : start + AT_ONCE])
    return away, back


# From Morocco


def leavers(estate: Estate, scale: float, numbers: plan.Numbers) -> list[PastFile]:
    """Who left in the last months of 2023, in 2024, and at the beginning of 2025."""
    chance = estate.chance
    room = plan.by_country(scale)
    year = returnees.placed(chance, returnees.groups(chance, sum(room.values()), plan.MEN, plan.WOMEN), room)
    early, late = returnees.parted(year, plan.until_september(scale))
    around = [drawn(estate, number) for number in (numbers.departed_2023, numbers.departed_2025)]
    video = chance.sample([one for g in year for one in g.members], min(numbers.by_video, sum(room.values())))
    seen = {id(one) for one in video}
    files = []
    for groups, first, last in (
        (around[0], plan.FILES_SINCE + DAY, date(2023, 12, 29)),
        (early, date(2024, 1, 3), date(2024, 9, 27)),
        (late, date(2024, 10, 1), date(2024, 12, 24)),
        (around[1], date(2025, 1, 6), date(2025, 3, 28)),
    ):
        for group in groups:
            group.unit = chance.weighted(OFFICES, OFFICE_SHARES)
        for journey in journeys(estate, groups, first, last):
            files += left_together(estate, journey, seen)
    return files


def drawn(estate: Estate, number: int) -> list[Group]:
    """That many people of the same countries, families together."""
    made = returnees.groups(estate.chance, number, plan.MEN, plan.WOMEN)
    codes, weights = list(plan.COUNTRIES), list(accumulate(plan.COUNTRIES.values()))
    for group in made:
        group.country = estate.chance.weighted(codes, weights)
    return made


def left_together(estate: Estate, journey: Journey, by_video: set[int]) -> list[PastFile]:
    """The files of a group that left: one course for all, one declaration each."""
    chance, group, left = estate.chance, journey.group, journey.left
    since = calendar.applied(chance, left)
    came = left + DAY if float(destinations()[group.country]["hours"]) > 9 else left
    register(estate, group, since, left)
    steps = calendar.travelled(chance, since, left, came)
    funding = estate.fundings[chance.weighted([c for c, _w in IOM_2024], [w for _c, w in IOM_2024])]
    files = []
    for one in group.members:
        mission = mission_of(group.country) if id(one) in by_video else ""
        files.append(
            file_of(
                estate,
                group,
                one,
                since,
                steps,
                funding=funding,
                mission=mission,
                papers=papers(estate, group.country, one, steps, left),
                seat=seat(estate, journey, one),
                departed_on=left,
                arrived_on=came,
                wished_on=left,
            )
        )
    return files


def mission_of(country: str) -> str:
    return f"Mission OIM à {destinations()[country]['city']}"


def stayers(estate: Estate, numbers: plan.Numbers) -> list[PastFile]:
    """Who applied in 2024 and did not leave, by what became of it."""
    files = []
    for state, number in numbers.sides.items():
        for group in drawn(estate, number):
            group.unit = estate.chance.weighted(OFFICES, OFFICE_SHARES)
            files += stayed(estate, group, state)
    return files


def stayed(estate: Estate, group: Group, state: str) -> list[PastFile]:
    code, reached = SIDES[state]
    since = estate.chance.day(date(2024, 1, 2), date(2024, 12, 27))
    register(estate, group, since, since + 60 * DAY)
    steps = calendar.ended(estate.chance, since, code, estate.chance.choice(reached))
    return [file_of(estate, group, one, since, steps) for one in group.members]


# To Morocco


def comers(estate: Estate, scale: float) -> list[PastFile]:
    """Moroccans back in 2024, handed over by the mission of the country of stay."""
    chance, room = estate.chance, plan.by_host(scale)
    made = returnees.groups(chance, sum(room.values()), plan.MEN_BACK, plan.WOMEN_BACK)
    placed = returnees.placed(chance, made, room)
    regions = rows("return-regions.csv")
    weights = list(accumulate(int(row["weight"]) for row in regions))
    places = places_by_code({row["region"] for row in regions})
    towns = {}
    for group in placed:
        row = chance.weighted(regions, weights)
        group.unit, towns[id(group)] = row["unit"], (places[row["region"]].pk, row["town"])
    files = []
    for journey in journeys(estate, placed, date(2024, 1, 3), date(2024, 12, 23), to_morocco=True):
        files += came_together(estate, journey, *towns[id(journey.group)])
    return files


def came_together(estate: Estate, journey: Journey, place: UUID, town: str) -> list[PastFile]:
    chance, group, left = estate.chance, journey.group, journey.left
    since = calendar.applied(chance, left)
    mission = "oim-tur-1" if group.country == "TUR" else "oim"
    register(estate, group, since, left, mission=mission)
    steps = calendar.travelled(chance, since, left, left)
    handed = calendar.on_the_way(since, left, 0.86)
    return [
        file_of(
            estate,
            group,
            one,
            since,
            steps,
            direction="to_morocco",
            funding=estate.fundings["retour-mre"],
            organised_by=estate.units[mission].pk,
            handed_on=handed if mission != "oim" else None,
            source="mission",
            papers=papers(estate, "MAR", one, steps, left, leaves=False),
            seat=seat(estate, journey, one, money=False),
            departed_on=left,
            arrived_on=left,
            wished_on=left,
            place=place,
            town=town,
        )
        for one in group.members
    ]
