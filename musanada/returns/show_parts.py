"""Parts that other areas put on the page of a return: papers, the journey, the hand-over; one provider each.

    SHOW_PARTS.add("papers", papers)        # in panels_<area>.py

A provider gets the actor and the return, whose page the actor was allowed to open; it asks again for the right to what
it shows, and answers None where there is nothing for this actor. The template finds its values as ``part``, the return
as ``ret`` and its case as ``case``; it brings its own ``section``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from musanada.access.models import User
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class ShowPart:
    """A template with its values. ``order``: 10 right under what blocks, 20 papers, 30 the journey, 40 the hand-over,
    50 screening, counselling and declarations, 90 at the end; ``aside``: in the column beside."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    aside: bool = False


Provider = Callable[[User, Any], ShowPart | None]
SHOW_PARTS: Registry[Provider] = Registry("part of a return's page")


def parts_for(actor: User, ret: Any) -> list[ShowPart]:
    """In the order they are shown."""
    found = [part for provider in SHOW_PARTS.values() if (part := provider(actor, ret))]
    return sorted(found, key=lambda part: part.order)
