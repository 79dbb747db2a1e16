"""What linkage forgets when a P4 file hides someone: that they were ever like anybody."""

from uuid import UUID

from django.db.models import Q

from musanada.linkage.models import TwinPair
from musanada.people.hiding import HIDING


def forget(people: list[UUID]) -> None:
    """Runs in the transaction that hides them."""
    TwinPair.objects.filter(Q(left__in=people) | Q(right__in=people)).delete()


HIDING.add("linkage", forget)
