"""Asylum, on the file that names the reader: the status since a day, and that someone was sent to the authority."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.kit.choices import FieldGroup
from musanada.people import forms_protected as forms
from musanada.people import queries
from musanada.people.attempt import attempt
from musanada.people.commands import asylum as commands
from musanada.people.queries import confidential as files
from musanada.people.views.protected import METHODS, OPEN, on_file


@page(OPEN)
@require_http_methods(METHODS)
def open_one(request: Request, pk: UUID) -> HttpResponse:
    """Open an asylum file over someone I may see; the person stays as visible as before."""
    person = queries.person(request.user, pk)
    require(request.user, OPEN, person, FieldGroup.PROTECTION)
    form = forms.WhyForm(request.POST or None)

    def action() -> Any:
        return commands.open_asylum(request.user, person, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and (made := attempt(form, action)):
        messages.success(request, _("Le dossier d'asile est ouvert."))
        return redirect("protected:file", made.pk)
    context = {
        "person": person,
        "form": form,
        "title": _("Ouvrir un dossier d'asile"),
        "button": _("Ouvrir le dossier d'asile"),
        "explain": "asylum",
        "cancel": reverse("people:person", args=[person.pk]),
    }
    return render(request, "people/protected_form.html", context, status=422 if form.errors else 200)


@page("confidential.view")
@require_http_methods(METHODS)
def status(request: Request, pk: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    form = forms.StatusForm(request.POST or None)
    return on_file(
        request,
        one,
        form,
        lambda: commands.record_asylum(request.user, one, **form.cleaned_data),
        title=_("Noter un statut d'asile"),
        button=_("Noter le statut"),
        explain="asylum",
    )


@page("confidential.view")
@require_http_methods(METHODS)
def void(request: Request, pk: UUID, status: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    written = files.status_of(one, status)
    return on_file(
        request,
        one,
        django_forms.Form(request.POST if request.method == "POST" else None),
        lambda: commands.void_asylum(request.user, written),
        title=_("Annuler ce statut"),
        button=_("Annuler le statut"),
        explain="void-status",
    )


@page("confidential.view")
@require_http_methods(METHODS)
def sent(request: Request, pk: UUID) -> HttpResponse:
    one = files.file(request.user, pk)
    form = forms.SendForm(request.POST or None)
    return on_file(
        request,
        one,
        form,
        lambda: commands.send_to_asylum(request.user, one, **form.cleaned_data),
        title=_("Noter une orientation vers le HCR ou le BRA"),
        button=_("Noter l'orientation"),
        explain="asylum",
    )
