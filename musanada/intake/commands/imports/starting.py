"""The two steps that touch the register, as a person starts them."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import User
from musanada.intake.imports.kinds import IMPORT_KINDS
from musanada.intake.imports.tasks import launch
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.kit.errors import Refused

State = ImportBatch.State


@command("imports.run", verb="intake.import_commit")
def commit(actor: User, batch: ImportBatch) -> ImportBatch:
    """Start writing the decided rows into the register. A committed batch may go on with rows decided later.

    Raises: Refused if another person was faster, or if no row is ready.
    """
    for right in IMPORT_KINDS[batch.kind].rights:
        require(actor, right, batch.unit)
    ready = ready_rows(batch).count()
    if not ready:
        raise Refused(
            _("Aucune ligne n'est prête : corrigez ou décidez au moins une ligne avant d'enregistrer.")
        )
    start(actor, batch, (State.CHECKED, State.COMMITTED), State.COMMITTING, ready)
    return batch


@command("imports.undo", verb="intake.import_undo")
def undo(actor: User, batch: ImportBatch) -> ImportBatch:
    """Start taking back everything the import created and that nobody used since.

    Raises: Refused if it is not committed.
    """
    for right in IMPORT_KINDS[batch.kind].undo_rights:
        require(actor, right, batch.unit)
    entered = ImportRow.objects.filter(batch=batch, outcome__in=("created", "added")).count()
    start(actor, batch, (State.COMMITTED,), State.UNDOING, entered)
    return batch


def start(actor: User, batch: ImportBatch, sources: tuple[str, ...], target: str, total: int) -> None:
    """The state is in the UPDATE: of two people at once, one is told that the other was faster."""
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=sources).update(
        state=target, started_by=actor, runner=None, heartbeat=timezone.now(), problem="", done=0, total=total
    )
    if not changed:
        raise Refused(
            _("Quelqu'un d'autre a déjà lancé cette étape, ou elle est terminée : rechargez la page.")
        )
    batch.refresh_from_db()
    launch(batch)


def ready_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that a commit would write."""
    return ImportRow.objects.filter(batch=batch, outcome="", decision__in=("new", "same")).exclude(
        level="error"
    )
