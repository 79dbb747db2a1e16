"""The journal: written last in the transaction it speaks of, chained by HMAC, walked by ``musanada audit verify``."""

import hashlib
import hmac
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from musanada.access.models import AuditEntry, AuditHead, Unit, User


def link(previous: str, content: dict[str, Any]) -> str:
    """HMAC-SHA-256 of a line and the hash before it, under the installation's key."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY.encode(), f"{previous}\n{text}".encode(), hashlib.sha256).hexdigest()


def unit_of(thing: object) -> Unit | None:
    """The place of a record for the journal: its unit, or itself."""
    if isinstance(thing, Unit):
        return thing
    unit = getattr(thing, "unit", None)
    return unit if isinstance(unit, Unit) else None


def name_of(thing: object) -> tuple[str, str]:
    """Kind and key of a record; a set of records is named by its kind only."""
    if isinstance(thing, models.Model):
        return thing._meta.label_lower, str(thing.pk)
    return (thing.model._meta.label_lower, "") if isinstance(thing, models.QuerySet) else ("", "")


def describe(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None
) -> AuditEntry:
    """A line not yet in the chain."""
    kind, key = name_of(subject)
    return AuditEntry(
        at=timezone.now().astimezone(UTC),
        actor=actor,
        verb=verb,
        outcome=outcome,
        object_kind=kind,
        object_id=key,
        unit=unit_of(subject),
        details=details or {},
    )


def first_broken() -> int | None:
    """Number of the first line that was altered, cut out or moved; None when the chain holds to its head."""
    number, previous = 0, ""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        entry.at = entry.at.astimezone(UTC)
        if entry.number != number:
            return number
        if entry.previous != previous or entry.hash != link(previous, entry.content()):
            return entry.number
        previous = entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    holds = (head.number, head.hash) == (number, previous) if head else number == 0
    return None if holds else number + 1
