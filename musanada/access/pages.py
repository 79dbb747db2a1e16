"""Every page declares its right, or that it is public. A page that declares nothing stops ``manage.py check``."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from musanada.access.doors import holds, journal, missing
from musanada.access.models import AuditEntry, User
from musanada.access.rights import RIGHTS

View = Callable[..., HttpResponseBase]
Actor = User  # the type that pages write: they import no models


class Request(HttpRequest):
    """A request behind the sign-in: its user is ours."""

    user: User
    htmx: Any


def page(right: str) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """The page needs ``right`` somewhere; which rows it shows is for ``scoped``. 403 names the right."""
    RIGHTS[right]

    def wrap(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = cast(User, request.user)
            if not holds(actor, right):
                journal(actor, f"page.{right}", AuditEntry.Outcome.DENIED, None)
                raise missing(right)
            return view(request, *args, **kwargs)

        answer.declares = right  # type: ignore[attr-defined]
        return answer

    return wrap


def before_factor(view: View) -> View:
    """The page is open to a session whose account has no second factor yet, though it must: the enrolment itself."""
    view.before_factor = True  # type: ignore[attr-defined]
    return view


def public(view: Callable[..., Any]) -> View:
    """The page is for everyone, signed in or not. It shows no record."""
    open_view = login_not_required(view)

    @wraps(open_view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return cast(HttpResponseBase, open_view(request, *args, **kwargs))

    answer.declares = "public"  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


def every_view(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, View]]:
    """``(route, view)`` of the whole URL tree."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_view(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


@register("musanada")
def pages_declare_their_right(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    return [
        Error(
            f"The page '{route}' declares no right.",
            hint="Put @page('app.right') or @public on the view.",
            id="musanada.E001",
        )
        for route, view in every_view()
        if not getattr(view, "declares", "")
    ]
