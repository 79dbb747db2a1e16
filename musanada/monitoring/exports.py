"""Tables as files: CSV and XLSX with the citation of every number, SVG of the picture, PDF of both. Small numbers hidden."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.kit.cells import harmless
from musanada.kit.formats import format_datetime, is_rtl, isolate
from musanada.monitoring.pictures import frame_of, picture
from musanada.monitoring.tables import Line, Table
from musanada.reporting.engine.cells import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
KINDS = tuple(MEDIA)
MOST_DRAWN = 24  # more bars than this do not fit beside their table on a sheet of paper
HEAD = (
    "indicator", "version", "definition", "period", "known_at", "dims", "label", "value", "numerator",
    "denominator", "unit", "status", "conf", "citation",
)  # fmt: skip
TEMPLATE = "monitoring/typst/board.typ"


@dataclass(frozen=True)
class Sheet:
    """What a file holds: tables made for leaving (``exported``), each with the picture asked for."""

    title: str
    tables: Sequence[tuple[Table, str]]
    hashes: dict[str, str]
    known_at: datetime
    lang: str


def file_of(sheet: Sheet, kind: str) -> bytes:
    """Raises: KeyError for a kind nobody writes."""
    return {"csv": as_csv, "xlsx": as_xlsx, "svg": as_svg, "pdf": as_pdf}[kind](sheet)


def citation(table: Table, line: Line) -> str:
    """``fig:ID[axis=CODE]@PERIOD``: as a report would cite this very number."""
    cell = line.cell
    times = {name for name in cell.dims if table.axis and table.axis.sort == "time"}
    fixed = [f"{one.axis.name}={'|'.join(one.codes)}" for one in table.asked.filters]
    dims = ";".join([*fixed, *(f"{name}={code}" for name, code in cell.dims.items() if name not in times)])
    period = next((cell.dims[name] for name in times), cell.period)
    return f"fig:{cell.id}{f'[{dims}]' if dims else ''}@{period}"


def rows_of(sheet: Sheet) -> list[list[object]]:
    rows: list[list[object]] = []
    for table, _picture in sheet.tables:
        for line in (table.total, *table.lines):
            cell, closed = line.cell, line.hidden
            dims = ";".join(f"{name}={code}" for name, code in cell.dims.items()) or "total"
            if table.asked.where:
                dims = ";".join([table.asked.where, *([dims] if cell.dims else [])])
            numbers = [None if closed else plain(n) for n in (cell.value, cell.numerator, cell.denominator)]
            rows.append(
                [
                    cell.id, cell.version, sheet.hashes[cell.id][:16], cell.period, cell.known_at.isoformat(),
                    dims, " · ".join(line.labels), *numbers, cell.unit, cell.status,
                    "N" if closed else cell.conf, citation(table, line),
                ]
            )  # fmt: skip
    return rows


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Arabic; an empty value with ``N`` is a hidden one."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEAD)
    for row in rows_of(sheet):
        lines.writerow([cell if isinstance(cell, int | float) else harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    plainly = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, plainly)
    bold, soft = book.add_format({"bold": True, "bottom": 1}), book.add_format({"font_color": "#46524d"})
    page = book.add_worksheet(_("Chiffres")[:31])
    if is_rtl(sheet.lang):
        page.right_to_left()
    page.freeze_panes(1, 0)
    page.write_row(0, 0, HEAD, bold)
    for number, row in enumerate(rows_of(sheet), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.write_number(number, column, cell)
            else:
                page.write_string(number, column, harmless(cell))
    page.set_column(0, len(HEAD) - 1, 18)
    about = book.add_worksheet(_("Notes")[:31])
    for number, text in enumerate(notes(sheet)):
        about.write_string(number, 0, harmless(text), soft)
    about.set_column(0, 0, 110)
    book.close()
    return out.getvalue()


def notes(sheet: Sheet) -> list[str]:
    """What goes with the numbers: title, cut-off, each figure's definition, why some are hidden."""
    said = [sheet.title, known(sheet)]
    for table, _picture in sheet.tables:
        definition = table.indicator.definition.in_language(sheet.lang)
        said += [f"{table.title}, {table.subtitle}", definition, *([table.note] if table.note else [])]
    return said


def known(sheet: Sheet) -> str:
    moment = format_datetime(sheet.known_at, sheet.lang)
    return _("Données connues au %(moment)s") % {"moment": isolate(moment)}


def as_svg(sheet: Sheet) -> bytes:
    """The first picture there is; a table without one says so in its own picture."""
    for table, kind in sheet.tables:
        draw = picture(table, kind)
        if draw:
            return draw(frame_of(table, sheet.lang, 900)).encode()
    from musanada.kit.svg.rows import nothing

    return nothing(frame_of(sheet.tables[0][0], sheet.lang)).encode()


def as_pdf(sheet: Sheet) -> bytes:
    from musanada.kit.pdf import render

    data = {
        "title": sheet.title,
        "subtitle": sheet.tables[0][0].subtitle if len(sheet.tables) == 1 else "",
        "header": "Musanada",
        "footer": known(sheet),
        "parts": [paper(table, kind, sheet) for table, kind in sheet.tables],
    }
    return render(TEMPLATE, data, sheet.lang, dated=timezone.localdate(sheet.known_at))


def paper(table: Table, kind: str, sheet: Sheet) -> dict[str, object]:
    head = [*(table.columns or ("",)), _("Valeur"), *([_("Part")] if table.shares else [])]
    rows = [
        [*line.labels, line.value or "–", *([line.share] if table.shares else [])] for line in table.lines
    ]
    blank = [""] * (len(head) - 2 - bool(table.shares))
    rows.append([_("Total"), *blank, table.total.value or "–", *([""] if table.shares else [])])
    draw = picture(table, kind) if len(table.lines) <= MOST_DRAWN else None
    frame = frame_of(table, sheet.lang)
    words = {"id": isolate(table.indicator.id), "version": table.indicator.version,
             "hash": isolate(sheet.hashes[table.indicator.id][:16])}  # fmt: skip
    return {
        "title": table.title,
        "subtitle": table.subtitle,
        "definition": table.indicator.definition.in_language(sheet.lang),
        "method": _("Définition %(id)s, version %(version)s, empreinte %(hash)s") % words,
        "header": head,
        "rows": rows,
        "numeric": list(range(len(head) - 1 - bool(table.shares), len(head))),
        "note": table.note,
        "picture": str(draw(frame)) if draw else "",
        "alt": frame.title,
    }
