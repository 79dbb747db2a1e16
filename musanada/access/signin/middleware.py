"""Rules of an open session, before any page: it ends when left alone or after a day's work, and it shows nothing while
the second factor that its account must have is missing. Lists, forms, fragments, files: every view passes here."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from musanada.access.signin import factors

BEGAN, SEEN = "signed_in_at", "seen_at"
Answer = Callable[[HttpRequest], HttpResponseBase]


class SessionRules:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if getattr(view, "declares", "") == "public" or not request.user.is_authenticated:
            return None
        if ended(request):
            logout(request)  # what follows is what happens to anyone who is not signed in
            return None
        if settings.SECOND_FACTOR and not factors.passed(request):
            return self.without_factor(request, view)
        return None

    def without_factor(self, request: HttpRequest, view: Any) -> HttpResponseBase | None:
        """An account that has a factor gave none in this session: out. One that must have one: to the enrolment."""
        user: Any = request.user
        if factors.enrolled(user):
            logout(request)
            return sent(request, reverse(settings.LOGIN_URL))
        if factors.required(user) and not getattr(view, "before_factor", False):
            return sent(request, reverse("account:factor"))
        return None


def ended(request: HttpRequest) -> bool:
    """Left alone for too long, or open for longer than a day's work. What is seen is written now and then only."""
    now, idle = time.time(), settings.IDLE_MINUTES * 60
    seen, began = request.session.get(SEEN), request.session.get(BEGAN)
    if seen is None or began is None:
        begin(request)
        return False
    if now - seen > idle or now - began > settings.SESSION_COOKIE_AGE:
        return True
    if now - seen > idle / 10:
        from musanada.access.commands import see_session

        request.session[SEEN] = now
        see_session(request.session.session_key or "")
    return False


def begin(request: HttpRequest) -> None:
    request.session[BEGAN] = request.session[SEEN] = time.time()


def sent(request: HttpRequest, address: str) -> HttpResponse:
    """To another page; a fragment asks its whole page to go there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
