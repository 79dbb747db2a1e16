"""Small numbers stay hidden: from a line, from a table, and from whoever subtracts."""

from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.disclosure import ALL, THRESHOLD, hidden_cells, hidden_parts

numbers = st.integers(min_value=0, max_value=30)


def test_a_zero_is_open_and_a_small_number_takes_another_with_it():
    assert hidden_parts({"F": 12, "M": 30, "X": 0}) == set()
    assert hidden_parts({"F": 2, "M": 30, "X": 0}) == {"F", "M"}
    assert hidden_parts({"a": 2, "b": 9, "c": 40}) == {"a", "b"}


def test_a_line_of_small_numbers_is_hidden_whole():
    assert hidden_parts({"a": 1, "b": 2}) == {"a", "b"}


@given(st.dictionaries(st.sampled_from("abcdef"), numbers, min_size=1))
def test_nothing_hidden_can_be_worked_out_from_its_total(parts):
    hidden = hidden_parts(parts)
    assert all(code in hidden for code, n in parts.items() if 0 < n < THRESHOLD)
    assert all(parts[code] for code in hidden)
    left = sum(parts[code] for code in hidden)  # what a reader knows: the total without what is shown
    others = [code for code in parts if code not in hidden and parts[code]]
    if hidden and others:
        assert left - (len(hidden) - 1) >= THRESHOLD
        assert left - len(hidden) >= THRESHOLD - 1


def table_of(cells):
    table = {}
    for (row, column), number in cells.items():
        for key in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
            table[key] = table.get(key, 0) + number
    return table


@given(st.dictionaries(st.tuples(st.sampled_from("rstu"), st.sampled_from("123")), numbers, min_size=1))
def test_no_line_of_a_table_gives_a_hidden_cell_away(cells):
    table = table_of(cells)
    hidden = hidden_cells(table)
    assert all(cell in hidden for cell, n in table.items() if 0 < n < THRESHOLD)
    lines = [((row, ALL), [cell for cell in table if cell[0] == row and cell[1] != ALL]) for row in "rstu"]
    lines += [((ALL, col), [cell for cell in table if cell[1] == col and cell[0] != ALL]) for col in "123"]
    for total, parts in lines:
        mine = [cell for cell in parts if cell in hidden]
        if mine and total not in hidden:
            assert len(mine) > 1
            assert sum(table[cell] for cell in mine) >= THRESHOLD + len(mine) - 1
        if total in hidden:
            assert mine
