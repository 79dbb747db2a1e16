"""What is written from the page of a case, and its steps."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.commands import files as commands
from musanada.cases.models import Case, Piece, Task
from musanada.cases.queries import files
from musanada.cases.steps_pages import STEP_PAGES
from musanada.cases.tests import casework
from musanada.cases.tests.test_files_pages.helper import page, post, text_of
from musanada.people.tests.files import picture


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
