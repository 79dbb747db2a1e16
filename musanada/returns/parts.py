"""Parts that other areas put on the page of a return or of a reintegration, one provider each.

    SHOW_PARTS.add("papers", papers)          # the page of a return, in panels_<area>.py
    FILE_PARTS.add("tranches", tranches)      # the page of a reintegration

A provider gets the actor and the record, whose page the actor was allowed to open; it asks again for the right to what
it shows, and answers None where there is nothing for this actor. The template finds its values as ``part``, a return as
``ret`` and its case as ``case``, a reintegration as ``file``; it brings its own ``section``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from musanada.access.models import User
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Part:
    """A template with its values; ``aside``: in the column beside.

    ``order`` on a return: 10 right under what blocks, 20 papers, 30 the journey, 40 the hand-over, 50 screening,
    counselling and declarations, 90 at the end; on a reintegration: 10 before the plan, 50 after its activities, 90 at
    the end.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    aside: bool = False


Provider = Callable[[User, Any], Part | None]
SHOW_PARTS: Registry[Provider] = Registry("part of a return's page")
FILE_PARTS: Registry[Provider] = Registry("part of a reintegration's page")


def parts_for(parts: Registry[Provider], actor: User, record: Any) -> list[Part]:
    """In the order they are shown."""
    found = [part for provider in parts.values() if (part := provider(actor, record))]
    return sorted(found, key=lambda part: part.order)
