"""Work lists, the day, the home and the page of a person."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from musanada.access.models import RoleHolding
from musanada.cases.commands import files as commands
from musanada.cases.models import Case
from musanada.cases.queries import work
from musanada.cases.tests.test_files_pages.helper import page, post, text_of
from musanada.cases.tests.world import met


def due(case: Case, days: int) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    return case


def test_the_sides_of_the_work_list(office):
    world = office.world
    mine, late, soon = due(office.case(), 40), due(office.case(by=office.yto), -2), due(office.case(), 3)
    closed = office.case()
    commands.take_step(world.maha, closed, "give_up", move=casework_move("Elle reste."))
    sides = {
        side: list(work.listed(world.maha, side))
        for side in (work.MINE, work.TEAM, work.LATE, work.WEEK, work.CLOSED)
    }
    assert sides == {
        "mine": [soon, mine],
        "team": [late, soon, mine],
        "late": [late],
        "week": [soon],
        "closed": [closed],
    }
    for side in sides:
        assert page(world.maha, "files:side", side).status_code == 200


def casework_move(text: str) -> Any:
    from musanada.cases.caseflow import Move

    return Move(text=text)


def test_filters_are_in_the_address_and_nonsense_is_left_out(office, case):
    office.step(office.world.maha, case, "prepare")
    other = office.case(by=office.yto, person=met(office.world.maha, office.world.rabat, "Awa Bah"))
    shown = {
        "prepared": page(office.world.maha, "files:side", "team", state="prepared"),
        "owner": page(office.world.maha, "files:side", "team", owner=str(office.yto.pk)),
        "nonsense": page(office.world.maha, "files:side", "team", state="x", owner="y", due="z", page="-3"),
    }
    found = {name: [str(one) in text_of(answer) for one in (case, other)] for name, answer in shown.items()}
    assert found == {"prepared": [True, False], "owner": [False, True], "nonsense": [True, True]}


def test_bulk_hand_over_has_a_result_per_row(office, case):
    """What is not the actor's is not moved; each line says what came of it."""
    maha, yto = office.world.maha, office.yto
    elsewhere = office.case(by=office.world.zaki, unit=office.world.oujda)
    mine = [case, office.case()]
    keys = [str(one.pk) for one in (*mine, elsewhere)]
    asked = post(maha, "files:hand-over-many", case=keys)
    assert asked.status_code == 200 and str(elsewhere) not in text_of(asked)
    done = post(maha, "files:hand-over-many", case=keys, to=str(yto.pk))
    assert "2 dossiers confiés" in text_of(done)
    owners = {one.pk: one.owner for one in Case.objects.select_related("owner")}
    assert owners == {case.pk: yto, mine[1].pk: yto, elsewhere.pk: office.world.zaki}
    assert post(maha, "files:hand-over-many", case=keys, to=str(office.world.zaki.pk)).status_code == 422
    assert post(yto, "files:hand-over-many", case=keys, to=str(yto.pk)).status_code == 403


def test_the_day_shows_ones_tasks_then_the_teams(office, case):
    maha = office.world.maha
    commands.add_task(
        maha, case, what="Acheter le billet", due_on=timezone.localdate(), assigned_to=office.yto
    )
    commands.add_task(maha, case, what="Prévenir la famille", due_on=timezone.localdate())
    commands.plan_appointment(
        maha, case, at=timezone.now() + timedelta(minutes=1), purpose="notification", where="Guichet 2"
    )
    mine, hers = text_of(page(maha, "files:day")), text_of(page(office.yto, "files:day"))
    assert "Prévenir la famille" in mine and "Acheter le billet" not in mine
    assert "Acheter le billet" in hers and "Prévenir la famille" not in hers
    both = text_of(page(maha, "files:day", show="team"))
    assert "Acheter le billet" in both and "Prévenir la famille" in both and "Guichet 2" in both
    assert "Acheter" not in text_of(page(office.world.zaki, "files:day", show="team"))


def test_a_task_leaves_ones_day_with_the_role(office, case):
    """Given to someone who no longer works there: their list does not open another office's case."""
    commands.add_task(
        office.world.maha, case, what="Acheter", due_on=timezone.localdate(), assigned_to=office.yto
    )
    RoleHolding.objects.filter(user=office.yto).delete()
    assert list(work.tasks(type(office.yto).objects.get(pk=office.yto.pk))) == []


def test_panels_of_the_day(office, case):
    from musanada.kit.timeline import PANELS

    maha = office.world.maha
    due(case, -1), due(office.case(), 2)
    commands.add_task(maha, case, what="Acheter", due_on=timezone.localdate())
    commands.plan_appointment(maha, case, at=timezone.now() + timedelta(seconds=5), purpose="pieces")
    found = {code: panel(maha) for code, panel in PANELS.items() if code.startswith("cases.files")}
    assert {code: one and one.count for code, one in found.items()} == {
        "cases.files_late": 1,
        "cases.files_week": 1,
        "cases.files_tasks": 1,
        "cases.files_appointments": 1,
    }
    assert all(panel(office.member) is None for code, panel in PANELS.items() if code in found)
    assert "Mamadou" not in str(found)


def test_a_persons_page_shows_the_files_and_their_steps(office, case):
    maha = office.world.maha
    office.step(maha, case, "prepare")
    due(case, 4)
    text = text_of(page(maha, "people:person", case.person_id))
    assert reverse("files:show", args=[case.pk]) in text
    assert "Dans 4 jours" in text and "Dossier ouvert" in text and "Préparer" in text
    assert reverse("files:show", args=[case.pk]) not in text_of(
        page(office.rim, "people:person", case.person_id)
    )
