"""What the demonstration writes of protection before it is kept: rows by table, and one file with its journal and clocks.

A file is told in the order in which things happened; its spine (state, next day, closure) follows from what was told, as
the commands of protection would have left it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from musanada.access.models import Unit, User
from musanada.cases.models import Case, CaseStep
from musanada.cases.procedures import procedure
from musanada.demo.chance import Chance
from musanada.people.commands import register_hidden
from musanada.people.commands.bulk_hidden import HiddenFile, PastAccess
from musanada.people.drafts import BasisDraft, PersonDraft
from musanada.protection.commands.opening import PROCEDURE, REASON, SUBJECT
from musanada.protection.commands.past import load_past_rows
from musanada.protection.models import Clock, ProtectionFile

DAY = timedelta(days=1)
ASSENT = BasisDraft("consent", "2023-01", "fra", "guardian")
ACCESS = timedelta(days=240)  # of those named, from the day of the loading


@dataclass(frozen=True)
class Team:
    """Who answers for the files of a place, and who reads them over."""

    unit: Unit
    town: UUID
    owner: UUID
    second: UUID
    panel: tuple[UUID, ...] = ()


def at_noon(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


class Book:
    """Rows of protection, and the hidden people they are about."""

    def __init__(self, chance: Chance, today: datetime) -> None:
        self.chance = chance
        self.now = today
        self.tables: dict[type[Model], list[dict[str, Any]]] = defaultdict(list)
        self.people: dict[UUID, list[PersonDraft]] = defaultdict(list)
        self.hidden: dict[UUID, list[HiddenFile]] = defaultdict(list)
        self.dead: set[UUID] = set()
        self.turns: dict[str, int] = defaultdict(int)

    @property
    def today(self) -> date:
        return self.now.date()

    def turn(self, what: str, of: int) -> int:
        """0, 1, 2 … one after the other: a small country shows one of each."""
        self.turns[what] += 1
        return (self.turns[what] - 1) % of

    def moment(self, day: date) -> datetime:
        """In office hours of that day, never after now."""
        at = datetime.combine(day, time(8 + self.chance.randrange(9), self.chance.randrange(60)), UTC)
        return min(at, self.now)

    def add(self, model: type[Model], at: datetime, /, **columns: Any) -> UUID:
        """A row that became known at that moment. Returns its key."""
        key: UUID = columns.pop("id", None) or self.chance.key(at)
        self.tables[model].append({"id": key, **columns, "recorded_at": at})
        return key

    def bare(self, model: type[Model], **columns: Any) -> None:
        """A row without a key or a moment of its own."""
        self.tables[model].append(columns)

    def hide(
        self, unit: Unit, draft: PersonDraft, kind: str, owner: UUID, other: UUID | None, at: datetime
    ) -> UUID:
        """A person hidden from the first line: their file names its owner and a colleague. Returns the file's key."""
        of = ProtectionFile.Kind(kind)
        return self.hide_for(unit, draft, str(SUBJECT[of]), str(REASON[of]), owner, other, at)

    def hide_for(
        self,
        unit: Unit,
        draft: PersonDraft,
        subject: str,
        reason: str,
        owner: UUID,
        other: UUID | None,
        at: datetime,
    ) -> UUID:
        """The same, for any subject."""
        named = [owner, *([other] if other else [])]
        until = self.now + ACCESS + timedelta(days=self.chance.randrange(100))
        file = HiddenFile(
            person=draft.id,
            subject=subject,
            reason=reason,
            owner=owner,
            opened_at=at,
            named=tuple(PastAccess(user, owner, until, at) for user in named),
            id=self.chance.key(at),
            reference=self.chance.reference(),
        )
        self.people[unit.pk].append(draft)
        self.hidden[unit.pk].append(file)
        return file.id

    def write(self, actor: User, root: Unit, units: Mapping[UUID, Unit]) -> int:
        """Everything, in one transaction of the caller. Returns how many rows."""
        kept = 0
        for key, drafts in self.people.items():
            dead = [draft.id for draft in drafts if draft.id in self.dead]
            unit = units[key]
            kept += register_hidden(
                actor, unit, drafts=drafts, basis=ASSENT, files=self.hidden[key], dead=dead
            )
        return kept + load_past_rows(actor, root, self.tables)


