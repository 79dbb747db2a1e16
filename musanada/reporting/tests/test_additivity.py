"""Whatever the rows: a split adds up to its total, a crossing adds up to its splits, months add up to the year."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.kit.errors import BadInput
from musanada.kit.periods import read_change
from musanada.reference.files import TWELVE_REGIONS
from musanada.reporting.codelists import CODE_LISTS, CodeList
from musanada.reporting.definitions import RATES
from musanada.reporting.engine import geography
from musanada.reporting.engine.axes import Axis, axes_of
from musanada.reporting.registry import Indicators
from musanada.reporting.tests.test_engine_agrees import worlds
from musanada.reporting.tests.world import ALL, INDICATORS, act, engine_over, flow, indicator, table

ADDED = sorted(code for code, one in INDICATORS.items() if one.counted and one.how not in RATES)
PERIODS = ["2024", "2023-12/2024-01", "2024-01", "../2024-02"]


def size(value):
    return value or 0


def agrees(axis, parts, whole):
    """The sum is the total; where one thing may stand in several rows, none exceeds it and together they cover it."""
    if axis.overlapping:
        return max(parts, default=0) <= whole <= sum(parts)
    return sum(parts) == whole


@settings(max_examples=20)
@given(worlds(), st.sampled_from(ADDED), st.sampled_from(PERIODS), st.booleans())
def test_every_split_adds_up_to_the_total_counted_apart(rows, code, period, folded):
    with engine_over(rows) as engine:
        whole = size(engine.value(code, period).value)
        for name, axis in axes_of(INDICATORS[code]).items():
            total, *cells = engine.compute(code, period, [name], fold=folded)
            assert size(total.value) == whole
            assert agrees(axis, [size(cell.value) for cell in cells], whole), (code, name, period)


@settings(max_examples=20)
@given(
    worlds(),
    st.sampled_from(ADDED),
    st.sampled_from([("sex", "age"), ("nationality", "sex"), ("sex", "region")]),
)
def test_a_crossing_adds_up_to_the_split_along_each_side(rows, code, pair):
    with engine_over(rows) as engine:
        axes = axes_of(INDICATORS[code])
        crossed = table(engine.compute(code, "2024", pair))
        for side, name in enumerate(pair):
            margin = table(engine.compute(code, "2024", [name]))
            other = axes[pair[1 - side]]
            lines = defaultdict(list)
            for codes, value in crossed.items():
                if codes:
                    lines[codes[side]].append(size(value))
            for codes, value in margin.items():
                if codes:
                    assert agrees(other, lines[codes[-1]], size(value)), (code, pair, codes)


@settings(max_examples=15)
@given(worlds())
def test_months_of_what_happens_on_a_day_add_up_and_persons_do_not_exceed(rows):
    with engine_over(rows) as engine:
        for code in ("t.acts", "t.lines", "t.money", "t.visits", "t.new"):
            year, *months = engine.compute(code, "2024", ["month"])
            assert sum(size(cell.value) for cell in months) == size(year.value), code
        year, *months = engine.compute("t.once", "2024", ["month"])
        parts = [size(cell.value) for cell in months]
        assert max(parts) <= size(year.value) <= sum(parts) or not any(parts)


@settings(max_examples=15)
@given(worlds(), st.sampled_from(["t.once", "t.acts", "t.lines", "t.money"]))
def test_known_and_unknown_places_below_a_region_make_the_region(rows, code):
    with engine_over(rows) as engine:
        axis = axes_of(INDICATORS[code])["province"]
        regions = table(engine.compute(code, "2024", ["region"]))
        lines = defaultdict(list)
        for codes, value in table(engine.compute(code, "2024", ["province"])).items():
            if codes:
                lines[codes[0]].append(size(value))
        for codes, value in regions.items():
            if codes:
                assert agrees(axis, lines[codes[0]], size(value))


def against_a_baseline(**fields):
    return indicator("t.since", kind="change", of="t.once", against="baseline", unit="percent", **fields)


def test_a_change_against_a_baseline():
    rows = [
        act(1, 1, "2022-05-01"),
        act(2, 1, "2024-05-01"),
        act(3, 2, "2024-05-01"),
        act(4, 3, "2023-05-01"),
    ]
    known = Indicators({one.id: one for one in (*ALL, against_a_baseline(baseline="2022"))})
    with engine_over(rows, known) as engine:
        cell = engine.value("t.since", "2024")
        assert (cell.period, cell.value, cell.numerator, cell.denominator) == ("2024~2022", 100, 2, 1)
        assert engine.value("t.since", "2023").value == 0
        with pytest.raises(BadInput, match="même longueur"):
            engine.value("t.since", "2024-H1")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "names the period of its baseline"),
        ({"baseline": "../2022"}, "a beginning and an end"),
        ({"baseline": "before"}, "n'est pas une période"),
    ],
)
def test_a_baseline_is_a_closed_period(fields, says):
    with pytest.raises(ValueError, match=says):
        against_a_baseline(**fields)
    with pytest.raises(ValueError, match="names the period of its baseline"):
        indicator(
            "t.x", kind="change", of="t.once", against="previous_period", unit="percent", baseline="2022"
        )


@pytest.fixture
def dated(monkeypatch):
    """A figure whose regions are those of the day."""
    monkeypatch.setitem(
        CODE_LISTS._things, "of_the_day", CodeList(lambda actor, lang: {}, breaks=(TWELVE_REGIONS,))
    )
    one = flow("t.then", {"count": "rows"}, dims={"region": {"codes": "of_the_day"}}, unit="acts")
    return Indicators({i.id: i for i in (*ALL, one)})


def test_no_change_is_computed_across_two_maps(dated):
    rows = [act(1, 1, "2014-05-01", region="1997-MA-08"), act(2, 1, "2016-05-01", region="MA-08")]
    with engine_over(rows, dated) as engine:
        assert engine.value("t.then", "2016~2014").value == 0
        assert len(engine.compute("t.then", "2017~2016", ["region"])) > 1
        for by, where in ((["region"], ""), ([], "region=MA-08")):
            with pytest.raises(BadInput, match="a changé le 2015-02-20"):
                engine.compute("t.then", "2016~2014", by, where)
        with pytest.raises(BadInput, match="a changé"):
            engine.compute("t.then", "2016~2015", ["region"])


def test_a_map_that_changes_inside_a_period_is_told(dated):
    axis: Axis = axes_of(dated["t.then"])["region"]
    span = read_change("2017~2016")
    assert geography.crosses(axis, (span.of, span.against)) is None
    assert geography.crosses(axis, (read_change("2015~2014").of,)) == TWELVE_REGIONS
