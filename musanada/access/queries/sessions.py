"""One's own open sessions and factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import Http404
from django.utils import timezone

from musanada.access.models import User
from musanada.access.signin import factors
from musanada.access.signin.devices import device_words
from musanada.access.signin.sessions import mark


@dataclass(frozen=True)
class OpenSession:
    """Where and when; ``current`` is the one that asks."""

    pk: int
    device: str
    network: str
    opened: datetime
    seen: datetime
    current: bool


def sessions(actor: User, key: str) -> Sequence[OpenSession]:
    """Those still alive, this one first."""
    rows = list(UserSession.objects.filter(user_id=actor.pk).order_by("-last_seen_at"))
    alive = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    keys = set(alive.values_list("session_key", flat=True))
    found = [
        OpenSession(
            row.pk,
            device_words(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == mark(key),
        )
        for row in rows
        if row.session_key in keys
    ]
    return sorted(found, key=lambda one: not one.current)


def own_session(actor: User, pk: int) -> None:
    """Raises: Http404 unless it is the actor's."""
    if not UserSession.objects.filter(user_id=actor.pk, pk=pk).exists():
        raise Http404


def factor(actor: User, pk: int) -> factors.Factor:
    """Raises: Http404 unless it is the actor's."""
    found = next((one for one in factors.listed(actor) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found
