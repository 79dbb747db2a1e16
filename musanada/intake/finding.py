"""The matching engine, plugged into the register's search: the list of people finds what the counter finds."""

from musanada.access.models import User
from musanada.linkage import queries as linkage
from musanada.people.search import FINDERS, Hit


def by_likeness(actor: User, text: str, limit: int) -> list[Hit]:
    """By sound, spelling and order, in either script."""
    found = linkage.find(actor, text, typing=True, limit=limit)
    return [Hit(candidate.person_id, candidate.reasons) for candidate in found]


FINDERS.add("linkage", by_likeness)
