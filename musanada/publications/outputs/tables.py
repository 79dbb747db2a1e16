"""Cells as CSV: one line a published number, for spreadsheets; the same with HXL tags in a second row of headers.

HXL 1.1: ``#indicator+num`` is a number or empty, ``#date`` a day. A hidden number is empty and says so in
``#status+conf``: empty alone never means zero.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from musanada.kit.cells import harmless
from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, read_span
from musanada.publications.cells import FigureCell, plain
from musanada.publications.outputs.meta import Content
from musanada.publications.outputs.texts import Teller, spoken

FIXED = (
    ("id", "#meta+id"),
    ("figure", "#indicator+code"),
    ("version", "#meta+version"),
    ("label", "#indicator+name+i_{lang}"),
    ("unit", "#indicator+unit"),
    ("period", "#date+period"),
    ("start", "#date+start"),
    ("end", "#date+end"),
)
VALUES = (
    ("value", "#indicator+num"),
    ("numerator", "#indicator+numerator+num"),
    ("denominator", "#indicator+denominator+num"),
    ("obs_status", "#status+obs"),
    ("conf_status", "#status+conf"),
    ("rounded_to", "#meta+rounded"),
    ("source", "#meta+source"),
    ("footnotes", "#description+notes"),
    ("definition_digest", "#meta+definition"),
)
# Dimensions that the dictionary of HXL has a tag for; any other is an attribute of the indicator.
AXIS_TAGS = {
    "region": "#adm1", "province": "#adm2", "commune": "#adm3", "city": "#loc", "town": "#loc",
    "nationality": "#country+origin", "country": "#country+dest", "programme": "#activity+programme",
    "donor": "#org+funder", "partner": "#org+impl", "sector": "#sector", "service": "#service", "channel": "#channel",
}  # fmt: skip


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    yield "figures.csv", written(content, hxl=False)
    yield "figures.hxl.csv", written(content, hxl=True)


def axes_of(cells: Iterable[FigureCell]) -> tuple[str, ...]:
    return tuple(sorted({axis for cell in cells for axis, _code in cell.dims}))


def bounds(period: str) -> tuple[date | None, date | None]:
    """First and last day of a period, of a change its later one; None on an open side or where no day can be named."""
    try:
        span = read_span(period)
    except BadInput:
        return None, None
    later: Period = span.of if isinstance(span, Change) else span
    return later.start, (later.last_day if later.end else None)


def written(content: Content, *, hxl: bool) -> bytes:
    """UTF-8 with its mark, comma, point: what every spreadsheet reads right, Arabic too."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    axes, lang = axes_of(content.cells), content.first_language
    lines.writerow(head(axes))
    if hxl:
        lines.writerow(tags(axes, lang))
    with spoken(lang):
        teller = Teller(content, lang)
        for cell in content.cells:
            lines.writerow(line(cell, axes, teller))
    return out.getvalue().encode("utf-8-sig")


def head(axes: Sequence[str]) -> list[str]:
    names = [part for axis in axes for part in (axis, f"{axis}_label")]
    return [name for name, _tag in FIXED] + names + [name for name, _tag in VALUES]


def tags(axes: Sequence[str], lang: str) -> list[str]:
    words = [f"{tag_of(axis)}{part}" for axis in axes for part in ("+code", f"+name+i_{lang}")]
    return [tag.format(lang=lang) for _name, tag in FIXED] + words + [tag for _name, tag in VALUES]


def tag_of(axis: str) -> str:
    return AXIS_TAGS.get(axis, f"#indicator+by_{axis}")


def line(cell: FigureCell, axes: Sequence[str], teller: Teller) -> list[str]:
    row, dims = cell.as_row(), dict(cell.dims)
    labels = dict(zip(dims, (words for _title, words in teller.pairs(cell)), strict=True))
    start, end = bounds(cell.period)
    along = [part for axis in axes for part in (dims.get(axis, ""), labels.get(axis, ""))]
    text = [
        cell.id, cell.figure, str(cell.version), teller.words(cell.figure).label, cell.unit, cell.period,
        start.isoformat() if start else "", end.isoformat() if end else "", *along,
    ]  # fmt: skip
    numbers = [plain(one) or "" for one in (cell.value, cell.numerator, cell.denominator)]
    rest = [
        cell.obs, cell.conf, str(cell.rounded_to or ""), teller.source(cell), " | ".join(row["footnotes"]),
        cell.digest,
    ]  # fmt: skip
    # Numbers keep their sign; any text that a spreadsheet would run is made harmless.
    return (
        [harmless(one) for one in text] + (["", "", ""] if cell.hidden else numbers) + [*map(harmless, rest)]
    )
