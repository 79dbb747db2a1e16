"""Reads of the passage to adulthood: what is ready, what is not, and the days of 17 and 18. Of a file already opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from musanada.access.models import User
from musanada.protection.drafts import birthday
from musanada.protection.models import Child, ProtectionFile, TransitionItem
from musanada.protection.queries.care import row_of
from musanada.protection.queries.children import person_of
from musanada.protection.rules import value

SHAPES = {"open": "wait", "ready": "done", "not_needed": "void"}


def turns(file: ProtectionFile, rule: str, day: date | None = None) -> date | None:
    """The day on which the child is so many years old for certain, never earlier; None where no birth is known."""
    return birthday(person_of(file).born, value(rule, day))


def point(actor: User, case: UUID, item: UUID) -> TransitionItem:
    found: TransitionItem = row_of(actor, case, TransitionItem, item)
    return found


@dataclass(frozen=True)
class Passage:
    """Points in the order of the form, with the shape of their state."""

    child: Child
    points: Sequence[tuple[TransitionItem, str]]
    starts_on: date | None
    adult_on: date | None
    years: int

    @property
    def adult(self) -> bool:
        return self.child.regime == Child.Regime.ADULT

    @property
    def due(self) -> bool:
        """The time to prepare has come."""
        return self.adult or (self.starts_on is not None and self.starts_on <= timezone.localdate())

    @property
    def ready(self) -> int:
        return sum(1 for one, _shape in self.points if one.state != TransitionItem.State.OPEN)

    @property
    def consent_waits(self) -> bool:
        """An adult whose word is still a child's."""
        topic, state = TransitionItem.Topic.CONSENT, TransitionItem.State.OPEN
        return self.adult and any(one.topic == topic and one.state == state for one, _shape in self.points)


def passage(file: ProtectionFile) -> Passage:
    order = list(TransitionItem.Topic.values)
    rows = sorted(TransitionItem.objects.filter(file=file), key=lambda one: order.index(one.topic))
    return Passage(
        Child.objects.get(file=file),
        [(one, SHAPES[one.state]) for one in rows],
        turns(file, "transition_age"),
        turns(file, "adult_age"),
        value("transition_age"),
    )
