"""Surveys as data: instruments with versions, interviews, answers and scores that can always be computed again."""
