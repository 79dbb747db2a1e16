"""Phrases of the press and of reports, and what must be read in them: number, class, unit, period."""

from decimal import Decimal
from pathlib import Path

import pytest

from musanada.press.reading import Number, read

FILE = Path(__file__).parent / "reading_phrases.txt"
ROWS = [
    tuple(part.strip() for part in line.split("¦"))
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def differences(number: Number | None, wanted: list[str]) -> str:
    if number is None:
        return f"{wanted[0]} is not read"
    text, cls, value, unit, period = [*wanted, "", "", "", ""][:5]
    if cls and number.cls != cls:
        return f"{text}: {number.cls} instead of {cls}"
    if value and number.value != Decimal(value):
        return f"{text}: {number.value} instead of {value}"
    if unit and number.unit != unit:
        return f"{text}: unit {number.unit} instead of {unit}"
    return f"{text}: period {number.period} instead of {period}" if period and number.period != period else ""


@pytest.mark.parametrize("lang, phrase, expected", ROWS, ids=[row[1][:40] for row in ROWS])
def test_phrase(lang: str, phrase: str, expected: str) -> None:
    numbers = read(phrase).numbers
    wanted = [[part.strip() for part in entry.strip().split("|")] for entry in expected.split(" ; ")]
    by_text = {number.text: number for number in numbers}
    faults = [fault for entry in wanted if (fault := differences(by_text.get(entry[0]), entry))]
    extra = [n.text for n in numbers if n.text not in {entry[0] for entry in wanted} and n.cls == "figure"]
    assert not faults and not extra, (
        faults,
        extra,
        [(n.text, n.cls, n.value, n.unit, n.period) for n in numbers],
    )


def test_there_are_enough() -> None:
    assert len(ROWS) >= 120
    assert {row[0] for row in ROWS} == {"fr", "en", "ar"}


@pytest.mark.parametrize("lang, phrase", [row[:2] for row in ROWS if len(row[1]) > 45])
def test_language(lang: str, phrase: str) -> None:
    assert read(phrase).language == lang
