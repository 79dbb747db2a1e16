"""Reading a town or a province in a cell."""

from musanada.intake.sheets.cells import Cell, fold, text_of
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.values import NOTHING, Parsed, Reading, answer
from musanada.intake.sheets.values.base import asked
from musanada.reference import queries as places


def place(cell: Cell, reading: Reading) -> Parsed:
    """A town or province by its name; an unknown one is left out and asked about."""
    if cell == "" or answer(cell):
        return NOTHING
    name = text_of(cell)
    if chosen := reading.choices.get(("place", fold(name))):
        return Parsed(chosen)
    found = places.resolve_place(name)
    if len(found) == 1:
        return Parsed(str(found[0].pk))
    likely = tuple(str(p.pk) for p in found or places.search_places(name, limit=5))
    return Parsed(None, (Finding("warning", "left-out-word", params=asked(cell, "place"), choices=likely),))
