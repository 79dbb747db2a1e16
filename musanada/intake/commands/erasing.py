"""When someone is erased, the counter forgets them: their visits are of nobody, the lines of files that held them go."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.intake.models import Arrival
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.kit.subject import ERASERS, Eraser

OPEN = ("uploaded", "checking", "checked", "committing")


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """Visits keep their number and hours. A line that only *proposed* the person keeps its own content."""
    visits = Arrival.objects.filter(person__in=people)
    lines = ImportRow.objects.filter(Q(person__in=people) | Q(match__in=people))
    if units is not None:
        visits, lines = visits.filter(unit__in=units), lines.filter(batch__unit__in=units)
    gone = {str(pk) for pk in people}
    forget_candidates(gone, units)
    return {"visits": visits.update(person=None, call_name=""), "import_lines": lines.delete()[0]}


def forget_candidates(gone: set[str], units: frozenset[UUID] | None) -> None:
    """Lines still to be decided no longer propose someone who is nobody."""
    for row in waiting_rows(units):
        left = [one for one in row.candidates if not gone & mentioned(one)]
        if len(left) != len(row.candidates):
            ImportRow.objects.filter(pk=row.pk).update(candidates=left)


def waiting_rows(units: frozenset[UUID] | None) -> Iterator[ImportRow]:
    batches = ImportBatch.objects.filter(state__in=OPEN)
    if units is not None:
        batches = batches.filter(unit__in=units)
    rows = ImportRow.objects.filter(batch__in=batches, outcome="").exclude(candidates=[])
    return rows.only("pk", "candidates").iterator(chunk_size=2000)


def mentioned(candidate: object) -> set[str]:
    """The keys a candidate speaks of, however it is written."""
    values = (
        candidate.values()
        if isinstance(candidate, dict)
        else candidate
        if isinstance(candidate, list)
        else ()
    )
    return {str(value) for value in (*values, candidate) if isinstance(value, str)}


ERASERS.add(
    "intake",
    Eraser(
        run=erase,
        words={"visits": _("Passages à l'accueil"), "import_lines": _("Lignes de fichiers importés")},
        covers=frozenset({"intake.arrival", "intake.importrow"}),
    ),
)
