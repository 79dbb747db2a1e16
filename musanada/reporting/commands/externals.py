"""Every write of reporting: figures of others. Extracts are files, made by reading alone."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone

from musanada.access.doors import holds, journal, missing
from musanada.access.models import AuditEntry, User
from musanada.reporting.externals import ExternalRow
from musanada.reporting.models import ExternalFigure

RIGHT = "figures.external"
VERB = "reporting.import_external"


@dataclass(frozen=True)
class Imported:
    """How many figures came in, how many replaced an earlier value, how many were there already."""

    added: int
    revised: int
    same: int


def import_external(actor: User, rows: Sequence[ExternalRow]) -> Imported:
    """Figures of others, all or none. The same rows again change nothing; a changed one becomes a revision.

    They belong to the installation and to no unit, so the right is asked for anywhere. Raises MissingRight.
    """
    if not holds(actor, RIGHT):
        journal(actor, VERB, AuditEntry.Outcome.DENIED, None)
        raise missing(RIGHT)
    with transaction.atomic():
        current = {
            (figure.series, figure.period, figure.dimension): figure
            for figure in ExternalFigure.objects.select_for_update().filter(replaced_at=None)
        }
        counts = {"added": 0, "revised": 0, "same": 0}
        for row in rows:
            counts[_store(actor, row, current.get(row.key))] += 1
        if counts["added"] or counts["revised"]:
            journal(actor, VERB, AuditEntry.Outcome.DONE, None, counts)
    return Imported(**counts)


def _store(actor: User, row: ExternalRow, before: ExternalFigure | None) -> str:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        return "same"
    now = timezone.now()
    if before is not None:
        ExternalFigure.objects.filter(pk=before.pk).update(replaced_at=now)
    figure = ExternalFigure(
        **values, revision=before.revision + 1 if before else 1, recorded_at=now, recorded_by=actor
    )
    figure.clean_fields()
    figure.save()
    return "revised" if before else "added"


def note_records_opened(actor: User, code: str, period: str, where: str, *, page: int) -> None:
    """The journal's line for records opened behind a figure: codes only, never whose."""
    journal(
        actor,
        "figures.records",
        AuditEntry.Outcome.DONE,
        None,
        {"figure": code, "period": period, "where": where[:200], "page": page},
    )
