"""Pages of the register of associations: the list, a card, and one form for each thing that can be noted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_associations as forms
from musanada.regularisation.commands import associations as commands
from musanada.regularisation.queries import associations as queries

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """The associations the actor's units keep, with what is overdue."""
    form = forms.AssociationFilter(request.GET or None, lang=get_language() or "fr")
    readable = not form.is_bound or form.is_valid()
    asked = form.cleaned_data if form.is_bound and readable else {}
    rows = queries.visible(request.user)
    rows = queries.filtered(
        rows if readable else rows.none(),
        text=asked.get("q", ""),
        region=asked.get("region", ""),
        state=asked.get("state", ""),
        standing=asked.get("standing", ""),
    )
    context = {
        "form": form,
        "filtered": any(asked.values()) or not readable,
        "sums": queries.sums(rows),
        "page": window(queries.with_lateness(rows).order_by("name_fr", "id"), request.GET),
        "may_manage": queries.may_manage(request.user),
    }
    return render(request, "regularisation/association_list.html", context)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One association; its officers only for who keeps the register there."""
    one = queries.association(request.user, pk)
    manages = queries.may_manage(request.user, one)
    context = {
        "association": one,
        "acts": queries.acts(one),
        "rules": queries.rules(),
        "may_manage": manages,
        "officers": queries.officers(request.user, one) if manages else [],
    }
    return render(request, "regularisation/association.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    form = forms.AssociationForm(request.POST or None, actor=request.user, lang=get_language() or "fr")
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        one = attempt(form, lambda: commands.register_association(request.user, unit, draft=form.draft()))
        if one:
            messages.success(request, _("L'association est au registre. Enregistrez maintenant ses actes."))
            return redirect("regularisation:association", one.pk)
    return asked(request, form, _("Inscrire une association"), reverse("regularisation:associations"))


def asked(
    request: Request, form: Form, heading: Sentence, back: str, one: Any = None, note: Any = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back, "association": one, "note": note}
    status = 422 if form.errors else 200
    return render(request, "regularisation/association_form.html", context, status=status)


def managed(request: Request, pk: UUID) -> Any:
    """The association, if it may be changed. Raises: Http404, MissingRight."""
    one = queries.association(request.user, pk)
    if not queries.may_manage(request.user, one):
        raise missing(queries.MANAGE)
    return one


def with_form(
    request: Request,
    one: Any,
    form: Any,
    heading: Sentence,
    run: Callable[[Any], Any],
    done: Any,
    note: Sentence = "",
) -> HttpResponse:
    """Ask, and on a good answer do it and go back to the card."""
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: run(form)):
        messages.success(request, done)
        return redirect("regularisation:association", one.pk)
    back = reverse("regularisation:association", args=[one.pk])
    return asked(request, form, heading, back, one, note)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    form = forms.AssociationForm(
        request.POST or None, actor=request.user, lang=get_language() or "fr", known=one
    )
    return with_form(
        request,
        one,
        form,
        _("Corriger la fiche"),
        lambda f: commands.edit_association(request.user, one, draft=f.draft()),
        _("La fiche est à jour."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def receipt(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    return with_form(
        request,
        one,
        forms.ReceiptForm(request.POST or None),
        _("Enregistrer un acte"),
        lambda f: commands.record_receipt(request.user, one, **f.cleaned_data),
        _("L'acte est enregistré."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def regularise(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    return with_form(
        request,
        one,
        forms.RegularisedForm(request.POST or None),
        _("Noter la régularisation"),
        lambda f: commands.regularise_association(request.user, one, on=f.cleaned_data["on"]),
        _("La régularisation est notée. Comptez maintenant les membres."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def members(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    initial = {"members": one.members, "members_regularised": one.members_regularised}
    return with_form(
        request,
        one,
        forms.MembersForm(request.POST or None, initial=initial),
        _("Compter les membres"),
        lambda f: commands.count_members(request.user, one, **f.cleaned_data),
        _("Les nombres sont enregistrés."),
        note=_("Des nombres, jamais une liste : les membres ont chacun leur propre dossier."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def officer(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    return with_form(
        request,
        one,
        forms.OfficerForm(request.POST or None),
        _("Noter un dirigeant"),
        lambda f: commands.add_officer(request.user, one, **f.cleaned_data),
        _("Le dirigeant est noté."),
        note=_("Qui signe pour l'association. Seul qui tient le registre lit ces noms."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def officer_end(request: Request, pk: UUID, officer: UUID) -> HttpResponse:
    one = managed(request, pk)
    held = queries.officer(request.user, one, officer)
    return with_form(
        request,
        one,
        forms.OfficerEndForm(request.POST or None),
        _("Noter la fin d'une fonction"),
        lambda f: commands.end_officer(request.user, held, to_on=f.cleaned_data["to_on"]),
        _("La fin de la fonction est notée."),
        note=held.office,
    )
