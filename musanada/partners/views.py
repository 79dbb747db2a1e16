"""Pages of partners and agreements."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.partners import commands, queries
from musanada.partners.forms import AgreementForm, PartnerFilter, PartnerForm, tell

PAGE = 25


@page("partners.view")
def listing(request: Request) -> HttpResponse:
    """Partners the actor knows of, with filters in the address."""
    lang = get_language() or "fr"
    asked = PartnerFilter(request.GET or None, actor=request.user, lang=lang)
    # A filter that cannot be read finds nothing: it never shows the whole list as if it had been obeyed.
    readable = not asked.is_bound or asked.is_valid()
    values = asked.cleaned_data if asked.is_bound else {}
    rows = queries.partners(
        request.user,
        text=values.get("q", ""),
        kind=values.get("kind", ""),
        city=values.get("city", ""),
        sort=request.GET.get("sort", "name"),
    )
    shown = Paginator(rows if readable else rows.none(), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": asked,
        "page": shown,
        "filtered": any(values.values()) or not readable,
        "may_add": queries.may_manage(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "partners/list.html", context)


@page("partners.view")
def detail(request: Request, code: str) -> HttpResponse:
    """Who it is, what binds us, and (as a fragment of programmes) what we do together."""
    partner = found(request, code)
    agreements = queries.agreements(request.user, partner)
    context = {
        "partner": partner,
        "agreements": agreements,
        "in_force": set(queries.in_force(agreements).values_list("pk", flat=True)),
        "may_manage": queries.may_manage(request.user, partner),
    }
    return render(request, "partners/detail.html", context)


@page("partners.manage")
def add(request: Request) -> HttpResponse:
    form = PartnerForm(request.POST or None, actor=request.user, lang=get_language() or "fr")
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            partner = commands.register_partner(request.user, values.pop("kept_by"), **values)
        except BadInput as error:
            tell(form, error)
        else:
            messages.success(request, _("Le partenaire est enregistré."))
            return redirect("partners:detail", partner.code)
    return asked_again(request, form, _("Ajouter un partenaire"))


@page("partners.manage")
def edit(request: Request, code: str) -> HttpResponse:
    partner = found(request, code)
    require(request.user, "partners.manage", partner)
    form = PartnerForm(request.POST or None, actor=request.user, lang=get_language() or "fr", partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_partner(request.user, partner, **form.cleaned_data)
        except BadInput as error:
            tell(form, error)
        else:
            messages.success(request, _("La fiche est à jour."))
            return redirect("partners:detail", code)
    return asked_again(request, form, _("Modifier la fiche"), partner=partner)


@page("partners.manage")
def sign(request: Request, code: str) -> HttpResponse:
    partner = found(request, code)
    require(request.user, "partners.manage", partner)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.sign_agreement(request.user, partner, **form.cleaned_data)
        except BadInput as error:
            tell(form, error)
        else:
            messages.success(request, _("L'accord est enregistré."))
            return redirect("partners:detail", code)
    return asked_again(request, form, _("Ajouter un accord"), partner=partner)


def found(request: Request, code: str) -> Any:
    partner = queries.partner(request.user, code)
    if partner is None:
        raise Http404
    return partner


def asked_again(request: Request, form: forms.Form, heading: str, **context: Any) -> HttpResponse:
    """The form; with its errors (422) when it was sent."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "partners/form.html", {"form": form, "heading": heading, **context}, status=status)
