"""Answers as given, by interview."""

from collections.abc import Iterable
from uuid import UUID

from musanada.surveys.models import SurveyAnswer

Given = dict[UUID, dict[str, str]]


def answers_of(interviews: Iterable[UUID]) -> Given:
    """Interview → question → answer; an interview without answers is there, empty."""
    given: Given = {pk: {} for pk in interviews}
    rows = SurveyAnswer.objects.filter(interview__in=list(given))
    for interview, item, answer in rows.values_list("interview_id", "item", "answer"):
        given[interview][item] = answer
    return given


def answers(interview: UUID) -> dict[str, str]:
    return answers_of([interview])[interview]
