"""The background side: one task, which runs the step a batch is in. Starting it twice does the work once."""

from uuid import UUID

from django.utils import translation
from django_tasks import task

from musanada.intake.models.imports import ImportBatch


@task()
def run_import(batch: str, language: str) -> None:
    """Run or resume whatever the batch is in the middle of."""
    from musanada.intake.commands.imports.running import run_step

    with translation.override(language):
        run_step(UUID(batch))


def launch(batch: ImportBatch) -> None:
    """Queue the batch's step. In a transaction the task is queued with it or not at all."""
    run_import.enqueue(str(batch.pk), translation.get_language() or "fr")
