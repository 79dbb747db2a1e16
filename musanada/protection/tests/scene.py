"""An organisation that helps, with offices in Nador and Casablanca and an account per role; a second one; a hospital; a
State unit. ``child_file`` and ``victim_file`` open files whose person is hidden and whose owner is named; ``named`` names
another officer on one.

Accounts by "place.role" in ``scene.staff``: places are "nador", "casa", "root", "other", "hospital", "state"; a second
account of a role ends in ".2" (``scene.second``, ``scene.officer2``).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from musanada.access.commands import add_unit, first_accounts, found_organisation
from musanada.access.doors import forget_holdings
from musanada.access.models import Unit, User
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people import commands as people
from musanada.people.commands.confidential import grant
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import NamedAccess, Person
from musanada.protection.commands.opening import open_protection
from musanada.protection.models import AgeRecord, Child, MappedChild, ProtectionFile, Victim
from musanada.reference.models import Place
from musanada.reference.queries import provinces

BASIS = BasisDraft("vital_interest", "2026-11", "fra", "")
HELPERS = (
    "agent",
    "case_manager",
    "protection_officer",
    "health_focal_point",
    "shelter_manager",
    "street_worker",
    "teacher",
    "first_responder",
    "programme_manager",
    "travel_officer",
    "mne_officer",
)
TWICE = ("case_manager", "protection_officer", "teacher", "street_worker")


@dataclass
class Scene:
    root: Unit  # the organisation of Nador and Casablanca
    nador: Unit
    casa: Unit
    other: Unit  # an office of another organisation that helps, in Casablanca
    hospital: Unit  # of the health side
    state: Unit
    staff: dict[str, User] = field(default_factory=dict)
    towns: dict[str, Place] = field(default_factory=dict)  # "nador", "casablanca"

    @property
    def manager(self) -> User:
        """Case manager of Nador: opens children's files."""
        return self.staff["nador.case_manager"]

    @property
    def second(self) -> User:
        """Another case manager of Nador, named on nothing."""
        return self.staff["nador.case_manager.2"]

    @property
    def officer(self) -> User:
        """Protection officer of Nador."""
        return self.staff["nador.protection_officer"]

    @property
    def officer2(self) -> User:
        return self.staff["nador.protection_officer.2"]

    @property
    def street(self) -> User:
        return self.staff["nador.street_worker"]

    @property
    def teacher(self) -> User:
        return self.staff["nador.teacher"]

    @property
    def responder(self) -> User:
        return self.staff["nador.first_responder"]

    @property
    def health(self) -> User:
        """Health focal point of Nador."""
        return self.staff["nador.health_focal_point"]

    @property
    def lead(self) -> User:
        """Programme manager of Nador."""
        return self.staff["nador.programme_manager"]

    @property
    def admin(self) -> User:
        return self.staff["root.administrator"]

    @property
    def stranger(self) -> User:
        """A protection officer of the other organisation."""
        return self.staff["other.protection_officer"]


def build() -> Scene:
    root = found_organisation("entraide", "Association d'entraide", side="humanitarian")
    towns = {"nador": town("Nador"), "casablanca": town("Casablanca")}
    nador = add_unit(root, "ent-nador", "Bureau de Nador", name_ar="مكتب الناظور", kind="office",
                     side="humanitarian", town=towns["nador"])  # fmt: skip
    casa = add_unit(root, "ent-casa", "Bureau de Casablanca", name_ar="مكتب الدار البيضاء", kind="office",
                    side="humanitarian", town=towns["casablanca"])  # fmt: skip
    second = found_organisation("refuge", "Association refuge", side="humanitarian")
    other = add_unit(second, "ref-casa", "Refuge de Casablanca", kind="office", side="humanitarian",
                     town=towns["casablanca"])  # fmt: skip
    hospital = found_organisation("hopital", "Hôpital de Nador", side="health")
    state = found_organisation("interieur", "Ministère de l'Intérieur", side="state")
    scene = Scene(root, nador, casa, other, hospital, state, towns=towns)
    accounts(scene)
    return scene


def town(name: str) -> Place:
    """A province or prefecture, as forms offer them."""
    return provinces().get(name_fr=name)


