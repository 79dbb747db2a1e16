"""A new index key: every blind index is computed anew from what it stands for.

While it runs, searches look for the tokens of both keys (``blind_indexes``), so that nothing is lost from sight. Uniqueness
holds within one key only: it is done with the service stopped, or at night, and says what collided.
"""

# ruff: noqa: S608  tables and columns are those of our models; every value is a parameter

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Refused
from musanada.kit.secrets.columns import indexed
from musanada.kit.secrets.errors import Unreadable
from musanada.kit.secrets.index import BLIND_INDEXES, BlindIndex, token
from musanada.kit.secrets.keyring import CURRENT, LOOK_AGAIN, NEXT, OLD, Keyring, change, keyring, new_key
from musanada.kit.secrets.rotation import Tell, only_one, silent

BATCH = 500


@dataclass(frozen=True)
class Renewed:
    """What a renewal did. ``stuck``: index → rows that could not be read, or whose new token another row has."""

    key: str
    resumed: bool
    tokens: int
    stuck: dict[str, int]


def renew(tell: Tell = silent) -> Renewed:
    """Renew the index key, or go on with a renewal that was interrupted. Raises: Refused."""
    insist_on_all_known()
    with only_one():
        resumed = any(k.state != CURRENT for k in keyring().index)
        if not resumed:
            change(lambda r: replace(r, index=(*r.index, new_key(NEXT))))
        stuck: Counter[str] = Counter()
        total = 0
        if any(k.state == NEXT for k in keyring().index):
            total += compute(NEXT, tell, stuck)
            change(switched)
            time.sleep(LOOK_AGAIN)  # until every running server writes under the new key
        stuck.clear()
        total += compute(CURRENT, silent, stuck)
        if not stuck:
            change(lambda r: replace(r, index=tuple(k for k in r.index if k.state == CURRENT)))
        return Renewed(keyring().current_index.id, resumed, total, dict(stuck))


def insist_on_all_known() -> None:
    """Raises: Refused naming the columns that no app says how to compute."""
    known = {f"{one.model}.{one.field}" for one in BLIND_INDEXES.values()}
    if unknown := sorted(indexed().keys() - known):
        raise Refused(
            _("L'application ne sait pas recalculer ces index : %(names)s.") % {"names": ", ".join(unknown)}
        )


def switched(ring: Keyring) -> Keyring:
    """The next key becomes the current one; the one before is still looked for."""
    states = {NEXT: CURRENT, CURRENT: OLD}
    return replace(ring, index=tuple(k.become(states.get(k.state, k.state)) for k in ring.index))


def compute(state: str, tell: Tell, stuck: Counter[str]) -> int:
    key = next(k for k in keyring().index if k.state == state)
    total = 0
    for name, one in BLIND_INDEXES.items():
        done = sum(write(one, rows, stuck, name) for rows in differing(one, key.bytes, stuck, name))
        tell(name, done)
        total += done
    return total


def differing(one: BlindIndex, key: bytes, stuck: Counter[str], name: str) -> Iterator[list[tuple[str, Any]]]:
    """``(token, primary key)`` of the rows whose token is another one, a batch at a time."""
    model = apps.get_model(one.model)
    last: Any = None
    while True:
        rows = model._base_manager.order_by("pk")
        keys = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        last = keys[-1]
        found = ((new(one, key, row), row["pk"]) for row in read(model, one, keys, stuck, name))
        yield [(new_token, pk) for new_token, pk in found if new_token is not None]


def read(
    model: Any, one: BlindIndex, keys: list[Any], stuck: Counter[str], name: str
) -> Iterator[dict[str, Any]]:
    """The rows; one that cannot be opened does not keep the others back."""
    wanted = model._base_manager.filter(pk__in=keys).values("pk", one.field, *one.columns)
    try:
        yield from list(wanted)
    except Unreadable:
        for key in keys:
            try:
                yield from list(wanted.filter(pk=key))
            except Unreadable:
                stuck[name] += 1


def new(one: BlindIndex, key: bytes, row: dict[str, Any]) -> str | None:
    """The row's token under the new key, if it has another one and is to have this one."""
    found = one.compute(partial(keyed, key), row)
    return found if found is not None and found != row[one.field] else None


def keyed(key: bytes, purpose: str, text: str) -> str:
    return token(key, purpose, text) if text else ""


def write(one: BlindIndex, rows: list[tuple[str, Any]], stuck: Counter[str], name: str) -> int:
    """How many were written; where tokens collide, the rows one by one."""
    try:
        with transaction.atomic():
            return put(one, rows)
    except IntegrityError:
        return sum(alone(one, row, stuck, name) for row in rows)


def alone(one: BlindIndex, row: tuple[str, Any], stuck: Counter[str], name: str) -> int:
    try:
        with transaction.atomic():
            return put(one, [row])
    except IntegrityError:
        stuck[name] += 1
        return 0


def put(one: BlindIndex, rows: list[tuple[str, Any]]) -> int:
    model = apps.get_model(one.model)
    quote, key = connection.ops.quote_name, model._meta.pk
    column = model._meta.get_field(one.field).column
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {quote(column)} = %s WHERE {quote(key.column)} = %s",
            [(found, key.get_db_prep_value(pk, connection)) for found, pk in rows],
        )
    return len(rows)
