"""Pages of a case: what they show to whom, the buttons they offer, and the same asked without them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry, RoleHolding
from musanada.cases.commands import files as commands
from musanada.cases.models import Case, CaseStep, Piece, RequiredPiece, Task
from musanada.cases.queries import files, work
from musanada.cases.steps_pages import STEP_PAGES
from musanada.cases.tests import casework
from musanada.cases.tests.casework import Casework
from musanada.cases.tests.world import met, signed_in
from musanada.kit.ids import show_reference
from musanada.people.tests.files import picture


@pytest.fixture
def office(world):
    with casework.declared() as one:
        yield casework.build(world, one)


@pytest.fixture
def case(office: Casework) -> Case:
    return office.case()


def page(user: Any, name: str, *args: Any, **query: str) -> Any:
    return signed_in(user).get(reverse(name, args=args), query)


def post(user: Any, name: str, *args: Any, **data: Any) -> Any:
    return signed_in(user).post(reverse(name, args=args), data)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_case_shows_its_parts(office, case):
    maha = office.world.maha
    casework.rule()
    commands.raise_alert(maha, case, level="danger", text="Menaces reçues")
    commands.add_task(maha, case, what="Acheter le billet", due_on=timezone.localdate())
    commands.write_note(maha, case, text="Préfère le train")
    office.step(maha, case, "prepare")
    text = text_of(page(maha, "files:show", case.pk))
    for words in (
        show_reference(case.reference),
        "Mamadou Diallo",
        "Menaces reçues",
        "Acheter le billet",
        "Préfère le train",
        "Voyage",
        "Préparé",
        casework.NOT_READY.replace("'", "&#x27;"),
        "Renoncer",
    ):
        assert words in text
    assert reverse("files:step", args=[case.pk, "give_up"]) in text


def test_deadlines_say_how_much_is_left_or_late(office):
    casework.rule()
    late = office.case(opened_on=timezone.localdate() - timedelta(days=13))
    assert "En retard de 3 jours" in text_of(page(office.world.maha, "files:show", late.pk))
    office.step(office.world.maha, late, "wait", on=timezone.localdate() - timedelta(days=6))
    assert "Suspendu, 6 jours en tout" in text_of(page(office.world.maha, "files:show", late.pk))
    office.step(office.world.maha, late, "prepare")
    assert "Tenu à temps" in text_of(page(office.world.maha, "files:show", late.pk))


def test_the_checklist_shows_what_is_missing(office, case):
    RequiredPiece.objects.create(
        procedure=casework.CODE, type_id="ticket", valid_from=case.opened_on - timedelta(days=1)
    )
    assert "Manque" in text_of(page(office.world.maha, "files:show", case.pk))
    Piece.objects.create(case=case, type_id="ticket", recorded_by=office.world.maha)
    text = text_of(page(office.world.maha, "files:show", case.pk))
    assert "Manque" not in text and "Au dossier" in text


# Who sees it


def test_another_part_of_the_file_or_office_does_not_find_it(office, case):
    """The travel officer reaches it; the secretary's part is another; Zaki works elsewhere."""
    assert page(office.yto, "files:show", case.pk).status_code == 200
    for user in (office.sanaa, office.world.zaki, office.world.salma, office.world.hind):
        assert page(user, "files:show", case.pk).status_code == 404
        assert list(files.visible(user)) == []
        assert show_reference(case.reference) not in text_of(page(user, "files:side", "team"))


def test_a_member_of_a_commission_and_a_shelter_see_no_case_page(office, case):
    for user in (office.member, office.rim):
        for name, args in (("files:list", ()), ("files:day", ()), ("files:show", (case.pk,))):
            answer = page(user, name, *args)
            assert answer.status_code == 403
            assert "case.view" in text_of(answer)


