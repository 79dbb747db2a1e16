"""A procedure is a table: steps from state to state, each with its right and its guards.

The state is in the UPDATE: ``filter(state__in=sources).update(state=target)``; no row changed means someone was
faster. The runner is the only way a state changes, so that buttons, checks and the journal agree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, part_of, require
from musanada.access.models import User
from musanada.access.rights import RIGHTS
from musanada.kit.errors import Refused, Sentence
from musanada.kit.registry import Registry

M = TypeVar("M", bound=models.Model)
Guard = Callable[[User, Any], Sentence | None]
Prepare = Callable[[User, Any], dict[str, Any]]
Then = Callable[[User, Any], object]


@dataclass(frozen=True)
class Step:
    """``source`` → ``target`` under ``right``, unless a guard answers with the sentence that refuses it.

    ``at`` names the record's unit at which the right must be held, where that is not the record's own place: the
    receiver of a referral decides at the receiver. Guards then say which records of that unit are the actor's.
    ``at`` may be a path (``application.appeals_unit``). ``prepare`` gives columns for the same UPDATE (and may refuse),
    ``then`` does what follows, in the same transaction.
    """

    code: str
    source: tuple[str, ...]
    target: str
    right: str
    label: Sentence
    unless: tuple[Guard, ...] = ()
    at: str = ""
    prepare: Prepare | None = None
    then: Then | None = None

    def allowed(self, actor: User, record: Any) -> bool:
        """Is the right held where this step needs it, by a role that reaches that part of the file?"""
        if not self.at:
            return may(actor, self.right, record)
        place = self.place_of(record)
        return place is not None and may(actor, self.right, place, group_of(record))

    def place_of(self, record: Any) -> Any:
        """The record whose place decides: the record itself, or what ``at`` names; None where it names nothing."""
        if not self.at:
            return record
        try:
            return attrgetter(self.at)(record)
        except (AttributeError, ObjectDoesNotExist):
            return None

    def refusal(self, actor: User, record: Any) -> Sentence | None:
        """The first guard's sentence, or None."""
        return next((why for guard in self.unless if (why := guard(actor, record))), None)


def group_of(record: Any) -> str:
    """The part of the person's file: the record's own where rows of one table differ, else the table's."""
    return part_of(record) or str(getattr(type(record), "GROUP", "") or "")


class Workflow:
    """The steps of one procedure over one model's ``state`` column."""

    def __init__(self, code: str, initial: str, steps: Iterable[Step]) -> None:
        self.code, self.initial = code, initial
        self.steps: dict[str, Step] = {}
        self._run: dict[str, Callable[..., Any]] = {}
        for step in steps:
            if step.code in self.steps:
                raise ValueError(f"step '{step.code}' stands twice in '{code}'")
            RIGHTS[step.right]
            self.steps[step.code] = step
            self._run[step.code] = self._runner(step)

    def states(self) -> list[str]:
        """Every state the table names, the initial one first."""
        named = [s for step in self.steps.values() for s in (*step.source, step.target)]
        return list(dict.fromkeys([self.initial, *named]))

    def _runner(self, step: Step) -> Callable[..., Any]:
        @command(step.right, verb=f"{self.code}.{step.code}")
        def move(
            actor: User, place: models.Model, record: M, also: Then | None, note: Any, /, **values: Any
        ) -> M:
            if step.at:
                require(actor, step.right, place, group_of(record))
            if why := step.refusal(actor, record):
                raise Refused(why, code=f"{self.code}.{step.code}")
            source: str = record.state  # type: ignore[attr-defined]
            if step.prepare and source in step.source:
                values = step.prepare(actor, record) | values
            values = self.columns(record, step, note) | values
            rows = type(record)._default_manager.filter(pk=record.pk, state__in=step.source)
            if not rows.update(state=step.target, **values):
                raise Refused(
                    _("Quelqu'un a été plus rapide : cette étape n'est plus possible. Rechargez la page.")
                )
            record.refresh_from_db()
            self.moved(actor, record, step, source, note)
            for follow in (step.then, also):
                if follow:
                    follow(actor, record)
            return record

        return move

    def columns(self, record: Any, step: Step, move: Any) -> dict[str, Any]:
        """Columns that every step of this procedure writes in its UPDATE."""
        return {}

    def moved(self, actor: User, record: Any, step: Step, source: str, move: Any) -> None:
        """What every step of this procedure leaves behind, in the same transaction."""

    def run(
        self, actor: User, record: M, step: str, *, also: Then | None = None, move: Any = None, **values: Any
    ) -> M:
        """Take a step; ``values`` are columns written in the same UPDATE, ``also`` is done in the same transaction,
        ``move`` is what the file's journal says of it.

        Raises: Refused, MissingRight.
        """
        place = self.steps[step].place_of(record)
        if place is None:
            raise Refused(_("Cette étape n'a pas de lieu ici : rechargez la page."))
        result: M = self._run[step](actor, place, record, also, move, **values)
        return result

    def open_steps(self, actor: User, record: Any) -> list[Step]:
        """The buttons: steps possible from the record's state, with the right, that no guard refuses."""
        here = [s for s in self.steps.values() if record.state in s.source]
        return [s for s in here if s.allowed(actor, record) and not s.refusal(actor, record)]

    def blocked_steps(self, actor: User, record: Any) -> list[tuple[Step, Sentence]]:
        """Steps the actor may take from this state and that a guard refuses, each with its sentence: what blocks."""
        here = [s for s in self.steps.values() if record.state in s.source and s.allowed(actor, record)]
        return [(s, why) for s in here if (why := s.refusal(actor, record))]


WORKFLOWS: Registry[Workflow] = Registry("workflow")


def workflow(code: str, initial: str, *steps: Step) -> Workflow:
    """Declare a procedure: the table of ``<app>/workflow.py``."""
    return WORKFLOWS.add(code, Workflow(code, initial, steps))
