"""The way a child came: legs added, corrected, put in order, voided; its map."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.kit.svg import Frame, responsive
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import forms_encounters as forms
from musanada.protection.commands import pathways as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import encounters as queries
from musanada.protection.queries import pathways
from musanada.protection.queries.encounters import RIGHT
from musanada.protection.route_map import route_map

METHODS = ["GET", "POST"]


def drawn(legs: Any) -> SafeString:
    """For a desk and for a phone; the table stands beside it."""
    frame = Frame(_now("Le parcours, étape par étape"), lang=get_language() or "fr", width=680)
    return responsive(lambda one: route_map(legs, one), frame)


def mine(actor: Actor, pk: UUID) -> Any:
    """Raises: Http404; MissingRight."""
    child = queries.mapped(actor, pk)
    require(actor, RIGHT, child)
    return child


def back(child: Any) -> str:
    return f"{reverse('protection:mapped', args=[child.pk])}#way"


@keeps
@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    """One more leg: it starts where the last one ended."""
    child = mine(request.user, pk)
    legs = pathways.legs_of(child)
    start = {"from_country": child.nationality_id or "", "to_country": "MAR" if not legs else ""}
    if legs:
        start = {"from_country": legs[-1].to_country_id, "from_city": legs[-1].to_city}
    form = forms.LegForm(request.POST or None, initial=start)

    def add() -> Any:
        return commands.add_leg(request.user, child, draft=form.draft(), pk=form.cleaned_data["id"])

    if request.method == "POST" and form.is_valid() and attempt(form, add):
        messages.success(request, _("L'étape est ajoutée."))
        if "again" in request.POST:
            return redirect("protection:leg-new", child.pk)
        return redirect(back(child))
    return asked(request, form, child, _("Ajouter une étape du parcours"), again=True)


def asked(request: Request, form: Any, child: Any, title: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "child": child, "title": title, "back": back(child), **more}
    return render(request, "protection/pathway_leg.html", context, status=422 if form.errors else 200)


@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    child = mine(request.user, pk)
    leg = pathways.leg(child, item)
    form = forms.LegForm(request.POST or None, initial=initial_of(leg))

    def change() -> Any:
        return commands.change_leg(request.user, leg, draft=form.draft())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, _("L'étape est corrigée."))
        return redirect(back(child))
    return asked(request, form, child, _("Corriger cette étape"))


def initial_of(leg: Any) -> dict[str, Any]:
    names = ("from_city", "to_city", "means", "incident", "note")
    worked = "" if leg.worked is None else "1" if leg.worked else "0"
    return {name: getattr(leg, name) for name in names} | {
        "from_country": leg.from_country_id,
        "to_country": leg.to_country_id,
        "left": leg.left,
        "arrived": leg.arrived,
        "worked": worked,
    }


@resumable
@page(RIGHT)
@require_http_methods(METHODS)
def void(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    child = mine(request.user, pk)
    leg = pathways.leg(child, item)
    form = forms.ReasonForm(request.POST or None)

    def strike() -> Any:
        return commands.void_leg(request.user, leg, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, strike):
        messages.success(request, _("L'étape est annulée."))
        return redirect(back(child))
    context = {
        "form": form,
        "title": _("Annuler cette étape"),
        "hint": _("Elle disparaît du parcours et de la carte ; son motif reste."),
        "button": _("Annuler l'étape"),
        "back": back(child),
    }
    return render(request, "protection/encounter_ask.html", context, status=422 if form.errors else 200)


@page(RIGHT)
@require_POST
def move(request: Request, pk: UUID, item: UUID, way: str) -> HttpResponse:
    child = mine(request.user, pk)
    commands.move_leg(request.user, pathways.leg(child, item), later=way == "later")
    return redirect(back(child))
