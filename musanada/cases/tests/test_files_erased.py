"""What a person is told of their cases, and what is left of them when they are erased."""

import json
from datetime import timedelta

import pytest
from django.core.serializers import serialize
from django.utils import timezone

from musanada.cases.caseflow import Move
from musanada.cases.commands import files as commands
from musanada.cases.commands.erasing_files import erase
from musanada.cases.commands.pieces import PieceDraft, Upload, add_piece
from musanada.cases.models import Alert, Appointment, Case, CaseStep, Clearance, Deadline, Note, Piece, Task
from musanada.cases.tests import casework
from musanada.kit.choices import FieldGroup
from musanada.kit.subject import ERASERS, HELD, Asking, tells_of_people, uncovered
from musanada.people.tests.files import picture

WORDS = ("Mamadou", "bailleur Tazi", "Guichet 2", "menaces")
TABLES = (Alert, Appointment, CaseStep, Clearance, Note, Piece, Task)


@pytest.fixture
def work(world):
    with casework.declared() as one:
        yield casework.build(world, one)


@pytest.fixture
def full(work):
    """A case with one of everything, each with words."""
    maha, case = work.world.maha, work.case()
    casework.rule(starts=",prepared,", meets=",left,")
    commands.add_task(maha, case, what="Rappeler Mamadou", due_on=timezone.localdate())
    commands.write_note(maha, case, text="Mamadou est venu")
    commands.raise_alert(maha, case, level="danger", text="menaces")
    commands.plan_appointment(
        maha, case, at=timezone.now() + timedelta(days=1), purpose="pieces", where="Guichet 2"
    )
    sent = Upload("bail.jpg", "ticket", picture())
    add_piece(maha, case, draft=PieceDraft("ticket", "bailleur Tazi", remark="Mamadou", upload=sent))
    work.step(maha, case, "prepare", text="Mamadou part", seen=json.dumps({"n": 1}))
    Clearance.objects.create(
        kind="travel", person=case.person, case=case, unit=case.unit, asked_by=maha, grounds="menaces"
    )
    return case


def stored() -> str:
    return "".join(serialize("json", model.objects.all()) for model in (Case, *TABLES))


def test_every_table_of_cases_is_covered():
    assert [name for name in uncovered() if name.startswith("cases.")] == []
    assert "cases.files" in ERASERS
    assert all(tells_of_people(model) for model in (Case, Deadline, *TABLES))


def test_an_erasure_leaves_codes_and_dates(full):
    """Run before or after the register's own: a file that was joined goes with the person, the piece stays."""
    number, steps = full.reference, list(CaseStep.objects.values_list("code", "on", "to_state"))
    assert all(word in stored() for word in WORDS)
    counts = erase([full.person_id], None)
    assert not any(word in stored() for word in WORDS)
    full.refresh_from_db()
    assert full.reference != number
    assert list(CaseStep.objects.values_list("code", "on", "to_state")) == steps
    piece = Piece.objects.get()
    assert (piece.type_id, piece.state, piece.attachment) == ("ticket", "received", None)
    assert (Task.objects.get().state, Appointment.objects.get().state) == ("dropped", "cancelled")
    assert (Clearance.objects.get().state, Deadline.objects.count()) == ("revoked", 1)
    assert counts == {
        "files": 1,
        "steps": 2,
        "file_notes": 3,
        "file_appointments": 1,
        "pieces": 1,
        "clearances": 1,
    }
    assert counts.keys() == ERASERS["cases.files"].words.keys()


def test_the_register_may_be_erased_first(full):
    """Its attachments go; the piece they were joined to does not stop it."""
    ERASERS["people"].run([full.person_id], None)
    assert Piece.objects.get().attachment is None
    erase([full.person_id], None)


def test_an_organisation_erases_its_own_cases(work, full):
    other = work.case(by=work.world.zaki, unit=work.world.oujda)
    erase([full.person_id], frozenset({work.world.oujda.pk}))
    assert Note.objects.get().text == "Mamadou est venu"
    number = other.reference
    other.refresh_from_db(), full.refresh_from_db()
    assert other.reference != number


def test_a_person_is_told_steps_pieces_and_appointments(work, full):
    """In the part of the file of the procedure, of these offices only; the office's own words are counted."""
    asking = Asking(
        work.world.maha,
        (full.person_id,),
        frozenset({work.world.rabat.pk}),
        frozenset(FieldGroup.values),
        frozenset(),
        "fr",
    )
    sections = list(HELD["cases.files"](asking))
    assert {one.group for one in sections} == {"travel"}
    text = str(
        [(str(one.title), [[str(c) for c in row] for row in one.rows], str(one.note)) for one in sections]
    )
    for words in (
        "Dossier ouvert",
        "Préparer",
        "Préparé",
        "Billet",
        "bailleur Tazi",
        "3 notes",
        "Prêt à partir",
    ):
        assert words in text
    assert "menaces" not in text and "Mamadou" not in text
    elsewhere = Asking(
        asking.actor, asking.people, frozenset({work.world.oujda.pk}), asking.groups, frozenset(), "fr"
    )
    assert list(HELD["cases.files"](elsewhere)) == []


def test_a_closed_case_says_so(work, full):
    commands.take_step(work.world.maha, full, "give_up", move=Move(text="Elle reste."))
    erase([full.person_id], None)
    full.refresh_from_db()
    assert (full.closure, full.closed_on) == ("withdrew", timezone.localdate())