def accounts(scene: Scene) -> None:
    for unit, name in ((scene.nador, "nador"), (scene.casa, "casa"), (scene.other, "other")):
        for role in HELPERS:
            scene.staff[f"{name}.{role}"] = account(unit, f"{name}.{role}", role)
    for role in TWICE:
        scene.staff[f"nador.{role}.2"] = account(scene.nador, f"nador.{role}.2", role)
    for role in ("administrator", "data_protection", "auditor", "statistician"):
        scene.staff[f"root.{role}"] = account(scene.root, f"root.{role}", role)
    for role in ("health_focal_point", "first_responder", "case_manager", "protection_officer"):
        scene.staff[f"hospital.{role}"] = account(scene.hospital, f"hospital.{role}", role)
    for role in ("agent", "case_manager", "protection_officer", "first_responder", "street_worker"):
        scene.staff[f"state.{role}"] = account(scene.state, f"state.{role}", role)


def account(unit: Unit, name: str, role: str) -> User:
    return first_accounts(unit, [(name, f"Compte {name}", "", role)])[0]


def someone(
    scene: Scene,
    name: str = "Mamadou Bah",
    *,
    owner: User | None = None,
    unit: Unit | None = None,
    **values: Any,
) -> Person:
    """Registered by the owner at their office: a boy from Guinea, unless said otherwise."""
    values = {"sex": "M", "nationalities": ("GIN",), "languages": ("ful",)} | values
    draft = PersonDraft(names=(NameDraft(text=name),), **values)
    return people.register(owner or scene.manager, unit or scene.nador, draft=draft, basis=BASIS)


def born(years: int, days: int = 40) -> PartialDate:
    """Turned ``years`` so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    return PartialDate(day.replace(year=day.year - years, day=min(day.day, 28)), BirthPrecision.DAY)


def opened(
    scene: Scene, kind: str, person: Person, owner: User, unit: Unit, on: date | None, columns: dict[str, Any]
) -> ProtectionFile:
    columns = {"basis": "vital_interest" if kind == "child" else "consent", "source": "patrol"} | columns
    if columns["basis"] == "vital_interest":
        columns.setdefault("basis_text", "Enfant seul, sans adulte joignable, en danger dans la rue.")
    with transaction.atomic():
        made = open_protection(
            owner, unit, person, kind=kind, identified_on=on or timezone.localdate(), **columns
        )
    forget_holdings(owner)
    return made


def child_file(
    scene: Scene,
    name: str = "Mamadou Bah",
    *,
    owner: User | None = None,
    unit: Unit | None = None,
    years: int = 15,
    on: date | None = None,
    status: str = "unaccompanied",
    person: Person | None = None,
    child: dict[str, Any] | None = None,
    **columns: Any,
) -> ProtectionFile:
    """A child's file with its person hidden, its owner (``scene.manager``) named and one claimed age, no clock.

    ``years`` today; ``on``: identified (today). ``child``: columns of ``Child``; other ``columns`` of ``ProtectionFile``.
    """
    owner, unit = owner or scene.manager, unit or scene.nador
    person = person or someone(scene, name, owner=owner, unit=unit, birth=born(years))
    file = opened(scene, "child", person, owner, unit, on, columns)
    mapped = MappedChild.objects.create(
        unit=unit,
        person=person,
        nickname="Petit",
        sex=person.sex,
        first_on=file.identified_on,
        recorded_by=owner,
    )
    Child.objects.create(file=file, mapped=mapped, status=status, **{"critical_under": 13} | (child or {}))
    AgeRecord.objects.create(
        file=file,
        method="claimed",
        on=file.identified_on,
        birth_date=person.birth_date,
        applied=True,
        by=owner,
    )
    return file


def victim_file(
    scene: Scene,
    name: str = "Blessing Obi",
    *,
    owner: User | None = None,
    unit: Unit | None = None,
    years: int = 24,
    on: date | None = None,
    person: Person | None = None,
    victim: dict[str, Any] | None = None,
    **columns: Any,
) -> ProtectionFile:
    """A victim's file with its person hidden and its owner (``scene.officer``) named; a child by ``years``."""
    owner, unit = owner or scene.officer, unit or scene.nador
    values: dict[str, Any] = {"sex": "F", "nationalities": ("NGA",), "languages": ("eng",)}
    person = person or someone(scene, name, owner=owner, unit=unit, birth=born(years), **values)
    file = opened(scene, "victim", person, owner, unit, on, columns)
    Victim.objects.create(file=file, **{"child": years < 18} | (victim or {}))
    return file


def named(file: ProtectionFile, user: User, *, days: int = 30) -> NamedAccess:
    """``user`` named on the file by its owner, as colleagues of one office do."""
    secret = file.secret
    made = grant(
        secret.owner,
        secret,
        user=user,
        until=timezone.now() + timedelta(days=days),
        reason="Relais pendant les congés du responsable",
    )
    forget_holdings(user)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client
