"""The rules of a departure: what is demanded, by lock, direction and channel, from a day on.

A rule is never rewritten: a change is a new row from a day on, and the one before it ends that day. So a file of last
year is still judged by what held then.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.returns.models import Channel, Direction, Lock, LockRule

DATA = Path(__file__).resolve().parents[1] / "data" / "locks.yaml"
COUNTED = (Lock.DOCUMENT, Lock.FITNESS)  # the locks of which ``days`` mean something
MOST_DAYS = 400


@dataclass(frozen=True)
class RuleDraft:
    """What holds from ``valid_from`` on."""

    lock: str
    direction: str
    channel: str
    demanded: bool
    valid_from: date
    days: int = 0
    source: str = ""
    confirmed: bool = False


def load_lock_rules() -> int:
    """Add the shipped rule of each lock, direction and channel of which none stands. How many."""
    shipped = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    known = set(LockRule.objects.values_list("lock", "direction", "channel"))
    fresh = [
        LockRule(
            lock=lock, direction=direction, channel=channel, **values(shipped, lock, direction, channel),
            valid_from=shipped["valid_from"], source=shipped["source"],
        )
        for lock in Lock.values
        for direction in Direction.values
        for channel in Channel.values
        if (lock, direction, channel) not in known
    ]  # fmt: skip
    return len(LockRule.objects.bulk_create(fresh))


def values(shipped: dict[str, Any], lock: str, direction: str, channel: str) -> dict[str, Any]:
    """The general line, then each exception that names this lock, direction or channel."""
    found: dict[str, Any] = dict(shipped["locks"].get(lock, {}))
    place = {"lock": lock, "direction": direction, "channel": channel}
    for line in shipped["except"]:
        if all(line.get(name, asked) == asked for name, asked in place.items()):
            found |= {name: value for name, value in line.items() if name not in place}
    return found


@command("return.rules")
def set_lock_rule(actor: User, unit: Unit, /, *, draft: RuleDraft) -> LockRule:
    """A new row from a day on; the one that held until then ends there.

    Raises: BadInput, Refused where a rule already begins later: what is to come is changed in its order.
    """
    insist(draft)
    same = {"lock": draft.lock, "direction": draft.direction, "channel": draft.channel}
    with transaction.atomic():
        rows = LockRule.objects.select_for_update().filter(**same)
        if rows.filter(valid_from__gte=draft.valid_from).exists():
            raise Refused(
                _("Une règle commence déjà ce jour-là ou plus tard : choisissez un jour après elle."),
                code="rule.order",
            )
        held = rows.filter(Q(valid_to=None) | Q(valid_to__gt=draft.valid_from))
        held.update(valid_to=draft.valid_from)
        return LockRule.objects.create(
            **same,
            demanded=draft.demanded,
            days=draft.days if draft.lock in COUNTED and draft.demanded else 0,
            valid_from=draft.valid_from,
            source=draft.source.strip(),
            confirmed=draft.confirmed,
        )


def insist(draft: RuleDraft) -> None:
    if draft.lock not in Lock.values:
        raise bad("lock", _("Choisissez une exigence de la liste."))
    if draft.direction not in Direction.values:
        raise bad("direction", _("Choisissez un sens."))
    if draft.channel not in Channel.values:
        raise bad("channel", _("Choisissez une voie."))
    if draft.valid_from < timezone.localdate():
        raise bad(
            "valid_from",
            _("Une règle ne change pas le passé : choisissez aujourd'hui ou un jour à venir."),
        )
    if not 0 <= draft.days <= MOST_DAYS:
        raise bad("days", _("Donnez un nombre de jours entre 0 et 400."))


@command("return.rules")
def confirm_lock_rule(actor: User, unit: Unit, /, *, rule: LockRule) -> LockRule:
    """The organisation says that a shipped rule is its own."""
    LockRule.objects.filter(pk=rule.pk).update(confirmed=True)
    rule.confirmed = True
    return rule


say(
    {
        "returns.set_lock_rule": _("Exigence d'un départ fixée"),
        "returns.confirm_lock_rule": _("Exigence d'un départ confirmée"),
    },
    kinds={"returns.lockrule": _("Exigence d'un départ")},
)
