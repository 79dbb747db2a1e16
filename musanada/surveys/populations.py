"""Who may be asked: a domain above declares its populations, a round names one and counts months from their event.

    POPULATIONS.add("returnees", Population(_("Personnes rentrées"), _("l'arrivée"), returnees))

``cases(first, last)`` are cases with ``event_on``, the day of the event, from first to last included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Population:
    label: Sentence
    event: Sentence  # what the months are counted from, in words
    cases: Callable[[date, date], Any]  # a query of ``cases.Case`` annotated with ``event_on``


POPULATIONS: Registry[Population] = Registry("population of surveys")


def choices() -> list[tuple[str, Sentence]]:
    return [(code, one.label) for code, one in POPULATIONS.items()]
