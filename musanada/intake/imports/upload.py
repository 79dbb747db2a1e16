"""A 2 GB upload is refused on its first line: by what it declares, before a byte of it reaches memory or disk."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.files import too_large

ENVELOPE = 1024 * 1024  # the form around the file
PATIENCE = (
    20.0  # seconds spent taking in what will be thrown away, so that the browser gets to read our answer
)
BLOCK = 1 << 20


class UploadLimit:
    """Middleware, before anything reads the body. Answers 413 with the sentence and the way on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdecimal() or int(declared) <= settings.UPLOAD_LIMIT + ENVELOPE:
            return self.get_response(request)
        throw_away(request)
        context = {
            "title": _("Ce fichier est trop grand"),
            "sentence": too_large(settings.UPLOAD_LIMIT).message,
            "status": 413,
        }
        response = render(request, "intake/imports/too_large.html", context, status=413)
        response.headers["Connection"] = "close"
        return response


def throw_away(request: HttpRequest) -> None:
    """Read and forget, for a while: a server that answers in the middle of an upload is not heard by browsers."""
    until = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until and request.read(BLOCK):
            pass
    except OSError:
        return
