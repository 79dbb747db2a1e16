"""A line from what was done: kind and key of the object, its place, where the request came from."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone

from musanada.access.audit.origin import current_origin
from musanada.access.models import AuditEntry, Unit, User


@dataclass(frozen=True)
class Thing:
    """A record by its kind and key alone: the journal's own pages know no more of it."""

    kind: str
    key: str
    unit: Unit | None = None


def unit_of(thing: object) -> Unit | None:
    """The place of a record for the journal: its unit, or itself."""
    if isinstance(thing, Unit):
        return thing
    unit = getattr(thing, "unit", None)
    return unit if isinstance(unit, Unit) else None


def name_of(thing: object) -> tuple[str, str]:
    """Kind and key of a record; a set of records is named by its kind only."""
    if isinstance(thing, Thing):
        return thing.kind, thing.key
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
        origin=current_origin(),
    )
