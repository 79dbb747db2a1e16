"""What follows a plenary: each appeal gets its outcome, and the office its instruction. Called by the opinions' command,
inside its transaction, after it asked for the right."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from musanada.access.models import User
from musanada.regularisation.commands.instructions import instruct
from musanada.regularisation.models import AgendaItem, Appeal, Result

S = Appeal.State
OUTCOME = {
    Result.FAVOURABLE: S.ACCEPTED,
    Result.UNFAVOURABLE: S.REJECTED,
    Result.ADJOURNED: S.SORTED,
}


def decided(actor: User, items: Iterable[Any], on: date) -> int:
    """``items``: of the plenary's agenda, with their result. How many instructions went out."""
    rows = [one for one in items if one.appeal_id and one.result]
    by_result: dict[str, list[Any]] = {}
    for one in rows:
        by_result.setdefault(one.result, []).append(one)
    sent = 0
    for result, some in by_result.items():
        outcome = OUTCOME[Result(result)]
        final = outcome != S.SORTED
        open_ones = Appeal.objects.filter(pk__in=[one.appeal_id for one in some])
        open_ones.update(state=outcome, decided_on=on if final else None)
        if final:
            sent += instruct(told(some), favourable=result == Result.FAVOURABLE, on=on)
    return sent


def told(items: Sequence[Any]) -> list[tuple[UUID, UUID, UUID | None, UUID | None]]:
    """Application, commission, appeal, relief: what an instruction stands on."""
    return [(one.application_id, one.session.unit_id, one.appeal_id, None) for one in items]


def ended(case: Any) -> int:
    """The person has died: the appeal waits for nobody any more, and leaves the agenda."""
    open_ones = Appeal.objects.filter(application__case=case, state__in=(S.LODGED, S.SORTED, S.SCHEDULED))
    AgendaItem.objects.filter(appeal__in=open_ones, result="", removed_at=None).update(
        removed_at=timezone.now()
    )
    return open_ones.update(state=S.ENDED, decided_on=timezone.localdate())
