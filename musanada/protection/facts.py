"""P4-safe facts of children: identified, days to each step, care, search, solutions, what was due, closures.

See ``kit.facts`` for what safe means and ``facts_common`` for how it is kept.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import Column, month_of
from musanada.protection.facts_common import OF_CHILD, Filed, Row, Still, add, children, files, lines
from musanada.protection.models import (
    Assessment,
    CareArrangement,
    Clock,
    Closing,
    Determination,
    ProtectionFile,
    Tracing,
)
from musanada.protection.models.best_interests import DURABLE

IDENTIFIED = (*OF_CHILD, Column("critical", "bool"), Column("source", "code"))
STAGE = (*OF_CHILD, Column("stage", "code"), Column("days", "int"), Column("on_time", "bool"))
CARE = (*OF_CHILD, Column("care", "code"), Column("until_on", "date"))
TRACING = (*OF_CHILD, Column("state", "code"))
SOLUTION = (*OF_CHILD, Column("solution", "code"))
CLOCK = (Column("kind", "code"), Column("due", "code"), Column("until_on", "date"), Column("on_time", "bool"))
CLOSURE = (*OF_CHILD, Column("reason", "code"))


def identified_rows(still: Still) -> Iterator[Row]:
    """A row per child's file."""
    for one in children(still).values():
        head = still.head(one.pk, one.pk, one.person, one.identified_on, one.recorded_at)
        yield (*head, *one.of_child(one.identified_on), one.critical, one.source)


def stage_rows(still: Still) -> Iterator[Row]:
    """Days from the identification to the first assessment, the first decision of a panel, the first placement."""
    filed = children(still)
    done: dict[tuple[UUID, str], tuple[date, Row, bool | None]] = {}
    for stage, rows in stages(still):
        for pk, file, on, due, told in rows:
            if still.past(on) is None or file not in filed:
                continue
            known = done.get((file, stage))
            if known is None or on < known[0]:
                done[file, stage] = on, (pk, told), None if due is None else on <= due
    for (file, stage), (on, (pk, told), on_time) in done.items():
        one = filed[file]
        days = max((on - one.identified_on).days, 0)
        yield (*still.head(pk, pk, one.person, on, told), *one.of_child(on), stage, days, on_time)


def stages(still: Still) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """``(key, file, done on, due on, recorded)`` of every step known then."""
    bia = Assessment.objects.filter(done_on__isnull=False, recorded_at__lt=still.at)
    yield "bia", bia.values_list("pk", "file_id", "done_on", "due_on", "recorded_at")
    bid = Determination.objects.filter(decided_on__isnull=False, recorded_at__lt=still.at)
    yield "bid", bid.values_list("pk", "file_id", "decided_on", "due_on", "recorded_at")
    placed = CareArrangement.objects.filter(kind__in=CareArrangement.PLACED, recorded_at__lt=still.at)
    rows = placed.values_list("pk", "file_id", "from_on", "recorded_at")
    yield "placement", [(pk, file, on, None, told) for pk, file, on, told in rows]


def care_rows(still: Still) -> Iterator[Row]:
    """With whom a child lived, from a month to a month."""
    rows = CareArrangement.objects.filter(recorded_at__lt=still.at, from_on__lt=still.day).order_by("pk")
    columns = ("pk", "file_id", "from_on", "to_on", "kind", "recorded_at")
    for one, (pk, _file, on, to_on, kind, told) in lines(rows.values_list(*columns), children(still)):
        ended = still.past(to_on)
        head = still.head(pk, pk, one.person, on, told)
        yield (*head, *one.of_child(on), kind, month_of(ended) if ended else None)


def tracing_rows(still: Still) -> Iterator[Row]:
    """Searches for a family, and where they stood."""
    rows = Tracing.objects.filter(recorded_at__lt=still.at, opened_on__lt=still.day).order_by("pk")
    columns = ("pk", "file_id", "opened_on", "closed_on", "state", "recorded_at")
    for one, (pk, _file, on, closed_on, state, told) in lines(rows.values_list(*columns), children(still)):
        running = closed_on is not None and still.past(closed_on) is None
        head = still.head(pk, pk, one.person, on, told)
        yield (*head, *one.of_child(on), Tracing.State.PROGRESS.value if running else state)


def solution_rows(still: Still) -> Iterator[Row]:
    """Decisions of a panel for a durable solution that were put into effect."""
    rows = Determination.objects.filter(
        outlook__in=DURABLE, implemented_on__lt=still.day, recorded_at__lt=still.at
    ).order_by("pk")
    columns = ("pk", "file_id", "implemented_on", "outlook", "recorded_at")
    for one, (pk, _file, on, outlook, told) in lines(rows.values_list(*columns), children(still)):
        yield (*still.head(pk, pk, one.person, on, told), *one.of_child(on), outlook)


def clock_rows(still: Still) -> Iterator[Row]:
    """What was due by then in a file of either kind, and whether it was done in time; ``until_on``: late until then."""
    kinds = {**of_kind(still, ProtectionFile.Kind.CHILD), **of_kind(still, ProtectionFile.Kind.VICTIM)}
    rows = Clock.objects.filter(recorded_at__lt=still.at, due_on__lt=still.day).order_by("pk")
    columns = ("pk", "file_id", "due_on", "kind", "met_on", "dropped_on", "recorded_at")
    for pk, file, due_on, what, met_on, dropped_on, told in rows.values_list(*columns).iterator(
        chunk_size=5000
    ):
        dropped = still.past(dropped_on)
        if file not in kinds or (dropped is not None and dropped <= due_on):
            continue  # due no more before its day
        kind, one = kinds[file]
        met = still.past(met_on)
        ended = met or dropped
        head = still.head(pk, pk, one.person, due_on, told)
        yield (*head, kind, what, month_of(ended) if ended else None, met is not None and met <= due_on)


def of_kind(still: Still, kind: str) -> dict[UUID, tuple[str, Filed]]:
    return {pk: (str(kind), one) for pk, one in files(still, kind).items()}


def closure_rows(still: Still) -> Iterator[Row]:
    """Closures that a second person approved, and why."""
    rows = Closing.objects.filter(state=Closing.State.APPROVED, answered_on__lt=still.day)
    columns = ("pk", "file_id", "answered_on", "reason")
    found = lines(rows.order_by("pk").values_list(*columns), children(still))
    for one, (pk, _file, on, reason) in found:
        yield (*still.head(pk, pk, one.person, on, on), *one.of_child(on), reason)


add("child_identified", _("Enfants identifiés"), IDENTIFIED, identified_rows)
add("child_stage", _("De l'identification à chaque étape"), STAGE, stage_rows)
add("child_care", _("Accueil des enfants"), CARE, care_rows, until="until_on")
add("child_tracing", _("Recherches de familles"), TRACING, tracing_rows)
add("child_solution", _("Solutions durables"), SOLUTION, solution_rows)
add("protection_clock", _("Échéances des dossiers de protection"), CLOCK, clock_rows, until="until_on")
add("child_closure", _("Clôtures de dossiers d'enfants"), CLOSURE, closure_rows)