@dataclass
class Running:
    """A clock of the file under construction."""

    kind: str
    subject: UUID | None
    started: date
    due: date
    met: date | None = None
    dropped: date | None = None

    @property
    def runs(self) -> bool:
        return self.met is None and self.dropped is None


@dataclass
class PastFile:
    """A protection file as it is told: steps, clocks, and at the end its row on the spine."""

    book: Book
    kind: str
    team: Team
    person: UUID
    secret: UUID
    since: date
    at: datetime
    columns: dict[str, Any] = field(default_factory=dict)  # of ``ProtectionFile``
    state: str = ""
    closed: date | None = None
    closure: str = ""  # where the reason says more than the procedure
    level: str = ""
    open_today: bool = True
    days: dict[str, date] = field(default_factory=dict)  # what one part tells the others
    case: UUID = field(init=False)
    id: UUID = field(init=False)
    clocks: list[Running] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = self.book.chance
        self.case, self.id = chance.key(self.at), chance.key(self.at)
        self.flow = procedure(self.code).flow
        self.state, self.at_last = self.flow.initial, self.at
        self.line("open", "", self.since, self.team.owner, self.at)

    @property
    def code(self) -> str:
        return PROCEDURE[ProtectionFile.Kind(self.kind)]

    def line(self, code: str, source: str, on: date, by: UUID, at: datetime, reasons: str = "") -> None:
        self.book.add(
            CaseStep, at, case=self.case, code=code, from_state=source, to_state=self.state, on=on, by=by,
            reasons=reasons,
        )  # fmt: skip

    def step(self, code: str, on: date, by: UUID | None = None, reason: str = "") -> None:
        """Raises: LookupError where the procedure does not allow it: the road was told wrong."""
        step = self.flow.steps[code]
        if self.state not in step.source:
            raise LookupError(f"{code} does not follow {self.state}")
        source, self.state = self.state, step.target
        if step.target == "closed":
            self.closed = on
        at = self.book.moment(on)
        self.at_last = at if at > self.at_last else self.at_last + timedelta(minutes=1)
        self.line(code, source, on, by or self.team.owner, self.at_last, f",{reason}," if reason else "")

    def add(self, model: type[Model], day: date, /, **columns: Any) -> UUID:
        """A row that hangs on the file, known since that day."""
        return self.book.add(model, self.book.moment(day), file=self.id, **columns)

    # Clocks

    def start(self, kind: str, on: date, due: date, subject: UUID | None = None) -> Running:
        running = self.running(kind, subject)
        if running is None:
            running = Running(kind, subject, on, due)
            self.clocks.append(running)
        running.due = due
        return running

    def running(self, kind: str, subject: UUID | None = None) -> Running | None:
        return next((c for c in self.clocks if c.runs and (c.kind, c.subject) == (kind, subject)), None)

    def meet(self, kind: str, on: date, subject: UUID | None = None) -> None:
        found = self.running(kind, subject)
        if found:
            found.met = on

    def drop(self, kind: str, on: date, subject: UUID | None = None) -> None:
        found = self.running(kind, subject)
        if found:
            found.dropped = on

    def drop_all(self, on: date, but: tuple[str, ...] = ()) -> None:
        for clock in self.clocks:
            if clock.runs and clock.kind not in but:
                clock.dropped = on

    # The spine

    def finish(self) -> None:
        """The file's own row, its case and its clocks, from what was told."""
        book, chance = self.book, self.book.chance
        due = min((c.due for c in self.clocks if c.runs), default=None)
        closure = procedure(self.code).closures.get(self.state, "") and (self.closure or "goals_met")
        book.add(
            Case, self.at, id=self.case, reference=chance.reference(), procedure=self.code, state=self.state,
            person=self.person, unit=self.team.unit.pk, owner=self.team.owner, risk=self.level, due_on=due,
            opened_on=self.since, opened_by=self.team.owner, closed_on=self.closed if closure else None, closure=closure,
        )  # fmt: skip
        book.add(
            ProtectionFile, self.at, id=self.id, case=self.case, secret=self.secret, kind=self.kind,
            identified_on=self.since, **self.columns,
        )  # fmt: skip
        self.write_clocks()

    def write_clocks(self) -> None:
        for c in self.clocks:
            self.book.add(
                Clock, self.book.moment(c.started), file=self.id, kind=c.kind, subject=c.subject, started_on=c.started,
                due_on=c.due, met_on=c.met, dropped_on=c.dropped,
            )  # fmt: skip
