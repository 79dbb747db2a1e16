"""Parts that areas put on the page of a child or of a victim, one provider each.

    CHILD_PARTS.add("care", care)      # the page of a child, in panels_<area>.py
    VICTIM_PARTS.add("safety", safety) # the page of a victim
    BOTH_PARTS.add("plan", plan)       # both

A provider gets the actor and the ``ProtectionFile``, whose page the actor was allowed to open (they are named on it); it
answers None where there is nothing to show. The template finds its values as ``part``, the file as ``file``, its case as
``case``; it brings its own ``section``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from musanada.access.models import User
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Part:
    """A template with its values; ``aside``: in the column beside. ``section``: the letter of the form's block (A–M),
    empty where it belongs to none.

    ``order``: 10 right under the head (risk, clocks), 20 identity and age, 30 family, 40 care and guardian, 50 best
    interests or status, 60 plan, services, safety, 70 school, tracing, 80 follow-up and transition, 90 closing.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    aside: bool = False
    section: str = ""


Provider = Callable[[User, Any], Part | None]
CHILD_PARTS: Registry[Provider] = Registry("part of a child's page")
VICTIM_PARTS: Registry[Provider] = Registry("part of a victim's page")
BOTH_PARTS: Registry[Provider] = Registry("part of every protection page")


def parts_for(parts: Registry[Provider], actor: User, file: Any) -> list[Part]:
    """In the order they are shown."""
    providers = [*parts.values(), *BOTH_PARTS.values()]
    found = [part for provider in providers if (part := provider(actor, file))]
    return sorted(found, key=lambda part: part.order)
