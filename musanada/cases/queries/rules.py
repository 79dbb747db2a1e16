"""Procedures and their rules as read by whoever works with them: the table beside the diagram, deadlines, pieces, feasts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.access.rights import roles_holding
from musanada.access.roles import GROUPS_OF, Role
from musanada.cases.clocks import words
from musanada.cases.demands import said
from musanada.cases.diagram_layers import table_of
from musanada.cases.models import DeadlineRule, Holiday, PieceType, RequiredPiece
from musanada.cases.procedures import PROCEDURES, Procedure
from musanada.cases.steps import Step
from musanada.kit.errors import Sentence

RIGHT = "case.rules"
M = TypeVar("M", bound=Model)
MEASURES = DeadlineRule.Length.choices


@dataclass(frozen=True)
class StepRow:
    """A step as the table says it: where it leads, who may take it, what it demands."""

    label: Sentence
    target: Sentence
    roles: list[Sentence]
    elsewhere: bool
    demands: list[Sentence]


@dataclass(frozen=True)
class StateRow:
    """A state: its steps, and the deadlines that begin, stand still or end in it."""

    code: str
    label: Sentence
    closes: bool
    steps: list[StepRow] = field(default_factory=list)
    starts: list[DeadlineRule] = field(default_factory=list)
    suspends: list[DeadlineRule] = field(default_factory=list)
    meets: list[DeadlineRule] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max(len(self.steps), 1)


def procedures() -> list[Procedure]:
    return PROCEDURES.values()


def procedure(code: str) -> Procedure:
    """Raises: Http404."""
    if code not in PROCEDURES:
        raise Http404
    return PROCEDURES[code]


def table(one: Procedure, day: date | None = None) -> list[StateRow]:
    """The procedure in words, state by state, under the rules of ``day``; its exits stand apart (``exits``)."""
    apart = table_of(one).exits
    rules = list(in_force(DeadlineRule.objects.filter(procedure=one.code), day))
    return [
        StateRow(
            state,
            one.label_of(state),
            state in one.closures,
            [
                step_row(one, step)
                for step in one.flow.steps.values()
                if state in step.source and step.target not in apart
            ],
            [rule for rule in rules if state in words(rule.starts)],
            [rule for rule in rules if state in words(rule.suspends)],
            [rule for rule in rules if state in words(rule.meets)],
        )
        for state in one.flow.states()
    ]


def exits(one: Procedure) -> list[tuple[StepRow, list[Sentence]]]:
    """Steps into a state that many lead to, each once, with all the states it leaves from."""
    apart = table_of(one).exits
    rows = [step for step in one.flow.steps.values() if step.target in apart]
    return [(step_row(one, step), [one.label_of(state) for state in step.source]) for step in rows]


def step_row(one: Procedure, step: Step) -> StepRow:
    roles = [role for role in Role if role in roles_holding(step.right) and one.group in GROUPS_OF[role]]
    shown: list[Sentence] = [role.label for role in roles if role != Role.CONSOLE]
    return StepRow(step.label, one.label_of(step.target), shown, bool(step.at), said(step))


def in_force(rows: QuerySet[DeadlineRule], day: date | None = None) -> QuerySet[DeadlineRule]:
    on = day or timezone.localdate()
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


# Rules, for who may change them


def unit_of(actor: User) -> Unit:
    """Where the actor holds the right to set rules. Raises: Http404."""
    found = units_for(actor, RIGHT).order_by("path").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Shown:
    """A deadline rule with its states in words."""

    rule: DeadlineRule
    starts: list[Sentence]
    meets: list[Sentence]
    suspends: list[Sentence]

    @property
    def over(self) -> bool:
        return self.rule.valid_to is not None and self.rule.valid_to <= timezone.localdate()


def shown(rule: DeadlineRule) -> Shown:
    one = next((p for p in PROCEDURES.values() if p.code == rule.procedure), None)

    def told(states: str) -> list[Sentence]:
        return [one.label_of(s) if one else s for s in ordered(states)]

    return Shown(rule, told(rule.starts), told(rule.meets), told(rule.suspends))


def ordered(states: str) -> Iterable[str]:
    return [part for part in states.split(",") if part]


def deadlines(code: str) -> list[Shown]:
    """Of one procedure, the newest version of each first."""
    rows = DeadlineRule.objects.filter(procedure=code).order_by("code", "-valid_from")
    return [shown(rule) for rule in rows]


def rule(pk: UUID) -> DeadlineRule:
    """Raises: Http404."""
    return found(DeadlineRule.objects.filter(pk=pk))


def versions(one: DeadlineRule) -> list[Shown]:
    rows = DeadlineRule.objects.filter(procedure=one.procedure, code=one.code).order_by("-valid_from")
    return [shown(row) for row in rows]


def found(rows: QuerySet[M]) -> M:
    one = rows.first()
    if one is None:
        raise Http404
    return one


@dataclass(frozen=True)
class Demanded:
    """The pieces of one category of one operation."""

    context: str
    scheme: str
    rows: list[RequiredPiece]

    @property
    def to_confirm(self) -> bool:
        return any(not row.confirmed for row in self.rows)


def pieces(code: str) -> list[Demanded]:
    """What a procedure demands today and will demand, by operation and category; what is over is left out."""
    rows = RequiredPiece.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=timezone.localdate()), procedure=code
    ).select_related("type")
    groups: dict[tuple[str, str], list[RequiredPiece]] = {}
    for row in rows.order_by("scheme", "context", "alternative", "type"):
        groups.setdefault((row.scheme, row.context), []).append(row)
    return [Demanded(context, scheme, some) for (scheme, context), some in groups.items()]


def piece(pk: UUID) -> RequiredPiece:
    """Raises: Http404."""
    return found(RequiredPiece.objects.filter(pk=pk).select_related("type"))


def piece_versions(one: RequiredPiece) -> QuerySet[RequiredPiece]:
    rows = RequiredPiece.objects.filter(procedure=one.procedure, context=one.context, scheme=one.scheme)
    return rows.filter(type=one.type_id).order_by("-valid_from")


def types() -> QuerySet[PieceType]:
    return PieceType.objects.all()


def piece_type(code: str) -> PieceType:
    """Raises: Http404."""
    return found(PieceType.objects.filter(pk=code))


def holidays() -> QuerySet[Holiday]:
    """The latest first."""
    return Holiday.objects.order_by("-day")
