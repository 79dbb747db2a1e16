"""Checks an indicator declares about itself: ``sum(sex)`` and ``value <= other.id + another.id``."""

import re
from dataclasses import dataclass
from typing import Literal

_SUM = re.compile(r"sum\(\s*([a-z][a-z0-9_]*)\s*\)")
_COMPARE = re.compile(r"value\s*(<=|>=|=)\s*([a-z0-9_.]+(?:\s*\+\s*[a-z0-9_.]+)*)")


@dataclass(frozen=True)
class Check:
    """Either the rows of ``dimension`` agree with the total, or the value compares with a sum of ``indicators``."""

    text: str
    dimension: str | None = None
    relation: Literal["<=", ">=", "="] | None = None
    indicators: tuple[str, ...] = ()


def read_check(text: str, file: str = "") -> Check:
    """Raises DefinitionError for anything else."""
    from musanada.reporting.registry import DefinitionError

    clean = text.strip()
    if match := _SUM.fullmatch(clean):
        return Check(clean, dimension=match[1])
    if match := _COMPARE.fullmatch(clean):
        relation: Literal["<=", ">=", "="] = match[1]  # type: ignore[assignment]  # the pattern allows no other
        return Check(clean, relation=relation, indicators=tuple(re.split(r"\s*\+\s*", match[2])))
    raise DefinitionError(f"{file}: checks: '{text}' is neither sum(dimension) nor value <= indicator")
