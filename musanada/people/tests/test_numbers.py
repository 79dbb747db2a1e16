"""One spelling a phone, one index a number; numbers of other countries and other things stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.people.numbers import canonical_phone, contact_index, document_index, phone_tokens

HERE = "212612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12.34/56 78",
        "612345678",
        "212612345678",
        "+212612345678",
        "+212 (0) 6 12 34 56 78",
        "00212 612 345 678",
        "002120612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "Tél. 0612345678 (frère)",
    ],
)
def test_every_spelling_of_a_phone_is_one_number(typed: str) -> None:
    assert canonical_phone(typed) == HERE
    assert phone_tokens(typed) == [contact_index("whatsapp", "+212612345678")]


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("+221 77 123 45 67", "221771234567"),
        ("00221771234567", "221771234567"),
        ("221771234567", "221771234567"),
        ("+33 6 12 34 56 78", "33612345678"),
        ("+612345678", "612345678"),
        ("76123456", "76123456"),
        ("150", "150"),
        ("", ""),
    ],
)
def test_a_number_of_another_country_keeps_its_own(typed: str, kept: str) -> None:
    assert canonical_phone(typed) == kept


@given(st.text(max_size=20))
def test_a_canonical_phone_is_its_own_spelling(text: str) -> None:
    assert canonical_phone("+" + canonical_phone(text)) in (
        canonical_phone(text),
        canonical_phone("+" + text),
    )


@given(st.integers(500000000, 899999999), st.sampled_from(("0", "212", "+212", "00212", "+212 0", "")))
def test_whatever_stands_before_it_a_local_number_is_found(number: int, before: str) -> None:
    assert phone_tokens(f"{before}{number}") == phone_tokens(f"0{number}")


def test_kinds_of_numbers_never_meet() -> None:
    tokens = {
        contact_index("phone", "0612345678"),
        contact_index("email", "0612345678@a.ma"),
        document_index("212612345678"),
    }
    assert len(tokens) == 3
    assert contact_index("email", " Aminata@B.ma") == contact_index("email", "aminata@b.MA")
    assert document_index("ab 12-34") == document_index("AB1234")


def test_a_contact_without_a_number_is_compared_by_its_words() -> None:
    assert contact_index("through", "Café Tanger") == contact_index("through", "café  tanger")
    assert contact_index("phone", "non") != ""
