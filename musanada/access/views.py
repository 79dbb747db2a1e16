"""Pages of the administration: units and who works there, accounts, rights, the journal; one's own password."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from musanada.access import audit, commands, forms, queries
from musanada.access.doors import holds, may, require
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.paging import window


def answer(request: Request, template: str, form: django_forms.Form, **context: Any) -> HttpResponse:
    """A page with a form: 422 when it was sent with something to correct."""
    return render(
        request, template, {"form": form, **context}, status=422 if form.is_bound and form.errors else 200
    )


def tabs(request: Request) -> dict[str, Any]:
    return {"may_read_journal": holds(request.user, "audit.view")}


def done(request: Request, sentence: Sentence, name: str, *args: Any) -> HttpResponseRedirect:
    messages.success(request, str(sentence))
    return redirect(name, *args)


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
def open_account(request: Request, pk: UUID) -> HttpResponse:
    """A new account with its first role here. Its provisional password is shown once, on the answer."""
    one = managed_unit(request, pk)
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = forms.provisional_password()
        try:
            made = commands.open_account(request.user, one, password=password, **form.cleaned_data)
        except BadInput as problem:
            forms.tell(form, problem)
        else:
            return shown_once(request, made, password)
    return answer(request, "access/open_account.html", form, unit=one)


def shown_once(request: Request, account: Any, password: str) -> HttpResponse:
    return render(request, "access/password_given.html", {"account": account, "password": password})


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
def accounts(request: Request) -> HttpResponse:
    form = forms.AccountFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.accounts(
        request.user, text=asked.get("q", ""), role=asked.get("role", ""), state=asked.get("state", "")
    )
    context = {"form": form, "page": window(found, request.GET), "here": "accounts", **tabs(request)}
    return render(request, "access/accounts.html", context)


@page("access.view")
def account(request: Request, pk: UUID) -> HttpResponse:
    one = queries.account(request.user, pk)
    context = {
        "account": one,
        "held": queries.held_by(request.user, one),
        "may_govern": queries.governs(request.user, one),
        "may_manage": holds(request.user, "access.manage"),
        "own": one.pk == request.user.pk,
    }
    return render(request, "access/account.html", context)


def managed_account(request: Request, pk: UUID) -> Any:
    one = queries.account(request.user, pk)
    require(request.user, "access.manage", one)
    return one


def switched(
    request: Request, pk: UUID, template: str, act: Callable[[Any, Any], Any], sentence: Sentence
) -> HttpResponse:
    """A question whose answer is one button."""
    one = managed_account(request, pk)
    if request.method == "POST":
        act(request.user, one)
        return done(request, sentence, "access:account", pk)
    return render(request, template, {"account": one, "form": django_forms.Form()})


@page("access.manage")
def close_account(request: Request, pk: UUID) -> HttpResponse:
    return switched(
        request, pk, "access/close_account.html", commands.close_account, _("Le compte est fermé.")
    )


@page("access.manage")
def reopen_account(request: Request, pk: UUID) -> HttpResponse:
    return switched(
        request, pk, "access/reopen_account.html", commands.reopen_account, _("Le compte est rouvert.")
    )


@page("access.manage")
def set_password(request: Request, pk: UUID) -> HttpResponse:
    """A drawn password, shown once to be told to its owner."""
    one = managed_account(request, pk)
    if request.method == "POST":
        password = forms.provisional_password()
        commands.set_password(request.user, one, password=password)
        return shown_once(request, one, password)
    return render(request, "access/set_password.html", {"account": one, "form": django_forms.Form()})


@page("access.view")
def rights(request: Request) -> HttpResponse:
    """Role × right, as the doors enforce it."""
    table = queries.rights_table()
    roles = [name for name, _carried in table[0][1][0].cells]
    return render(
        request, "access/rights.html", {"table": table, "roles": roles, "here": "rights", **tabs(request)}
    )


@page("audit.view")
def journal(request: Request) -> HttpResponse:
    """What was done, by whom, when; refusals too."""
    form = forms.JournalFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = window(queries.entries(request.user, **asked), request.GET)
    context = {
        "form": form,
        "page": shown,
        "lines": queries.as_lines(request.user, shown.rows),
        "here": "journal",
        **tabs(request),
    }
    return render(request, "access/journal.html", context)


@page("audit.view")
def chain(request: Request) -> HttpResponseRedirect:
    """Walk the whole chain; asked for by a button, as it reads every line."""
    if request.method == "POST":
        broken = audit.first_broken()
        if broken is None:
            messages.success(
                request, _("La chaîne tient : aucune ligne n'a été modifiée, retirée ni déplacée.")
            )
        else:
            sentence = _(
                "La ligne %(number)s ne tient pas : elle a été modifiée, retirée ou déplacée. "
                "Ne touchez à rien et prévenez le point focal protection des données."
            )
            messages.error(request, sentence % {"number": broken})
    return redirect("access:journal")


@page("app.use")
@sensitive_post_parameters("current", "password", "again")
def own_password(request: Request) -> HttpResponse:
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = commands.change_password(
                request.user, queries.own(request.user), current=said["current"], password=said["password"]
            )
        except BadInput as problem:
            forms.tell(form, problem)
        else:
            update_session_auth_hash(request, changed)
            return done(request, _("Votre mot de passe est changé."), "web:home")
    provisional = queries.password_is_provisional(request.user)
    return answer(request, "access/own_password.html", form, provisional=provisional)
