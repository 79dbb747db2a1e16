"""Pages of instalments: the day's lists, one instalment with its evidence and its approvals, and what is done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import require
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries.work import names_of
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.returns import forms_money as forms
from musanada.returns.commands import approvals, evidence
from musanada.returns.commands import tranches as commands
from musanada.returns.money_tabs import money_tabs
from musanada.returns.queries import tranche_doors as doors
from musanada.returns.queries import tranches as queries
from musanada.returns.queries.entitlements import standing

METHODS = ["GET", "POST"]
SHOW = "returns:tranche"


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """What is the actor's to do first; every list is an address."""
    actor = request.user
    offered = queries.views_for(actor)
    view = request.GET.get("view", "")
    view = view if view in offered else offered[0]
    form = forms.TrancheFilter(request.GET or None, offices=queries.offices(actor), initial={"view": view})
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    chosen = {name: value for name, value in asked.items() if name != "view" and value}
    rows = queries.filtered(queries.VIEWS[view][1](actor), **chosen)
    shown = window(rows, request.GET)
    context = {
        "form": form,
        "tabs": money_tabs(actor, "tranches"),
        "views": view_tabs(actor, offered, view),
        "view": view,
        "title": queries.VIEWS[view][0],
        "page": shown,
        "rows": queries.listed(shown.rows, names_of(one.file.case.person_id for one in shown.rows)),
        "filtered": bool(chosen),
    }
    return render(request, "returns/tranche_list.html", context)


def view_tabs(actor: Actor, offered: list[str], view: str) -> list[dict[str, Any]]:
    address = reverse("returns:tranches")
    return [
        {
            "label": queries.VIEWS[code][0],
            "url": f"{address}?view={code}",
            "current": code == view,
            "count": queries.VIEWS[code][1](actor).count() if code != "all" else None,
        }
        for code in offered
    ]


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    actor, one = request.user, queries.tranche(request.user, pk)
    context = about(one) | {
        "checklist": queries.checklist(one),
        "lacking": queries.lacking(one),
        "aside": [proof for proof in one.evidence.all() if proof.set_aside_at],
        "approvals": list(queries.approvals_of(one)),
        "lines": list(queries.lines_of(one)),
        "row": queries.listed([one])[0],
        "strip": doors.strip(one),
        "doors": doors.doors(actor, one),
        "standing": standing(one.file),
        "file_url": doors.file_url(actor, one),
    }
    return render(request, "returns/tranche.html", context)


def about(one: Any) -> dict[str, Any]:
    return {"one": one, "case": one.file.case, "name": display_name(one.file.case.person)}


def asked(
    request: Request,
    one: Any,
    title: Sentence,
    form: Any,
    run: Callable[[], Any],
    *,
    done: Sentence,
    button: Sentence = "",
    consequence: Sentence = "",
    danger: bool = False,
    template: str = "returns/tranche_form.html",
    **more: Any,
) -> HttpResponse:
    """Ask, and on a good answer do it and go back to the instalment; else again, with what was typed."""
    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, str(done))
        return redirect(SHOW, one.pk)
    context = about(one) | {
        "title": title,
        "form": form,
        "button": button or title,
        "consequence": consequence,
        "danger": danger,
        "back": reverse(SHOW, args=[one.pk]),
        "multipart": form.is_multipart(),
    }
    return render(request, template, context | more, status=422 if form.errors else 200)


def written(request: Request, pk: UUID, right: str) -> Any:
    """One that the actor sees and may do this to. Raises: Http404, MissingRight."""
    one = queries.tranche(request.user, pk)
    require(request.user, right, one)
    return one


# Scheduling


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def new(request: Request, pk: UUID) -> HttpResponse:
    """One more instalment of an activity; or those of the scheme, by one button."""
    actor, activity = request.user, queries.activity_of(request.user, pk)
    file = activity.plan.file
    form = forms.TrancheForm(
        request.POST or None,
        unit=file.case.unit,
        currency=activity.currency,
        initial={"form": activity.form, "due_on": commands.first_day(file)},
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: commands.schedule_tranche(
                actor, activity, draft=form.draft(), pk=form.cleaned_data["id"]
            ),
        )
        if made is not None:
            messages.success(request, _("Le versement est prévu."))
            return redirect(SHOW, made.pk)
    known = list(activity.tranches.exclude(state="cancelled"))
    context = {
        "activity": activity,
        "case": file.case,
        "name": display_name(file.case.person),
        "form": form,
        "known": queries.listed(known),
        "room": activity.amount - sum(one.amount for one in known),
        "foreseen": [] if known else commands.foreseen(file, activity),
        "standing": standing(file),
        "back": reverse("returns:reintegration", args=[file.case_id]),
    }
    return render(request, "returns/tranche_new.html", context, status=422 if form.errors else 200)


