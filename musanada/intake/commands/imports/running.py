"""Long steps, a chunk at a time. A run is claimed in the UPDATE, beats while it works, and can be taken over.

A process that dies leaves its batch in the middle with an old heartbeat; the next run claims it and goes on from the
first row that is not done. Everything a chunk does is one transaction.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.intake.imports.tasks import launch
from musanada.intake.models.imports import ImportBatch
from musanada.kit.errors import Problem, Refused
from musanada.kit.ids import new_id

logger = logging.getLogger(__name__)
STALE = timedelta(seconds=90)
State = ImportBatch.State


class Lost(Exception):
    """Another run took the batch over: stop, and let this chunk roll back."""


class Run:
    """One process at work on one batch."""

    def __init__(self, batch: ImportBatch, runner: UUID) -> None:
        self.batch, self.runner = batch, runner

    def beat(self, **changes: Any) -> None:
        """Sign of life, with the progress made. Raises: Lost."""
        mine = ImportBatch.objects.filter(pk=self.batch.pk, runner=self.runner, state=self.batch.state)
        if not mine.update(heartbeat=timezone.now(), **changes):
            raise Lost

    def finish(self, state: str, **changes: Any) -> None:
        """The step is over. Raises: Lost."""
        self.beat(state=state, runner=None, problem="", **changes)


def run_step(batch_id: UUID, *, progress: Callable[[int, int], None] | None = None) -> bool:
    """Run the step the batch is in; False if there is none or another run is alive at it.

    A problem with the file or a right is kept as a sentence on the batch; a failure of ours is raised again.
    """
    from musanada.intake.commands.imports.checking import run_check
    from musanada.intake.commands.imports.committing import run_commit
    from musanada.intake.commands.imports.undoing import run_undo

    steps = {State.CHECKING: run_check, State.COMMITTING: run_commit, State.UNDOING: run_undo}
    run = claim(batch_id)
    if run is None:
        return False
    try:
        steps[State(run.batch.state)](run, progress or (lambda done, total: None))
    except Lost:
        return False
    except Problem as problem:
        give_back(run, str(problem))
    except Exception as error:
        logger.error("import %s: %s", batch_id, type(error).__name__)
        give_back(run, _("Rien n'est perdu : ce qui est fait est gardé, le reste attend."), back=False)
        raise
    return True


def claim(batch_id: UUID) -> Run | None:
    """Take the batch if no living run has it."""
    runner, now = new_id(), timezone.now()
    free = Q(runner=None) | Q(heartbeat__lt=now - STALE)
    rows = ImportBatch.objects.filter(free, pk=batch_id, state__in=ImportBatch.RUNNING)
    if not rows.update(runner=runner, heartbeat=now, problem=""):
        return None
    return Run(ImportBatch.objects.select_related("unit", "started_by").get(pk=batch_id), runner)


def give_back(run: Run, sentence: str, *, back: bool = True) -> None:
    """Leave the batch for another run, with what went wrong; a file that cannot be read goes back to its columns."""
    changes: dict[str, Any] = {"runner": None, "problem": sentence[:400]}
    if back and run.batch.state == State.CHECKING:
        changes["state"] = State.UPLOADED
    ImportBatch.objects.filter(pk=run.batch.pk, runner=run.runner).update(**changes)


@command("imports.run", verb="intake.import_resume")
def resume(actor: User, batch: ImportBatch) -> ImportBatch:
    """Go on with a step that was interrupted.

    Raises: Refused while a run is alive, or when there is nothing to go on with.
    """
    if not stale().filter(pk=batch.pk).exists():
        raise Refused(_("Ce travail n'est pas interrompu : il avance ou il est terminé. Rechargez la page."))
    launch(batch)
    return batch


def resume_all(*, nobody_works: bool = False) -> int:
    """Queue every interrupted step again. Returns how many.

    ``nobody_works``: the caller starts the only worker, so that whatever looks alive is dead.
    """
    if nobody_works:
        ImportBatch.objects.filter(state__in=ImportBatch.RUNNING).update(runner=None)
    found = list(stale())
    with transaction.atomic():
        for batch in found:
            launch(batch)
    return len(found)


def stale() -> Any:
    """Batches in a running state that no living run has."""
    free = Q(runner=None) | Q(heartbeat__lt=timezone.now() - STALE)
    return ImportBatch.objects.filter(free, state__in=ImportBatch.RUNNING)
