"""What stays covered while a definition is written: a number under five would answer a search for somebody.

Every change of a condition is answered at once, and kept nowhere: asked often enough, it finds people. Once a second
person has put the definition into force, its figure is read as any other.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from musanada.kit.formats import format_number
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine.cells import Cell
from musanada.reporting.pages.blocks import Key
from musanada.reporting.pages.splits import Split, SplitRow
from musanada.reporting.registry import load_indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

LEAST = 5
WITHOUT_COUNT = frozenset({"sum", "days", "distinct"})  # a row does not say how many stand behind it


def in_force(one: Indicator) -> bool:
    """Word for word, with its number."""
    standing = load_indicators()
    return one.id in standing and standing[one.id].hash == one.hash


def less(lang: str) -> str:
    return _("moins de %(least)s") % {"least": format_number(LEAST, lang)}


def small(cell: Cell, *, zero: bool = False) -> bool:
    """One of its numbers is under five; ``zero`` may be shown."""
    quotient = cell.denominator is not None
    numbers = (cell.numerator, cell.denominator) if quotient else (cell.value,)
    return any(n is not None and n < LEAST and not (zero and n == 0) for n in numbers)


def few(engine: "Engine", one: Indicator, period: str) -> bool:
    """Too few behind the figure to show anything of it: the number itself, or the records it stands on."""
    if small(engine.value(one.id, period)):
        return True
    return not one.protected and engine.records(one.id, period, limit=1).total < LEAST


def key_of(key: Key, lang: str, *, few: bool) -> Key:
    """Without what it was before: that would be another small number."""
    key = replace(key, change=None)
    return replace(key, value=less(lang), unit="", note="") if few else key


def split_of(split: Split, total: Cell, lang: str) -> Split:
    """Its small rows in words, and others with them as long as the total would tell what they hold together."""
    covered = {number for number, row in enumerate(split.rows) if small(row.cell, zero=True)}
    counts = [row.cell.value or 0 for row in split.rows]
    shown = sorted((n for n in range(len(counts)) if n not in covered and counts[n]), key=lambda n: counts[n])
    while covered and shown and total.value is not None and total.denominator is None:
        left = total.value - sum(counts[n] for n in shown)
        if left >= LEAST or left < 0:
            break
        covered.add(shown.pop(0))
    rows = [covered_row(row, lang) if n in covered else row for n, row in enumerate(split.rows)]
    return replace(split, rows=rows, chart="", picture="")


def covered_row(row: SplitRow, lang: str) -> SplitRow:
    return replace(row, value=less(lang), share="", records_url="", cell=replace(row.cell, value=None))
