"""The background side of a build asked for on a page."""

from uuid import UUID

from django.utils import translation
from django_tasks import task

from musanada.access.models import User
from musanada.publications.models import Publication


class Failed(Exception):
    """A build failed in a way we did not foresee."""


@task()
def run_build(publication: str, language: str) -> None:
    """Builds the revision that is being prepared. Twice is once: the second finds it done.

    Raises: Failed, which names the kind of the failure only: the queue keeps its words in clear.
    """
    from musanada.publications.commands.publications import run_asked

    one = Publication.objects.filter(pk=UUID(publication), state="draft", manifest="").first()
    if one is None:
        return
    try:
        with translation.override(language):
            run_asked(User.objects.get(pk=one.built_by_id), one)
    except Exception as error:
        raise Failed(type(error).__name__) from None


def launch(one: Publication) -> None:
    run_build.enqueue(str(one.pk), translation.get_language() or "fr")
