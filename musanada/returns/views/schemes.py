"""Pages of schemes and funding: to see, to make, to write the next version; limits of approval and rates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.returns import forms_schemes as forms
from musanada.returns.commands import schemes as commands
from musanada.returns.money_tabs import money_tabs
from musanada.returns.queries import schemes as queries

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Schemes in their version of today, those to come and those that ended; and what they draw on."""
    actor = request.user
    context = {
        "tabs": money_tabs(actor, "schemes"),
        "schemes": queries.by_code(actor),
        "fundings": list(queries.fundings(actor)),
        "may_manage": queries.may_manage(actor),
    }
    return render(request, "returns/scheme_list.html", context)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    actor, one = request.user, queries.scheme(request.user, pk)
    context = {
        "scheme": one,
        "benefits": queries.benefits(one),
        "versions": queries.versions(actor, one),
        "now": queries.standing_words(one),
        "may_manage": queries.may_manage(actor, one),
        "latest": queries.is_latest(one),
    }
    return render(request, "returns/scheme.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    form = forms.SchemeForm(request.POST or None, actor=request.user)
    return scheme_form(request, form, forms.benefits_form(request.POST or None, None), None)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def renew(request: Request, pk: UUID) -> HttpResponse:
    """The next version starts as a copy; files opened under this one keep it."""
    one = managed(request, pk)
    form = forms.SchemeForm(request.POST or None, actor=request.user, known=one)
    return scheme_form(request, form, forms.benefits_form(request.POST or None, one), one)


def managed(request: Request, pk: UUID) -> Any:
    one = queries.scheme(request.user, pk)
    if not queries.may_manage(request.user, one):
        raise missing(queries.MANAGE)
    return one


def scheme_form(request: Request, form: Any, rows: Any, known: Any) -> HttpResponse:
    good = request.method == "POST" and all([form.is_valid(), rows.is_valid()])
    made = attempt(form, lambda: saved(request, form, rows, known)) if good else None
    if made is not None:
        messages.success(
            request, _("Le dispositif est enregistré : les arrivées depuis son jour le reçoivent.")
        )
        return redirect("returns:scheme", made.pk)
    wrong = form.errors or (rows.is_bound and not rows.is_valid())
    back = reverse("returns:scheme", args=[known.pk]) if known else reverse("returns:schemes")
    context = {"form": form, "rows": rows, "known": known, "back": back}
    return render(request, "returns/scheme_form.html", context, status=422 if wrong else 200)


def saved(request: Request, form: Any, rows: Any, known: Any) -> Any:
    draft, benefits = form.draft(), forms.drafts_of(rows)
    if known is not None:
        return commands.renew_scheme(request.user, known, draft=draft, benefits=benefits)
    unit = form.cleaned_data["unit"]
    return commands.create_scheme(request.user, unit, draft=draft, benefits=benefits)


def asked(
    request: Request, title: Sentence, form: Any, run: Any, done: Sentence, back: str, **more: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, str(done))
        return redirect(back)
    context = {"title": title, "form": form, "back": back} | more
    return render(request, "returns/scheme_ask.html", context, status=422 if form.errors else 200)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def end(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    form = forms.EndForm(request.POST or None)
    return asked(
        request,
        _("Mettre fin à ce dispositif"),
        form,
        lambda: commands.end_scheme(request.user, one, **form.cleaned_data),
        _("La fin du dispositif est notée."),
        reverse("returns:scheme", args=[one.pk]),
        note=_("Les dossiers ouverts sous lui le gardent ; aucune arrivée d'après ce jour ne le reçoit."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def confirm(request: Request, pk: UUID) -> HttpResponse:
    one = managed(request, pk)
    form = forms.ConfirmForm(request.POST or None, initial={"source": one.source})
    return asked(
        request,
        _("Confirmer ce dispositif"),
        form,
        lambda: commands.confirm_scheme(request.user, one, **form.cleaned_data),
        _("Le dispositif est confirmé."),
        reverse("returns:scheme", args=[one.pk]),
        note=_("Vous avez lu le texte du bailleur et ces règles sont les siennes."),
    )


# Funding


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def funding_new(request: Request) -> HttpResponse:
    form = forms.FundingForm(request.POST or None, actor=request.user)
    return asked(
        request,
        _("Ajouter un financement"),
        form,
        lambda: commands.create_funding(request.user, form.cleaned_data["unit"], draft=form.draft()),
        _("Le financement est enregistré."),
        reverse("returns:schemes"),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def funding_edit(request: Request, pk: UUID) -> HttpResponse:
    one = queries.funding(request.user, pk)
    if not queries.may_manage(request.user, one):
        raise missing(queries.MANAGE)
    initial = {"name_fr": one.name_fr, "name_ar": one.name_ar, "valid_to": one.valid_to}
    form = forms.FundingEditForm(request.POST or None, initial=initial)
    return asked(
        request,
        _("Corriger un financement"),
        form,
        lambda: commands.edit_funding(request.user, one, **form.cleaned_data),
        _("Le financement est à jour."),
        reverse("returns:schemes"),
        note=one.code,
    )


# Limits and rates


@page(queries.VIEW)
@require_GET
def rules(request: Request) -> HttpResponse:
    """Who approves how much today and from when on; what currencies are worth."""
    context = {
        "tabs": money_tabs(request.user, "money-rules"),
        "limits": queries.limits(),
        "past": queries.other_limits(),
        "rates": queries.rates(),
        "may_manage": queries.may_manage(request.user),
    }
    return render(request, "returns/scheme_rules.html", context)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def limit_new(request: Request) -> HttpResponse:
    form = forms.LimitForm(request.POST or None)
    unit = queries.units_to_keep(request.user)[0]
    return asked(
        request,
        _("Fixer un plafond d'approbation"),
        form,
        lambda: commands.set_limit(request.user, unit, **form.cleaned_data),
        _("Le plafond est fixé."),
        reverse("returns:money-rules"),
        note=_("Pour toute l'installation, depuis le jour choisi. Ce qui est déjà approuvé le reste."),
    )


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def rate_new(request: Request) -> HttpResponse:
    form = forms.RateForm(request.POST or None, initial={"currency": request.GET.get("currency", "")[:3]})
    unit = queries.units_to_keep(request.user)[0]
    return asked(
        request,
        _("Fixer un taux de change"),
        form,
        lambda: commands.set_rate(request.user, unit, **form.cleaned_data),
        _("Le taux est fixé."),
        reverse("returns:money-rules"),
        note=_("Pour toute l'installation, depuis le jour choisi. Les écritures faites gardent leur taux."),
    )
