"""What an installation of returns starts with: approval limits, pocket money, locks of a departure, deadlines.

Adds what is missing and never changes what an installation has set: safe to repeat.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from musanada.returns.commands.lock_rules import load_lock_rules
from musanada.returns.commands.plan_deadlines import load_deadlines
from musanada.returns.models import ApprovalLimit, PocketMoney

DATA = Path(__file__).resolve().parents[1] / "data"
Rules = Mapping[str, Any]


@lru_cache(maxsize=1)
def shipped() -> Any:
    """``data/rules.yaml``. Read only: every caller gets the same object."""
    return yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))


@transaction.atomic
def load_rules() -> int:
    """How many rows were missing."""
    rules = shipped()
    return load_limits(rules) + load_pocket_money(rules) + load_lock_rules() + load_deadlines()


def load_limits(rules: Rules) -> int:
    """A level of which any limit stands is the installation's own affair."""
    known = set(ApprovalLimit.objects.values_list("level", flat=True))
    fresh = [
        ApprovalLimit(
            level=level, up_to=None if up_to is None else Decimal(up_to), valid_from=rules["valid_from"]
        )
        for level, up_to in rules["approval_limits"].items()
        if level not in known
    ]
    return len(ApprovalLimit.objects.bulk_create(fresh))


def load_pocket_money(rules: Rules) -> int:
    known = set(PocketMoney.objects.values_list("direction", "minor"))
    fresh = [
        PocketMoney(**row | {"amount": Decimal(row["amount"])}, valid_from=rules["valid_from"])
        for row in rules["pocket_money"]
        if (row["direction"], row["minor"]) not in known
    ]
    return len(PocketMoney.objects.bulk_create(fresh))
