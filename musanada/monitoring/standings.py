"""Programmes against their targets, gathered: by programme, how many are reached, and the same as a file."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.cells import harmless
from musanada.kit.disclosure import small
from musanada.kit.formats import format_datetime, is_rtl, isolate
from musanada.monitoring.beside import Value, hidden_beside
from musanada.monitoring.meaning import where_of
from musanada.monitoring.models import Target
from musanada.monitoring.queries.aggregates import accepted_of
from musanada.monitoring.queries.targets import Reading
from musanada.monitoring.small import OF_THINGS, whole
from musanada.monitoring.standing import SHAPES, WORDS, Code
from musanada.monitoring.words import plain
from musanada.reporting.display import value_text
from musanada.reporting.engine.cells import Cell

ORDER: tuple[Code, ...] = ("missed", "over", "behind", "nearly", "on_way", "reached", "within", "unknown")


@dataclass(frozen=True)
class Group:
    """One programme and its targets; without a title: the country as a whole."""

    title: str
    key: UUID | None
    rows: list[Reading]


@dataclass(frozen=True)
class Count:
    shape: str
    words: str
    number: int


def grouped(readings: Sequence[Reading]) -> list[Group]:
    """The country first, then the programmes in the order of their codes."""
    found: dict[UUID | None, list[Reading]] = {}
    for one in readings:
        found.setdefault(one.target.programme_id, []).append(one)
    groups = [Group(rows[0].programme, key, rows) for key, rows in found.items()]
    return sorted(groups, key=lambda group: group.key is not None)


def counted(readings: Sequence[Reading]) -> list[Count]:
    """How many targets stand where, what needs a look first."""
    numbers = Counter(one.standing.code for one in readings)
    return [Count(SHAPES[code], str(WORDS[code]), numbers[code]) for code in ORDER if numbers[code]]


def reported_beside(actor: User, rows: Sequence[Target], period: str, lang: str) -> dict[UUID, str]:
    """Acts that associations reported without records, by programme: for a column of their own."""
    keys = {one.programme_id for one in rows if one.programme_id}
    return {
        key: value_text(plain(value), "", lang) for key, value in accepted_of(actor, keys, period).items()
    }


# As a file -----------------------------------------------------------------------------------------------------


def head() -> list[str]:
    return [
        _("Indicateur"), _("Ventilation"), _("Programme"), _("Période"), _("Valeur de départ"), _("Cible"), _("Compté"),
        _("Part de la cible"), _("État"), _("Source"),
    ]  # fmt: skip


def row_of(one: Reading, *, closed: bool) -> list[str]:
    """A number of one to four people does not leave: neither it, nor its share of the target."""
    value = _("masqué") if closed else one.value
    return [
        one.label, one.split, one.programme, one.period, one.baseline, one.wanted, value,
        "" if closed else one.percent, "" if closed else str(one.standing.words), one.target.source,
    ]  # fmt: skip


def hidden_of(readings: Sequence[Reading]) -> set[UUID]:
    """The small numbers, and those of the same file from which a small one could be worked out."""
    closed = {one.target.pk for one in readings if few(one)}
    values = {
        one.target.pk: Value((one.target.indicator, one.target.period), place_of(one), whole(one.cell.value))
        for one in readings
        if one.cell is not None and one.cell.value is not None and adds_up(one.cell)
    }
    return closed | hidden_beside(values, closed)


def adds_up(cell: Cell) -> bool:
    return cell.unit not in OF_THINGS and cell.denominator is None


def place_of(one: Reading) -> dict[str, frozenset[str]]:
    """The splits it stands under, the programme among them."""
    code = one.target.programme.code if one.target.programme else ""
    pieces = (piece.partition("=") for piece in where_of(one.target.dims, code).split(";") if piece)
    return {name: frozenset(codes.split("|")) for name, _equals, codes in pieces}


def few(one: Reading) -> bool:
    cell = one.cell
    if cell is None or cell.unit in OF_THINGS:
        return False
    numbers = [cell.numerator, cell.denominator] if cell.denominator is not None else [cell.value]
    if (
        cell.unit == "percent" and cell.denominator is not None
    ):  # of a share also those who are not of the part
        numbers.append(abs(whole(cell.denominator) - whole(cell.numerator)))
    return any(small(whole(number)) for number in numbers if number is not None)


def file_of(readings: Sequence[Reading], kind: str, title: str, known_at: datetime, lang: str) -> bytes:
    hidden = hidden_of(readings)
    rows = [row_of(one, closed=one.target.pk in hidden) for one in readings]
    if kind == "csv":
        return as_csv(rows)
    return as_xlsx(rows, title, lang) if kind == "xlsx" else as_pdf(rows, title, known_at, lang)


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    for row in (head(), *rows):
        lines.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[list[str]], title: str, lang: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(title.replace("/", "-")[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    if is_rtl(lang):
        page.right_to_left()
    page.freeze_panes(1, 0)
    for number, row in enumerate((head(), *rows)):
        for column, cell in enumerate(row):
            page.write_string(number, column, harmless(cell), bold if number == 0 else None)
    page.set_column(0, len(head()) - 1, 22)
    book.close()
    return out.getvalue()


def as_pdf(rows: list[list[str]], title: str, known_at: datetime, lang: str) -> bytes:
    from musanada.kit.pdf import render

    moment = isolate(format_datetime(known_at, lang))
    kept = (3, 5, 6, 7, 8)  # a page is narrow: what is aimed at, what is counted, where it stands
    data: dict[str, Any] = {
        "title": _("Programmes et cibles"),
        "subtitle": title,
        "header": "Musanada",
        "footer": _("Données connues au %(moment)s") % {"moment": moment},
        "head": [_("Programme et indicateur"), *(head()[n] for n in kept)],
        "rows": [
            [" · ".join(filter(None, (row[2], row[0], row[1]))), *(row[n] or "–" for n in kept)]
            for row in rows
        ],
        "numeric": [2, 3, 4],
    }
    return render("monitoring/typst/targets.typ", data, lang, dated=timezone.localdate(known_at))
