"""An operation at work today, invented: files in every state at two offices, sessions, appeals, a relief, cards.

Everything is done by the commands the pages use, dated around today. Past operations and figures of the past are not
touched: its files stand under another operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from musanada.access.models import Unit, User
from musanada.cases.commands.pieces import PieceDraft, verify_piece
from musanada.cases.queries.pieces import missing_pieces
from musanada.demo import persons
from musanada.demo.chance import Chance
from musanada.people.commands import register_many
from musanada.people.drafts import BasisDraft, PersonDraft
from musanada.people.models import Person
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import (
    agenda,
    appeals,
    cards,
    instructions,
    intake,
    notifying,
    opinions,
    relief,
    reminders,
    renewals,
    sessions,
)
from musanada.regularisation.commands.operations import found_operation, open_offices
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import (
    AgendaItem,
    Appeal,
    Application,
    Card,
    CriterionVersion,
    Instruction,
    Operation,
    Session,
)

CODE = "demonstration"
BASIS = BasisDraft("public_interest", "2026-01", "fra")
CAPACITIES = ("chair", "police", "civil_society")
YEAR = timedelta(days=365)
Staff = dict[str, User]


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@dataclass
class Work:
    """Who does what at one office, and the people who have not lodged yet."""

    operation: Operation
    unit: Unit
    staff: Staff
    place: str  # "oujda"
    waiting: list[Person]

    def who(self, role: str) -> User:
        return self.staff[f"{role}.etrangers-{self.place}"]

    def opened(self, days: int, claim: str = "C5") -> Application:
        """A file opened so many days ago."""
        declared = {"arrived_on": ago(days) - 6 * YEAR}
        if claim in ("C1", "C2"):
            declared["spouse"] = "moroccan" if claim == "C1" else "regular"  # type: ignore[assignment]
        draft = ApplicationDraft(claims=(claim,), opened_on=ago(days), **declared)  # type: ignore[arg-type]
        return intake.open_application(
            self.who("agent"), self.unit, operation=self.operation, person=self.waiting.pop(), draft=draft
        )

    def lodged(self, days: int, claim: str = "C5") -> Application:
        made = self.opened(days, claim)
        intake.lodge(self.who("agent"), made, on=ago(days))
        return made

    def complete(self, days: int, claim: str = "C5", *, gap: bool = False) -> Application:
        """Every piece asked; ``gap``: the residence is shown in two parts with a year between them."""
        made, agent = self.lodged(days, claim), self.who("agent")
        drafts = [
            PieceDraft(line.required[0].type_id, received_on=ago(days)) for line in missing_pieces(made.case)
        ]
        drafts += residence(ago(days), gap=gap)
        for piece in intake.receive_pieces(agent, made, drafts=drafts)[-2:]:
            verify_piece(self.who("case-manager") if self.place == "oujda" else agent, piece)
        return intake.declare_complete(agent, made, on=ago(days))


def residence(until: date, *, gap: bool) -> list[PieceDraft]:
    """Proofs of the last five years and a half."""
    begins = until - 5 * YEAR - timedelta(days=200)
    middle = begins + 2 * YEAR
    again = middle + timedelta(days=370 if gap else 1)
    return [
        PieceDraft("lease", "Bailleur (démonstration)", begins, middle),
        PieceDraft("utility-bill", "Régie (démonstration)", again, until),
    ]


def fill(actor: User, chance: Chance, units: dict[str, Unit], staff: Staff) -> int:
    """Returns how many people it brought."""
    operation = found_operation(
        actor,
        units["interieur"],
        template="exceptional-2014",
        code=CODE,
        name_fr="Opération en cours (démonstration)",
        name_ar="عملية جارية (عرض)",
        instrument_fr="Texte inventé pour la démonstration",
        instrument_ar="نص خيالي للعرض",
        appeals_unit=units["cnsr"],
        files_from=ago(200),
        files_to=ago(-120),
        minimum_members=2,
        confirmed=False,
    )
    places = [(units[code], place_by_code(iso)) for code, iso in (("be-ouj", "MA-OUJ"), ("be-rab", "MA-RAB"))]
    open_offices(actor, operation, [(unit, place) for unit, place in places if place], from_on=ago(200))
    oujda = Work(operation, units["be-ouj"], staff, "oujda", applicants(actor, chance, units["be-ouj"], 44))
    rabat = Work(operation, units["be-rab"], staff, "rabat", applicants(actor, chance, units["be-rab"], 16))
    decided = closed_session(oujda)
    refusals = told(oujda, decided)
    open_session(oujda)
    counter(oujda)
    counter(rabat)
    plenary(units["cnsr"], oujda, refusals)
    registers(units["be-ouj"], staff)
    return 60


def applicants(actor: User, chance: Chance, unit: Unit, number: int) -> list[Person]:
    today = timezone.localdate()
    drafts = []
    for one in (family.members[0] for family in persons.families(chance, number * 2)[:number]):
        drafts.append(
            PersonDraft(
                names=one.names,
                sex=one.sex,
                birth=one.birth,
                nationalities=(one.country,) if one.country else (),
                languages=(one.language,),
                preferred_language=one.language,
                registered_on=today - timedelta(days=150),
                id=chance.key(timezone.now()),
                reference=chance.reference(),
            )
        )
    register_many(actor, unit, drafts=drafts, basis=BASIS)
    return list(Person.objects.filter(pk__in=[one.id for one in drafts]).order_by("reference"))


def counter(work: Work) -> None:
    """Files that wait at the counter: in preparation, incomplete, complete, late, due this week."""
    agent = work.who("agent")
    for days in (0, 1, 3):
        work.opened(days, "C4")
    for days in (2, 9, 16):
        work.lodged(days, "C2" if days == 9 else "C5")
    for days in (30, 44):
        missing = work.lodged(days, "C1")
        intake.ask_pieces(agent, missing, pieces=("marriage-certificate",), on=ago(days - 4))
    for days, gap in ((12, False), (57, True), (59, False), (71, True), (84, False)):
        work.complete(days, gap=gap)
    intake.taken(agent, work.lodged(33), "withdraw", ago(20), "")


def session(work: Work, held: date, files: Sequence[Application]) -> Session:
    secretary = work.who("commission-secretary")
    made = sessions.prepare_session(
        secretary, work.unit, operation=work.operation, held_on=held, where="Salle de réunion", quorum=3
    )
    for user, capacity in zip(members(work), CAPACITIES, strict=False):
        sessions.call_member(secretary, made, user=user, capacity=capacity)
    agenda.schedule_files(secretary, made, files)
    return sessions.convene(secretary, made)


def members(work: Work) -> list[User]:
    names = ("commission-member", "commission-member-2", "commission-member-3")
    return [work.who(name) for name in names]


def sit(work: Work, made: Session, read: int) -> list[AgendaItem]:
    """Everyone is there; the first files are read."""
    keys = list(made.members.values_list("pk", flat=True))
    sessions.open_session(work.who("commission-secretary"), made, present=keys)
    items = list(AgendaItem.objects.filter(session=made).order_by("position"))
    for item in items[:read]:
        opinions.mark_read(members(work)[0], item)
    return items


def closed_session(work: Work) -> list[Application]:
    """A sitting three weeks ago, with its results: five for, four against, one put off."""
    files = [work.complete(60 + 3 * number, gap=number % 3 == 2) for number in range(10)]
    made, secretary, held = session(work, ago(21), files), work.who("commission-secretary"), ago(21)
    items = sit(work, made, 10)
    version = versions(work.operation)["C5"]
    opinions.give_opinions(secretary, made, items[:5], result="favourable", retained=version, on=held)
    opinions.give_opinions(secretary, made, items[5:9], result="unfavourable", reasons=("length",), on=held)
    opinions.give_opinion(secretary, items[9], result="adjourned", text="Entendre la personne.", on=held)
    sessions.close_session(secretary, made)
    return [item.application for item in items]


def versions(operation: Operation) -> dict[str, CriterionVersion]:
    rows = CriterionVersion.objects.filter(criterion__operation=operation).select_related("criterion")
    return {one.criterion.code: one for one in rows}


def open_session(work: Work) -> None:
    """A sitting of today: eight files, five read, one decided."""
    files = [work.complete(40 + number, gap=number == 3) for number in range(8)]
    made = session(work, ago(0), files)
    items = sit(work, made, 5)
    opinions.give_opinion(
        work.who("commission-secretary"),
        items[0],
        result="favourable",
        retained=versions(work.operation)["C5"],
    )


def told(work: Work, decided: Sequence[Application]) -> list[Application]:
    """Decisions told, three cards on their way: ordered, printed, handed over. Returns the refused."""
    agent, officer = work.who("agent"), work.who("card-officer")
    made: list[Card] = []
    for one in decided[:4]:
        fresh = Application.objects.get(pk=one.pk)
        notifying.notify(agent, fresh, on=ago(15), means="hand")
        if len(made) < 3:
            made.append(cards.order_first(agent, Application.objects.get(pk=one.pk), on=ago(12)))
    for number, card in enumerate(made[1:]):
        cards.print_card(officer, card, number=f"DEMO{number:06d}", on=ago(8))
    cards.deliver(officer, Card.objects.get(pk=made[2].pk), on=ago(4))
    refusals = [Application.objects.get(pk=one.pk) for one in decided[5:9]]
    for one in refusals:
        notifying.notify(agent, one, on=ago(16), means="post", received_on=ago(13))
    return [Application.objects.get(pk=one.pk) for one in refusals]


def plenary(commission: Unit, work: Work, refusals: Sequence[Application]) -> None:
    """Three appeals: one to be sorted, two decided, whose instructions are half executed; a relief is prepared."""
    agent, national = work.who("agent"), work.staff["commission-secretary.cndh"]
    lodged = [
        appeals.lodge_appeal(agent, one, on=ago(9), grounds="Nouvelles preuves de séjour.")
        for one in refusals[:3]
    ]
    heard = lodged[1:]
    appeals.sort_appeals(national, commission, keys=[one.pk for one in heard], category="workers")
    made = sessions.prepare_session(
        national, commission, operation=work.operation, held_on=ago(0), kind="plenary", quorum=2
    )
    for name, capacity in (
        ("commission-member.cndh", "chair"),
        ("commission-member-2.cndh", "civil_society"),
    ):
        sessions.call_member(national, made, user=work.staff[name], capacity=capacity)
    agenda.schedule_appeals(national, made, list(Appeal.objects.filter(pk__in=[one.pk for one in heard])))
    sessions.convene(national, made)
    sessions.open_session(national, made, present=list(made.members.values_list("pk", flat=True)))
    first, second = AgendaItem.objects.filter(session=made).order_by("position")
    for item in (first, second):
        opinions.mark_read(work.staff["commission-member.cndh"], item)
    opinions.give_opinion(national, first, result="favourable", retained=versions(work.operation)["C5"])
    opinions.give_opinion(national, second, result="unfavourable", reasons=("length",))
    sessions.close_session(national, made)
    sent = Instruction.objects.filter(unit=commission, application__case__unit=work.unit).order_by("pk")
    seen = list(sent.values_list("pk", flat=True))[:1]
    instructions.acknowledge(work.who("case-manager"), work.unit, keys=seen)
    relief.prepare_relief(
        national,
        commission,
        operation=work.operation,
        version=versions(work.operation)["C7"],
        name_fr="Femmes (liste préparée, démonstration)",
        name_ar="النساء (لائحة معدة، عرض)",
    )


def registers(unit: Unit, staff: Staff) -> None:
    """Cards of 2014 that run out: reminders to tell, two renewals to decide."""
    agent, today = staff["agent.etrangers-oujda"], timezone.localdate()
    reminders.remind(agent, unit)
    ending = Card.objects.filter(unit=unit, state="delivered", valid_to__gte=today).order_by("valid_to", "pk")
    for card in ending[:2]:
        renewals.file_renewal(agent, card, papers=("passport", "lease"))
