"""A second procedure, of the tests' own, in another part of the file: a journey (TRAVEL), beside regularisation (LEGAL).

asked → prepared → (waiting for the person) → left; or given up, and opened again. Maha (case manager) and Alima (agent)
work at Rabat, Zaki at Oujda; Yto is Rabat's travel officer, Sanaa its commission secretary, Rim its shelter manager.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from musanada.access.models import User
from musanada.cases.caseflow import CaseFlow
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case, DeadlineRule, PieceType
from musanada.cases.procedures import PROCEDURES, Procedure
from musanada.cases.steps import Step
from musanada.cases.tests.world import World, account
from musanada.kit.choices import FieldGroup

CODE = "journey"
STATES = {
    "asked": "Demandé",
    "prepared": "Préparé",
    "waiting": "En attente de la personne",
    "left": "Partie",
    "given_up": "Renoncé",
}
NOT_READY = "Il manque un billet : achetez-le d'abord."


def no_ticket(actor: User, case: Any) -> str | None:
    return None if case.pieces.filter(type="ticket").exists() else NOT_READY


def table() -> list[Step]:
    return [
        Step("prepare", ("asked", "waiting"), "prepared", right="case.work", label="Préparer"),
        Step("wait", ("asked", "prepared"), "waiting", right="case.work", label="Attendre la personne"),
        Step(
            "leave",
            ("prepared",),
            "left",
            right="case.lead",
            label="Constater le départ",
            unless=(no_ticket,),
        ),
        Step("give_up", ("asked", "prepared", "waiting"), "given_up", right="case.work", label="Renoncer"),
        Step("reopen", ("given_up",), "asked", right="case.lead", label="Rouvrir"),
    ]


def journey() -> Procedure:
    return Procedure(
        CODE,
        "Voyage",
        CaseFlow(CODE, "asked", table()),
        FieldGroup.TRAVEL,
        STATES,
        {"left": Case.Closure.RETURNED, "given_up": Case.Closure.WITHDREW},
        waiting=frozenset({"asked", "prepared"}),
    )


@contextmanager
def declared() -> Iterator[Procedure]:
    one = PROCEDURES.add(CODE, journey())
    try:
        yield one
    finally:
        del PROCEDURES._things[CODE]


@dataclass
class Casework:
    world: World
    procedure: Procedure
    yto: User  # travel officer at Rabat
    sanaa: User  # commission secretary at Rabat
    rim: User  # shelter manager at Rabat
    member: User  # commission member at Rabat

    def case(self, **values: Any) -> Case:
        values.setdefault("person", self.world.person)
        return open_case(
            values.pop("by", self.world.maha), values.pop("unit", self.world.rabat), code=CODE, **values
        )

    def step(self, actor: User, case: Case, code: str, **values: Any) -> Case:
        from musanada.cases.caseflow import Move

        moved: Case = self.procedure.flow.run(actor, case, code, move=Move(**values))
        return moved


def build(world: World, one: Procedure) -> Casework:
    rabat = world.rabat
    PieceType.objects.get_or_create(code="ticket", defaults={"name_fr": "Billet", "name_ar": "تذكرة"})
    return Casework(
        world,
        one,
        account(rabat, "yto", "travel_officer"),
        account(rabat, "sanaa", "commission_secretary"),
        account(rabat, "rim", "shelter_manager"),
        account(rabat, "member", "commission_member"),
    )


def rule(**values: Any) -> DeadlineRule:
    wanted = {
        "code": "ready",
        "procedure": CODE,
        "name_fr": "Prêt à partir",
        "starts": ",asked,",
        "meets": ",prepared,",
        "suspends": ",waiting,",
        "length": 10,
        "measure": "days",
        "valid_from": date(2014, 1, 1),
    }
    return DeadlineRule.objects.create(**(wanted | values))
