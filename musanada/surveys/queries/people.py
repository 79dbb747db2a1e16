"""What a case manager reads of one person: scores by dimension with their band, what pulls them down, the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language

from musanada.access.doors import may
from musanada.access.models import User
from musanada.cases.models import Case
from musanada.surveys.definitions import Definition, definition_of
from musanada.surveys.models import Interview, Score
from musanada.surveys.queries.answers import answers_of
from musanada.surveys.queries.results import latest
from musanada.surveys.queries.rounds import SCORES
from musanada.surveys.scoring import drags

MOST = 3  # questions shown for each dimension
SHAPES = {"danger": "late", "warning": "wait", "done": "done", "muted": "void"}


@dataclass(frozen=True)
class Pull:
    """A question that pulls a score down, and what was answered, in the reader's language."""

    text: str
    answer: str
    loss: Decimal


@dataclass(frozen=True)
class DimensionScore:
    """``value`` None: too few answers for a score. ``change``: since the interview before, of the same instrument."""

    code: str
    name: str
    value: Decimal | None
    band: str
    shape: str
    answered: int
    items: int
    pulls: Sequence[Pull]
    change: Decimal | None = None


@dataclass(frozen=True)
class Scored:
    """One interview with its scores, the composite last."""

    interview: Interview
    instrument: str
    confirmed: bool
    scores: Sequence[DimensionScore]


def scored_of(actor: User, case: Case) -> list[Scored]:
    """The answered interviews of a case, newest first; none without the right to scores."""
    if not may(actor, SCORES, case):
        return []
    rows = Interview.objects.filter(case=case, outcome=Interview.Outcome.DONE)
    rows = rows.select_related("version__instrument", "round__unit", "by").order_by("on", "recorded_at")
    interviews = list(rows)
    standing = scores_by_interview([one.pk for one in interviews])
    answers = answers_of(one.pk for one in interviews)
    before: dict[str, Mapping[str, Score]] = {}
    found = []
    for one in interviews:
        code, scores = one.version.instrument.code, standing.get((one.pk, one.version_id), {})
        found.append(scored(one, scores, before.get(code, {}), answers[one.pk]))
        before[code] = scores
    return found[::-1]


def scores_by_interview(keys: list[UUID]) -> dict[tuple[UUID, UUID], dict[str, Score]]:
    found: dict[tuple[UUID, UUID], dict[str, Score]] = {}
    for score in latest(Score.objects.filter(interview__in=keys)):
        found.setdefault((score.interview_id, score.version_id), {})[score.dimension] = score
    return found


def scored(
    one: Interview, scores: Mapping[str, Score], before: Mapping[str, Score], answers: Mapping[str, str]
) -> Scored:
    definition = definition_of(one.version)
    rows = [
        dimension_score(definition, scores[code], before.get(code), answers)
        for code in definition.names
        if code in scores
    ]
    return Scored(one, str(one.version.instrument), one.version.confirmed, rows)


def dimension_score(
    definition: Definition, score: Score, before: Score | None, answers: Mapping[str, str]
) -> DimensionScore:
    lang = get_language() or "fr"
    band = definition.band_of(score.value)
    moved = score.value - before.value if before and None not in (score.value, before.value) else None  # type: ignore[operator]
    return DimensionScore(
        score.dimension,
        definition.names[score.dimension].said(lang),
        score.value,
        band.label.said(lang) if band else "",
        SHAPES[band.tone] if band else "void",
        score.answered,
        score.items,
        pulls(definition, score.dimension, answers, lang),
        moved,
    )


def pulls(definition: Definition, dimension: str, answers: Mapping[str, str], lang: str) -> list[Pull]:
    """Of a dimension; the composite has none of its own."""
    found = []
    for one in drags(definition, dimension, answers, MOST):
        answer = definition.answer(one.item, one.answer)
        found.append(Pull(one.item.text.said(lang), answer.label.said(lang) if answer else "", one.loss))
    return found
