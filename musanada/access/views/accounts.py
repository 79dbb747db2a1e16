"""Accounts of the staff: opened, invited, given a successor, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from musanada.access import commands, forms, queries
from musanada.access.doors import holds, require
from musanada.access.limits import PASSWORD, limited
from musanada.access.pages import Request, page
from musanada.access.views.common import answer, done, tabs
from musanada.access.views.units import managed_unit
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.paging import window
from musanada.kit.qr import qr_svg


@page("access.manage")
def open_account(request: Request, pk: UUID) -> HttpResponse:
    """A new account with its first role here. The link that lets its owner in is shown once, on the answer."""
    one = managed_unit(request, pk)
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = commands.open_account(request.user, one, **form.cleaned_data)
                token = commands.invite(request.user, made)
        except BadInput as problem:
            forms.tell(form, problem)
        else:
            return shown_once(request, made, token)
    return answer(request, "access/open_account.html", form, unit=one)


def shown_once(request: Request, account: Any, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("account:invited", args=[token]))
    context = {
        "account": account,
        "link": link,
        "square": qr_svg(link, str(_("Le lien d'invitation")), size=220),
    }
    response = render(request, "access/invitation_given.html", context)
    add_never_cache_headers(response)
    return response


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
        "may_audit": holds(request.user, "audit.view"),
        "own": one.pk == request.user.pk,
        "waiting": queries.waiting_invitation(one),
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
    """What the leaver answers for comes first: it needs a successor before the account can close."""
    one = managed_account(request, pk)
    waiting = queries.handovers(one)
    if request.method != "POST" and waiting:
        return redirect("access:hand-over", pk)
    return switched(
        request, pk, "access/close_account.html", commands.close_account, _("Le compte est fermé.")
    )


@page("access.manage")
def hand_over(request: Request, pk: UUID) -> HttpResponse:
    """Everything the leaver answers for goes to a colleague."""
    one = managed_account(request, pk)
    form = forms.SuccessorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        successor = queries.account_named(request.user, form.cleaned_data["username"])
        if successor is None:
            form.add_error("username", _("Aucun compte ouvert de vos unités ne porte cet identifiant."))
        else:
            commands.hand_over(request.user, one, successor=successor)
            return done(request, _("Tout est remis."), "access:account", pk)
    return answer(request, "access/hand_over.html", form, account=one, waiting=queries.handovers(one))


@page("access.manage")
def reopen_account(request: Request, pk: UUID) -> HttpResponse:
    return switched(
        request, pk, "access/reopen_account.html", commands.reopen_account, _("Le compte est rouvert.")
    )


@page("access.manage")
def reset_access(request: Request, pk: UUID) -> HttpResponse:
    """Password or factor lost, or an invitation that ran out: a new link, shown once."""
    one = managed_account(request, pk)
    form = forms.ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = commands.reset_access(request.user, one, reason=form.cleaned_data["reason"])
        return shown_once(request, one, token)
    return answer(request, "access/reset_access.html", form, account=one)


@page("app.use")
@sensitive_post_parameters("current", "password", "again")
@limited(PASSWORD)
def own_password(request: Request) -> HttpResponse:
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = commands.change_password(
                request.user,
                queries.own(request.user),
                current=said["current"],
                password=said["password"],
                session=request.session.session_key or "",
            )
        except BadInput as problem:
            forms.tell(form, problem)
        else:
            update_session_auth_hash(request, changed)
            commands.list_session(request, changed)
            return done(request, _("Votre mot de passe est changé."), "account:security")
    return answer(request, "access/own_password.html", form)
