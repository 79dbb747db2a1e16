"""Freezing an operation at a moment: one nameless row per file, and four totals that those rows add up to."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.models import CaseStep
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.regularisation.facts import decisions, filed
from musanada.regularisation.models import Operation, Snapshot, SnapshotRow, Stage

ROW = [
    *("id", "snapshot", "application", "person", "office", "lodged_on", "state"),
    *("first_result", "result", "stage", "decided_on"),
]
PERSON, OPERATION, OFFICE = 1, 3, 4  # places in ``facts.COMMON``


@command("snapshot.freeze")
def freeze(actor: User, operation: Operation, /, *, name: str, known_at: datetime) -> Snapshot:
    """The operation as known at ``known_at``. Hidden people count: a total without them would tell who they are.

    Raises: BadInput for a moment in the future or without a name; Refused where that moment is frozen already.
    """
    if known_at > timezone.now():
        raise bad(
            "known_at", _("Cette date est dans l'avenir : on ne peut arrêter que ce qui est déjà connu.")
        )
    if not name.strip():
        raise bad(
            "name", _("Donnez un intitulé à cet état, par exemple la date de la réunion qui l'a demandé.")
        )
    if Snapshot.objects.filter(operation=operation, known_at=known_at).exists():
        raise Refused(_("L'état de cette opération à ce moment est déjà arrêté : ouvrez-le plutôt."))
    key = new_id()
    rows = list(rows_at(key, operation, known_at))
    results = Counter(row[8] for row in rows)
    made = Snapshot.objects.create(
        id=key,
        operation=operation,
        name=name.strip(),
        known_at=known_at,
        made_by=actor,
        filed=len(rows),
        decided=len(rows) - results[""],
        favourable=results["favourable"],
        unfavourable=results["unfavourable"],
    )
    bulk.insert(SnapshotRow, ROW, rows)
    return made


def rows_at(key: UUID, operation: Operation, known_at: datetime) -> Iterator[tuple[Any, ...]]:
    """Values in the order of ``ROW``."""
    taken, states = decisions(known_at), states_at(operation, known_at)
    for case, one in filed(known_at, protected=True):
        if one.common[OPERATION] != operation.code:
            continue
        mine = taken.get(one.pk, [])
        first = next((row[3] for row in mine if row[2] == Stage.FIRST), "")
        last = mine[-1] if mine else None
        yield (
            *(new_id(), key, one.pk, one.common[PERSON], one.common[OFFICE], one.lodged_on),
            *(states.get(case, ""), first),
            *((last[3], last[2], last[4]) if last else ("", "", None)),
        )


def states_at(operation: Operation, known_at: datetime) -> dict[UUID, str]:
    """The state each file was in, by its last step known then."""
    steps = CaseStep.objects.filter(case__application__operation=operation, recorded_at__lte=known_at)
    ordered = steps.order_by("recorded_at", "id").values_list("case_id", "to_state")
    return dict(ordered.iterator(chunk_size=10_000))


say(
    {"regularisation.freeze": _("État d'une opération arrêté")},
    kinds={"regularisation.snapshot": _("État arrêté d'une opération")},
    pages={"regularisation.snapshot": "regularisation:snapshot"},
)