def test_the_other_roles_of_the_same_office_see_their_own_part(office, case, monkeypatch):
    """The same table holds a case of another part: the secretary sees that one and not the journey."""
    from musanada.cases.procedures import PROCEDURES, Procedure
    from musanada.kit.choices import FieldGroup

    journey = office.procedure
    legal = Procedure("paper", "Papier", journey.flow, FieldGroup.LEGAL, journey.states, journey.closures)
    PROCEDURES.add("paper", legal)
    try:
        paper = office.case()
        Case.objects.filter(pk=paper.pk).update(procedure="paper")
        seen = {
            user.username: set(files.visible(user)) for user in (office.sanaa, office.yto, office.world.maha)
        }
        assert seen == {"sanaa": {paper}, "yto": {case}, "maha": {paper, case}}
        assert page(office.sanaa, "files:show", paper.pk).status_code == 200
        assert page(office.yto, "files:show", paper.pk).status_code == 404
    finally:
        del PROCEDURES._things["paper"]


def test_a_protected_person_is_in_no_list_and_a_reading_is_noted(office, case):
    """Their page opens to whom their file names, and leaves its line."""
    from musanada.people.commands import confidential

    protector = casework.account(office.world.rabat, "nadia", "protection_officer")
    confidential.open_file(
        protector, case.person, subject="violence", hides_person=True, reason="menaces au téléphone"
    )
    nadia = type(protector).objects.get(pk=protector.pk)
    assert list(files.visible(nadia)) == []
    assert page(office.world.maha, "files:show", case.pk).status_code == 404
    before = AuditEntry.objects.filter(verb="people.read_protected").count()
    assert page(nadia, "files:show", case.pk).status_code == 200
    assert AuditEntry.objects.filter(verb="people.read_protected").count() == before + 1


def test_staff_of_an_unknown_office_is_not_named_in_the_journal(office, case):
    CaseStep.objects.create(
        case=case, code="prepare", from_state="asked", to_state="prepared", by=office.world.hind
    )
    told = files.parts(office.world.maha, case)
    assert [one.who for one in told.journal] == ["", str(office.world.maha)]


# Writing in it


def test_each_kind_is_added_from_its_form(office, case):
    maha, day = office.world.maha, timezone.localdate() + timedelta(days=2)
    forms = {
        "task": {"what": "Acheter le billet", "due_on": day},
        "note": {"text": "Préfère le train"},
        "appointment": {"purpose": "interview", "at": f"{day}T10:30", "where": "Bureau 3"},
        "alert": {"level": "warning", "text": "Appeler le soir"},
        "piece": {"type": "ticket", "received_on": timezone.localdate(), "issuer": "ONCF"},
    }
    for kind, data in forms.items():
        from musanada.kit.ids import new_id

        answer = post(maha, "files:add", case.pk, kind, id=str(new_id()), **data)
        assert (kind, answer.status_code) == (kind, 302)
    told = files.parts(maha, case)
    lists = (told.tasks, told.notes, told.appointments, told.alerts, told.pieces)
    assert [len(found) for found in lists] == [1, 1, 1, 1, 1]
    assert timezone.localtime(told.appointments[0].at).strftime("%H:%M") == "10:30"


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(office, case):
    day = timezone.localdate() - timedelta(days=1)
    answer = post(office.world.maha, "files:add", case.pk, "task", what="Acheter le billet", due_on=day)
    assert answer.status_code == 422
    assert "Acheter le billet" in text_of(answer)


def test_a_piece_with_its_file(office, case):
    """The file is sealed beside the person; who reaches it opens it from the case."""
    from musanada.kit.ids import new_id

    sent = BytesIO(picture())
    sent.name = "billet.jpg"
    answer = post(
        office.world.maha,
        "files:add",
        case.pk,
        "piece",
        id=str(new_id()),
        type="ticket",
        received_on=timezone.localdate(),
        file=sent,
        kind="ticket",
    )
    assert answer.status_code == 302
    piece = Piece.objects.get()
    assert piece.attachment is not None
    url = reverse("people:attachment", args=[case.person_id, piece.attachment_id])
    assert url in text_of(page(office.world.maha, "files:show", case.pk))


@pytest.mark.parametrize("kind", ["nothing", "step"])
def test_no_other_kind_is_added(office, case, kind):
    assert page(office.world.maha, "files:add", case.pk, kind).status_code == 404


