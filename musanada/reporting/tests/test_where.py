"""The condition language: what it reads, what it refuses, and that its SQL agrees with its plain reading."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from musanada.kit.errors import BadInput
from musanada.reporting.where import And, Comparison, Not, Or, comparisons, compile_condition, holds, read


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("status = departed", Comparison("status", ("departed",))),
        ("region = MA-06", Comparison("region", ("MA-06",))),
        ("programme in [AVRR, P-2]", Comparison("programme", ("AVRR", "P-2"))),
        ("programme not in [AVRR]", Not(Comparison("programme", ("AVRR",)))),
        ("age between 0 and 17", Comparison("age", (0, 17), span=True)),
        ("given_on = 2024-05-02", Comparison("given_on", (date(2024, 5, 2),))),
        ("amount = 12.50", Comparison("amount", (Decimal("12.50"),))),
        ("recipient = true", Comparison("recipient", (True,))),
        ("origin = \"West Africa\"", Comparison("origin", ("West Africa",))),
        ("x is null", Comparison("x")),
        ("x is not null", Not(Comparison("x"))),
        ("not a = b", Not(Comparison("a", ("b",)))),
        ("a = b or c = d and e = f", Or((Comparison("a", ("b",)), And((Comparison("c", ("d",)), Comparison("e", ("f",))))))),
        ("(a = b or c = d) and e = f", And((Or((Comparison("a", ("b",)), Comparison("c", ("d",)))), Comparison("e", ("f",))))),
        ("order_no = android", Comparison("order_no", ("android",))),
    ],
)  # fmt: skip
def test_reads(text, tree):
    assert read(text) == tree


@pytest.mark.parametrize(
    "text",
    ["", "a", "a =", "= b", "a like b", "a = b; drop table x", "a = (select 1)", "a = 2024-02-31", "a = b c = d",
     "a in []", "a between 1", "and = b", "A = b", "a = 'b'", "count(a) = 1", "a = b -- c"],
)  # fmt: skip
def test_refuses(text):
    with pytest.raises(BadInput, match="condition"):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 51 + "a = b" + ")" * 51, "not " * 51 + "a = b", "a in [" + ", ".join(["code"] * 300) + "]"],
)
def test_refuses_what_is_too_long_or_too_deep(text):
    with pytest.raises(BadInput, match="au plus"):
        read(text)
    assert read("(" * 50 + "a = b" + ")" * 50)


def test_names_its_tests_in_order():
    assert [t.name for t in comparisons(read("a = x and not (b = y or c is null)"))] == ["a", "b", "c"]


VALUES = {"a": [None, "x", "y"], "n": [None, 0, 3, 7], "b": [None, True, False]}
leaves = st.sampled_from(
    [
        "a = x",
        "a != x",
        "a in [x, y]",
        "a not in [x, z]",
        "a is null",
        "n between 1 and 5",
        "n = 7",
        "b = true",
        "b != true",
    ]
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=8,
)


@given(conditions)
def test_sql_agrees_with_plain_reading(text):
    condition = read(text)
    where = compile_condition(condition, exp.column).sql("duckdb")
    rows = [{"a": a, "n": n, "b": b} for a in VALUES["a"] for n in VALUES["n"] for b in VALUES["b"]]
    with duckdb.connect() as connection:
        connection.execute("create table t (i int, a varchar, n int, b boolean)")
        connection.executemany(
            "insert into t values (?, ?, ?, ?)", [(i, *row.values()) for i, row in enumerate(rows)]
        )
        found = {i for (i,) in connection.execute(f"select i from t where {where}").fetchall()}
    assert found == {i for i, row in enumerate(rows) if holds(condition, row.get)}


def test_a_missing_value_is_on_the_side_of_not():
    assert holds(read("nationality != MAR"), {"nationality": None}.get)
    assert not holds(read("nationality = MAR"), {"nationality": None}.get)
