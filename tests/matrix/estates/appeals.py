"""An appeal against the refusal of a relative's file, a list of files that a relief would reach, an instruction."""

from typing import Any

from django.utils import timezone

from musanada.access.roles import Role
from musanada.regularisation.commands import appeals, instructions, relief
from musanada.regularisation.models import CriterionVersion, Instruction, ReliefItem

GROUNDS = "La durée est montrée par trois baux"


def furnish(estate: Any) -> dict[str, Any]:
    """The list is prepared by another hand than the owner's, who may so decide it."""
    actor, today = estate.everyone, timezone.localdate()
    appeal = appeals.lodge_appeal(actor, estate.refused, on=today, grounds=GROUNDS)
    version = CriterionVersion.objects.get(
        criterion__operation=estate.operation, criterion__code="C7", stage="relief"
    )
    listed = relief.prepare_relief(
        estate.accounts[Role.CASE_MANAGER],
        estate.root,
        operation=estate.operation,
        version=version,
        name_fr="Toutes les femmes",
    )
    instructions.instruct([(estate.refused.pk, estate.root.pk, appeal.pk, None)], favourable=False, on=today)
    return {
        "appeal": appeal,
        "relief": listed,
        "relief_item": ReliefItem.objects.filter(relief=listed)[0],
        "instruction": Instruction.objects.get(appeal=appeal),
    }


def appeal_of(estate: Any) -> tuple[Any, ...]:
    return (estate.appeal.pk,)


def relief_of(estate: Any) -> tuple[Any, ...]:
    return (estate.relief.pk,)


def item_of(estate: Any) -> tuple[Any, ...]:
    return (estate.relief.pk, estate.relief_item.pk)


MAKERS: dict[str, Any] = {
    "regularisation:appeal": appeal_of,
    "regularisation:appeal-sort": appeal_of,
    "regularisation:appeal-withdraw": appeal_of,
    "regularisation:appeal-of-file": lambda estate: (estate.refused.case_id,),
    "regularisation:appeal-lodge": lambda estate: (estate.application.case_id,),
    "regularisation:relief": relief_of,
    "regularisation:relief-decide": relief_of,
    "regularisation:relief-cancel": relief_of,
    "regularisation:relief-leave-out": item_of,
    "regularisation:relief-keep": item_of,
}
SHARED = {
    "regularisation:instructions-export": (
        "csv",
        "a kind of file; whose instructions is for musanada/regularisation/tests",
    )
}
POST_ONLY = {
    "regularisation:appeals-sort",
    "regularisation:appeal-sort",
    "regularisation:instructions-act",
    "regularisation:relief-cancel",
    "regularisation:relief-keep",
}
