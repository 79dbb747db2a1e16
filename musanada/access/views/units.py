"""Units, and who holds which role at each."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from musanada.access import commands, firewall, forms, queries
from musanada.access.doors import may, require
from musanada.access.pages import Request, page
from musanada.access.views.common import answer, done, tabs
from musanada.kit.errors import BadInput


@page("access.view")
def units(request: Request) -> HttpResponse:
    """The tree: organisation, offices, teams, and who holds which role at each."""
    context = {"branches": queries.tree(request.user), "here": "units", **tabs(request)}
    return render(request, "access/units.html", context)


@page("access.view")
def unit(request: Request, pk: UUID) -> HttpResponse:
    one = queries.unit(request.user, pk)
    held = list(queries.held_at(request.user, one))
    context = {
        "unit": one,
        "parent": queries.parent(request.user, one),
        "children": queries.children(request.user, one),
        "current": [h for h in held if h.to_on is None],
        "ended": [h for h in held if h.to_on is not None],
        "may_manage": may(request.user, "access.manage", one),
    }
    return render(request, "access/unit.html", context)


def managed_unit(request: Request, pk: UUID) -> Any:
    """404 when not visible, 403 naming the right when visible but not theirs to manage."""
    one = queries.unit(request.user, pk)
    require(request.user, "access.manage", one)
    return one


@page("access.manage")
def open_unit(request: Request, pk: UUID) -> HttpResponse:
    parent = managed_unit(request, pk)
    form = forms.UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.open_unit(request.user, parent, **form.cleaned_data)
        except BadInput as problem:
            forms.tell(form, problem)
        else:
            return done(request, _("L'unité est ouverte."), "access:unit", made.pk)
    return answer(request, "access/open_unit.html", form, unit=parent)


@page("access.manage")
def grant_role(request: Request, pk: UUID) -> HttpResponse:
    one = managed_unit(request, pk)
    form = forms.GrantForm(request.POST or None, initial={"username": request.GET.get("username", "")})
    if request.method == "POST" and form.is_valid():
        user = queries.account_named(request.user, form.cleaned_data["username"])
        if user is None:
            form.add_error("username", _("Aucun compte ouvert de vos unités ne porte cet identifiant."))
        else:
            try:
                commands.grant_role(request.user, one, user=user, role=form.cleaned_data["role"])
            except BadInput as problem:
                forms.tell(form, problem)
            else:
                return done(request, _("Le rôle est donné."), "access:unit", one.pk)
    return answer(request, "access/grant_role.html", form, unit=one)


@page("access.manage")
def end_role(request: Request, pk: UUID) -> HttpResponse:
    held = queries.holding(request.user, pk)
    require(request.user, "access.manage", held)
    if request.method == "POST":
        commands.end_role(request.user, held)
        return done(request, _("Le rôle a pris fin."), "access:unit", held.unit_id)
    return render(request, "access/end_role.html", {"holding": held, "form": django_forms.Form()})


@page("access.view")
def rights(request: Request) -> HttpResponse:
    """Role × right, as the doors enforce it."""
    table = queries.rights_table()
    roles = [name for name, _carried in table[0][1][0].cells]
    context = {"table": table, "roles": roles, "flows": firewall.shown(), "here": "rights", **tabs(request)}
    return render(request, "access/rights.html", context)
