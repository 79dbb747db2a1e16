"""A block of a table hides what it hides: proved against whoever tries every table that the shown numbers allow."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.kit.crossing import Crossing

ROWS, COLUMNS, THRESHOLD = "ab", "123", 4
tables = st.fixed_dictionaries({pair: st.integers(0, 9) for pair in product(ROWS, COLUMNS)})


def possible(cells, hidden):
    """Every table with the same totals and the same shown numbers: what nobody outside can tell apart."""
    rows = {r: sum(cells[r, c] for c in COLUMNS) for r in ROWS}
    first = [range(rows["a"] + 1) if ("a", c) in hidden else (cells["a", c],) for c in COLUMNS]
    columns = {c: sum(cells[r, c] for r in ROWS) for c in COLUMNS}
    for numbers in product(*first):
        second = [columns[c] - n for c, n in zip(COLUMNS, numbers, strict=True)]
        fits = all(
            n >= 0 and (("b", c) in hidden or n == cells["b", c])
            for c, n in zip(COLUMNS, second, strict=True)
        )
        if sum(numbers) == rows["a"] and fits:
            yield dict(zip(product(ROWS, COLUMNS), (*numbers, *second), strict=True))


@settings(max_examples=200, deadline=None)
@given(tables)
def test_no_hidden_cell_can_be_narrowed_down(cells):
    hidden = Crossing(cells, THRESHOLD).hidden()
    few = {pair for pair, n in cells.items() if 0 < n < THRESHOLD}
    if hidden is None:
        return
    assert few <= hidden
    others = list(possible(cells, hidden))
    for pair in (pair for pair in hidden if cells[pair]):
        low, high = min(t[pair] for t in others), max(t[pair] for t in others)
        if cells[pair] < THRESHOLD:
            assert high >= THRESHOLD
            assert low <= 1
        assert high - low >= THRESHOLD - 1


def test_nothing_small_hides_nothing():
    assert Crossing({("a", "1"): 12, ("a", "2"): 0, ("b", "1"): 40, ("b", "2"): 11}, 11).hidden() == set()


def test_a_small_number_takes_a_block_with_it():
    cells = {("x", "F"): 5, ("x", "M"): 15, ("y", "F"): 30, ("y", "M"): 60, ("z", "F"): 90, ("z", "M"): 200}
    assert Crossing(cells, 11).hidden() == {(r, c) for r in "xy" for c in "FM"}


def test_a_table_that_tells_too_much_is_not_shown():
    assert Crossing({("x", "F"): 5, ("x", "M"): 0, ("y", "F"): 0, ("y", "M"): 900}, 11).hidden() is None


@pytest.mark.parametrize(("opened", "shown"), [(frozenset(), False), (frozenset({"unknown"}), True)])
def test_of_an_open_small_row_nothing_more_is_told(opened, shown):
    cells = {("unknown", "F"): 3, ("unknown", "M"): 7, ("MAR", "F"): 120, ("MAR", "M"): 255, ("GIN", "F"): 40}
    cells["GIN", "M"] = 156
    found = Crossing(cells, 11, open_rows=opened).hidden()
    assert (found is not None) is shown
    if found:
        assert found == {(r, c) for r in ("unknown", "GIN") for c in "FM"}
