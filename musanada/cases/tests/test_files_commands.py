"""What is written in a case: by whom, when, and what a closed case still takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.caseflow import Move
from musanada.cases.commands import files as commands
from musanada.cases.commands import owners
from musanada.cases.commands import pieces as piece_commands
from musanada.cases.commands.pieces import PieceDraft
from musanada.cases.models import Case, CaseStep, Note, PieceType, Task
from musanada.cases.tests import casework
from musanada.cases.tests.casework import Casework
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.ids import new_id

TODAY = timezone.localdate


@pytest.fixture
def work(world):
    with casework.declared() as one:
        yield casework.build(world, one)


@pytest.fixture
def case(work: Casework) -> Case:
    return work.case()


def tomorrow():
    return timezone.now() + timedelta(days=1)


def test_a_task_is_added_done_and_not_done_twice(work, case):
    task = commands.add_task(work.world.maha, case, what="Rappeler", due_on=TODAY(), assigned_to=work.yto)
    commands.do_task(work.yto, task)
    assert (task.state, task.done_by) == ("done", work.yto)
    with pytest.raises(Refused):
        commands.drop_task(work.world.maha, task)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_task_without_words_is_bad_input(work, case, text):
    with pytest.raises(BadInput) as refusal:
        commands.add_task(work.world.maha, case, what=text, due_on=TODAY())
    assert "what" in refusal.value.fields


def test_a_task_is_for_a_day_to_come(work, case):
    with pytest.raises(BadInput) as refusal:
        commands.add_task(work.world.maha, case, what="Rappeler", due_on=TODAY() - timedelta(days=1))
    assert "due_on" in refusal.value.fields


def test_a_task_is_given_to_nobody_who_could_not_hold_the_case(work, case):
    """Another office's; and a role of this office that does not reach this part of the file."""
    for stranger in (work.world.zaki, work.sanaa, work.rim):
        with pytest.raises(BadInput) as refusal:
            commands.add_task(work.world.maha, case, what="Rappeler", due_on=TODAY(), assigned_to=stranger)
        assert "assigned_to" in refusal.value.fields


def test_the_same_form_twice_is_one_row(work, case):
    key = new_id()
    for _again in range(2):
        commands.write_note(work.world.maha, case, text="Vue ce matin.", pk=key)
        commands.add_task(work.world.maha, case, what="Rappeler", due_on=TODAY(), pk=key)
    assert (Note.objects.count(), Task.objects.count()) == (1, 1)


def test_a_key_of_another_case_is_refused(work, case):
    key = new_id()
    commands.write_note(work.world.maha, case, text="Vue ce matin.", pk=key)
    other = work.case()
    with pytest.raises(Refused):
        commands.write_note(work.world.maha, other, text="Autre", pk=key)


def test_a_note_is_struck_with_a_reason_and_stays(work, case):
    note = commands.write_note(work.world.maha, case, text="Parle le wolof.")
    with pytest.raises(BadInput):
        commands.strike_note(work.world.alima, note, reason=" ")
    commands.strike_note(work.world.alima, note, reason="Parle le pulaar")
    assert (note.text, note.struck_by, note.struck_reason) == (
        "Parle le wolof.",
        work.world.alima,
        "Parle le pulaar",
    )
    with pytest.raises(Refused):
        commands.strike_note(work.world.alima, note, reason="encore")


def test_an_appointment_is_kept_on_its_day_and_not_before(work, case):
    one = commands.plan_appointment(work.world.maha, case, at=tomorrow(), purpose="interview")
    for early in (commands.keep_appointment, commands.miss_appointment):
        with pytest.raises(Refused):
            early(work.world.maha, one)
    type(one).objects.update(at=timezone.now() - timedelta(minutes=5))
    one.refresh_from_db()
    commands.miss_appointment(work.world.maha, one)
    assert one.state == "missed"
    with pytest.raises(Refused):
        commands.cancel_appointment(work.world.maha, one)


def test_an_appointment_is_planned_ahead_for_a_known_purpose(work, case):
    with pytest.raises(BadInput):
        commands.plan_appointment(
            work.world.maha, case, at=timezone.now() - timedelta(hours=1), purpose="card"
        )
    with pytest.raises(BadInput):
        commands.plan_appointment(work.world.maha, case, at=tomorrow(), purpose="chat")


