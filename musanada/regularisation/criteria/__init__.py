"""Criteria: a closed vocabulary of facts a file can show, conditions over them, and what the pieces show of each.

The system explains, people decide: nothing here changes a file.
"""

from musanada.regularisation.criteria.conditions import ConditionDraft, checked, sentence
from musanada.regularisation.criteria.vocabulary import FACTS, Fact, Kind

__all__ = ("FACTS", "ConditionDraft", "Fact", "Kind", "checked", "sentence")
