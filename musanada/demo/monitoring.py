"""What programmes set out to do, what associations report without records, and two views kept of it.

Targets are plans, so they are drawn around what the invented records give, above and below; nothing counted is typed in.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from musanada.access.models import Unit, User
from musanada.assistance.models import Act, ActMember
from musanada.demo.chance import Chance
from musanada.monitoring.blocks import Block
from musanada.monitoring.commands.aggregates import accept, correct, report, send_back
from musanada.monitoring.commands.targets import set_target, set_targets
from musanada.monitoring.commands.views import keep_view
from musanada.monitoring.drafts import ReportDraft, TargetDraft
from musanada.monitoring.models import ReportedAggregate
from musanada.monitoring.queries.aggregates import draft_of
from musanada.partners.models import Partner
from musanada.programmes.models import Programme
from musanada.reference.models import Place

PEOPLE, ACTS = "assistance.people_assisted", "assistance.acts"
PLAN = "Cadre logique du programme, décembre 2023"
NATIONAL_PLAN = "Plan national d'assistance 2024, tableau des résultats"
CHANGED = ("P05", "P16", "P24")  # revised at mid-year
BY_ACTS = {"food", "nfi", "health", "cash", "legal", "documentation"}
QUARTERS = {"2024-Q1": date(2024, 4, 10), "2024-Q2": date(2024, 7, 9), "2024-Q3": date(2024, 10, 8),
            "2024-Q4": date(2025, 1, 13)}  # fmt: skip
# The country's aims: indicator, ventilation, period, value; the first two are drawn.
NATIONAL = (
    ("assistance.share_women", "total", "2024", "45"),
    ("assistance.share_minors", "total", "2024", "20"),
    ("returns.waiting_median", "total", "2024", "90"),
    ("programmes.cities", "total", "2024", "8"),
    ("programmes.partner_associations", "total", "2024", "24"),
)
# The State's own, about its own files.
OF_STATE = (
    ("regularisation.share_late", "2014", "10", "Circulaire du 16 décembre 2013, délai de deux mois"),
    ("regularisation.approval_rate", "2014", "60", "Note de cadrage de l'opération, janvier 2014"),
)
METHOD = "Feuilles d'émargement de l'association, noms comptés une fois par trimestre."
# Association, aid, what is counted, programme, usual number in a quarter.
REPORTS = (
    ("ASSOC-OUJDA-ANGAD", "hot-meal", "acts", "P01", 420),
    ("ASSOC-OUJDA-ANGAD", "protection", "sessions", "P10", 18),
    ("ASSOC-OUJDA-SANTE", "medicines", "acts", "P04", 160),
    ("ASSOC-NADOR-RIF", "hot-meal", "acts", "P01", 310),
    ("ASSOC-NADOR-ACCUEIL", "psychosocial-support", "persons", "P14", 55),
    ("ASSOC-TANGER-BOUKHALEF", "hot-meal", "acts", "P03", 280),
    ("ASSOC-CASA-OULFA", "language-course", "sessions", "P19", 36),
    ("ASSOC-CASA-MAIN-TENDUE", "hygiene-kit", "acts", "P02", 140),
    ("ASSOC-MARRAKECH-JEUNES", "protection", "sessions", "P11", 24),
    ("ASSOC-AGADIR-ANZA", "food-basket", "acts", "P03", 90),
    ("ASSOC-AGADIR-FEMMES", "protection", "persons", "P11", 65),
)


def fill(chance: Chance, units: Mapping[str, Unit], accounts: Mapping[str, User]) -> dict[str, int]:
    """At the end of the load: it reads what was made. Returns how many of each."""
    targets = aims(chance, units["oim"], accounts["mne-officer.national"])
    targets += state_aims(units["interieur"], accounts["mne-officer.interieur"])
    reported = totals(chance, units, accounts)
    return {"targets": targets, "reported": reported, "views": views(units["oim"], accounts)}


# Targets ---------------------------------------------------------------------------------------------------------


def aims(chance: Chance, root: Unit, actor: User) -> int:
    """A target of people for each programme of 2024, of acts for some; baselines of 2023; the country's own."""
    people = {year: reached(year) for year in (2023, 2024)}
    drafts = []
    for programme in Programme.objects.order_by("code"):
        now, before = len(people[2024][programme.code]), len(people[2023][programme.code])
        drafts.append(draft(PEOPLE, aimed(chance, now), PLAN, programme=programme))
        if before:
            source = "Rapport annuel 2023 du programme"
            drafts.append(draft(PEOPLE, before, source, kind="baseline", period="2023", programme=programme))
        if programme.sector in BY_ACTS:
            acts = Act.objects.filter(programme=programme, given_on__year=2024).count()
            drafts.append(draft(ACTS, aimed(chance, acts), PLAN, programme=programme))
    every = {year: set().union(*found.values()) for year, found in people.items()}
    drafts += [
        draft(PEOPLE, aimed(chance, len(every[2024])), NATIONAL_PLAN),
        draft(PEOPLE, aimed(chance, len(every[2024]) * 0.45), NATIONAL_PLAN, dims="sex=F"),
        draft(PEOPLE, len(every[2023]), "Rapport annuel 2023", kind="baseline", period="2023"),
    ]
    for code, dims, period, value in NATIONAL:
        drafts.append(draft(code, value, NATIONAL_PLAN, dims=dims, period=period))
    made = set_targets(actor, root, drafts=drafts)
    changed = [
        one for one in drafts if one.programme and one.programme.code in CHANGED and one.kind == "target"
    ]
    for one in changed:
        again = round_down(float(one.value) * 0.9)
        said = "Revue à mi-parcours, juillet 2024 : moyens réduits"
        set_target(actor, root, draft=draft(one.indicator, again, said, programme=one.programme))
    return len(made) + len(changed)


