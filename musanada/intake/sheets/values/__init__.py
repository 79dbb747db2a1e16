"""Reading one cell: the value, and what there is to say about it."""

from musanada.intake.sheets.values.base import NOTHING, Parsed, Parser, Reading, finding, unresolved
from musanada.intake.sheets.values.lists import among, answer, country, several, sex, yes_no
from musanada.intake.sheets.values.plain import count, day, number, partial_date, phone, text

__all__ = (
    "NOTHING",
    "Parsed",
    "Parser",
    "Reading",
    "among",
    "answer",
    "count",
    "country",
    "day",
    "finding",
    "number",
    "partial_date",
    "phone",
    "several",
    "sex",
    "text",
    "unresolved",
    "yes_no",
)
