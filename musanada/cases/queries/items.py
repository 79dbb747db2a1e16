"""One row that hangs on a case already found. Another case's is not found, whatever the address says."""

from typing import Any
from uuid import UUID

from django.http import Http404

from musanada.cases.models import Alert, Appointment, Case, Note, Piece, Task

KINDS: dict[str, Any] = {
    "task": Task,
    "note": Note,
    "appointment": Appointment,
    "alert": Alert,
    "piece": Piece,
}


def item(case: Case, kind: str, pk: UUID) -> Any:
    """Raises: Http404."""
    model = KINDS.get(kind)
    found = (
        model.objects.filter(case=case, pk=pk).select_related("case__person", "case__unit").first()
        if model
        else None
    )
    if found is None:
        raise Http404
    return found
