"""Requests of persons about their data: the list by due date, opening one, answering or refusing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds, may, require
from musanada.access.pages import Request, page
from musanada.dataprotection import forms_registers as f
from musanada.dataprotection.commands import requests as commands
from musanada.dataprotection.queries import requests
from musanada.dataprotection.views.registers import METHODS, ask, tabs
from musanada.kit.paging import window


@page("dataprotection.view")
@require_GET
def listing(request: Request) -> HttpResponse:
    """Open ones first, the most pressing on top."""
    shown = window(requests.requests(request.user).order_by("-state", "due_on", "id"), request.GET)
    context = {
        "tabs": tabs("requests"),
        "page": shown,
        "rows": [(row, requests.standing(row)) for row in shown.rows],
        "may_open": requests.may_open(request.user),
    }
    return render(request, "dataprotection/requests/list.html", context)


@page("dataprotection.view")
@require_GET
def detail(request: Request, pk: UUID) -> HttpResponse:
    line = requests.request(request.user, pk)
    context = {
        "line": line,
        "standing": requests.standing(line),
        "may_settle": requests.may_settle(request.user, line),
        "may_answer": line.person is not None and may(request.user, "rights.access", line.person),
    }
    return render(request, "dataprotection/requests/request.html", context)


@page("dataprotection.request")
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """Whoever receives it writes it down: the clock runs from the day it came, not from the day it reached an officer."""
    start = {"person": request.GET.get("person", "")[:12]}
    form = f.RequestForm(request.POST or None, actor=request.user, initial=start)

    def write() -> HttpResponse:
        unit, values = form.values()
        line = commands.open_request(request.user, unit, **values)
        messages.success(request, _("La demande %(reference)s est enregistrée.") % {"reference": line})
        if holds(request.user, "dataprotection.view"):
            return redirect("dataprotection:request", line.pk)
        return redirect("web:home")

    back = (
        reverse("dataprotection:requests")
        if holds(request.user, "dataprotection.view")
        else reverse("web:home")
    )
    return ask(request, form, write, _("Demande d'une personne sur ses données"), back)


@page("dataprotection.manage")
@require_http_methods(METHODS)
def answer(request: Request, pk: UUID) -> HttpResponse:
    return settle(request, pk, f.AnswerForm, {}, commands.answer_request, _("Répondre à la demande"))


@page("dataprotection.manage")
@require_http_methods(METHODS)
def refuse(request: Request, pk: UUID) -> HttpResponse:
    kind = requests.request(request.user, pk).kind
    return settle(
        request, pk, f.RefusalForm, {"kind": kind}, commands.refuse_request, _("Refuser la demande")
    )


def settle(
    request: Request, pk: UUID, form_class: Any, options: dict[str, Any], command: Any, heading: str
) -> HttpResponse:
    line = requests.request(request.user, pk)
    require(request.user, "dataprotection.manage", line)
    form = form_class(request.POST or None, **options)

    def write() -> HttpResponse:
        command(request.user, line, **form.cleaned_data)
        messages.success(request, _("C'est noté."))
        return redirect("dataprotection:request", line.pk)

    return ask(request, form, write, heading, reverse("dataprotection:request", args=[line.pk]), line=line)
