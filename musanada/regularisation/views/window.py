"""The applicant's window: no account, no cookie, no name. A GET shows two questions, a POST answers them.

Whatever is wrong (the number, the secret, a file that has no window) gives the same page, byte for byte, after the
same statements. Nothing typed stands in an address or comes back in a page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from musanada.access.limits import WINDOW, WINDOW_WRONG, Limit, count, reached, sentence, waiting
from musanada.access.pages import public
from musanada.kit.formats import base_language
from musanada.regularisation.forms_window import WindowForm
from musanada.regularisation.queries.window import standing, tidy

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
LANGUAGES = (("fr", "Français"), ("ar", "العربية"), ("en", "English"), ("es", "Español"))
MAIN = "regularisation/window.html"


def language_of(request: HttpRequest) -> str:
    """Asked for by ``?lang=``, or the browser's; nothing is remembered."""
    chosen = request.GET.get("lang", "")
    return base_language(chosen or translation.get_language() or "fr")


def shown(
    request: HttpRequest, context: dict[str, Any], status: int = 200, wait: int = 0, template: str = MAIN
) -> HttpResponse:
    with translation.override(language_of(request)):
        context = {"form": WindowForm(), "languages": LANGUAGES, "lang": language_of(request), **context}
        response = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        response.headers[name] = value
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    with translation.override(language_of(request)):
        told = str(sentence(limit))
    return shown(request, {"blocked": told}, 429, waiting(limit))


@public
@csrf_exempt
@sensitive_post_parameters("number", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """How does my file stand?"""
    if request.method != "POST":
        return shown(request, {})
    if not count(WINDOW, request):
        return too_often(request, WINDOW)
    number, secret = request.POST.get("number", ""), request.POST.get("secret", "")
    who = tidy(number)
    if reached(WINDOW_WRONG, request, who):
        return too_often(request, WINDOW_WRONG)
    found = standing(number, secret)
    if found is None:
        count(WINDOW_WRONG, request, who)
        return shown(request, {"wrong": True}, 422)
    lang = language_of(request)
    context = {"sentence": found.sentence(lang), "label": found.label(lang), "on": found.on}
    return shown(request, context, template="regularisation/window_answer.html")
