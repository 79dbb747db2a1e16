"""Facts of an operation, nameless, as at a moment: files lodged, what became of each, opinions and their days, appeals.

Files are counted, persons are counted, and they are never the same word: ``event`` is the file, ``person`` who applied.
A file that claims several categories has a row for each, under one event.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import CaseStep
from musanada.kit.facts import FACTS, Column, Fact
from musanada.people.queries import canonical_at
from musanada.people.queries.traits import NOBODY, Traits, traits_at
from musanada.regularisation.models import Appeal, Application, Claim, Decision, Result, Stage
from musanada.regularisation.territories import Territory, territories

# A file that went on elsewhere, or was the same as another, is not a second file.
NOT_A_FILE = ("mark_duplicate", "transfer")
ENDED = {"withdraw": "withdrawn", "die": "deceased", "lapse": "lapsed"}

COMMON = (
    Column("reference", "code"),
    Column("person", "id"),
    Column("principal", "bool"),
    Column("operation", "code"),
    Column("office", "code"),
    Column("region_then", "code"),
    Column("region", "code"),
    Column("province", "code"),
    Column("sex", "code"),
    Column("birth_date", "date"),
    Column("birth_precision", "code"),
    Column("nationality", "code"),
    Column("side", "code"),
    Column("lodged_on", "date"),
)
FILE = (
    Column("line", "id"),
    Column("event", "id"),
    *COMMON,
    Column("recorded_at", "instant"),
    Column("complete_on", "date"),
    Column("category", "code"),
    Column("ended", "code"),
)
OUTCOME = (
    Column("line", "id"),
    Column("event", "id"),
    *COMMON,
    Column("from_on", "date"),
    Column("until_on", "date"),
    Column("recorded_at", "instant"),
    Column("stage", "code"),
    Column("result", "code"),
    Column("category", "code"),
    Column("retained", "code"),
)
OPINION = (
    Column("decision", "id"),
    Column("event", "id"),
    *COMMON,
    Column("on", "date"),
    Column("recorded_at", "instant"),
    Column("result", "code"),
    Column("reason", "code"),
    Column("retained", "code"),
    Column("days", "int"),
    Column("late", "bool"),
)
APPEAL = (
    Column("appeal", "id"),
    Column("event", "id"),
    *COMMON,
    Column("appealed_on", "date"),
    Column("recorded_at", "instant"),
    Column("channel", "code"),
    Column("sorted_as", "code"),
    Column("result", "code"),
    Column("decided_on", "date"),
    Column("days", "int"),
)
LATE_DAYS = 60  # "share over 60": two months as the articles count them, in days


@dataclass(frozen=True)
class Filed:
    """One lodged file as at the cut-off: the columns every fact repeats, and what they were read from."""

    pk: UUID
    common: tuple[Any, ...]
    lodged_on: date
    recorded_at: datetime
    complete_on: date | None
    categories: tuple[str | None, ...]


VALUES = (
    "pk",
    "case_id",
    "case__reference",
    "case__person_id",
    "case__principal_id",
    "operation__code",
    "case__unit__code",
    "case__unit__side",
    "place_id",
    "lodged_on",
    "lodged_recorded_at",
    "complete_on",
)


def filed(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[UUID, Filed]]:
    """``(case, file)`` of every file lodged and known by ``known_at``, once: not those transferred away or in double."""
    hidden = Q() if protected else Q(case__person__protected=False)
    gone = CaseStep.objects.filter(code__in=NOT_A_FILE, recorded_at__lte=known_at).values("case")
    rows = Application.objects.filter(hidden, lodged_recorded_at__lte=known_at).exclude(case__in=gone)
    canonical, traits, lands = canonical_at(known_at), traits_at(known_at), territories()
    claims = claimed(known_at)
    for row in rows.order_by("pk").values_list(*VALUES).iterator(chunk_size=5000):
        pk, case = row[0], row[1]
        person = canonical.get(row[3], row[3])
        complete = row[11] if row[11] and row[11] <= timezone.localdate(known_at) else None
        common = common_columns(row, person, traits.get(person, NOBODY), lands[row[8]])
        yield case, Filed(pk, common, row[9], row[10], complete, tuple(claims.get(pk, (None,))))


def common_columns(row: tuple[Any, ...], person: UUID, who: Traits, land: Territory) -> tuple[Any, ...]:
    reference, principal, operation, office, side, lodged_on = row[2], row[4], row[5], row[6], row[7], row[9]
    return (
        *(reference, person, principal is None, operation, office),
        *(land.region_then, land.region, land.province),
        *(*who, side, lodged_on),
    )


def claimed(known_at: datetime) -> dict[UUID, list[str]]:
    """The categories each file claimed and did not withdraw by then, in the operation's order."""
    day = timezone.localdate(known_at)
    rows = Claim.objects.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), claimed_on__lte=day)
    found: dict[UUID, list[str]] = defaultdict(list)
    ordered = rows.order_by("criterion__order").values_list("application_id", "criterion__code")
    for application, code in ordered.iterator(chunk_size=5000):
        found[application].append(code)
    return found


