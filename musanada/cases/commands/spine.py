"""What every case owes: opened once, a line for each step, deadlines that follow. Called by the domains' commands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.models import Unit, User
from musanada.cases.caseflow import Move
from musanada.cases.commands.clocks import follow, follow_many
from musanada.cases.models import Case, CaseStep
from musanada.cases.procedures import procedure
from musanada.cases.steps import Step
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id, new_reference
from musanada.people.models import Person

TRIES = 5
STEP = ["case", "code", "from_state", "to_state", "on", "recorded_at", "by", "reasons", "text", "seen"]


def open_case(
    actor: User,
    unit: Unit,
    *,
    code: str,
    person: Person,
    principal: Case | None = None,
    opened_on: date | None = None,
    recorded_at: datetime | None = None,
    pk: UUID | None = None,
) -> Case:
    """A new case of procedure ``code`` in its initial state. The caller, a domain's command, has asked for the right.

    The person's own record is asked for: of merged records the one that stands. The same ``pk`` twice is one case; the
    key of somebody else's opens none.
    """
    flow = procedure(code).flow
    person = person.merged_into or person
    if person.voided_at is not None:
        raise Refused(_("Cette fiche est annulée : ouvrez le dossier sur la fiche qui la remplace."))
    known = Case.objects.filter(pk=pk).first() if pk else None
    if known:
        if (known.procedure, known.unit_id, known.person_id) != (code, unit.pk, person.pk):
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    day = opened_on or timezone.localdate()
    for _attempt in range(TRIES):
        case = Case(
            id=pk or new_id(),
            reference=new_reference(),
            procedure=code,
            state=flow.initial,
            person=person,
            principal=principal,
            unit=unit,
            owner=None if actor.is_system else actor,
            opened_on=day,
            opened_by=actor,
            recorded_at=recorded_at or timezone.now(),
        )
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            continue
        opened(actor, case, day)
        return case
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


def opened(actor: User, case: Case, day: date) -> None:
    CaseStep.objects.create(
        case=case, code="open", to_state=case.state, on=day, recorded_at=case.recorded_at, by=actor
    )
    follow(case, "", day)


def step_taken(actor: User, case: Case, step: Step, source: str, move: Move) -> None:
    """The line of the journal, and the deadlines."""
    CaseStep.objects.create(
        case=case,
        code=step.code,
        from_state=source,
        to_state=step.target,
        on=move.on,
        recorded_at=move.recorded_at,
        by=actor,
        reasons=move.listed,
        text=move.text,
        seen=move.seen,
    )
    follow(case, source, move.on)


def steps_taken(actor: User, step: Step, moves: Sequence[tuple[Any, str, Move]]) -> None:
    """The same for many cases at once. Cases are in their new state already."""
    bulk.insert(
        CaseStep,
        ["id", *STEP],
        (
            (
                new_id(),
                case.pk,
                step.code,
                source,
                step.target,
                move.on,
                move.recorded_at,
                actor.pk,
                move.listed,
                move.text,
                move.seen,
            )
            for case, source, move in moves
        ),
    )
    follow_many([(case, source, move.on) for case, source, move in moves])
