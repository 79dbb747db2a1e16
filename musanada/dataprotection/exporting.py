"""The file of an export: a table of people, harmless in every cell, marked on every page and in its last row."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from musanada.kit.cells import harmless
from musanada.kit.formats import is_rtl

Row = Sequence[object]


@dataclass(frozen=True)
class Sheet:
    """What is written: a title, headers and rows, and the line that says who took it, when, why and under which number."""

    title: str
    headers: Row
    rows: Sequence[Row]
    mark: str
    lang: str


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Arabic; the mark of the export is the last row."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in (sheet.headers, *sheet.rows, (sheet.mark,)):
        lines.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """Every cell is a text: nothing in it is ever computed or turned into a link."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": sheet.title, "comments": sheet.mark})
    page = book.add_worksheet(sheet.title[:31])
    bold, quiet = book.add_format({"bold": True, "bottom": 1}), book.add_format({"italic": True})
    if is_rtl(sheet.lang):
        page.right_to_left()
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    page.set_header(f"&L{page_text(sheet.title)}")
    page.set_footer(f"&L&8{page_text(sheet.mark)}&R&8&P / &N")
    for number, row in enumerate((sheet.headers, *sheet.rows)):
        for column, cell in enumerate(row):
            page.write_string(number, column, harmless(cell), bold if number == 0 else None)
    page.set_column(0, max(len(sheet.headers) - 1, 0), 22)
    page.write_string(len(sheet.rows) + 2, 0, harmless(sheet.mark), quiet)
    book.close()
    return out.getvalue()


def page_text(text: str) -> str:
    """Headers and footers have codes of their own after ``&``; Excel takes 255 characters."""
    return text.replace("&", "&&")[:200]


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
