"""Where the table starts in a sheet: under titles, under one header row or two, with totals and empty lines around."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.cells import Cell, Row, filled, fold, text_of
from musanada.intake.sheets.headers import Words, suggest, weight
from musanada.intake.sheets.tables import Sheet, Span
from musanada.kit.errors import BadInput

HEAD = 40
PAIR_GAIN = 0.3  # two header rows must explain this much more than one
TWICE = 0.25  # a name that stands twice says less: the group above may tell the two apart
NUMERIC = re.compile(r"[\d\s.,/:+%()-]+")
TOTAL = re.compile(
    r"(sous |grand |sub )?(total|totaux|subtotal|somme|suma|ensemble)( general| generale| global| des? \w+)?( \d+)*"
    r"|(ال)?(مجموع|اجمالي)( (ال)?(عام|كلي))?( \d+)*"
)

Kind = Literal["row", "total", "header"]


@dataclass(frozen=True)
class Header:
    """``last`` is the header's last line, ``names`` the columns' names; lines are counted from 1, 0 = no header."""

    last: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """``key`` names the column whatever its place: the folded header, numbered when it occurs twice."""

    index: int
    name: str
    key: str


@dataclass(frozen=True)
class Line:
    """``number`` is the line in the sheet, as the person sees it in the spreadsheet."""

    number: int
    cells: Row
    kind: Kind = "row"


@dataclass(frozen=True)
class Table:
    """A sheet with its header found."""

    sheet: Sheet
    header: Header
    columns: tuple[Column, ...]

    @property
    def signature(self) -> str:
        """The same for the same headers in any order: what a remembered mapping hangs on."""
        keys = "\n".join(sorted(column.key for column in self.columns))
        return hashlib.sha256(keys.encode()).hexdigest()

    def lines(self) -> Iterator[Line]:
        """Lines under the header that hold something; totals and repeated headers are marked, not dropped."""
        titles = [fold(name) for name in self.header.names]
        indices = [column.index for column in self.columns]
        for number, row in enumerate(self.sheet.rows(), start=1):
            if number > self.header.last and filled(row):
                cells = tuple(row[i] if i < len(row) else "" for i in indices)
                yield Line(number, cells, kind_of(row, titles))


def find_table(sheet: Sheet, fields: Sequence[Words], *, header_line: int | None = None) -> Table:
    """The table of a sheet; ``header_line`` is what a person said (0: there is no header).

    Raises: BadInput if there is nothing under the header.
    """
    head = list(islice(sheet.rows(), HEAD if header_line is None else max(HEAD, header_line + HEAD)))
    header = (
        told(head, header_line, sheet.merged, fields)
        if header_line is not None
        else guess(head, sheet.merged, fields)
    )
    below = head[header.last :]
    width = max((len(row) for row in head), default=0)
    used = [any(i < len(row) and row[i] != "" for row in below) for i in range(width)]
    if not any(used):
        raise BadInput(
            _(
                "La feuille « %(sheet)s » n'a aucune ligne sous ses titres de colonnes. Choisissez une autre feuille."
            )
            % {"sheet": sheet.name},
            code="no-rows",
        )
    return Table(sheet, header, tuple(columns_of(header, used)))


def best_table(sheets: Sequence[Sheet], fields: Sequence[Words]) -> Table:
    """The table that is understood best among the sheets; the first of equals.

    Raises: BadInput if no sheet has a line under a header.
    """
    tables, problem = [], None
    for sheet in sheets:
        try:
            tables.append(find_table(sheet, fields))
        except BadInput as refusal:
            problem = problem or refusal
    if not tables:
        raise problem or BadInput(_("Le fichier ne contient aucune ligne."), code="empty")
    return max(tables, key=lambda table: round(understood(table.header.names, fields), 3))


def columns_of(header: Header, used: Sequence[bool]) -> Iterator[Column]:
    """Columns with a name or with values."""
    seen: dict[str, int] = {}
    for index in range(max(len(header.names), len(used))):
        name = header.names[index] if index < len(header.names) else ""
        if not name and not (index < len(used) and used[index]):
            continue
        key = fold(name) or f"column {letter(index)}"
        seen[key] = seen.get(key, 0) + 1
        yield Column(index, name or letter(index), key if seen[key] == 1 else f"{key} {seen[key]}")


def letter(index: int) -> str:
    """0 → A, 26 → AA."""
    text, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def guess(head: Sequence[Row], merged: Sequence[Span], fields: Sequence[Words]) -> Header:
    """The row, or two rows, whose words are understood best; else the first row that is all words; else none."""
    single = max(range(len(head)), key=lambda i: (score(names_of(head[i]), fields), -i), default=0)
    best = score(names_of(head[single]), fields) if head else 0.0
    double, gain = single, 0.0
    for i, _pair in enumerate(pairwise(head)):
        value = score(joined(head, i, merged), fields)
        if value > gain:
            double, gain = i, value
    if gain > best + PAIR_GAIN and gain >= 1:
        return Header(double + 2, joined(head, double, merged))
    if best >= 1 or (best > 0 and filled(head[single]) > 1):
        return Header(single + 1, names_of(head[single]))
    return unknown_words(head)


def unknown_words(head: Sequence[Row]) -> Header:
    """Nothing was recognised: a row as wide as the table, of words only, different from each other, is a header."""
    width = max((filled(row) for row in head), default=0)
    for i, row in enumerate(head):
        names = [n for n in names_of(row) if n]
        if len(names) >= max(1, round(width * 0.6)):
            words = all(not NUMERIC.fullmatch(n) for n in names) and len({fold(n) for n in names}) == len(
                names
            )
            return Header(i + 1, names_of(row)) if words else Header(i, ())
    return Header(0, ())


def told(head: Sequence[Row], line: int, merged: Sequence[Span], fields: Sequence[Words]) -> Header:
    """The header at the line a person named, with the group row above it where that says more."""
    if line <= 0 or line > len(head):
        return Header(max(line, 0), ())
    names = names_of(head[line - 1])
    if line > 1:
        above = joined(head, line - 2, merged)
        if score(above, fields) > score(names, fields):
            names = above
    return Header(line, names)


def names_of(row: Row) -> tuple[str, ...]:
    return tuple(text_of(cell) for cell in row)


def joined(head: Sequence[Row], first: int, merged: Sequence[Span]) -> tuple[str, ...]:
    """Group header and sub-header as one: ``Naissance`` over ``Date``, ``Lieu`` → ``Naissance Date``, ``Naissance Lieu``."""
    group, sub = names_of(head[first]), names_of(head[first + 1])
    spans = {column: a for line, a, _last, b in merged if line == first for column in range(a, b + 1)}
    names, current = [], ""
    for i in range(max(len(group), len(sub))):
        own = group[i] if i < len(group) else ""
        below = sub[i] if i < len(sub) else ""
        if own or not below:
            current = own if below else ""
        over = own or covering(group, spans, i, current if below else "", known=bool(merged))
        names.append(f"{over} {below}".strip() if over != below else over)
    return tuple(names)


def covering(group: Sequence[str], spans: dict[int, int], column: int, current: str, *, known: bool) -> str:
    """The group a blank cell stands under: its merged cell where the file says so, else the one to its left."""
    if column in spans:
        return group[spans[column]] if spans[column] < len(group) else ""
    return "" if known else current


def score(names: Sequence[str], fields: Sequence[Words]) -> float:
    """How much is understood; a row with figures in it is data, not a header."""
    if not any(names):
        return 0.0
    filled_names = [fold(name) for name in names if name]
    figures = sum(bool(NUMERIC.fullmatch(name)) for name in names if name)
    return understood(names, fields) - figures - TWICE * (len(filled_names) - len(set(filled_names)))


def understood(names: Sequence[str], fields: Sequence[Words]) -> float:
    return weight(suggest(names, fields))


def kind_of(row: Row, titles: Sequence[str]) -> Kind:
    """A total, the header again (lists printed page by page), or a row."""
    cells = [(i, cell) for i, cell in enumerate(row) if cell != ""]
    text = fold(text_of(cells[0][1]))
    if TOTAL.fullmatch(text) and all(is_figure(cell) for _i, cell in cells[1:]):
        return "total"
    same = sum(i < len(titles) and fold(text_of(cell)) == titles[i] for i, cell in cells)
    return "header" if same > 1 and same == len(cells) else "row"


def is_figure(cell: Cell) -> bool:
    return isinstance(cell, float) or bool(NUMERIC.fullmatch(cell))
