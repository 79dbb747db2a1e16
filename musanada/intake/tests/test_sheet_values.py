"""One cell: what it means, and what is said about it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.intake.sheets.findings import SENTENCES, Finding, sentence
from musanada.intake.sheets.values import (
    Reading,
    among,
    count,
    country,
    day,
    number,
    partial_date,
    phone,
    several,
    sex,
    text,
    yes_no,
)
from musanada.intake.sheets.values.lists import aliases

TODAY = Reading(date(2026, 11, 22))


def codes(parsed):
    return [f.code for f in parsed.findings]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            (c, "F")
            for c in (
                "F",
                "f",
                "Femme",
                "FEMMES",
                "féminin",
                "Mme",
                "female",
                "أنثى",
                "انثى",
                "إمرأة",
                "mujer",
                "Fille",
            )
        ),
        *(
            (c, "M")
            for c in ("H", "M", "Homme", "masculin", "M.", "Mr", "male", "ذكر", "رجل", "Hombre", "Garçon")
        ),
        ("", "not_asked"),
        ("inconnu", "unknown"),
        ("?", "unknown"),
        ("refus", "refused"),
        ("-", "not_asked"),
    ],
)
def test_sex_in_many_words(cell, value):
    assert sex(cell, TODAY).value == value


def test_an_unknown_word_for_sex_is_asked_once():
    read = sex("Zorg", TODAY)
    assert read.value is None
    assert read.findings[0].params["word"] == "zorg"
    assert sex("ZORG ", Reading(TODAY.today, choices={("sex", "zorg"): "F"})).value == "F"


@pytest.mark.parametrize(
    "cell",
    [
        "Guinée",
        "guinéenne",
        "GIN",
        "GN",
        "غينيا",
        "Guinea",
        "Guinée Conakry",
        "GUINEE",
        "République de Guinée",
    ],
)
def test_a_nationality_written_many_ways(cell):
    assert country(cell, TODAY).value == "GIN"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("RDC", "COD"),
        ("Côte d'Ivoire", "CIV"),
        ("ivoirienne", "CIV"),
        ("سنغالية", "SEN"),
        ("Camerún", "CMR"),
        ("marocaine", "MAR"),
        ("SYR", "SYR"),
    ],
)
def test_other_nationalities(cell, value):
    assert country(cell, TODAY).value == value


@pytest.mark.parametrize("cell", ["Congo", "congolaise", "الكونغو"])
def test_a_shared_name_asks_a_person(cell):
    read = country(cell, TODAY)
    assert read.value is None
    assert codes(read) == ["ambiguous-word"]
    assert set(read.findings[0].choices) == {"COG", "COD"}


def test_a_choice_answers_for_every_row_of_the_file():
    assert country("CONGO", Reading(TODAY.today, choices={("country", "congo"): "COD"})).value == "COD"


def test_guinea_is_read_and_said():
    assert codes(country("guinéenne", TODAY)) == ["guinea"]
    assert codes(country("GIN", TODAY)) == []


def test_a_misspelt_country_is_not_guessed():
    read = country("Camerounaisse", TODAY)
    assert read.value is None
    assert "CMR" in read.findings[0].choices


def test_several_nationalities_in_a_cell():
    read = several(country)("Mali / Sénégal", TODAY)
    assert read.value == ["MLI", "SEN"]
    assert several(country)("", TODAY).value == []


@pytest.mark.parametrize(
    ("cell", "expected", "precision"),
    [
        ("05/03/1990", "1990-03-05", "day"),
        ("5-3-90", "1990-03-05", "day"),
        ("1990-03-05", "1990-03-05", "day"),
        ("5 mars 1990", "1990-03-05", "day"),
        ("5 مارس 1990", "1990-03-05", "day"),
        ("03/1990", "1990-03-01", "month"),
        ("1990", "1990-01-01", "year"),
        ("vers 1990", "1990-01-01", "estimated"),
        ("32937", "1990-03-05", "day"),
        ("inconnue", None, "unknown"),
    ],
)
def test_dates_in_many_forms(cell, expected, precision):
    assert partial_date()(cell, TODAY).value == {"date": expected, "precision": precision}


def test_dates_that_cannot_be():
    assert codes(partial_date()("31/02/1990", TODAY)) == ["date"]
    assert codes(partial_date()("12/12/2027", TODAY)) == ["future-date"]
    assert codes(partial_date()("abc", TODAY)) == ["date"]
    assert partial_date()("", TODAY).value is None


def test_what_was_supposed_is_said():
    assert codes(partial_date()("32937", TODAY)) == ["excel-day"]
    assert codes(partial_date()("5-3-90", TODAY)) == ["short-year"]


def test_a_day_needs_a_day():
    assert day("05/03/2024", TODAY).value == "2024-03-05"
    assert codes(day("03/2024", TODAY)) == ["whole-day"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("36.000", "36000"), ("36 000", "36000"), (36.125, "36.125"), ("1,5", "1.5"), ("", None)],
)
def test_numbers(cell, value):
    assert number(cell, TODAY).value == value


def test_numbers_that_mean_two_things_are_asked():
    assert codes(number("1,024", TODAY)) == ["two-numbers"]
    assert codes(count("douze", TODAY)) == ["number"]
    assert count("12", TODAY).value == 12


@pytest.mark.parametrize(
    "cell",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12-34-56-78",
        "+212 6 12 34 56 78",
        "00212612345678",
        "212612345678",
        "+212 (0)612345678",
        "٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_moroccan_phones(cell):
    assert phone(cell, TODAY).value == "+212612345678"


def test_phones_lose_their_zero_in_spreadsheets():
    read = phone("612345678", TODAY)
    assert (read.value, codes(read)) == ("+212612345678", ["phone-zero"])


def test_foreign_several_and_broken_phones():
    assert phone("+224 622 11 22 33", TODAY).value == "+224622112233"
    read = phone("0612345678 / 0712345678", TODAY)
    assert (read.value, codes(read)) == ("+212612345678", ["phone-several"])
    assert codes(phone("néant", TODAY)) == ["phone"]
    assert phone("12/34/56", TODAY).value is None


def test_yes_and_no():
    assert [yes_no(c, TODAY).value for c in ("Oui", "نعم", "1", "non", "لا", "")] == [
        True,
        True,
        True,
        False,
        False,
        None,
    ]


def test_code_lists_by_name_or_code():
    kit = aliases([("food", ("Panier alimentaire", "سلة غذائية")), ("nfi", ("Kit hygiène",))])
    reading = Reading(TODAY.today, lists={"kind": kit})
    assert among("kind")("panier ALIMENTAIRE", reading).value == "food"
    assert among("kind")("NFI", reading).value == "nfi"
    assert codes(among("kind")("autre chose", reading)) == ["unknown-word"]
    assert codes(among("kind", strict=False)("autre chose", reading)) == ["left-out-word"]


def test_text_is_never_cut_silently():
    assert codes(text(10)("x" * 11, TODAY)) == ["too-long"]


def test_every_finding_makes_a_sentence():
    params = {
        "value": "x",
        "word": "x",
        "date": "2024-01-01",
        "year": 1990,
        "limit": 10,
        "phone": "+212",
        "field": "Nom",
    }
    for code in ("date", "future-date", "excel-day", "phone", "unknown-word", "guinea", "missing"):
        assert "%(" not in sentence(Finding("error", code, params=params).stored())
    assert len(SENTENCES) >= 16


@given(st.text(max_size=80))
def test_no_cell_breaks_a_reader(cell):
    for parse in (
        sex,
        country,
        several(country),
        partial_date(),
        day,
        number,
        count,
        phone,
        yes_no,
        text(40),
        among("kind"),
    ):
        for found in parse(cell, TODAY).findings:
            assert sentence(found.stored())
