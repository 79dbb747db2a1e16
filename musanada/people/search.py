"""How people are found by what is typed: a reference, a number, a name.

The matching of names belongs to ``linkage``, which stands above the register: it is plugged in here by the
app that knows both, so that the list of people searches with the same engine as the counter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Hit:
    """Someone who may be meant, and why."""

    person: UUID
    reasons: Sequence[Sentence] = ()


# finder(actor, text, limit) → hits, best first, people the actor may find
FINDERS: Registry[Callable[[User, str, int], list[Hit]]] = Registry("finder")


def find(actor: User, text: str, limit: int) -> list[Hit]:
    """Every finder's hits, best first, each person once."""
    found: dict[UUID, Hit] = {}
    for finder in FINDERS.values():
        for hit in finder(actor, text, limit):
            found.setdefault(hit.person, hit)
    return list(found.values())[:limit]
