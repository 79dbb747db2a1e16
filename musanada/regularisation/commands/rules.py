"""What an installation starts with: kinds of pieces, pieces demanded, deadlines, how long cards last.

Adds what is missing and never changes what an installation has set: safe to repeat.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from musanada.cases.models import DeadlineRule, PieceType, RequiredPiece
from musanada.regularisation.models import CardRule, Operation

DATA = Path(__file__).resolve().parents[1] / "data"
PROCEDURE = "regularisation"
Rules = Mapping[str, Any]


@lru_cache(maxsize=4)
def shipped(name: str) -> Any:
    """``data/<name>.yaml``. Read only: every caller gets the same object."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@transaction.atomic
def load_rules() -> int:
    """How many rows were missing."""
    rules = shipped("rules")
    return (
        load_piece_types(rules["piece_types"])
        + add_demands(everyone(rules))
        + add_demands(of_renewal(rules))
        + load_deadlines(rules["deadlines"])
        + load_cards(rules["cards"])
    )


def load_piece_types(types: Mapping[str, list[str]]) -> int:
    known = set(PieceType.objects.values_list("pk", flat=True))
    fresh = [
        PieceType(code=code, shows=shows, name_fr=fr, name_ar=ar)
        for code, (shows, fr, ar) in types.items()
        if code not in known
    ]
    return len(PieceType.objects.bulk_create(fresh))


def everyone(rules: Rules) -> Iterator[RequiredPiece]:
    asked = rules["everyone"]
    yield from demands(asked["pieces"], rules, asked)


def of_renewal(rules: Rules) -> Iterator[RequiredPiece]:
    """The papers of a card's renewal, whatever the operation."""
    asked = rules["renewal"]
    yield from demands(asked["pieces"], rules, asked, context="renewal")


def of_categories(operation: Operation) -> Iterator[RequiredPiece]:
    """The pieces of each category that the file knows, as demanded by ``operation``."""
    rules = shipped("rules")
    asked = rules["categories"]
    for context, pieces in asked["pieces"].items():
        values = {"context": context, "scheme": operation.code}
        yield from demands(pieces, rules, asked, **values)
        for one in asked["optional"].get(context, ()):
            yield demand(one, rules, asked, mandatory=False, **values)


def demands(pieces: list[Any], rules: Rules, asked: Rules, **values: Any) -> Iterator[RequiredPiece]:
    """A list of pieces; a list in the list is a group of which one is enough."""
    for number, one in enumerate(pieces, 1):
        for code in one if isinstance(one, list) else [one]:
            yield demand(code, rules, asked, alternative=number if isinstance(one, list) else 0, **values)


def demand(code: str, rules: Rules, asked: Rules, **values: Any) -> RequiredPiece:
    return RequiredPiece(
        procedure=PROCEDURE,
        type_id=code,
        valid_from=rules["valid_from"],
        source=asked["source"],
        confirmed=asked["confirmed"],
        **values,
    )


def add_demands(rows: Iterator[RequiredPiece]) -> int:
    """Those that are not there yet."""
    there = RequiredPiece.objects.filter(procedure=PROCEDURE)
    known = set(there.values_list("scheme", "context", "type"))
    fresh = [one for one in rows if (one.scheme, one.context, one.type_id) not in known]
    return len(RequiredPiece.objects.bulk_create(fresh))


def load_deadlines(rules: list[dict[str, Any]]) -> int:
    """A rule without a ``procedure`` is of the files of regularisation."""
    rows = [{"procedure": PROCEDURE} | rule | states_of(rule) for rule in rules]
    known = set(DeadlineRule.objects.values_list("procedure", "code"))
    fresh = [DeadlineRule(**row) for row in rows if (row["procedure"], row["code"]) not in known]
    return len(DeadlineRule.objects.bulk_create(fresh))


def states_of(rule: Rules) -> dict[str, str]:
    return {name: states(rule[name]) for name in ("starts", "meets", "suspends")}


def states(names: list[str]) -> str:
    return f",{','.join(names)}," if names else ""


def load_cards(rules: list[dict[str, Any]]) -> int:
    known = set(CardRule.objects.values_list("kind", "after_months", "valid_from"))
    fresh = [
        CardRule(**row) for row in rules if (row["kind"], row["after_months"], row["valid_from"]) not in known
    ]
    return len(CardRule.objects.bulk_create(fresh))
