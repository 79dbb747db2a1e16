"""How long one has: the rules as data, and the day or the hour at which a term ends. Pure functions.

Every rule here is general knowledge until a lawyer has confirmed it (``confirmed``): the page says so, and an organisation
replaces it with its own row (``models.Deadline``) without touching a request already opened, which keeps its own due date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput


class Clock(TextChoices):
    RIGHTS_REQUEST = "rights_request", _("Réponse à la demande d'une personne")
    BREACH_AUTHORITY = "breach_authority", _("Notification d'une violation à l'autorité")


class Counting(TextChoices):
    """Clear days: neither the day of receipt nor the last day counts, the answer is due the day after."""

    CLEAR_DAYS = "clear_days", _("jours francs")
    CALENDAR_DAYS = "calendar_days", _("jours")
    HOURS = "hours", _("heures")


@dataclass(frozen=True)
class Rule:
    """``weekend`` holds ISO weekdays; ``holidays`` are ``MM-DD`` (every year) or ``YYYY-MM-DD`` (declared by decree)."""

    clock: str
    length: int
    counting: str
    weekend: frozenset[int]
    holidays: frozenset[str]
    confirmed: bool
    source: str

    def is_off(self, day: date) -> bool:
        return (
            day.isoweekday() in self.weekend
            or f"{day:%m-%d}" in self.holidays
            or day.isoformat() in self.holidays
        )


# Fixed public holidays; feasts of the Hijri calendar are declared by sighting and added year by year.
FIXED_HOLIDAYS = "01-01 01-11 01-14 05-01 07-30 08-14 08-20 08-21 11-06 11-18"
SATURDAY_SUNDAY = frozenset({6, 7})

DEFAULTS: dict[str, Rule] = {
    Clock.RIGHTS_REQUEST: Rule(
        Clock.RIGHTS_REQUEST,
        10,
        Counting.CLEAR_DAYS,
        SATURDAY_SUNDAY,
        frozenset(FIXED_HOLIDAYS.split()),
        False,
        "Loi 09-08",
    ),
    Clock.BREACH_AUTHORITY: Rule(
        Clock.BREACH_AUTHORITY, 72, Counting.HOURS, frozenset(), frozenset(), False, "RGPD, article 33"
    ),
}


def due_on(rule: Rule, received: date) -> date:
    """The last day to answer; one that is off moves to the next that is not."""
    extra = 1 if rule.counting == Counting.CLEAR_DAYS else 0
    day = received + timedelta(days=rule.length + extra)
    while rule.is_off(day):
        day += timedelta(days=1)
    return day


def due_at(rule: Rule, start: datetime) -> datetime:
    """The end of a term counted in hours, weekends included; days count as twenty-four hours."""
    return start + timedelta(hours=rule.length if rule.counting == Counting.HOURS else rule.length * 24)


def read_holidays(text: str) -> frozenset[str]:
    """Words as typed (``01-11``, ``2026-03-20``). Raises: BadInput naming the one that is no day."""
    words = text.replace(",", " ").replace(";", " ").split()
    for word in words:
        try:
            date.fromisoformat(word if len(word) == 10 else f"2024-{word}")
        except ValueError:
            sentence = _(
                "« %(word)s » n'est pas un jour : écrivez 11-18 pour chaque année, ou 2026-03-20 pour une seule."
            ) % {"word": word[:12]}
            raise BadInput(sentence, fields={"holidays": sentence}) from None
    return frozenset(words)


def weekdays(codes: Iterable[str]) -> frozenset[int]:
    """``("6", "7")`` → Saturday and Sunday. Seven days off would never end a term."""
    found = frozenset(int(code) for code in codes if code in {"1", "2", "3", "4", "5", "6", "7"})
    if len(found) > 5:
        sentence = _("Gardez au moins deux jours ouvrés dans la semaine.")
        raise BadInput(sentence, fields={"weekend": sentence})
    return found
