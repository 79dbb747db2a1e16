"""What every form of a protection file does: run, told and back to the page of the child or of the victim; else shown again
with what was typed. A page of a file begins with ``files.file``, which finds it for those named and notes the reading."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from musanada.access.pages import Actor, Request
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.protection.queries import files
from musanada.protection.queries.work import url_of

METHODS = ["GET", "POST"]


def workable(actor: Actor, case: UUID, right: str = files.WORK) -> Any:
    """A file that names the actor, where they hold the right. Raises: Http404."""
    return files.file(actor, case, right)


def answered(
    request: Request,
    form: Any,
    run: Callable[[], Any],
    *,
    done: Sentence,
    to: str | Callable[[Any], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """One form, one command: told and gone ``to`` a page (or where what was made says); refused or wrong, the form again
    with what was typed."""
    if request.method == "POST" and form.is_valid():
        made = attempt(form, run)
        if made is not None:
            messages.success(request, str(done))
            return redirect(to(made) if callable(to) else to)
    return render(request, template, context, status=422 if form.errors else 200)


def asked(
    request: Request,
    file: Any,
    title: Sentence,
    form: Any,
    run: Callable[[dict[str, Any]], Any],
    *,
    done: Sentence,
    anchor: str,
    button: Sentence = "",
    notice: Sentence = "",
    care: str = "notes",
    keep: bool = False,
    **more: Any,
) -> HttpResponse:
    """``care``: which warning stands over the free text ("" where there is none); ``keep``: sent again until it is taken."""
    back = url_of(file, anchor) or reverse("protection:home")
    context = {
        "file": file,
        "case": file.case,
        "title": title,
        "form": form,
        "button": button or title,
        "notice": notice,
        "care": care,
        "keep": keep,
        "back": back,
    } | more
    return answered(
        request, form, lambda: run(dict(form.cleaned_data)), done=done, to=back, template="protection/plan_form.html",
        context=context,
    )  # fmt: skip
