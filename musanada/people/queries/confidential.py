"""Who is named on which P4 file. The doors ask here (``access.doors.NAMED``)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from musanada.access.doors import NAMED
from musanada.access.models import User
from musanada.people.models import NamedAccess, Person


def in_force(actor: User) -> QuerySet[NamedAccess]:
    """Accesses of the actor that hold now: begun, not ended, on a file that is not sealed."""
    now = timezone.now()
    return NamedAccess.objects.filter(
        user=actor.pk, from_at__lte=now, until_at__gt=now, ended_at=None, file__sealed_at=None
    )


def named_files(actor: User) -> Iterable[UUID]:
    return in_force(actor).values_list("file_id", flat=True)


def named_people(actor: User) -> Iterable[UUID]:
    """Protected people of those files, with the records merged into them."""
    people = in_force(actor).filter(file__hides_person=True, file__closed_at=None).values("file__person")
    rows = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people), protected=True)
    return rows.values_list("pk", flat=True)


NAMED.add("files", named_files)
NAMED.add("people", named_people)
