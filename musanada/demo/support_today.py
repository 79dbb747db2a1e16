"""Support after a return at work today, in Oujda: a file in every state, instalments to submit, to approve and to pay.

Who came back is invented, dated around today and in no printed figure. What is done since, the commands of the pages do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from musanada.access.models import User
from musanada.demo import calendar_returns as calendar
from musanada.demo import survey_today
from musanada.demo.calendar_returns import DAY
from musanada.demo.returnees import Group, Traveller, Waiting
from musanada.demo.returns_parts import file_of, register, register_all
from musanada.demo.returns_support import instalment
from musanada.demo.returns_today import ago
from musanada.demo.returns_world import Estate
from musanada.returns.commands.approvals import approve_tranche, submit_tranche
from musanada.returns.commands.evidence import EvidenceDraft, bring_evidence
from musanada.returns.commands.past_files import load_past_files
from musanada.returns.commands.past_support import load_past_support
from musanada.returns.commands.plans import (
    ActivityDraft,
    add_activity,
    approve_plan,
    begin_plan,
    submit_plan,
)
from musanada.returns.commands.reintegration import assess, note_contact, open_reintegration
from musanada.returns.commands.tranches import schedule_from_scheme
from musanada.returns.commands.visits import record_visit
from musanada.returns.models import Activity, Reintegration, Return, Scheme, Tranche
from musanada.returns.past import noon
from musanada.returns.past_files import PastActivity, PastFile, PastPlan, PastSupport

UNIT = "oim-ouj"
# Days since the arrival, and how far the file has come since.
FILES = (
    (5, "eligible"), (37, "eligible"), (19, "contacted"), (24, "planned"), (27, "submitted"), (41, "approved"),
    (43, "to_approve"), (48, "to_pay"),
)  # fmt: skip
RUNNING = (252, 262)  # whose second instalment falls due now
FAR = ("eligible", "contacted", "planned", "submitted", "approved", "to_approve", "to_pay")
GOAL = "Ouvrir une petite épicerie dans le quartier de mes parents."


@dataclass(frozen=True)
class Hands:
    plans: User
    second: User
    manager: User


def fill(estate: Estate) -> int:
    """Returns how many people it brought."""
    estate = replace(estate, waiting=Waiting())
    staff = estate.staff
    hands = Hands(
        staff["case-manager.oujda"], staff["case-manager-2.oujda"], staff["programme-manager.oujda"]
    )
    came = [returned(estate, days) for days, _far in FILES]
    older = [returned(estate, days) for days in RUNNING]
    register_all(estate)
    load_past_files(estate.actor, estate.units["oim"], sorted([*came, *older], key=lambda one: one.id))
    for file, (_days, far) in zip(came, FILES, strict=True):
        carry(estate, hands, file, FAR.index(far))
    running = [half_way(estate, file) for file in older]
    load_past_support(estate.actor, estate.units["oim"], running)
    second_instalments(hands, running)
    survey_today.fill(estate, UNIT, [one.id for one in running])
    return estate.waiting.count()


def returned(estate: Estate, days: int) -> PastFile:
    """A Moroccan back from Türkiye, so many days ago."""
    group = Group([Traveller("F" if days % 3 == 0 else "M")], "TUR", UNIT)
    left = ago(days)
    since = left - 50 * DAY
    register(estate, group, since, left, mission="oim-tur-1")
    steps = calendar.travelled(estate.chance, since, left, left)
    done = tuple(step for step in steps if step.code != "hand_over" or step.on < ago(0))
    return file_of(
        estate,
        group,
        group.members[0],
        since,
        done,
        direction="to_morocco",
        funding=estate.fundings["retour-mre"],
        organised_by=estate.units["oim-tur-1"].pk,
        handed_on=left - 8 * DAY,
        source="mission",
        departed_on=left,
        arrived_on=left,
        wished_on=left,
        town="Oujda",
    )


# Through the commands of the pages


def carry(estate: Estate, hands: Hands, one: PastFile, far: int) -> None:
    """Open the file and take it as far as asked."""
    ret = Return.objects.get(pk=one.id)
    scheme = Scheme.objects.get(pk=estate.schemes["retour-maroc"])
    file = open_reintegration(hands.plans, ret, scheme=scheme)
    if far == 0:
        return
    day = file.arrived_on + 6 * DAY
    note_contact(hands.plans, file, on=day)
    if far == 1:
        return
    assess(hands.plans, file, topic="skills", on=day + DAY, found="A tenu un commerce pendant six ans.")
    plan = begin_plan(hands.plans, file, goal=GOAL, on=day + 2 * DAY)
    for draft in drafts(file.arrived_on):
        add_activity(hands.plans, plan, draft=draft)
    if far >= 3:
        submit_plan(hands.plans, file, on=day + 3 * DAY)
    if far >= 4:
        approve_plan(hands.manager, file, on=day + 5 * DAY)
        instalments(hands, file, far)


def drafts(arrived: date) -> Sequence[ActivityDraft]:
    first = arrived + 40 * DAY
    return (
        ActivityDraft("economic", "cash", "cash", "Premiers frais.", Decimal(400), first, first + 90 * DAY),
        ActivityDraft(
            "economic", "business", "kind", "Étal et marchandises.", Decimal(1200), first, first + 300 * DAY
        ),
        ActivityDraft("psychosocial", "psychosocial", "service", "Six séances d'accompagnement."),
    )


def instalments(hands: Hands, file: Reintegration, far: int) -> None:
    """Scheduled as the scheme says; the first one submitted, then approved by another."""
    activities = Activity.objects.filter(
        plan__file=file, plan__state="approved", kind__in=("cash", "business")
    )
    made = [
        one for activity in activities.order_by("kind") for one in schedule_from_scheme(hands.plans, activity)
    ]
    first = next(one for one in made if one.activity.kind == "cash")
    if far >= 5:
        submit_tranche(hands.plans, first)
    if far >= 6:
        approve_tranche(hands.second, Tranche.objects.get(pk=first.pk))


# Half way


def half_way(estate: Estate, one: PastFile) -> PastSupport:
    """Approved and paid half a year ago; the second instalment of the shop is due now."""
    arrived, chance = one.arrived_on or ago(0), estate.chance
    contacted, approved, given = arrived + 8 * DAY, arrived + 24 * DAY, arrived + 30 * DAY
    amount = Decimal(1800)
    paid = instalment(estate, Decimal(1200), given, given, ("quote", "receipt"))
    due = instalment(estate, Decimal(600), arrived + 243 * DAY, None, ("visit",))
    shop = PastActivity(
        kind="business", dimension="economic", form="kind", what="Petite épicerie.", amount=amount, state="running",
        starts_on=given, ends_on=given + 360 * DAY, given_on=given, given_at=noon(given),
        tranches=(paid, replace(due, given_up=False)),
    )  # fmt: skip
    steps = [
        ("contact", contacted),
        ("plan", contacted),
        ("submit", approved - DAY),
        ("approve", approved),
        ("start", given),
    ]
    return PastSupport(
        person=one.person,
        unit=one.unit,
        hands=one.hands,
        ret=one.id,
        scheme=estate.schemes["retour-maroc"],
        funding=estate.fundings["retour-mre"],
        arrived_on=arrived,
        at=noon(arrived).replace(hour=18),
        steps=calendar.steps(steps),
        contacted_on=contacted,
        entitlement=Decimal(2000),
        town="Oujda",
        found="A tenu un commerce pendant six ans.",
        plan=PastPlan(GOAL, contacted, approved, noon(approved), (shop,)),
        id=chance.key(noon(arrived)),
        reference=chance.reference(),
    )


def second_instalments(hands: Hands, files: Sequence[PastSupport]) -> None:
    """Both were visited and run; of one the evidence is brought and it waits for an approval."""
    for number, one in enumerate(files):
        file = Reintegration.objects.get(pk=one.id)
        visit = record_visit(
            hands.plans, file, on=ago(9 - number), mode="home", runs="yes", found="Le commerce est ouvert, le stock est renouvelé."
        )  # fmt: skip
        second = Tranche.objects.get(file=file, state="planned")
        if number:
            bring_evidence(hands.plans, second, draft=EvidenceDraft("visit", ago(8), visit=visit))
            submit_tranche(hands.plans, second)
