"""Pages of relief decisions: prepare a list, look at what was found and why, leave a file out, decide for all of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_appeals as forms
from musanada.regularisation.commands import relief as commands
from musanada.regularisation.queries import relief as queries

METHODS = ["GET", "POST"]


@page(queries.PREPARE)
@require_GET
def listed(request: Request) -> HttpResponse:
    rows = queries.reliefs(request.user)
    context = {"page": window(rows, request.GET), "may_prepare": bool(queries.versions(request.user))}
    return render(request, "regularisation/relief_list.html", context)


@resumable
@page(queries.PREPARE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """Choose the condition and run it: nothing of any file changes."""
    form = forms.ReliefForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: prepared(request, form))
        if made:
            messages.success(request, _("La condition a été rejouée : voici qui la remplit, et pourquoi."))
            return redirect("regularisation:relief", made.pk)
    context = {"form": form, "any": bool(form.versions)}
    return render(request, "regularisation/relief_new.html", context, status=422 if form.errors else 200)


def prepared(request: Request, form: Any) -> Any:
    version = form.chosen
    operation = version.criterion.operation
    return commands.prepare_relief(
        request.user,
        operation.appeals_unit,
        operation=operation,
        version=version,
        name_fr=form.cleaned_data["name_fr"],
        name_ar=form.cleaned_data["name_ar"],
    )


@page(queries.PREPARE)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """What the run found, by office, and the list with its reasons."""
    one = queries.relief(request.user, pk)
    form = forms.ReliefFilter(one, request.GET or None)
    readable = not form.is_bound or form.is_valid()
    asked = form.cleaned_data if form.is_bound and readable else {}
    rows = queries.items(request.user, one)
    rows = queries.filtered(
        rows if readable else rows.none(), office=asked.get("office", ""), kept=asked.get("kept", "")
    )
    shown = window(rows, request.GET)
    context = {
        "relief": one,
        "seen": queries.page_of(request.user, one),
        "form": form,
        "page": shown,
        "rows": queries.explained_items(shown.rows),
        "filtered": any(asked.values()) or not readable,
    }
    return render(request, "regularisation/relief.html", context)


@resumable
@page(queries.PREPARE)
@require_http_methods(METHODS)
def leave_out(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one = queries.relief(request.user, pk)
    row = queries.item(request.user, one, item)
    form = forms.LeaveOutForm(request.POST or None)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.leave_out(request.user, row, **form.cleaned_data))
    if done:
        messages.success(request, _("Le dossier est écarté de la liste."))
        return redirect("regularisation:relief", one.pk)
    context = {"relief": one, "row": queries.explained_items([row])[0], "form": form}
    return render(request, "regularisation/relief_item.html", context, status=422 if form.errors else 200)


@page(queries.PREPARE)
@require_POST
def keep(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one = queries.relief(request.user, pk)
    commands.keep(request.user, queries.item(request.user, one, item))
    messages.success(request, _("Le dossier est de nouveau sur la liste."))
    return redirect("regularisation:relief", one.pk)


@page(queries.PREPARE)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    one = queries.relief(request.user, pk)
    commands.cancel_relief(request.user, one)
    messages.success(request, _("La liste est abandonnée : aucun dossier n'a changé."))
    return redirect("regularisation:reliefs")


@resumable
@page(queries.DECIDE)
@require_http_methods(METHODS)
def decide(request: Request, pk: UUID) -> HttpResponse:
    """What the decision will do, and the decision: another person than the one who prepared the list."""
    one = queries.relief(request.user, pk)
    seen = queries.page_of(request.user, one)
    form = forms.DecideForm(request.POST or None)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.decide_relief(request.user, one, on=form.cleaned_data["on"]))
    if done:
        messages.success(request, _("L'assouplissement est décidé : chaque bureau a reçu ses instructions."))
        return redirect("regularisation:relief", one.pk)
    if request.method == "GET" and not seen.may_decide:
        raise why_not(seen)
    context = {"relief": one, "seen": seen, "form": form, "back": reverse("regularisation:relief", args=[pk])}
    return render(request, "regularisation/relief_decide.html", context, status=422 if form.errors else 200)


def why_not(seen: Any) -> Refused:
    if seen.own:
        return Refused(_("Vous avez préparé cette liste : une autre personne la décide."))
    if seen.relief.state != "prepared":
        return Refused(_("Cette liste est décidée ou abandonnée : elle ne change plus."))
    return missing(queries.DECIDE)
