"""What a decision about two records is worth: how undecided they are, and how much hangs on the two.

What hangs on a person is counted without knowing the apps above: every table that points at people and stands at a unit,
on the person's own side, P4 left out. So the order of a queue tells nothing of other sides nor of hidden files.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count

from musanada.kit.choices import Privacy
from musanada.linkage.fingerprint import parts

SURE = 0.02  # what looks sure is worth a look too, the last


def worth(probability: float | None, hanging: int) -> float:
    """Highest where it is a toss-up and where acts and files hang on both."""
    chance = 0.5 if probability is None else min(max(probability, 0.0), 1.0)
    return round((4 * chance * (1 - chance) + SURE) * (1 + log2(1 + hanging)), 6)


def hanging(people: Iterable[UUID], side: str) -> Counter[UUID]:
    """How many acts, files and the like stand on each."""
    found: Counter[UUID] = Counter()
    keys = list(dict.fromkeys(people))
    for model, path, place in tables():
        for part in parts(keys):
            rows = model._default_manager.filter(**{f"{path}__in": part, f"{place}__side": side})
            found.update(dict(rows.order_by().values_list(path).annotate(number=Count("pk"))))
    return found


def tables() -> Iterator[tuple[Any, str, str]]:
    """Tables of the apps above: one person each, at a unit of their own."""
    for model in apps.get_models():
        path, place = getattr(model, "PERSON", None), getattr(model, "PLACE", None)
        if not model.__module__.startswith("musanada.") or model._meta.app_label in ("people", "linkage"):
            continue
        plain = isinstance(path, str) and path and "__" not in path
        if (
            plain
            and place
            and "presences" not in place
            and getattr(model, "PRIVACY", Privacy.P4) < Privacy.P4
        ):
            yield model, str(path), place


def of_side(ends: Sequence[tuple[UUID, UUID]], side: str) -> dict[tuple[UUID, UUID], int]:
    counts = hanging((end for pair in ends for end in pair), side)
    return {pair: counts[pair[0]] + counts[pair[1]] for pair in ends}
