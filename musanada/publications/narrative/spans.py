"""Periods as citations write them: ``.``, ``prev``, ``year_ago`` and nothing at all become the report's own."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period, read_period, read_span


def resolve(written: str, own: str) -> str:
    """The canonical name of a period, or of a change ``P~Q``; in ``Q``, *prev* is the period before ``P``."""
    report = read_period(own)
    of, tilde, against = written.partition("~")
    later = _one(of or ".", report, report)
    if not tilde:
        return later.text
    return Change(later, _one(against or "prev", report, later)).text


def both(written: str, own: str) -> tuple[str, str]:
    """The two periods of a change, each by its name."""
    span = read_span(resolve(written, own))
    if not isinstance(span, Change):
        raise BadInput(_("Une évolution compare deux périodes : écrivez @2024~2023."))
    return span.of.text, span.against.text


def _one(text: str, report: Period, before: Period) -> Period:
    """``before``: the period that *prev* and *year_ago* count from."""
    first, slash, last = text.partition("/")
    if not slash:
        return _unit(text, report, before)
    start = None if first == ".." else _unit(first, report, before).start
    end = None if last == ".." else _unit(last, report, before).end
    return Period(start, end)


def _unit(text: str, report: Period, before: Period) -> Period:
    if text == ".":
        return report
    if text == "prev":
        return before.previous()
    if text == "year_ago":
        return before.same_last_year()
    return read_period(text)