def state_aims(ministry: Unit, actor: User) -> int:
    for code, period, value, source in OF_STATE:
        set_target(actor, ministry, draft=draft(code, value, source, period=period))
    return len(OF_STATE)


def draft(indicator: str, value: float | str, source: str, **more: Any) -> TargetDraft:
    """Of 2024 where nothing else is said."""
    given: dict[str, Any] = {"period": "2024", **more}
    return TargetDraft(indicator=indicator, value=Decimal(str(value)), source=source, **given)


def aimed(chance: Chance, number: float) -> int:
    """What a planner wrote a year before: a round number near what came of it."""
    return round_down(number * (0.82 + chance.random() * 0.4))


def round_down(number: float) -> int:
    """Two digits that count, as plans have them."""
    whole = max(int(number), 1)
    step: int = 10 ** max(len(str(whole)) - 2, 0)
    return max(whole // step * step, 1)


def reached(year: int) -> dict[str, set[Any]]:
    """Programme → the people its acts of a year reached."""
    found: dict[str, set[Any]] = defaultdict(set)
    acts = Act.objects.filter(given_on__year=year, programme__isnull=False)
    for code, person in acts.values_list("programme__code", "person_id").iterator(chunk_size=5000):
        found[code].add(person)
    others = ActMember.objects.filter(act__given_on__year=year, act__programme__isnull=False)
    for code, person in others.values_list("act__programme__code", "person_id").iterator(chunk_size=5000):
        found[code].add(person)
    return found


# What associations report ----------------------------------------------------------------------------------------


def totals(chance: Chance, units: Mapping[str, Unit], accounts: Mapping[str, User]) -> int:
    """A number a quarter; the last one still waits, one was sent back, one was corrected and accepted anew."""
    partners = {one.code: one for one in Partner.objects.filter(code__in=[row[0] for row in REPORTS])}
    programmes = {one.code: one for one in Programme.objects.all()}
    places = {one.pk: one for one in Place.objects.filter(pk__in=[p.city_id for p in partners.values()])}
    made = []
    for code, service, counted, programme, usual in REPORTS:
        partner = partners[code]
        hand, second, unit = hands(code, units, accounts)
        for quarter, day in QUARTERS.items():
            number = round(usual * (0.75 + chance.random() * 0.5))
            one = report(
                hand,
                unit,
                draft=ReportDraft(
                    partner=partner, service=service, counted=counted, period=quarter, value=Decimal(number),
                    reported_on=day, programme=programmes[programme], place=places.get(partner.city_id) if partner.city_id else None,
                    method=METHOD if counted == "persons" else "",
                ),
            )  # fmt: skip
            made.append((one, hand, second))
    for number, (one, hand, second) in enumerate(made):
        settle(number, one, hand, second)
    return len(made)


def hands(code: str, units: Mapping[str, Unit], accounts: Mapping[str, User]) -> tuple[User, User, Unit]:
    """Who enters, who reads over, and where."""
    if code.startswith("ASSOC-OUJDA"):
        return accounts["case-manager.oujda"], accounts["mne-officer.oujda"], units["oim-ouj"]
    if code.startswith("ASSOC-CASA"):
        return accounts["case-manager.casablanca"], accounts["mne-officer.national"], units["oim-cas"]
    return accounts["mne-officer.national"], accounts["programme-manager.national"], units["oim"]


def settle(number: int, one: ReportedAggregate, hand: User, second: User) -> None:
    if one.period == "2024-Q4" and number % 3:
        return  # nobody has read it over yet
    if number == 2:
        send_back(
            second, one, remark="Le trimestre compte aussi des repas remis par la commune : retirez-les."
        )
        return
    accept(second, one)
    if number == 5:
        said = "Deux séances comptées deux fois."
        again = draft_of(
            one, value=one.value - 2, method=one.method, reported_on=date(2024, 9, 2), remark=said
        )
        accept(second, correct(hand, one, draft=again))


# Views -----------------------------------------------------------------------------------------------------------


def views(root: Unit, accounts: Mapping[str, User]) -> int:
    """One shown to the whole mission, one of a statistician's own."""
    shared = [
        Block(PEOPLE, "2024", "region"),
        Block(PEOPLE, "2024", "month"),
        Block(PEOPLE, "2024", "nationality", picture="bars"),
        Block(ACTS, "2024", "kind"),
    ]
    keep_view(
        accounts["mne-officer.national"],
        root,
        title="L'aide de 2024 : où, quand, à qui",
        blocks=shared,
        shared=True,
    )
    own = [Block("returns.departures", "2024", "country"), Block("returns.departures", "2024", "month"),
           Block("reintegration.files", "2024", "office", picture="table")]  # fmt: skip
    keep_view(accounts["statistician.national"], root, title="Retours de 2024", blocks=own)
    return 2
