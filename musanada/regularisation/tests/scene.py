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
from musanada.cases.models import DeadlineRule, Piece, PieceType, RequiredPiece
from musanada.people import commands as people
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import intake
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import (
    Application,
    Condition,
    Criterion,
    CriterionVersion,
    Decision,
    Operation,
    OperationOffice,
)
from musanada.regularisation.workflow import CODE

BASIS = BasisDraft("legal_duty", "2026-11", "fra", "")
# What each category asks at first instance, and after a relief decision: (fact, compare, value).
CRITERIA = {
    "C1": ("Conjoint d'une personne marocaine", [("spouse", "is", "moroccan"), ("together_months", "at_least", "24")]),
    "C2": ("Conjoint d'un étranger régulier", [("spouse", "is", "regular"), ("together_months", "at_least", "48")]),
    "C3": ("Enfant de C1 ou C2", [("principal_claims", "is", "C1,C2")]),
    "C4": ("Travailleur", [("work_months", "at_least", "24")]),
    "C5": ("Résident", [("residence_months", "at_least", "60")]),
    "C7": ("Femme", [("sex", "is", "F")]),
}  # fmt: skip
CLAIMABLE = ("C1", "C2", "C3", "C4", "C5")
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
    scene.operation = an_operation(scene)
    rules()
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
    """Its window began half a year ago and lasts two months more."""
    today = timezone.localdate()
    operation = Operation.objects.create(
        code=code,
        name_fr="Opération exceptionnelle d'essai",
        name_ar="عملية استثنائية تجريبية",
        instrument_fr="Circulaire d'essai",
        files_from=today - timedelta(days=180),
        files_to=today + timedelta(days=60),
        unit=scene.root,
        appeals_unit=scene.commission,
        recorded_by=scene.staff["root.programme_manager"],
    )
    for unit, place in ((scene.rabat, "MA-RAB"), (scene.sale, "MA-SAL")):
        OperationOffice.objects.create(
            operation=operation, unit=unit, place=place_by_code(place), from_on=operation.files_from
        )
    for order, (criterion, (name, asked)) in enumerate(CRITERIA.items()):
        made = Criterion.objects.create(
            operation=operation, code=criterion, name_fr=name, order=order, claimable=criterion in CLAIMABLE
        )
        stage = "first" if criterion in CLAIMABLE else "relief"
        a_version(made, 1, stage, operation.files_from, asked)
    return operation


def a_version(
    criterion: Criterion, number: int, stage: str, since: date, asked: list[tuple[str, str, str]]
) -> CriterionVersion:
    version = CriterionVersion.objects.create(
        criterion=criterion, number=number, stage=stage, text_fr=criterion.name_fr, valid_from=since
    )
    for fact, compare, value in asked:
        Condition.objects.create(version=version, fact=fact, compare=compare, value=value)
    return version


def rules() -> None:
    """T1, and what a file of each category needs, where the installation has not brought its own."""
    since = date(2000, 1, 1)
    if not DeadlineRule.objects.filter(procedure=CODE, code="T1").exists():
        DeadlineRule.objects.create(
            code="T1", procedure=CODE, name_fr="Avis motivé de la commission", name_ar="رأي اللجنة المعلل",
            starts=",lodged,", meets=",favourable,unfavourable,", length=2, measure="months", legal=True, valid_from=since,
        )  # fmt: skip
    for code, name, shows in (
        ("request", "Demande signée avec photographie", ""),
        ("origin-identity", "Pièce d'identité du pays d'origine", "identity"),
        ("lease", "Contrat de bail", "residence"),
        ("school-certificate", "Certificat de scolarité", "residence"),
        ("marriage-certificate", "Acte de mariage", "marriage"),
        ("work-contract", "Contrat de travail", "work"),
    ):
        PieceType.objects.get_or_create(code=code, defaults={"name_fr": name, "shows": shows})
    if not RequiredPiece.objects.filter(procedure=CODE).exists():
        for context, kind, alternative in (
            ("", "request", 0),
            ("", "origin-identity", 0),
            ("C1", "marriage-certificate", 0),
            ("C4", "work-contract", 0),
            ("C5", "lease", 1),
            ("C5", "school-certificate", 1),
        ):
            RequiredPiece.objects.create(
                procedure=CODE, context=context, type_id=kind, alternative=alternative, valid_from=since
            )


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
    """One of every piece demanded of everyone and of what is claimed, each covering the last five years and a bit."""
    today = timezone.localdate()
    codes = application.claims.filter(withdrawn_on=None).values_list("criterion__code", flat=True)
    wanted = RequiredPiece.objects.filter(procedure=CODE, context__in=["", *codes])
    for kind in dict.fromkeys(wanted.order_by("type_id").values_list("type_id", flat=True)):
        Piece.objects.create(
            case_id=application.case_id,
            type_id=kind,
            from_on=today - timedelta(days=5 * 366 + 30),
            to_on=today,
            recorded_by=actor,
        )


def opinion(scene: Scene, application: Application, result: str = "unfavourable", **values: Any) -> Decision:
    """What a commission said, written straight into the tables: sessions have their own tests."""
    from musanada.cases.models import Case, CaseStep

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
