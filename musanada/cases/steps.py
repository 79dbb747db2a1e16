"""A procedure is a table: steps from state to state, each with its right and its guards.

The state is in the UPDATE: ``filter(state__in=sources).update(state=target)``; no row changed means someone was
faster. The runner is the only way a state changes, so that buttons, checks and the journal agree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, require
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
    ``prepare`` gives columns for the same UPDATE (and may refuse), ``then`` does what follows, in the same transaction.
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
        place = getattr(record, self.at)
        return place is not None and may(actor, self.right, place, group_of(record))


def group_of(record: Any) -> str:
    return str(getattr(type(record), "GROUP", "") or "")


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
        def move(actor: User, place: models.Model, record: M, also: Then | None, /, **values: Any) -> M:
            if step.at:
                require(actor, step.right, place, group_of(record))
            for guard in step.unless:
                if why := guard(actor, record):
                    raise Refused(why, code=f"{self.code}.{step.code}")
            if step.prepare and record.state in step.source:  # type: ignore[attr-defined]
                values = step.prepare(actor, record) | values
            rows = type(record)._default_manager.filter(pk=record.pk, state__in=step.source)
            if not rows.update(state=step.target, **values):
                raise Refused(
                    _("Quelqu'un a été plus rapide : cette étape n'est plus possible. Rechargez la page.")
                )
            record.refresh_from_db()
            for follow in (step.then, also):
                if follow:
                    follow(actor, record)
            return record

        return move

    def run(self, actor: User, record: M, step: str, *, also: Then | None = None, **values: Any) -> M:
        """Take a step; ``values`` are columns written in the same UPDATE, ``also`` is done in the same transaction.

        Raises: Refused, MissingRight.
        """
        at = self.steps[step].at
        place = getattr(record, at) if at else record
        if place is None:
            raise Refused(_("Cette étape n'a pas de lieu ici : rechargez la page."))
        result: M = self._run[step](actor, place, record, also, **values)
        return result

    def open_steps(self, actor: User, record: Any) -> list[Step]:
        """The buttons: steps possible from the record's state, with the right, that no guard refuses."""
        here = [s for s in self.steps.values() if record.state in s.source]
        return [s for s in here if s.allowed(actor, record) and not any(g(actor, record) for g in s.unless)]


WORKFLOWS: Registry[Workflow] = Registry("workflow")


def workflow(code: str, initial: str, *steps: Step) -> Workflow:
    """Declare a procedure: the table of ``<app>/workflow.py``."""
    return WORKFLOWS.add(code, Workflow(code, initial, steps))
