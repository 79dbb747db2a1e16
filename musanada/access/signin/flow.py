"""From a right password (or a right identity of the organisation's service) to an open session.

Between the two steps nobody is signed in: the session only remembers, for some minutes, whose code is awaited.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import User
from musanada.access.signin import factors

BACKEND = "musanada.access.backend.Accounts"
PENDING = "awaiting_code"
PATIENCE = 10 * 60  # seconds in which the code must come


def first_step(request: HttpRequest, user: User, *, method: str, onward: str = "") -> HttpResponseRedirect:
    """The first proof was right: the account's code is asked for, or the session opens."""
    if not factors.asked(user):
        return enter(request, user, method=method, onward=onward)
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": str(user.pk),
        "password": user.get_session_auth_hash(),
        "method": method,
        "onward": onward,
        "at": time.time(),
    }
    return HttpResponseRedirect(reverse("account:code"))


def awaited(request: HttpRequest) -> dict[str, Any] | None:
    """Whose code is awaited, if the first step was made, not too long ago, and still holds."""
    pending = request.session.get(PENDING)
    if not pending or time.time() - pending["at"] > PATIENCE:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_system=False).first()
    if user is None or user.get_session_auth_hash() != pending["password"]:
        return None
    return {**pending, "user": user}


def second_step(request: HttpRequest, pending: dict[str, Any], factor: str) -> HttpResponseRedirect:
    return enter(request, pending["user"], method=pending["method"], factor=factor, onward=pending["onward"])


def enter(
    request: HttpRequest, user: User, *, method: str, factor: str = "", onward: str = ""
) -> HttpResponseRedirect:
    """Open the session. ``login`` changes its key, so that a key known before is worth nothing."""
    open_session(request, user, method=method, factor=factor)
    return HttpResponseRedirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))


def open_session(request: HttpRequest, user: User, *, method: str, factor: str = "") -> None:
    login(request, user, backend=BACKEND)
    request.session.pop(PENDING, None)
    if factor:
        request.session[factors.SESSION] = factor
    commands.note_sign_in(user, method=method, factor=factor)
