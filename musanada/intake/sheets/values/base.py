"""What every reader of a cell shares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from musanada.intake.sheets.cells import Cell, fold, text_of
from musanada.intake.sheets.findings import Finding, Level

Codes = Mapping[str, tuple[str, ...]]  # folded word → the codes it may mean


@dataclass(frozen=True)
class Reading:
    """What a reader may know: the day, what people chose for doubtful words, and the words of code lists."""

    today: date
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (list, folded word) → code
    lists: Mapping[str, Codes] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """``value`` goes into JSON; ``None`` when there is nothing, or nothing readable."""

    value: Any = None
    findings: tuple[Finding, ...] = ()


Parser = Callable[[Cell, Reading], Parsed]
NOTHING = Parsed()


def finding(level: Level, code: str, cell: Cell, **params: Any) -> Parsed:
    """Nothing readable, and why."""
    return Parsed(None, (Finding(level, code, params={"value": shown(cell)} | params),))


def unresolved(
    cell: Cell, list_name: str, meanings: Iterable[str] = (), likely: Iterable[str] = ()
) -> Parsed:
    """A word that means several things, or none we know: a person chooses once for the whole file."""
    several = tuple(meanings)
    code = "ambiguous-word" if several else "unknown-word"
    return Parsed(
        None, (Finding("error", code, params=asked(cell, list_name), choices=several or tuple(likely)),)
    )


def asked(cell: Cell, list_name: str) -> dict[str, str]:
    """Parameters of a finding that a person can answer for the whole file: the list and the folded word."""
    return {"value": shown(cell), "word": fold(text_of(cell)) or text_of(cell), "list": list_name}


def shown(cell: Cell) -> str:
    """The cell in a sentence, cut where it would drown it."""
    text = text_of(cell)
    return text if len(text) <= 60 else text[:60] + "…"
