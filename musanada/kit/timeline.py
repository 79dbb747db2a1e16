"""Lines of a person's time line and panels of the day's work: each app adds a provider, pages gather them.

So a person's page shows every programme without the register importing any of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Line:
    """One act, newest first: what, when, who, where, in which programme. ``state`` is words, not colour."""

    on: date
    kind: str
    what: Sentence
    who: str = ""
    where: str = ""
    programme: str = ""
    state: Sentence = ""
    tone: str = ""  # "", "warning", "danger", "muted"
    url: str = ""
    note: Sentence = ""


@dataclass(frozen=True)
class Panel:
    """A block of the home page: what is due, late or came in. ``rows`` are (text, detail, url)."""

    code: str
    title: Sentence
    rows: Sequence[tuple[Sentence, Sentence, str]] = ()
    more_url: str = ""
    empty: Sentence = ""
    count: int | None = None
    order: int = field(default=50)


@dataclass(frozen=True)
class SideFile:
    """A file on the side of a person's page: what it is, its number, where it stands (shape and words), what is due."""

    title: Sentence
    reference: str
    state: str
    words: Sentence
    due: Sentence
    url: str


# provider(actor, person ids of the cluster) → lines the actor may see
TIMELINE: Registry[Callable[[Any, list[UUID]], Iterable[Line]]] = Registry("time line")
# provider(actor) → a panel, or None when the actor has no right to it
PANELS: Registry[Callable[[Any], Panel | None]] = Registry("panel")
# provider(actor, person ids of the cluster) → the files the actor may see
SIDE_FILES: Registry[Callable[[Any, list[UUID]], Iterable[SideFile]]] = Registry("files of a person")
# provider(actor, person id) → what the actor may open for someone from their page, as (words, address), or None
OPENERS: Registry[Callable[[Any, UUID], tuple[Sentence, str] | None]] = Registry("file opened from a page")
