"""From levels to probabilities, by the arithmetic of Splink: odds times m/u of every field.

The prior is what agrees with itself: as many twins among the pairs compared as their probabilities add up to. The threshold is
chosen from the same probabilities, which are what the model believes, not the truth.
"""

# ruff: noqa: S608  statements are put together from constants of this file
from collections.abc import Mapping
from math import log2
from typing import Any

from musanada.linkage.twins.compare import LEVELS
from musanada.linkage.twins.joint import Estimates, Thresholds
from musanada.linkage.twins.model import Probabilities

LOWEST, HIGHEST = 0.02, 2.0  # pairs of twins per record that are believed at all
LOOK, SURE = 0.2, 0.99
CHOICES = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
WANTED = 0.955  # precision of pairs the threshold aims at, as the model believes it


def weights(m: Probabilities, u: Probabilities) -> dict[str, dict[int, float]]:
    """log2(m/u) by field and number of level."""
    out: dict[str, dict[int, float]] = {}
    for field, levels in LEVELS.items():
        out[field] = {
            len(levels) - place: log2(m[field][code] / u[field][code])
            for place, (code, _sql) in enumerate(levels)
        }
    return out


def weight_sql(told: Mapping[str, Mapping[int, float]]) -> str:
    """What all fields add to the odds; a missing field adds nothing."""
    return " + ".join(
        f"CASE {field} {' '.join(f'WHEN {n} THEN {w:.4f}' for n, w in levels.items())} ELSE 0 END"
        for field, levels in told.items()
    )


def add_weights(con: Any, m: Probabilities, u: Probabilities) -> None:
    """``weighed`` (l, r, levels, w) from ``levels``."""
    con.execute(f"CREATE TABLE weighed AS SELECT *, ({weight_sql(weights(m, u))})::FLOAT AS w FROM levels")


def prior_of(con: Any, records: int) -> float:
    """log2 of the odds that two records taken at random are twins."""
    if records < 2:
        return -20.0
    rows = con.execute(
        "SELECT round(w * 4) / 4 AS b, count(*) FROM weighed WHERE w > 4 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    possible = records * (records - 1) / 2
    least, most = LOWEST * records / possible, min(HIGHEST * records / possible, 0.5)
    prior = min(max(0.3 * records / possible, least), most)
    for _turn in range(30):
        odds = prior / (1 - prior)
        twins = sum(count * (1 - 1 / (1 + odds * 2.0**weight)) for weight, count in rows)
        prior = min(max(twins / possible, least), most)
    return log2(prior / (1 - prior))


def add_probabilities(con: Any, prior: float) -> None:
    """``scored``: pairs worth a look, with their probability."""
    con.execute(
        f"""CREATE TABLE scored AS SELECT *, (1 - 1 / (1 + pow(2.0::DOUBLE, w + {prior:.4f})))::DOUBLE AS p FROM weighed
            WHERE w + {prior:.4f} > -6"""
    )


def choose(con: Any) -> tuple[Thresholds, Estimates]:
    """The threshold with the best expected F1 among those of the precision wanted."""
    best: tuple[float, float, float, float, int] | None = None
    total = con.execute("SELECT coalesce(sum(p), 0) FROM scored").fetchone()[0] or 1e-9
    for at in CHOICES:
        pairs, right = con.execute(
            "SELECT count(*), coalesce(sum(p), 0) FROM scored WHERE p >= ?", [at]
        ).fetchone()
        precision, recall = (right / pairs if pairs else 1.0), right / total
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        score = f1 if precision >= WANTED else f1 - 1
        if best is None or score > best[0]:
            best = score, at, precision, recall, pairs
    assert best is not None  # there are choices
    _score, at, precision, recall, pairs = best
    return Thresholds(min(LOOK, at), at, SURE), Estimates(round(precision, 4), round(recall, 4), pairs)
