"""The two public pages of a package: taking it, and answering. No account, no cookie, no name.

Whoever holds the word of a link has the page; a wrong, dead, taken or expired word gives the same page as any other.
A GET changes nothing, so that a mail scanner that follows links does not use up the download.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from musanada.access.limits import WRONG_WORDS, count, reached
from musanada.access.pages import public
from musanada.cases import forms
from musanada.cases.commands import packages as commands
from musanada.cases.packing import file_name
from musanada.cases.queries import packages as queries
from musanada.kit.errors import Refused
from musanada.people.attempt import attempt

METHODS = ["GET", "POST"]
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def answer_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """In the language asked for by ``?lang=`` or by the browser; nothing is remembered."""
    chosen = request.GET.get("lang", "")
    with translation.override(chosen if chosen in ("fr", "ar", "en", "es") else translation.get_language()):
        response = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def nothing(request: HttpRequest) -> HttpResponse:
    """For every word that leads nowhere, whatever the reason."""
    if reached(WRONG_WORDS, request):
        return answer_page(request, "cases/package_nothing.html", {"blocked": True}, 429)
    count(WRONG_WORDS, request)
    return answer_page(request, "cases/package_nothing.html", {}, 404)


@public
@csrf_exempt
@require_http_methods(METHODS)
def take(request: HttpRequest, token: str) -> HttpResponse:
    """What waits here, and the button that takes it: once."""
    package = None if reached(WRONG_WORDS, request) else queries.waiting(token)
    if package is None:
        return nothing(request)
    if request.method == "POST":
        try:
            content = commands.take(package)
        except Refused:
            return nothing(request)
        response = HttpResponse(content, content_type="application/zip", headers=HEADERS)
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name(package.referral)}"'
        return response
    if package.downloaded_at is not None:
        return answer_page(request, "cases/package_taken.html", {})
    return answer_page(request, "cases/package.html", {"package": package})


@public
@csrf_exempt
@require_http_methods(METHODS)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The answer of the body, by the word that lay in the package."""
    package = None if reached(WRONG_WORDS, request) else queries.to_answer(token)
    if package is None:
        return nothing(request)
    form = forms.VerdictForm(package.referral.state, request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = form.cleaned_data["verdict"]
        if attempt(form, lambda: commands.answer(package, verdict=verdict, code=form.code)):
            return answer_page(request, "cases/package_answered.html", {})
    context = {"package": package, "form": form}
    return answer_page(request, "cases/package_answer.html", context, 422 if form.errors else 200)
