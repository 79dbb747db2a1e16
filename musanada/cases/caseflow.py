"""The runner of a procedure over cases: every step leaves its line in the file and moves the deadlines with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import command, missing, require, scoped
from musanada.access.models import User
from musanada.cases.steps import WORKFLOWS, Step, Workflow, group_of
from musanada.kit.errors import Refused


@dataclass(frozen=True)
class Move:
    """What a step says in the file's journal: the day it happened, coded reasons, words, what was seen."""

    on: date = field(default_factory=timezone.localdate)
    reasons: Sequence[str] = ()
    text: str = ""
    seen: str = ""
    recorded_at: datetime = field(default_factory=timezone.now)

    @property
    def listed(self) -> str:
        return f",{','.join(self.reasons)}," if self.reasons else ""


class CaseFlow(Workflow):
    """A ``Workflow`` over ``cases.Case``. ``run(…, move=Move(…))`` takes a step of one case, ``run_many`` of many."""

    def columns(self, record: Any, step: Step, move: Any) -> dict[str, Any]:
        """Closing and opening again are told by the state: the spine's columns follow in the same UPDATE."""
        from musanada.cases.procedures import procedure

        closures = procedure(record.procedure).closures
        if step.target in closures:
            return {"closed_on": (move or Move()).on, "closure": closures[step.target]}
        return {"closed_on": None, "closure": ""} if record.state in closures else {}

    def moved(self, actor: User, record: Any, step: Step, source: str, move: Any) -> None:
        from musanada.cases.commands.spine import step_taken

        step_taken(actor, record, step, source, move or Move())

    def run_many(
        self,
        actor: User,
        place: models.Model,
        cases: Sequence[Any],
        step: str,
        *,
        move_of: Callable[[Any], Move],
        also: Callable[[User, Sequence[Any]], object] | None = None,
    ) -> int:
        """Take one step of many cases in one transaction: all of them or none, with one UPDATE.

        The right is asked at ``place`` (the session's unit, the office) and, where the step is not ``at`` elsewhere, at
        each case. Guards are asked case by case. Raises: Refused naming how many cases stand in the way.
        """
        return int(self._many(self.steps[step])(actor, place, cases, move_of, also))

    def _many(self, step: Step) -> Callable[..., Any]:
        known = self._bulk.get(step.code)
        if known is None:
            raise LookupError(f"step '{step.code}' of '{self.code}' is not taken in bulk")
        return known

    @property
    def bulk_steps(self) -> list[str]:
        """Steps that may be taken of many cases at once."""
        return list(self._bulk)

    def in_bulk(self, *codes: str) -> "CaseFlow":
        """Declare which steps may be taken of many cases at once."""
        for code in codes:
            self._bulk[code] = self._bulk_runner(self.steps[code])
        return self

    def __init__(self, code: str, initial: str, steps: Iterable[Step]) -> None:
        self._bulk: dict[str, Callable[..., Any]] = {}
        super().__init__(code, initial, steps)

    def _bulk_runner(self, step: Step) -> Callable[..., Any]:
        @command(step.right, verb=f"{self.code}.{step.code}_many")
        def move_all(
            actor: User, place: Any, cases: Sequence[Any], move_of: Callable[[Any], Move], also: Any, /
        ) -> int:
            from musanada.cases.commands.spine import steps_taken

            insist_on_each(actor, step, cases)
            refuse_any(actor, step, cases)
            rows = type(cases[0])._default_manager if cases else None
            moves = [(case, case.state, move_of(case)) for case in cases]
            if rows is None:
                return 0
            values = self.columns(cases[0], step, moves[0][2])
            keys = [case.pk for case in cases]
            changed = rows.filter(pk__in=keys, state__in=step.source).update(state=step.target, **values)
            if changed != len(keys):
                raise faster(len(keys) - changed)
            for case in cases:
                case.state = step.target
            steps_taken(actor, step, moves)
            if also:
                also(actor, cases)
            return int(changed)

        return move_all


def insist_on_each(actor: User, step: Step, cases: Sequence[Any]) -> None:
    """The right at every case's own office, in one question per part of the file; where the step is ``at`` elsewhere,
    once at each such place."""
    if not step.at:
        insist_at_home(actor, step, cases)
        return
    asked: set[Any] = set()
    for case in cases:
        place = step.place_of(case)
        if place.pk not in asked:
            require(actor, step.right, place, group_of(case))
            asked.add(place.pk)


def insist_at_home(actor: User, step: Step, cases: Sequence[Any]) -> None:
    """As ``require`` of each, by counting those the actor holds the right at."""
    parts: dict[str, set[Any]] = {}
    for case in cases:
        parts.setdefault(group_of(case), set()).add(case.pk)
    for group, keys in parts.items():
        rows = type(cases[0])._default_manager.filter(pk__in=keys)
        if scoped(actor, step.right, rows, named=True, group=group).count() != len(keys):
            raise missing(step.right)


def refuse_any(actor: User, step: Step, cases: Sequence[Any]) -> None:
    """The first guard's sentence, with how many cases it stops."""
    stopped = [why for case in cases if (why := step.refusal(actor, case))]
    if stopped:
        raise Refused(
            ngettext(
                "%(n)s dossier ne peut pas suivre, rien n'a été enregistré. %(why)s",
                "%(n)s dossiers ne peuvent pas suivre, rien n'a été enregistré. %(why)s",
                len(stopped),
            )
            % {"n": len(stopped), "why": stopped[0]},
            code=f"bulk.{step.code}",
        )


def faster(count: int) -> Refused:
    return Refused(
        ngettext(
            "Quelqu'un a déjà traité %(n)s de ces dossiers : rien n'a été enregistré. Rechargez la page.",
            "Quelqu'un a déjà traité %(n)s de ces dossiers : rien n'a été enregistré. Rechargez la page.",
            count,
        )
        % {"n": count},
        code="faster",
    )


def caseflow(code: str, initial: str, *steps: Step) -> CaseFlow:
    """Declare the table of a procedure over cases, in ``<app>/workflow.py``."""
    flow = CaseFlow(code, initial, steps)
    WORKFLOWS.add(code, flow)
    return flow


NOT_OPEN = _("Ce dossier est clos : rouvrez-le d'abord, avec un motif.")
