"""A small world: one fact of acts, one of stays, rows in plain Python, and every kind of indicator over them."""

import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime

from musanada.kit.facts import Column, Fact
from musanada.kit.registry import Registry
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine import Engine
from musanada.reporting.extract import write_extract
from musanada.reporting.registry import Indicators

KNOWN = datetime(2025, 3, 1, 12, tzinfo=UTC)
COLUMNS = (
    *(("line", "id"), ("event", "id"), ("person", "id"), ("given_on", "date"), ("until_on", "date")),
    *(("recorded_at", "instant"), ("family", "code"), ("sex", "code"), ("birth_date", "date")),
    *(("birth_precision", "code"), ("nationality", "code"), ("region", "code"), ("province", "code")),
    *(("programme", "code"), ("amount", "decimal"), ("recipient", "bool")),
)
NAMES = [name for name, _kind in COLUMNS]
PLAIN = dict.fromkeys(NAMES) | {"birth_precision": None, "recorded_at": datetime(2024, 1, 1, tzinfo=UTC)}


def act(line, person, on, **values):
    """One row; what is not said is missing. ``on`` is an ISO date."""
    row = PLAIN | {"line": f"{line:032x}", "event": f"{values.pop('event', line):032x}"}
    row |= {"person": None if person is None else f"{person:032x}", "given_on": date.fromisoformat(on)}
    return row | values


def fact_of(rows):
    return Fact(
        name="act",
        label="Acte",
        columns=tuple(Column(name, kind) for name, kind in COLUMNS),
        rows=lambda known_at: [tuple(row[name] for name in NAMES) for row in rows],
        row="line",
        event="event",
        person="person",
        date="given_on",
        until="until_on",
        recorded="recorded_at",
    )


TEXT = {"fr": "texte", "ar": "نص", "en": "text", "es": "texto"}
PERSON_DIMS = {
    "kind": {"column": "family", "overlapping": True},
    "sex": {"codes": "sex"},
    "age": {"from": "birth_date", "precision": "birth_precision", "bands": [0, 5, 12, 18, 60]},
    "nationality": {"codes": "countries", "rollup": "world_region"},
    "place": {"levels": ["region", "province"], "overlapping": True},
    "programme": {"overlapping": True},
}
EVENT_DIMS = {name: dim | {"overlapping": True} for name, dim in PERSON_DIMS.items()}
LINE_DIMS = {name: {k: v for k, v in dim.items() if k != "overlapping"} for name, dim in PERSON_DIMS.items()}


def indicator(code, **fields):
    base = {"id": code, "version": 1, "label": TEXT, "definition": TEXT, "unit": "persons"}
    return Indicator.model_validate(base | fields)


def flow(code, measure, **fields):
    return indicator(
        code, **({"kind": "flow", "fact": "act", "measure": measure, "date": "given_on"} | fields)
    )


STAY = {"from": "given_on", "until": "until_on"}
ALL = [
    flow("t.once", {"count": "persons"}, person_rule="once_per_period", dims=PERSON_DIMS),
    flow("t.new", {"count": "persons"}, person_rule="first_ever", dims=PERSON_DIMS),
    flow("t.back", {"count": "persons"}, person_rule="repeat", dims=PERSON_DIMS),
    flow("t.visits", {"count": "persons"}, dims=EVENT_DIMS, unit="person_services"),
    flow("t.acts", {"count": "events"}, dims=EVENT_DIMS, unit="acts"),
    flow("t.lines", {"count": "rows"}, dims=LINE_DIMS, unit="acts"),
    flow("t.programmes", {"distinct": "programme"}, dims=LINE_DIMS, unit="programmes"),
    flow("t.money", {"sum": "amount"}, dims=LINE_DIMS, unit="MAD"),
    flow("t.mean", {"mean": "amount"}, dims=LINE_DIMS, unit="MAD"),
    flow("t.median", {"median": "amount"}, dims=LINE_DIMS, unit="MAD"),
    flow("t.p90", {"p90": "amount"}, dims=LINE_DIMS, unit="MAD"),
    flow("t.nights", {"days": "inside"}, dims=LINE_DIMS, date=STAY, unit="nights"),
    flow("t.during", {"count": "persons"}, person_rule="once_per_period", dims=PERSON_DIMS, date=STAY),
    indicator("t.stock", kind="stock", fact="act", measure={"count": "persons"}, date=STAY, dims=PERSON_DIMS),
    indicator(
        "t.ever", kind="ever", fact="act", measure={"count": "persons"}, date="given_on", dims=PERSON_DIMS
    ),
    flow(
        "t.minors",
        {"count": "persons"},
        person_rule="once_per_period",
        dims=PERSON_DIMS,
        where="age between 0 and 17 and family in [food, health]",
    ),
    flow(
        "t.foreign",
        {"count": "persons"},
        person_rule="once_per_period",
        dims=PERSON_DIMS,
        where="nationality != MAR or nationality is null",
        residual={"unknown": "always", "other": {"after": 2, "dims": ["nationality"]}},
    ),
    indicator("t.per_person", kind="ratio", numerator="t.acts", denominator="t.once", unit="acts_per_person"),
    indicator("t.women", kind="share", of="t.once", part="sex=F", unit="percent"),
    indicator("t.growth", kind="change", of="t.once", against="previous_period", unit="percent"),
    indicator("t.sum", kind="sum", of=["t.once", "t.new"], unit="person_services"),
]
INDICATORS = Indicators({i.id: i for i in ALL})


@contextmanager
def engine_over(rows, indicators=INDICATORS, known_at=KNOWN):
    facts = Registry("fact")
    fact = fact_of(rows)
    facts.add(fact.name, fact)
    extract = write_extract(known_at, facts=facts)
    try:
        with Engine(extract, indicators, facts) as engine:
            yield engine
    finally:
        shutil.rmtree(extract.folder)


def table(cells):
    """Codes → value; the total under ``()``."""
    return {tuple(cell.dims.values()): cell.value for cell in cells}
