"""Which figures an actor may read live, and the engine opened on them: the rules are reporting's own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from musanada.access.models import User
from musanada.kit.errors import Refused
from musanada.reporting import queries as reporting
from musanada.reporting.definitions import Indicator

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine


def readable(actor: User) -> dict[str, Indicator]:
    """By id. Of a State authority beside humanitarian organisations: its own files alone; nothing without the right."""
    try:
        return {one.id: one for one in reporting.indicators(actor)}
    except Refused:
        return {}


@contextmanager
def engine_for(actor: User, indicators: Mapping[str, Indicator]) -> "Iterator[Engine | None]":
    """The engine for these indicators and no other; nothing where the actor may read none of them."""
    if not indicators:
        yield None
        return
    with reporting.figures(actor, patient=True, of=list(indicators.values())) as engine:
        yield engine
