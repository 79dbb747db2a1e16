"""Whatever the rows, the engine gives what plain Python counts: all kinds, all splits, all filters."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.kit.periods import read_period
from musanada.reporting.engine.axes import axes_of
from musanada.reporting.tests.plain import Plain, read
from musanada.reporting.tests.world import INDICATORS, KNOWN, act, engine_over

DAYS = st.integers(0, 110).map(lambda n: (date(2023, 11, 20) + timedelta(days=n)).isoformat())
maybe = lambda *values: st.sampled_from([None, *values])  # noqa: E731


@st.composite
def births(draw):
    """A birth date and its precision; they go together or are both missing."""
    if draw(st.booleans()):
        return {}
    born = date(draw(st.sampled_from([1960, 2005, 2006, 2012, 2019, 2024])), draw(st.integers(1, 12)), 1)
    precision = draw(st.sampled_from(["day", "month", "year", "estimated"]))
    return {
        "birth_date": born.replace(month=1) if precision in {"year", "estimated"} else born,
        "birth_precision": precision,
    }


@st.composite
def worlds(draw):
    """Up to twenty acts for up to five people; a person's facts stay the same, or (rarely) do not."""
    people = {
        n: {"sex": draw(maybe("F", "M", "X")), "nationality": draw(maybe("SEN", "CIV", "SYR", "MAR", "FRA"))}
        | draw(births())
        for n in range(5)
    }
    days = {event: draw(DAYS) for event in range(1, 10)}  # what happened, happened on one day
    rows = []
    for line in range(1, draw(st.integers(0, 20)) + 1):
        person = draw(st.sampled_from([None, 0, 0, 1, 1, 2, 3, 4]))
        event = draw(st.integers(1, 9))
        on = days[event]
        region, province = draw(
            st.sampled_from([(None, None), ("MA-01", None), ("MA-01", "MA-TNG"), ("MA-02", "MA-OUJ")])
        )
        until = draw(st.one_of(st.none(), st.integers(0, 40)))
        own = people[person] if person is not None else {"sex": draw(maybe("F", "M"))}
        rows.append(
            act(
                line, None if person is None else person + 1, on, event=event,
                family=draw(maybe("food", "health", "shelter")), region=region, province=province,
                programme=draw(maybe("P1", "P2", "P3")),
                amount=draw(st.one_of(st.none(), st.decimals(0, 500, places=2))),
                until_on=None if until is None else date.fromisoformat(on) + timedelta(days=until),
                **own | ({"sex": draw(maybe("F", "M"))} if draw(st.integers(0, 9)) == 0 else {}),
            )
        )  # fmt: skip
    return rows


BY = [
    (), ("kind",), ("sex",), ("age",), ("nationality",), ("world_region",), ("region",), ("province",), ("programme",),
    ("sex", "age"), ("kind", "sex"), ("province", "nationality"), ("month",), ("sex", "month"),
]  # fmt: skip
WHERE = ["", "", "sex=F", "kind=food|health", "age=12-17;kind=food", "region=MA-01", "nationality=unknown",
         "world_region=west_africa;sex=M|unknown", "programme=P1;kind=food;age=18-59|unknown"]  # fmt: skip
PERIODS = ["2024", "2023", "2024-01", "2023-12/2024-01", "../2024-02", "2023-12-15/2024-01-14"]
OPEN_START = "../2024-02"


def questions():
    """Of every indicator, those that can be asked."""
    return st.tuples(
        st.sampled_from(sorted(INDICATORS)),
        st.sampled_from(BY),
        st.sampled_from(WHERE),
        st.sampled_from(PERIODS),
    )


def can_be_asked(code, by, where, period):
    source = INDICATORS.source(code)
    names = axes_of(source)
    axes_exist = all(name in names for name in (*by, *(axis for axis, _c in read(where))))
    if code == "t.growth" and period == OPEN_START:
        return False
    return axes_exist and not (code == "t.growth" and "month" in by)


def exact(cell):
    return None if cell.value is None else cell.exact


@settings(max_examples=30)
@given(worlds(), st.lists(questions(), min_size=10, max_size=10, unique=True))
def test_engine_gives_what_plain_python_counts(rows, asked):
    with engine_over(rows) as engine:
        plain = Plain(INDICATORS, rows, engine.known_on)
        for code, by, where, period in asked:
            if not can_be_asked(code, by, where, period):
                continue
            cells = engine.compute(code, period, by, where)
            found = {tuple(cell.dims.values()): exact(cell) for cell in cells}
            wanted = plain.answer(code, read_period(period), by, read(where))
            question = (code, by, where, period)
            assert {k: v for k, v in found.items() if v} == {
                k: Fraction(v) for k, v in wanted.items() if v
            }, question
            assert set(wanted) <= set(found), question


@settings(max_examples=15)
@given(
    worlds(),
    st.sampled_from(["t.once", "t.new", "t.back", "t.acts", "t.money", "t.stock"]),
    st.sampled_from(WHERE),
)
def test_records_behind_a_cell_are_those_that_make_it(rows, code, where):
    with engine_over(rows) as engine:
        plain = Plain(INDICATORS, rows, engine.known_on)
        period = read_period("2024")
        behind = engine.records(code, period, where, limit=200)
        placed = plain._placed(INDICATORS[code], period)
        wanted = {r["line"] for r, of in placed if all(of(a)[-1] in c for a, c in read(where))}
    assert {row["line"] for row in behind.rows} == wanted
    assert behind.total == len(wanted)


@settings(max_examples=15)
@given(worlds())
def test_new_and_known_persons_make_all_persons(rows):
    with engine_over(rows) as engine:
        new, back, once = (engine.value(code, "2024").value for code in ("t.new", "t.back", "t.once"))
    assert new + back == once


def test_known_cut_off_is_a_local_day():
    with engine_over([act(1, 1, "2024-01-05", amount=Decimal("10.00"))]) as engine:
        assert engine.known_at == KNOWN
        assert engine.known_on == date(2025, 3, 1)
