"""Security headers, and one place where every refusal becomes a page with a clear sentence."""

import errno
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, MissingRight, Problem, Refused, Sentence

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponseBase]

# Nothing leaves the server and nothing foreign runs: no inline script, no other host.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            # A shared counter machine: the back button after sign-out shows nothing.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ClearSentences:
    """Problems, a database that is locked or gone, a full disk: a page that says so; nothing half-written."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        except DatabaseError as error:  # raised by middleware outside the view: sessions, sign-in
            return database_page(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Problem):
            return problem_page(request, error)
        if isinstance(error, DatabaseError):
            return database_page(request, error)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            logger.error("disk full")
            return page(request, 507, _("Le disque du serveur est plein"), DISK_FULL)
        return None


DISK_FULL = _(
    "Rien n'a été enregistré. Prévenez l'administrateur : il doit libérer de la place, puis vous pourrez recommencer."
)
GONE = _(
    "La base de données ne répond pas. Rien n'a été enregistré. Gardez cette page ouverte et réessayez dans une "
    "minute ; si cela dure, prévenez l'administrateur (il lancera « musanada doctor »)."
)
BUSY = _(
    "La base de données est occupée par un autre travail. Rien n'a été enregistré. Réessayez dans quelques secondes."
)
TITLES: tuple[tuple[type[Problem], int, Sentence], ...] = (
    (MissingRight, 403, _("Vous n'avez pas ce droit")),
    (Refused, 409, _("Cette action n'est pas possible maintenant")),
    (BadInput, 400, _("Cette saisie ne peut pas être acceptée")),
)


def problem_page(request: HttpRequest, error: Problem) -> HttpResponse:
    status, title = next(
        ((code, title) for kind, code, title in TITLES if isinstance(error, kind)),
        (400, _("Cette saisie ne peut pas être acceptée")),
    )
    return page(request, status, title, error.message)


def database_page(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    logger.error("database: %s", type(error).__name__)
    full = "disk is full" in str(error) or "No space left" in str(error)
    if full:
        return page(request, 507, _("Le disque du serveur est plein"), DISK_FULL)
    busy = "locked" in str(error)
    return page(request, 503, _("La base de données ne répond pas"), BUSY if busy else GONE)


def page(request: HttpRequest, status: int, title: Sentence, sentence: Sentence) -> HttpResponse:
    """An error page that asks the database nothing."""
    return render(request, "web/problem.html", {"title": title, "sentence": sentence, "status": status}, status=status)
