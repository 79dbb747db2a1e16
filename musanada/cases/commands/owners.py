"""Who follows a case: taken over, given to a colleague, one by one or as a list, or all at once when somebody leaves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.handover import HANDOVERS, Handover
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.commands.files import WORK, insist_open, may_follow
from musanada.cases.models import Case, CaseStep, Task
from musanada.kit.errors import Refused, Sentence

LEAD = "case.lead"
OWNER = "owner"  # the code of its line in the case's journal
NOT_THEIRS = _(
    "Ce collègue ne tient pas de dossier de cette sorte dans ce bureau : choisissez-en un autre, ou demandez que le rôle "
    "lui soit donné."
)


@command(WORK)
def take_over(actor: User, case: Case, /) -> Case:
    """Follow a case that nobody follows, or whose owner can no longer; from a colleague it is the lead's to move."""
    insist_open(case)
    case.refresh_from_db()
    if case.owner_id == actor.pk:
        return case
    if case.owner is not None and may_follow(case.owner, case) and not may(actor, LEAD, case):
        raise Refused(_("Un collègue suit ce dossier : demandez à votre responsable de vous le confier."))
    if not may_follow(actor, case):
        raise Refused(NOT_THEIRS)
    return give(actor, case, actor)


@command(LEAD)
def hand_over(actor: User, case: Case, /, *, to: User) -> Case:
    """Another colleague follows the case from now on: one who may, there, for that part of the file."""
    insist_open(case)
    case.refresh_from_db()
    if case.owner_id == to.pk:
        raise Refused(_("Ce collègue suit déjà ce dossier."))
    if not may_follow(to, case):
        raise Refused(NOT_THEIRS)
    return give(actor, case, to)


def give(actor: User, case: Case, to: User | None) -> Case:
    """The column and the line of the case's journal. Its open tasks that were the owner's go with it."""
    before = case.owner_id
    if not Case.objects.filter(pk=case.pk, owner=before).update(owner=to):
        raise Refused(_("Quelqu'un vient de confier ce dossier à un autre : rechargez la page."))
    Task.objects.filter(
        case=case, state=Task.State.OPEN, assigned_to=before, assigned_to__isnull=False
    ).update(assigned_to=to)
    CaseStep.objects.create(
        case=case,
        code=OWNER,
        from_state=case.state,
        to_state=case.state,
        by=actor,
        seen=json.dumps({"owner": str(to.pk) if to else ""}),
    )
    case.owner = to
    return case


@dataclass(frozen=True)
class Outcome:
    """What came of one line of a list: the sentence says why not, "" where it was done."""

    case: Case
    sentence: Sentence = ""


def hand_over_list(actor: User, cases: Iterable[Case], *, to: User) -> list[Outcome]:
    """Each by itself: what may go goes, and every line says what came of it."""
    found = []
    for case in cases:
        try:
            hand_over(actor, case, to=to)
        except Refused as refusal:
            found.append(Outcome(case, refusal.message))
        else:
            found.append(Outcome(case))
    return found


# Someone leaves


def open_cases(user: User) -> Sequence[Case]:
    return list(Case.objects.filter(owner=user, closed_on=None).select_related("unit", "person"))


def waiting_tasks(user: User) -> Sequence[Task]:
    """Given to the leaver by name, in files that others follow."""
    rows = Task.objects.filter(assigned_to=user, state=Task.State.OPEN, case__closed_on=None)
    return list(rows.exclude(Q(case__owner=user)).select_related("case__unit", "case__person"))


def count_for(user: User) -> int:
    return Case.objects.filter(owner=user, closed_on=None).count() + len(waiting_tasks(user))


def hand_over_all(actor: User, user: User, successor: User) -> int:
    """Every open case, and every task that waits for the leaver by name. All or nothing: the caller's transaction.

    Whoever administers accounts moves them and opens none. Of someone whom a file hides from the successor, the case
    is left without an owner, silently: a refusal would tell that there is one.
    Raises: Refused where the successor may not hold one of the others.
    """
    cases, tasks = open_cases(user), waiting_tasks(user)
    heirs: dict[object, User | None] = {}
    for case in [*cases, *(task.case for task in tasks)]:
        follows = may_follow(successor, case)
        heirs[case.pk] = successor if follows else None
        if not follows and not case.person.protected:
            raise Refused(
                _(
                    "Le successeur ne peut pas tenir tous les dossiers et toutes les tâches de ce compte : choisissez-en "
                    "un autre, ou donnez-lui d'abord le même rôle au même bureau."
                )
            )
    for case in cases:
        give(actor, case, heirs[case.pk])
    for task in tasks:
        Task.objects.filter(pk=task.pk).update(assigned_to=heirs[task.case_id])
    return len(cases) + len(tasks)


HANDOVERS.add(
    "cases.files", Handover(_("Dossiers et tâches en cours"), count=count_for, hand_over=hand_over_all)
)
say({"cases.take_over": _("Dossier repris"), "cases.hand_over": _("Dossier confié")})
