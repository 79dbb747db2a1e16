"""A whole import is taken back: what it created goes, what was used since stays and is listed with why."""

from django.db import transaction
from django.utils import timezone

from musanada.access.models import User
from musanada.intake.commands.imports.checking import Progress
from musanada.intake.commands.imports.committing import CHUNK, record
from musanada.intake.commands.imports.running import Run
from musanada.intake.imports.kinds import IMPORT_KINDS, Rows
from musanada.intake.models.imports import ImportBatch, ImportRow

UNDOABLE = (ImportRow.Outcome.CREATED, ImportRow.Outcome.ADDED)


def run_undo(run: Run, progress: Progress) -> None:
    """Last row first, so that what leans on an earlier row goes before it."""
    batch = run.batch
    kind = IMPORT_KINDS[batch.kind]
    actor: User = batch.started_by or batch.uploaded_by
    entered = ImportRow.objects.filter(batch=batch, outcome__in=UNDOABLE)
    left = entered.count()
    total = max(batch.total, left)
    while rows := list(entered.order_by("-number")[:CHUNK]):
        with transaction.atomic():
            record(kind.undo(actor, Rows(batch.pk, batch.unit, batch.options, rows, timezone.localdate())))
            left -= len(rows)
            run.beat(done=total - left)
        progress(total - left, total)
    run.finish(ImportBatch.State.UNDONE, done=total, undone_at=timezone.now())
