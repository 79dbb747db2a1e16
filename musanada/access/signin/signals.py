"""What happens at every opening of a session, whoever opens it: it is listed, and its clock starts."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from musanada.access.models import User
from musanada.access.signin import middleware


@receiver(user_logged_in, dispatch_uid="musanada.signed_in")
def opened(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    from musanada.access.commands import list_session

    middleware.begin(request)
    list_session(request, user)


@receiver(user_logged_out, dispatch_uid="musanada.signed_out")
def closed(sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    from musanada.access.commands import unlist_session

    unlist_session(request.session.session_key or "")
