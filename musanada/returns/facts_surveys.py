"""Facts of surveys asked of returnees: who could have answered, who did, and the scores. A mean is never without them.

The scores are those of the version an interview was asked with, in their last computation known by then.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from musanada.kit.facts import FACTS, Column, Fact
from musanada.returns.facts_common import COMMON, Filed
from musanada.returns.facts_reintegration import known_files, opened
from musanada.surveys.models import Instrument, Interview, Round
from musanada.surveys.populations import POPULATIONS
from musanada.surveys.queries.results import score_rows
from musanada.surveys.queries.windows import window

COMPOSITE = "composite"
ASKED = (
    *(Column("line", "id"), Column("event", "id")),
    *COMMON,
    Column("round", "code"),
    Column("instrument", "code"),
    Column("sort", "code"),
    Column("stage", "code"),
    Column("on", "date"),
    Column("recorded_at", "instant"),
)
SCORE = (
    *ASKED,
    Column("version", "int"),
    Column("dimension", "code"),
    Column("value", "fraction"),
    Column("band", "code"),
    Column("answered", "int"),
    Column("items", "int"),
)
ELIGIBLE = (*ASKED, Column("answered", "bool"), Column("outcome", "code"))


def people_of(known_at: datetime, *, protected: bool) -> dict[UUID, Filed]:
    """By case, of the return or of the reintegration after it."""
    files = known_files(known_at, protected=protected)
    cases = {one.case: one for one in files.values()}
    return cases | {file.case: files[ret] for ret, file in opened(known_at).items() if ret in files}


def sorts() -> dict[str, str]:
    return dict(Instrument.objects.values_list("code", "kind"))


def survey_scores(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per interview answered and dimension; a dimension without a score is a row without a value."""
    people, kinds = people_of(known_at, protected=protected), sorts()
    for row in score_rows(known_at):
        if one := people.get(row.case):
            dimension = row.dimension or COMPOSITE
            yield (
                *(uuid5(row.interview, dimension), row.interview, *one.common, row.round, row.instrument),
                *(kinds.get(row.instrument), row.stage, row.on, row.recorded_at),
                *(row.version, dimension, row.value, row.band, row.answered, row.items),
            )


def eligible_rows(known_at: datetime, *, protected: bool = False) -> Iterator[tuple[Any, ...]]:
    """A row per round and case of its population, on the day it was asked; on its last day to be asked where it was not."""
    people = people_of(known_at, protected=protected)
    columns = ("round_id", "case_id", "on", "outcome", "done_at")
    known = Interview.objects.filter(recorded_at__lte=known_at).values_list(*columns)
    asked = {(row[0], row[1]): row[2:] for row in known.iterator(chunk_size=5000)}
    for one in Round.objects.select_related("version__instrument").order_by("pk"):
        if one.population not in POPULATIONS:
            continue
        cases = POPULATIONS[one.population].cases(one.events_from, one.events_to)
        for case, event, at in cases.values_list("pk", "event_on", "recorded_at").iterator(chunk_size=5000):
            file = people.get(case)
            if file is None or at > known_at:
                continue
            last = window(event, one.from_months, one.to_months).last
            on, outcome, done_at = asked.get((one.pk, case), (last, None, None))
            answered = outcome == Interview.Outcome.DONE and done_at is not None and done_at <= known_at
            line = uuid5(one.pk, str(case))
            yield (
                *(line, line, *file.common, one.code, one.version.instrument.code),
                *(one.version.instrument.kind, one.stage, on, at, answered, outcome or "not_asked"),
            )


FACTS.add(
    "survey_score",
    Fact("survey_score", _("Notes d'enquête"), SCORE, survey_scores, row="line", event="event", person="person",
         date="on", recorded="recorded_at"),
)  # fmt: skip
FACTS.add(
    "survey_eligible",
    Fact("survey_eligible", _("Personnes éligibles à une enquête"), ELIGIBLE, eligible_rows, row="line", event="event",
         person="person", date="on", recorded="recorded_at"),
)  # fmt: skip
