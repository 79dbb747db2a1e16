"""Disclosure control on random linked tables: no hidden number can be worked out, by our attacker or by trying everything."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musanada.publications.disclosure import Policy, Relations, Release, Table, attack, protect
from musanada.publications.disclosure.relations import Coarser
from musanada.publications.disclosure.types import small
from musanada.publications.tests.disclosing import margin, possible, table

NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60), st.sampled_from([0, 1, 2, 9, 10, 11, 500]))
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def grids(draw, rows=5, columns=5, numbers=NUMBERS):
    height, width = draw(st.integers(1, rows)), draw(st.integers(2, columns))
    return {(f"a{r}", f"b{c}"): draw(numbers) for r in range(height) for c in range(width)}


def linked(counts):
    by = ["a", "b"]
    return [table(counts, by), margin(counts, by, "a"), margin(counts, by, "b")]


def cells_of(tables):
    return {cell.key: cell for shown in tables for cell in shown.cells}


def check(tables, policy, done, **more):
    """Nothing small is shown, nothing hidden can be worked out, zeros stay, and what is shown is unchanged."""
    truth = cells_of(tables)
    assert done.breaches == ()
    for name, cell in done.cells.items():
        if not cell.hidden:
            limit = policy.threshold_of(cell.figure)
            assert not small(truth[name].value, limit, policy.zeros)
            assert policy.mode == "round" or cell.value == truth[name].value
        elif policy.zeros == "open":
            assert truth[name].value != 0
    assert attack([], done.tables, policy=policy, truth=truth, **more) == ()


@QUICK
@given(grids(), st.sampled_from([3, 5, 10]), st.sampled_from(["open", "hidden"]))
def test_linked_tables_are_safe(counts, threshold, zeros):
    policy = Policy(threshold=threshold, zeros=zeros)
    tables = linked(counts)
    check(tables, policy, protect([], tables, policy=policy))


@QUICK
@given(grids(), st.sampled_from([5, 10]))
def test_without_a_solver_too_and_a_solver_agrees(counts, threshold):
    tables = linked(counts)
    policy = Policy(threshold=threshold, solver=False)
    done = protect([], tables, policy=policy)
    assert done.method == "own"
    check(tables, Policy(threshold=threshold), done)


@QUICK
@given(grids(), st.sampled_from([5, 10]))
def test_rounding_is_safe(counts, threshold):
    policy = Policy(threshold=threshold, mode="round")
    tables = linked(counts)
    check(tables, policy, protect([], tables, policy=policy))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grids(rows=3, columns=3, numbers=st.integers(0, 7)))
def test_trying_every_possible_table_finds_no_more_than_the_attacker_says(counts):
    """The rule itself, checked with nothing of ours: all whole tables that look like the one shown."""
    policy = Policy(threshold=3)
    done = protect([], linked(counts), policy=policy)
    inside, *margins = done.tables
    dark = [row.key for row in inside.rows if row.hidden]
    if inside.total.hidden or any(row.hidden for other in margins for row in other.rows):
        return
    seen = list(possible(inside, margins))
    if not seen:
        return  # too many to try
    truth = {row.key: row.value for row in table(counts, ["a", "b"]).rows}
    assert {name: truth[name] for name in dark} in seen
    for name in dark:
        numbers = [one[name] for one in seen]
        assert max(numbers) >= 3 and max(numbers) - min(numbers) >= 2
        assert truth[name] >= 3 or min(numbers) <= 1


@QUICK
@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), NUMBERS, min_size=2),
    st.integers(1, 3),
    st.sampled_from([5, 10]),
)
def test_rows_and_their_coarser_rows_are_safe(numbers, groups, threshold):
    parents = {code: f"g{ord(code) % groups}" for code in "ABCDEFGH"}
    sums: dict[tuple[str, ...], int] = {}
    for code, n in numbers.items():
        sums[(parents[code],)] = sums.get((parents[code],), 0) + n
    tables = [table({(code,): n for code, n in numbers.items()}, ["fine"]), table(sums, ["coarse"])]
    relations = Relations(coarser={"a.people": (Coarser("fine", "coarse", parents),)})
    policy = Policy(threshold=threshold)
    done = protect([], tables, policy=policy, relations=relations)
    check(tables, policy, done, relations=relations)


@QUICK
@given(st.lists(NUMBERS, min_size=3, max_size=8), st.data())
def test_a_second_release_after_late_entries_is_safe(numbers, data):
    policy = Policy(threshold=5)
    first = table({(f"c{n}",): value for n, value in enumerate(numbers)}, ["c"])
    release = Release("r1", protect([], [first], policy=policy).tables[0].cells)
    late = data.draw(st.lists(st.integers(0, 8), min_size=len(numbers), max_size=len(numbers)))
    tables = [table({(f"c{n}",): value + late[n] for n, value in enumerate(numbers)}, ["c"])]
    done = protect([], tables, policy=policy, earlier=[release])
    assert done.breaches == ()
    told = {one.key for one in done.known}
    found = attack([], done.tables, policy=policy, earlier=[release], truth=cells_of(tables))
    assert {one.key for one in found} <= told | {cell.key for cell in release.cells if cell.hidden}


@QUICK
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.sampled_from(["adds", "once"]))
def test_months_quarters_and_the_year_together_are_safe(numbers, clock):
    months = {(f"2024-{n + 1:02}",): value for n, value in enumerate(numbers)}
    quarters = {(f"2024-Q{q + 1}",): sum(numbers[3 * q : 3 * q + 3]) for q in range(4)}
    tables = [table(months, ["month"]), table(quarters, ["quarter"])]
    relations = Relations(clocks={"a.people": clock})  # type: ignore[dict-item]
    policy = Policy(threshold=5)
    done = protect([], tables, policy=policy, relations=relations)
    check(tables, policy, done, relations=relations)


@QUICK
@given(grids(rows=4, columns=4))
def test_hiding_only_what_is_small_is_caught(counts):
    """The attacker is worth something: where one small number is left alone in a line, it says so."""
    tables = linked(counts)
    bare = [
        replace(t, cells=tuple(replace(c, value=None, conf="N", count=None) if 0 < (c.value or 0) < 5 else c for c in t.cells))
        for t in tables
    ]  # fmt: skip
    alone = False
    for axis in (0, 1):
        lines: dict[str, list[int]] = {}
        for codes, n in counts.items():
            lines.setdefault(codes[axis], []).append(n)
        alone |= any(sum(0 < n < 5 for n in line) == 1 and sum(line) >= 5 for line in lines.values())
    found = attack([], bare, policy=Policy(threshold=5))
    if alone:
        assert found


@pytest.mark.parametrize("solver", [True, False])
def test_a_publication_of_nothing(solver):
    done = protect([], [], policy=Policy(solver=solver))
    assert done.safe and not done.cells
    assert attack([], [Table((table({}, ["a"], total=0).total,), ("a",))]) == ()
