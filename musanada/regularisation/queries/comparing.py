"""The decision table: each criterion, each of its versions side by side, of one operation or of several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from musanada.cases.models import DeadlineRule, RequiredPiece
from musanada.regularisation.models import Criterion, CriterionVersion, Operation
from musanada.regularisation.queries.operations import FIRST, RELIEF, criteria_of

Key = tuple[Any, str, date]


@dataclass(frozen=True)
class Column:
    """A stage of an operation from a day on."""

    operation: Operation
    stage: str
    since: date

    @property
    def label(self) -> Any:
        return CriterionVersion.Stage(self.stage).label

    @property
    def key(self) -> Key:
        return self.operation.pk, self.stage, self.since


@dataclass(frozen=True)
class Cell:
    """What the criterion asks there; ``unchanged``: a later column that changes nothing."""

    column: Column
    version: CriterionVersion | None
    unchanged: bool = False


@dataclass(frozen=True)
class Line:
    code: str
    criterion: Criterion
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Comparison:
    columns: Sequence[Column]
    lines: Sequence[Line]

    @property
    def unconfirmed(self) -> list[CriterionVersion]:
        versions = [cell.version for line in self.lines for cell in line.cells]
        return [one for one in versions if one is not None and not one.confirmed]


def compared(operations: Iterable[Operation]) -> Comparison:
    """Columns by operation and date; a line for each code, categories of one code being the same."""
    columns: dict[Key, Column] = {}
    versions: dict[tuple[str, Key], CriterionVersion] = {}
    criteria: dict[str, Criterion] = {}
    for operation in sorted(operations, key=lambda one: one.files_from):
        for criterion in criteria_of(operation):
            criteria.setdefault(criterion.code, criterion)
            for version in criterion.versions.all():
                column = Column(operation, version.stage, version.valid_from)
                columns.setdefault(column.key, column)
                versions[criterion.code, column.key] = version
    ordered = sorted(columns.values(), key=lambda one: (one.operation.files_from, one.since, one.stage))
    lines = [
        Line(code, criterion, [cell(code, column, ordered, versions) for column in ordered])
        for code, criterion in sorted(criteria.items(), key=lambda pair: (pair[1].order, pair[0]))
    ]
    return Comparison(ordered, lines)


def cell(
    code: str, column: Column, columns: Sequence[Column], versions: dict[tuple[str, Key], CriterionVersion]
) -> Cell:
    found = versions.get((code, column.key))
    if found is not None:
        return Cell(column, found)
    stages = (FIRST, RELIEF) if column.stage == RELIEF else (FIRST,)
    earlier = [
        one
        for one in columns
        if one.operation == column.operation and one.since <= column.since and one.stage in stages
    ]
    return Cell(column, None, unchanged=any((code, one.key) in versions for one in earlier))


@dataclass(frozen=True)
class Unconfirmed:
    """What nobody has read in its text yet: versions, pieces asked, deadlines."""

    versions: int
    pieces: int
    deadlines: int

    @property
    def any(self) -> bool:
        return bool(self.versions or self.pieces or self.deadlines)


def unconfirmed(operation: Operation, table: Comparison) -> Unconfirmed:
    pieces = RequiredPiece.objects.filter(
        procedure="regularisation", scheme__in=["", operation.code], confirmed=False
    )
    deadlines = DeadlineRule.objects.filter(procedure="regularisation", confirmed=False)
    return Unconfirmed(len(table.unconfirmed), pieces.count(), deadlines.count())
