"""One count of failures, kept by django-axes: wrong passwords and invitations by name and address, wrong codes by name.

What was typed is counted under a keyed mark, so that the table never holds the name (or the password typed in its
place) of somebody who has no account here.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

CODE, INVITATION = "code", "invitation"


def mark(name: str, step: str = "") -> str:
    """The name as it is counted: Amina and AMINA are one."""
    text = f"{step}:{name.strip().lower()}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:40]


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    given = credentials or {}
    return mark(str(given.get("username") or request.POST.get("username", "")), str(given.get("step", "")))


def counted_by(thing: object, credentials: dict[str, Any] | None = None) -> list[str | list[str]]:
    """Wrong codes count wherever they come from: whoever sends them has the password already. Wrong passwords
    count by address as well, so that nobody shuts out a colleague from afar."""
    if (credentials or {}).get("step") == CODE:
        return ["username"]
    return [["username", "ip_address"]]


def shut(request: HttpRequest, name: str, step: str) -> HttpResponse | None:
    """The page that says to wait, when there were too many failures."""
    from axes.handlers.proxy import AxesProxyHandler
    from axes.helpers import get_lockout_response

    credentials = {"username": name, "step": step}
    if AxesProxyHandler.is_allowed(request, credentials):
        return None
    answer: HttpResponse = get_lockout_response(request, credentials=credentials)
    return answer


def failed(request: HttpRequest, name: str, step: str) -> None:
    """One more failure. At the limit the answer to this very request becomes the page that says to wait."""
    user_login_failed.send(sender=__name__, credentials={"username": name, "step": step}, request=request)


def forget(name: str, step: str) -> None:
    from axes.handlers.proxy import AxesProxyHandler

    AxesProxyHandler.reset_attempts(username=mark(name, step))


def hear_lock_outs() -> None:
    """Called once the apps are ready: a lock-out is a line of the journal."""
    from axes.signals import user_locked_out

    @receiver(user_locked_out, weak=False, dispatch_uid="musanada.locked_out")
    def locked(sender: object, request: HttpRequest, **kwargs: Any) -> None:
        if getattr(request, "axes_failures_since_start", None) is None:
            return  # already shut before this request
        from musanada.access.commands import note_lock_out

        credentials = getattr(request, "axes_credentials", None) or {}
        note_lock_out(str(credentials.get("username", "")), str(credentials.get("step", "")))
