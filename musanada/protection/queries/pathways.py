"""Legs of the way of a mapped child whose page the actor opened (``queries.encounters.mapped`` is the door)."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from musanada.protection.models import MappedChild, PathwayLeg

MEANS = PathwayLeg.Means.choices
INCIDENTS = PathwayLeg.Incident.choices


def legs_of(child: MappedChild, *, voided: bool = False) -> Sequence[PathwayLeg]:
    rows = PathwayLeg.objects.filter(child=child).select_related("from_country", "to_country")
    return list((rows if voided else rows.filter(voided_at=None)).order_by("order", "id"))


def leg(child: MappedChild, pk: UUID | str) -> PathwayLeg:
    """Raises: Http404."""
    found = PathwayLeg.objects.filter(child=child, voided_at=None, pk=pk).first()
    if found is None:
        raise Http404
    return found
