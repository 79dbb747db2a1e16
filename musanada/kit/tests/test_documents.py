"""One number, however written; two numbers, never one."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.documents import SHAPES, normal, variants


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("ab 12-34", "AB1234"),
        ("N° ab 12.34", "AB1234"),
        ("№ 1234", "1234"),
        ("٠١٢٣", "0123"),
        ("۰۱۲۳", "0123"),
        ("ＡＢ１２", "AB12"),
        ("АВ0123456", "AB0123456"),  # Cyrillic A and V
        ("é12", "E12"),
        ("354-12C00123", "35412C00123"),
        ("N012345678", "N012345678"),
        ("", ""),
        ("---", ""),
    ],
)
def test_one_spelling(typed: str, kept: str) -> None:
    assert normal(typed) == kept


@pytest.mark.parametrize(
    "typed, written",
    [
        ("354-12C123", "354-12C00123"),
        ("354 / 12 c 00123", "354-12C00123"),
        ("HCR 354-12C00123", "354-12C00123"),
        ("UNHCR-354-12C00123", "354-12C00123"),
        ("35412C00123", "354-12C123"),
        ("001234567", "O01234567"),  # Guinean passports begin with the letter
        ("OO1234567", "O01234567"),
        ("AO1234567", "A01234567"),
        ("0P0123456", "OP0123456"),
        ("12345", "0012345"),
        ("0012345", "12345"),
        ("A123456", "A0123456"),
        ("CO12345K", "C012345K"),
    ],
)
def test_other_spellings_are_looked_up(typed: str, written: str) -> None:
    assert normal(written) in variants(typed)


@pytest.mark.parametrize("one, other", [("A1234567", "A1234568"), ("AB123", "BA123"), ("12345", "123450")])
def test_two_documents_stay_two(one: str, other: str) -> None:
    assert normal(other) not in variants(one)


def test_kind_and_country_narrow_what_is_tried() -> None:
    assert "O01234567" in variants("001234567", kind="passport", country="GIN")
    assert "O01234567" not in variants("001234567", kind="residence_card")


@given(st.text(max_size=40))
def test_never_fails_and_is_its_own_spelling(text: str) -> None:
    assert normal(normal(text)) == normal(text) or text.upper() != normal(text)
    assert len(variants(text)) <= 40
    assert variants(text)[:1] == ([normal(text)] if normal(text) else [])


@given(st.from_regex(r"[A-Z]{0,2}[0-9]{5,9}", fullmatch=True))
def test_plain_numbers_are_kept_as_they_are(number: str) -> None:
    assert normal(number) == normal(f" {number.lower()} ") == number


def test_every_shape_awaits_confirmation() -> None:
    with SHAPES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(row["status"] == "[GK]" and row["note"] for row in rows)
