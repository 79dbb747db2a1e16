"""One small form for each section of a person, and one small question for each thing taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.people import commands, queries
from musanada.people.attempt import attempt
from musanada.people.forms import ReasonForm
from musanada.people.resume import resumable
from musanada.people.sections import REMOVALS, SECTIONS

METHODS = ["GET", "POST"]


def visible(actor: Actor, pk: UUID, right: str, group: str = "") -> Any:
    """404 when not visible, 403 naming the right when visible but not allowed, or not for that part of the file."""
    found = queries.person(actor, pk)
    require(actor, right, found, group)
    return found


@resumable
@page("people.correct")
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID, section: str, item: UUID | None = None) -> HttpResponse:
    """Complete or correct a section; ``item`` is the row changed."""
    part = SECTIONS.get(section)
    if part is None or (item is not None and not part.changes):
        raise Http404
    person = visible(request.user, pk, "people.correct", part.group)
    form = part.form(request.POST or None, initial=part.initial(person, item))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: (part.save(request.user, person, form, item),))
        if done:
            messages.success(request, _("La fiche est à jour."))
            return redirect("people:person", person.pk)
    status = 422 if form.errors else 200
    context = {"person": person, "name": queries.display_name(person), "form": form, "title": part.title}
    return render(request, "people/edit.html", {**context, "draft": f"{section}-{item or ''}"}, status=status)


@resumable
@page("people.correct")
@require_http_methods(METHODS)
def remove(request: Request, pk: UUID, section: str, item: UUID) -> HttpResponse:
    part = REMOVALS.get(section)
    if part is None:
        raise Http404
    person = visible(request.user, pk, "people.correct", part.group)
    row = part.find(request.user, person, item)
    form = ReasonForm(request.POST or None)
    if not part.reason:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        reason = request.POST.get("reason", "")
        if attempt(form, lambda: (part.run(request.user, person, row, reason),)):
            messages.success(request, _("La fiche est à jour."))
            return redirect("people:person", person.pk)
    return confirmation(request, person, part, form)


def confirmation(request: Request, person: Any, part: Any, form: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"person": person, "name": queries.display_name(person), "form": form, "part": part}
    return render(request, "people/remove.html", context, status=status)


@resumable
@page("people.void")
@require_http_methods(METHODS)
def void(request: Request, pk: UUID) -> HttpResponse:
    person = visible(request.user, pk, "people.void")
    form = ReasonForm(request.POST or None)

    def action() -> object:
        return commands.void(request.user, person, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, _("La fiche est annulée. Elle ne compte plus et ne se trouve plus."))
        return redirect("people:list")
    part = {
        "title": _("Annuler cette fiche"),
        "consequence": _(
            "Une fiche saisie par erreur disparaît des listes et des chiffres à partir de maintenant. Rien n'est "
            "effacé. Si la personne est enregistrée deux fois, fusionnez plutôt les deux fiches."
        ),
        "button": _("Annuler la fiche"),
    }
    return confirmation(request, person, part, form)
