"""What a domain demands before a clearance is granted. ``cases`` holds the lock; whoever protects adds the key's condition.

A condition answers with a sentence that refuses, or None. Its sentence is the same whether or not a file stands behind
it: whoever answers a clearance learns nothing from it about a person whose file does not name them.
"""

from collections.abc import Callable
from datetime import date

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry
from musanada.people.models import Person

Condition = Callable[[Person, str, date, date], Sentence | None]
CONDITIONS: Registry[Condition] = Registry("condition of a clearance")


def refused(person: Person, kind: str, from_on: date, to_on: date) -> Sentence | None:
    """The first condition that refuses a clearance of that kind for those days."""
    return next((why for one in CONDITIONS.values() if (why := one(person, kind, from_on, to_on))), None)
