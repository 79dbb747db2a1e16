"""Reading figures: the actor first, the right checked here, the engine opened on an extract that misses nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, missing, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import Side
from musanada.kit.errors import Refused
from musanada.kit.periods import Period, year
from musanada.reporting.definitions import Indicator
from musanada.reporting.models import ExternalFigure
from musanada.reporting.registry import load_indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine
    from musanada.reporting.verify import Verdict

SHIELDED = (Side.HUMANITARIAN, Side.HEALTH)
VIEW, RECORDS = "figures.view", "figures.records"
STAMP = re.compile(r"\d{8}T\d{6}\.\d{6}Z")


def need(actor: User, right: str) -> None:
    """Raises MissingRight, and Refused for a State authority beside humanitarian organisations.

    Figures belong to the whole installation: the right is asked for anywhere. But counts never cross from the
    humanitarian or the health side to a State authority (architecture: Sides); it reads what is published.
    """
    if not holds(actor, right):
        raise missing(right)
    if not actor.is_system and only_state(actor, right) and Unit.objects.filter(side__in=SHIELDED).exists():
        raise Refused(
            _(
                "Ces chiffres comptent des personnes aidées par des organisations humanitaires ou de santé : ils ne "
                "s'ouvrent pas aux services de l'État. Demandez la publication."
            ),
            code="sides",
        )


def only_state(actor: User, right: str) -> bool:
    """Is the right held at units of State authorities alone?"""
    sides = set(units_for(actor, right).values_list("side", flat=True))
    return sides <= {Side.STATE}


def may_open_records(actor: User) -> bool:
    return holds(actor, RECORDS)


def indicators(actor: User) -> list[Indicator]:
    """Every indicator, in the order of their ids."""
    need(actor, VIEW)
    return [indicator for _code, indicator in sorted(load_indicators().items())]


def indicator(actor: User, code: str) -> Indicator:
    """Raises Http404 for one that does not exist."""
    need(actor, VIEW)
    known = load_indicators()
    if code not in known:
        raise Http404
    return known[code]


@contextmanager
def figures(actor: User, *, patient: bool = False) -> Iterator["Engine"]:
    """The engine on a fresh extract, for live figures. Pages are ``patient``: they print the cut-off."""
    from musanada.reporting.engine import Engine
    from musanada.reporting.extract import fresh_extract

    need(actor, VIEW)
    with Engine(fresh_extract(patient=patient), remember=patient) as engine:
        yield engine


@dataclass(frozen=True)
class Opened:
    """An engine on the extract a figure was read from, or on the newest one where that is gone."""

    engine: "Engine"
    same: bool


@contextmanager
def as_at(actor: User, stamp: str) -> Iterator[Opened]:
    """The records of a figure as they stood when it was shown. Raises MissingRight."""
    from musanada.reporting.engine import Engine
    from musanada.reporting.extract import Extract, extracts_folder

    need(actor, RECORDS)
    if STAMP.fullmatch(stamp) and (extracts_folder() / stamp / "manifest.json").exists():
        with Engine(Extract(extracts_folder() / stamp)) as engine:
            yield Opened(engine, same=True)
        return
    with figures(actor, patient=True) as engine:
        yield Opened(engine, same=not stamp)


def first_period(engine: "Engine", today_year: int) -> Period:
    """Where a reader begins: the last year in which something was done."""
    return year(engine.latest_year() or today_year)


def verify(actor: User, path: Path) -> list["Verdict"]:
    """A verdict per expected figure of a file."""
    from musanada.reporting.verify import verify_file

    with figures(actor) as engine:
        return verify_file(path, engine)


def external_figures(actor: User) -> list[ExternalFigure]:
    """Current figures of others."""
    need(actor, VIEW)
    return list(ExternalFigure.objects.filter(replaced_at=None))
