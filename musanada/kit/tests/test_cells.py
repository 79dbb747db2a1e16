"""No text becomes a formula, and no text is lost."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from musanada.kit.cells import MARK, STARTS, harmless

TEXTS = st.text() | st.builds(str.__add__, st.sampled_from(STARTS), st.text())


@given(TEXTS)
@example("=cmd|' /C calc'!A0")
@example("\t=1+1")
@example(" =1+1")
@example("\u200b=1+1")
@example("＝1+1")
@example("-2+3")
@example("+212612345678")
@example("@SUM(A1)")
@example("\r=1")
@example("\n=1")
def test_no_cell_starts_a_formula(text):
    cell = harmless(text)
    assert not cell.startswith(STARTS)
    assert not cell.strip(" \u200b\u200f\ufeff").startswith(("=", "+", "-", "@", "＝"))
    assert cell in (text, MARK + text)


@given(TEXTS)
def test_twice_is_once(text):
    assert harmless(harmless(text)) == harmless(text)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_holds_through_a_csv_file(row):
    out = io.StringIO(newline="")
    csv.writer(out).writerow([harmless(cell) for cell in row])
    out.seek(0)
    (read,) = csv.reader(out, strict=True) if out.getvalue().strip("\r\n") else ([""],)
    assert not any(cell.startswith(STARTS) for cell in read)


@pytest.mark.parametrize("text", ["Awa Diallo", "فاطمة", "'déjà", "12", "", "K7M2-QXB9", "a=b"])
def test_ordinary_text_stays(text):
    assert harmless(text) == text


def test_nothing_is_an_empty_cell():
    assert harmless(None) == ""
