"""The procedures cell by cell: every step in every state, by every role on both sides and by the console.

What is expected comes from the hand-written ``tests/matrix/rights.txt`` and from the two lines below that say who stands
where; the table of steps gives only the states.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.commands import hold, system_user
from musanada.access.models import User
from musanada.access.roles import Role
from musanada.cases.models import Referral
from musanada.cases.tests import world as w
from musanada.cases.workflow import EXTERNAL, REFERRAL
from musanada.kit.errors import Refused
from tests.matrix.table import EXPECTED

ROLES = [role for role in Role.values if role != Role.CONSOLE]
STATES = Referral.State.values
FLOWS = {"referral": REFERRAL, "external": EXTERNAL}
AT_RECEIVER = {"accept", "refuse", "finish", "close"}  # of the flow between offices
BY_CONSOLE = {
    "referral": {"withdraw", "lapse"},
    "external": {"withdraw", "lapse", "accept", "refuse", "finish", "close"},
}
RIGHT = {
    "referral": {
        "send": "referral.send",
        "revoke": "referral.send",
        **dict.fromkeys(AT_RECEIVER, "referral.answer"),
        "withdraw": "referral.watch",
        "lapse": "referral.watch",
    },
    "external": {
        "send": "referral.external",
        "revoke": "referral.external",
        **dict.fromkeys(AT_RECEIVER, "referral.relay"),
        "withdraw": "referral.watch",
        "lapse": "referral.watch",
    },
}
VALUES = {
    "refuse": {"refusal": "no_place"},
    "finish": {"outcome": "given"},
    "close": {"outcome": "no_show"},
}


def staff(world) -> dict[tuple[str, str], User]:
    """An account for each role on each side of the referral, and one elsewhere."""
    found: dict[tuple[str, str], User] = {("console", "console"): system_user()}
    for place in ("rabat", "oujda", "sister"):
        for role in ROLES:
            user = User.objects.create(username=f"{role}.{place}", display_name=role)
            hold(user, getattr(world, place), role)
            found[role, place] = user
    return found


def prepared(world, kind: str) -> Referral:
    w.agrees(world, world.hospital if kind == "external" else world.oujda)
    one = w.prepared(world, kind=kind)
    now = timezone.now()
    Referral.objects.filter(pk=one.pk).update(
        asked_at=now,
        asked_by=world.maha,
        respond_by=now,
        revoked_at=now,
        stop="sender",
        refusal="no_place",
        outcome="given",
        basis="consent",
    )
    return one


def in_state(one: Referral, state: str, *, late: bool) -> Referral:
    moment = timezone.now() + timedelta(hours=-1 if late else 1)
    Referral.objects.filter(pk=one.pk).update(state=state, lapses_at=moment)
    return Referral.objects.select_related("person", "from_unit", "to_unit", "partner").get(pk=one.pk)


def holds_it(kind: str, code: str, role: str, place: str) -> bool:
    """By hand: who stands where this step is taken, and carries its right."""
    if role == "console":
        return code in BY_CONSOLE[kind]
    where = "oujda" if kind == "referral" and code in AT_RECEIVER else "rabat"
    return place == where and EXPECTED[RIGHT[kind][code]][role]


def in_time(kind: str, code: str, *, late: bool) -> bool:
    if code == "lapse":
        return late
    return not (late and code == "accept" and kind == "referral")


@pytest.mark.parametrize("kind", list(FLOWS))
def test_the_table_names_what_is_tested(kind):
    assert set(FLOWS[kind].steps) == set(RIGHT[kind])
    assert {step.right for step in FLOWS[kind].steps.values()} == set(RIGHT[kind].values())


@pytest.mark.parametrize("late", [False, True], ids=["in time", "late"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", list(FLOWS))
def test_buttons_of_every_role_in_every_state(world, kind, state, late):
    flow, one = FLOWS[kind], in_state(prepared(world, kind), state, late=late)
    told = {}
    for (role, place), user in staff(world).items():
        offered = {step.code for step in flow.open_steps(user, one)}
        expected = {
            code
            for code, step in flow.steps.items()
            if state in step.source and holds_it(kind, code, role, place) and in_time(kind, code, late=late)
        }
        if offered != expected:
            told[role, place] = (offered, expected)
    assert told == {}


@pytest.mark.parametrize(
    ("kind", "code"), [(kind, code) for kind, flow in FLOWS.items() for code in flow.steps]
)
def test_forged_step_by_every_role_that_does_not_hold_it(world, kind, code):
    flow, step = FLOWS[kind], FLOWS[kind].steps[code]
    one = in_state(prepared(world, kind), step.source[0], late=code == "lapse")
    passed = []
    for (role, place), user in staff(world).items():
        if holds_it(kind, code, role, place):
            continue
        try:
            flow.run(user, one, code, **VALUES.get(code, {}))
        except Refused:
            continue
        passed.append((role, place))
    assert passed == []
    assert Referral.objects.get(pk=one.pk).state == step.source[0]


@pytest.mark.parametrize(
    ("kind", "code"), [(kind, code) for kind, flow in FLOWS.items() for code in flow.steps]
)
def test_step_from_every_state_it_does_not_start_from(world, kind, code):
    flow, step, people = FLOWS[kind], FLOWS[kind].steps[code], staff(world)
    holder = next(user for (role, place), user in people.items() if holds_it(kind, code, role, place))
    first = prepared(world, kind)
    passed = []
    for state in set(STATES) - set(step.source):
        one = in_state(first, state, late=code == "lapse")
        try:
            flow.run(holder, one, code, **VALUES.get(code, {}))
        except Refused:
            continue
        passed.append(state)
    assert passed == []


@pytest.mark.parametrize(
    ("kind", "code"), [(kind, code) for kind, flow in FLOWS.items() for code in flow.steps]
)
def test_step_by_each_role_that_holds_it_from_each_of_its_states(world, kind, code):
    """The other half: what is not refused really runs."""
    flow, step = FLOWS[kind], FLOWS[kind].steps[code]
    first, ran = prepared(world, kind), []
    for (role, place), user in staff(world).items():
        if not holds_it(kind, code, role, place):
            continue
        for state in step.source:
            one = in_state(first, state, late=code == "lapse")
            done = flow.run(user, one, code, **VALUES.get(code, {}))
            assert done.state == step.target
            ran.append((role, state))
    assert ran


@pytest.mark.parametrize(
    ("code", "external"), [(c, kind == "referral") for kind in FLOWS for c in REFERRAL.steps]
)
def test_step_of_the_other_procedure_is_refused(world, code, external):
    """A forged call that takes a referral through the table it does not follow."""
    flow, kind = (REFERRAL, "external") if external else (EXTERNAL, "referral")
    step, people = flow.steps[code], staff(world)
    one = in_state(prepared(world, kind), step.source[0], late=code == "lapse")
    for user in (
        people["case_manager", "rabat"],
        people["case_manager", "oujda"],
        people["console", "console"],
    ):
        with pytest.raises(Refused):
            flow.run(user, one, code, **VALUES.get(code, {}))
    assert Referral.objects.get(pk=one.pk).state == step.source[0]