def test_rows_are_changed_one_by_one(office, case):
    maha = office.world.maha
    task = commands.add_task(maha, case, what="Acheter", due_on=timezone.localdate())
    note = commands.write_note(maha, case, text="Faux")
    assert post(maha, "files:change", case.pk, "task", task.pk, "do").status_code == 302
    assert page(maha, "files:change", case.pk, "note", note.pk, "strike").status_code == 200
    assert post(maha, "files:change", case.pk, "note", note.pk, "strike", reason=" ").status_code == 422
    assert post(maha, "files:change", case.pk, "note", note.pk, "strike", reason="erreur").status_code == 302
    task.refresh_from_db(), note.refresh_from_db()
    assert (task.state, note.struck_reason) == ("done", "erreur")


def test_forged_rows_and_verbs_are_not_found(office, case):
    """Another case's row behind one's own case; a verb of another kind; a GET that would do something."""
    maha, other = office.world.maha, office.case()
    theirs = commands.add_task(maha, other, what="Acheter", due_on=timezone.localdate())
    assert post(maha, "files:change", case.pk, "task", theirs.pk, "do").status_code == 404
    assert post(maha, "files:change", other.pk, "task", theirs.pk, "verify").status_code == 404
    assert page(maha, "files:change", other.pk, "task", theirs.pk, "do").status_code == 302
    assert Task.objects.get().state == "open"
    for stranger in (office.sanaa, office.world.zaki):
        assert post(stranger, "files:change", other.pk, "task", theirs.pk, "do").status_code == 404
        assert post(stranger, "files:add", case.pk, "note", text="x").status_code == 404
        assert post(stranger, "files:take", case.pk).status_code == 404


def test_who_only_reads_is_told_the_right(office, case):
    reader = casework.account(office.world.rabat, "karim", "programme_manager")
    text = text_of(page(reader, "files:show", case.pk))
    assert reverse("files:add", args=[case.pk, "note"]) not in text
    assert "case.work" in text_of(post(reader, "files:add", case.pk, "note", text="x"))


# Steps


def test_a_step_asks_why_and_is_taken(office, case):
    maha = office.world.maha
    assert "Renoncé" in text_of(page(maha, "files:step", case.pk, "give_up"))
    assert post(maha, "files:step", case.pk, "give_up", on=timezone.localdate()).status_code == 422
    answer = post(maha, "files:step", case.pk, "give_up", on=timezone.localdate(), text="Elle reste.")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.closure) == ("given_up", "withdrew")
    text = text_of(page(maha, "files:show", case.pk))
    assert "Elle reste." in text and "Rouvrir" in text
    assert reverse("files:add", args=[case.pk, "task"]) not in text
    assert reverse("files:add", args=[case.pk, "note"]) in text


def test_a_step_that_a_rule_refuses_says_so_and_stays_refused(office, case):
    maha = office.world.maha
    office.step(maha, case, "prepare")
    assert "Il manque un billet" in text_of(page(maha, "files:step", case.pk, "leave"))
    answer = post(maha, "files:step", case.pk, "leave", on=timezone.localdate(), text="Partie ce matin.")
    assert answer.status_code == 422 and "Il manque un billet" in text_of(answer)
    case.refresh_from_db()
    assert case.state == "prepared"


@pytest.mark.parametrize("code", ["prepare", "reopen"])
def test_a_step_that_is_not_offered_is_refused(office, case, code):
    """One that has no page here; one that is not possible from this state."""
    answer = post(office.world.maha, "files:step", case.pk, code, on=timezone.localdate(), text="x")
    assert answer.status_code == 409 or "Rechargez la page" in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == "asked"
    assert page(office.world.maha, "files:step", case.pk, "nothing").status_code == 404


def test_a_step_with_its_own_page_leads_there(office, case):
    STEP_PAGES.add(f"{casework.CODE}.give_up", "files:risk")
    try:
        answer = post(office.world.maha, "files:step", case.pk, "give_up", text="x")
        assert answer.headers["Location"] == reverse("files:risk", args=[case.pk])
        assert Case.objects.get(pk=case.pk).state == "asked"
    finally:
        del STEP_PAGES._things[f"{casework.CODE}.give_up"]


# Lists


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


# Home, person


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
