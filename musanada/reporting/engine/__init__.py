"""The engine: definition × period × axes → SQL → cells, with unknown and other rows and a total of its own."""

from musanada.reporting.engine.answers import Records, add_periods
from musanada.reporting.engine.cells import Cell, EngineError
from musanada.reporting.engine.run import Engine

__all__ = ["Cell", "Engine", "EngineError", "Records", "add_periods"]
