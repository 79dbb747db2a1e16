"""A number of a text beside what our own records count today: looked up only where words name the series and the year."""

from collections.abc import Iterator
from decimal import Decimal

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.errors import Problem
from musanada.kit.periods import Period
from musanada.press.checks.common import Case, meets
from musanada.press.checks.known import candidates
from musanada.press.matching import Claim, named
from musanada.press.reading.numbers import Finding
from musanada.press.structure import value
from musanada.press.universe import Series
from musanada.reporting import queries as figures

VIEW = "figures.view"


def beside_records(case: Case, actor: User) -> Iterator[Finding]:
    """SRC.value: no publication gives the number, and our records count something else. Never an error: they move on."""
    asked = list(unmatched(case))
    if not asked or not holds(actor, VIEW):
        return
    try:
        with figures.figures(actor) as engine:
            for claim, series in asked:
                cell = engine.value(
                    series.live["indicator"], claim.number.period, series.live.get("where", "")
                )
                if cell.value is None or meets(claim, Decimal(cell.value)):
                    continue
                yield case.finding(
                    "SRC.value", "check", [claim], "src_live", printed=claim, known=Decimal(cell.value),
                    series=series.named(case.voice.lang), when=case.voice.period(claim.number.period),
                )  # fmt: skip
    except Problem:
        return  # nothing to compare with: no extract, or not for this reader


def unmatched(case: Case) -> Iterator[tuple[Claim, Series]]:
    """Numbers that no source gives, whose words name one series that we count ourselves."""
    for claim in case.reading.claims:
        if not claim.counts or case.reading.best(claim) or value(claim) < 10 or claim.number.of is not None:
            continue
        found = [one for one in named(claim, case.reading.universe) if one.live]
        if len(found) != 1 or not isinstance(claim.span, Period) or set(claim.dims) & found[0].axes:
            continue
        if any(meets(claim, known.value) for known in candidates(claim, found[0])):
            continue
        yield claim, found[0]
