"""Targets and baselines, aggregates reported without records, views kept."""

from musanada.monitoring.models.aggregates import ReportedAggregate
from musanada.monitoring.models.targets import Target
from musanada.monitoring.models.views import SavedView

__all__ = ["ReportedAggregate", "SavedView", "Target"]
