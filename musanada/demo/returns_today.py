"""Returns at work today, invented: files in every state at two offices, a group that leaves next week, what blocks others.

Whatever is older than today enters as files of the past do; what is done on a list, by the commands the pages use. All is
dated around today: nothing of it is in a printed figure.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.demo import calendar_returns as calendar
from musanada.demo.returnees import Group, Traveller, Waiting
from musanada.demo.returns_parts import file_of, register, register_all
from musanada.demo.returns_travel import destinations
from musanada.demo.returns_world import Estate
from musanada.returns.commands.boarding import book
from musanada.returns.commands.movements import LegDraft, MovementDraft, close_list, plan_movement
from musanada.returns.commands.past_files import load_past_files
from musanada.returns.models import Movement, Return
from musanada.returns.past_files import PastFile, PastPapers

DAY = timedelta(days=1)
# How many people stand in each state, by the steps they took.
WAITING = ((0, 3), (1, 4), (2, 3), (3, 3), (4, 4))
COUNTRIES = ("CIV", "SEN", "GIN", "MLI", "CMR", "GMB", "BFA", "NGA")
PLACES = {"oim-rab": "rabat", "oim-ouj": "oujda"}


def ago(days: int) -> date:
    return timezone.localdate() - days * DAY


def fill(estate: Estate) -> int:
    """Returns how many people it brought."""
    estate = replace(estate, waiting=Waiting())
    files: list[PastFile] = []
    for unit in PLACES:
        for reached, number in WAITING:
            for n in range(number):
                files += waiting(estate, unit, reached, 2 + 9 * reached + 6 * n, n)
        files += ended(estate, unit)
    files += family_of_four(estate)
    groups = [ready(estate, "oim-rab", "CIV", size, 7) for size in (1, 3, 1, 1, 2)]
    soon = [ready(estate, "oim-ouj", "SEN", size, 1) for size in (1, 1, 2)]
    away = departed(estate)
    register_all(estate)
    every = [*files, *(one for group in (*groups, *soon) for one in group), *away]
    load_past_files(estate.actor, estate.units["oim"], sorted(every, key=lambda one: one.id))
    next_week(estate, groups, soon)
    return estate.waiting.count()


def alone(estate: Estate, unit: str, country: str, *, sex: str = "") -> Group:
    sex = sex or ("F" if estate.chance.part(0.3) else "M")
    return Group([Traveller(sex)], country, unit)


def opened(estate: Estate, group: Group, days: int, reached: int, **more: Any) -> list[PastFile]:
    """A group that applied so many days ago and took the first steps since."""
    since = ago(days)
    register(estate, group, since, timezone.localdate() + 30 * DAY)
    road = [(code, since + int(days * share * 0.9) * DAY) for code, share in calendar.ROAD[:reached]]
    steps = calendar.steps(road)
    return [file_of(estate, group, one, since, steps, **more) for one in group.members]


def waiting(estate: Estate, unit: str, reached: int, days: int, number: int) -> list[PastFile]:
    group = alone(estate, unit, COUNTRIES[(reached * 3 + number) % len(COUNTRIES)])
    wish = timezone.localdate() + (10 + 5 * number) * DAY
    funding = estate.fundings["rv-ue"] if reached > 2 else None
    return opened(estate, group, days, reached, funding=funding, wished_on=wish)


def ended(estate: Estate, unit: str) -> list[PastFile]:
    """Somebody who did not come to the airport, two who gave up, one whom nobody reaches any more."""
    files = []
    for code, reached, days in (("miss", 6, 70), ("withdraw", 3, 40), ("withdraw", 4, 55), ("lose", 2, 90)):
        group, since = alone(estate, unit, "SEN"), ago(days)
        register(estate, group, since, timezone.localdate())
        road = [(name, since + int(days * share * 0.7) * DAY) for name, share in calendar.ROAD[:reached]]
        steps = calendar.steps([*road, (code, ago(6))])
        files += [file_of(estate, group, one, since, steps) for one in group.members]
    return files


# In hand on the day of travel


def papers(estate: Estate, group: Group, leaving: date, until: date | None = None) -> PastPapers:
    """``until``: of the document, where it does not hold until the journey."""
    return PastPapers(
        kind="laissez_passer",
        issuer=group.country,
        number=f"LP{estate.chance.randrange(10**7):07d}",
        asked_on=ago(30),
        obtained_on=ago(12),
        valid_to=until or leaving + 60 * DAY,
        fit_on=ago(1),
        fit_to=leaving + 5 * DAY,
        cleared_on=ago(14),
        cleared_to=leaving + 60 * DAY,
        exit_asked=ago(15),
        exit_from=ago(5),
        exit_to=leaving + 30 * DAY,
    )


def with_papers(
    estate: Estate, group: Group, leaving: date, reached: int, short: Sequence[int] = ()
) -> list[PastFile]:
    """Declared, or ready, with all papers; of the members ``short`` the laissez-passer ends before the journey."""
    files = opened(estate, group, 45, reached, funding=estate.fundings["rv-ue"], wished_on=leaving)
    return [
        replace(one, papers=papers(estate, group, leaving, leaving - 3 * DAY if number in short else None))
        for number, one in enumerate(files)
    ]


def family_of_four(estate: Estate) -> list[PastFile]:
    """Everything is there, but the mother's laissez-passer ends three days before the flight."""
    members = [Traveller("F"), Traveller("M"), Traveller("F", minor=True), Traveller("M", minor=True)]
    leaving = timezone.localdate() + 7 * DAY
    return with_papers(estate, Group(members, "CIV", "oim-rab"), leaving, 4, short=(0,))