def test_an_alert_stays_until_it_is_lifted_once(work, case):
    alert = commands.raise_alert(work.world.maha, case, level="danger", text="Menaces.")
    commands.lift_alert(work.yto, alert)
    assert alert.lifted_by == work.yto
    with pytest.raises(Refused):
        commands.lift_alert(work.yto, alert)
    with pytest.raises(BadInput):
        commands.raise_alert(work.world.maha, case, level="huge", text="x")


def test_a_piece_covers_a_period_and_is_verified_rejected_returned(work, case):
    maha = work.world.maha
    piece = piece_commands.add_piece(
        maha, case, draft=PieceDraft("ticket", "ONCF", TODAY() - timedelta(9), TODAY())
    )
    piece_commands.verify_piece(maha, piece)
    assert (piece.state, piece.recorded_by, piece.verified_by) == ("verified", maha, maha)
    piece_commands.reject_piece(work.yto, piece, remark="illisible")
    assert (piece.state, piece.remark) == ("rejected", "illisible")
    piece_commands.return_piece(maha, piece)
    for again in (piece_commands.verify_piece, piece_commands.return_piece):
        with pytest.raises(Refused):
            again(maha, piece)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("type", {"type": "nothing"}),
        ("to_on", {"from_on": timezone.localdate(), "to_on": timezone.localdate() - timedelta(1)}),
        ("from_on", {"from_on": timezone.localdate() + timedelta(1)}),
        ("received_on", {"received_on": timezone.localdate() + timedelta(1)}),
    ],
)
def test_a_piece_that_cannot_be(work, case, field, values):
    with pytest.raises(BadInput) as refusal:
        piece_commands.add_piece(work.world.maha, case, draft=PieceDraft(**{"type": "ticket", **values}))
    assert field in refusal.value.fields


def test_a_withdrawn_type_is_not_received(work, case):
    PieceType.objects.update(active=False)
    with pytest.raises(BadInput):
        piece_commands.add_piece(work.world.maha, case, draft=PieceDraft("ticket"))


def test_a_closed_case_takes_notes_and_gives_pieces_back_and_nothing_else(work, case):
    maha = work.world.maha
    task = commands.add_task(maha, case, what="Rappeler", due_on=TODAY())
    alert = commands.raise_alert(maha, case, level="note", text="Appeler le soir.")
    soon = commands.plan_appointment(maha, case, at=tomorrow(), purpose="other")
    piece = piece_commands.add_piece(maha, case, draft=PieceDraft("ticket"))
    commands.take_step(maha, case, "give_up", move=Move(text="La personne reste."))
    assert Case.objects.get(pk=case.pk).closed_on
    for write in (
        lambda: commands.add_task(maha, case, what="Rappeler", due_on=TODAY()),
        lambda: commands.do_task(maha, task),
        lambda: commands.raise_alert(maha, case, level="note", text="x"),
        lambda: commands.lift_alert(maha, alert),
        lambda: commands.plan_appointment(maha, case, at=tomorrow(), purpose="other"),
        lambda: commands.cancel_appointment(maha, soon),
        lambda: commands.set_risk(maha, case, risk="low"),
        lambda: piece_commands.add_piece(maha, case, draft=PieceDraft("ticket")),
        lambda: piece_commands.verify_piece(maha, piece),
        lambda: owners.hand_over(maha, case, to=work.yto),
        lambda: owners.take_over(work.yto, case),
    ):
        with pytest.raises(Refused) as refusal:
            write()
        assert refusal.value.code == "closed"
    note = commands.write_note(maha, case, text="Elle a trouvé du travail ici.")
    commands.strike_note(maha, note, reason="dit autrement")
    assert piece_commands.return_piece(maha, piece).state == "returned"


def test_closing_and_opening_again_say_why(work, case):
    maha = work.world.maha
    with pytest.raises(BadInput) as refusal:
        commands.take_step(maha, case, "give_up", move=Move())
    assert "text" in refusal.value.fields
    commands.take_step(maha, case, "give_up", move=Move(text="La personne reste."))
    with pytest.raises(BadInput):
        commands.take_step(maha, case, "reopen", move=Move())
    commands.take_step(maha, case, "reopen", move=Move(text="Elle a changé d'avis."))
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.closure) == ("asked", None, "")


