"""References people read aloud."""

from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.ids import (
    ALPHABET,
    check_character,
    new_id,
    new_reference,
    normalise_reference,
    show_reference,
    valid_reference,
)

BODY = st.text(ALPHABET, min_size=7, max_size=7)


@given(BODY)
def test_reference_with_its_check_is_valid(body):
    assert valid_reference(body + check_character(body))


@given(BODY, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_every_single_slip_is_caught(body, place, symbol):
    reference = body + check_character(body)
    slipped = reference[:place] + symbol + reference[place + 1 :]
    assert valid_reference(slipped) == (slipped == reference)


@given(BODY)
def test_shown_reference_is_read_back(body):
    reference = body + check_character(body)
    assert normalise_reference(show_reference(reference).lower()) == reference


def test_rubbish_is_no_reference():
    assert not any(valid_reference(text) for text in ("", "A", "K7M2QX", "محمد", "K7M2-QXBI"))


def test_new_ids_are_version_7_and_in_order():
    first, second = new_id(), new_id()
    assert first.version == 7
    assert first < second


def test_new_references_are_valid():
    assert valid_reference(new_reference())
