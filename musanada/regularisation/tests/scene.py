"""An operation that takes files today, two offices of the State with an account per role, and the national commission.

Rabat and Salé are offices of one prefectural administration; the commission's unit stands on the side of justice.
``applicant()`` registers someone, ``opened()`` opens their file, ``lodged()`` lodges it, ``complete()`` makes it ready
for a session, ``opinion()`` writes what a commission said of it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.models import Unit, User
from musanada.cases.caseflow import Move
from musanada.cases.commands.clocks import follow
from musanada.cases.models import Case, CaseStep, Piece
from musanada.cases.queries.pieces import missing_pieces
from musanada.people import commands as people
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import intake
from musanada.regularisation.commands.operations import found_operation
from musanada.regularisation.commands.rules import load_rules
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import (
    Application,
    Criterion,
    CriterionVersion,
    Decision,
    Operation,
    OperationOffice,
)

BASIS = BasisDraft("legal_duty", "2026-11", "fra", "")
OFFICE_ROLES = ("agent", "case_manager", "commission_secretary", "card_officer", "programme_manager")
NAMES = ("Awa Diallo", "Moussa Traoré", "Fanta Keïta", "Ibrahima Sow", "Mariam Koné", "Ousmane Bah")


@dataclass
class Scene:
    root: Unit  # the administration that leads the operation
    rabat: Unit
    sale: Unit
    commission: Unit  # national, of appeals
    aide: Unit  # a humanitarian association, of no operation
    operation: Operation
    staff: dict[str, User] = field(
        default_factory=dict
    )  # "rabat.agent", "commission.commission_secretary", "aide.agent"
    members: list[User] = field(default_factory=list)  # of Rabat's local commission
    plenary: list[User] = field(default_factory=list)  # of the national commission

    @property
    def agent(self) -> User:
        return self.staff["rabat.agent"]

    @property
    def manager(self) -> User:
        return self.staff["rabat.case_manager"]

    @property
    def secretary(self) -> User:
        return self.staff["rabat.commission_secretary"]

    @property
    def national(self) -> User:
        return self.staff["commission.commission_secretary"]

    @property
    def cards(self) -> User:
        return self.staff["rabat.card_officer"]

    def criterion(self, code: str) -> Criterion:
        return self.operation.criteria.get(code=code)

    def version(self, code: str, number: int = 1) -> CriterionVersion:
        return CriterionVersion.objects.get(
            criterion__operation=self.operation, criterion__code=code, number=number
        )


def build() -> Scene:
    root = found_organisation("interieur", "Ministère de l'Intérieur", side="state")
    rabat = add_unit(root, "be-rabat", "Bureau des étrangers de Rabat", name_ar="مكتب الأجانب بالرباط", kind="office", side="state")  # fmt: skip
    sale = add_unit(root, "be-sale", "Bureau des étrangers de Salé", kind="office", side="state")
    commission = found_organisation("cndh", "Commission nationale de suivi et de recours", side="justice")
    aide = found_organisation("aide", "Association d'aide", side="humanitarian")
    scene = Scene(root, rabat, sale, commission, aide, None)  # type: ignore[arg-type]
    accounts(scene)
    load_rules()
    scene.operation = an_operation(scene)
    return scene


def accounts(scene: Scene) -> None:
    for unit, name, roles in (
        (scene.rabat, "rabat", OFFICE_ROLES),
        (scene.sale, "sale", OFFICE_ROLES),
        (scene.commission, "commission", ("commission_secretary", "case_manager")),
        (scene.aide, "aide", ("agent", "case_manager")),
        (scene.root, "root", ("programme_manager", "statistician", "mne_officer", "auditor")),
    ):
        for role in roles:
            scene.staff[f"{name}.{role}"] = account(unit, f"{name}.{role}", role)
    scene.members = [account(scene.rabat, f"membre.{n}", "commission_member") for n in range(1, 6)]
    scene.plenary = [account(scene.commission, f"national.{n}", "commission_member") for n in range(1, 6)]


def account(unit: Unit, name: str, role: str) -> User:
    return first_accounts(unit, [(name, f"Compte {name}", "", role)])[0]


def an_operation(scene: Scene, code: str = "op-test") -> Operation:
    """The criteria of 2014 in a window that began half a year ago and lasts two months more."""
    today = timezone.localdate()
    begins = today - timedelta(days=180)
    operation = found_operation(
        scene.staff["root.programme_manager"],
        scene.root,
        template="exceptional-2014",
        code=code,
        name_fr="Opération exceptionnelle d'essai",
        name_ar="عملية استثنائية تجريبية",
        appeals_unit=scene.commission,
        files_from=begins,
        files_to=today + timedelta(days=60),
    )
    for unit, place in ((scene.rabat, "MA-RAB"), (scene.sale, "MA-SAL")):
        OperationOffice.objects.create(
            operation=operation, unit=unit, place=place_by_code(place), from_on=begins
        )
    return operation


def applicant(scene: Scene, name: str = NAMES[0], *, at: str = "rabat", **values: Any) -> Person:
    """Someone registered at the counter of that office."""
    values.setdefault("sex", "F")
    values.setdefault("nationalities", ("SEN",))
    draft = PersonDraft(names=(NameDraft(text=name),), **values)
    unit: Unit = getattr(scene, at)
    return people.register(scene.staff[f"{at}.agent"], unit, draft=draft, basis=BASIS)


def opened(
    scene: Scene,
    person: Person | None = None,
    *claims: str,
    at: str = "rabat",
    principal: Application | None = None,
    **declared: Any,
) -> Application:
    """A file in preparation; category C5 unless others are named."""
    unit: Unit = getattr(scene, at)
    return intake.open_application(
        scene.staff[f"{at}.agent"],
        unit,
        operation=scene.operation,
        person=person or applicant(scene, at=at),
        draft=ApplicationDraft(claims=claims or ("C5",), **declared),
        principal=principal,
    )


def lodged(
    scene: Scene,
    person: Person | None = None,
    *claims: str,
    at: str = "rabat",
    on: date | None = None,
    **more: Any,
) -> Application:
    made = opened(scene, person, *claims, at=at, **more)
    intake.lodge(scene.staff[f"{at}.agent"], made, on=on)
    return made


def complete(
    scene: Scene,
    person: Person | None = None,
    *claims: str,
    at: str = "rabat",
    on: date | None = None,
    **more: Any,
) -> Application:
    """Lodged with every piece that its checklist asks: five years of lease among them."""
    made = lodged(scene, person, *claims, at=at, on=on, **more)
    actor = scene.staff[f"{at}.agent"]
    give_pieces(made, actor)
    return intake.declare_complete(actor, made)


def give_pieces(application: Application, actor: User) -> None:
    """One piece for each line of the checklist that lacks one, each covering the last six years."""
    today = timezone.localdate()
    for line in missing_pieces(application.case):
        Piece.objects.create(
            case_id=application.case_id,
            type_id=line.required[-1].type_id,
            from_on=today - timedelta(days=6 * 366),
            to_on=today,
            recorded_by=actor,
        )


def opinion(scene: Scene, application: Application, result: str = "unfavourable", **values: Any) -> Decision:
    """What a commission said, written straight into the tables: sessions have their own tests."""
    case = application.case
    source = case.state
    Case.objects.filter(pk=case.pk).update(state=result)
    case.refresh_from_db()
    move = Move(on=values.get("on") or timezone.localdate())
    step = "favour" if result == "favourable" else "refuse"
    CaseStep.objects.create(
        case=case, code=step, from_state=source, to_state=result, on=move.on, by=scene.secretary
    )
    follow(case, source, move.on)
    values.setdefault("on", timezone.localdate())
    values.setdefault("reasons", ",length," if result == "unfavourable" else "")
    return Decision.objects.create(
        application=application, stage="first", result=result, by=scene.secretary, **values
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client
