"""CSV as offices export it: UTF-8, UTF-16, Windows French or Windows Arabic; semicolon, comma, tab or bar."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.cells import Cell, Row, clean
from musanada.intake.sheets.files import BLOCK, not_a_sheet
from musanada.intake.sheets.limits import Limits
from musanada.intake.sheets.tables import Sheet, bounded
from musanada.kit.errors import BadInput

DELIMITERS = ";,\t|"
SAMPLE_LINES = 60
NEIGHBOURS = re.compile(rb"[\xc0-\xff](?=[\xc0-\xff])")
FIELD_SIZE = 32_767  # what a spreadsheet's own cell holds


def sheet_of(path: Path, limits: Limits) -> Sheet:
    """The one sheet of a text file.

    Raises: BadInput for binary content.
    """
    encoding = encoding_of(path)
    delimiter = delimiter_of(sample(path, encoding))

    def rows() -> Iterator[Row]:
        return bounded(records(path, encoding, delimiter), limits)

    return Sheet(path.stem, rows, encoding=encoding, delimiter=delimiter)


def records(path: Path, encoding: str, delimiter: str) -> Iterator[list[Cell]]:
    """The records, cleaned; a first line ``sep=;`` is Excel's own mark and no record."""
    csv.field_size_limit(FIELD_SIZE)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for number, record in enumerate(reader):
                marked = number == 0 and ",".join(record).lower().startswith("sep=")
                yield [] if marked else [clean(value) for value in record]
        except csv.Error:
            raise BadInput(
                _(
                    "La ligne %(line)s ne se lit pas : un guillemet n'est pas fermé ou une cellule est démesurée."
                )
                % {"line": reader.line_num},
                code="bad-line",
            ) from None


def encoding_of(path: Path) -> str:
    """Encoding of the whole file: a mark at the start, else UTF-8 if it holds to the end, else a Windows page.

    Raises: BadInput on a NUL byte, which no text has.
    """
    with path.open("rb") as file:
        first = file.read(4)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder, valid, pairs, high = codecs.getincrementaldecoder("utf-8")(), True, 0, 0
        while block := file.read(BLOCK):
            if b"\x00" in block:
                raise not_a_sheet()
            valid = valid and decodes(decoder, block)
            if not valid and high < 10_000:
                pairs, high = pairs + neighbours(block), high + sum(byte >= 0xC0 for byte in block)
        valid = valid and decodes(decoder, b"", final=True)
    if valid:
        return "utf-8-sig"
    # Arabic letters stand side by side; French accents stand alone between plain letters.
    return "windows-1256" if pairs > high * 0.4 else "cp1252"


def decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def neighbours(block: bytes) -> int:
    """How many letter bytes of the upper half are followed by another."""
    return len(NEIGHBOURS.findall(block))


def sample(path: Path, encoding: str) -> list[str]:
    """The first lines, as text."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return [
            line
            for line, _n in zip(
                iter(lambda: file.readline(FIELD_SIZE), ""), range(SAMPLE_LINES), strict=False
            )
        ]


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that cuts most lines into the same number of columns, more than one."""
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in DELIMITERS:
        return lines[0][4:5]
    return max(DELIMITERS, key=lambda mark: regularity(lines, mark))


def regularity(lines: list[str], mark: str) -> float:
    """How well ``mark`` explains the lines: share of lines of the most usual width, weighted by that width."""
    try:
        widths = Counter(len(record) for record in csv.reader(lines, delimiter=mark) if any(record))
    except csv.Error:
        return 0.0
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return count / sum(widths.values()) * count * min(width, 12)
