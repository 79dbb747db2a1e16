"""What an import needs to know about the rows it carries. Each kind is one file that adds itself here.

The machinery reads the file, keeps the rows, asks the questions, runs in the background and undoes; a kind says which
fields there are, who the row may already be, and which command writes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from musanada.access.models import Unit, User
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.headers import Words
from musanada.intake.sheets.values import Parser
from musanada.intake.sheets.values.base import Codes
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry
from musanada.linkage.sought import Sought


@dataclass(frozen=True)
class Field:
    """A target of the mapping. ``unique``: two people of one file cannot share it."""

    code: str
    label: Sentence
    words: tuple[str, ...]
    parse: Parser
    required: bool = False
    unique: bool = False
    hint: Sentence = ""

    @property
    def recognised_by(self) -> Words:
        return Words(self.code, (self.code.replace("_", " "), *self.words))


@dataclass(frozen=True)
class Option:
    """A question about the whole file: the legal basis, the programme. ``default`` is chosen beforehand."""

    code: str
    label: Sentence
    choices: tuple[tuple[str, Sentence], ...]
    required: bool = False
    default: str = ""
    hint: Sentence = ""


@dataclass(frozen=True)
class Candidate:
    """Someone in the register the row may be. Who they are is read when they are shown, by whoever looks."""

    person: UUID
    score: int

    def stored(self) -> dict[str, Any]:
        return {"person": str(self.person), "score": self.score}


@dataclass
class Staged:
    """A row in memory, while it is read and checked."""

    id: UUID
    number: int
    raw: Sequence[Any]
    person: UUID
    target: UUID
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    decision: str = ""
    match: UUID | None = None
    by_hand: bool = False
    key: str = ""
    repeats: bool = False  # an earlier row of the file is about the same person
    already: bool = False  # the same content entered the register before

    @property
    def blocked(self) -> bool:
        return any(found.level == "error" for found in self.findings)


@dataclass(frozen=True)
class Done:
    """What became of a row: an ``ImportRow.Outcome`` and, when refused or kept, why."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Rows:
    """Rows of a batch for a commit or an undo, with what the whole file says."""

    batch: UUID
    unit: Unit
    options: Mapping[str, str]
    rows: Sequence[Any]  # intake.ImportRow
    today: date


class ImportKind(Protocol):
    """The contract of a kind. ``rights`` are needed at the unit beside ``imports.run``."""

    code: str
    label: Sentence
    rights: tuple[str, ...]
    undo_rights: tuple[str, ...]
    fields: tuple[Field, ...]

    def options(self, actor: User, unit: Unit) -> tuple[Option, ...]: ...

    def lists(self, actor: User, unit: Unit) -> Mapping[str, Codes]:
        """Words of the code lists its parsers ask for."""

    def choices(self, list_name: str, word: str) -> list[tuple[str, str]]:
        """The codes ``word`` may mean, with their labels."""

    def identity(self, values: Mapping[str, Any]) -> str:
        """Text that is equal for rows about one person; empty if the row does not say who it is about."""

    def check(self, row: Staged, options: Mapping[str, str], today: date) -> None:
        """Add findings that concern several fields."""

    def find(self, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
        """Fill ``candidates`` and propose ``decision`` for rows that are not blocked."""

    def review(self, actor: User, unit: Unit, rows: Sequence[Staged], options: Mapping[str, str]) -> None:
        """Last look at rows whose person is proposed: add findings, leave aside what is there already."""

    def repeated(self, row: Staged) -> None:
        """An earlier row of the file is about the same person: say what that means."""

    def sought(self, values: Mapping[str, Any]) -> Sought | None:
        """The person of the row as linkage compares them; None if the row names nobody to compare."""

    def title(self, values: Mapping[str, Any]) -> str:
        """The row in a few words, for a list."""

    def show(self, field: str, value: Any) -> str:
        """A value as read, for a person."""

    def commit(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        """Write the rows through commands, inside the caller's transaction. Row id → what became of it.

        Called again with rows whose ids are already in the register, it changes nothing.
        """

    def undo(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        """Take back what the rows created, unless used since."""

    def preview(self, counts: Mapping[str, int]) -> list[Sentence]:
        """Sentences on what a commit will change; counts: new, same, skip, undecided, error."""


IMPORT_KINDS: Registry[ImportKind] = Registry("import kind")


def field_of(kind: ImportKind, code: str) -> Field | None:
    return next((f for f in kind.fields if f.code == code), None)
