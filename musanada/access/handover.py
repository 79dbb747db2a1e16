"""What a leaver must hand over before the account closes. Apps above add their own: files, referrals, cases.

``HANDOVERS.add("app.things", Handover(_("Dossiers"), count=…, hand_over=…))`` in the app's policies or panels.
"""

from collections.abc import Callable
from dataclasses import dataclass

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Handover:
    """``count``: how many things of this kind ``user`` still answers for. ``hand_over(actor, user, successor)`` moves
    them, through the app's own commands where a right is needed, and returns how many; it raises Refused when the
    successor may not have them."""

    label: Sentence
    count: Callable[[User], int]
    hand_over: Callable[[User, User, User], int]


HANDOVERS: Registry[Handover] = Registry("handover")
# What is shut when someone else gives an account a new key: ``shut(actor, user)``.
RESETS: Registry[Callable[[User, User], None]] = Registry("reset")


def to_hand_over(user: User) -> list[tuple[str, Sentence, int]]:
    """``(code, what, how many)`` of everything that still waits for a successor."""
    counted = [(code, kind.label, kind.count(user)) for code, kind in HANDOVERS.items()]
    return [line for line in counted if line[2]]
