"""Reading figures: the actor first, the right checked here, the engine opened on an extract that misses nothing."""

import re
from collections.abc import Iterable, Iterator
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
from musanada.reporting.registry import Indicators, load_indicators

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine
    from musanada.reporting.verify import Verdict

SHIELDED = (Side.HUMANITARIAN, Side.HEALTH)
# Recorded by the offices of State authorities about their own files: whoever has the right there reads what counts them.
OF_STATE = frozenset(
    {
        "regularisation_file",
        "regularisation_outcome",
        "regularisation_opinion",
        "regularisation_appeal",
        "residence_card",
        "association_regularised",
    }
)
VIEW, RECORDS, PROTECTION = "figures.view", "figures.records", "figures.protection"
STAMP = re.compile(r"\d{8}T\d{6}\.\d{6}Z")


def need(actor: User, right: str, counted: Iterable[Indicator] = ()) -> None:
    """Raises MissingRight, and Refused for a State authority beside humanitarian organisations.

    Figures belong to the whole installation: the right is asked for anywhere. But counts never cross from the
    humanitarian or the health side to a State authority (architecture: Sides): of the live figures it reads those of
    its own files (``counted``), of the others what is published.
    """
    if not holds(actor, right):
        raise missing(right)
    asked = list(counted)
    if shielded_from(actor, right) and not (asked and all(of_state(one) for one in asked)):
        raise Refused(
            _(
                "Ces chiffres comptent des personnes aidées par des organisations humanitaires ou de santé : ils ne "
                "s'ouvrent pas aux services de l'État. Demandez la publication."
            ),
            code="sides",
        )


def shielded_from(actor: User, right: str) -> bool:
    """A State authority alone, where organisations of other sides keep people in the same register."""
    if actor.is_system or not only_state(actor, right):
        return False
    return Unit.objects.filter(side__in=SHIELDED).exists()


def only_state(actor: User, right: str) -> bool:
    """Is the right held at units of State authorities alone?"""
    sides = set(units_for(actor, right).values_list("side", flat=True))
    return sides <= {Side.STATE}


def of_state(one: Indicator, known: Indicators | None = None) -> bool:
    """Does it count, in all its parts, only what the offices of State authorities record themselves?

    A score is counted and also names who was eligible: pages print both.
    """
    known, parts, facts = known or load_indicators(), [one], set()
    while parts:
        part = parts.pop()
        if part.counted:
            facts.add(part.fact)
        if any(code not in known for code in part.refers_to()):
            return False
        parts += [known[code] for code in part.refers_to()]
    return facts <= OF_STATE


def may_open_records(actor: User, one: Indicator) -> bool:
    """Never of protection, whoever asks: those named on a file open it by their own list."""
    return not one.protected and holds(actor, RECORDS)


def known_to(actor: User) -> Indicators:
    """The indicators that exist for the actor: without their right, those of protection do not."""
    known = load_indicators()
    if holds(actor, PROTECTION):
        return known
    return Indicators({code: one for code, one in known.items() if not one.protected})


def indicators(actor: User) -> list[Indicator]:
    """Every indicator that the actor may read, in the order of their ids."""
    known = known_to(actor)
    found = [indicator for _code, indicator in sorted(known.items())]
    if holds(actor, VIEW) and shielded_from(actor, VIEW):
        found = [one for one in found if of_state(one, known)]
    need(actor, VIEW, found)
    return found


def indicator(actor: User, code: str) -> Indicator:
    """Raises Http404 for one that does not exist, MissingRight, Refused."""
    known = known_to(actor)
    if code not in known:
        need(actor, VIEW)
        raise Http404
    need(actor, VIEW, [known[code]])
    return known[code]


@contextmanager
def figures(
    actor: User, *, patient: bool = False, of: Iterable[Indicator] = (), guarded: bool = True
) -> Iterator["Engine"]:
    """The engine on a fresh extract, for live figures. Pages are ``patient``: they print the cut-off.

    ``of``: the indicators that the page computes, and no other. Not ``guarded``: small numbers are not hidden.
    """
    from musanada.reporting.engine import Engine
    from musanada.reporting.extract import fresh_extract

    need(actor, VIEW, of)
    extract = fresh_extract(patient=patient)
    with Engine(extract, known_to(actor), remember=patient, guarded=guarded) as engine:
        yield engine


@dataclass(frozen=True)
class Opened:
    """An engine on the extract a figure was read from, or on the newest one where that is gone."""

    engine: "Engine"
    same: bool


@contextmanager
def as_at(actor: User, stamp: str, of: Indicator) -> Iterator[Opened]:
    """The records of a figure as they stood when it was shown, or as they stand now where somebody was hidden since.
    Raises MissingRight, Refused."""
    from musanada.reporting.engine import Engine
    from musanada.reporting.extract import Extract, counts_hidden, extracts_folder

    need(actor, RECORDS, [of])
    if of.protected:
        from musanada.reporting.engine.run import CLOSED

        raise Refused(CLOSED, code="protection")
    kept = Extract(extracts_folder() / stamp)
    if STAMP.fullmatch(stamp) and (kept.folder / "manifest.json").exists() and not counts_hidden(kept):
        with Engine(kept) as engine:
            yield Opened(engine, same=True)
        return
    with figures(actor, patient=True, of=[of]) as engine:
        yield Opened(engine, same=not stamp)


def first_period(engine: "Engine", today_year: int, fact: str = "assistance_given") -> Period:
    """Where a reader begins: the last year in which something was done."""
    return year(engine.latest_year(fact) or today_year)


def verify(actor: User, path: Path) -> list["Verdict"]:
    """A verdict per expected figure of a file: against the true numbers, also those that pages hide."""
    from musanada.reporting.verify import verify_file

    with figures(actor, guarded=False) as engine:
        return verify_file(path, engine)


def external_figures(actor: User) -> list[ExternalFigure]:
    """Current figures of others."""
    need(actor, VIEW)
    return list(ExternalFigure.objects.filter(replaced_at=None))
