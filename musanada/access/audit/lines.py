"""A line from what was done: kind and key of the object, its place, where the request came from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from musanada.access.audit.chain import canonical, text_of
from musanada.access.audit.origin import current_origin
from musanada.access.models import Unit, User


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


COLUMNS = (
    *(
        "number",
        "at",
        "actor_id",
        "verb",
        "outcome",
        "object_kind",
        "object_id",
        "unit_id",
        "details",
        "origin",
    ),
    *("previous", "hash"),
)


@dataclass(frozen=True)
class Line:
    """A line that is not yet in the chain."""

    at: datetime
    actor: UUID | None
    verb: str
    outcome: str
    kind: str
    key: str
    unit: UUID | None
    details: str
    origin: str

    def text(self, number: int) -> str:
        """What the hash covers."""
        moment = self.at.isoformat(timespec="microseconds")
        keys = (str(self.actor or ""), str(self.unit or ""))
        told = (self.verb, str(self.outcome), self.kind, self.key)
        return text_of(number, moment, keys[0], *told, keys[1], self.details, self.origin)

    def values(self, number: int, previous: str, own: str, *, sqlite: bool) -> tuple[Any, ...]:
        """In the order of ``COLUMNS``, as the database keeps them."""
        at: Any = str(self.at.replace(tzinfo=None)) if sqlite else self.at
        actor, unit = (k.hex if k and sqlite else k for k in (self.actor, self.unit))
        told = (self.verb, str(self.outcome), self.kind, self.key)
        return (number, at, actor, *told, unit, self.details, self.origin, previous, own)


def describe(
    actor: User | None, verb: str, outcome: str, subject: object, details: dict[str, Any] | None
) -> Line:
    kind, key = name_of(subject)
    unit = unit_of(subject)
    return Line(
        timezone.now().astimezone(UTC),
        actor.pk if actor else None,
        verb,
        outcome,
        kind,
        key,
        unit.pk if unit else None,
        canonical(details) if details else "{}",
        current_origin(),
    )