def ready(estate: Estate, unit: str, country: str, size: int, days: int) -> list[PastFile]:
    """One alone, a couple, or a mother with a child and her sister's husband: all may leave on that day."""
    members = [Traveller("F" if size > 1 else "M"), Traveller("M"), Traveller("F", minor=True)][:size]
    leaving = timezone.localdate() + days * DAY
    return with_papers(estate, Group(members, country, unit), leaving, 5)


def departed(estate: Estate) -> list[PastFile]:
    """Two who left yesterday and whose arrival nobody has confirmed yet."""
    files = []
    for _n in range(2):
        group = alone(estate, "oim-rab", "GIN")
        made = with_papers(estate, group, ago(1), 6)
        for one in made:
            gone = calendar.steps([*((step.code, step.on) for step in one.steps), ("depart", ago(1))])
            files.append(replace(one, steps=gone, departed_on=ago(1)))
    return files


# Lists


def next_week(estate: Estate, groups: Sequence[list[PastFile]], soon: Sequence[list[PastFile]]) -> None:
    """A group to Abidjan in a week, still open; another to Dakar tomorrow, whose list is closed."""
    made = movement(estate, "oim-rab", "CIV", 7, seats=12)
    book(estate.staff["travel-officer.rabat"], made, returns_of(groups))
    closed = movement(estate, "oim-ouj", "SEN", 1, seats=6)
    officer = estate.staff["travel-officer.oujda"]
    book(officer, closed, returns_of(soon))
    close_list(officer, closed)


def returns_of(groups: Sequence[list[PastFile]]) -> list[Return]:
    return list(Return.objects.filter(pk__in=[one.id for group in groups for one in group]))


def movement(estate: Estate, unit: str, country: str, days: int, seats: int) -> Movement:
    row, day = destinations()[country], timezone.localdate() + days * DAY
    leg = LegDraft("Casablanca", row["city"], day, day, time(9, 40), time(14, 10), row["carrier"], "DE 512")
    draft = MovementDraft(
        "from_morocco",
        "iom",
        "air",
        country,
        [leg],
        carrier=row["carrier"],
        seats=seats,
        cost=Decimal(seats * int(row["price"])),
    )
    return plan_movement(estate.staff[f"travel-officer.{PLACES[unit]}"], estate.units[unit], draft=draft)
