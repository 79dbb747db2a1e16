"""What the checklist of an application asks: pieces of the categories claimed, as this operation demands them."""

from collections.abc import Sequence
from typing import Any

from musanada.cases.checklists import CONTEXTS


def claimed(case: Any) -> tuple[Sequence[str], str]:
    """Codes of the categories still claimed, and the operation."""
    one = case.application
    rows = one.claims.filter(withdrawn_on=None).values_list("criterion__code", flat=True)
    return list(rows), one.operation.code


CONTEXTS.add("regularisation", claimed)
