"""Reading figures: the actor first, the right checked here, the engine opened on an extract that misses nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from musanada.access.doors import holds, missing, units_for
from musanada.access.models import User
from musanada.reporting.definitions import Indicator
from musanada.reporting.models import ExternalFigure
from musanada.reporting.registry import load_indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine
    from musanada.reporting.verify import Verdict

VIEW = "figures.view"


def need(actor: User, right: str) -> None:
    """Raises MissingRight. Figures belong to the whole installation: the right is asked for anywhere."""
    if not holds(actor, right):
        raise missing(right)


def indicators(actor: User) -> list[Indicator]:
    """Every indicator, in the order of their ids."""
    need(actor, VIEW)
    return [indicator for _code, indicator in sorted(load_indicators().items())]


@contextmanager
def figures(actor: User) -> Iterator["Engine"]:
    """The engine on a fresh extract, for live figures."""
    from musanada.reporting.engine import Engine
    from musanada.reporting.extract import fresh_extract

    need(actor, VIEW)
    with Engine(fresh_extract(), sides=sides_of(actor)) as engine:
        yield engine


def sides_of(actor: User, right: str = VIEW) -> frozenset[str] | None:
    """The sides on which the actor holds the right; the console reads all."""
    if actor.is_system:
        return None
    return frozenset(units_for(actor, right).values_list("side", flat=True))


def verify(actor: User, path: Path) -> list["Verdict"]:
    """A verdict per expected figure of a file."""
    from musanada.reporting.verify import verify_file

    with figures(actor) as engine:
        return verify_file(path, engine)


def external_figures(actor: User, series: str = "") -> list[ExternalFigure]:
    """Current figures of others."""
    need(actor, VIEW)
    rows = ExternalFigure.objects.filter(replaced_at=None)
    return list(rows.filter(series=series) if series else rows)
