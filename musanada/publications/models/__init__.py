"""Reports as they are written, publications as they were frozen."""

from musanada.publications.models.publications import Approval, Delivery, Erratum, Publication, Waiver
from musanada.publications.models.reports import Report, ReportText

__all__ = ["Approval", "Delivery", "Erratum", "Publication", "Report", "ReportText", "Waiver"]
