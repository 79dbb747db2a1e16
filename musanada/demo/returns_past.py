"""Registers of the past, without names: the State's from 2004 to May 2016, IOM's from 2005 until the files begin."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from musanada.demo import plan_returns as plan
from musanada.demo.chance import Chance
from musanada.demo.plan_2014 import apportion
from musanada.demo.returns_world import Estate
from musanada.returns.commands.past import load_past_returns
from musanada.returns.past import PastRow

DAY = timedelta(days=1)
REGISTERS = {
    "state": "Registre des retours du ministère (démonstration)",
    "embassy": "Registre des retours du ministère (démonstration)",
    "iom": "Registre du retour volontaire de l'OIM (démonstration)",
}
SHOWN = {"state": "MI", "embassy": "AMB", "iom": "OIM"}
# Who returned in those years was poorer in women and children than today; the more so with the State.
MEN = {"state": 0.86, "embassy": 0.78, "iom": 0.69}
MINORS = {"state": 0.03, "embassy": 0.06, "iom": 0.12}
IOM_FUNDINGS = (("rv-ue", 68), ("rv-pays-bas", 82), ("rv-billets", 100))


def fill(estate: Estate, scale: float) -> int:
    """Both registers. Returns how many lines."""
    state, iom = list(of_the_state(estate, scale)), list(of_iom(estate, scale))
    load_past_returns(estate.actor, estate.units["interieur"], state)
    load_past_returns(estate.actor, estate.units["oim"], iom)
    return len(state) + len(iom)


def of_the_state(estate: Estate, scale: float) -> Iterator[PastRow]:
    for channel, funding, years in (
        ("state", "etat-budget", plan.STATE),
        ("embassy", "ambassades", plan.EMBASSY),
    ):
        for year, number in years.items():
            last = plan.PRINTED_UNTIL if year == 2016 else date(year, 12, 31)
            some = plan.at_least_one(number, scale)
            codes = spread(estate.chance, some, earlier=True)
            yield from lines(estate, channel, funding, codes, (date(year, 1, 2), last - DAY))


def of_iom(estate: Estate, scale: float) -> Iterator[PastRow]:
    """2016 in two parts: what is printed ends with May."""
    for year, number in plan.IOM.items():
        if year == 2016:
            every = once_each()
            early = max(plan.at_least_one(plan.IOM_BY_MAY_2016, scale), len(every))
            every += spread(estate.chance, early - len(every), earlier=True)
            yield from iom_lines(estate, every, date(2016, 1, 2), plan.PRINTED_UNTIL - DAY)
            late = plan.at_least_one(number - plan.IOM_BY_MAY_2016, scale)
            codes = spread(estate.chance, late, earlier=False)
            yield from iom_lines(estate, codes, plan.PRINTED_UNTIL + 2 * DAY, date(2016, 12, 31))
        else:
            last = plan.FILES_SINCE - DAY if year == plan.FILES_SINCE.year else date(year, 12, 31)
            some = plan.at_least_one(number, scale)
            codes = of_2022(some) if year == 2022 else spread(estate.chance, some, earlier=year < 2016)
            yield from iom_lines(estate, codes, date(year, 1, 2), last, year == 2022)


def once_each() -> list[str]:
    """The 36 countries: at any scale they are all there by May 2016."""
    return [*plan.COUNTRIES, *plan.EARLIER_ONLY]


def spread(chance: Chance, number: int, *, earlier: bool) -> list[str]:
    """Countries of that many people: as in 2024, in the first years with four more."""
    codes = once_each() if earlier else list(plan.COUNTRIES)
    weights = list(accumulate(plan.COUNTRIES.get(code, 3) ** 0.94 for code in codes))
    return [chance.weighted(codes, weights) for _n in range(number)]


def of_2022(number: int) -> list[str]:
    """Twenty-six countries that year."""
    first = dict(list(plan.COUNTRIES.items())[: plan.COUNTRIES_2022])
    return [code for code, count in apportion(number, first, at_least=1).items() for _n in range(count)]


def iom_lines(
    estate: Estate, codes: Sequence[str], first: date, last: date, printed: bool = False
) -> Iterator[PastRow]:
    yield from lines(estate, "iom", "", codes, (first, last), printed=printed)


def lines(
    estate: Estate,
    channel: str,
    funding: str,
    codes: Sequence[str],
    days: tuple[date, date],
    *,
    printed: bool = False,
) -> Iterator[PastRow]:
    """A line per country code, in the order of their days, numbered from the year's first."""
    chance = estate.chance
    people = sexes_2022(chance, len(codes)) if printed else [someone(chance, channel) for _code in codes]
    left = sorted(chance.day(*days) for _code in codes)
    mixed = chance.sample(codes, len(codes))
    for number, (code, (sex, minor), on) in enumerate(zip(mixed, people, left, strict=True), start=1):
        half = f"{on.year}b" if days[0].month > 1 else str(on.year)
        at = datetime.combine(min(on + chance.randrange(3) * DAY, days[1]), time(16), UTC)
        yield PastRow(
            pseudonym=f"{SHOWN[channel]}-{half}-{number:05d}",
            country=code,
            channel=channel,
            funding=estate.fundings[funding or iom_funding(chance, on)],
            departed_on=on,
            recorded_at=at,
            source=REGISTERS[channel],
            sex=sex,
            minor=minor,
            id=chance.key(at),
        )


def iom_funding(chance: Chance, on: date) -> str:
    if on < date(2017, 1, 1):
        return "rv-billets" if on >= date(2007, 6, 11) and chance.part(0.4) else "rv-fonds"
    code = chance.weighted([c for c, _w in IOM_FUNDINGS], [w for _c, w in IOM_FUNDINGS])
    return "rv-ue" if code == "rv-pays-bas" and on < date(2019, 1, 1) else code


def someone(chance: Chance, channel: str) -> tuple[str, bool | None]:
    """Sex, and whether a minor; old lists do not say it of everybody."""
    sex = "M" if chance.part(MEN[channel]) else "F"
    minor = chance.part(MINORS[channel])
    return ("unknown" if chance.part(0.004) else sex, None if chance.part(0.02) else minor)


def sexes_2022(chance: Chance, number: int) -> list[tuple[str, bool | None]]:
    """1,443 men, 616 women and 398 minors, as printed."""
    printed = {"men": plan.MEN_2022, "women": plan.WOMEN_2022, "minors": plan.MINORS_2022}
    parts = apportion(number, printed)
    listed: list[tuple[str, bool | None]] = []
    listed += [("M", False)] * parts["men"]
    listed += [("F", False)] * parts["women"]
    listed += [("F" if n % 2 else "M", True) for n in range(parts["minors"])]
    return chance.sample(listed, len(listed))
