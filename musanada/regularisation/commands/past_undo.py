"""Loaded files are taken back: they leave lists and figures; their journal, which nobody deletes, says that they did."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.models import Case, CaseStep
from musanada.intake.imports import used
from musanada.intake.imports.kinds import Done, Rows
from musanada.kit.errors import Sentence
from musanada.people import commands as people
from musanada.people.models import Person
from musanada.regularisation.models import (
    AgendaItem,
    Appeal,
    Application,
    Card,
    Decision,
    Evaluation,
    Instruction,
    Notification,
    ReliefItem,
    Reminder,
    Renewal,
)

STEP = "mark_duplicate"  # the step by which a file stops being one: figures leave it out


def take_back(actor: User, operation: Any, part: Rows) -> Mapping[UUID, Done]:
    """Rows of an import undone. A file that somebody has worked on since stays, and the row says so."""
    keys = [row.target for row in part.rows]
    worked = worked_on(keys)
    withdraw_files(actor, operation, keys=[key for key in keys if key not in worked], batch=part.batch)
    mine = set(keys) - worked
    made = [row.person for row in part.rows if row.decision == "new" and row.target in mine]
    reasons = leaning_elsewhere(made, mine)
    free = [pk for pk in made if pk not in reasons]
    by_unit: dict[UUID, list[UUID]] = {}
    for pk, unit_id in Person.objects.filter(pk__in=free).values_list("pk", "unit_id"):
        by_unit.setdefault(unit_id, []).append(pk)
    for unit in Unit.objects.filter(pk__in=by_unit):
        people.remove_many(actor, unit, ids=by_unit[unit.pk], batch=part.batch)
    kept = str(_("Le dossier a servi depuis : il reste."))
    return {
        row.pk: Done("kept", kept)
        if row.target in worked
        else Done("undone", str(reasons.get(row.person, "")) if row.decision == "new" else "")
        for row in part.rows
    }


def worked_on(keys: Sequence[UUID]) -> set[UUID]:
    """Files with something that the load did not write: the load's own lines are older than the file's entry."""
    entered = dict(Application.objects.filter(pk__in=keys).values_list("pk", "recorded_at"))
    found = {key for key in keys if key not in entered}
    for model in (AgendaItem, Evaluation, Instruction):
        found.update(
            model._default_manager.filter(application__in=keys).values_list("application", flat=True)
        )
    found.update(
        Reminder.objects.filter(card__application__in=keys).values_list("card__application", flat=True)
    )
    for name in ("notes", "tasks", "appointments", "alerts"):
        rows = Case.objects.filter(pk__in=keys, **{f"{name}__isnull": False})
        found.update(rows.values_list("pk", flat=True))
    steps = CaseStep.objects.filter(case__in=keys).values_list("case", "recorded_at")
    found.update(case for case, at in steps if case in entered and at > entered[case])
    return found


@command("regularisation.load")
def withdraw_files(actor: User, operation: Any, *, keys: Sequence[UUID], batch: UUID) -> int:
    """Files of one load leave the operation. What a decision said is voided, not deleted."""
    files = Application.objects.filter(pk__in=keys, operation=operation, source_batch=batch)
    mine = list(files.values_list("pk", flat=True))
    now = timezone.now()
    Renewal.objects.filter(card__application__in=mine).delete()
    Card.objects.filter(application__in=mine).update(previous=None)
    Card.objects.filter(application__in=mine).delete()
    Notification.objects.filter(application__in=mine).delete()
    ReliefItem.objects.filter(application__in=mine).delete()
    Appeal.objects.filter(application__in=mine).update(state=Appeal.State.WITHDRAWN, decided_on=None)
    Decision.objects.filter(application__in=mine, voided_at=None).update(voided_at=now)
    states = dict(Case.objects.filter(pk__in=mine).values_list("pk", "state"))
    CaseStep.objects.bulk_create(
        CaseStep(
            case_id=key,
            code=STEP,
            from_state=states[key],
            to_state="duplicate",
            by=actor,
            text=_("Import annulé."),
        )
        for key in mine
    )
    Case.objects.filter(pk__in=mine).update(
        state="duplicate", closure=Case.Closure.DUPLICATE, closed_on=timezone.localdate(), due_on=None
    )
    files.update(old_number="")
    return len(mine)


def leaning_elsewhere(persons: Sequence[UUID], files: set[UUID]) -> dict[UUID, Sentence]:
    """Person → why they stay: like ``used.since``, but the files just taken back hold nobody."""
    reasons: dict[UUID, Sentence] = {}
    for relation in used.leaning():
        holder, name = relation.related_model, relation.field.name
        rows = used.told(holder).filter(**{f"{name}__in": persons}, **used.in_force(holder))
        if holder is Case:
            rows = rows.exclude(pk__in=files)
        for person in rows.values_list(f"{name}_id", flat=True).distinct():
            reasons.setdefault(person, used.LEANT_ON)
    for person in used.corrected(list(persons)):
        reasons.setdefault(person, _("Sa fiche a été complétée ou corrigée depuis."))
    return reasons


say({"regularisation.withdraw_files": _("A annulé la reprise de dossiers d'une opération passée")})
