"""Text, numbers, dates, phones."""

import re
from collections.abc import Callable
from datetime import date

from musanada.intake.sheets.cells import Cell, text_of
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.values.base import NOTHING, Parsed, Parser, Reading, finding, shown
from musanada.intake.sheets.values.lists import answer
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate, parse_date
from musanada.kit.errors import BadInput
from musanada.kit.numbers import parse_count, parse_number, western_digits

PHONE_PARTS = re.compile(r"[;/,|]| ou | et | - ")
MOROCCO = "+212"


def text(limit: int = 200) -> Parser:
    """Text up to ``limit`` characters; longer is an error, so that nothing is cut silently."""

    def parse(cell: Cell, reading: Reading) -> Parsed:
        value = text_of(cell)
        if len(value) > limit:
            return finding("error", "too-long", cell, limit=limit)
        return Parsed(value) if value else NOTHING

    return parse


def partial_date(latest: Callable[[Reading], date] | None = None) -> Parser:
    """``{"date": ISO or None, "precision": …}``. A day after ``latest`` (default: today) is an error."""

    def parse(cell: Cell, reading: Reading) -> Parsed:
        if cell == "":
            return NOTHING
        if said := answer(cell):
            return Parsed({"date": None, "precision": said})
        try:
            read = parse_date(numeric(cell), latest_year=reading.today.year)
        except BadInput:
            return finding("error", "date", cell)
        if read.date and read.date > (latest(reading) if latest else reading.today):
            return finding("error", "future-date", cell)
        return Parsed(
            {"date": read.date and read.date.isoformat(), "precision": str(read.precision)},
            doubts(cell, read),
        )

    return parse


def doubts(cell: Cell, read: PartialDate) -> tuple[Finding, ...]:
    """What was supposed in reading a date is said: a bare year, a day count, a two-digit year."""
    value = text_of(cell)
    if read.date and re.fullmatch(r"\d{5}(\.\d+)?", value):
        return (Finding("info", "excel-day", params={"value": value, "date": read.date.isoformat()}),)
    if (
        read.date
        and read.precision == BirthPrecision.DAY
        and re.search(r"\D\d{2}$", value)
        and not re.match(r"\d{4}", value)
    ):
        return (Finding("info", "short-year", params={"value": shown(cell), "year": read.date.year}),)
    return ()


def day(cell: Cell, reading: Reading) -> Parsed:
    """An ISO date known to the day, not after today."""
    read = partial_date()(cell, reading)
    if not read.value:
        return read
    if read.value["precision"] != BirthPrecision.DAY:
        return finding("error", "whole-day", cell) if read.value["date"] else NOTHING
    return Parsed(read.value["date"], read.findings)


def number(cell: Cell, reading: Reading) -> Parsed:
    """A decimal, as text, so that no cent is lost in JSON."""
    return counted(cell, lambda value: str(parse_number(value)))


def count(cell: Cell, reading: Reading) -> Parsed:
    """A whole number, zero or more."""
    return counted(cell, parse_count)


def counted(cell: Cell, read: Callable[[Cell], object]) -> Parsed:
    if cell == "" or answer(cell):
        return NOTHING
    try:
        return Parsed(read(cell))
    except BadInput as problem:
        return finding("error", "two-numbers" if problem.code == "ambiguous" else "number", cell)


def numeric(cell: Cell) -> object:
    """A bare whole number as a number, so that 1990 is a year and 32874 a day count."""
    return int(cell) if isinstance(cell, str) and re.fullmatch(r"\d{4,5}", cell) else cell


def phone(cell: Cell, reading: Reading) -> Parsed:
    """E.164. Numbers without a country are Moroccan; a lost leading zero is put back and said. The first of several."""
    if cell == "" or answer(cell):
        return NOTHING
    parts = [p for p in PHONE_PARTS.split(western_digits(text_of(cell))) if p.strip()]
    read = e164(parts[0]) if parts else None
    if read is None and len(parts) > 1:  # the separator was inside the number
        read = e164("".join(parts))
        parts = parts[:1] if read else parts
    if read is None:
        return finding("warning", "phone", cell)
    number, restored = read
    notes = (
        [Finding("info", "phone-zero", params={"value": shown(cell), "phone": number})] if restored else []
    )
    if len(parts) > 1:
        notes.append(Finding("warning", "phone-several", params={"value": shown(cell), "phone": number}))
    return Parsed(number, tuple(notes))


def e164(text: str) -> tuple[str, bool] | None:
    """The number in E.164 and whether a zero was put back; ``None`` if it is no number."""
    text = re.sub(r"\(0\)", "", text.strip())
    digits = re.sub(r"[^\d]", "", text)
    if re.search(r"[^\W\d_]", text):
        return None
    if text.startswith("+") or digits.startswith("00"):
        whole = digits.removeprefix("00")
        whole = re.sub(r"^2120([5-7])", r"212\1", whole)
        return ("+" + whole, False) if 8 <= len(whole) <= 15 and whole[0] != "0" else None
    if re.fullmatch(r"0[5-8]\d{8}", digits):
        return MOROCCO + digits[1:], False
    if re.fullmatch(r"[5-7]\d{8}", digits):
        return MOROCCO + digits, True
    return ("+" + digits, False) if re.fullmatch(r"2120?[5-7]\d{8}", digits) else None
