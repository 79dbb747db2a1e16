"""Numbers as offices type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput
from musanada.kit.formats import format_number
from musanada.kit.numbers import parse_count, parse_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23 096", "23096"),
        ("21073", "21073"),
        ("36.000", "36000"),
        ("8.588", "8588"),
        ("1.024", "1024"),
        ("60,7 %", "60.7"),
        ("60,7\u202f%", "60.7"),
        ("23\u202f096", "23096"),
        ("23\u00a0096,5", "23096.5"),
        ("١٠٬٤٠٤", "10404"),
        ("٦٠٫٧٪", "60.7"),
        ("۱۲۳", "123"),
        ("1.5", "1.5"),
        ("1.500", "1500"),
        ("0.500", "0.5"),
        ("0,125", "0.125"),
        ("1234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1'234", "1234"),
        ("-5", "-5"),
        ("−5,2", "-5.2"),
        ("+8,4 %", "8.4"),
        ("\u200e-12", "-12"),
        ("  7  ", "7"),
        (12, "12"),
        (10.0, "10"),
        (Decimal("2.50"), "2.5"),
        ("1 234.567", "1234.567"),
    ],
)
def test_reads(text, expected):
    assert parse_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3,5 millions",
        "٪60,7",
        "12a",
        "1 23",
        "12.34.567",
        "1.234.56",
        "1 234.567.890",
        "0.500.000",
        "5,",
        ",5",
        "1,2,3",
        "--5",
        "1e5",
        "NaN",
        "9" * 41,
        float("nan"),
        float("inf"),
        True,
        None,
        "12,345.678,9",
        "1' 234",
    ],
)
def test_refuses(text):
    with pytest.raises(BadInput) as problem:
        parse_number(text)
    assert str(problem.value).endswith(".")


def test_comma_before_three_digits_is_refused_with_both_readings():
    with pytest.raises(BadInput, match=r"10404 .* 10,4040") as problem:
        parse_number("10,404")
    assert problem.value.code == "ambiguous"


def test_the_file_may_say_which_mark_it_uses():
    assert parse_number("10,404", decimal_mark=".") == 10404
    assert parse_number("10,404", decimal_mark=",") == Decimal("10.404")
    assert parse_number("1.500", decimal_mark=".") == Decimal("1.5")


def test_counts_are_whole_and_not_negative():
    assert parse_count("36.000") == 36000
    for text in ("-1", "2,5"):
        with pytest.raises(BadInput, match="entier positif"):
            parse_count(text)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["fr", "ar", "es"]))
def test_whole_numbers_we_print_read_back(value, lang):
    assert parse_number(format_number(value, lang)) == value


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        assert parse_number(text).is_finite()
    except BadInput as problem:
        assert str(problem)
