"""The register as it stood: who was merged into whom at a moment."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from musanada.people.models import MergeRecord


def canonical_at(known_at: datetime) -> dict[UUID, UUID]:
    """Merged person → canonical person, as the register stood at ``known_at``."""
    still = Q(undone_at=None) | Q(undone_at__gt=known_at)
    records = MergeRecord.objects.filter(still, merged_at__lte=known_at).order_by("merged_at")
    pointers: dict[UUID, UUID] = dict(records.values_list("gone_id", "kept_id"))
    return {gone: end_of(gone, pointers) for gone in pointers}


def end_of(start: UUID, pointers: dict[UUID, UUID]) -> UUID:
    while start in pointers:
        start = pointers[start]
    return start