def test_a_step_that_is_not_plain_is_not_taken_here(work, case):
    for code in ("prepare", "nothing"):
        with pytest.raises(Refused) as refusal:
            commands.take_step(work.world.maha, case, code, move=Move(text="x"))
        assert refusal.value.code == "not-plain"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_step_lies_between_the_opening_and_today(work, case, days):
    with pytest.raises(BadInput) as refusal:
        commands.take_step(
            work.world.maha, case, "give_up", move=Move(on=TODAY() + timedelta(days), text="x")
        )
    assert "on" in refusal.value.fields


def test_who_works_elsewhere_or_on_another_part_writes_nothing(work, case):
    """Another office; the same office without the part; the same part without the right."""
    for stranger in (work.world.zaki, work.world.salma, work.sanaa, work.rim, work.member):
        with pytest.raises(MissingRight):
            commands.write_note(stranger, case, text="x")
        with pytest.raises(MissingRight):
            owners.take_over(stranger, case)
    assert Note.objects.count() == 0


# Who follows it


def test_handing_over_needs_the_lead_and_a_successor_who_may(work, case):
    maha, yto = work.world.maha, work.yto
    with pytest.raises(MissingRight):
        owners.hand_over(yto, case, to=yto)
    for stranger in (work.world.zaki, work.sanaa, work.rim):
        with pytest.raises(Refused):
            owners.hand_over(maha, case, to=stranger)
    task = commands.add_task(maha, case, what="Rappeler", due_on=TODAY(), assigned_to=maha)
    owners.hand_over(maha, case, to=yto)
    task.refresh_from_db()
    assert (Case.objects.get(pk=case.pk).owner, task.assigned_to) == (yto, yto)
    line = CaseStep.objects.get(code="owner")
    assert (line.by, line.from_state, line.to_state) == (maha, "asked", "asked")
    assert str(yto.pk) in line.seen


def test_taking_over_what_nobody_follows_but_not_a_colleagues(work, case):
    with pytest.raises(Refused):
        owners.take_over(work.yto, case)
    Case.objects.update(owner=None)
    owners.take_over(work.yto, case)
    assert Case.objects.get(pk=case.pk).owner == work.yto
    owners.take_over(work.world.maha, case)  # the lead may
    assert Case.objects.get(pk=case.pk).owner == work.world.maha


def test_a_list_says_what_came_of_each(work, case):
    closed = work.case()
    commands.take_step(work.world.maha, closed, "give_up", move=Move(text="La personne reste."))
    found = owners.hand_over_list(work.world.maha, [case, closed], to=work.yto)
    assert [bool(one.sentence) for one in found] == [False, True]


def test_a_leaver_hands_over_cases_and_tasks(work, case):
    """To someone who may hold them; the account closes only then."""
    maha, yto = work.world.maha, work.yto
    other = work.case(by=yto)
    commands.add_task(yto, other, what="Rappeler", due_on=TODAY(), assigned_to=maha)
    assert owners.count_for(maha) == 2
    with pytest.raises(Refused):
        owners.hand_over_all(maha, maha, work.sanaa)
    assert owners.hand_over_all(maha, maha, yto) == 2
    assert (owners.count_for(maha), owners.count_for(yto)) == (0, 2)


def test_a_hidden_persons_case_is_left_without_owner_and_nobody_told(work, case):
    person = work.world.person
    type(person).objects.filter(pk=person.pk).update(protected=True)
    assert owners.hand_over_all(work.world.maha, work.world.maha, work.yto) == 1
    assert Case.objects.get(pk=case.pk).owner is None


def test_the_journal_keeps_verbs_and_keys(work, case):
    commands.write_note(work.world.maha, case, text="Mamadou est venu.")
    entry = AuditEntry.objects.get(verb="cases.write_note")
    assert "Mamadou" not in str(entry.details) and entry.outcome == "done"
    assert entry.object_id == str(Note.objects.get().pk)
