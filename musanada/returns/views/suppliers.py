"""Pages of suppliers: found by name or by what they sell, registered, corrected, put out of use."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import forms_money as forms
from musanada.returns.commands import suppliers as commands
from musanada.returns.money_tabs import money_tabs
from musanada.returns.queries import suppliers as queries

METHODS = ["GET", "POST"]


@page(queries.MANAGE)
@require_GET
def listed(request: Request) -> HttpResponse:
    form = forms.SupplierFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context = {
        "form": form,
        "tabs": money_tabs(request.user, "suppliers"),
        "rows": queries.found(request.user, asked.get("q", ""), inactive=asked.get("inactive", False)),
        "filtered": any(asked.values()),
    }
    return render(request, "returns/supplier_list.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    form = forms.SupplierForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        unit = values.pop("unit")
        if attempt(form, lambda: commands.register_supplier(request.user, unit, **values)):
            messages.success(request, _("Le fournisseur est inscrit."))
            return redirect("returns:suppliers")
    context = {"form": form, "known": None}
    return render(request, "returns/supplier_form.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def show(request: Request, pk: UUID) -> HttpResponse:
    """The card, and the instalments that went or go to it, for who sees them."""
    one = queries.supplier(request.user, pk)
    form = forms.SupplierForm(request.POST or None, actor=request.user, known=one)
    done: Any = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: commands.edit_supplier(request.user, one, **form.cleaned_data))
    if done:
        messages.success(request, _("La fiche est à jour."))
        return redirect("returns:suppliers")
    context = {"form": form, "known": one, "paid": queries.paid_to(request.user, one)}
    return render(request, "returns/supplier_form.html", context, status=422 if form.errors else 200)


@page(queries.MANAGE)
@require_POST
def use(request: Request, pk: UUID) -> HttpResponse:
    one = queries.supplier(request.user, pk)
    active = request.POST.get("active") == "yes"
    commands.use_supplier(request.user, one, active=active)
    words = _("Le fournisseur est de nouveau en usage.") if active else _("Le fournisseur est hors d'usage.")
    messages.success(request, words)
    return redirect("returns:supplier", one.pk)
