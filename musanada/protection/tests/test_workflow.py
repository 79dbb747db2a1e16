"""Both procedures, every step from every state, written out: what the table allows, what each guard refuses and lets pass."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.errors import MissingRight, Refused
from musanada.protection import guards as g
from musanada.protection.models import (
    Assessment,
    Closing,
    Determination,
    PanelMember,
    PlanAction,
    VictimScreening,
    VictimStatus,
)
from musanada.protection.seals import digest
from musanada.protection.tests.scene import child_file, named, victim_file
from musanada.protection.workflow import CHILD
from musanada.protection.workflow_trafficking import TRAFFICKING

pytestmark = pytest.mark.django_db
# Every step with the states it leaves and the one it reaches: a second pair of eyes beside the tables.
CHILD_TABLE = """
open_bia       identified bia_done plan_active solution bid_decided > bia_open
finish_bia     bia_open > bia_done
activate_plan  bia_done bid_decided solution > plan_active
need_bid       bia_done plan_active bid_decided solution > bid_needed
schedule_bid   bid_needed > bid_scheduled
postpone_bid   bid_scheduled > bid_needed
decide_bid     bid_scheduled > bid_decided
drop_bid       bid_needed > plan_active
implement      bid_decided > solution
close          identified bia_open bia_done plan_active bid_needed bid_scheduled bid_decided solution > closed
reopen         closed > identified
"""
VICTIM_TABLE = """
presume        received not_identified > presumed
rule_out       received > not_identified
identify       presumed not_identified > identified
not_identify   presumed identified > not_identified
close          received presumed identified not_identified > closed
reopen         closed > received
"""


def read(table):
    rows = [line.split() for line in table.strip().splitlines()]
    return {row[0]: (set(row[1 : row.index(">")]), row[-1]) for row in rows}


TABLES = {"child": (CHILD, read(CHILD_TABLE)), "victim": (TRAFFICKING, read(VICTIM_TABLE))}


@pytest.mark.parametrize("kind", TABLES)
def test_the_table_is_the_one_written_here(kind):
    one, table = TABLES[kind]
    assert {code: (set(step.source), step.target) for code, step in one.flow.steps.items()} == table


def today():
    return timezone.localdate()


def opened(scene, kind):
    """A file of the officer, who holds every right of both procedures; a second officer is named."""
    file = child_file(scene, owner=scene.officer) if kind == "child" else victim_file(scene)
    named(file, scene.officer2)
    return file


def put(file, state):
    closed = {"closed_on": today(), "closure": "goals_met"} if state == "closed" else {}
    Case.objects.filter(pk=file.case_id).update(state=state, **closed)
    return Case.objects.get(pk=file.case_id)


@pytest.fixture
def unguarded(monkeypatch):
    """The states alone: what guards say has its own tests below."""
    for one, _table in TABLES.values():
        for step in one.flow.steps.values():
            monkeypatch.setattr(type(step), "refusal", lambda self, actor, record: None)


@pytest.mark.parametrize("kind", TABLES)
def test_every_step_from_every_state(scene, unguarded, kind):
    """Taken exactly from its states, and the file stands in its target; refused from every other, and nothing moves."""
    one, table = TABLES[kind]
    file = opened(scene, kind)
    for state, code in product(one.states, one.flow.steps):
        sources, target = table[code]
        Case.objects.filter(pk=file.case_id).update(closed_on=None, closure="")
        case = put(file, state)
        if state in sources:
            one.flow.run(scene.officer, case, code)
        else:
            with pytest.raises(Refused):
                one.flow.run(scene.officer, case, code)
        case.refresh_from_db()
        assert case.state == (target if state in sources else state), (state, code)
        assert (case.closed_on is not None) == (case.state == "closed"), (state, code)


@pytest.mark.parametrize("kind", TABLES)
def test_who_is_not_named_takes_no_step(scene, unguarded, kind):
    one, table = TABLES[kind]
    file = opened(scene, kind)
    for code, (sources, _target) in table.items():
        case = put(file, sorted(sources)[0])
        with pytest.raises(MissingRight):
            one.flow.run(scene.staff["casa.protection_officer"], case, code)
        Case.objects.filter(pk=file.case_id).update(closed_on=None, closure="")


# Guards: each refuses before its row is there, and lets pass after


def bia(scene, file, state="open"):
    said = {"done_on": today(), "recommendation": "care", "bid_needed": "durable"} if state != "open" else {}
    if state == "reviewed":
        said |= {"reviewer": scene.officer2, "reviewed_on": today()}
    return Assessment.objects.create(
        file=file, trigger="first", state=state, opened_on=today(), due_on=today(), assessor=scene.officer, **said
    )  # fmt: skip


def bid(scene, file, state, **said):
    sealed = {
        "dossier": "{}",
        "digest": digest("{}"),
        "sealed_at": timezone.now(),
        "reviewer": scene.officer2,
    }
    return Determination.objects.create(
        file=file, assessment=bia(scene, file, "reviewed"), question="durable", state=state, opened_on=today(),
        due_on=today() + timedelta(days=90), officer=scene.officer, **(sealed | said),
    )  # fmt: skip


def seated(scene, file):
    one = bid(scene, file, "sealed", panel_on=today())
    for user in (scene.officer2, scene.second, scene.lead):
        PanelMember.objects.create(file=file, bid=one, user=user, conflict=False)


def closed_by_two(scene, file):
    Closing.objects.create(
        file=file, reason="onward", text="Parti.", state="approved", asked_by=scene.officer,
        answered_by=scene.officer2, answered_on=today(),
    )  # fmt: skip


def status(value):
    return lambda scene, file: VictimStatus.objects.create(
        file=file, status=value, on=today(), body="prosecutor", by=scene.officer
    )


def screened(result):
    return lambda scene, file: VictimScreening.objects.create(
        file=file, agreed=True, result=result, by=scene.officer
    )


GUARDS = {
    "open_bia": ("child", g.no_open_bia, bia),
    "finish_bia": ("child", g.bia_not_reviewed, lambda s, f: bia(s, f, "reviewed")),
    "activate_plan": ("child", g.no_plan, lambda s, f: PlanAction.objects.create(
        file=f, goal="Un toit", action="Une place", responsible="ONG", due_on=today(), by=s.officer)),
    "need_bid": ("child", g.bid_not_needed, lambda s, f: bia(s, f, "reviewed")),
    "schedule_bid": ("child", g.panel_not_ready, seated),
    "decide_bid": ("child", g.bid_not_decided, lambda s, f: bid(
        s, f, "decided", decided_on=today(), outlook="care")),
    "implement": ("child", g.child_not_told, lambda s, f: bid(
        s, f, "decided", decided_on=today(), outlook="care", told_on=today(), told_by=s.officer)),
    "close": ("child", g.closing_not_approved, closed_by_two),
    "presume": ("victim", g.not_presumed, screened("presumed")),
    "rule_out": ("victim", g.not_ruled_out, screened("not_shown")),
    "identify": ("victim", g.not_identified, status("identified")),
    "not_identify": ("victim", g.not_refused, status("not_identified")),
}  # fmt: skip


@pytest.mark.parametrize("code", GUARDS)
def test_a_guard_refuses_then_lets_pass(scene, code):
    kind, guard, bear = GUARDS[code]
    one, table = TABLES[kind]
    file = opened(scene, kind)
    case = put(file, sorted(table[code][0])[0])
    assert guard(scene.officer, case)
    with pytest.raises(Refused):
        one.flow.run(scene.officer, case, code)
    bear(scene, file)
    assert guard(scene.officer, case) is None
    one.flow.run(scene.officer, case, code)
    case.refresh_from_db()
    assert case.state == table[code][1]


def test_every_guard_of_both_tables_is_tested():
    used = {
        rule.guard
        for one, _table in TABLES.values()
        for step in one.flow.steps.values()
        for rule in step.unless
    }
    assert used == {guard for _kind, guard, _bear in GUARDS.values()}


@pytest.mark.parametrize("seats", [2, 6])
def test_a_panel_has_three_to_five_seats(scene, seats):
    file = opened(scene, "child")
    one = bid(scene, file, "sealed", panel_on=today())
    users = [user for name, user in scene.staff.items() if name.startswith("nador.")][:seats]
    for user in users:
        PanelMember.objects.create(file=file, bid=one, user=user, conflict=False)
    assert g.panel_not_ready(scene.officer, file.case)
