"""A small procedure of the tests' own: asked → checked → (paused) → granted, or dropped. Not in the registries by default.

``declared()`` puts it there for as long as a test runs; the suite that goes over all procedures never sees it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from musanada.cases.caseflow import CaseFlow
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.cases.procedures import PROCEDURES, Procedure
from musanada.cases.steps import Step
from musanada.cases.tests.world import World
from musanada.kit.choices import FieldGroup

CODE = "essai"
STATES = {
    "asked": "Demandé",
    "checked": "Vérifié",
    "paused": "En attente de la personne",
    "granted": "Accordé",
    "dropped": "Abandonné",
}


def steps(**unless: Any) -> list[Step]:
    """The table; ``unless`` gives the demands of a step by its code."""

    def step(code: str, source: tuple[str, ...], target: str, right: str = "case.work") -> Step:
        return Step(code, source, target, right=right, label=code.title(), unless=unless.get(code, ()))

    return [
        step("check", ("asked",), "checked"),
        step("pause", ("asked", "checked"), "paused"),
        step("go_on", ("paused",), "checked"),
        step("grant", ("checked",), "granted", "case.lead"),
        step("drop", ("asked", "checked", "paused"), "dropped", "case.lead"),
        step("reopen", ("dropped",), "asked", "case.lead"),
    ]


def procedure_of(**unless: Any) -> Procedure:
    flow = CaseFlow(CODE, "asked", steps(**unless)).in_bulk("check", "grant", "drop")
    closures = {"granted": Case.Closure.MET, "dropped": Case.Closure.WITHDREW}
    return Procedure(CODE, "Essai", flow, FieldGroup.SERVICES, STATES, closures)


@contextmanager
def declared(**unless: Any) -> Iterator[Procedure]:
    one = PROCEDURES.add(CODE, procedure_of(**unless))
    try:
        yield one
    finally:
        del PROCEDURES._things[CODE]


def a_case(world: World, **values: Any) -> Case:
    """A case of Rabat's, opened by its case manager."""
    return open_case(world.maha, world.rabat, code=CODE, person=world.person, **values)
