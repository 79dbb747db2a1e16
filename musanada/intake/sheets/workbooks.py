"""XLSX through calamine. It holds a sheet as a full rectangle, so the rectangle is measured before it is opened."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.cells import Cell, Row, clean
from musanada.intake.sheets.files import damaged, unpacked
from musanada.intake.sheets.limits import Limits
from musanada.intake.sheets.tables import Sheet, bounded
from musanada.kit.errors import BadInput

# A cell with content: <c r="AB12" …> that does not close at once. Formatted empty cells do not count.
CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def sheets_of(path: Path, limits: Limits) -> list[Sheet]:
    """The visible sheets that hold anything, in their order.

    Raises: BadInput if the workbook is damaged or a sheet is too large to open.
    """
    check_extent(path, limits)
    book = open_book(path)
    found = []
    for meta in book.sheets_metadata:
        if str(meta.visible).endswith(".Visible") and str(meta.typ).endswith(".WorkSheet"):
            table = table_of(book, meta.name)
            if table.end is not None:
                found.append(as_sheet(table, meta.name, limits))
    return found


def as_sheet(table: Any, name: str, limits: Limits) -> Sheet:
    def rows() -> Iterator[Row]:
        return bounded(cleaned(table), limits)

    merged = tuple((a, b, c, d) for (a, b), (c, d) in table.merged_cell_ranges or ())
    return Sheet(name, rows, merged)


def cleaned(table: Any) -> Iterator[list[Cell]]:
    for values in table.iter_rows():
        yield [clean(value) for value in values]


def open_book(path: Path) -> Any:
    import python_calamine as calamine

    with damage_told():
        return calamine.CalamineWorkbook.from_path(str(path))


def table_of(book: Any, name: str) -> Any:
    with damage_told():
        return book.get_sheet_by_name(name)


@contextmanager
def damage_told() -> Iterator[None]:
    """calamine's own errors, and a panic of its Rust code, which Python sees as a BaseException."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise damaged() from None
        raise


def check_extent(path: Path, limits: Limits) -> None:
    """Refuse a sheet whose farthest cell would make the rectangle huge (one cell in XFD1048576 is 17 milliards)."""
    with ZipFile(path) as package:
        members = [
            m
            for m in package.infolist()
            if m.filename.startswith("xl/worksheets/") and m.filename.endswith(".xml")
        ]
    with path.open("rb") as file:
        for member in members:
            last_row, last_column, tail = 0, 0, b""
            for block in unpacked(file, member):
                text = tail + block
                for letters, digits in CELL.findall(text):
                    last_row = max(last_row, int(digits))
                    last_column = max(last_column, column_number(letters))
                tail = text[text.rfind(b"<") :] if len(text) - text.rfind(b"<") < 4096 else b""
            if last_row * last_column > limits.cells:
                raise far_cell(last_row, last_column)


_columns: dict[bytes, int] = {}


def column_number(letters: bytes) -> int:
    """``A`` → 1, ``AA`` → 27."""
    if letters not in _columns:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        _columns[letters] = number
    return _columns[letters]


def far_cell(row: int, column: int) -> BadInput:
    return BadInput(
        _(
            "Une cellule remplie se trouve très loin du tableau (ligne %(row)s, colonne %(column)s). "
            "Effacez ce qui est hors du tableau, enregistrez, puis recommencez."
        )
        % {"row": row, "column": column},
        code="far-cell",
    )
