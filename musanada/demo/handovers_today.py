"""Files handed from one mission to another today: from Türkiye to Oujda, from Rabat to Abidjan; one of each waits for its
answer, one was accepted. Each on the person's own yes, under an agreement between the two organisations."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from musanada.access.models import Unit, User
from musanada.demo import calendar_returns as calendar
from musanada.demo.calendar_returns import DAY
from musanada.demo.returnees import Group, Traveller, Waiting
from musanada.demo.returns_parts import file_of, register, register_all
from musanada.demo.returns_today import ago, papers
from musanada.demo.returns_world import Estate
from musanada.kit.choices import Side
from musanada.partners.commands import register_partner, sign_agreement
from musanada.people.commands.consents import record_consent
from musanada.people.consents import ConsentDraft
from musanada.returns.commands.handovers import HandOverDraft, accept_handover, propose_handover
from musanada.returns.commands.past_files import load_past_files
from musanada.returns.models import HandOver, Return
from musanada.returns.past_files import PastFile

TURKEY, OUJDA, RABAT, ABIDJAN = "oim-tur-1", "oim-ouj", "oim-rab", "oim-civ-1"
GROUPS = ("identity", "contact", "travel", "services")
MESSAGE = "Dossier complet de notre côté ; merci de poursuivre."


def fill(estate: Estate) -> int:
    """Returns how many people it brought."""
    estate = replace(estate, waiting=Waiting())
    agreements(estate)
    coming = [coming_back(estate, days) for days in (30, 24, 12)]
    arrived = [gone_home(estate, days) for days in (16, 11)]
    register_all(estate)
    load_past_files(estate.actor, estate.units["oim"], sorted([*coming, *arrived], key=lambda one: one.id))
    staff = estate.staff
    for number, one in enumerate(coming[:2]):
        given = propose(estate, staff["case-manager.turquie"], one, TURKEY, OUJDA)
        if number:
            accept_handover(staff["case-manager.oujda"], estate.units[OUJDA], handover=given)
    for number, one in enumerate(arrived):
        given = propose(estate, staff["case-manager.rabat"], one, RABAT, ABIDJAN)
        if number:
            accept_handover(staff["case-manager.abidjan"], estate.units[ABIDJAN], handover=given)
    return estate.waiting.count()


def agreements(estate: Estate) -> None:
    """Each side keeps the other as a partner with whom it may share data."""
    for keeper, partner in pairs(estate.units):
        known = register_partner(
            estate.actor,
            keeper,
            code=f"MISSION-{partner.code.upper()}",
            name_fr=partner.name_fr,
            name_ar=partner.name_ar,
            kind="un_agency",
            side=Side.HUMANITARIAN,
            unit=partner,
        )
        sign_agreement(
            estate.actor,
            known,
            kind="data_sharing",
            reference=f"DEMO-{partner.code.upper()}",
            in_force_from=date(2023, 1, 1),
        )


def pairs(units: dict[str, Unit]) -> Iterator[tuple[Unit, Unit]]:
    yield units["oim-tur"], units["oim"]
    yield units["oim"], units["oim-civ"]


def coming_back(estate: Estate, days: int) -> PastFile:
    """A Moroccan in Türkiye whose papers are ready; the journey is in some weeks."""
    group, since = Group([Traveller("M")], "TUR", TURKEY), ago(days + 30)
    leaving = ago(-20)
    register(estate, group, since, leaving, mission=TURKEY)
    road = [(code, since + int(days * share) * DAY) for code, share in calendar.ROAD[:4]]
    made = file_of(
        estate,
        group,
        group.members[0],
        since,
        calendar.steps(road),
        direction="to_morocco",
        source="self",
        wished_on=leaving,
        town="Oujda",
    )
    held = papers(estate, group, leaving)
    return replace(made, papers=replace(held, issuer="MAR", exit_asked=None, exit_from=None, exit_to=None))


def gone_home(estate: Estate, days: int) -> PastFile:
    """Back in Côte d'Ivoire for some days; the file is still open in Rabat."""
    group, left = Group([Traveller("F" if days % 2 else "M")], "CIV", RABAT), ago(days)
    since = left - 48 * DAY
    register(estate, group, since, left)
    steps = calendar.travelled(estate.chance, since, left, left)
    return file_of(
        estate,
        group,
        group.members[0],
        since,
        tuple(step for step in steps if step.code != "hand_over"),
        funding=estate.fundings["rv-ue"],
        departed_on=left,
        arrived_on=left,
        wished_on=left,
    )


def propose(estate: Estate, actor: User, one: PastFile, giver: str, receiver: str) -> HandOver:
    """The person says yes to that office, for these parts of the file; then it is proposed."""
    ret, to = (
        Return.objects.select_related("case__person", "case__unit").get(pk=one.id),
        estate.units[receiver],
    )
    yes = ConsentDraft(
        purpose="transfer",
        recipient=f"unit:{to.pk}",
        groups=GROUPS,
        means="oral",
        witness="Interprète de permanence",
        notice_version="2024-01",
        minor=False,
    )
    record_consent(actor, ret.case.person, unit=estate.units[giver], draft=yes)
    return propose_handover(actor, ret, draft=HandOverDraft(to_unit=to, message=MESSAGE))
