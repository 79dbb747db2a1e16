"""What is written in a case: tasks, notes, appointments, alerts, its risk, its plain steps. Who follows it: ``owners``.

A closed case takes nothing more, except notes: why it was closed is often written after.
"""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import NOT_OPEN, Move
from musanada.cases.models import Alert, Appointment, Case, Note, Task
from musanada.cases.procedures import procedure
from musanada.cases.steps_pages import is_plain, needs_words
from musanada.kit.errors import BadInput, Refused, Sentence, bad
from musanada.kit.ids import new_id

M = TypeVar("M", bound=models.Model)
WORK = "case.work"
LONGEST = 4000
DONE_BEFORE = _("Quelqu'un l'a déjà fait : rechargez la page.")


def insist_open(case: Case) -> None:
    """Asked under the row's lock, so that nothing is written in a case that is being closed. Raises: Refused."""
    rows = Case.objects.select_for_update().filter(pk=case.pk, closed_on=None)
    if rows.values_list("pk", flat=True).first() is None:
        raise Refused(NOT_OPEN, code="closed")


def said(text: str, field: str, sentence: Sentence) -> str:
    """The words, trimmed. Raises: BadInput where there are none."""
    kept = text.strip()[:LONGEST]
    if not kept:
        raise BadInput(sentence, fields={field: sentence})
    return kept


def chosen(code: str, codes: list[str], field: str) -> str:
    if code not in codes:
        raise bad(field, _("Choisissez une réponse de la liste."))
    return code


def again(model: type[M], case: Case, pk: UUID | None) -> M | None:
    """The same form sent twice is one row. Raises: Refused where its key is a row of another case."""
    known: Any = model._default_manager.filter(pk=pk).first() if pk else None
    if known is not None and known.case_id != case.pk:
        raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
    found: M | None = known
    return found


# Tasks


@command(WORK)
def add_task(
    actor: User,
    case: Case,
    *,
    what: str,
    due_on: date,
    assigned_to: User | None = None,
    pk: UUID | None = None,
) -> Task:
    """Something to do by a day. Nobody named: it is for whoever follows the case."""
    insist_open(case)
    if known := again(Task, case, pk):
        return known
    if due_on < timezone.localdate():
        raise bad("due_on", _("Cette date est passée : choisissez aujourd'hui ou un jour à venir."))
    if assigned_to is not None and not may_follow(assigned_to, case):
        raise bad(
            "assigned_to",
            _("Ce collègue ne tient pas de dossier de cette sorte dans ce bureau : choisissez-en un autre."),
        )
    words = said(what, "what", _("Écrivez ce qu'il y a à faire."))
    return Task.objects.create(
        id=pk or new_id(), case=case, what=words, due_on=due_on, assigned_to=assigned_to, made_by=actor
    )


def may_follow(user: User, case: Case) -> bool:
    """Could this colleague hold the case: an open account, the right there, a role that reaches its part."""
    return user.is_active and not user.is_system and may(user, WORK, case)


@command(WORK)
def do_task(actor: User, task: Task, /) -> Task:
    return end_task(actor, task, Task.State.DONE)


@command(WORK)
def drop_task(actor: User, task: Task, /) -> Task:
    """No longer to be done. It stays in the case, marked so."""
    return end_task(actor, task, Task.State.DROPPED)


def end_task(actor: User, task: Task, state: str) -> Task:
    insist_open(task.case)
    rows = Task.objects.filter(pk=task.pk, state=Task.State.OPEN)
    if not rows.update(state=state, done_at=timezone.now(), done_by=actor):
        raise Refused(DONE_BEFORE)
    task.refresh_from_db()
    return task


# Notes


@command(WORK)
def write_note(actor: User, case: Case, *, text: str, pk: UUID | None = None) -> Note:
    """Words in the case. A closed one takes them too."""
    if known := again(Note, case, pk):
        return known
    words = said(text, "text", _("Écrivez la note."))
    return Note.objects.create(id=pk or new_id(), case=case, text=words, by=actor)


@command(WORK)
def strike_note(actor: User, note: Note, /, *, reason: str) -> Note:
    """A wrong note is struck out and stays readable, with who did it and why; nothing rewrites it."""
    words = said(reason, "reason", _("Écrivez pourquoi cette note est barrée."))
    rows = Note.objects.filter(pk=note.pk, struck_at=None)
    if not rows.update(struck_at=timezone.now(), struck_by=actor, struck_reason=words):
        raise Refused(_("Cette note est déjà barrée."))
    note.refresh_from_db()
    return note


# Appointments


