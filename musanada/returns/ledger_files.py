"""The ledger as a file: text that no spreadsheet runs, and numbers that it can add."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from musanada.kit.cells import harmless
from musanada.kit.formats import is_rtl

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS = {"csv": CSV, "xlsx": XLSX}


def as_csv(headers: Sequence[Any], rows: Sequence[Sequence[Any]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Arabic. Numbers with a point, days as 2024-05-14."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in (headers, *rows):
        lines.writerow([plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def plain(cell: Any) -> str:
    """A number may begin with its sign; text may not."""
    return f"{cell}" if isinstance(cell, int | Decimal | date) else harmless(cell)


def as_xlsx(title: str, headers: Sequence[Any], rows: Sequence[Sequence[Any]], lang: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    if is_rtl(lang):
        page.right_to_left()
    page.freeze_panes(1, 0)
    for column, cell in enumerate(headers):
        page.write_string(0, column, harmless(cell), bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                page.write_number(number, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            else:
                page.write_string(number, column, harmless(cell))
    page.set_column(0, max(len(headers) - 1, 0), 18)
    book.close()
    return out.getvalue()


def written(kind: str, title: str, headers: Sequence[Any], rows: Sequence[Sequence[Any]], lang: str) -> bytes:
    return as_csv(headers, rows) if kind == "csv" else as_xlsx(title, headers, rows, lang)
