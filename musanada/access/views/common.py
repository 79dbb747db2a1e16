"""What the pages of the administration share."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from musanada.access.doors import holds
from musanada.access.pages import Request
from musanada.kit.errors import Sentence


def answer(request: Request, template: str, form: django_forms.Form, **context: Any) -> HttpResponse:
    """A page with a form: 422 when it was sent with something to correct."""
    return render(
        request, template, {"form": form, **context}, status=422 if form.is_bound and form.errors else 200
    )


def tabs(request: Request) -> dict[str, Any]:
    return {"may_read_journal": holds(request.user, "audit.view")}


def done(request: Request, sentence: Sentence, name: str, *args: Any) -> HttpResponseRedirect:
    messages.success(request, str(sentence))
    return redirect(name, *args)
