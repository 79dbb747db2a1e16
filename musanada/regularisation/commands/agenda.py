"""The agenda of a session: files put on it by due date, taken off it, given back when it does not decide them.

A file stands before one session at a time. Every move of a file is a step of its procedure; an appeal keeps its own
state, its case stays in appeal.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access import bulk
from musanada.access.commands import system_user
from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.commands.spine import steps_taken
from musanada.cases.models import Case
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id
from musanada.regularisation.models import AgendaItem, Appeal, Application, Session, Stage
from musanada.regularisation.workflow import FLOW

S = Session.State
BEFORE = (S.PREPARED, S.CONVENED)
WAITING = ("complete", "adjourned")
COLUMNS = ("id", "session", "application", "stage", "appeal", "position", "due_on")


def insist_open(session: Session) -> None:
    if session.state not in BEFORE:
        raise Refused(_("L'ordre du jour est arrêté : la session est ouverte, levée ou annulée."))


@command("commission.prepare")
def schedule_files(
    actor: User, session: Session, applications: Iterable[Application], /, *, on: date | None = None
) -> int:
    """Put files of the office on the agenda, in the order given: all of them or none. How many.

    Raises: Refused for a file that waits for something else, or stands before another session.
    """
    insist_open(session)
    keys = [one.pk for one in applications]
    rows = Application.objects.filter(pk__in=keys).select_related("case__person", "operation")
    found = {one.pk: one for one in rows}
    wanted = [found[key] for key in dict.fromkeys(keys)]
    if session.kind != Session.Kind.LOCAL or any(not belongs(one, session) for one in wanted):
        raise Refused(
            _("Ces dossiers ne sont pas tous de ce bureau et de cette opération : rechargez la page.")
        )

    def put(actor: User, cases: Sequence[Any]) -> None:
        insert(session, [(one, Stage.FIRST, None) for one in wanted])

    cases, said = [with_detail(one) for one in wanted], Move(on=on or timezone.localdate())
    return FLOW.run_many(actor, session, cases, "schedule", move_of=lambda _case: said, also=put)


def belongs(one: Application, session: Session) -> bool:
    return one.operation_id == session.operation_id and one.case.unit_id == session.unit_id


def with_detail(one: Application) -> Case:
    """The case with its detail at hand, so that guards do not ask for it file by file."""
    case = one.case
    case.application = one
    return case


@command("commission.prepare")
def schedule_appeals(actor: User, session: Session, appeals: Iterable[Appeal], /) -> int:
    """Put sorted appeals before the plenary. The case stays in appeal; the appeal is at the agenda."""
    insist_open(session)
    keys = [one.pk for one in appeals]
    rows = Appeal.objects.filter(pk__in=keys, unit=session.unit, application__operation=session.operation)
    found = {one.pk: one for one in rows.select_related("application__case")}
    wanted = [found[key] for key in dict.fromkeys(keys) if key in found]
    if session.kind != Session.Kind.PLENARY or len(found) != len(set(keys)):
        raise Refused(
            _("Ces recours ne sont pas tous de cette commission et de cette opération : rechargez la page.")
        )
    sorted_ones = rows.filter(state=Appeal.State.SORTED, application__case__state="appeal").values("pk")
    changed = Appeal.objects.filter(pk__in=list(sorted_ones.values_list("pk", flat=True))).update(
        state=Appeal.State.SCHEDULED
    )
    if changed != len(wanted):
        raise elsewhere(len(wanted) - changed)
    insert(session, [(one.application, Stage.APPEAL, one) for one in wanted])
    return changed


def elsewhere(count: int) -> Refused:
    return Refused(
        ngettext(
            "%(n)s dossier est déjà devant une session, ou n'attend plus : rien n'a été enregistré. Rechargez la page.",
            "%(n)s dossiers sont déjà devant une session, ou n'attendent plus : rien n'a été enregistré. Rechargez la page.",
            count,
        )
        % {"n": count},
        code="agenda.elsewhere",
    )


def insert(session: Session, rows: Sequence[tuple[Application, Stage, Appeal | None]]) -> None:
    """Behind what stands on the agenda already. A place that a file left without a result (it was withdrawn meanwhile)
    is given up first: its procedure says that it waits again."""
    now = timezone.now()
    stale = AgendaItem.objects.filter(
        result="", removed_at=None, application__in=[one.pk for one, _s, _a in rows]
    )
    stale.update(removed_at=now)
    last = AgendaItem.objects.filter(session=session).aggregate(last=Max("position"))["last"] or 0
    lines = (
        (new_id(), session.pk, one.pk, stage, appeal.pk if appeal else None, number, one.case.due_on)
        for number, (one, stage, appeal) in enumerate(rows, start=last + 1)
    )
    try:
        with transaction.atomic():
            bulk.insert(AgendaItem, COLUMNS, lines)
    except IntegrityError:
        raise elsewhere(len(rows)) from None


@command("commission.prepare")
def unschedule_files(actor: User, session: Session, items: Iterable[AgendaItem], /) -> int:
    """Take files off the agenda before they are decided: they wait again for a session. How many."""
    if session.state not in (*BEFORE, S.OPEN, S.CANCELLED):
        raise Refused(_("La session est levée : son ordre du jour ne change plus."))
    keys = [one.pk for one in items]
    rows = AgendaItem.objects.filter(pk__in=keys, session=session, result="", removed_at=None)
    found = list(rows.select_related("application__case__person", "appeal"))
    if len(found) != len(set(keys)):
        raise Refused(
            _("Certains dossiers ont déjà un avis ou ne sont plus à l'ordre du jour : rechargez la page."),
            code="agenda.gone",
        )
    return give_back(actor, session, found)


def give_back(actor: User, session: Session, found: Sequence[AgendaItem]) -> int:
    cases = [
        with_detail(one.application)
        for one in found
        if one.stage == Stage.FIRST and one.application.case.state == "scheduled"
    ]
    if cases:
        FLOW.run_many(actor, session, cases, "unschedule", move_of=lambda _case: Move())
    return leave([one.pk for one in found])


def leave(keys: Sequence[UUID]) -> int:
    """The places on the agenda end; appeals are sorted and wait again."""
    rows = AgendaItem.objects.filter(pk__in=keys, result="", removed_at=None)
    Appeal.objects.filter(
        pk__in=list(rows.values_list("appeal", flat=True)), state=Appeal.State.SCHEDULED
    ).update(state=Appeal.State.SORTED)
    return rows.update(removed_at=timezone.now())


def put_back(actor: User, session: Session) -> int:
    """Everything without a result that the actor can see goes back."""
    rows = AgendaItem.objects.filter(session=session, result="", removed_at=None)
    rows = rows.filter(application__case__person__protected=False)
    found = list(rows.select_related("application__case__person", "appeal"))
    return unschedule_files(actor, session, found) if found else 0


def clear(session: Session) -> None:
    """What is left when a session ends: files of people hidden meanwhile, which nobody's list showed and nobody was
    asked about. The house gives them back, under its own name, without a word on the page."""
    rows = AgendaItem.objects.filter(session=session, result="", removed_at=None)
    left = list(rows.select_related("application__case", "appeal"))
    cases = [one.application.case for one in left if one.stage == Stage.FIRST]
    held = Case.objects.filter(pk__in=[case.pk for case in cases], state="scheduled")
    waiting = set(held.values_list("pk", flat=True))
    held.update(state="complete")
    moved = [(case, "scheduled", Move()) for case in cases if case.pk in waiting]
    for case, _source, _move in moved:
        case.state = "complete"
    if moved:
        steps_taken(system_user(), FLOW.steps["unschedule"], moved)
    leave([one.pk for one in left])


say(
    {
        "regularisation.schedule_files": _("Dossiers mis à l'ordre du jour"),
        "regularisation.schedule_appeals": _("Recours mis à l'ordre du jour"),
        "regularisation.unschedule_files": _("Dossiers retirés de l'ordre du jour"),
    }
)
