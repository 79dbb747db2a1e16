"""The numbers an administrator sets, as they stood on a day: thresholds, terms, sizes. Shipped ones await confirmation."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q
from django.utils import timezone

from musanada.protection.models import ProtectionRule

DATA = Path(__file__).resolve().parent / "data"


@lru_cache(maxsize=1)
def shipped() -> Any:
    """``data/rules.yaml``. Read only: every caller gets the same object."""
    return yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))


def rule(code: str, day: date | None = None) -> ProtectionRule | None:
    """The row in force on ``day`` (today): the latest that has begun and not ended."""
    on = day or timezone.localdate()
    rows = ProtectionRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=code, valid_from__lte=on)
    return rows.order_by("-valid_from").first()


def value(code: str, day: date | None = None) -> int:
    """The number in force; where no row is (a bare test database), the shipped one. Raises: LookupError."""
    found = rule(code, day)
    if found is not None:
        return found.value
    for row in shipped()["rules"]:
        if row["code"] == code:
            return int(row["value"])
    raise LookupError(f"no rule is named '{code}'")


def months(code: str) -> tuple[int, ...]:
    """The months of a schedule (``follow_up_1`` …): the numbers of the rules whose code begins so, in order."""
    names = [row["code"] for row in shipped()["rules"] if row["code"].startswith(f"{code}_")]
    return tuple(sorted(value(name) for name in names))