@page(queries.WORK)
@require_POST
def from_scheme(request: Request, pk: UUID) -> HttpResponse:
    activity = queries.activity_of(request.user, pk)
    commands.schedule_from_scheme(request.user, activity)
    messages.success(
        request, _("Les versements du dispositif sont prévus : vérifiez leurs jours et leurs preuves.")
    )
    return redirect("returns:reintegration", activity.plan.file.case_id)


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.WORK)
    form = forms.TrancheForm(request.POST or None, unit=one.file.case.unit, currency=one.currency, known=one)
    warning = (
        _("Ce versement est soumis : changé, il est à soumettre de nouveau.")
        if one.state == "submitted"
        else ""
    )
    return asked(
        request,
        one,
        _("Changer le versement"),
        form,
        lambda: commands.change_tranche(request.user, one, draft=form.draft()),
        done=_("Le versement est changé."),
        button=_("Enregistrer"),
        consequence=warning,
    )


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def cancel(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.WORK)
    form = forms.ReasonForm(request.POST or None)
    words = _("Il ne sera pas payé.")
    if one.state == "approved":
        words = _("Il ne sera pas payé ; l'argent engagé retourne aux droits de la personne.")
    return asked(
        request,
        one,
        _("Annuler ce versement"),
        form,
        lambda: commands.cancel_tranche(request.user, one, **form.cleaned_data),
        done=_("Le versement est annulé."),
        consequence=words,
        danger=True,
    )


# Evidence


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def bring(request: Request, pk: UUID) -> HttpResponse:
    actor, one = request.user, written(request, pk, queries.WORK)
    form = forms.EvidenceForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        tranche=one,
        wanted=request.GET.get("proof", ""),
    )
    return asked(
        request,
        one,
        _("Apporter une preuve"),
        form,
        lambda: evidence.bring_evidence(actor, one, draft=form.draft(), pk=form.cleaned_data["id"]),
        done=_("La preuve est au dossier."),
        button=_("Enregistrer"),
        checklist=queries.checklist(one),
    )


@resumable
@page(queries.WORK)
@require_http_methods(METHODS)
def set_aside(request: Request, pk: UUID, proof: UUID) -> HttpResponse:
    one = written(request, pk, queries.WORK)
    found = queries.proof(one, proof)
    form = forms.ReasonForm(request.POST or None)
    return asked(
        request,
        one,
        _("Écarter cette preuve"),
        form,
        lambda: evidence.set_evidence_aside(request.user, found, **form.cleaned_data),
        done=_("La preuve est écartée."),
        consequence=_("Elle reste au dossier, barrée, et ne compte plus."),
        danger=True,
    )


# Approval


@page(queries.WORK)
@require_POST
def submit(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.WORK)
    approvals.submit_tranche(request.user, one)
    messages.success(request, _("Le versement est soumis : une autre personne l'approuve."))
    return redirect(SHOW, one.pk)


@page(queries.WORK)
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.WORK)
    approvals.take_back_tranche(request.user, one)
    messages.success(request, _("Le versement est repris : corrigez-le, puis soumettez-le de nouveau."))
    return redirect(SHOW, one.pk)


@resumable
@page(queries.APPROVE)
@require_http_methods(METHODS)
def approve(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.APPROVE)
    form = forms.ApproveForm(request.POST or None)
    return asked(
        request,
        one,
        _("Approuver ce versement"),
        form,
        lambda: approvals.approve_tranche(request.user, one, **form.cleaned_data),
        done=_("Votre accord est enregistré."),
        template="returns/tranche_approve.html",
        checklist=queries.checklist(one),
        approvals=[given for given in queries.approvals_of(one) if not given.void],
        standing=standing(one.file),
        needs=doors.needs(one),
        why=doors.why_not_approve(request.user, one),
    )


@resumable
@page(queries.APPROVE)
@require_http_methods(METHODS)
def send_back(request: Request, pk: UUID) -> HttpResponse:
    one = written(request, pk, queries.APPROVE)
    form = forms.ReasonForm(request.POST or None)
    return asked(
        request,
        one,
        _("Renvoyer ce versement"),
        form,
        lambda: approvals.send_back_tranche(request.user, one, **form.cleaned_data),
        done=_("Le versement est renvoyé avec votre motif."),
        consequence=_("Il redevient prévu : qui l'a soumis le corrige et le soumet de nouveau."),
        danger=True,
    )
