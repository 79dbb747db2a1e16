"""The deadlines of reintegration an installation starts with, as rows of ``DeadlineRule`` (``data/deadlines.yaml``).

Adds what is missing and never changes what an installation has set: safe to repeat.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from musanada.cases.models import DeadlineRule

DATA = Path(__file__).resolve().parents[1] / "data" / "deadlines.yaml"
STATES = ("starts", "meets", "suspends")


@lru_cache(maxsize=1)
def shipped() -> list[dict[str, Any]]:
    """Read only: every caller gets the same rows."""
    found: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["deadlines"]
    return found


def load_deadlines() -> int:
    """How many rows were missing."""
    known = set(DeadlineRule.objects.values_list("procedure", "code"))
    rows = [one | states_of(one) for one in shipped()]
    fresh = [DeadlineRule(**row) for row in rows if (row["procedure"], row["code"]) not in known]
    return len(DeadlineRule.objects.bulk_create(fresh))


def states_of(rule: Mapping[str, Any]) -> dict[str, str]:
    return {name: f",{','.join(rule[name])}," if rule[name] else "" for name in STATES}
