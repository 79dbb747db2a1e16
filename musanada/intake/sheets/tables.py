"""A sheet: a name and its lines, read again from the start as often as needed, never held in memory by us."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.cells import Cell, Row, filled
from musanada.intake.sheets.files import recognise
from musanada.intake.sheets.limits import Limits
from musanada.kit.errors import BadInput

Span = tuple[int, int, int, int]  # first line, first column, last line, last column of a merged cell, from 0


@dataclass(frozen=True)
class Sheet:
    """``rows()`` starts a new reading. Line 1 of the sheet is the first row, empty lines included."""

    name: str
    rows: Callable[[], Iterator[Row]]
    merged: tuple[Span, ...] = ()
    encoding: str = ""
    delimiter: str = ""


def open_file(path: Path, limits: Limits = Limits()) -> list[Sheet]:  # noqa: B008  frozen
    """The sheets of a CSV or XLSX file that hold anything.

    Raises: BadInput, a sentence for the person who chose the file.
    """
    if recognise(path, limits) == "xlsx":
        from musanada.intake.sheets.workbooks import sheets_of

        sheets = sheets_of(path, limits)
    else:
        from musanada.intake.sheets.textfiles import sheet_of

        sheets = [sheet for sheet in (sheet_of(path, limits),) if not is_empty(sheet)]
    if not sheets:
        raise BadInput(
            _("Le fichier ne contient aucune ligne. Choisissez le fichier qui contient le tableau."),
            code="empty",
        )
    return sheets


def bounded(rows: Iterable[list[Cell]], limits: Limits) -> Iterator[Row]:
    """The rows without empty cells at the end.

    Raises: BadInput past the limits; counting only lines that hold something.
    """
    count = 0
    for row in rows:
        width = len(row)
        while width and row[width - 1] == "":
            width -= 1
        if width > limits.columns:
            raise BadInput(
                _(
                    "Une ligne compte plus de %(count)s colonnes : ce n'est pas un tableau, ou son séparateur est inconnu."
                )
                % {"count": limits.columns},
                code="too-wide",
            )
        if width:
            count += 1
            if count > limits.rows + 50:  # titles and headers are not counted against the office
                raise BadInput(
                    _(
                        "Le tableau dépasse %(count)s lignes. Partagez-le en plusieurs fichiers, par exemple un par année."
                    )
                    % {"count": limits.rows},
                    code="too-long",
                )
        yield tuple(row[:width])


def is_empty(sheet: Sheet) -> bool:
    return not any(filled(row) for row in sheet.rows())
