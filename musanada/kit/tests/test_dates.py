"""Dates as offices write them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.choices import BirthPrecision as P
from musanada.kit.dates import PartialDate, parse_date, parse_day
from musanada.kit.errors import BadInput
from musanada.kit.formats import format_date

FIFTH_OF_MARCH = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2024",
        "5/3/2024",
        "2024-03-05",
        "2024/03/05",
        "2024-03-05 00:00:00",
        "2024-03-05T10:11:12.123456+01:00",
        "05/03/2024 14:30",
        "05.03.24",
        "05-03-2024",
        "5 03 2024",
        "20240305",
        "05032024",
        "5 mars 2024",
        "5 MARS 2024",
        "05-mars-24",
        "5mars2024",
        "mardi 5 mars 2024",
        "le 5 mars 2024",
        "né le 5 mars 2024",
        "née le 05/03/2024",
        "March 5, 2024",
        "5th March 2024",
        "5 Mar 2024",
        "5 de marzo de 2024",
        "5 مارس 2024",
        "٥ مارس ٢٠٢٤",
        "٠٥/٠٣/٢٠٢٤",
        "۵ مارس ۲۰۲۴",
        "5 آذار 2024",
        "5 مارس 2024م",
        "\u200f5/\u200f3/\u200f2024",
        "  5  mars\u00a02024 ",
        "45356",
        45356,
        45356.75,
        FIFTH_OF_MARCH,
        datetime(2024, 3, 5, 10, 0),
    ],
)
def test_reads_a_day(text):
    assert parse_date(text) == PartialDate(FIFTH_OF_MARCH, P.DAY)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1er août 2023", 8),
        ("1 غشت 2023", 8),
        ("1 أغسطس 2023", 8),
        ("1 يوليوز 2023", 7),
        ("1 شتنبر 2023", 9),
        ("1 كانون الثاني 2023", 1),
        ("1 févr. 2023", 2),
        ("1 sept 2023", 9),
        ("1 juil. 2023", 7),
        ("1 juin 2023", 6),
        ("1 déc. 2023", 12),
        ("1 aout 2023", 8),
        ("1 enero 2023", 1),
    ],
)
def test_month_names(text, month):
    assert parse_date(text).date == date(2023, month, 1)


@pytest.mark.parametrize(
    "text", ["mars 2024", "03/2024", "2024-03", "mars 24", "00/03/2024", "مارس 2024", "2024 mars"]
)
def test_reads_a_month(text):
    assert parse_date(text) == PartialDate(date(2024, 3, 1), P.MONTH)


@pytest.mark.parametrize(
    "text", ["1990", 1990, 1990.0, "en 1990", "né en 1990", "00/00/1990", "سنة 1990", "١٩٩٠"]
)
def test_reads_a_year(text):
    assert parse_date(text) == PartialDate(date(1990, 1, 1), P.YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "né vers 1990",
        "Née vers 1990",
        "vers 1990",
        "env. 1990",
        "~1990",
        "c. 1990",
        "about 1990",
        "حوالي 1990",
    ],
)
def test_reads_an_estimate(text):
    assert parse_date(text) == PartialDate(date(1990, 1, 1), P.ESTIMATED)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("inconnue", P.UNKNOWN), ("?", P.UNKNOWN), ("غير معروف", P.UNKNOWN), ("Refusé", P.REFUSED)],
)
def test_answers_that_are_not_dates(text, answer):
    assert parse_date(text) == PartialDate(None, answer)


@pytest.mark.parametrize(("text", "year"), [("05.03.26", 2026), ("05.03.27", 1927), ("05.03.99", 1999)])
def test_two_digit_years_are_never_in_the_future(text, year):
    assert parse_date(text, latest_year=2026).date == date(year, 3, 5)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2024", "n'existe pas"),
        ("29/02/2023", "n'existe pas"),
        ("03/25/2024", "pas de mois 25"),
        ("05/00/2024", "lisible"),
        ("2024-13-01", "pas de mois 13"),
        ("05/03/0204", "plausible"),
        ("05/03/9999", "plausible"),
        ("24 mars", "lisible"),
        ("25 ans", "lisible"),
        ("hier", "lisible"),
        ("mars", "lisible"),
        ("10 رمضان 1445", "hégirienne"),
        ("1445هـ", "hégirienne"),
        ("", "vide"),
        (None, "vide"),
        ("   ", "vide"),
        (17, "lisible"),
        (1990.5, "lisible"),
        (float("nan"), "lisible"),
        (float("inf"), "lisible"),
        (True, "lisible"),
        ("1" * 500, "lisible"),
    ],
)
def test_refuses_in_a_sentence(text, sentence):
    with pytest.raises(BadInput, match=sentence) as problem:
        parse_date(text)
    assert len(str(problem.value)) < 200


def test_a_day_is_asked_for_where_a_day_is_needed():
    assert parse_day("05/03/2024") == FIFTH_OF_MARCH
    with pytest.raises(BadInput, match="il faut le jour"):
        parse_day("mars 2024")


def test_no_date_without_precision_and_no_precision_without_date():
    with pytest.raises(ValueError, match="known precision"):
        PartialDate(None, P.DAY)
    with pytest.raises(ValueError, match="known precision"):
        PartialDate(FIFTH_OF_MARCH, P.UNKNOWN)


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2119, 1, 1))


@given(DAYS, st.sampled_from(["fr", "ar", "en", "es"]), st.booleans())
def test_every_date_we_print_reads_back(day, lang, short):
    assert parse_date(format_date(day, lang, short=short)) == PartialDate(day, P.DAY)


@given(st.integers(min_value=2101, max_value=80000))
def test_every_excel_serial_is_its_day(serial):
    assert parse_date(serial).date == date(1899, 12, 30) + timedelta(days=serial)


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_anything_is_read_or_refused_in_words(value):
    try:
        parse_date(value)
    except BadInput as problem:
        assert str(problem)
