"""Security headers, and one place where every refusal becomes a page with a clear sentence."""

import errno
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, MissingRight, Problem, Refused, Sentence, TooOften

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponseBase]

# Nothing leaves the server and nothing foreign runs: no inline script, no other host.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


PERMISSIONS = (
    "accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), publickey-credentials-get=(self), usb=()"
)


class SecurityHeaders:
    """What every answer carries, refusals and failures too. It asks neither the session nor the database anything."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # A shared counter machine: the back button after sign-out shows nothing. Public pages may hold a link's word.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ClearSentences:
    """Problems, a database that is locked or gone, a full disk: a page that says so; nothing half-written."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return problem_page(request, error) if isinstance(error, Problem) else machine_page(request, error)


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
    (TooOften, 429, _("Trop de demandes")),
)


def problem_page(request: HttpRequest, error: Problem) -> HttpResponse:
    status, title = next(
        ((code, title) for kind, code, title in TITLES if isinstance(error, kind)),
        (400, _("Cette saisie ne peut pas être acceptée")),
    )
    answer = page(request, status, title, error.message)
    if isinstance(error, TooOften):
        answer.headers["Retry-After"] = str(error.wait)
    return answer


def machine_page(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for a failure of the machine that we can put in words; None for any other."""
    if isinstance(error, DatabaseError):
        return database_page(request, error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        logger.error("disk full")
        return bare(request, 507, _("Le disque du serveur est plein"), DISK_FULL)
    return None


def database_page(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """The database is full, busy or gone: the page says which, and asks it nothing."""
    logger.error("database: %s", type(error).__name__)
    reason = str(error)
    if "disk is full" in reason or "No space left" in reason:
        return bare(request, 507, _("Le disque du serveur est plein"), DISK_FULL)
    return bare(request, 503, _("La base de données ne répond pas"), BUSY if "locked" in reason else GONE)


def page(request: HttpRequest, status: int, title: Sentence, sentence: Sentence) -> HttpResponse:
    """A refusal as a page, the navigation around it."""
    return render(
        request, "web/problem.html", {"title": title, "sentence": sentence, "status": status}, status=status
    )


def bare(request: HttpRequest, status: int, title: Sentence, sentence: Sentence) -> HttpResponse:
    """A page with nothing around it that needs the database: no user, no navigation."""
    text = render_to_string("web/problem.html", {"title": title, "sentence": sentence, "status": status})
    return HttpResponse(text, status=status)
