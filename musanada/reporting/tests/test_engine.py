"""The engine by hand-made examples: what each word of a definition means, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import sqlglot

from musanada.kit.errors import BadInput
from musanada.reporting.engine import EngineError, add_periods
from musanada.reporting.engine import tables as tables_module
from musanada.reporting.engine.axes import axes_of, read_filters, write_filters
from musanada.reporting.engine.cells import rounded
from musanada.reporting.engine.tables import Amount
from musanada.reporting.registry import Indicators
from musanada.reporting.tests.world import ALL, INDICATORS, act, engine_over, flow, table

BORN = {"birth_date": date(2006, 7, 15), "birth_precision": "day"}
AWA = [
    act(1, 1, "2023-11-02", family="food", sex="F", region="MA-01", programme="P1", **BORN),
    act(
        2, 1, "2024-02-01", family="food", sex="F", region="MA-01", province="MA-TNG", programme="P1", **BORN
    ),
    act(3, 1, "2024-09-01", family="health", sex="F", region="MA-02", programme="P2", **BORN),
]
BINTA = [act(4, 2, "2024-03-01", family="shelter", sex="M", until_on=date(2024, 3, 11), region="MA-01")]
NOBODY = [act(5, None, "2024-03-02", family="food")]
ROWS = [*AWA, *BINTA, *NOBODY]


def test_a_person_counts_once_in_the_period():
    with engine_over(ROWS) as engine:
        assert engine.value("t.once", "2024").value == 2
        assert table(engine.compute("t.once", "2024", ["kind"])) == {
            (): 2, ("food",): 1, ("health",): 1, ("shelter",): 1, ("unknown",): 0,
        }  # fmt: skip


def test_a_person_stands_in_one_age_band_where_the_first_act_of_the_period_puts_them():
    with engine_over(ROWS) as engine:
        ages = table(engine.compute("t.once", "2024", ["age"]))
    assert ages == {
        (): 2,
        ("0-4",): 0,
        ("5-11",): 0,
        ("12-17",): 1,
        ("18-59",): 0,
        ("60+",): 0,
        ("unknown",): 1,
    }


def test_new_and_known_before():
    with engine_over(ROWS) as engine:
        assert [engine.value(code, "2024").value for code in ("t.new", "t.back")] == [1, 1]
        assert [engine.value(code, "2023").value for code in ("t.new", "t.back")] == [1, 0]


def test_acts_are_not_persons():
    with engine_over(ROWS) as engine:
        assert engine.value("t.acts", "2024").value == 4
        ratio = engine.value("t.per_person", "2024")
    assert (ratio.value, ratio.numerator, ratio.denominator) == (Decimal("2.0"), 4, 2)


def test_nights_are_cut_at_the_period_s_ends():
    stay = [act(1, 1, "2023-12-30", until_on=date(2024, 1, 3), family="shelter")]
    with engine_over(stay) as engine:
        assert [engine.value("t.nights", p).value for p in ("2023", "2024", "2023-12/2024-01")] == [2, 2, 4]


def test_nights_of_a_stay_that_goes_on_end_with_the_cut_off():
    with engine_over([act(1, 1, "2024-02-27")], known_at=datetime(2024, 3, 1, 12, tzinfo=UTC)) as engine:
        assert engine.value("t.nights", "2024").value == 4


def test_a_stock_is_what_covers_the_last_day():
    with engine_over(BINTA) as engine:
        assert [engine.value("t.stock", p).value for p in ("2024-03-10", "2024-03-11", "2024-02")] == [
            1,
            0,
            0,
        ]
        with pytest.raises(BadInput, match="n'a pas de fin"):
            engine.value("t.stock", "2024/..")


def test_a_place_known_only_at_its_parent_has_its_own_row():
    with engine_over(AWA) as engine:
        rows = table(engine.compute("t.lines", "2024", ["province"]))
    assert rows == {(): 2, ("MA-01", "MA-TNG"): 1, ("MA-02", "unknown"): 1, ("unknown", "unknown"): 0}


def test_codes_below_the_rank_fold_and_open_again():
    rows = [
        act(n, n, "2024-01-05", nationality=c)
        for n, c in enumerate(["SEN", "SEN", "CIV", "CIV", "GIN", "MLI"], 1)
    ]
    with engine_over(rows) as engine:
        assert table(engine.compute("t.foreign", "2024", ["nationality"])) == {
            (): 6, ("CIV",): 2, ("SEN",): 2, ("other",): 2, ("unknown",): 0,
        }  # fmt: skip
        assert engine.value("t.foreign", "2024", "nationality=other").value == 2
        behind = engine.records("t.foreign", "2024", "nationality=other")
        assert {row["nationality"] for row in behind.rows} == {"GIN", "MLI"}
        opened = engine.compute("t.foreign", "2024", ["nationality"], fold=False)
    assert ("GIN",) in table(opened)


def test_a_share_keeps_both_integers_and_the_unknown_in_its_base():
    rows = [act(1, 1, "2024-01-05", sex="F"), act(2, 2, "2024-01-05", sex="M"), act(3, 3, "2024-01-05")]
    with engine_over(rows) as engine:
        share = engine.value("t.women", "2024")
    assert (share.numerator, share.denominator, share.value, share.unit) == (1, 3, Decimal("33.3"), "percent")
    assert share.exact == Fraction(100, 3)


def test_a_quotient_over_nothing_is_missing_not_zero():
    with engine_over([]) as engine:
        cell = engine.value("t.women", "2024")
    assert (cell.value, cell.status) == (None, "M")


def test_a_change_names_both_periods_and_refuses_unequal_ones():
    with engine_over(ROWS) as engine:
        change = engine.value("t.growth", "2024")
        assert (change.period, change.value, change.numerator, change.denominator) == (
            "2024~2023",
            Decimal("100.0"),
            2,
            1,
        )
        assert engine.value("t.once", "2024~2023").exact == 100
        with pytest.raises(BadInput, match="même longueur"):
            engine.value("t.once", "2024~2023-H1")
        with pytest.raises(BadInput, match="déjà un rapport"):
            engine.value("t.women", "2024~2023")


def test_a_change_against_nothing_is_missing():
    with engine_over(AWA) as engine:
        assert engine.value("t.once", "2023~2022").status == "M"


def test_a_period_that_still_runs_is_provisional():
    with engine_over(ROWS, known_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) as engine:
        assert engine.value("t.once", "2024").status == "A"  # it is 2025 in Casablanca
        assert engine.value("t.once", "2025").status == "P"
        assert engine.value("t.once", "2024/..").status == "P"


def test_months_of_persons_are_shown_but_not_added():
    with engine_over(AWA) as engine:
        cells = engine.compute("t.once", "2024-H1", ["month"])
        assert table(cells)[("2024-02",)] == 1
        assert len(cells) == 7
        with pytest.raises(BadInput, match="ne s'additionne pas"):
            add_periods(INDICATORS["t.once"], cells[1:])
        visits = engine.compute("t.acts", "2024", ["quarter"])
        assert add_periods(INDICATORS["t.acts"], visits[1:]) == visits[0].value


@pytest.mark.parametrize(
    ("by", "where", "says"),
    [
        (["colour"], "", "se répartit par : kind, sex, age"),
        (["sex", "sex"], "", "demandée deux fois"),
        ([], "sex", "clé=CODE"),
        ([], "sex=", "clé=CODE"),
        ([], "colour=red", "ne se répartit pas par « colour »"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(by, where, says):
    with engine_over([]) as engine, pytest.raises(BadInput, match=says):
        engine.compute("t.once", "2024", by, where)


def test_a_table_that_contradicts_its_total_is_never_shown(monkeypatch):
    with engine_over(ROWS) as engine:
        honest = engine._total
        monkeypatch.setattr(engine, "_total", lambda plan: Amount(honest(plan).value + 1))
        with pytest.raises(EngineError, match="se contredit"):
            engine.compute("t.once", "2024", ["sex"])


def test_an_overlapping_table_may_sum_to_more_but_a_row_never_exceeds_the_total(monkeypatch):
    with engine_over(ROWS) as engine:
        engine.compute("t.once", "2024", ["kind"])
        monkeypatch.setattr(engine, "_total", lambda plan: Amount(0))
        with pytest.raises(EngineError):
            engine.compute("t.once", "2024", ["kind"])


def test_a_dimension_wrongly_declared_additive_is_found_out():
    wrong = flow("t.wrong", {"count": "events"}, dims={"sex": {"codes": "sex"}}, unit="acts")
    shared = [act(1, 1, "2024-01-05", event=9, sex="F"), act(2, 2, "2024-01-05", event=9, sex="M")]
    with (
        engine_over(shared, Indicators({i.id: i for i in [*ALL, wrong]})) as engine,
        pytest.raises(EngineError),
    ):
        engine.compute("t.wrong", "2024", ["sex"])


def test_declared_checks_are_run():
    good = flow("t.good", {"count": "persons"}, person_rule="once_per_period", dims={"sex": {"codes": "sex"}},
                checks=["sum(sex)", "value = t.new + t.back", "value <= t.new"])  # fmt: skip
    with engine_over(ROWS, Indicators({i.id: i for i in [*ALL, good]})) as engine:
        assert engine.check("t.good", "2024") == [
            ("sum(sex)", True), ("value = t.new + t.back", True), ("value <= t.new", False),
        ]  # fmt: skip


def test_records_come_in_pages_with_every_column_of_the_fact():
    with engine_over(ROWS) as engine:
        page = engine.records("t.acts", "2024", limit=2, offset=1)
    assert page.total == 4
    assert [row["given_on"] for row in page.rows] == [date(2024, 3, 1), date(2024, 3, 2)]
    assert page.rows[0]["recorded_at"] == datetime(2024, 1, 1, tzinfo=UTC)


def test_records_of_a_share_are_those_of_its_part():
    with engine_over(ROWS) as engine:
        assert {row["sex"] for row in engine.records("t.women", "2024").rows} == {"F"}


def test_the_sql_shown_is_what_runs_and_reads_in_other_dialects():
    with engine_over(ROWS) as engine:
        for code in INDICATORS:
            shown = engine.sql(code, "2024", ["sex", "age"], "kind=food")
            assert f"-- {INDICATORS.source(code).id}, 2024" in shown
            for statement in sqlglot.parse(shown, read="duckdb"):
                engine._connection.execute(statement.sql("duckdb"))
                assert statement.sql("postgres")
                assert statement.sql("spark")


def test_filters_read_back():
    axes = axes_of(INDICATORS["t.once"])
    filters = read_filters(INDICATORS["t.once"], " sex=F|unknown ; place=MA-01 ")
    assert [f.axis for f in filters] == [axes["sex"], axes["region"]]
    assert write_filters(filters) == "sex=F|unknown;region=MA-01"


def test_a_code_can_hold_a_quote_and_stays_a_code():
    rows = [act(1, 1, "2024-01-05", programme="l'été")]
    with engine_over(rows) as engine:
        assert engine.value("t.once", "2024", "programme=l'été").value == 1
        assert engine.value("t.once", "2024", "programme=x') or ('1'='1").value == 0


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(607, 10), 1, "60.7"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_rounding_is_half_up_and_away_from_zero(value, decimals, shown):
    assert str(rounded(value, decimals)) == shown


def test_ranks_break_ties_by_code():
    found = tables_module.ranked({"b": Amount(2), "a": Amount(2), "c": Amount(5), "unknown": Amount(9)})
    assert found == ("c", "a", "b")
