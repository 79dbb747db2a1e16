"""What every app owes to the person its rows tell of: say what is held, destroy it, let it lapse.

Each app adds its own part here, next to the tables it keeps; ``dataprotection`` gathers the parts without importing
the apps above it. A table that tells of a person and that no eraser covers stops every erasure (``uncovered``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Asking:
    """Who answers a person about what is held: for which records, of which offices, in which language.

    ``units`` are the offices of the one organisation that answers: what others hold is for them to say. ``groups``
    are the parts of the file that may stand in this answer; ``named`` the P4 files that name the actor.
    """

    actor: Any
    people: tuple[UUID, ...]
    units: frozenset[UUID]
    groups: frozenset[str]
    named: frozenset[UUID]
    lang: str


@dataclass(frozen=True)
class HeldSection:
    """A part of what is held, in words. Without ``columns`` the rows are (what, value) pairs."""

    group: str
    title: Sentence
    rows: Sequence[Sequence[Sentence]]
    columns: Sequence[Sentence] = ()
    note: Sentence = ""
    order: int = 50


HELD: Registry[Callable[[Asking], Iterable[HeldSection]]] = Registry("what is held by")


@dataclass(frozen=True)
class Eraser:
    """How an app destroys who someone was and keeps what was done as coded acts of nobody.

    ``run(people, units)`` answers with what it destroyed, by kind; ``words`` names the kinds. With ``units`` another
    organisation knows the people too: only what these offices hold goes, and who the people are stays with the other
    one. ``covers`` are the tables it empties or strips; ``keeps`` those it leaves as they are, each with the reason.
    """

    run: Callable[[Sequence[UUID], frozenset[UUID] | None], dict[str, int]]
    words: Mapping[str, Sentence]
    covers: frozenset[str]
    keeps: Mapping[str, str] = field(default_factory=dict)


ERASERS: Registry[Eraser] = Registry("eraser of")

# Days on which a person's age was counted: the year of birth that is kept must give the same ages.
COUNTED_ON: Registry[Callable[[Sequence[UUID]], Iterable[date]]] = Registry("days counted by")


def tells_of_people(model: Any) -> bool:
    """A table of ours that declares whose rows they are, or points at a person."""
    if not model.__module__.startswith("musanada."):
        return False
    if getattr(model, "PERSON", None) is not None:
        return True
    related: list[Any] = [f.related_model for f in model._meta.concrete_fields if f.is_relation]
    return any(one._meta.label_lower == "people.person" for one in related)


def uncovered() -> list[str]:
    """Tables that tell of a person and that no eraser empties, strips, or keeps for a reason it gives."""
    known = {label for eraser in ERASERS.values() for label in (*eraser.covers, *eraser.keeps)}
    every = {m._meta.label_lower for m in apps.get_models() if tells_of_people(m)}
    return sorted(every - known)


@dataclass(frozen=True)
class ColumnSet:
    """Columns of a list of people, all of one part of the file.

    ``cells(people, units)`` gives each person's, in that order, from what these offices recorded.
    """

    group: str
    headers: Sequence[Sentence]
    cells: Callable[[Sequence[UUID], frozenset[UUID]], Mapping[UUID, Sequence[object]]]


COLUMNS: Registry[ColumnSet] = Registry("columns of a list of people")


@dataclass(frozen=True)
class Lapsed:
    """A record whose time has passed: its key, an opaque reference, the office it belongs to, since when."""

    key: UUID
    reference: str
    unit: UUID
    since: date


@dataclass(frozen=True)
class RetainedKind:
    """A kind of record that is kept for a time.

    ``lapsed(before)`` are the records whose start event lies before that day; ``dispose(actor, keys)`` does what the
    rule says with them and answers with how many; None where nobody does it by rule: ``why_not`` says how it is done.
    ``started(people)`` is the day from which the time of these people's records runs, None when they have none.
    """

    code: str
    label: Sentence
    start: Sentence
    lapsed: Callable[[date], Iterable[Lapsed]] | None = None
    dispose: Callable[[Any, Sequence[UUID]], int] | None = None
    started: Callable[[Sequence[UUID]], date | None] | None = None
    of_people: bool = False  # the keys are people: disposing of them is an erasure
    why_not: Sentence = ""


RETENTION: Registry[RetainedKind] = Registry("kind of record kept")
