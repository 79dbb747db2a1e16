"""A session that ended while someone was typing: sign in on the same page, and what was typed goes through.

Nothing is stored on the server: the answer carries the typed values back as hidden fields beside the sign-in
boxes, and the next request brings both; a second factor is asked for in the same go. Put ``@resumable`` above ``@page`` on a view that takes a form.
"""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from musanada.access.pages import View
from musanada.access.signin.flow import open_session
from musanada.access.signin.forms import ResumeForm

PREFIX = "resume"
OWN = ("csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password", f"{PREFIX}-code")


def resumable(view: View) -> View:
    open_view = login_not_required(view)

    @wraps(open_view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return open_view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        asked = f"{PREFIX}-username" in request.POST
        form = ResumeForm(request, data=request.POST if asked else None, prefix=PREFIX)
        if asked and form.is_valid():
            user: Any = form.get_user()
            open_session(request, user, method="password", factor=form.factor)
            return open_view(request, *args, **kwargs)
        return sign_in_page(request, form)

    answer.login_required = False  # type: ignore[attr-defined]
    return answer


def sign_in_page(request: HttpRequest, form: ResumeForm) -> HttpResponseBase:
    """Status 401: the form was not taken. The typed values are in the page, nowhere else."""
    kept: list[tuple[str, str]] = [
        (name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)
    ]
    context = {"form": form, "kept": kept, "path": request.get_full_path()}
    return render(request, "people/resume.html", context, status=401)