@command(WORK)
def plan_appointment(
    actor: User, case: Case, *, at: datetime, purpose: str, where: str = "", pk: UUID | None = None
) -> Appointment:
    """When the person is expected."""
    insist_open(case)
    if known := again(Appointment, case, pk):
        return known
    if at < timezone.now():
        raise bad("at", _("Ce moment est passé : choisissez un jour et une heure à venir."))
    purpose = chosen(purpose, Appointment.Purpose.values, "purpose")
    return Appointment.objects.create(
        id=pk or new_id(), case=case, at=at, purpose=purpose, where=where.strip()[:120], made_by=actor
    )


@command(WORK)
def keep_appointment(actor: User, appointment: Appointment, /) -> Appointment:
    """The person came."""
    return end_appointment(appointment, Appointment.State.KEPT)


@command(WORK)
def miss_appointment(actor: User, appointment: Appointment, /) -> Appointment:
    return end_appointment(appointment, Appointment.State.MISSED)


@command(WORK)
def cancel_appointment(actor: User, appointment: Appointment, /) -> Appointment:
    return end_appointment(appointment, Appointment.State.CANCELLED)


def end_appointment(one: Appointment, state: str) -> Appointment:
    """Whether someone came is known on the day, not before."""
    insist_open(one.case)
    early = timezone.localdate(one.at) > timezone.localdate()
    if early and state != Appointment.State.CANCELLED:
        raise Refused(_("Ce rendez-vous n'a pas encore eu lieu : notez-le le jour même, ou annulez-le."))
    if not Appointment.objects.filter(pk=one.pk, state=Appointment.State.PLANNED).update(state=state):
        raise Refused(DONE_BEFORE)
    one.refresh_from_db()
    return one


# Alerts, risk


@command(WORK)
def raise_alert(actor: User, case: Case, *, level: str, text: str, pk: UUID | None = None) -> Alert:
    """What whoever opens the case must see first."""
    insist_open(case)
    if known := again(Alert, case, pk):
        return known
    level = chosen(level, Alert.Level.values, "level")
    words = said(text, "text", _("Écrivez ce que vos collègues doivent savoir d'abord."))
    return Alert.objects.create(id=pk or new_id(), case=case, level=level, text=words, raised_by=actor)


@command(WORK)
def lift_alert(actor: User, alert: Alert, /) -> Alert:
    insist_open(alert.case)
    rows = Alert.objects.filter(pk=alert.pk, lifted_at=None)
    if not rows.update(lifted_at=timezone.now(), lifted_by=actor):
        raise Refused(DONE_BEFORE)
    alert.refresh_from_db()
    return alert


@command(WORK)
def set_risk(actor: User, case: Case, *, risk: str) -> Case:
    insist_open(case)
    case.risk = chosen(risk, Case.Risk.values, "risk")
    Case.objects.filter(pk=case.pk).update(risk=case.risk)
    return case


# Steps that need only a day and words


def take_step(actor: User, case: Case, code: str, *, move: Move) -> Case:
    """A plain step (``steps_pages``) through the procedure's own runner, which asks for the right and the guards.

    Raises: Refused for a step that has its own page or its own work; BadInput for a day or a reason that is missing.
    """
    flow = procedure(case.procedure).flow
    step = flow.steps.get(code)
    if step is None or not is_plain(case.procedure, step):
        raise Refused(_("Cette étape ne se prend pas ici : rechargez la page."), code="not-plain")
    if not case.opened_on <= move.on <= timezone.localdate():
        raise bad("on", _("Cette date doit se trouver entre l'ouverture du dossier et aujourd'hui."))
    if needs_words(case.procedure, step) and not move.text.strip():
        raise bad("text", _("Écrivez pourquoi : ce motif reste dans le dossier."))
    taken: Case = flow.run(actor, case, code, move=move)
    return taken


say(
    {
        "cases.add_task": _("Tâche ajoutée"),
        "cases.do_task": _("Tâche faite"),
        "cases.drop_task": _("Tâche abandonnée"),
        "cases.write_note": _("Note écrite"),
        "cases.strike_note": _("Note barrée"),
        "cases.plan_appointment": _("Rendez-vous prévu"),
        "cases.keep_appointment": _("Rendez-vous tenu"),
        "cases.miss_appointment": _("Rendez-vous manqué"),
        "cases.cancel_appointment": _("Rendez-vous annulé"),
        "cases.raise_alert": _("Alerte posée"),
        "cases.lift_alert": _("Alerte levée"),
        "cases.set_risk": _("Niveau de risque changé"),
    },
    kinds={
        "cases.case": _("Dossier"),
        "cases.task": _("Tâche"),
        "cases.note": _("Note"),
        "cases.appointment": _("Rendez-vous"),
        "cases.alert": _("Alerte"),
    },
    pages={"cases.case": "files:show"},
)
