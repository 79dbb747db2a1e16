"""Figures of protection: small numbers are hidden wherever they are asked, and nothing shown gives one away."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from musanada.kit.errors import BadInput, Refused
from musanada.kit.facts import Column, Fact, month_of, pseudonym
from musanada.kit.registry import Registry
from musanada.reporting.engine import Engine
from musanada.reporting.engine.answers import TOGETHER
from musanada.reporting.extract import write_extract
from musanada.reporting.protection import mixed, problem
from musanada.reporting.registry import Indicators
from musanada.reporting.tests.world import indicator

KNOWN = datetime(2025, 3, 1, 12, tzinfo=UTC)
COLUMNS = (
    *(("line", "id"), ("event", "id"), ("person", "id"), ("happened_on", "date"), ("recorded_on", "date")),
    *(
        ("sex", "code"),
        ("origin", "code"),
        ("nationality", "code"),
        ("years", "code"),
        ("band", "code"),
        ("days", "int"),
    ),
)
DIMS = {
    "sex": {"codes": "sex"},
    "band": {"codes": "child_brackets"},
    "years": {"codes": "child_years", "within": "band", "crosses": False},
    "origin": {"codes": "origins", "crosses": False},
    "nationality": {"codes": "countries", "within": "origin"},
}
SAFE = {"class": "protection", "open_unknown": ["origin", "nationality"]}
FLOW = {"kind": "flow", "fact": "child", "date": "happened_on", "disclosure": SAFE}
ONCE = {"measure": {"count": "persons"}, "person_rule": "once_per_period", "dims": DIMS}
ALL = [
    indicator("p.children", **FLOW, **ONCE),
    indicator("p.boys", kind="part", of="p.children", part="sex=M", disclosure={"class": "protection"}),
    indicator("p.girls", kind="share", of="p.children", part="sex=F", unit="percent", disclosure={"class": "protection"}),
    indicator(
        "p.days", **(FLOW | {"disclosure": {"class": "protection"}}), measure={"median": "days"},
        dims={"sex": {"codes": "sex"}}, unit="days",
    ),
]  # fmt: skip
PEOPLE = (
    [("M", "MAR", 15)] * 255 + [("F", "MAR", 15)] * 120 + [("M", "GIN", 16)] * 156 + [("F", "GIN", 14)] * 40
    + [("M", "SEN", 13)] * 20 + [("F", "SEN", 16)] * 4 + [("M", "YEM", 4)] * 1 + [("M", "SYR", 9)] * 6
    + [("F", "TUN", 12)] * 13 + [("M", None, 15)] * 7 + [("F", None, 17)] * 3
)  # fmt: skip


def rows(people):
    for number, (sex, country, age) in enumerate(people):
        key = pseudonym("child", f"{number}")
        origin = None if country is None else "moroccan" if country == "MAR" else "foreign"
        month = date(2024, 1 + number % 12, 1)
        yield (
            key,
            key,
            key,
            month,
            month,
            sex,
            origin,
            country,
            str(age),
            "0-12" if age < 13 else "13-17",
            number % 40,
        )


def fact_of(people, name="child"):
    return Fact(
        name, "Enfant", tuple(Column(n, k) for n, k in COLUMNS), lambda known_at: rows(people), row="line",
        event="event", person="person", date="happened_on", recorded="recorded_on", safe=True,
    )  # fmt: skip


@pytest.fixture
def engines():
    """The guarded engine, and one that tells the truth."""
    facts = Registry("fact")
    facts.add("child", fact_of(PEOPLE))
    known = Indicators({one.id: one for one in ALL})
    extract = write_extract(KNOWN, facts=facts)
    with Engine(extract, known, facts) as engine, Engine(extract, known, facts, guarded=False) as true:
        yield engine, true


def shown(cells):
    return {tuple(cell.dims.values()): cell.value for cell in cells if cell.conf == "F"}


def hidden(cells):
    return {tuple(cell.dims.values()) for cell in cells if cell.conf == "N"}


def test_a_cell_under_the_threshold_is_hidden_and_not_alone(engines):
    engine, _true = engines
    cells = engine.compute("p.children", "2024", ["nationality"])
    assert {("YEM",), ("SYR",)} <= hidden(cells)
    assert shown(cells)["GIN",] == 196
    assert all(cell.value is None and cell.numerator is None for cell in cells if cell.conf == "N")
    left = 250 - sum(n for codes, n in shown(cells).items() if codes and codes[0] in ("GIN", "SEN", "TUN"))
    assert left >= 11 + len(hidden(cells)) - 1


def test_ten_of_unknown_nationality_are_shown_alone_and_never_crossed(engines):
    engine, _true = engines
    assert shown(engine.compute("p.children", "2024", ["origin"]))["unknown",] == 10
    assert shown(engine.compute("p.children", "2024", ["nationality"]))["unknown",] == 10
    crossed = engine.compute("p.children", "2024", ["nationality", "sex"])
    assert {("unknown", "F"), ("unknown", "M")} <= hidden(crossed)
    assert engine.value("p.children", "2024", "nationality=unknown;sex=F").conf == "N"


def test_no_true_small_number_is_shown_anywhere(engines):
    """Every table of up to three axes, every filter of one code, every part and share."""
    engine, true = engines
    for size in (1, 2, 3):
        for by in combinations(DIMS, size):
            small = {
                codes
                for codes, n in shown(true.compute("p.children", "2024", by)).items()
                if 0 < (n or 0) < 11 and set(codes) != {"unknown"}
            }
            seen = shown(engine.compute("p.children", "2024", by))
            assert not small & set(seen), by
    for by in DIMS:
        for cell in true.compute("p.boys", "2024", [by])[1:]:
            if 0 < (cell.value or 0) < 11:
                assert dict(shown(engine.compute("p.boys", "2024", [by]))).get((cell.dims[by],)) is None
        for cell in true.compute("p.girls", "2024", [by])[1:]:
            if 0 < (cell.numerator or 0) < 11:
                assert (cell.dims[by],) not in shown(engine.compute("p.girls", "2024", [by]))


def test_a_filter_is_the_cell_of_the_table(engines):
    engine, _true = engines
    table = engine.compute("p.children", "2024", ["nationality", "sex"])
    for cell in table[1:]:
        if TOGETHER in cell.dims.values():
            continue
        where = ";".join(f"{name}={code}" for name, code in cell.dims.items())
        asked = engine.value("p.children", "2024", where)
        assert (asked.conf, asked.value) == (cell.conf, cell.value)


def test_under_a_hidden_code_nothing_is_shown_not_even_a_zero(engines):
    engine, true = engines
    assert shown(engine.compute("p.children", "2024", ["band"]))["0-12",] == 20
    cells = engine.compute("p.children", "2024", ["years"])
    assert {("4",), ("9",), ("12",)} <= hidden(cells)
    assert shown(true.compute("p.children", "2024", ["years"]))["4",] == 1


def test_what_cannot_be_protected_is_not_shown_at_all(engines):
    engine, _true = engines
    cells = engine.compute("p.children", "2024", ["years", "sex"])
    assert [(cell.dims, cell.conf) for cell in cells[1:]] == [({"years": TOGETHER, "sex": TOGETHER}, "N")]


@pytest.mark.parametrize("period", ["2024-05", "2024-H1", "2024-01/2024-11", "../2024", "2023/2024"])
def test_periods_that_overlap_tell_nothing(engines, period):
    engine, _true = engines
    cells = engine.compute("p.children", period, ["sex"])
    assert [(cell.value, cell.conf) for cell in cells] == [(None, "N")]


def test_quarters_are_rows_of_the_year(engines):
    engine, _true = engines
    assert set(shown(engine.compute("p.children", "2024", ["quarter"]))) == {
        (), ("2024-Q1",), ("2024-Q2",), ("2024-Q3",), ("2024-Q4",),
    }  # fmt: skip
    with pytest.raises(BadInput):
        engine.compute("p.children", "2024", ["month"])


@pytest.mark.parametrize("where", ["sex=F|M", "sex=F;sex=M"])
def test_two_codes_of_a_filter_could_be_subtracted(engines, where):
    with pytest.raises(BadInput):
        engines[0].value("p.children", "2024", where)


def test_three_breakdowns_at_most(engines):
    with pytest.raises(BadInput):
        engines[0].compute("p.children", "2024", ["sex", "band", "origin"], "nationality=GIN")


def test_the_records_never_open(engines):
    with pytest.raises(Refused, match="ne s'ouvrent jamais"):
        engines[0].records("p.children", "2024")


def test_what_is_hidden_is_not_ranked_by_its_place(engines):
    cells = engines[0].compute("p.children", "2024", ["nationality"])[1:]
    codes = [cell.dims["nationality"] for cell in cells if cell.conf == "N"]
    assert codes == sorted(codes)


def test_a_median_is_shown_with_enough_behind_it(engines):
    engine, _true = engines
    cells = {tuple(c.dims.values()): c for c in engine.compute("p.days", "2024", ["sex"])}
    assert cells["F",].conf == "F"
    assert cells["F",].value is not None


def test_a_definition_of_protection_keeps_its_side():
    fact = fact_of(())
    open_one = indicator("p.open", **(FLOW | {"disclosure": {"class": "ordinary"}}), **ONCE)
    assert problem(open_one, fact)
    assert problem(indicator("p.mean", **FLOW, measure={"mean": "days"}, dims=DIMS), fact)
    dated = indicator("p.dated", **FLOW, **ONCE, where="happened_on between 2024-01-01 and 2024-06-30")
    assert problem(dated, fact) is not None
    assert problem(dated, fact)[0] == "where"
    events = indicator("p.events", **FLOW, measure={"count": "events"}, dims=DIMS, where="sex = F")
    assert mixed(events, {"p.children": ALL[0], "p.events": events})
    twin = indicator("p.twin", **FLOW, **ONCE, where="sex = F")
    assert mixed(twin, {"p.children": ALL[0], "p.twin": twin})
    leak = indicator("p.leak", kind="share", of="p.children", part="sex=F", unit="percent")
    assert mixed(leak, {"p.children": ALL[0], "p.leak": leak})
    assert month_of(date(2024, 5, 17)) == date(2024, 5, 1)
