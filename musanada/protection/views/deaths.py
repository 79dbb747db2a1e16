"""A death: recorded over a casualty, then read by those named on its file: identity, rest, the family."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds, missing, require
from musanada.access.pages import Actor, Request, page
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.protection import forms_border as forms
from musanada.protection.commands import deaths as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import border as queries
from musanada.protection.queries.border import LIAISE
from musanada.protection.views.border import METHODS, asked


@keeps
@resumable
@page(LIAISE)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    actor = request.user
    one = queries.casualty(actor, pk)
    require(actor, LIAISE, one)
    if not holds(actor, "confidential.open"):
        raise missing("confidential.open")
    form = forms.DeathForm(request.POST or None)

    def record() -> Any:
        said = {name: form.cleaned_data[name] for name in ("on", "where", "certificate")}
        return commands.record_death(actor, one, pk=form.cleaned_data["id"], **said)

    if request.method == "POST" and form.is_valid() and (made := attempt(form, record)):
        messages.success(
            request, _("Le décès est enregistré. Vous répondez du dossier : nommez qui doit le lire.")
        )
        return redirect("protection:death", made.pk)
    context = {
        "one": one,
        "form": form,
        "title": _("Enregistrer le décès"),
        "button": _("Enregistrer le décès"),
        "hint": _(
            "La fiche quitte toutes les listes, celles de l'équipe et de l'hôpital aussi : un dossier protégé s'ouvre, "
            "dont vous répondez."
        ),
        "back": reverse("protection:casualty", args=[one.pk]),
    }
    return render(request, "protection/casualty_ask.html", context, status=422 if form.errors else 200)


@page(LIAISE)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    one = queries.death(request.user, pk)
    context = {
        "death": one,
        "one": one.casualty,
        "name": display_name(one.casualty.person) if one.casualty.person else "",
        "injuries": queries.injury_words(one.casualty.injuries),
        "contacts": one.contacts.all(),
    }
    return render(request, "protection/death.html", context)


def step(request: Request, one: Any, form: Any, run: Any, **words: Any) -> HttpResponse:
    return asked(
        request, one.casualty, form, run, to=reverse("protection:death", args=[one.pk]), care="notes", **words
    )


def mine(actor: Actor, pk: UUID) -> Any:
    return queries.death(actor, pk)


@resumable
@page(LIAISE)
@require_http_methods(METHODS)
def identity(request: Request, pk: UUID) -> HttpResponse:
    one = mine(request.user, pk)
    start = {"identity": one.identity, "how": one.identified_how, "certificate": one.certificate}
    form = forms.IdentityForm(request.POST or None, initial=start)

    def say() -> Any:
        return commands.identify_dead(request.user, one, **form.cleaned_data)

    return step(request, one, form, say, title=_("Identité de la personne décédée"), button=_("Enregistrer"),
                said=_("C'est noté."))  # fmt: skip


@resumable
@page(LIAISE)
@require_http_methods(METHODS)
def rest(request: Request, pk: UUID) -> HttpResponse:
    one = mine(request.user, pk)
    form = forms.RestForm(request.POST or None, initial={"rest": one.rest, "where": one.rest_where})

    def lay() -> Any:
        return commands.lay_to_rest(request.user, one, **form.cleaned_data)

    return step(request, one, form, lay, title=_("Inhumation ou retour du corps"), button=_("Enregistrer"),
                said=_("C'est noté."))  # fmt: skip


@keeps
@resumable
@page(LIAISE)
@require_http_methods(METHODS)
def family(request: Request, pk: UUID) -> HttpResponse:
    one = mine(request.user, pk)
    form = forms.FamilyForm(request.POST or None)

    def add() -> Any:
        said = {name: value for name, value in form.cleaned_data.items() if name != "id"}
        return commands.contact_family(request.user, one, pk=form.cleaned_data["id"], **said)

    return step(request, one, form, add, title=_("Démarche vers la famille"), button=_("Enregistrer"),
                said=_("La démarche est notée."))  # fmt: skip
