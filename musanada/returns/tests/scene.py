"""Two missions of two organisations with an account per role, a State office, what funds returns, and files in any state.

The mission of Morocco ("maroc") organises returns from Morocco; the one abroad ("france") is another organisation's and
organises returns to Morocco. ``a_return`` writes a file straight into the tables in the state asked for, with all that
state demands; ``papers=True`` gives what a booking demands before its own step. ``a_family`` writes several, one journey.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.models import Unit, User
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case, CaseStep, Clearance
from musanada.people import commands as people
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person, Relationship
from musanada.returns.models import (
    Channel,
    Counselling,
    Declaration,
    ExitAuthorisation,
    FitToTravel,
    Funding,
    Leg,
    Movement,
    Passenger,
    Reintegration,
    Return,
    Scheme,
    SchemeBenefit,
    Screening,
    TravelDocument,
    TravelEvent,
)
from musanada.returns.workflow import CODE, FLOW, RETURN
from musanada.returns.workflow_reintegration import CODE as REINTEGRATION

BASIS = BasisDraft("legal_duty", "2026-11", "fra", "")
NAMES = ("Awa Diallo", "Moussa Traoré", "Fanta Keïta", "Ibrahima Sow", "Mariam Koné", "Ousmane Bah")
ROLES = (
    "agent",
    "case_manager",
    "travel_officer",
    "protection_officer",
    "programme_manager",
    "finance_officer",
    "mne_officer",
)
TOPICS = ",asylum,trafficking,child,health,family,"
POINTS = ",free,informed,withdraw,money,data,"

# What a file in that state has behind it: each state, and the steps on its main road.
ROAD = ("enquiry", "registered", "screened", "counselled", "declared", "ready", "booked", "departed", "arrived",
        "handed_over")  # fmt: skip
# A state off the road stands where the file left it.
ASIDE = {
    "ineligible": "registered",
    "referred": "registered",
    "withdrawn": "declared",
    "no_show": "declared",
    "unreachable": "registered",
    "exit_refused": "declared",
    "unfit": "declared",
    "no_funds": "declared",
    "duplicate": "registered",
    "deceased": "registered",
}


@dataclass
class Scene:
    root: Unit  # the organisation of the mission in Morocco
    maroc: Unit
    france: Unit  # of another organisation
    state: Unit
    staff: dict[str, User] = field(
        default_factory=dict
    )  # "maroc.agent", "maroc.case_manager.2", "france.agent"
    funding: dict[str, Funding] = field(default_factory=dict)  # by channel
    schemes: dict[str, Scheme] = field(default_factory=dict)  # by direction

    @property
    def agent(self) -> User:
        return self.staff["maroc.agent"]

    @property
    def manager(self) -> User:
        return self.staff["maroc.case_manager"]

    @property
    def second(self) -> User:
        """Another case manager of the same office."""
        return self.staff["maroc.case_manager.2"]

    @property
    def travel(self) -> User:
        return self.staff["maroc.travel_officer"]

    @property
    def protection(self) -> User:
        return self.staff["maroc.protection_officer"]

    @property
    def lead(self) -> User:
        return self.staff["maroc.programme_manager"]

    @property
    def finance(self) -> User:
        return self.staff["maroc.finance_officer"]

    @property
    def abroad(self) -> User:
        """The case manager of the mission abroad."""
        return self.staff["france.case_manager"]


def build() -> Scene:
    root = found_organisation("oim", "Organisation internationale", side="humanitarian")
    maroc = add_unit(root, "oim-rabat", "Mission du Maroc", name_ar="بعثة المغرب", kind="office", side="humanitarian")  # fmt: skip
    other = found_organisation("ofii", "Office du pays d'accueil", side="humanitarian")
    france = add_unit(other, "ofii-paris", "Mission de France", kind="office", side="humanitarian")
    state = found_organisation("interieur", "Ministère de l'Intérieur", side="state")
    scene = Scene(root, maroc, france, state)
    accounts(scene)
    funds(scene)
    return scene


def accounts(scene: Scene) -> None:
    for unit, name in ((scene.maroc, "maroc"), (scene.france, "france")):
        for role in ROLES:
            scene.staff[f"{name}.{role}"] = account(unit, f"{name}.{role}", role)
        scene.staff[f"{name}.case_manager.2"] = account(unit, f"{name}.case_manager.2", "case_manager")
    for unit, name in ((scene.root, "maroc"), (scene.france, "france")):
        scene.staff[f"{name}.administrator"] = account(unit, f"{name}.administrator", "administrator")
    for role in ("agent", "case_manager"):
        scene.staff[f"state.{role}"] = account(scene.state, f"state.{role}", role)


def account(unit: Unit, name: str, role: str) -> User:
    return first_accounts(unit, [(name, f"Compte {name}", "", role)])[0]


def funds(scene: Scene) -> None:
    since = date(2024, 1, 1)
    for channel in Channel.values:
        scene.funding[channel] = Funding.objects.create(
            code=f"f-{channel}",
            unit=scene.maroc,
            name_fr=f"Fonds {channel}",
            channel=channel,
            valid_from=since,
        )
    for direction in ("from_morocco", "to_morocco"):
        scheme = Scheme.objects.create(
            code=f"s-{direction.replace('_', '-')}",
            unit=scene.maroc,
            name_fr="Aide à la réinstallation",
            name_ar="دعم إعادة الإدماج",
            funding=scene.funding["iom"],
            direction=direction,
            cap=Decimal("2000.00"),
            valid_from=since,
        )
        rows = (("reception", "cash", "200.00", 0, ""), ("business", "kind", "1200.00", 1, ",quote,receipt,"),
                ("business", "kind", "600.00", 4, ",visit,"))  # fmt: skip
        for order, (kind, form, amount, months, proofs) in enumerate(rows, start=1):
            SchemeBenefit.objects.create(
                scheme=scheme, order=order, kind=kind, form=form, amount=Decimal(amount), due_months=months, proofs=proofs
            )  # fmt: skip
        scene.schemes[direction] = scheme


def someone(scene: Scene, name: str = NAMES[0], *, at: str = "maroc", **values: Any) -> Person:
    """Someone registered at that mission: of age, from Senegal, unless said otherwise."""
    values.setdefault("sex", "F")
    values.setdefault("nationalities", ("SEN",) if at == "maroc" else ("MAR",))
    draft = PersonDraft(names=(NameDraft(text=name),), **values)
    unit: Unit = getattr(scene, at)
    made = people.register(scene.staff[f"{at}.agent"], unit, draft=draft, basis=BASIS)
    if made.birth_date is None:
        born(made, years=30)
    return made


def born(person: Person, *, years: int, before: date | None = None) -> Person:
    """So many years old today, to the day."""
    day = before or timezone.localdate()
    birth = day.replace(year=day.year - years, day=min(day.day, 28)) - timedelta(days=10)
    Person.objects.filter(pk=person.pk).update(birth_date=birth, birth_precision="day")
    person.refresh_from_db()
    return person


def a_return(
    scene: Scene,
    state: str = "enquiry",
    person: Person | None = None,
    *,
    papers: bool | None = None,
    day: date | None = None,
    at: str = "maroc",
    principal: Return | None = None,
    direction: str = "",
    channel: str = "iom",
    country: str = "",
    **columns: Any,
) -> Return:
    """A file in ``state``, written into the tables. ``day``: of the journey (in three weeks; of who left, ten days ago).

    ``papers``: declaration, document, exit authorisation, fitness and both clearances, holding on that day; by itself
    from ``ready`` on. From ``booked`` on there is a movement of one leg with its passenger, and the events after it.
    """
    road = ROAD.index(ASIDE.get(state, state))
    today = timezone.localdate()
    gone = road >= ROAD.index("departed")
    day = day or (today - timedelta(days=10) if gone else today + timedelta(days=21))
    unit: Unit = getattr(scene, at)
    actor = scene.staff[f"{at}.case_manager"]
    direction = direction or ("from_morocco" if at == "maroc" else "to_morocco")
    other = country or ("SEN" if direction == "from_morocco" else "FRA")
    began = min(today, day) - timedelta(days=40)
    case = open_case(
        actor,
        unit,
        code=CODE,
        person=person or someone(scene, at=at),
        principal=principal.case if principal else None,
        opened_on=began,
    )
    columns.setdefault("funding", scene.funding[channel])
    made = Return.objects.create(
        case=case,
        direction=direction,
        channel=channel,
        organised_by=unit,
        from_country_id="MAR" if direction == "from_morocco" else other,
        to_country_id=other if direction == "from_morocco" else "MAR",
        applied_on=columns.pop("applied_on", began),
        wished_on=columns.pop("wished_on", day),
        **columns,
    )
    heard(made, actor, road, began)
    if papers or (papers is None and road >= ROAD.index("ready")):
        with_papers(scene, made, day, at=at)
    elif road >= ROAD.index("declared"):
        declared(made, actor, began)
    stand(made, state, actor, day)
    if road >= ROAD.index("booked"):
        on_board(scene, made, state, day, at=at)
    return Return.objects.select_related("case__person", "case__unit").get(pk=made.pk)


def heard(ret: Return, actor: User, road: int, on: date) -> None:
    if road >= ROAD.index("screened"):
        Screening.objects.create(ret=ret, on=on, by=actor, covered=TOPICS, outcome="eligible")
    if road >= ROAD.index("counselled"):
        Counselling.objects.create(
            ret=ret,
            on=on,
            mode="present",
            language="fra",
            topics=",country,reintegration,money,rights,",
            by=actor,
        )


def declared(ret: Return, actor: User, on: date, **values: Any) -> Declaration:
    values.setdefault("means", "signature")
    values.setdefault("language", "fra")
    values.setdefault("interpreter", "no")
    return Declaration.objects.create(
        ret=ret, signed_on=on, text_version="template", points=POINTS, by=actor, **values
    )


def with_papers(scene: Scene, ret: Return, day: date, *, at: str = "maroc") -> None:
    """All that a booking on ``day`` demands, and a year more."""
    actor, asked, later = scene.staff[f"{at}.case_manager"], ret.applied_on, day + timedelta(days=365)
    if not ret.declarations.filter(withdrawn_on=None).exists():
        declared(ret, actor, asked)
    TravelDocument.objects.create(
        ret=ret, kind="passport", state="obtained", issuer_id="SEN" if at == "maroc" else "MAR", number="P123456",
        asked_on=asked, obtained_on=asked, valid_to=later, by=actor,
    )  # fmt: skip
    ExitAuthorisation.objects.create(
        ret=ret,
        state="granted",
        asked_on=asked,
        answered_on=asked,
        valid_from=asked,
        valid_to=later,
        by=actor,
    )
    FitToTravel.objects.create(ret=ret, on=asked, doctor="Dr Essai", result="fit", valid_to=later, by=actor)
    for kind in Clearance.Kind.values:
        cleared(scene, ret, kind, asked, later, at=at)


def cleared(
    scene: Scene, ret: Return, kind: str, from_on: date, to_on: date, *, at: str = "maroc"
) -> Clearance:
    """Granted by the protection officer of that mission."""
    return Clearance.objects.create(
        kind=kind, state="granted", person=ret.case.person, case=ret.case, unit=getattr(scene, at),
        asked_by=scene.staff[f"{at}.case_manager"], answered_by=scene.staff[f"{at}.protection_officer"],
        answered_at=timezone.now(), from_on=from_on, to_on=to_on,
    )  # fmt: skip


def stand(ret: Return, state: str, actor: User, day: date) -> None:
    """The case in that state, with the last line of its journal."""
    case = ret.case
    if state == case.state:
        return
    step = next(one for one in FLOW.steps.values() if one.target == state)
    on = min(timezone.localdate(), day)
    CaseStep.objects.create(
        case=case, code=step.code, from_state=step.source[0], to_state=state, on=on, by=actor
    )
    closed = {"closed_on": on, "closure": RETURN.closures[state]} if state in RETURN.closures else {}
    Case.objects.filter(pk=case.pk).update(state=state, **closed)
    case.refresh_from_db()


def a_movement(
    scene: Scene, day: date, *, at: str = "maroc", country: str = "SEN", **values: Any
) -> Movement:
    """One leg, ten seats."""
    unit: Unit = getattr(scene, at)
    direction = "from_morocco" if at == "maroc" else "to_morocco"
    to_country = country if direction == "from_morocco" else "MAR"
    values = {"direction": direction, "channel": "iom", "mode": "air", "seats": 10, "carrier": "RAM"} | values
    made = Movement.objects.create(
        unit=unit,
        departs_on=day,
        to_country_id=to_country,
        made_by=scene.staff[f"{at}.travel_officer"],
        **values,
    )
    Leg.objects.create(
        movement=made, order=1, from_place="Casablanca", to_place="Dakar", departs_on=day, arrives_on=day, number="AT 1"
    )  # fmt: skip
    return made


def on_board(scene: Scene, ret: Return, state: str, day: date, *, at: str) -> Passenger:
    """A place on a list of that day; of who left, the event and its day, and of who arrived."""
    actor = scene.staff[f"{at}.travel_officer"]
    left = state in ("departed", "arrived", "handed_over")
    movement = a_movement(
        scene, day, at=at, country=ret.country_id, direction=ret.direction, channel=ret.channel,
        state="departed" if left else "planned",
    )  # fmt: skip
    place = Passenger.objects.create(
        movement=movement, ret=ret, document=ret.documents.first(), booked_by=actor, state="boarded" if left else "booked"
    )  # fmt: skip
    dates: dict[str, date] = {"travel_on": day}
    if left:
        dates["departed_on"] = day
        event(ret, "departed", day, actor, place)
    if state in ("arrived", "handed_over"):
        dates["arrived_on"] = day
        event(ret, "arrived", day, actor, place)
    Return.objects.filter(pk=ret.pk).update(**dates)
    return place


def event(ret: Return, kind: str, on: date, actor: User, place: Passenger | None = None) -> TravelEvent:
    return TravelEvent.objects.create(
        ret=ret, unit=ret.organised_by, kind=kind, on=on, passenger=place, by=actor
    )


def a_family(
    scene: Scene, size: int = 4, state: str = "enquiry", *, at: str = "maroc", **more: Any
) -> list[Return]:
    """Two adults, then children of both: a file each, the first one's is the principal's."""
    made: list[Return] = []
    for number in range(size):
        person = someone(scene, NAMES[number % len(NAMES)], at=at, sex="FM"[number % 2])
        born(person, years=34 - number if number < 2 else 12 - number)
        head = made[0] if made else None
        made.append(a_return(scene, state, person, at=at, principal=head, **more))
        for parent in made[:2] if number >= 2 else ():
            Relationship.objects.create(person=parent.case.person, other=person, kind="parent")
    return made


def a_reintegration(scene: Scene, ret: Return | None = None, state: str = "eligible", *, at: str = "maroc",
                    **columns: Any) -> Reintegration:  # fmt: skip
    """The file after an arrival, in that state, without plan or money."""
    ret = ret or a_return(scene, "arrived", at=at)
    actor = scene.staff[f"{at}.case_manager"]
    arrived = ret.arrived_on or timezone.localdate()
    case = open_case(actor, ret.case.unit, code=REINTEGRATION, person=ret.case.person, opened_on=arrived)
    columns.setdefault("scheme", scene.schemes[ret.direction])
    if state != "eligible":
        Case.objects.filter(pk=case.pk).update(state=state)
        case.refresh_from_db()
        columns.setdefault("contacted_on", arrived)
    return Reintegration.objects.create(case=case, ret=ret, arrived_on=arrived, **columns)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client
