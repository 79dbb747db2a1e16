"""Files as offices make them, built in a test's own folder."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from musanada.intake.sheets.headers import Words

PERSON = (
    Words("full_name", ("nom complet", "nom et prénom", "الاسم الكامل", "full name", "nombre completo")),
    Words("family", ("nom", "nom de famille", "اسم العائلة", "family name", "surname", "apellidos")),
    Words("given", ("prénom", "الاسم الشخصي", "given name", "first name", "nombre")),
    Words("sex", ("sexe", "genre", "الجنس", "sex", "gender", "sexo")),
    Words(
        "birth",
        (
            "date de naissance",
            "né le",
            "تاريخ الازدياد",
            "birth date",
            "date of birth",
            "fecha de nacimiento",
        ),
    ),
    Words("birth_place", ("lieu de naissance", "naissance lieu", "place of birth")),
    Words("nationality", ("nationalité", "الجنسية", "nationality", "nacionalidad")),
    Words("phone", ("téléphone", "tél", "الهاتف", "phone", "teléfono")),
    Words("mother", ("nom de la mère", "mère nom")),
)


def csv_file(
    folder: Path, rows: list[list[Any]], *, encoding: str = "utf-8", mark: str = ",", name: str = "liste.csv"
) -> Path:
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


def xlsx_file(
    folder: Path,
    rows: list[list[Any]],
    *,
    merges: tuple[tuple[int, int, int, int, str], ...] = (),
    name: str = "liste.xlsx",
    others: tuple[tuple[str, list[list[Any]]], ...] = (),
) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, lines in (*others, ("Liste", rows)):
            sheet = book.add_worksheet(title)
            for line, row in enumerate(lines):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(line, column, value, day)
                    else:
                        sheet.write(line, column, value)
        for first, left, last, right, text in merges:
            sheet.merge_range(first, left, last, right, text)
    return path
