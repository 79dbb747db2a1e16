"""What a country sheet says: people who left and came, days, withdrawals, the ladder of reintegration, notes.

Counts obey ``disclosure``: the sheet is for those who may read it, not only for those who may open the files behind it.
A middle of fewer than the threshold is not given; neither is a rung of the ladder that would tell of a few.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from statistics import median
from uuid import UUID

from django.db.models import F, Q, QuerySet

from musanada.access.doors import holds, places_of, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import CaseStep
from musanada.kit.ages import age_on
from musanada.kit.disclosure import ALL, THRESHOLD, hidden_parts, small
from musanada.reference.models import Country
from musanada.returns.models import CountryNote, Direction, Reintegration, Return, TravelDocument
from musanada.returns.queries.flows import VIEW, Flows, files, flows, registers

RULES = "return.rules"
ADULT = 18
NINE_TENTHS = 0.9


@dataclass(frozen=True)
class Middle:
    """Days, where enough people stand behind them; ``n`` None where it is hidden."""

    n: int | None
    median: int | None = None
    ninth: int | None = None


@dataclass(frozen=True)
class Part:
    """One row of a split or one rung of a ladder: a code, and its number unless it is hidden."""

    code: str
    number: int | None


@dataclass(frozen=True)
class Sheet:
    """A country in one direction."""

    direction: str
    flow: Flows
    total: int | None
    by_year: list[tuple[str, int | None]]
    sexes: list[Part]
    ages: list[Part]
    waiting: Middle
    withdrawn: int | None
    applied: int | None
    ladder: list[Part]


def country(code: str) -> Country | None:
    return Country.objects.filter(pk=code.upper()).exclude(pk="MAR").first()


def sheet(actor: User, code: str, direction: str) -> Sheet | None:
    """Nothing where nobody is known to have gone that way, nor asked to."""
    flow = flows(actor, direction)
    rows = files(actor).filter(direction=direction, **{other(direction): code})
    applied = rows.exclude(case__state="enquiry").exclude(case__state="duplicate")
    if code not in flow.countries and not applied.exists():
        return None
    asked, gave_up = asking(applied)
    return Sheet(
        direction=direction,
        flow=flow,
        total=flow.number(code),
        by_year=years_of(flow, code),
        **split(actor, rows, code, direction, shown=flow.number(code) is not None),
        waiting=waiting(rows),
        withdrawn=gave_up,
        applied=asked,
        ladder=ladder(rows),
    )


def other(direction: str) -> str:
    return "to_country" if direction == Direction.FROM_MOROCCO else "from_country"


def years_of(flow: Flows, code: str) -> list[tuple[str, int | None]]:
    """From the country's first year on."""
    known = sorted(year for one, year in flow.table if one == code and year != ALL)
    return [(year, flow.number(code, year)) for year in flow.years if known and year >= known[0]]


def split(
    actor: User, rows: QuerySet[Return], code: str, direction: str, *, shown: bool
) -> dict[str, list[Part]]:
    """Of those who left: by sex, and minors apart. Nothing where even their number is hidden."""
    sexes: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    gone = rows.filter(departed_on__isnull=False)
    traits = gone.values_list("case__person__sex", "case__person__birth_date", "case__person__birth_precision",
                              "departed_on")  # fmt: skip
    for sex, birth, precision, on in traits.iterator(chunk_size=5000):
        sexes[sex if sex in ("F", "M", "X") else "unknown"] += 1
        age = age_on(birth, precision or "", on) if on else None
        ages["unknown" if age is None else "minor" if age < ADULT else "adult"] += 1
    past = registers(actor).filter(direction=direction, country=code).values_list("sex", "minor")
    for sex, minor in past.iterator(chunk_size=5000):
        sexes[sex if sex in ("F", "M", "X") else "unknown"] += 1
        ages["unknown" if minor is None else "minor" if minor else "adult"] += 1
    return {
        "sexes": parts(sexes, ("F", "M", "X", "unknown"), shown=shown),
        "ages": parts(ages, ("adult", "minor", "unknown"), shown=shown),
    }


def parts(counts: Counter[str], order: Sequence[str], *, shown: bool) -> list[Part]:
    hidden = hidden_parts(counts) if shown else set(counts)
    known = [code for code in order if counts.get(code) or code in ("F", "M", "adult", "minor")]
    return [Part(code, None if code in hidden else counts.get(code, 0)) for code in known if counts]


