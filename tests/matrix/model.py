"""Who may see whom, in plain Python: sets and ifs, no database, nothing of the application.

It is told what happened (registered, met, merged, hidden, named, shared…) and says who sees what: the rules of
``docs/privacy.md`` a second time, against which ``test_sequences.py`` holds the application after every step (what may be done and what it changes:
``model_changes.py``). The two
tables it reads, rights and groups, are the hand-written ones. Units, users and records are small numbers.
"""

from dataclasses import dataclass, field
from pathlib import Path

from .table import EXPECTED, table

GROUPS = {
    role: {group for group, reached in cells.items() if reached}
    for role, cells in table(Path(__file__).with_name("groups.txt").read_text(encoding="utf-8")).items()
}
EVERYTHING = frozenset(GROUPS["console"])
STANDING = ("accepted", "done")


@dataclass
class Place:
    """A unit: those above it, the first of them its organisation, itself last; and its side."""

    path: tuple[int, ...]
    side: str


@dataclass
class Record:
    """Someone entered into the register: the units that met them, and the record they were merged into."""

    own: set[int]
    into: int | None = None
    hidden: bool = False


@dataclass
class Shared:
    """What a unit was given of a record, by which referral."""

    groups: frozenset[str]
    by: int


@dataclass
class File:
    """A P4 file: its owner, and who is named on it by which act of naming."""

    record: int
    unit: int
    owner: int
    named: dict[int, int]
    sealed_by: int | None = None
    asked_by: int | None = None
    closed: bool = False


@dataclass
class Merge:
    kept: int
    gone: int
    followers: list[int]
    undone: bool = False


@dataclass
class Sharing:
    """A referral, or a transfer of the whole file."""

    record: int
    start: int
    to: int
    groups: frozenset[str]
    transfer: bool
    addressed: int | None
    asked_by: int = -1
    state: str = "sent"
    order: int = 0
    naming: tuple[int, int] | None = None  # the file, the act of naming


@dataclass
class Answer:
    """What a person said to an organisation about a receiver. ``no`` is when they took it back."""

    record: int
    organisation: int
    receiver: int
    purpose: str
    groups: frozenset[str]
    yes: bool
    at: int
    no: int | None = None


@dataclass
class Given:
    record: int
    unit: int


@dataclass
class Sight:
    """What is so, and who therefore sees what."""

    places: list[Place] = field(default_factory=list)
    roles: list[dict[int, tuple[str, int]]] = field(default_factory=list)  # user → holding → role, unit
    agreed: set[tuple[int, int]] = field(default_factory=set)  # organisations with an agreement to share data
    records: list[Record] = field(default_factory=list)
    shared: dict[tuple[int, int], Shared] = field(default_factory=dict)  # record, unit
    files: list[File] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    sharings: list[Sharing] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    acts: list[Given] = field(default_factory=list)
    clock: int = 0

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    # Where somebody's rights hold

    def roles_at(self, user: int, unit: int) -> set[str]:
        return {role for role, at in self.roles[user].values() if at in self.places[unit].path}

    def holds(self, user: int, right: str, unit: int, group: str = "") -> bool:
        roles = {role for role in self.roles_at(user, unit) if EXPECTED[right][role]}
        return any(not group or group in GROUPS[role] for role in roles)

    def reach(self, user: int, right: str, group: str = "") -> set[int]:
        return {unit for unit in range(len(self.places)) if self.holds(user, right, unit, group)}

    # Records that are one person

    def canonical(self, record: int) -> int:
        into = self.records[record].into
        return record if into is None else into

    def cluster(self, record: int) -> set[int]:
        root = self.canonical(record)
        return {root} | {n for n, one in enumerate(self.records) if one.into == root}

    def canonicals(self) -> set[int]:
        return {n for n, one in enumerate(self.records) if one.into is None}

    # Where a record is known, and how much of it

    def of_itself(self, record: int) -> dict[int, tuple[frozenset[str], int | None]]:
        """Unit → the parts known there, and by which sharing; None: the unit works with the person itself."""
        found = {u: (one.groups, one.by) for (r, u), one in self.shared.items() if r == record}
        return found | dict.fromkeys(self.records[record].own, (EVERYTHING, None))

    def known(self, record: int) -> dict[int, tuple[frozenset[str], int | None]]:
        """Also where those merged into it are known: what is known whole comes before what was shared."""
        lent: dict[int, tuple[frozenset[str], int | None]] = {}
        for merged in sorted(self.cluster(record) - {record}) if self.records[record].into is None else ():
            for unit, one in self.of_itself(merged).items():
                if unit not in lent or self.rank(one) < self.rank(lent[unit]):
                    lent[unit] = one
        return lent | self.of_itself(record)

    def rank(self, known: tuple[frozenset[str], int | None]) -> tuple[bool, str]:
        groups, _by = known
        return groups != EVERYTHING, ",".join(sorted(groups))

    def itself(self, record: int) -> set[int]:
        """Units that work with the person themselves."""
        return {unit for unit, (_groups, by) in self.known(record).items() if by is None}

    # Who sees what

    def named_on(self, user: int, file: File) -> bool:
        return not file.closed and file.sealed_by is None and user in file.named.values()

    def named(self, user: int, record: int) -> bool:
        """Does an open file that hides this person name the user?"""
        root = self.canonical(record)
        return any(file.record == root and self.named_on(user, file) for file in self.files)

    def reads(self, user: int, record: int, right: str, group: str, *, named: bool) -> bool:
        """A row of that part of the file of this very record."""
        if self.records[record].hidden and not (named and self.named(user, record)):
            return False
        units = self.reach(user, right, group)
        return any(u in units and group in groups for u, (groups, _by) in self.known(record).items())

    def listed(self, user: int, right: str = "people.view") -> set[int]:
        return {n for n in self.canonicals() if self.reads(user, n, right, "identity", named=False)}

    def opens(self, user: int, record: int, right: str = "people.view") -> bool:
        return self.reads(user, self.canonical(record), right, "identity", named=True)

    def parts(self, user: int, record: int, right: str = "people.view") -> set[str]:
        """Parts of the file of someone already opened."""
        known = self.known(self.canonical(record))
        return {
            group
            for group in EVERYTHING
            for unit in self.reach(user, right, group) & known.keys()
            if group in known[unit][0]
        }

    def rows(self, user: int, group: str) -> set[int]:
        """Records whose rows of that part a list would show."""
        every = range(len(self.records))
        return {n for n in every if self.reads(user, n, "people.view", group, named=False)}

    def acts_seen(self, user: int, *, of: set[int] | None = None) -> set[int]:
        """Acts in the lists; ``of``: on the page of someone opened."""
        units = self.reach(user, "assistance.view", "services")
        return {
            n
            for n, act in enumerate(self.acts)
            if act.unit in units
            and (of is None or act.record in of)
            and (not self.records[act.record].hidden or (of is not None and self.named(user, act.record)))
        }

    def outbox(self, user: int) -> set[int]:
        units = self.reach(user, "referral.view", "services")
        return {
            n
            for n, one in enumerate(self.sharings)
            if one.start in units and not self.records[one.record].hidden
        }

    def inbox(self, user: int) -> set[int]:
        units = self.reach(user, "referral.view", "services")
        return {
            n
            for n, one in enumerate(self.sharings)
            if one.to in units
            and (one.addressed == user or (one.addressed is None and not self.records[one.record].hidden))
        }

    def counted(self) -> set[int]:
        """People in the figures of today."""
        return {n for n in self.canonicals() if not self.records[n].hidden}