def line_of(key: UUID, category: str | None) -> UUID:
    """A key for one row of several: the same again at every extract."""
    return key if category is None else uuid5(key, category)


def file_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per file and category claimed."""
    steps = CaseStep.objects.filter(code__in=ENDED, recorded_at__lte=known_at).order_by("recorded_at")
    ended = {case: ENDED[code] for case, code in steps.values_list("case_id", "code")}
    for case, one in filed(known_at, protected=protected):
        for category in one.categories:
            yield (
                *(line_of(one.pk, category), one.pk, *one.common),
                *(one.recorded_at, one.complete_on, category, ended.get(case)),
            )


DECISION = (
    "pk",
    "application_id",
    "stage",
    "result",
    "on",
    "recorded_at",
    "reasons",
    "retained__criterion__code",
)


def decisions(known_at: datetime) -> dict[UUID, list[tuple[Any, ...]]]:
    """Opinions and decisions of each file known and standing at the cut-off, in their order; adjournments are none."""
    standing = Q(voided_at=None) | Q(voided_at__gt=known_at)
    rows = Decision.objects.filter(standing, recorded_at__lte=known_at).exclude(result=Result.ADJOURNED)
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    ordered = rows.order_by("on", "recorded_at", "pk").values_list(*DECISION)
    for row in ordered.iterator(chunk_size=5000):
        found[row[1]].append(row)
    return found


def outcome_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """What a file's result was, from the day of a decision to the day of the next one."""
    taken = decisions(known_at)
    for _case, one in filed(known_at, protected=protected):
        mine = taken.get(one.pk, [])
        untils = [row[4] for row in mine[1:]] + [None]
        for row, until in zip(mine, untils, strict=False):
            pk, _file, stage, result, on, recorded_at, _reasons, retained = row
            for category in one.categories:
                yield (
                    *(line_of(pk, category), one.pk, *one.common, on, until, recorded_at),
                    *(stage, result, category, retained),
                )


def opinion_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """The opinions of first instance, with the days since the deposit."""
    taken = decisions(known_at)
    for _case, one in filed(known_at, protected=protected):
        for pk, _file, stage, result, on, recorded_at, reasons, retained in taken.get(one.pk, []):
            if stage == Stage.FIRST:
                days = (on - one.lodged_on).days
                reason = next((code for code in reasons.split(",") if code), None)
                yield (
                    *(pk, one.pk, *one.common, on, recorded_at, result, reason),
                    *(retained or one.categories[0], days, days > LATE_DAYS),
                )


RESULTS = {"accepted": "favourable", "rejected": "unfavourable", "relieved": "relieved"}


def appeal_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """Appeals lodged and not withdrawn, with what came of them by then."""
    told = timezone.localdate(known_at)
    rows = (
        Appeal.objects.filter(recorded_at__lte=known_at)
        .exclude(state=Appeal.State.WITHDRAWN)
        .annotate(file=F("application_id"))
        .values_list("pk", "file", "lodged_on", "recorded_at", "channel", "category", "state", "decided_on")
    )
    lodged = {row[1]: row for row in rows.iterator(chunk_size=5000)}
    for _case, one in filed(known_at, protected=protected):
        if row := lodged.get(one.pk):
            pk, _file, on, recorded_at, channel, category, state, decided_on = row
            known = decided_on is not None and decided_on <= told
            yield (
                *(pk, one.pk, *one.common, on, recorded_at, channel, category or None),
                *(RESULTS.get(state) if known else None, decided_on if known else None),
                (decided_on - on).days if decided_on and known else None,
            )


FACTS.add(
    "regularisation_file",
    Fact("regularisation_file", _("Dossiers de régularisation déposés"), FILE, file_rows, row="line", event="event",
         person="person", date="lodged_on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "regularisation_outcome",
    Fact("regularisation_outcome", _("Suites données aux dossiers de régularisation"), OUTCOME, outcome_rows,
         row="line", event="event", person="person", date="from_on", until="until_on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "regularisation_opinion",
    Fact("regularisation_opinion", _("Avis rendus en première instance"), OPINION, opinion_rows, row="decision",
         event="event", person="person", date="on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "regularisation_appeal",
    Fact("regularisation_appeal", _("Recours contre un avis défavorable"), APPEAL, appeal_rows, row="appeal",
         event="event", person="person", date="appealed_on", recorded="recorded_at"),
)  # fmt: skip
