"""A plain table as a file somebody opens in a spreadsheet: every cell a text, none of them a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from musanada.kit.cells import harmless
from musanada.kit.formats import is_rtl

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    title: str
    headers: Sequence[object]
    rows: Sequence[Sequence[object]]
    lang: str


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Arabic."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in (table.headers, *table.rows):
        lines.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, plain)
    page = book.add_worksheet(table.title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    if is_rtl(table.lang):
        page.right_to_left()
    page.freeze_panes(1, 0)
    for number, row in enumerate((table.headers, *table.rows)):
        for column, cell in enumerate(row):
            page.write_string(number, column, harmless(cell), bold if number == 0 else None)
    page.set_column(0, max(len(table.headers) - 1, 0), 20)
    book.close()
    return out.getvalue()


WRITERS = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, XLSX)}


def written(table: Table, kind: str) -> tuple[bytes, str]:
    """The file and its media type. Raises: KeyError for a kind nobody writes."""
    write, media_type = WRITERS[kind]
    return write(table), media_type
