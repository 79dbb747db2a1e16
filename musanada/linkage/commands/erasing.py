"""When someone is erased, nothing says any more whom they were like: the pairs go, with every decision about them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from musanada.kit.subject import ERASERS, Eraser
from musanada.linkage.models import TwinPair


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """Of every unit, and without a count: how many were like someone tells whom other offices know."""
    TwinPair.objects.filter(Q(left__in=people) | Q(right__in=people)).delete()
    return {}


ERASERS.add(
    "linkage",
    Eraser(
        run=erase,
        words={},
        covers=frozenset({"linkage.twinpair", "linkage.twindecision"}),
    ),
)
