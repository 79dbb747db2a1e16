"""Disclosure control by example: each way a reader may subtract, tried against us."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.disclosure import Policy, Relations, Release, Table, attack, protect
from musanada.publications.disclosure import statements as said
from musanada.publications.disclosure.relations import Coarser, Quotient, Same
from musanada.publications.tests.disclosing import cell, margin, table

FIVE = Policy(threshold=5)
TEN = Policy(threshold=10)
SEXES = {("F",): 3, ("M",): 20, ("U",): 8}
GRID = {
    ("A", "x"): 2, ("A", "y"): 30, ("A", "z"): 12,
    ("B", "x"): 14, ("B", "y"): 25, ("B", "z"): 9,
    ("C", "x"): 33, ("C", "y"): 18, ("C", "z"): 41,
}  # fmt: skip


def key(figure="a.people", period="2024", **dims):
    return cell(figure, 0, period, **dims).key


def hide(shown, *keys):
    """As printed, with these hidden."""
    return replace(shown, cells=tuple(dark(c) if c.key in keys else c for c in shown.cells))


def dark(one):
    return replace(one, value=None, numerator=None, denominator=None, conf="N", count=None)


def again(done, policy, **more):
    return attack(done.cells.values(), done.tables, policy=policy, **more)


# Attack -----------------------------------------------------------------------------------------------------------------


def test_one_hidden_row_beside_its_total_is_worked_out():
    (found,) = attack([], [hide(table(SEXES, ["sex"]), key(sex="F"))], policy=FIVE)
    assert (found.key, found.low, found.high) == (key(sex="F"), 3, 3)
    assert "3" in found.words and key(sex="F") in found.words


def test_two_hidden_rows_whose_sum_is_small_are_worked_out():
    shown = table({("F",): 1, ("M",): 2, ("U",): 8}, ["sex"])
    found = attack([], [hide(shown, key(sex="F"), key(sex="M"))], policy=FIVE)
    assert {one.key for one in found} == {key(sex="F"), key(sex="M")}
    assert {one.high for one in found} == {2}


def test_a_row_hidden_here_and_shown_in_another_table():
    shown = hide(table(SEXES, ["sex"]), key(sex="F"), key(sex="U"))
    assert attack([], [shown], policy=FIVE) == ()
    relations = Relations(same=(Same("a.women", "a.people", (("sex", "F"),)),))
    (found, *_others) = attack([cell("a.women", 3)], [shown], policy=FIVE, relations=relations)
    assert found.low == found.high == 3


def test_two_tables_that_share_margins():
    grid, by = table(GRID, ["a", "b"]), ["a", "b"]
    inside = hide(grid, key(a="A", b="x"), key(a="A", b="z"))
    assert attack([], [inside], policy=FIVE) == ()
    found = attack([], [inside, margin(GRID, by, "b")], policy=FIVE)
    assert key(a="A", b="x") in {one.key for one in found}


def test_a_mark_that_says_which_ones_are_small():
    shown = hide(table(SEXES, ["sex"]), key(sex="F"), key(sex="U"))
    cells = [replace(c, conf="A" if c.key == key(sex="F") else "D") if c.hidden else c for c in shown.cells]
    (found,) = attack([], [replace(shown, cells=tuple(cells))], policy=FIVE)
    assert found.code == "marked"


def test_an_order_by_size_encloses_what_is_hidden_in_it():
    counts = {("A",): 90, ("B",): 41, ("C",): 40, ("D",): 39, ("E",): 38, ("F",): 20}
    shown = hide(table(counts, ["c"], ordered=True), key(c="C"), key(c="D"))
    assert attack([], [replace(shown, ordered=False)], policy=TEN) == ()
    assert {one.key for one in attack([], [shown], policy=TEN)} == {key(c="C"), key(c="D")}


@pytest.mark.parametrize(
    ("sentence", "worked_out"),
    [
        (list(said.share(key(sex="F"), key(), Decimal("9.7"))), True),
        (list(said.share(key(sex="F"), key(), Decimal("10"))), True),
        ([said.more_than(key(sex="F"), 2)], False),
        ([said.claim(((key(sex="F"), Fraction(1)), (key(sex="U"), Fraction(-1))), "<")], False),
        ([said.claim(((key(sex="F"), Fraction(1)), (key(sex="U"), Fraction(-2))), "<")], False),
        ([said.claim(((key(sex="F"), Fraction(2)), (key(sex="U"), Fraction(-1))), "<=")], True),
    ],
)  # fmt: skip
def test_what_a_sentence_tells(sentence, worked_out):
    shown = hide(table(SEXES, ["sex"]), key(sex="F"), key(sex="U"))
    assert bool(attack([], [shown], policy=FIVE, says=sentence)) is worked_out


def test_that_a_small_number_is_not_one_is_told_too():
    """Whoever knows which numbers are small (we do) sees that "more than two" says too much of one of them."""
    whole = table(SEXES, ["sex"])
    shown = hide(whole, key(sex="F"), key(sex="U"))
    sentence = [said.more_than(key(sex="F"), 2)]
    truth = {c.key: c for c in whole.cells}
    assert attack([], [shown], policy=FIVE, truth=truth) == ()
    (found,) = attack([], [shown], policy=FIVE, says=sentence, truth=truth)
    assert (found.key, found.low) == (key(sex="F"), 3)


def test_a_change_and_a_difference_tell_a_hidden_number():
    cells = [dark(cell("a.people", 4)), cell("a.people", 8, "2023")]
    half = said.change(key(), key(period="2023"), Decimal("-50.0"))
    assert attack(cells, policy=FIVE, says=list(half))[0].high == 4
    less = said.difference(key(), key(period="2023"), Decimal(-4))
    assert attack(cells, policy=FIVE, says=list(less))[0].low == 4


def test_a_share_printed_with_both_numbers_tells_the_rest():
    share = FigureCell(
        "a.share", "2024", (), Decimal("97.0"), "percent", numerator=97, denominator=100, count=100
    )
    relations = Relations(quotients={"a.share": Quotient("a.share", "a.women", "a.people", part=True)})
    (found,) = attack([share], policy=FIVE, relations=relations)
    assert (found.code, found.low) == ("difference", 3)


def test_a_part_nearly_as_large_as_its_whole():
    cells = [cell("a.people", 100), cell("a.iom", 97)]
    (found,) = attack(cells, policy=FIVE, relations=Relations(parts=(("a.iom", "a.people"),)))
    assert (found.code, found.low, found.high) == ("difference", 3, 3)


def test_numbers_cited_beside_their_total_without_a_table():
    cells = [cell("a.people", 100), cell("a.people", 60, c="CIV"), cell("a.people", 37, c="GIN")]
    (found,) = attack(cells, policy=FIVE)
    assert (found.low, found.high) == (3, 3)


def test_two_periods_of_which_one_holds_the_other():
    cells = [cell("a.people", 100, "2024-01/2024-09"), cell("a.people", 103, "2024-01/2024-10")]
    for clock in ("adds", "once"):
        (found,) = attack(cells, policy=FIVE, relations=Relations(clocks={"a.people": clock}))
        assert (found.low, found.high) == (3, 3)
    assert attack(cells, policy=FIVE) == ()


def test_a_month_that_its_year_and_the_other_months_give():
    months = {(f"2024-{n:02}",): 30 + n for n in range(1, 13)}
    shown = hide(table(months, ["month"]), key(month="2024-03"))
    relations = Relations(clocks={"a.people": "adds"})
    (found,) = attack([], [shown], policy=FIVE, relations=relations)
    assert found.low == 33


def test_countries_add_up_to_their_region():
    counts = {("CIV",): 3, ("GIN",): 20, ("FRA",): 8, ("ESP",): 9}
    parents = {"CIV": "west", "GIN": "west", "FRA": "europe", "ESP": "europe"}
    relations = Relations(coarser={"a.people": (Coarser("c", "region", parents),)})
    fine = hide(table(counts, ["c"]), key(c="CIV"), key(c="FRA"))
    assert attack([], [fine], policy=FIVE, relations=relations) == ()
    regions = table({("west",): 23, ("europe",): 17}, ["region"])
    assert len(attack([], [fine, regions], policy=FIVE, relations=relations)) == 2


def test_rows_where_a_person_stands_twice_do_not_add_up():
    counts = {("food",): 3, ("health",): 20, ("shelter",): 8}
    shown = table(counts, ["kind"], overlapping=["kind"], total=22)
    assert attack([], [hide(shown, key(kind="food"))], policy=FIVE) == ()


def test_what_an_earlier_release_showed():
    before = Release("r1", tuple(table(SEXES, ["sex"]).cells))
    shown = hide(table(SEXES, ["sex"]), key(sex="F"), key(sex="U"))
    (found, *_other) = attack([], [shown], policy=FIVE, earlier=[before])
    assert found.low == found.high


def test_two_releases_with_different_numbers_hidden():
    """Each is safe alone; nothing changed between them, so together they show everything."""
    whole = table({("A",): 3, ("B",): 20, ("C",): 8, ("D",): 9}, ["c"])
    first = hide(whole, key(c="A"), key(c="C"))
    second = hide(whole, key(c="A"), key(c="D"))
    assert attack([], [first], policy=FIVE) == attack([], [second], policy=FIVE) == ()
    assert attack([], [second], policy=FIVE, earlier=[Release("r1", first.cells)])


def test_a_row_that_moved_by_one_between_two_releases():
    before = Release("r1", (cell("a.people", 40), cell("a.people", 20, sex="F")))
    now = [cell("a.people", 41), cell("a.people", 21, sex="F")]
    assert attack(now, policy=TEN, earlier=[before]) == ()
    (found,) = attack(now, policy=replace(TEN, revisions=True), earlier=[before])
    assert (found.code, found.low, found.about) == ("release", 1, "r1")
    (found,) = attack(now, policy=replace(TEN, protected=frozenset({"a.people"})), earlier=[before])
    assert found.threshold == 11


# Protect ----------------------------------------------------------------------------------------------------------------


def test_the_next_smallest_goes_with_a_small_one():
    done = protect([], [table(SEXES, ["sex"])], policy=FIVE)
    assert set(done.hidden) == {key(sex="F"), key(sex="U")}
    assert done.hidden[key(sex="F")].why == "small" and done.hidden[key(sex="U")].why == "beside"
    assert {c.conf for c in done.cells.values()} == {"F", "N"}
    assert all(c.count is None and c.value is None for c in done.cells.values() if c.hidden)
    assert done.safe and again(done, FIVE) == ()


def test_zeros_are_shown_where_they_are_open_and_hidden_where_not():
    counts = {("F",): 0, ("M",): 20, ("U",): 8}
    assert not protect([], [table(counts, ["sex"])], policy=FIVE).hidden
    closed = Policy(threshold=5, zeros="hidden")
    done = protect([], [table(counts, ["sex"])], policy=closed)
    assert key(sex="F") in done.hidden and done.safe and again(done, closed) == ()


def test_linked_tables_hide_a_block_and_keep_their_margins():
    tables = [table(GRID, ["a", "b"]), margin(GRID, ["a", "b"], "a"), margin(GRID, ["a", "b"], "b")]
    done = protect([], tables, policy=FIVE)
    assert done.safe and again(done, FIVE) == () and len(done.hidden) == 4
    assert all(len(k.partition("[")[2].split(";")) == 2 for k in done.hidden)


def test_thresholds_of_protected_figures_and_of_single_ones():
    cells = [cell("a.children", 10), cell("a.people", 10), cell("a.other", 10)]
    policy = Policy(threshold=10, protected=frozenset({"a.children"}), thresholds={"a.other": 20})
    assert set(protect(cells, policy=policy).hidden) == {"a.children@2024", "a.other@2024"}


def test_the_row_unknown_alone_is_open_where_the_definition_says_so():
    shown = table({("CIV",): 30, ("unknown",): 4}, ["c"])
    assert protect([], [shown], policy=FIVE).hidden
    open_one = Policy(threshold=5, open_unknown=frozenset({("a.people", "c")}))
    done = protect([], [shown], policy=open_one)
    assert not done.hidden and again(done, open_one) == ()
    crossed = table({("CIV", "F"): 30, ("unknown", "F"): 4, ("GIN", "M"): 9}, ["c", "sex"])
    assert protect([], [crossed], policy=open_one).hidden


def test_cities_and_programmes_count_nobody():
    assert not protect([cell("a.cities", 3, unit="cities")], policy=FIVE).hidden


def test_a_number_stands_hidden_in_every_place():
    relations = Relations(same=(Same("a.women", "a.people", (("sex", "F"),)),))
    done = protect([cell("a.women", 3)], [table(SEXES, ["sex"])], policy=FIVE, relations=relations)
    assert {"a.women@2024", key(sex="F")} <= set(done.hidden)
    assert again(done, FIVE, relations=relations) == ()


def test_a_share_goes_with_a_number_it_would_tell():
    share = FigureCell(
        "a.share", "2024", (), Decimal("9.7"), "percent", numerator=3, denominator=31, count=31
    )
    relations = Relations(
        quotients={"a.share": Quotient("a.share", "a.people", "a.people", (("sex", "F"),), part=True)}
    )
    done = protect([share], [table(SEXES, ["sex"])], policy=FIVE, relations=relations)
    assert "a.share@2024" in done.hidden and key() not in done.hidden
    assert again(done, FIVE, relations=relations) == ()


def test_sentences_about_hidden_numbers_are_withheld():
    sentences = [
        *said.share(key(sex="F"), key(), Decimal("9.7")),
        *said.share(key(sex="M"), key(), Decimal("64.5")),
    ]
    done = protect([], [table(SEXES, ["sex"])], policy=FIVE, says=sentences)
    assert set(done.withheld) == set(sentences[:2])
    assert again(done, FIVE, says=sentences[2:]) == () != again(done, FIVE, says=sentences)


def test_a_small_difference_of_periods_hides_one_of_the_two():
    cells = [cell("a.people", 100, "2024-01/2024-09"), cell("a.people", 103, "2024-01/2024-10")]
    relations = Relations(clocks={"a.people": "adds"})
    done = protect(cells, policy=FIVE, relations=relations)
    assert len(done.hidden) == 1 and done.safe and again(done, FIVE, relations=relations) == ()


def test_a_small_rest_of_a_whole_hides_one_of_the_two():
    relations = Relations(parts=(("a.iom", "a.people"),))
    done = protect([cell("a.people", 100), cell("a.iom", 97)], policy=FIVE, relations=relations)
    assert len(done.hidden) == 1 and again(done, FIVE, relations=relations) == ()


def test_a_second_release_hides_what_the_first_one_hid():
    whole = table({("A",): 3, ("B",): 20, ("C",): 8, ("D",): 9}, ["c"])
    first = hide(whole, key(c="A"), key(c="D"))
    release = Release("r1", first.cells)
    done = protect([], [whole], policy=FIVE, earlier=[release])
    assert done.safe and again(done, FIVE, earlier=[release]) == ()
    assert {key(c="A"), key(c="D")} <= set(done.hidden) and key(c="C") not in done.hidden


def test_what_an_earlier_release_gave_away_is_said_and_does_not_stop_everything():
    whole = table(SEXES, ["sex"])
    done = protect([], [whole], policy=FIVE, earlier=[Release("r1", whole.cells)])
    assert key(sex="F") in done.hidden and done.safe
    assert {one.key for one in done.known} >= {key(sex="F")} and "r1" in done.known[0].words


def test_a_late_entry_of_one_person_is_not_shown():
    before = Release("r1", tuple(table({("F",): 50, ("M",): 60, ("U",): 30}, ["sex"]).cells))
    policy = Policy(threshold=5, revisions=True)
    now = table({("F",): 51, ("M",): 60, ("U",): 30}, ["sex"])
    done = protect([], [now], policy=policy, earlier=[before])
    assert key(sex="F") in done.hidden and done.hidden[key(sex="F")].why == "release"


def test_rounding_keeps_tables_adding_up_and_small_numbers_hidden():
    policy = Policy(threshold=5, mode="round")
    tables = [table(GRID, ["a", "b"]), margin(GRID, ["a", "b"], "a"), margin(GRID, ["a", "b"], "b")]
    done = protect([], tables, policy=policy)
    shown = [c for c in done.cells.values() if not c.hidden]
    assert shown and all(c.value % 5 == 0 and c.rounded_to == 5 for c in shown)
    originals = {c.key: c.value for t in tables for c in t.cells}
    assert all(abs(c.value - originals[c.key]) < 5 for c in shown)
    assert key(a="A", b="x") in done.hidden and done.safe and again(done, policy) == ()
    rows = [done.cells[key(a=a)].value for a in "ABC"]
    assert sum(rows) == done.cells[key()].value


def test_a_table_by_size_prints_what_is_hidden_last():
    counts = {("A",): 90, ("B",): 41, ("C",): 7, ("D",): 4, ("E",): 3}
    done = protect([], [table(counts, ["c"], ordered=True)], policy=FIVE)
    codes = [dict(c.dims)["c"] for c in done.tables[0].rows if c.hidden]
    assert codes == sorted(codes) and done.tables[0].rows[-1].hidden
    assert again(done, FIVE) == ()


def test_a_coarser_table_is_proposed_where_little_is_left():
    counts = {("CIV",): 2, ("GIN",): 3, ("SEN",): 4, ("FRA",): 2, ("ESP",): 4, ("MLI",): 90}
    parents = {"CIV": "west", "GIN": "west", "SEN": "west", "MLI": "west", "FRA": "europe", "ESP": "europe"}
    relations = Relations(coarser={"a.people": (Coarser("c", "region", parents),)})
    done = protect([], [table(counts, ["c"])], policy=FIVE, relations=relations)
    best = done.proposals[0]
    assert (best.kind, best.into, best.shown, best.hidden) == ("rollup", "region", 2, 0)
    assert "region" in best.words


def test_money_of_few_people_goes_and_cannot_be_subtracted():
    def money(value, count, **dims):
        return FigureCell("a.cash", "2024", dims_of(dims), Decimal(value), "MAD", count=count)

    shown = Table(
        (
            money("9000.50", 40),
            money("1000.50", 2, sex="F"),
            money("5000", 20, sex="M"),
            money("3000", 18, sex="U"),
        ),
        ("sex",),
    )
    done = protect([], [shown], policy=FIVE)
    assert len(done.hidden) == 2 and done.safe and again(done, FIVE) == ()


def test_numbers_that_contradict_each_other_are_named_and_not_trusted():
    wrong = table(SEXES, ["sex"], total=99)
    done = protect([], [wrong], policy=FIVE)
    assert done.unsure


def test_what_came_hidden_stays_so():
    shown = hide(table(SEXES, ["sex"]), key(sex="F"))
    done = protect([], [shown], policy=FIVE)
    assert done.hidden[key(sex="F")].why == "given" and len(done.hidden) > 1
    assert done.safe and again(done, FIVE) == ()


def test_series_of_others_are_never_hidden_nor_looked_into():
    ext = FigureCell("ext:moi.attempts", "2024", (), 3, "acts", count=None)
    assert not protect([ext], policy=FIVE).hidden


def test_without_a_solver_everything_still_comes_out_safe(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "highspy", None)  # an import fails
    tables = [table(GRID, ["a", "b"]), margin(GRID, ["a", "b"], "a"), margin(GRID, ["a", "b"], "b")]
    done = protect([], tables, policy=FIVE)
    assert done.method == "own" and done.safe and key(a="A", b="x") in done.hidden
    assert again(done, FIVE) == ()
    rounded = protect([], tables, policy=Policy(threshold=5, mode="round"))
    assert all(c.value % 5 == 0 for c in rounded.cells.values() if not c.hidden)
    monkeypatch.undo()
    assert again(done, FIVE) == ()  # and a solver finds nothing either


def test_the_same_input_gives_the_same_answer():
    tables = [table(GRID, ["a", "b"]), margin(GRID, ["a", "b"], "b")]
    one, other = (protect([], tables, policy=TEN) for _time in range(2))
    assert one.cells == other.cells and list(one.hidden) == list(other.hidden)
