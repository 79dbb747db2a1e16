"""The value of a definition that is not in force, with its splits and the records behind it: what a writer sees."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import MissingRight, Problem
from musanada.kit.periods import Period
from musanada.reporting import queries
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import Labels
from musanada.reporting.pages import covered
from musanada.reporting.pages.blocks import Asked, Key, key_figure
from musanada.reporting.pages.splits import Split, Splitter
from musanada.reporting.queries.definitions import seen_by, trial
from musanada.reporting.registry import DefinitionError, check_beside, read_indicator
from musanada.reporting.writing.rules import insist
from musanada.reporting.writing.text import written

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

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
        if (
            one.protected and one.counted and not covered.in_force(one)
        ):  # two values of it could be subtracted
            return Trial(waits=str(WAITS), text=text)
        return computed(actor, one, period, lang, text)
    except MissingRight:
        raise
    except DefinitionError as problem:
        return Trial(problem=str(problem).partition(": ")[2], text=text)
    except Problem as problem:
        return Trial(problem=str(problem), text=text)


def computed(actor: User, one: Indicator, period: Period | None, lang: str, text: str) -> Trial:
    with queries.figures(actor, patient=True, of=[one]) as engine:
        engine.indicators = trial(actor, one)
        if period is None:
            fact = engine.indicators.source(one.id).fact or ""
            period = queries.first_period(engine, engine.known_on.year, fact)
        asked = Asked(period)
        key = key_figure(engine, one, asked, lang, full=True, link=False)
        shown = Trial(text=text, key=key, period=period.text, known_at=engine.known_at)
        if covered.in_force(one):
            return behind(
                engine, actor, one, replace(shown, splits=splits_of(engine, actor, one, asked, lang))
            )
        few = covered.few(engine, one, period.text)
        shown = replace(shown, key=covered.key_of(key, lang, few=few))
        if few:
            return shown
        if engine.indicators.source(one.id).how not in covered.WITHOUT_COUNT:
            total = engine.value(one.id, period.text)
            splits = splits_of(engine, actor, one, asked, lang)
            shown = replace(shown, splits=[covered.split_of(split, total, lang) for split in splits])
        return behind(engine, actor, one, shown)


def splits_of(engine: "Engine", actor: User, one: Indicator, asked: Asked, lang: str) -> list[Split]:
    splitter = Splitter(engine, one, asked, Labels(actor, lang), records=False)
    return [splitter.split(name) for name in [*splitter.axes][:SPLITS]]


def behind(engine: "Engine", actor: User, one: Indicator, shown: Trial) -> Trial:
    """With the first records, for those who may open them."""
    from musanada.reporting.records import page_of

    if not queries.may_open_records(actor, one):
        return shown
    page = page_of(engine, actor, one.id, shown.period, "", limit=RECORDS, offset=0)
    return replace(shown, records=page.rows, seen=page.seen, total=page.total, opened=True)
