"""The word behind which a stub stands: kept in the session, so that no address, page or log holds a person's key.

A word is good for one session, for an hour, and for one question. At most a handful are kept.
"""

import secrets
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.people.models import Person

KEPT = "stubs"
MOST = 10
SECONDS = 3600
Meant = list[Any]  # [person key, unit key, moment]


def remember(session: Any, person: UUID, unit: Unit) -> str:
    """The word of a stub; the same person asked about from the same unit keeps their word."""
    now = int(timezone.now().timestamp())
    words: dict[str, Meant] = {w: m for w, m in session.get(KEPT, {}).items() if m[2] > now - SECONDS}
    known = next((w for w, m in words.items() if m[:2] == [str(person), str(unit.pk)]), None)
    if known is None:
        known = secrets.token_urlsafe(12)
        words[known] = [str(person), str(unit.pk), now]
    session[KEPT] = dict(list(words.items())[-MOST:])
    return known


def meant_by(session: Any, word: str) -> Meant | None:
    """What the word stands for, in this session and in time."""
    found: Meant | None = session.get(KEPT, {}).get(word)
    if found is None or found[2] <= int(timezone.now().timestamp()) - SECONDS:
        return None
    return found


def forget(session: Any, word: str) -> None:
    session[KEPT] = {w: m for w, m in session.get(KEPT, {}).items() if w != word}


def asked_about(actor: User, meant: Meant) -> tuple[Unit, Person]:
    """The unit that asks and the person meant. Raises: Http404 where the actor no longer may, or nobody is meant."""
    unit = units_for(actor, "question.ask").filter(pk=meant[1]).first()
    person = Person.objects.filter(pk=meant[0], protected=False, voided_at=None).first()
    if unit is None or person is None:
        raise Http404
    return unit, person
