"""Surveys: instruments, rounds, interviews, answers, scores."""

from musanada.surveys.models.instruments import Instrument, InstrumentVersion, Round
from musanada.surveys.models.interviews import Interview, Score, SurveyAnswer

__all__ = [
    "Instrument",
    "InstrumentVersion",
    "Interview",
    "Round",
    "Score",
    "SurveyAnswer",
]
