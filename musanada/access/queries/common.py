"""Words the reads of this app share."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from musanada.access.models import AuditEntry, Unit

VIEW = "access.view"
MANAGE = "access.manage"
AUDIT = "audit.view"
KIND_CHOICES = Unit.Kind.choices
OUTCOMES = AuditEntry.Outcome.choices


def in_force(day: date | None = None) -> Q:
    """Holdings of a day (today)."""
    day = day or timezone.localdate()
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))
