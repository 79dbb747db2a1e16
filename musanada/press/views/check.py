"""The page where a text is checked: nothing of it is kept."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.press.forms import TextForm
from musanada.press.report import check
from musanada.press.showing import shown


@page("press.check")
@never_cache
@require_http_methods(["GET", "POST"])
def text(request: Request) -> HttpResponse:
    """Paste or choose a file; the numbers come back marked, with what is wrong beside them."""
    form = TextForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        report = check(cleaned["text"], cleaned["language"], request.user)
        context["shown"] = shown(report)
        context["form"] = TextForm(initial={"text": cleaned["text"], "language": cleaned["language"]})
    return render(request, "press/check.html", context, status=422 if form.errors else 200)
