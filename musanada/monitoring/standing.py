"""Where a target stands: reached, on its way, behind; for what should fall, the other way round. Pure arithmetic."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.periods import Period
from musanada.reporting.definitions import RATES, Indicator

Code = Literal["reached", "on_way", "behind", "nearly", "missed", "over", "within", "unknown"]
NEARLY = Fraction(9, 10)
ON_WAY = Fraction(9, 10)  # of what the days gone by would give
# What a programme wants less of: delays, lateness, refusals, deaths.
FALLING_UNITS = frozenset({"days", "hours", "minutes"})
FALLING = frozenset(
    {
        "border.deaths", "border.casualties", "protection.overdue", "protection.overdue_follow_ups",
        "regularisation.opinions_late", "regularisation.share_late", "regularisation.opinions_unfavourable",
        "reintegration.payments_late_share", "returns.withdrawals", "returns.cost_mean",
    }
)  # fmt: skip
SHAPES: dict[Code, str] = {
    "reached": "done", "within": "done", "on_way": "open", "nearly": "wait", "behind": "late", "missed": "late",
    "over": "late", "unknown": "next",
}  # fmt: skip
WORDS: dict[Code, Sentence] = {
    "reached": _("Atteinte"),
    "within": _("Tenue"),
    "on_way": _("En bonne voie"),
    "nearly": _("Presque atteinte"),
    "behind": _("En retard"),
    "missed": _("Non atteinte"),
    "over": _("Dépassée"),
    "unknown": _("Pas de donnée"),
}


@dataclass(frozen=True)
class Standing:
    """``percent`` of the target (nothing where less is better, or where there is no number)."""

    code: Code
    percent: Fraction | None

    @property
    def shape(self) -> str:
        return SHAPES[self.code]

    @property
    def words(self) -> Sentence:
        return WORDS[self.code]


def falls(one: Indicator) -> bool:
    return one.unit in FALLING_UNITS or one.id in FALLING


def standing(
    one: Indicator, value: Fraction | None, target: Fraction, period: Period, known_on: date
) -> Standing:
    """The value known on a day against the target of the period."""
    if value is None:
        return Standing("unknown", None)
    if falls(one):
        return Standing("within" if value <= target else "over", None)
    percent = value / target * 100 if target > 0 else None
    if value >= target:
        return Standing("reached", percent)
    elapsed = gone_by(period, known_on)
    if elapsed == 1:
        return Standing("nearly" if value >= target * NEARLY else "missed", percent)
    share = elapsed if grows(one) else Fraction(1)
    return Standing("on_way" if value >= target * share * ON_WAY else "behind", percent)


def grows(one: Indicator) -> bool:
    """Does the number add up over the days of its period, so that half the time should give half of it?"""
    return one.kind == "flow" and one.how not in RATES


def gone_by(period: Period, known_on: date) -> Fraction:
    """The share of the period's days that are over."""
    if period.last_day <= known_on:
        return Fraction(1)
    if not period.closed or period.first_day > known_on:
        return Fraction(0)
    return Fraction((known_on - period.first_day).days + 1, period.days)
