"""How long the counter remembers: visits of nobody in particular, and the lines of files long since taken over."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.intake.models import Arrival
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.kit.subject import RETENTION, Lapsed, RetainedKind

OVER = ("committed", "undone", "discarded")


def enquiries() -> QuerySet[Arrival]:
    return Arrival.objects.filter(person=None, closed_at__isnull=False)


def lapsed_enquiries(before: date) -> Iterator[Lapsed]:
    for one in enquiries().filter(day__lt=before).order_by("day", "pk").iterator(chunk_size=2000):
        yield Lapsed(one.pk, f"{one.day:%Y-%m-%d}/{one.number}", one.unit_id, one.day)


def delete_enquiries(actor: User, keys: Sequence[UUID]) -> int:
    return enquiries().filter(pk__in=keys).delete()[0]


def files_over() -> QuerySet[ImportBatch]:
    """Files that are through, whose lines still hold what was received."""
    return ImportBatch.objects.filter(state__in=OVER, pk__in=ImportRow.objects.values("batch"))


def lapsed_files(before: date) -> Iterator[Lapsed]:
    for one in files_over().filter(uploaded_at__date__lt=before).order_by("uploaded_at", "pk"):
        yield Lapsed(one.pk, one.pk.hex[-8:], one.unit_id, timezone.localdate(one.uploaded_at))


def delete_lines(actor: User, keys: Sequence[UUID]) -> int:
    """The file's own line in the list of imports stays, with its counts; it can no longer be undone."""
    over = list(files_over().filter(pk__in=keys).values_list("pk", flat=True))
    ImportRow.objects.filter(batch__in=over).delete()
    return len(over)


RETENTION.add(
    "enquiry",
    RetainedKind(
        "enquiry",
        _("Visite sans dossier"),
        _("jour de la visite"),
        lapsed=lapsed_enquiries,
        dispose=delete_enquiries,
    ),
)
RETENTION.add(
    "import_rows",
    RetainedKind(
        "import_rows",
        _("Lignes d'un fichier importé"),
        _("jour du dépôt"),
        lapsed=lapsed_files,
        dispose=delete_lines,
    ),
)
