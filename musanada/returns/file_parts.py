"""Parts that other areas put on the page of a reintegration: instalments, scores of surveys, one provider each.

    FILE_PARTS.add("tranches", tranches)        # in panels_<area>.py

A provider gets the actor and the file, whose page the actor was allowed to open; it asks again for the right to what it
shows, and answers None where there is nothing for this actor. The template finds its values as ``part`` and the file as
``file``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from musanada.access.models import User
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class FilePart:
    """A template with its values. ``order``: 10 before the plan, 50 after the plan and its activities, 90 at the end;
    ``aside``: in the column beside."""

    template: str
    values: Mapping[str, Any]
    order: int = 50
    aside: bool = False


Provider = Callable[[User, Any], FilePart | None]
FILE_PARTS: Registry[Provider] = Registry("part of a reintegration's page")


def parts_for(actor: User, file: Any) -> list[FilePart]:
    """In the order they are shown."""
    found = [part for provider in FILE_PARTS.values() if (part := provider(actor, file))]
    return sorted(found, key=lambda part: part.order)
