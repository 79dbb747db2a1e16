"""Accounts of the staff, and their passwords."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from musanada.access import commands, forms, queries
from musanada.access.doors import holds, require
from musanada.access.pages import Request, page
from musanada.access.views.common import answer, done, tabs
from musanada.access.views.units import managed_unit
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.paging import window


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
