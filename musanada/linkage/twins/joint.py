"""What batch linkage hands over: a trained model as numbers, pairs with their reasons, groups.

No value of anybody stands here: fields, levels of agreement and weights only.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement of a field: how often twins (m) and strangers (u) show it.

    ``code`` is stable (``evidence`` of a pair names it); ``weight`` is log2(m/u), what it adds to the odds.
    """

    code: str
    m: float
    u: float
    fixed: bool = False  # set by hand, not learnt

    @property
    def weight(self) -> float:
        from math import log2

        return log2(max(self.m, 1e-9) / max(self.u, 1e-12))


@dataclass(frozen=True, slots=True)
class Field:
    """One field compared, its levels from the best agreement to none; "missing" is no evidence."""

    code: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a pair is looked at, is grouped, and is nearly sure."""

    look: float
    group: float
    sure: float


@dataclass(frozen=True, slots=True)
class Estimates:
    """What the model expects of itself at ``Thresholds.group``: from its own probabilities, not from truth."""

    precision: float
    recall: float
    pairs: int  # pairs the estimate rests on


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """All that explains a score. ``prior``: probability that two records taken at random are twins."""

    prior: float
    fields: tuple[Field, ...]
    thresholds: Thresholds
    estimates: Estimates
    records: int  # records it was trained on

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "ModelParameters":
        return cls(
            prior=given["prior"],
            fields=tuple(
                Field(f["code"], tuple(Level(**one) for one in f["levels"])) for f in given["fields"]
            ),
            thresholds=Thresholds(**given["thresholds"]),
            estimates=Estimates(**given["estimates"]),
            records=given["records"],
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of a pair: how far it agrees and what that adds to the odds (log2, negative speaks against)."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two records, left before right. ``cluster`` is the smallest id of their group, "" if they share none;
    ``suspicious``: the group was cut, or holds facts that contradict each other."""

    left_id: str
    right_id: str
    probability: float
    evidence: tuple[Evidence, ...] = field(default=())
    cluster: str = ""
    suspicious: bool = False
