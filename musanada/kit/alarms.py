"""What is wrong or late and must be seen by who answers for it: each app adds a provider, one page gathers them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry


@dataclass(frozen=True)
class Alarm:
    """A sentence that says what is wrong, and the page where it is mended. Never a person's name.

    ``danger`` is past its term or against the law; ``warning`` will be. ``due`` orders them, the oldest first.
    """

    what: Sentence
    detail: Sentence = ""
    url: str = ""
    tone: Literal["danger", "warning"] = "danger"
    due: date | None = None


# provider(actor) → the alarms this actor answers for; none without the right
ALARMS: Registry[Callable[[Any], Iterable[Alarm]]] = Registry("alarm")


def alarms_for(actor: Any) -> list[Alarm]:
    """Every alarm of the actor: what is past its term first, then by date."""
    found = [alarm for provider in ALARMS.values() for alarm in provider(actor)]
    return sorted(found, key=lambda a: (a.tone != "danger", a.due or date.max))
