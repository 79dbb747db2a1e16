"""The journal's lines."""

from typing import Any

from django.db import transaction

from musanada.access import audit, policies  # noqa: F401
from musanada.access.models import AuditHead, User


def write_entry(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None = None
) -> None:
    """Append a line to the journal. The head row is locked, so two writers chain one after the other."""
    entry = audit.describe(actor, verb, outcome, subject, details)
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
        entry.number, entry.previous = head.number + 1, head.hash
        entry.hash = audit.link(entry.previous, entry.content())
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=1).update(number=entry.number, hash=entry.hash)
