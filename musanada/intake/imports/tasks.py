"""The background side: one task, which runs the step a batch is in. Starting it twice does the work once."""

from uuid import UUID

from django.utils import translation
from django_tasks import task

from musanada.intake.models.imports import ImportBatch


class Failed(Exception):
    """A step of an import failed in a way we did not foresee."""


@task()
def run_import(batch: str, language: str) -> None:
    """Run or resume whatever the batch is in the middle of.

    Raises: Failed, which names the kind of the failure only: the queue keeps its words in clear, and a database's
    quote the row it refuses.
    """
    from musanada.intake.commands.imports.running import run_step

    try:
        with translation.override(language):
            run_step(UUID(batch))
    except Exception as error:
        raise Failed(type(error).__name__) from None


def launch(batch: ImportBatch) -> None:
    """Queue the batch's step. In a transaction the task is queued with it or not at all."""
    run_import.enqueue(str(batch.pk), translation.get_language() or "fr")
