"""What linkage answers: the counter search and likely twins of many people at once. Actor first."""

from musanada.linkage.batch import candidates_for
from musanada.linkage.search import find, look_for
from musanada.linkage.sought import Candidate, Sought

__all__ = ("Candidate", "Sought", "candidates_for", "find", "look_for")
