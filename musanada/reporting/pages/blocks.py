"""Key figures: a number with its unit, period, cut-off, the words that define it, and the comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from musanada.kit.formats import format_number, format_percent
from musanada.kit.periods import Period
from musanada.reporting.definitions import Indicator
from musanada.reporting.display import HIDDEN, number_text, period_label, unit_word, value_text
from musanada.reporting.engine.axes import Filter
from musanada.reporting.engine.cells import Cell, rounded
from musanada.reporting.engine.guard import THRESHOLD, YEAR

if TYPE_CHECKING:
    from musanada.reporting.engine import Engine

ONE_DECIMAL = 1
CLOSED_WORDS = _lazy(
    "Compte aussi des personnes dont l'existence est secrète : arrêté au premier jour du mois, sans accès aux fiches."
)
NO_SHARES = frozenset({"percent", "acts_per_person", "score", "days"})
TWO_DECIMALS = 2


@dataclass(frozen=True)
class Comparison:
    """Against the period before: the shape of the arrow and the sentence."""

    direction: str
    text: str


@dataclass(frozen=True)
class Key:
    """A figure as the ``figure`` tag shows it; ``value`` is already in words of the page's language."""

    label: str
    value: str
    unit: str
    period: str
    known_at: datetime | None = None
    definition: str = ""
    change: Comparison | None = None
    note: str = ""
    url: str = ""
    records_url: str = ""


@dataclass(frozen=True)
class Asked:
    """What a page is asked for: the period, and filters as the address writes them."""

    period: Period
    where: str = ""
    filters: Sequence[Filter] = ()

    def query(self, **more: str) -> str:
        """The part of an address after the question mark."""
        given = {"period": self.period.text, "where": self.where} | more
        return urlencode({name: value for name, value in given.items() if value})


def key_figure(
    engine: "Engine", indicator: Indicator, asked: Asked, lang: str, *, full: bool = False, link: bool = True
) -> Key:
    """One figure. ``full`` adds its definition, its numbers and the cut-off."""
    cell = engine.value(indicator.id, asked.period, asked.where)
    return Key(
        label=indicator.label.in_language(lang),
        value=number_text(cell, lang, indicator.rounding.share),
        unit=unit_word(cell.unit, cell.value) if cell.conf != HIDDEN else "",
        period=period_label(asked.period, lang),
        known_at=cell.known_at if full else None,
        definition=indicator.definition.in_language(lang) if full else "",
        change=compared(engine, indicator, cell, asked, lang, full=full),
        note=noted(engine, indicator, cell, asked, lang) if full else "",
        url=address(indicator.id, asked) if link else "",
    )


def noted(engine: "Engine", indicator: Indicator, cell: Cell, asked: Asked, lang: str) -> str:
    """What must be known beside the number; of protection also why no records open behind it."""
    if not indicator.protected:
        return note_of(cell, lang, responses(engine, indicator, asked))
    when = "" if cell.conf == HIDDEN else note_of(cell, lang)
    return " · ".join(filter(None, (why_hidden(cell) or when, str(CLOSED_WORDS))))


def why_hidden(*cells: Cell) -> str:
    """Why numbers are missing from what is shown, if any are."""
    hidden = [cell for cell in cells if cell.conf == HIDDEN]
    if not hidden:
        return ""
    if YEAR.fullmatch(hidden[0].period.partition("~")[0]) is None:
        return _(
            "Un chiffre de protection se lit par année entière : de deux périodes qui se recouvrent, on déduirait une "
            "personne."
        )
    return _(
        "Masqué : moins de %(count)s personnes, ou un nombre dont on déduirait celui-là. Zéro reste montré."
    ) % {"count": THRESHOLD}


def address(code: str, asked: Asked, page: str = "figure", **more: str) -> str:
    return f"{reverse(f'reporting:{page}', args=[code])}?{asked.query(**more)}"


def responses(engine: "Engine", indicator: Indicator, asked: Asked) -> int | None:
    """Of a score: how many could have answered, in the same period and under the same filters."""
    if indicator.eligible is None:
        return None
    return int(engine.value(indicator.eligible, asked.period, asked.where).value or 0)


def answered_note(answers: int, eligible: int, lang: str) -> str:
    """A mean is never without them: n, who was eligible, and the response rate."""
    rate = rounded(Fraction(answers, eligible) * 100, ONE_DECIMAL) if eligible else None
    words = {
        "n": value_text(answers, "", lang),
        "eligible": value_text(eligible, "", lang),
        "rate": value_text(rate, "percent", lang) or "–",
    }
    return _("n = %(n)s réponses notées, %(eligible)s personnes éligibles, taux de réponse %(rate)s") % words


def note_of(cell: Cell, lang: str, eligible: int | None = None) -> str:
    """Numerator and denominator of a quotient, and whether the period still runs."""
    notes = []
    if eligible is not None:
        notes.append(answered_note(int(cell.denominator or 0), eligible, lang))
    elif cell.numerator is not None and cell.denominator is not None:
        change = "~" in cell.period
        sentence = _("%(now)s contre %(before)s") if change else _("%(now)s sur %(before)s")
        now, before = (value_text(n, "", lang) for n in (cell.numerator, cell.denominator))
        notes.append(sentence % {"now": now, "before": before})
    if cell.status == "P":
        notes.append(_("Provisoire : la période n'est pas finie."))
    return " · ".join(notes)


def compared(
    engine: "Engine", indicator: Indicator, cell: Cell, asked: Asked, lang: str, *, full: bool
) -> Comparison | None:
    """Against the period before, of equal length; ``full`` names the value before. Quotients compare in points; a
    change is not compared again."""
    if indicator.kind == "change" or not asked.period.closed or cell.exact is None:
        return None
    before = engine.value(indicator.id, asked.period.previous(), asked.where)
    if before.exact is None or (not before.exact and not cell.exact):
        return None
    when = period_label(asked.period.previous(), lang)
    if cell.exact == before.exact:
        return Comparison("equal", _("comme en %(period)s") % {"period": when})
    up = cell.exact > before.exact
    size = _size(indicator, cell.exact, before.exact, lang)
    if size is None:
        return Comparison("up", _("aucun en %(period)s") % {"period": when})
    words = {"size": size, "period": when}
    sentence = _("%(size)s de plus que %(period)s") if up else _("%(size)s de moins que %(period)s")
    old = value_text(before.value, before.unit, lang, indicator.rounding.share)
    return Comparison("up" if up else "down", sentence % words + (f" ({old})" if full else ""))


def _size(indicator: Indicator, now: Fraction, before: Fraction, lang: str) -> str | None:
    """In percent of the value before; in points where the figure is itself a percentage."""
    if indicator.unit == "percent":
        points = rounded(abs(now - before), ONE_DECIMAL)
        words = ngettext("%(points)s point", "%(points)s points", int(points))
        return words % {"points": format_number(points, lang, ONE_DECIMAL)}
    if indicator.unit == "score":
        return format_number(rounded(abs(now - before), TWO_DECIMALS), lang, TWO_DECIMALS)
    if not before:
        return None
    return format_percent(rounded(abs(now / before - 1) * 100, ONE_DECIMAL), lang, ONE_DECIMAL)


def share_of(part: Cell, whole: Cell) -> Decimal | None:
    """A row in percent of the total, where that means something."""
    if part.exact is None or not whole.exact or part.unit in NO_SHARES:
        return None
    return rounded(part.exact / whole.exact * 100, ONE_DECIMAL)
