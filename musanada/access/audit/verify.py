"""Walking the chain: does every line stand on the one before, up to the head and through every anchor?

The first fault is named with its number and its kind. Which kind is read off the neighbours: an altered line is still
the one that the next stands on; a forged one is passed over by the next; a moved one holds under another number.
What follows the fault is not judged: start again at a later anchor (``since``) to look at it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import connection

from musanada.access.audit.chain import fold, key_bytes, link, same, seal_of, signature_of
from musanada.access.audit.reading import End, Journal, Row

ALTERED, REMOVED, INSERTED, REORDERED = "altered", "removed", "inserted", "reordered"
REWRITTEN, ANCHOR, HEAD = "rewritten", "anchor", "head"


@dataclass(frozen=True)
class Damage:
    """Lines ``number`` to ``last`` do not hold. ``day`` names the anchor that says so."""

    kind: str
    number: int
    last: int
    day: date | None = None

    def __str__(self) -> str:
        span = str(self.number) if self.number == self.last else f"{self.number}-{self.last}"
        return f"{span} {self.kind}" + (f" (anchor {self.day})" if self.day else "")


@dataclass(frozen=True)
class Report:
    """What was walked, and the first fault."""

    start: End
    end: int
    anchors: int
    damage: Damage | None


def verify(
    journal: Journal | None = None, *, outside: Iterable[End] = (), since: date | None = None
) -> Report:
    """Walk the journal. ``outside`` are anchors that were kept elsewhere; ``since`` starts at the last anchor before a
    day, of the outside ones where there are any."""
    journal = journal or Journal(connection)
    outside = list(outside)
    head = journal.head()  # before the lines: what others write meanwhile lies beyond it
    anchors = [*outside, *journal.anchors()]
    forged = next((a for a in anchors if not genuine(a)), None)
    if forged is not None:
        return Report(End(), 0, 0, Damage(ANCHOR, forged.number, forged.number, forged.day))
    start = starting_point(outside or anchors, since)
    walk = Walk(journal, start, anchors, head.number if head else 0)
    damage = walk.run() or walk.faulty_end(head)
    return Report(start, walk.number, walk.met, damage)


def first_broken() -> int | None:
    """Number of the first line that was altered, removed, inserted or moved; None when the chain holds to its head."""
    damage = verify().damage
    return damage.number if damage else None


def genuine(anchor: End) -> bool:
    """Is it signed with this installation's key?"""
    if anchor.day is None:
        return False
    return same(anchor.signature, signature_of(anchor.day, anchor.number, anchor.hash, anchor.digest))


def starting_point(anchors: list[End], since: date | None) -> End:
    earlier = [a for a in anchors if since and a.day and a.day < since]
    return max(earlier, key=lambda a: a.number, default=End())


class Walk:
    """One pass over the lines after ``start``."""

    def __init__(self, journal: Journal, start: End, anchors: list[End], until: int) -> None:
        self.journal, self.start, self.until = journal, start, until
        self.number, self.hash, self.digest = start.number, start.hash, start.digest
        self.anchors = [a for a in anchors if a.number > start.number]
        self.waiting: dict[int, list[End]] = {}
        for anchor in self.anchors:
            self.waiting.setdefault(anchor.number, []).append(anchor)
        self.met, self.held = 0, start.number

    def run(self) -> Damage | None:
        """The first fault in the lines themselves, and at the anchors among them."""
        key, waiting = key_bytes(), self.waiting
        number, last, digest = self.number, self.hash, self.digest
        for row, following in with_next(self.journal.rows(number, self.until)):
            if row.number != number + 1 or row.previous != last or row.hash != link(last, row.text, key):
                self.number, self.hash = number, last
                return self.diagnose(row, following)
            number, last, digest = row.number, row.hash, fold(digest, row.text)
            if number in waiting and (damage := self.at_anchors(number, last, digest)):
                return damage
        self.number, self.hash, self.digest = number, last, digest
        return None

    def at_anchors(self, number: int, last: str, digest: str) -> Damage | None:
        """Lines that hold together and yet are not those an anchor saw: made anew by someone with the key."""
        for anchor in self.waiting[number]:
            if not (same(anchor.hash, last) and same(anchor.digest, digest)):
                self.number = number
                return Damage(REWRITTEN, self.held + 1, number, anchor.day)
            self.met += 1
        self.held = number
        return None

    def faulty_end(self, head: End | None) -> Damage | None:
        """Lines missing after the last, lines the head knows nothing of, a head or an anchor that says otherwise."""
        last, here = self.journal.last(), head or End()
        latest = max([self.start, *self.anchors], key=lambda a: a.number)
        known = max(here.number, latest.number)
        if known > last:
            return Damage(REMOVED, last + 1, known, latest.day if latest.number > here.number else None)
        if head and (beyond := self.journal.beyond_head()):
            return Damage(INSERTED, beyond[0], max(beyond[0], last))
        if (here.number, here.hash, here.digest) != (self.number, self.hash, self.digest) or (
            last and not head
        ):
            return Damage(HEAD, self.number, self.number)
        return None if not head or sealed(here) else Damage(HEAD, self.number, self.number)

    def diagnose(self, row: Row, following: Row | None) -> Damage:
        """Which kind of fault ``row`` shows, at the place where line ``expected`` should stand on ``self.hash``."""
        expected = self.number + 1
        heir = self.journal.number_of("previous", self.hash, row.number)
        if row.number > expected:
            moved = heir is not None or row.previous == self.hash
            return Damage(REORDERED if moved else REMOVED, expected, row.number - 1)
        if row.previous == self.hash:
            pushed = heir is not None and not (following and following.previous == row.hash)
            added = following is None and not sealed(self.journal.head() or End())
            return Damage(INSERTED if pushed or added else ALTERED, expected, expected)
        before = self.journal.number_of("hash", row.previous, row.number)
        home = home_of(row, before + 1 if before else row.number)
        if home == row.number:  # only the key makes a line that holds on another than stands before it
            return Damage(REWRITTEN, self.number, self.number)
        if home:
            return Damage(moved_or_gone(row.number, home, heir), expected, expected)
        return Damage(INSERTED if heir is not None else ALTERED, expected, expected)


def with_next(rows: Iterator[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each row with the one after it."""
    for row, following in pairwise(with_end(rows)):
        if row is not None:
            yield row, following


def with_end(rows: Iterator[Row]) -> Iterator[Row | None]:
    yield from rows
    yield None


def sealed(head: End) -> bool:
    """Was this end of the chain written by someone with the key? The empty journal has no seal."""
    return not head.number or same(head.signature, seal_of(head.number, head.hash, head.digest))


def home_of(row: Row, likely: int) -> int | None:
    """The number under which a row holds by itself: where it stands, where it likely stood, or near."""
    before, _number, after = row.text.partition(f'"number":{row.number},')
    near = (row.number + step for distance in range(1, 51) for step in (distance, -distance))
    for home in (row.number, likely, *near):
        if row.hash == link(row.previous, f'{before}"number":{home},{after}'):
            return home
    return None


def moved_or_gone(number: int, home: int, heir: int | None) -> str:
    """A line that is genuine as ``home`` stands where another should be; ``heir`` is where that other stands now."""
    if heir is None:
        return REMOVED if home > number else ALTERED
    return REORDERED if home > number else INSERTED
