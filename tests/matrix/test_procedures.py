"""Every procedure over cases × role × state × step, from its table and the two hand-written ones beside this file.

Nothing here lists a procedure, a state or a step: a new one is tested as soon as it is declared. What stands apart is who
may (``rights.txt``), which part of a file a role reaches (``groups.txt``), and how a case of a procedure with a detail of
its own is made (``DETAILS``). Guards are left out, they have their own tests: here it is the table that speaks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from musanada.access.models import AuditEntry, Unit, User
from musanada.access.verbs import VERBS
from musanada.cases.caseflow import Move
from musanada.cases.commands.spine import open_case
from musanada.cases.demands import silent
from musanada.cases.models import Case, CaseStep
from musanada.cases.procedures import PROCEDURES, Procedure
from musanada.cases.steps import WORKFLOWS, Step
from musanada.kit.errors import MissingRight, Refused
from musanada.reference.queries import places_by_code
from musanada.regularisation.models import Application, Operation

from .model import GROUPS
from .table import EXPECTED
from .world import STAFF_ROLES, someone, staffed

pytestmark = pytest.mark.django_db
CODES = list(PROCEDURES)
STEPS = [(code, step) for code in CODES for step in PROCEDURES[code].flow.steps]


@dataclass
class Ground:
    """An office and another organisation that some steps are taken at, with an account for each role at both."""

    office: Unit
    elsewhere: Unit
    person: Any
    opener: User
    at_office: dict[str, User]
    at_elsewhere: dict[str, User]
    cases: dict[str, Case] = field(default_factory=dict)

    def make(self, code: str) -> None:
        """One case a procedure, made once and put into whichever state a test wants."""
        case = open_case(self.opener, self.office, code=code, person=self.person)
        DETAILS.get(code, no_detail)(self, case)
        self.cases[code] = case

    def in_state(self, code: str, state: str) -> Case:
        pk = self.cases[code].pk
        closure = PROCEDURES[code].closures.get(state, "")
        closed = timezone.localdate() if closure else None
        Case.objects.filter(pk=pk).update(state=state, closure=closure, closed_on=closed)
        return Case.objects.select_related("person", "unit").get(pk=pk)

    def everybody(self) -> list[tuple[str, str, User]]:
        """``(place, role, account)``."""
        return [("office", r, u) for r, u in self.at_office.items()] + [
            ("elsewhere", r, u) for r, u in self.at_elsewhere.items()
        ]


def no_detail(ground: Ground, case: Case) -> None:
    """A procedure that has nothing beside its case."""


def an_application(ground: Ground, case: Case) -> None:
    today = timezone.localdate()
    operation = Operation.objects.create(
        code="matrice",
        name_fr="Opération",
        instrument_fr="Texte",
        files_from=today,
        files_to=today,
        unit=ground.office,
        appeals_unit=ground.elsewhere,
        recorded_by=ground.opener,
    )
    place = places_by_code()["MA-OUJ"]
    Application.objects.create(case=case, operation=operation, place=place, lodged_on=today)


# Procedures whose cases have a detail: what makes one. Without it a step taken elsewhere has no place.
DETAILS: dict[str, Callable[[Ground, Case], None]] = {"regularisation": an_application}


@pytest.fixture(scope="module")
def ground(organisations) -> Ground:
    """One for the whole file; nothing of it is kept."""
    here, there = organisations["mission"], staffed("procedures", "justice")
    person = someone(here, "Fatoumata Binta Barry")
    made = Ground(here.office, there.root, person, here.everyone, here.accounts, there.accounts)
    for code in CODES:
        made.make(code)
    return made


@pytest.fixture(autouse=True)
def without_guards(monkeypatch):
    monkeypatch.setattr(Step, "refusal", lambda step, actor, record: None)


def holds_it(one: Procedure, step: Step, place: str, role: str) -> bool:
    """By hand: the right's row, the role's parts, and the place this step is taken at."""
    where = "elsewhere" if step.at else "office"
    return place == where and EXPECTED[step.right][role] and str(one.group) in GROUPS[role]


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


# The table itself


@pytest.mark.parametrize("code", CODES)
def test_every_state_and_step_has_its_words(code):
    one = PROCEDURES[code]
    assert set(one.flow.states()) == set(one.states)
    assert [s for s, words in one.states.items() if not str(words) or str(words) == s] == []
    assert [s.code for s in one.flow.steps.values() if not str(s.label) or str(s.label) == s.code] == []
    assert len({str(words) for words in one.states.values()}) == len(one.states)


@pytest.mark.parametrize("code", CODES)
def test_every_step_has_its_words_in_the_journal(code):
    flow = PROCEDURES[code].flow
    verbs = {f"{flow.code}.{step}" for step in flow.steps} | {
        f"{flow.code}.{step}_many" for step in flow._bulk
    }
    assert verbs - VERBS.keys() == set()


@pytest.mark.parametrize("code", CODES)
def test_every_guard_says_what_it_demands(code):
    assert {s.code: silent(s) for s in PROCEDURES[code].flow.steps.values() if silent(s)} == {}


@pytest.mark.parametrize("code", CODES)
def test_every_state_is_reached_and_none_is_a_trap(code):
    """From the initial state to each, and from each that does not close the file to one that does."""
    one = PROCEDURES[code]
    edges = {(source, step.target) for step in one.flow.steps.values() for source in step.source}
    assert reached({one.flow.initial}, edges) == set(one.states)
    backwards = {(target, source) for source, target in edges}
    assert reached(set(one.closures), backwards) == set(one.states)
    assert {source for source, _target in edges} >= set(one.open_states)


def reached(start: set[str], edges: set[tuple[str, str]]) -> set[str]:
    known: set[str] = set()
    while start - known:
        known |= start
        start = {b for a, b in edges if a in known}
    return known


@pytest.mark.parametrize("code", CODES)
def test_the_table_stands_among_the_workflows_and_its_closures_are_known(code):
    one = PROCEDURES[code]
    assert WORKFLOWS[one.flow.code] is one.flow
    assert set(one.closures.values()) <= set(Case.Closure.values)
    assert one.waiting <= set(one.open_states)


# Roles × states × steps


@pytest.mark.parametrize("code", CODES)
def test_a_role_is_allowed_a_step_by_its_right_its_part_and_its_place(code, ground):
    one, case, wrong = PROCEDURES[code], ground.in_state(code, PROCEDURES[code].flow.initial), []
    for place, role, user in ground.everybody():
        actor = fresh(user)
        for step in one.flow.steps.values():
            if step.allowed(actor, case) != holds_it(one, step, place, role):
                wrong.append((place, role, step.code))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_the_buttons_of_every_role_in_every_state(code, ground):
    one, wrong = PROCEDURES[code], []
    actors = [(place, role, fresh(user)) for place, role, user in ground.everybody()]
    for state in one.states:
        case = ground.in_state(code, state)
        for place, role, actor in actors:
            offered = {step.code for step in one.flow.open_steps(actor, case)}
            expected = {
                step.code
                for step in one.flow.steps.values()
                if state in step.source and holds_it(one, step, place, role)
            }
            if offered != expected:
                wrong.append((state, place, role, offered ^ expected))
    assert wrong == []


def holder_of(one: Procedure, step: Step, ground: Ground) -> User:
    return fresh(next(u for place, role, u in ground.everybody() if holds_it(one, step, place, role)))


@pytest.mark.parametrize(("code", "name"), STEPS)
def test_a_step_by_whoever_holds_it_from_each_of_its_states(code, name, ground):
    """It writes the state, the closing, the file's line and the journal's: all four, each time."""
    one, step, ran = PROCEDURES[code], PROCEDURES[code].flow.steps[name], 0
    for place, role, user in ground.everybody():
        if not holds_it(one, step, place, role):
            continue
        for source in step.source:
            case = ground.in_state(code, source)
            lines, entries = CaseStep.objects.filter(case=case).count(), AuditEntry.objects.count()
            done = one.flow.run(fresh(user), case, name, move=Move(reasons=["length"]))
            assert (done.state, done.closure) == (step.target, one.closures.get(step.target, ""))
            last = CaseStep.objects.filter(case=case).order_by("recorded_at", "id").last()
            assert (last.code, last.from_state, last.to_state, last.by_id) == (
                name,
                source,
                step.target,
                user.pk,
            )
            assert (CaseStep.objects.filter(case=case).count(), AuditEntry.objects.count()) == (
                lines + 1,
                entries + 1,
            )
            assert AuditEntry.objects.order_by("number").last().verb == f"{one.flow.code}.{name}"
            ran += 1
    assert ran, "nobody can ever take this step"


@pytest.mark.parametrize(("code", "name"), STEPS)
def test_a_step_by_whoever_does_not_hold_it(code, name, ground):
    one, step, passed = PROCEDURES[code], PROCEDURES[code].flow.steps[name], []
    case = ground.in_state(code, step.source[0])
    lines = CaseStep.objects.filter(case=case).count()
    denied = AuditEntry.objects.filter(verb=f"{one.flow.code}.{name}", outcome="denied")
    before, refused = denied.count(), 0
    for place, role, user in ground.everybody():
        if holds_it(one, step, place, role):
            continue
        try:
            one.flow.run(fresh(user), case, name)
        except MissingRight:
            refused += 1
        else:
            passed.append((place, role))
    assert passed == []
    assert denied.count() == before + refused
    assert (Case.objects.get(pk=case.pk).state, CaseStep.objects.filter(case=case).count()) == (
        step.source[0],
        lines,
    )


@pytest.mark.parametrize(("code", "name"), STEPS)
def test_a_step_from_every_state_it_does_not_start_from(code, name, ground):
    one, step = PROCEDURES[code], PROCEDURES[code].flow.steps[name]
    actor, told = holder_of(one, step, ground), {}
    for state in [s for s in one.states if s not in step.source]:
        case = ground.in_state(code, state)
        lines = CaseStep.objects.filter(case=case).count()
        with pytest.raises(Refused, match="plus rapide"):
            one.flow.run(actor, case, name)
        if (Case.objects.get(pk=case.pk).state, CaseStep.objects.filter(case=case).count()) != (state, lines):
            told[state] = "something was written"
    assert told == {}


@pytest.mark.parametrize("code", CODES)
def test_every_staff_role_is_asked(code, ground):
    assert set(ground.at_office) == set(ground.at_elsewhere) == set(STAFF_ROLES)
