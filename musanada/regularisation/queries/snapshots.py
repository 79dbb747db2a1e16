"""An operation as it stood at two moments, and where every difference comes from.

Each file that changed is counted under one cause only, so that the first state plus all the causes is the second state:
the page is a ledger that adds up, not a list of guesses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, TextChoices
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, scoped, units_for
from musanada.access.models import User
from musanada.regularisation.models import Application, Operation, Snapshot, SnapshotRow

VIEW, FREEZE = "snapshot.view", "snapshot.freeze"
COUNTS = ("filed", "decided", "favourable", "unfavourable")


class Cause(TextChoices):
    """Why a file is counted otherwise than before. The order is the order of asking."""

    NEW = "new", _("Déposés depuis")
    LATE_ENTRY = "late_entry", _("Déposés avant, saisis depuis")
    GONE = "gone", _("Retirés du compte : doubles et transferts")
    RELIEF = "relief", _("Accueillis par assouplissement")
    APPEAL = "appeal", _("Décidés sur recours")
    OPINION = "opinion", _("Avis rendus depuis")
    LATE_OPINION = "late_opinion", _("Avis rendus avant, saisis depuis")
    CORRECTED = "corrected", _("Décisions corrigées")
    MERGED = "merged", _("Fiches de personnes réunies ou séparées")
    MOVED = "moved", _("Changement de bureau ou de date de dépôt")


def snapshots(actor: User) -> QuerySet[Snapshot]:
    rows = scoped(actor, VIEW, Snapshot.objects.select_related("operation", "made_by"))
    return rows.order_by("operation", "known_at")


def snapshot(actor: User, pk: UUID) -> Snapshot:
    """Raises: Http404 when the actor may not see it."""
    found = scoped(actor, VIEW, Snapshot.objects.select_related("operation")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def operations_to_freeze(actor: User) -> list[Operation]:
    """Those led by a unit at which the actor freezes states."""
    return list(Operation.objects.filter(unit__in=units_for(actor, FREEZE)))


def may_freeze(actor: User) -> bool:
    return holds(actor, FREEZE)


Counts = dict[str, int]


def counts_of(row: SnapshotRow | None) -> Counts:
    """What one file adds to the four totals."""
    decided = row is not None and bool(row.result)
    return {
        "filed": int(row is not None),
        "decided": int(decided),
        "favourable": int(row is not None and row.result == "favourable"),
        "unfavourable": int(row is not None and row.result == "unfavourable"),
    }


def cause_of(before: SnapshotRow | None, after: SnapshotRow | None, cut: date) -> Cause | None:
    """Why one file differs; None where it does not. ``cut`` is the last day of the first state."""
    if after is None:
        return Cause.GONE
    if before is None:
        return Cause.LATE_ENTRY if after.lodged_on <= cut else Cause.NEW
    if (before.result, before.stage, before.decided_on) != (after.result, after.stage, after.decided_on):
        return cause_of_result(before, after, cut)
    if before.person != after.person:
        return Cause.MERGED
    if (before.office, before.lodged_on) != (after.office, after.lodged_on):
        return Cause.MOVED
    return None


def cause_of_result(before: SnapshotRow, after: SnapshotRow, cut: date) -> Cause:
    if after.stage in ("relief", "appeal") and before.stage != after.stage:
        return Cause.RELIEF if after.stage == "relief" else Cause.APPEAL
    if not before.result and after.result and after.decided_on:
        return Cause.OPINION if after.decided_on > cut else Cause.LATE_OPINION
    return Cause.CORRECTED


@dataclass
class Effect:
    """What one cause changed: how many files, and by how much each total moved."""

    cause: Cause
    files: int = 0
    moved: Counts = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    keys: list[UUID] = field(default_factory=list)

    @property
    def cells(self) -> list[int]:
        return [self.moved[name] for name in COUNTS]


@dataclass(frozen=True)
class Ledger:
    """First state + effects = second state, for each total."""

    first: Snapshot
    second: Snapshot
    effects: list[Effect]

    @property
    def first_cells(self) -> list[int]:
        return [getattr(self.first, name) for name in COUNTS]

    @property
    def second_cells(self) -> list[int]:
        return [getattr(self.second, name) for name in COUNTS]

    @property
    def adds_up(self) -> bool:
        sums = [sum(column) for column in zip(*(e.cells for e in self.effects), strict=True)] or [0] * 4
        parts = zip(self.first_cells, sums, strict=True)
        return [one + more for one, more in parts] == self.second_cells


def compared(first: Snapshot, second: Snapshot) -> Ledger:
    """The ledger between two states of one operation, the earlier one first."""
    if second.known_at < first.known_at:
        first, second = second, first
    cut = timezone.localdate(first.known_at)
    found: dict[Cause, Effect] = {}
    for key, before, after in pairs(rows_of(first), rows_of(second)):
        cause = cause_of(before, after, cut)
        if cause is None:
            continue
        effect = found.setdefault(cause, Effect(cause))
        effect.files += 1
        effect.keys.append(key)
        was, now = counts_of(before), counts_of(after)
        for name in COUNTS:
            effect.moved[name] += now[name] - was[name]
    return Ledger(first, second, [found[cause] for cause in Cause if cause in found])


def rows_of(one: Snapshot) -> dict[UUID, SnapshotRow]:
    return {row.application: row for row in one.rows.iterator(chunk_size=5000)}


def pairs(
    before: Mapping[UUID, SnapshotRow], after: Mapping[UUID, SnapshotRow]
) -> Iterator[tuple[UUID, SnapshotRow | None, SnapshotRow | None]]:
    for key in before.keys() | after.keys():
        yield key, before.get(key), after.get(key)


def files_seen(actor: User, keys: Iterable[UUID], limit: int = 50) -> list[Application]:
    """Of these files, those whose page the actor may open: the first ones by number."""
    rows = scoped(actor, "regularisation.view", Application.objects.filter(pk__in=list(keys)[:5000]))
    return list(rows.select_related("case").order_by("lodged_on", "id")[:limit])


# Equal category: what the same claim became at each office.


@dataclass(frozen=True)
class OfficeRate:
    """Opinions of one office on one category, with the interval in which its rate lies (Wilson, 95 %)."""

    office: str
    opinions: int
    favourable: int

    @property
    def rate(self) -> float:
        return self.favourable / self.opinions if self.opinions else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        n, p, z = self.opinions, self.rate, 1.96
        if not n:
            return (0.0, 1.0)
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * ((p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
        return (max(min(middle - half, p), 0.0), min(max(middle + half, p), 1.0))

    def differs_from(self, whole: float) -> bool:
        """Is the rate of all outside what chance alone would explain here?"""
        low, high = self.interval
        return self.opinions >= 20 and not low <= whole <= high


def rates_by_office(rows: Iterable[tuple[str, str]]) -> list[OfficeRate]:
    """``(office, result)`` of opinions → a line an office, the most opinions first."""
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for office, result in rows:
        seen[office][0] += 1
        seen[office][1] += result == "favourable"
    found = [OfficeRate(office, n, good) for office, (n, good) in seen.items()]
    return sorted(found, key=lambda one: (-one.opinions, one.office))
