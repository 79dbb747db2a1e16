"""The comparisons as Splink's settings, and what Splink learns from them.

A pair is compared once, by the database (``compare``), into one number per field. Splink is given both records of a pair
with these numbers, blocked on the pair: what it trains and scores is exactly what is compared, on every engine.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from musanada.linkage.twins.compare import LEVELS, MISSING
from musanada.linkage.twins.joint import Field, Level

LEAST = 1e-10
ITERATIONS, CONVERGED = 25, 0.002
Probabilities = dict[str, dict[str, float]]  # field → level → probability
BY_HAND = {
    ("document", "same"), ("document", "near"), ("document", "shared"), ("phone", "same"), ("phone", "household"),
    ("phone", "shared"), ("birth", "kin"), ("mother", "household"),
}  # fmt: skip
M_BY_HAND = {("birth", "kin"), ("mother", "household")}


@contextmanager
def quiet() -> Iterator[None]:
    """Splink speaks of every iteration and sets its own level; here nobody reads it."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        logging.disable(before)


def settings(m: Probabilities, u: Probabilities, prior: float, fields: Iterable[str] = tuple(LEVELS)) -> Any:
    """Splink's settings with these probabilities for these fields."""
    from splink import SettingsCreator, block_on
    from splink.comparison_library import CustomComparison

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        probability_two_random_records_match=prior,
        comparisons=[
            CustomComparison(
                output_column_name=field, comparison_levels=levels_for(field, m[field], u[field])
            )
            for field in fields
        ],
        blocking_rules_to_generate_predictions=[block_on("pair")],
        retain_matching_columns=False,
        additional_columns_to_retain=["l", "r"],
        max_iterations=ITERATIONS,
        em_convergence=CONVERGED,
    )


def levels_for(field: str, m: Mapping[str, float], u: Mapping[str, float]) -> list[Any]:
    out: list[dict[str, Any]] = [
        {"sql_condition": f"{field}_l = {MISSING}", "is_null_level": True, "label_for_charts": "missing"}
    ]
    levels = LEVELS[field]
    for place, (code, _sql) in enumerate(levels):
        last = place == len(levels) - 1
        out.append(
            {
                "sql_condition": "ELSE" if last else f"{field}_l = {len(levels) - place}",
                "label_for_charts": code,
                "m_probability": m[code],
                "u_probability": u[code],
                "fix_u_probability": True,
                "fix_m_probability": (field, code) in M_BY_HAND,
            }
        )
    return out


def learn(
    con: Any, compared: str, m: Probabilities, u: Probabilities, prior: float, fields: Iterable[str]
) -> tuple[Probabilities, float]:
    """m of these fields, by Splink's expectation maximisation over the compared pairs of a table; and how many of the
    pairs it takes for twins."""
    from splink import DuckDBAPI, Linker, block_on

    fields = tuple(fields)
    con.execute(f"CREATE OR REPLACE TABLE trained AS {pairs_as_records(compared)}")
    api = DuckDBAPI(con)
    with quiet():
        linker = Linker([api.register("trained")], settings(m, u, prior, fields))
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("pair"), estimate_without_term_frequencies=True
        )
        share = session.core_model_settings.probability_two_random_records_match
        pairs = con.execute(f"SELECT count(*) FROM {compared}").fetchone()[0]  # noqa: S608
        return learnt(linker), share * pairs


def pairs_as_records(compared: str) -> str:
    numbered = f"SELECT *, row_number() OVER () AS pair FROM {compared}"  # noqa: S608
    return f"SELECT 2 * pair + s AS record, p.* FROM ({numbered}) p, (VALUES (0), (1)) AS t(s)"  # noqa: S608


def learnt(linker: Any) -> Probabilities:
    """m by field and level as Splink holds them; levels it never met are left out."""
    out: Probabilities = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        out[comparison["output_column_name"]] = {
            level["label_for_charts"]: level["m_probability"]
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level") and isinstance(level.get("m_probability"), float)
        }
    return out


def scaled(values: Mapping[str, float]) -> dict[str, float]:
    """Probabilities that add up to one, none of them nothing."""
    kept = {code: max(value, LEAST) for code, value in values.items()}
    total = sum(kept.values())
    return {code: value / total for code, value in kept.items()}


def fields_of(m: Probabilities, u: Probabilities) -> tuple[Field, ...]:
    return tuple(
        Field(
            f,
            tuple(
                Level(c, float(f"{m[f][c]:.6g}"), float(f"{u[f][c]:.6g}"), (f, c) in BY_HAND)
                for c, _sql in LEVELS[f]
            ),
        )
        for f in LEVELS
    )
