"""Who may see whom, in plain Python: sets and ifs, no database, nothing of the application.

It is told what happened (registered, met, merged, hidden, named, shared…) and says who sees what: the rules of
``docs/privacy.md`` a second time, against which ``test_sequences.py`` holds the application after every step. The two
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
class Model:
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

    # What people said

    def says_yes(self, one: Sharing) -> bool:
        """Their last word to the sender's organisation about this receiver, or an organisation it belongs to."""
        purpose = "transfer" if one.transfer else "referral"
        people, organisation = self.cluster(one.record), self.places[one.start].path[0]
        words = []
        for answer in self.answers:
            about = answer.receiver in self.places[one.to].path and answer.purpose == purpose
            if about and answer.record in people and answer.organisation == organisation:
                words.append((answer.at, answer.yes, answer.groups))
                words += [(answer.no, False, frozenset())] if answer.no else []
        if not words:
            return False
        _at, yes, groups = max(words, key=lambda word: word[0] or 0)
        return yes and one.groups <= groups

    def hear_no(self, record: int) -> None:
        """Whatever does not stand on the person's word any more stops at once."""
        for one in self.sharings:
            going = one.state in ("sent", *STANDING) and one.record in self.cluster(record)
            if going and not self.says_yes(one):
                self.end(one, "revoked")

    # What changes who sees what

    def register(self, unit: int) -> int:
        self.records.append(Record({unit}))
        return len(self.records) - 1

    def how_known(self, user: int, unit: int, record: int) -> set[tuple[frozenset[str], int | None]]:
        """What a user who meets a person at another unit of the side brings along."""
        side = self.places[unit].side
        units = {u for u in self.reach(user, "people.find") if self.places[u].side == side}
        brought = {known for u, known in self.known(record).items() if u in units}
        whole = {known for known in brought if known[1] is None}
        return whole or brought

    def meet(self, user: int, unit: int, record: int) -> None:
        known = self.known(record)
        groups, by = known.get(unit) or next(iter(self.how_known(user, unit, record)))
        if by is None:
            self.records[record].own.add(unit)
        else:
            self.shared[record, unit] = Shared(groups, by)

    def may_meet(self, user: int, unit: int, record: int, right: str) -> bool:
        sides = {self.places[u].side for u in self.known(record)}
        found = self.opens(user, record, "people.find") and self.records[record].into is None
        rights = self.holds(user, right, unit) and self.holds(user, "people.find", unit)
        return found and rights and self.places[unit].side in sides

    def may_merge(self, user: int, kept: int, gone: int) -> bool:
        pair = (kept, gone)
        if kept == gone or self.records[gone].hidden or any(self.records[n].into is not None for n in pair):
            return False
        sides = [{self.places[u].side for u in self.itself(n)} for n in pair]
        units = self.reach(user, "people.merge")
        follows = all(self.opens(user, n, "people.merge") and self.itself(n) & units for n in pair)
        return follows and sides[0] == sides[1]

    def merge(self, kept: int, gone: int) -> None:
        followers = [n for n, one in enumerate(self.records) if one.into == gone]
        for number in (gone, *followers):
            self.records[number].into = kept
        for number in self.cluster(kept):
            self.records[number].hidden = self.records[kept].hidden
        self.merges.append(Merge(kept, gone, followers))

    def may_unmerge(self, user: int, merge: Merge) -> bool:
        pair = (merge.kept, merge.gone)
        if merge.undone or any(m.gone == merge.kept and not m.undone for m in self.merges):
            return False
        if any(self.records[n].hidden and not self.named(user, n) for n in pair):
            return False
        units = self.reach(user, "people.merge", "identity")
        return bool(units & self.known(merge.kept).keys())

    def unmerge(self, merge: Merge) -> None:
        """A hidden one stays hidden, under a file of their own with the same people named."""
        merge.undone = True
        self.records[merge.gone].into = None
        for number in merge.followers:
            if self.records[number].into == merge.kept:
                self.records[number].into = merge.gone
        if self.records[merge.gone].hidden:
            for file in [f for f in self.files if f.record == merge.kept and not f.closed]:
                named = {self.tick(): user for user in file.named.values()}
                self.files.append(
                    File(merge.gone, file.unit, file.owner, named, file.sealed_by, file.asked_by)
                )

    # Files that hide someone

    def may_protect(self, user: int, record: int) -> bool:
        own = any(f.record == record and f.owner == user and not f.closed for f in self.files)
        open_to = self.reads(user, record, "confidential.open", "protection", named=True)
        return open_to and not own and self.records[record].into is None

    def protect(self, user: int, record: int, unit: int) -> None:
        for number in self.cluster(record):
            self.records[number].hidden = True
        self.files.append(File(record, unit, user, {self.tick(): user}))

    def reaches(self, user: int, file: File, right: str) -> bool:
        """Named on the file, and on one of the person's, where the right is held."""
        place = self.reads(user, file.record, right, "identity", named=True)
        return place and self.named_on(user, file)

    def owns(self, user: int, file: File) -> bool:
        return file.owner == user and self.reaches(user, file, "confidential.open")

    def may_be_named(self, user: int, file: File) -> bool:
        """Works, on the file's side, where the person is known whole."""
        side = self.places[file.unit].side
        for unit, (groups, _by) in self.known(file.record).items():
            if self.places[unit].side == side and groups == EVERYTHING:
                rights = ("confidential.view", "people.view")
                if any(all(EXPECTED[r][role] for r in rights) for role in self.roles_at(user, unit)):
                    return True
        return False

    def may_name(self, owner: int, file: File, user: int) -> bool:
        free = user not in file.named.values()
        return self.owns(owner, file) and free and self.may_be_named(user, file)

    def may_unseal(self, user: int, file: File) -> bool:
        right = self.holds(user, "confidential.unseal", file.unit)
        return right and file.sealed_by is not None and file.sealed_by != user

    def unseal(self, file: File) -> None:
        file.sealed_by, file.named = None, {self.tick(): file.owner}

    def may_show_again(self, user: int, file: File) -> bool:
        asked = file.asked_by is not None and file.asked_by != user
        return asked and self.reaches(user, file, "confidential.unprotect")

    def show_again(self, file: File) -> None:
        """Unless another file hides the person."""
        file.closed, file.named = True, {}
        if not any(f.record == file.record and not f.closed for f in self.files):
            for number in self.cluster(file.record):
                self.records[number].hidden = False

    # Sharing

    def may_answer(self, user: int, one: Sharing) -> bool:
        mine = one.addressed == user
        open_to_all = one.addressed is None and not self.records[one.record].hidden
        return self.holds(user, "referral.answer", one.to, "services") and (mine or open_to_all)

    def may_send(self, user: int, one: Sharing) -> bool:
        """As far as it does not depend on whether the sender still follows the person: that is asked on the day."""
        opened = self.opens(user, one.record, "referral.send")
        place = self.holds(user, "referral.send", one.start, "services")
        return opened and place and one.start != one.to and self.covered(one)

    def covered(self, one: Sharing) -> bool:
        """By what the sender may give, by an agreement where data leave the organisation, by the person's word."""
        ends = (self.places[one.start].path[0], self.places[one.to].path[0])
        parts = set().union(
            *(groups for n in self.cluster(one.record) for groups in self.at(n, one.start)), frozenset()
        )
        hidden = self.records[one.record].hidden
        agreed = ends[0] == ends[1] or ends in self.agreed
        return (
            agreed
            and one.groups <= parts
            and self.says_yes(one)
            and (not hidden or one.addressed is not None)
        )

    def at(self, record: int, unit: int) -> list[frozenset[str]]:
        known = self.known(record)
        return [known[unit][0]] if unit in known else []

    def may_accept(self, user: int, one: Sharing) -> bool:
        hidden = self.records[one.record].hidden
        return (
            one.state == "sent"
            and self.may_answer(user, one)
            and self.covered(one)
            and (not hidden or self.file_to_name_on(one) is not None)
        )

    def file_to_name_on(self, one: Sharing) -> int | None:
        root = self.canonical(one.record)
        found = [
            n for n, f in enumerate(self.files) if f.record == root and not f.closed and f.sealed_by is None
        ]
        return found[0] if found else None

    def accept(self, user: int, one: Sharing) -> None:
        one.state, one.order = "accepted", self.tick()
        file = self.file_to_name_on(one)
        if self.records[one.record].hidden and file is not None:
            one.naming = (file, self.tick())
            self.files[file].named[one.naming[1]] = user
        self.settle(one)

    def may_revoke(self, user: int, one: Sharing) -> bool:
        going = one.state in ("sent", *STANDING)
        place = self.holds(user, "referral.send", one.start, "services")
        hidden = self.records[one.record].hidden
        return going and place and (not hidden or self.named(user, one.record))

    def end(self, one: Sharing, state: str) -> None:
        one.state = state
        if one.naming:
            self.files[one.naming[0]].named.pop(one.naming[1], None)
        self.settle(one)

    def settle(self, about: Sharing) -> None:
        """What the receiver was given of this person, anew, from the referrals to it that stand.

        Where the person was met meanwhile by what was shared, that goes with it.
        """
        people = self.cluster(about.record)
        every = [n for n, s in enumerate(self.sharings) if s.record in people and s.to == about.to]
        given = {key for key, one in self.shared.items() if one.by in every}
        for key in given:
            del self.shared[key]
        for record in {self.sharings[n].record for n in every}:
            standing = [
                n for n in every if self.sharings[n].record == record and self.sharings[n].state in STANDING
            ]
            if standing:
                self.give(record, {u for r, u in given if r == record}, standing)

    def give(self, record: int, spread: set[int], standing: list[int]) -> None:
        standing.sort(key=lambda n: self.sharings[n].order)
        last = self.sharings[standing[-1]]
        parts = [self.sharings[n].groups for n in standing]
        for unit in spread | {last.to}:
            elsewhere = (record, unit) in self.shared and unit != last.to
            if unit not in self.records[record].own and not elsewhere:
                self.shared[record, unit] = Shared(frozenset().union(*parts), standing[-1])
