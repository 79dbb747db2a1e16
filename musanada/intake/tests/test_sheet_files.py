"""Files that are not sheets are refused in a sentence; sheets are read whatever their encoding."""

import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from musanada.intake.sheets.cells import clean, fold
from musanada.intake.sheets.limits import Limits
from musanada.intake.sheets.tables import open_file
from musanada.intake.tests.makers import csv_file, xlsx_file
from musanada.kit.errors import BadInput

ROWS = [
    ["Nom", "Prénom", "Ville"],
    ["Traoré", "Aïcha", "Fès"],
    ["Koné", "Émile", "Salé"],
    ["N'Diaye", "Zoé", "Béni Mellal"],
]


def rows_of(path, limits=Limits()):
    return [list(row) for row in open_file(path, limits)[0].rows()]


def refusal(path, limits=Limits()):
    with pytest.raises(BadInput) as caught:
        for sheet in open_file(path, limits):
            list(sheet.rows())
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_french_text_survives_every_encoding_and_delimiter(tmp_path, encoding, mark):
    assert rows_of(csv_file(tmp_path, ROWS, encoding=encoding, mark=mark)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_arabic_text_survives_every_encoding(tmp_path, encoding):
    rows = [["الاسم", "المدينة"], ["محمد العلوي", "فاس"], ["فاطمة الزهراء", "سلا"]]
    assert rows_of(csv_file(tmp_path, rows, encoding=encoding, mark=";")) == rows


def test_commas_inside_cells_do_not_hide_the_semicolon(tmp_path):
    rows = [["Nom", "Adresse"], ["A", "1, rue de Fès, Rabat"], ["B", "2, rue de Salé, Rabat"]]
    assert rows_of(csv_file(tmp_path, rows, mark=";")) == rows


def test_excel_separator_mark_is_no_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\r\nNom;Ville\r\nA;Fès\r\n", encoding="utf-8")
    assert rows_of(path) == [[], ["Nom", "Ville"], ["A", "Fès"]]


def test_quoted_line_breaks_stay_in_their_cell(tmp_path):
    rows = [["Nom", "Note"], ["A", "une\nligne"], ["B", "x"]]
    assert rows_of(csv_file(tmp_path, rows))[1] == ["A", "une ligne"]


def test_workbook_cells_become_text_dates_and_numbers(tmp_path):
    path = xlsx_file(
        tmp_path, [["a", "b", "c", "d", "e"], [612345678, 36.125, date(1990, 2, 3), True, " x \u00a0"]]
    )
    assert rows_of(path)[1] == ["612345678", 36.125, "1990-02-03", "TRUE", "x"]


def test_formula_results_are_read_and_errors_are_empty(tmp_path):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Prénom", "Ville"])
        sheet.write_formula(1, 0, '="Tra"&"oré"', None, "Traoré")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write(1, 2, "Fès")
    assert rows_of(path)[1] == ["Traoré", "", "Fès"]


def test_hidden_and_empty_sheets_are_not_offered(tmp_path):
    path = tmp_path / "s.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("vide")
        book.add_worksheet("bon").write_row(0, 0, ["Nom", "Ville"])
        hidden = book.add_worksheet("cachée")
        hidden.write(0, 0, "x")
        hidden.hide()
    assert [sheet.name for sheet in open_file(path)] == ["bon"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n   \n", "empty"),
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old-xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"\x1f\x8b\x08" + b"\x00" * 20, "archive"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "html"),
        (b"Nom;Ville\nA;F\x00s\n", "not-a-sheet"),
        (bytes(range(256)) * 40, "not-a-sheet"),
        (b"PK\x03\x04" + b"garbage" * 40, "damaged"),
        (b'Nom;Ville\n"A;Fes\n' + b"x" * 40_000, "bad-line"),
    ],
)
def test_files_that_are_no_sheets_are_refused(tmp_path, content, code):
    path = tmp_path / "fichier"
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("member", "code"),
    [("word/document.xml", "word"), ("content.xml", "other-workbook"), ("a.txt", "archive")],
)
def test_other_packages_are_named(tmp_path, member, code):
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "x")
    assert refusal(path) == code


def test_a_truncated_workbook_is_damaged(tmp_path):
    path = xlsx_file(tmp_path, ROWS)
    path.write_bytes(path.read_bytes()[:-300])
    assert refusal(path) == "damaged"


def test_a_nul_byte_far_inside_is_found(tmp_path):
    path = tmp_path / "n.csv"
    path.write_bytes(b"Nom;Ville\n" + b"A;Fes\n" * 300_000 + b"A;F\x00s\n")
    assert refusal(path) == "not-a-sheet"


def test_limits_of_size_rows_and_columns(tmp_path):
    path = csv_file(tmp_path, [["Nom", "Ville"]] + [["A", "Fès"]] * 400)
    assert refusal(path, Limits(size=1000)) == "too-large"
    assert refusal(path, Limits(rows=300)) == "too-long"
    assert refusal(csv_file(tmp_path, [["x"] * 500, ["y"] * 500]), Limits()) == "too-wide"


def with_sheet(path, xml, *, declared=None):
    """A workbook whose first sheet is replaced by ``xml``."""
    source = xlsx_file(path.parent, ROWS, name="source.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    path = with_sheet(tmp_path / "b.xlsx", b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>")
    assert path.stat().st_size < 100_000
    assert refusal(path, Limits(unpacked=10_000_000)) == "too-much"


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = with_sheet(tmp_path / "b.xlsx", b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>")
    honest = (30_000_000 + len(b"<worksheet></worksheet>")).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (1000).to_bytes(4, "little")))
    assert refusal(path, Limits(unpacked=10_000_000)) == "too-much"


def test_one_cell_at_the_end_of_the_world_is_refused(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Ville"])
        sheet.write("XFD1048576", "x")
    assert refusal(path) == "far-cell"


def test_formatted_empty_cells_far_away_do_no_harm(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Ville"])
        sheet.write_row(1, 0, ["A", "Fès"])
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert rows_of(path) == [["Nom", "Ville"], ["A", "Fès"]]


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (10.0, "10"),
        (1e15, "1000000000000000"),
        (2.5, 2.5),
        (datetime(2024, 3, 5, 14, 5), "2024-03-05 14:05"),
        (None, ""),
    ],
)
def test_clean(raw, cell):
    assert clean(raw) == cell


def test_fold_makes_spellings_equal():
    assert fold("N° d'identité :") == fold("n° D’IDENTITE") == "n d identite"
    assert fold("الجنسيّة") == fold("الجنسيه")
