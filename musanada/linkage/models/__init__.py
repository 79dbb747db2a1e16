"""What linkage keeps: models of matching, runs, likely twins and what people decided about them."""

from musanada.linkage.models.counts import NameCount
from musanada.linkage.models.runs import LinkageRun, MatchModel
from musanada.linkage.models.twins import TwinDecision, TwinPair

__all__ = ("LinkageRun", "MatchModel", "NameCount", "TwinDecision", "TwinPair")
