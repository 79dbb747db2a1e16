"""The table is found under titles and two-line headers; columns are known in any order and language."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.intake.sheets.headers import suggest
from musanada.intake.sheets.layout import best_table, find_table
from musanada.intake.sheets.tables import Sheet, open_file
from musanada.intake.tests.makers import PERSON, csv_file, xlsx_file
from musanada.kit.errors import BadInput


def sheet(rows, merged=()):
    return Sheet("Liste", lambda: iter([tuple(r) for r in rows]), merged)


def mapping(table):
    found = suggest([c.name for c in table.columns], PERSON)
    return {code: table.columns[m.column].name for code, m in found.items()}


FRENCH = ["Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité", "Téléphone"]


@pytest.mark.parametrize(
    "names",
    [
        FRENCH,
        ["NOM ", "PRENOMS", "Genre", "Né(e) le", "nationalite", "N° Tél"],
        ["اسم العائلة", "الإسم الشخصي", "الجنس", "تاريخ الإزدياد", "الجنسيّة", "الهاتف"],
        ["Surname", "First Name", "Gender", "Date of birth", "Nationality", "Phone number"],
        ["Apellidos", "Nombre", "Sexo", "Fecha de nacimiento", "Nacionalidad", "Teléfono"],
    ],
)
def test_headers_in_four_languages(names):
    found = suggest(names, PERSON)
    assert {m.column: code for code, m in found.items()} == dict(
        enumerate(["family", "given", "sex", "birth", "nationality", "phone"])
    )


def test_a_mothers_name_is_not_taken_for_the_name():
    found = suggest(["Nom de la mère", "Nom"], PERSON)
    assert (found["family"].column, found["mother"].column) == (1, 0)


def test_unrelated_headers_are_left_alone():
    assert suggest(["Observations", "Signature", "Kit hygiène"], PERSON) == {}


@given(st.randoms(use_true_random=False))
def test_column_order_changes_nothing(rng: random.Random):
    columns = list(
        zip(
            [*FRENCH, "Observations", ""],
            ["Diallo", "Awa", "F", "3/5/1990", "Mali", "0612345678", "vu", ""],
            strict=True,
        )
    )
    rng.shuffle(columns)
    titles, values = zip(*columns, strict=True)
    table = find_table(sheet([["Liste 2024"], [], titles, values]), PERSON)
    assert mapping(table) == dict(
        zip(["family", "given", "sex", "birth", "nationality", "phone"], FRENCH, strict=True)
    )
    assert table.signature == find_table(sheet([[*FRENCH, "Observations"], ["x"] * 7]), PERSON).signature


def test_titles_above_and_empty_columns_around_the_table():
    rows = [
        ["Association Al Amal", "", ""],
        ["", "Liste des bénéficiaires au 12/03/2024"],
        [],
        ["", "Nom", "", "Sexe"],
        ["", "Diallo", "", "F"],
    ]
    table = find_table(sheet(rows), PERSON)
    assert [c.name for c in table.columns] == ["Nom", "Sexe"]
    assert [(line.number, line.cells) for line in table.lines()] == [(5, ("Diallo", "F"))]


def test_group_headers_of_merged_cells_are_joined(tmp_path):
    rows = [
        ["Liste"],
        ["Nom", "Prénom", "Naissance", "", "Contact", ""],
        ["", "", "Date", "Lieu", "Téléphone", "Adresse"],
        ["Diallo", "Awa", "3/5/1990", "Conakry", "0612345678", "Fès"],
    ]
    merges = ((1, 2, 1, 3, "Naissance"), (1, 4, 1, 5, "Contact"), (1, 0, 2, 0, "Nom"), (1, 1, 2, 1, "Prénom"))
    table = find_table(open_file(xlsx_file(tmp_path, rows, merges=merges))[0], PERSON)
    assert [c.name for c in table.columns] == [
        "Nom",
        "Prénom",
        "Naissance Date",
        "Naissance Lieu",
        "Contact Téléphone",
        "Contact Adresse",
    ]
    assert mapping(table) == {
        "family": "Nom",
        "given": "Prénom",
        "birth": "Naissance Date",
        "birth_place": "Naissance Lieu",
        "phone": "Contact Téléphone",
    }
    assert [line.number for line in table.lines()] == [4]


def test_the_same_two_lines_in_a_csv_without_merges(tmp_path):
    rows = [
        ["Nom", "Prénom", "Naissance", "", "Sexe"],
        ["", "", "Date", "Lieu", ""],
        ["Diallo", "Awa", "3/5/1990", "Conakry", "F"],
    ]
    table = find_table(open_file(csv_file(tmp_path, rows))[0], PERSON)
    assert [c.name for c in table.columns] == ["Nom", "Prénom", "Naissance Date", "Naissance Lieu", "Sexe"]


def test_two_people_under_one_group_each():
    rows = [
        ["Bénéficiaire", "", "Mère", ""],
        ["Nom", "Prénom", "Nom", "Prénom"],
        ["Diallo", "Awa", "Bah", "Oumou"],
    ]
    assert mapping(find_table(sheet(rows), PERSON))["mother"] == "Mère Nom"


def test_totals_and_repeated_headers_are_marked():
    rows = [
        FRENCH[:3],
        ["Diallo", "Awa", "F"],
        FRENCH[:3],
        ["Bah", "Ali", "H"],
        [],
        ["Total", "2", ""],
        ["TOTAL GÉNÉRAL : 2"],
        ["المجموع", "2"],
    ]
    kinds = [(line.number, line.kind) for line in find_table(sheet(rows), PERSON).lines()]
    assert kinds == [(2, "row"), (3, "header"), (4, "row"), (6, "total"), (7, "total"), (8, "total")]


def test_a_person_called_total_is_a_row():
    rows = [FRENCH[:3], ["Total", "Awa", "F"]]
    assert [line.kind for line in find_table(sheet(rows), PERSON).lines()] == ["row"]


def test_unknown_headers_still_make_a_table():
    table = find_table(sheet([["Colonne un", "Colonne deux"], ["Diallo", "12"], ["Bah", "13"]]), PERSON)
    assert [c.name for c in table.columns] == ["Colonne un", "Colonne deux"]
    assert len(list(table.lines())) == 2


def test_figures_alone_have_no_header():
    table = find_table(sheet([["Diallo", "12"], ["Bah", "13"]]), PERSON)
    assert [c.name for c in table.columns] == ["A", "B"]
    assert len(list(table.lines())) == 2


def test_a_person_may_name_the_header_line():
    rows = [["x", "y"], ["Nom", "Sexe"], ["Diallo", "F"]]
    assert len(list(find_table(sheet(rows), PERSON, header_line=1).lines())) == 2
    assert len(list(find_table(sheet(rows), PERSON, header_line=0).lines())) == 3


def test_doubled_headers_keep_their_own_keys():
    table = find_table(sheet([["Nom", "Téléphone", "Téléphone"], ["a", "1", "2"]]), PERSON)
    assert [c.key for c in table.columns] == ["nom", "telephone", "telephone 2"]


def test_the_sheet_that_is_understood_is_chosen(tmp_path):
    others = (("Lisez-moi", [["Mode d'emploi"], ["Remplir chaque ligne"]]),)
    sheets = open_file(xlsx_file(tmp_path, [FRENCH, ["Diallo", "Awa", "F"]], others=others))
    assert best_table(sheets, PERSON).sheet.name == "Liste"


def test_headers_without_rows_are_told(tmp_path):
    with pytest.raises(BadInput, match="aucune ligne"):
        best_table(open_file(csv_file(tmp_path, [FRENCH])), PERSON)