def waiting(rows: QuerySet[Return]) -> Middle:
    """From the application to the departure, of those who have a file."""
    pairs = rows.filter(departed_on__isnull=False).values_list("applied_on", "departed_on")
    return middle([max((left - asked).days, 0) for asked, left in pairs.iterator(chunk_size=5000) if left])


def middle(days: Sequence[int]) -> Middle:
    if len(days) < THRESHOLD:
        return Middle(0 if not days else None)
    ordered = sorted(days)
    ninth = ordered[math.ceil(NINE_TENTHS * len(ordered)) - 1]
    return Middle(len(ordered), round(median(ordered)), ninth)


def asking(applied: QuerySet[Return]) -> tuple[int | None, int | None]:
    """How many applied, and how many of them renounced; both hidden where one gives the other away."""
    counts = Counter(
        "withdrawn" if state == "withdrawn" else "other"
        for state in applied.values_list("case__state", flat=True).iterator(chunk_size=5000)
    )
    total = sum(counts.values())
    if small(total):
        return None, None
    return total, None if "withdrawn" in hidden_parts(counts) else counts["withdrawn"]


def ladder(rows: QuerySet[Return]) -> list[Part]:
    """Eligible, contacted, started, completed: each among the one before, whatever the year."""
    found = Reintegration.objects.filter(ret__in=rows)
    reached = CaseStep.objects.filter(case__reintegration__in=found)
    started = reached.filter(to_state="started").values("case").distinct().count()
    rungs = [
        ("eligible", found.count()),
        ("contacted", found.filter(contacted_on__isnull=False).count()),
        ("started", started),
        ("completed", found.filter(case__state="completed").count()),
    ]
    shown: list[Part] = []
    above: int | None = None
    for code, number in rungs if rungs[0][1] else []:
        # Neither those on the rung nor those who stayed below it may be a few.
        few = small(number) or (above is not None and small(above - number))
        shown.append(Part(code, None if few else number))
        above = above if few else number
    return shown


def laissez_passer(actor: User, code: str) -> Middle:
    """Days between asking this country's consulates for a laissez-passer and holding it."""
    mine = files(actor)
    rows = TravelDocument.objects.filter(
        ret__in=mine, issuer=code, kind=TravelDocument.Kind.LAISSEZ_PASSER, obtained_on__gte=F("asked_on")
    )
    pairs = rows.values_list("asked_on", "obtained_on")
    return middle([(got - asked).days for asked, got in pairs if asked and got])


# Notes


def our_offices(actor: User, right: str = VIEW) -> QuerySet[Unit]:
    """Units of the organisations in which the actor holds the right: what one office knows of a country, all may read."""
    roots = {path.split("/")[0] for path in places_of(actor, right)}
    if "" in roots:  # the console
        return Unit.objects.all()
    return Unit.objects.filter(reduce(or_, [Q(path__startswith=f"{root}/") for root in roots], Q(pk__in=[])))


def notes(actor: User, code: str) -> list[CountryNote]:
    """What stands today, by topic; beside it what it replaced."""
    rows = CountryNote.objects.filter(country=code, unit__in=our_offices(actor)).select_related("unit")
    order = {topic: place for place, topic in enumerate(CountryNote.Topic.values)}
    return sorted(
        rows,
        key=lambda one: (order[one.topic], one.unit.path, one.replaced_on is not None, -one.on.toordinal()),
    )


def standing_note(unit: Unit, code: str, topic: str) -> CountryNote | None:
    return CountryNote.objects.filter(unit=unit, country=code, topic=topic, replaced_on=None).first()


def note(actor: User, pk: UUID) -> CountryNote | None:
    """One that the actor may rewrite, if it still stands."""
    rows = scoped(actor, RULES, CountryNote.objects.filter(replaced_on=None)).select_related(
        "unit", "country"
    )
    return rows.filter(pk=pk).first()


def may_write(actor: User) -> bool:
    return holds(actor, RULES)


def writing_units(actor: User) -> QuerySet[Unit]:
    return units_for(actor, RULES)


def with_notes(actor: User) -> set[str]:
    rows = CountryNote.objects.filter(unit__in=our_offices(actor), replaced_on=None)
    return set(rows.values_list("country_id", flat=True))
