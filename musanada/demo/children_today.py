"""Children followed these days, in four towns: met yesterday, an assessment late, 18 next week, a closure to approve."""

from datetime import date

from musanada.demo import children
from musanada.demo.child_files import Telling, begin, concerns, family, guardian, risks
from musanada.demo.child_plan import growing_up, services
from musanada.demo.child_roads import tell
from musanada.demo.children import Kid
from musanada.demo.protection_book import DAY, Team
from musanada.demo.protection_world import Ground
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.protection.models import CareArrangement, Closing

TOWNS = ("MA-NAD", "MA-CAS", "MA-MAR", "MA-OUJ")


def fill(ground: Ground) -> int:
    """Returns how many children."""
    today = ground.book.today
    for town in TOWNS:
        team = ground.teams[town]
        found(ground, team, kid(ground, town, 14, "GIN", "high", today - 10 * DAY))
        found(ground, team, kid(ground, town, 15, "SEN", "medium", today - DAY))
        grown = kid(ground, town, 17, "CIV", "low", today - 130 * DAY)
        grown.birth = PartialDate(eighteen_years_before(today + 7 * DAY), BirthPrecision.DAY)
        tell(ground.book, team, grown)
        leaving(ground, team, kid(ground, town, 15, "MAR", "low", today - 12 * DAY))
    return 4 * len(TOWNS)


def kid(ground: Ground, town: str, age: int, country: str, risk: str, day: date) -> Kid:
    made = children.kid(
        ground.chance,
        sex="M",
        age=age,
        country=country,
        town=town,
        status="unaccompanied",
        day=day,
        road="active",
    )
    made.risk = risk
    return made


def eighteen_years_before(day: date) -> date:
    return day.replace(year=day.year - 18, day=min(day.day, 28))


def found(ground: Ground, team: Team, one: Kid) -> Telling:
    """Identified some days ago; the assessment is still to be made."""
    t = begun(ground, team, one)
    t.file.finish()
    return t


def begun(ground: Ground, team: Team, one: Kid) -> Telling:
    t = begin(ground.book, team, one, ground.book.today)
    family(t)
    guardian(t)
    concerns(t)
    services(t)
    t.file.add(CareArrangement, one.day, kind="street", town=team.town, from_on=one.day, by=t.by)
    growing_up(t)
    risks(t)
    return t


def leaving(ground: Ground, team: Team, one: Kid) -> None:
    """Gone on with their family's news: the closure waits for the second officer."""
    t = begun(ground, team, one)
    asked = ground.book.today - 3 * DAY
    t.file.add(
        Closing,
        asked,
        reason="withdrew",
        text="Ne veut plus de suivi ; sait où nous trouver.",
        asked_on=asked,
        asked_by=t.by,
    )
    t.file.start("closing", asked, asked + 7 * DAY)
    t.file.finish()
