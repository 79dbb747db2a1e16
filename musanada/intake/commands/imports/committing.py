"""Decided rows enter the register, five hundred to a transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.intake.commands.imports.checking import ENTERED, Progress
from musanada.intake.commands.imports.keeping import keep
from musanada.intake.commands.imports.running import Lost, Run
from musanada.intake.commands.imports.starting import ready_rows
from musanada.intake.imports import storage
from musanada.intake.imports.kinds import IMPORT_KINDS, Done, ImportKind, Rows
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.kit.errors import MissingRight, Problem

CHUNK = 500
TRIES = 3


def run_commit(run: Run, progress: Progress) -> None:
    """Write what is ready, until nothing is. What was written before an interruption is not ready any more."""
    batch = run.batch
    kind = IMPORT_KINDS[batch.kind]
    actor: User = batch.started_by or batch.uploaded_by
    left = ready_rows(batch).count()
    total = max(batch.total, left)
    while rows := list(ready_rows(batch).order_by("number")[:CHUNK]):
        write(run, kind, actor, rows, total - left)
        left = ready_rows(batch).count() if left <= len(rows) else left - len(rows)
        progress(total - left, total)
    run.finish(ImportBatch.State.COMMITTED, done=total, committed_at=timezone.now())
    storage.forget(batch.pk)


def write(run: Run, kind: ImportKind, actor: User, rows: list[ImportRow], before: int) -> None:
    """A chunk in one transaction; when the register refuses it, row by row, so that one bad row stops only itself."""
    try:
        chunk(run, kind, actor, rows, before + len(rows))
    except (MissingRight, Lost):
        raise
    except Problem:
        for number, row in enumerate(rows, start=1):
            alone(run, kind, actor, row, before + number)


def alone(run: Run, kind: ImportKind, actor: User, row: ImportRow, done: int) -> None:
    """One row; a refusal becomes its outcome."""
    try:
        chunk(run, kind, actor, [row], done)
    except (MissingRight, Lost):
        raise
    except Problem as problem:
        with transaction.atomic():
            record({row.pk: Done(ImportRow.Outcome.REFUSED, str(problem))})
            run.beat(done=done)


def chunk(run: Run, kind: ImportKind, actor: User, rows: Sequence[ImportRow], done: int) -> None:
    """Claim the keys and write; someone else importing the same lines at this moment makes us look again."""
    batch = run.batch
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                fresh = record_known(rows)
                part = Rows(batch.pk, batch.unit, batch.options, fresh, timezone.localdate())
                results = kind.commit(actor, part) if fresh else {}
                keep(actor, fresh, results)
                record({row.pk: results.get(row.pk, Done(ImportRow.Outcome.REFUSED)) for row in fresh})
                run.beat(done=done)
            return
        except IntegrityError:
            if attempt == TRIES:
                raise Problem(
                    _("La base de données refuse cette ligne : elle contredit une fiche existante.")
                ) from None


def record_known(rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Mark the rows whose content has entered since they were staged; the others."""
    entered = ImportRow.objects.filter(key__in=[row.key for row in rows], outcome__in=ENTERED)
    known = set(entered.values_list("key", flat=True))
    record({row.pk: Done(ImportRow.Outcome.ALREADY) for row in rows if row.key in known})
    return [row for row in rows if row.key not in known]


def record(results: Mapping[UUID, Done]) -> None:
    """Write what became of the rows, one UPDATE for rows alike."""
    alike: dict[Done, list[UUID]] = defaultdict(list)
    for row, done in results.items():
        alike[done].append(row)
    for done, ids in alike.items():
        for part in slices(ids):
            ImportRow.objects.filter(pk__in=part).update(outcome=done.outcome, reason=done.reason[:200])


def slices(ids: list[UUID], size: int = 500) -> Iterable[list[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
