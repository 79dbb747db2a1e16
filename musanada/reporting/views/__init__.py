"""Pages of figures, of their definitions, and of the series of others."""

from musanada.reporting.views.figures import FURTHER, LEAD, REPORT, grouped

__all__ = ["FURTHER", "LEAD", "REPORT", "grouped"]
