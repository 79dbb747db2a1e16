"""Who is waiting, and the staged imports."""

from musanada.intake.models.arrivals import Arrival
from musanada.intake.models.imports import ColumnMapping, ImportBatch, ImportRow, ValueMapping

__all__ = ("Arrival", "ColumnMapping", "ImportBatch", "ImportRow", "ValueMapping")
