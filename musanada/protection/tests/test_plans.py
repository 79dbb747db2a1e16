"""Plan lines and services: each with its clock, ended once, and help that no state forbids."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import new_id
from musanada.protection.commands import plans, services
from musanada.protection.models import Clock, PlanAction, Service
from musanada.protection.tests.scene import child_file, victim_file
from musanada.protection.workflow import CHILD
from musanada.protection.workflow_trafficking import TRAFFICKING

pytestmark = pytest.mark.django_db
LINE = {"goal": "Un toit sûr", "action": "Demander une place au centre", "responsible": "Éducateur de rue"}


def today():
    return timezone.localdate()


def clock(row):
    return Clock.objects.get(subject=row.pk)


def test_a_line_runs_until_its_day_and_is_met_when_done(scene):
    file = child_file(scene)
    one = plans.add_action(scene.manager, file, **LINE, due_on=today() + timedelta(days=3), agreed="yes")
    assert clock(one).due_on == one.due_on
    plans.change_action(scene.manager, one, **LINE, due_on=today() + timedelta(days=9), agreed="yes")
    assert clock(one).due_on == today() + timedelta(days=9)
    done = plans.end_action(scene.manager, one, state="done", text="Une place est trouvée.")
    assert (done.state, done.ended_on, clock(one).met_on) == ("done", today(), today())
    file.case.refresh_from_db()
    assert file.case.due_on is None


@pytest.mark.parametrize(("state", "how"), [("failed", "met_on"), ("dropped", "dropped_on")])
def test_what_is_not_reached_says_why(scene, state, how):
    one = plans.add_action(scene.manager, child_file(scene), **LINE, due_on=today())
    with pytest.raises(BadInput) as raised:
        plans.end_action(scene.manager, one, state=state)
    assert "text" in raised.value.fields
    plans.end_action(scene.manager, one, state=state, text="Plus de place avant l'été.")
    assert getattr(clock(one), how) == today()


def test_a_line_ends_once(scene):
    one = plans.add_action(scene.manager, child_file(scene), **LINE, due_on=today())
    plans.end_action(scene.manager, one, state="done")
    with pytest.raises(Refused):
        plans.end_action(scene.manager, one, state="done")
    with pytest.raises(Refused):
        plans.change_action(scene.manager, one, **LINE, due_on=today(), agreed="no")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"goal": " "}, "goal"),
        ({"action": ""}, "action"),
        ({"responsible": "?"}, "responsible"),
        ({"agreed": "perhaps"}, "agreed"),
        ({"due_on": today() - timedelta(days=1)}, "due_on"),
    ],
)
def test_a_line_says_goal_action_who_and_when(scene, said, field):
    with pytest.raises(BadInput) as raised:
        plans.add_action(scene.manager, child_file(scene), **(LINE | {"due_on": today()} | said))
    assert field in raised.value.fields
    assert not PlanAction.objects.exists()


def test_the_same_key_twice_is_one_line_and_one_service(scene):
    file, key = child_file(scene), new_id()
    for _n in range(2):
        plans.add_action(scene.manager, file, **LINE, due_on=today(), pk=key)
        services.ask_service(scene.manager, file, kind="health", urgency="1h", pk=key)
    assert (PlanAction.objects.count(), Service.objects.count()) == (1, 1)


@pytest.mark.parametrize(("urgency", "hours"), [("1h", 1), ("3h", 3), ("1d", 24), ("3d", 72)])
def test_a_service_is_due_by_its_urgency(scene, urgency, hours):
    one = services.ask_service(scene.manager, child_file(scene), kind="shelter", urgency=urgency)
    assert services.due_at(one.asked_at, urgency) == one.asked_at + timedelta(hours=hours)
    assert clock(one).due_on == timezone.localdate(one.asked_at + timedelta(hours=hours))


STATES = [("child", state) for state in CHILD.states] + [("victim", state) for state in TRAFFICKING.states]


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_no_state_forbids_help(scene, kind, state):
    """A service is asked and given in every state of both procedures, closed ones too."""
    actor, file = (
        (scene.manager, child_file(scene)) if kind == "child" else (scene.officer, victim_file(scene))
    )
    closed = {"closed_on": today(), "closure": "goals_met"} if state == "closed" else {}
    Case.objects.filter(pk=file.case_id).update(state=state, **closed)
    file.refresh_from_db()
    one = services.ask_service(actor, file, kind="health", urgency="1h")
    given = services.answer_service(actor, one, state="given", agency="Hôpital", amount=None)
    assert (given.state, clock(one).met_on) == ("given", today())


@pytest.mark.parametrize("state", ["refused", "declined", "dropped"])
def test_a_service_that_is_not_given_is_due_no_more(scene, state):
    one = services.ask_service(scene.manager, child_file(scene), kind="legal", urgency="3d", note="Papiers.")
    answered = services.answer_service(scene.manager, one, state=state, note="Plus de place cette semaine.")
    assert clock(one).dropped_on == today()
    assert answered.note == "Papiers.\nPlus de place cette semaine."
    with pytest.raises(Refused):
        services.answer_service(scene.manager, one, state="given")


def test_a_refusal_says_why(scene):
    one = services.ask_service(scene.manager, child_file(scene), kind="legal", urgency="3d")
    with pytest.raises(BadInput) as raised:
        services.answer_service(scene.manager, one, state="refused")
    assert "note" in raised.value.fields
    with pytest.raises(BadInput):
        services.answer_service(scene.manager, one, state="given", on=today() - timedelta(days=1))
