"""Finding people of a foreign list that does not enter the register: the same keys and weights, in memory.

A list (CSV or Parquet) becomes columns: each different word of its names is understood once
(`vocabulary`), people are filed under the words and the pairs of words they bear (`postings`), and a question is answered
by arithmetic on whole columns (`search`, `scoring`). Nothing is written but the answers.
"""

from musanada.linkage.foreign.people import People, read_people
from musanada.linkage.foreign.questions import Question, read_questions
from musanada.linkage.foreign.search import Answer, Searcher

__all__ = ["Answer", "People", "Question", "Searcher", "read_people", "read_questions"]
