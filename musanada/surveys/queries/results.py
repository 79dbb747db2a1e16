"""What interviews gave: rows for facts, and per round means with n, eligible and response, bands, change, attrition.

``score_rows`` is what facts and indicators read (``reporting`` through ``returns.facts``): nobody's name, one row per
interview and dimension, the latest computation under the version it was asked with (or under ``version``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from musanada.surveys.models import InstrumentVersion, Interview, Score


@dataclass(frozen=True)
class ScoreRow:
    """``dimension`` "" is the composite; ``value`` None where the missing-answer rule gives no score."""

    interview: UUID
    case: UUID
    person: UUID
    unit: UUID
    instrument: str
    version: int
    round: str
    stage: str
    dimension: str
    value: Decimal | None
    answered: int
    items: int
    band: str
    on: date
    recorded_at: datetime


FIELDS = (
    *("interview_id", "interview__case_id", "interview__case__person_id", "interview__case__unit_id"),
    *("version__instrument__code", "version__version", "interview__round__code", "interview__round__stage"),
    *("dimension", "value", "answered", "items", "band", "interview__on", "computed_at"),
)


def latest(rows: QuerySet[Score], known_at: datetime | None = None) -> QuerySet[Score]:
    """Of each interview, version and dimension, the last computation (known at a moment)."""
    same = Score.objects.filter(
        interview=OuterRef("interview"), version=OuterRef("version"), dimension=OuterRef("dimension")
    )
    if known_at is not None:
        same, rows = same.filter(computed_at__lte=known_at), rows.filter(computed_at__lte=known_at)
    newest = same.order_by("-computed_at", "-id").values("pk")[:1]
    return rows.filter(pk=Subquery(newest))


def scores_of(version: InstrumentVersion | None = None, known_at: datetime | None = None) -> QuerySet[Score]:
    """Standing scores of answered interviews, as asked or under another version."""
    rows = Score.objects.filter(interview__outcome=Interview.Outcome.DONE)
    under = Q(version=version) if version else Q(version=F("interview__version"))
    return latest(rows.filter(under), known_at)


def score_rows(
    known_at: datetime | None = None, version: InstrumentVersion | None = None
) -> Iterator[ScoreRow]:
    """Every standing score, for facts: the caller splits and hides. ``recorded_at`` is when it was computed."""
    rows = scores_of(version, known_at).order_by("interview__recorded_at", "interview_id", "dimension")
    for row in rows.values_list(*FIELDS).iterator(chunk_size=5000):
        yield ScoreRow(*row)


def interview_rows(known_at: datetime | None = None) -> QuerySet[Any]:
    """Every interview however it ended: response and attrition are counted from these."""
    rows = (
        Interview.objects.all() if known_at is None else Interview.objects.filter(recorded_at__lte=known_at)
    )
    return rows.values_list("pk", "case_id", "case__person_id", "case__unit_id", "round__code", "round__stage",
                            "version__instrument__code", "outcome", "on", "recorded_at")  # fmt: skip
