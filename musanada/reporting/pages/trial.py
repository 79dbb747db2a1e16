"""The value of a definition that is not in force, with its splits and the records behind it: what a writer sees."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import MissingRight, Problem
from musanada.kit.periods import Period
from musanada.reporting import queries
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels
from musanada.reporting.pages.blocks import Asked, Key, key_figure
from musanada.reporting.pages.splits import Split, Splitter
from musanada.reporting.queries.definitions import seen_by, trial
from musanada.reporting.registry import DefinitionError, check_beside, load_indicators, read_indicator
from musanada.reporting.writing.rules import insist
from musanada.reporting.writing.text import written

SPLITS, RECORDS = 2, 8
WAITS = _("Chiffre de protection : sa valeur est visible une fois la définition en vigueur.")


@dataclass(frozen=True)
class Trial:
    """``problem`` says why there is no value, ``waits`` why it is not shown yet; ``seen`` of ``total`` records are of the
    reader's units."""

    problem: str = ""
    waits: str = ""
    text: str = ""
    key: Key | None = None
    period: str = ""
    known_at: datetime | None = None
    splits: Sequence[Split] = ()
    records: Sequence[Any] = field(default=())
    seen: int = 0
    total: int = 0
    opened: bool = False


def tried(actor: User, one: Indicator, period: Period | None, lang: str) -> Trial:
    """Counts it as if it were in force. A definition that cannot be used says why; a missing right stays an error page."""
    text = written(one)
    try:
        one = read_indicator(text, one.id)
        insist(one)
        check_beside(one, seen_by(actor))
        if uncovered(one):
            return Trial(waits=str(WAITS), text=text)
        return computed(actor, one, period, lang, text)
    except MissingRight:
        raise
    except DefinitionError as problem:
        return Trial(problem=str(problem).partition(": ")[2], text=text)
    except Problem as problem:
        return Trial(problem=str(problem), text=text)


def uncovered(one: Indicator) -> bool:
    """Counted of protection and not in force: values of two conditions, of which one leaves a person out, subtract."""
    standing = load_indicators()
    return one.protected and one.counted and not (one.id in standing and standing[one.id].hash == one.hash)


def computed(actor: User, one: Indicator, period: Period | None, lang: str, text: str) -> Trial:
    from musanada.reporting.records import page_of

    with queries.figures(actor, patient=True, of=[one]) as engine:
        engine.indicators = trial(actor, one)
        if period is None:
            fact = engine.indicators.source(one.id).fact or ""
            period = queries.first_period(engine, engine.known_on.year, fact)
        asked = Asked(period)
        labels = Labels(actor, lang)
        splitter = Splitter(engine, one, asked, labels, records=False)
        key = key_figure(engine, one, asked, lang, full=True, link=False)
        splits = [splitter.split(name) for name in [*splitter.axes][:SPLITS]]
        opened = queries.may_open_records(actor, one)
        page = page_of(engine, actor, one.id, period.text, "", limit=RECORDS, offset=0) if opened else None
        known_at = engine.known_at
    return Trial(
        text=text,
        key=key,
        period=period.text,
        known_at=known_at,
        splits=splits,
        records=page.rows if page else (),
        seen=page.seen if page else 0,
        total=page.total if page else 0,
        opened=opened,
    )
