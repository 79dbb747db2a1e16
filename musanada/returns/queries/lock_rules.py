"""The rules of a departure as a table: one line per lock, one column per direction and channel, as they hold on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Sentence
from musanada.returns.models import Channel, Direction, Lock, LockRule

RULES = "return.rules"
LOCKS = Lock.choices
DIRECTIONS = Direction.choices
CHANNELS = Channel.choices


def place(actor: User) -> Unit:
    """A rule is of the whole installation: its right is asked at the actor's first office that holds it."""
    found = units_for(actor, RULES).order_by("path").first()
    if found is None:
        raise Http404
    return found


def rule(key: str) -> LockRule:
    """By its key as sent. Raises: Http404."""
    try:
        return LockRule.objects.get(pk=UUID(key))
    except (ValueError, LockRule.DoesNotExist):
        raise Http404 from None


@dataclass(frozen=True)
class RuleLine:
    lock: Sentence
    cells: Sequence[LockRule | None]


@dataclass(frozen=True)
class RuleTable:
    direction: Sentence
    channels: Sequence[Sentence]
    lines: Sequence[RuleLine]


def held(rows: Sequence[LockRule], lock: str, direction: str, channel: str, day: date) -> LockRule | None:
    here = [
        one
        for one in rows
        if (one.lock, one.direction, one.channel) == (lock, direction, channel)
        and one.valid_from <= day
        and (one.valid_to is None or one.valid_to > day)
    ]
    return max(here, key=lambda one: one.valid_from, default=None)


def tables(day: date | None = None) -> list[RuleTable]:
    """As they hold that day. A cell without a rule is demanded."""
    rows, on = list(LockRule.objects.all()), day or timezone.localdate()
    return [
        RuleTable(
            direction_label,
            [label for _code, label in CHANNELS],
            [
                RuleLine(label, [held(rows, lock, direction, channel, on) for channel, _label in CHANNELS])
                for lock, label in LOCKS
            ],
        )
        for direction, direction_label in DIRECTIONS
    ]


def to_come() -> list[LockRule]:
    """Changes already decided."""
    return list(LockRule.objects.filter(valid_from__gt=timezone.localdate()).order_by("valid_from"))


def changed() -> list[LockRule]:
    """What no longer holds, the latest first."""
    return list(LockRule.objects.filter(valid_to__lte=timezone.localdate()).order_by("-valid_to")[:50])
