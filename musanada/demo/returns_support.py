"""Support after the return: who got what in 2024, their plan, instalments and visits; and those whom nobody reached.

Every person supported in 2024 has an activity given that year, and nobody else has. Each has one kind that counts for the
printed shares, some a second one of another sort.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from musanada.demo import plan_returns as plan
from musanada.demo.calendar_returns import DAY, steps
from musanada.demo.plan_2014 import apportion
from musanada.demo.returns_parts import euro
from musanada.demo.returns_world import Estate
from musanada.returns.commands.past_support import load_past_support
from musanada.returns.past import noon
from musanada.returns.past_files import (
    PastActivity,
    PastFile,
    PastPlan,
    PastStep,
    PastSupport,
    PastTranche,
)

AT_ONCE = 400
LAST = date(2024, 12, 30)  # given in 2024
HALF_A_YEAR = timedelta(days=182)
MONEY = {"cash": "cash", "business": "kind", "medical": "service", "housing": "cash"}
DIMENSIONS = {
    "cash": "economic", "business": "economic", "training": "economic", "job": "economic", "psychosocial": "psychosocial",
    "medical": "social", "housing": "social", "education": "social", "legal": "social",
}  # fmt: skip
PROOFS = {
    "business": ("quote", "receipt"), "training": ("attendance",), "medical": ("prescription",), "housing": ("contract",),
    "education": ("certificate",),
}  # fmt: skip
# Euros, lowest and highest.
AMOUNTS = {
    "cash": (300, 800), "business": (1000, 1800), "training": (250, 500), "psychosocial": (80, 200), "medical": (120, 400),
    "housing": (200, 600), "job": (100, 250), "education": (100, 300), "legal": (50, 150),
}  # fmt: skip
AWAY = {"cash": 58, "training": 29, "psychosocial": 13}  # F052: three kinds
AWAY_TOO = ("psychosocial", "training")
BACK_OTHER = {
    "training": 34,
    "medical": 28,
    "housing": 26,
    "psychosocial": 18,
    "job": 9,
    "education": 8,
    "legal": 5,
}
WHAT = {
    "cash": "Aide financière en deux versements.", "business": "Petit commerce : marchandises et étal.",
    "training": "Formation professionnelle courte.", "psychosocial": "Séances d'accompagnement.",
    "medical": "Consultation et médicaments.", "housing": "Loyer des premiers mois.",
    "job": "Mise en relation avec un employeur.", "education": "Frais d'inscription et fournitures.",
    "legal": "Documents d'état civil.",
}  # fmt: skip
GOALS = (
    "Reprendre un travail près de ma famille.",
    "Ouvrir un petit commerce.",
    "Apprendre un métier.",
    "Me soigner, puis travailler.",
)
ENDS = (("completed", 62), ("expired", 78), ("dropped", 86), ("moved", 90), ("started", 100))
UNREACHED = (("lose", 55), ("drop", 75), ("move", 88), ("expire", 100))
STEP_OF = {"completed": "complete", "expired": "expire", "dropped": "drop", "moved": "move"}


@dataclass(frozen=True)
class Helped:
    """A returnee of the year with the kind that counts, and a second one for some."""

    file: PastFile
    kinds: tuple[str, ...]
    scheme: str


def fill(estate: Estate, away: Sequence[PastFile], back: Sequence[PastFile], scale: float) -> int:
    """Returns how many files of reintegration."""
    numbers = plan.Numbers().scaled(scale)
    helped = [*of_away(estate, away, numbers), *of_back(estate, back, numbers)]
    taken = {one.file.id for one in helped}
    files = [supported(estate, one) for one in helped]
    rest = [one for one in (*away, *back) if one.arrived_on and one.id not in taken and not one.minor]
    others = estate.chance.sample(rest, min(round(len(helped) * 0.6), len(rest)))
    files += [unreached(estate, one) for one in others]
    files.sort(key=lambda one: one.id)
    for start in range(0, len(files), AT_ONCE):
        load_past_support(estate.actor, estate.units["oim"], files[start : start + AT_ONCE])
    return len(files)


# Who


def of_away(estate: Estate, files: Sequence[PastFile], numbers: plan.Numbers) -> Iterator[Helped]:
    """Of two cohorts; the reinforced among them are those who were found vulnerable."""
    old = [one for one in files if one.arrived_on and one.arrived_on.year == 2023]
    new = [one for one in files if one.arrived_on and date(2024, 1, 1) <= one.arrived_on < date(2024, 11, 20)]
    chosen = [*some(estate, old, numbers.supported_2023), *some(estate, new, numbers.supported_2024)]
    kinds = laid_out(estate, apportion(len(chosen), AWAY, at_least=1))
    vulnerable = sorted(chosen, key=lambda one: (not one.flags, one.id))
    reinforced = {one.id for one in vulnerable[: min(numbers.reinforced, len(vulnerable))]}
    for one, kind in zip(chosen, kinds, strict=True):
        second = estate.chance.choice(AWAY_TOO) if estate.chance.part(0.18) else kind
        scheme = "reintegration-renforcee" if one.id in reinforced else "reintegration"
        yield Helped(one, tuple(dict.fromkeys((kind, second))), scheme)


def of_back(estate: Estate, files: Sequence[PastFile], numbers: plan.Numbers) -> Iterator[Helped]:
    """Cash, a business, or something else: what is printed is of persons, so that nobody has both of the first two."""
    came = [one for one in files if one.arrived_on and one.arrived_on < date(2024, 11, 20)]
    others = apportion(numbers.back_other, BACK_OTHER)
    kinds = laid_out(estate, {"cash": numbers.back_cash, "business": numbers.back_business} | others)
    for one, kind in zip(some(estate, came, len(kinds)), kinds, strict=False):
        second = kind
        if kind in ("cash", "business") and estate.chance.part(0.16):
            second = estate.chance.choice(("medical", "psychosocial", "training"))
        scheme = "retour-maroc-allemagne" if one.country == "DEU" else "retour-maroc"
        yield Helped(one, tuple(dict.fromkeys((kind, second))), scheme)


def some(estate: Estate, files: Sequence[PastFile], number: int) -> list[PastFile]:
    """Adults first: a child's support goes with its parents'."""
    mixed = estate.chance.sample(list(files), len(files))
    return sorted(mixed, key=lambda one: one.minor)[:number]


def laid_out(estate: Estate, counts: dict[str, int]) -> list[str]:
    listed = [kind for kind, number in counts.items() for _n in range(number)]
    return estate.chance.sample(listed, len(listed))


# What


def supported(estate: Estate, one: Helped) -> PastSupport:
    chance, file = estate.chance, one.file
    arrived = arrival(file)
    first = max(arrived + chance.randrange(24, 75) * DAY, date(2024, 1, 4) + chance.randrange(50) * DAY)
    given = min(first, LAST)
    contacted = min(arrived + chance.randrange(3, 28) * DAY, given - 4 * DAY)
    approved = max(given - chance.randrange(2, 12) * DAY, contacted + DAY)
    state = chance.weighted([code for code, _w in ENDS], [weight for _code, weight in ENDS])
    last = given + chance.randrange(200, 330) * DAY
    days = [
        ("contact", contacted),
        ("plan", contacted),
        ("submit", approved - DAY),
        ("approve", approved),
        ("start", given),
    ]
    if state in STEP_OF:
        days.append((STEP_OF[state], last))
    activities = tuple(activity(estate, kind, given, approved, state) for kind in one.kinds)
    return support(
        estate,
        file,
        one.scheme,
        steps(days),
        contacted,
        plan_of=PastPlan(chance.choice(GOALS), contacted, approved, noon(approved), activities),
        entitlement=sum((line.amount for line in activities), Decimal(0)),
        visits=(
            (
                given + 90 * DAY,
                "home" if chance.part(0.4) else "phone",
                "yes" if chance.part(0.7) else "partly",
            ),
        ),
    )


def arrival(file: PastFile) -> date:
    if file.arrived_on is None:
        raise LookupError("support comes after an arrival")
    return file.arrived_on


def activity(estate: Estate, kind: str, given: date, approved: date, state: str) -> PastActivity:
    """Cash and goods come in two parts: the second half a year later, if what the first one paid for runs."""
    chance = estate.chance
    low, high = AMOUNTS[kind]
    amount = Decimal(low + 20 * chance.randrange((high - low) // 20 + 1))
    halves = (amount * 6 // 10, amount - amount * 6 // 10) if kind in ("cash", "business") else (amount,)
    paid = given
    tranches = [instalment(estate, halves[0], given, paid, PROOFS.get(kind, ()))]
    if len(halves) > 1:
        due = given + HALF_A_YEAR
        on = None if state in ("dropped", "moved", "expired") else due + chance.randrange(0, 40) * DAY
        tranches.append(instalment(estate, halves[1], due, on, ("visit",)))
    return PastActivity(
        kind=kind,
        dimension=DIMENSIONS[kind],
        form=MONEY.get(kind, "service"),
        what=WHAT[kind],
        amount=amount,
        state="running" if state == "started" else "done",
        starts_on=given,
        ends_on=given + HALF_A_YEAR + 30 * DAY,
        given_on=given,
        given_at=noon(given),
        tranches=tuple(tranches),
        id=chance.key(noon(approved)),
    )


def instalment(
    estate: Estate, amount: Decimal, due: date, paid: date | None, proofs: tuple[str, ...]
) -> PastTranche:
    chance = estate.chance
    approved = paid - chance.randrange(1, 4) * DAY if paid else None
    return PastTranche(
        amount=amount,
        due_on=due,
        proofs=proofs,
        approved_on=approved,
        paid_on=paid,
        given_up=paid is None,
        rate=euro(approved) if approved else Decimal(1),
        paid_rate=euro(paid) if paid else Decimal(1),
        receipt=f"DEMO-{chance.randrange(10**6):06d}" if paid else "",
        id=chance.key(noon(due)),
        reference=chance.reference(),
    )


def unreached(estate: Estate, file: PastFile) -> PastSupport:
    """Entitled, and it came to nothing: nobody answered, or the person wanted nothing."""
    chance = estate.chance
    contacted = arrival(file) + chance.randrange(4, 40) * DAY if chance.part(0.55) else None
    code = chance.weighted([code for code, _w in UNREACHED], [weight for _code, weight in UNREACHED])
    days = [("contact", contacted)] if contacted else []
    scheme = "reintegration" if file.direction == "from_morocco" else "retour-maroc"
    closed = (contacted or arrival(file)) + chance.randrange(60, 400) * DAY
    return support(estate, file, scheme, steps([*days, (code, closed)]), contacted)


def support(
    estate: Estate,
    file: PastFile,
    scheme: str,
    taken: tuple[PastStep, ...],
    contacted: date | None,
    *,
    plan_of: PastPlan | None = None,
    entitlement: Decimal | None = None,
    visits: tuple[tuple[date, str, str], ...] = (),
) -> PastSupport:
    arrived = arrival(file)
    at = noon(arrived).replace(hour=18)
    return PastSupport(
        person=file.person,
        unit=file.unit,
        hands=file.hands,
        ret=file.id,
        scheme=estate.schemes[scheme],
        funding=estate.fundings["rv-ue" if file.direction == "from_morocco" else "retour-mre"],
        arrived_on=arrived,
        at=at,
        steps=taken,
        contacted_on=contacted,
        entitlement=entitlement,
        town=file.town,
        found="A travaillé avant le départ ; logé par la famille." if plan_of else "",
        plan=plan_of,
        visits=visits,
        id=estate.chance.key(at),
        reference=estate.chance.reference(),
    )
